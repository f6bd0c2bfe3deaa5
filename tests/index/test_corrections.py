"""The person's word on stories is final: whatever is added later, in any order; and it can be undone."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from index.errors import LibraryError, NotFoundError
from index.library import Library

EVENTS = {
    "flood": "The Elbe river flood broke the dike at Magdeburg and Mayor Trumper had Rothensee evacuated.",
    "strike": "Rail drivers of the GDL union began a strike at Deutsche Bahn as Claus Weselsky quit talks.",
    "vote": "Voters in Iceland elected Halla Tomasdottir president ahead of premier Katrin Jakobsdottir.",
    "comet": "Astronomers at Paranal photographed comet Tsuchinshan brightening beyond forecasts near Virgo.",
}
OUTLETS = ("Herald", "Courier", "Tribune", "Gazette", "Observer")


def line(event: str, number: int) -> dict[str, str]:
    return {
        "id": f"{event}{number}",
        "outlet": OUTLETS[number % len(OUTLETS)],
        "title": f"{EVENTS[event].split(' by ')[0][:48]} ({number})",
        "published": "2024-06-03",
        "text": f"{EVENTS[event]}\nReport number {number} adds detail {number * 7919}.",
    }


class News:
    """Articles added to a library, known by names such as `flood2`."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.folder = folder
        self.ids: dict[str, str] = {}

    def add(self, *names: str) -> None:
        path = self.folder / f"{len(self.ids)}.jsonl"
        path.write_text(
            "".join(json.dumps(line(name.rstrip("0123456789"), int(name[-1]))) + "\n" for name in names)
        )
        for name, article in zip(names, self.library.add([str(path)]).articles, strict=True):
            self.ids[name] = article

    def story(self, name: str) -> str:
        return self.library.story_of(self.ids[name])

    def together(self, name: str) -> set[str]:
        inside = {article.id for article in self.library.card(self.story(name)).articles}
        return {name for name, article_id in self.ids.items() if article_id in inside}


@pytest.fixture
def news(library: Library, tmp_path: Path) -> News:
    found = News(library, tmp_path)
    found.add("flood0", "strike0", "flood1", "strike1", "vote0")
    assert found.together("flood0") == {"flood0", "flood1"}
    assert found.together("strike0") == {"strike0", "strike1"}
    return found


def test_a_merge_survives_what_comes_and_reindexing(news: News) -> None:
    flood, strike = news.story("flood0"), news.story("strike0")
    news.library.merge_stories(flood, [strike])
    news.add("strike2", "vote1", "flood2", "comet0")
    news.library.reindex()
    assert {news.story(name) for name in ("flood0", "flood1", "strike0", "strike1")} == {flood}
    assert news.together("vote0") == {"vote0", "vote1"}
    assert news.library.check() == []


def test_everything_follows_a_merged_story(news: News) -> None:
    flood, strike = news.story("flood0"), news.story("strike0")
    library = news.library
    library.set_read([news.ids["strike0"]], True)
    library.set_tags(strike, ["rail"])
    library.set_marked(strike, True)
    note = library.new_note(story=strike, title="On the strike", text="x")
    library.merge_stories(flood, [strike])
    card = library.card(strike)
    assert (card.id, card.tags, card.marked, card.notes, card.unread) == (flood, ("rail",), True, 1, 3)
    assert [found.id for found in library.notes(story=flood)] == [note.id]
    assert library.resolve_story(strike) == flood
    library.set_tags(strike, ["dike"])
    assert library.card(flood).tags == ("dike",)


def test_undoing_a_merge_gives_back_both_and_places_newcomers_anew(news: News) -> None:
    library = news.library
    flood, strike = news.story("flood0"), news.story("strike0")
    library.set_tags(strike, ["rail"])
    library.rename_story(strike, "The strike")
    library.merge_stories(flood, [strike])
    news.add("strike2", "flood2")
    assert library.undo_story_change().what == "merge"
    assert news.story("strike0") == strike
    assert news.story("flood0") == flood
    assert news.together("strike0") == {"strike0", "strike1", "strike2"}
    assert news.together("flood0") == {"flood0", "flood1", "flood2"}
    assert (library.card(strike).title, library.card(strike).tags) == ("The strike", ("rail",))
    assert library.card(flood).tags == ()
    assert library.check() == []


def test_a_split_stays_split(news: News) -> None:
    news.add("flood2")
    before = news.story("flood0")
    change = news.library.split_story(before, [news.ids["flood0"]])
    news.add("flood3", "flood4")
    news.library.reindex()
    assert news.story("flood0") == change.story != before
    assert news.story("flood1") == news.story("flood2") == before
    news.library.undo_story_change()
    assert news.together("flood0") == {f"flood{number}" for number in range(5)}
    assert news.story("flood0") == before


def test_a_moved_article_stays_where_it_was_put(news: News) -> None:
    strike = news.story("strike0")
    news.library.move_article(news.ids["flood1"], strike)
    news.add("flood2", "strike2", "flood3")
    assert news.story("flood1") == news.story("strike0") == strike
    assert news.story("flood0") != strike
    assert news.library.undo_story_change().what == "move"
    assert news.together("flood1") == {"flood0", "flood1", "flood2", "flood3"}


def test_moving_the_last_article_leads_the_old_id_on(news: News) -> None:
    vote, strike = news.story("vote0"), news.story("strike0")
    news.library.move_article(news.ids["vote0"], strike)
    assert news.library.card(vote).id == strike
    news.library.undo_story_change()
    assert news.story("vote0") == vote


def test_title_pin_and_archive_survive(news: News) -> None:
    library = news.library
    flood = news.story("flood0")
    automatic = library.card(flood).title
    library.rename_story(flood, "  High \n water ")
    library.pin_story(flood)
    library.archive_story(flood)
    news.add("flood2", "flood3")
    library.reindex()
    card = library.card(flood)
    assert (card.title, card.pinned, card.archived, len(card.articles)) == ("High water", True, True, 4)
    assert flood not in [card.id for card in library.listing()]
    assert [card.id for card in library.listing(archived=True)] == [flood]
    assert [library.undo_story_change().what for _ in range(3)] == ["archive", "pin", "rename"]
    assert library.card(flood).title.partition(" (")[0] == automatic.partition(" (")[0]
    with pytest.raises(NotFoundError, match="nothing to undo"):
        library.undo_story_change()
    assert [change.undone is not None for change in library.story_changes()] == [True, True, True]


def test_what_is_so_already_is_not_logged(news: News) -> None:
    library = news.library
    flood = news.story("flood0")
    assert library.pin_story(flood).what == library.pin_story(flood).what == "pin"
    library.rename_story(flood, "")
    library.archive_story(flood, False)
    assert [change.what for change in library.story_changes()] == ["pin"]
    library.undo_story_change()
    assert not library.card(flood).pinned
    with pytest.raises(NotFoundError):
        library.pin_story("snowhere")


def test_what_makes_no_sense_is_refused_and_changes_nothing(news: News) -> None:
    library = news.library
    flood = news.story("flood0")
    before = library.stories()
    with pytest.raises(LibraryError, match="nothing to merge"):
        library.merge_stories(flood, [flood])
    with pytest.raises(NotFoundError):
        library.merge_stories(flood, [news.story("strike0"), "snowhere"])
    with pytest.raises(LibraryError, match="at least one article on each side"):
        library.split_story(flood, [news.ids["flood0"], news.ids["flood1"]])
    with pytest.raises(NotFoundError, match="not in story"):
        library.split_story(flood, [news.ids["vote0"]])
    with pytest.raises(LibraryError, match="already"):
        library.move_article(news.ids["flood0"], flood)
    with pytest.raises(NotFoundError):
        library.move_article("anowhere", flood)
    assert library.stories() == before
    assert library.story_changes() == []


@pytest.mark.parametrize("seed", range(6))
def test_any_corrections_hold_and_undoing_them_all_gives_what_the_text_says(
    library: Library, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    names = [f"{event}{number}" for event in EVENTS for number in range(5)]
    rng.shuffle(names)
    news = News(library, tmp_path)
    news.add(*names[:10])
    for _ in range(5):
        one, other = rng.sample(names[:10], 2)
        whole = news.together(one)
        if news.story(one) != news.story(other):
            if rng.random() < 0.5:
                library.merge_stories(news.story(one), [news.story(other)])
            else:
                library.move_article(news.ids[one], news.story(other))
        elif len(whole) > 1:
            library.split_story(news.story(one), [news.ids[one]])
    said = {name: news.story(name) for name in names[:10]}
    for start in range(10, 20, 3):
        news.add(*names[start : start + 3])
    assert {name: news.story(name) for name in names[:10]} == said
    while any(change.undone is None for change in library.story_changes()):
        library.undo_story_change()
    for event in EVENTS:
        assert news.together(f"{event}0") == {f"{event}{number}" for number in range(5)}
    assert library.check() == []


def test_why_names_what_is_shared(news: News) -> None:
    why = news.library.why(news.story("strike0"))
    assert "claus weselsky" in why.names
    assert {"strike", "gdl"} <= set(why.words)
    assert all(member.confidence > 0.5 and not member.by_person for member in why.members)
    news.library.pin_story(news.story("strike0"))
    assert all(member.by_person for member in news.library.why(why.story).members)


def test_reading_state_is_undone_step_by_step(news: News) -> None:
    library = news.library
    flood = news.story("flood0")
    library.set_read([news.ids["flood0"]], True)
    library.set_read([news.ids["flood0"], news.ids["flood1"]], True)
    library.set_read([news.ids["flood0"]], True)  # changes nothing, so it is no step
    library.set_marked(flood, True)
    library.set_tags(flood, ["water", "Elbe"])
    library.set_tags(flood, ["water"])
    steps = []
    for _ in range(5):
        library.undo_state()
        card = library.card(flood)
        steps.append((card.tags, card.marked, card.unread))
    assert steps == [
        (("Elbe", "water"), True, 0),
        ((), True, 0),
        ((), False, 0),
        ((), False, 1),
        ((), False, 2),
    ]
    with pytest.raises(NotFoundError):
        library.undo_state()
