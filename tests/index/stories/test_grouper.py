"""Stories are found from the text, the same in whatever order articles come, and a person's word stands."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from index.ingest.sources import drafts
from index.model import Block, Draft, Membership, Precision, Published, Role, Source, SourceKind
from index.sentences import sentence_spans
from index.stories import blocks
from index.stories import grouper as grouper_module
from index.stories.grouper import Grouper
from index.stories.profile import Profile, profile

SEEDS = Path(__file__).parents[3] / "seeds"

SYLLABLES = ["ba", "ke", "mo", "ri", "tu", "zan", "lor", "vik", "pel", "dra"]


def other_events() -> dict[str, tuple[str, str]]:
    """Other events of the same war and people, none about drones over the Kremlin, and a local one."""
    parts = Path(__file__).with_name("other_events.txt").read_text(encoding="utf-8").strip().split("\n\n")
    found = {}
    for part in parts:
        name, title, text = part.split("\n", 2)
        found[name] = (title, text.replace("\n", " "))
    return found


OTHER_EVENTS = other_events()


def article(title: str, text: str, day: date | None = None, outlet: str = "Daily Test") -> Draft:
    return Draft(
        source=Source(SourceKind.FILE, "memory"),
        digest="",
        title=title,
        outlet=outlet,
        published=Published(datetime(day.year, day.month, day.day), Precision.DAY) if day else None,
        blocks=(
            Block(Role.TITLE, title, ((0, len(title)),)),
            *(Block(Role.BODY, part, tuple(sentence_spans(part))) for part in text.split("\n")),
        ),
    )


def seeds() -> list[tuple[str, Profile]]:
    found = [draft for draft in drafts([str(SEEDS)]) if isinstance(draft, Draft)]
    assert len(found) == 5
    return [(f"aseed{number:04d}", profile(draft)) for number, draft in enumerate(found)]


def others(day: date | None) -> list[tuple[str, Profile]]:
    return [
        (f"a{name:0<8}", profile(article(title, text, day))) for name, (title, text) in OTHER_EVENTS.items()
    ]


def parts(memberships: Iterable[Membership] | Mapping[str, str]) -> set[frozenset[str]]:
    stories = (
        dict(memberships)
        if isinstance(memberships, Mapping)
        else {membership.article: membership.story for membership in memberships}
    )
    groups: dict[str, set[str]] = defaultdict(set)
    for article_id, story in stories.items():
        groups[story].add(article_id)
    return {frozenset(group) for group in groups.values()}


def test_the_seeds_are_one_story_named_after_the_first() -> None:
    memberships = Grouper().place(seeds())
    assert {membership.story for membership in memberships} == {"sseed0000"}
    assert all(membership.confidence >= 0.5 for membership in memberships)


@pytest.mark.parametrize("day", [None, date(2023, 5, 4), date(2023, 5, 6)])
def test_other_events_of_the_same_war_stay_out(day: date | None) -> None:
    memberships = Grouper().place([*seeds(), *others(day)])
    seed_ids = {article_id for article_id, _ in seeds()}
    assert parts(memberships) == {frozenset(seed_ids)} | {
        frozenset([article_id]) for article_id, _ in others(day)
    }


def made_up(seed: int, count: int) -> list[tuple[str, Profile]]:
    """Articles on events in three weeks, several on each, some undated, with words of their own."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        event = random.Random(f"{seed} {number % (count // 4)}")
        names = ["".join(event.choices(SYLLABLES, k=3)).title() for _ in range(9)]
        verbs = event.choices(["strike", "visit", "talks", "trial", "storm", "vote", "fire"], k=4)
        day = None if event.random() < 0.2 else 738_000 + event.randrange(20) + rng.randrange(3)

        def said(form: str, names: list[str] = names, verbs: list[str] = verbs) -> str:
            return form.format(rng.choice(verbs), *rng.choices(names, k=3))

        text = " ".join(said("The {} in {} {} concerned {}.") for _ in range(8))
        told = profile(article(said("The {} near {} of {}"), text))
        found.append((f"a{number:08d}", Profile(told.packed, day)))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_and_any_batches_give_the_same_stories(seed: int) -> None:
    articles = made_up(seed, 80)
    at_once = parts(Grouper().place(articles))
    assert any(1 < len(group) < 20 for group in at_once)
    rng = random.Random(seed)
    rng.shuffle(articles)
    grouper, stories = Grouper(), {}
    while articles:
        size = rng.choice([1, 1, 1, 7])
        batch, articles = articles[:size], articles[size:]
        for membership in grouper.place(batch):
            stories[membership.article] = membership.story
    assert parts(stories) == at_once


def test_a_loaded_library_goes_on_where_it_stopped() -> None:
    articles = made_up(5, 80)
    at_once = parts(Grouper().place(articles))
    first = {membership.article: membership.story for membership in Grouper().place(articles[:60])}
    grouper = Grouper()
    known = dict(articles)
    grouper.load((article_id, story, known[article_id], False) for article_id, story in first.items())
    for membership in grouper.place(articles[60:]):
        first[membership.article] = membership.story
    assert parts(first) == at_once


def test_a_story_keeps_its_id_when_an_earlier_article_comes_later() -> None:
    five = seeds()
    grouper = Grouper()
    story = {membership.story for membership in grouper.place(five[2:4])}
    assert len(story) == 1
    later = grouper.place([five[0], five[1], five[4]])
    assert {membership.story for membership in later} == story


def test_what_the_person_decided_is_never_moved_and_attracts_others() -> None:
    five = seeds()
    grouper = Grouper()
    # The person put one seed apart and named a story after nobody.
    grouper.load([(five[0][0], "smyown000", five[0][1], True), (five[1][0], "selsewher", five[1][1], True)])
    memberships = grouper.place(five[2:])
    assert not {five[0][0], five[1][0]} & {membership.article for membership in memberships}
    assert {membership.story for membership in memberships} <= {"smyown000", "selsewher"}


def test_ids_stay_different_when_a_founder_has_left_its_story() -> None:
    five = seeds()
    grouper = Grouper()
    founder = five[0][0]
    story = "s" + founder[1:]
    # The founder was moved away by the person; the story it founded lives on without it.
    rows = [(founder, "sother000", five[0][1], True)]
    rows += [(article_id, story, told, False) for article_id, told in five[1:4]]
    grouper.load(rows)
    memberships = grouper.place([five[4], *others(date(2021, 1, 1))])
    placed = {membership.article: membership.story for membership in memberships}
    assert placed[five[4][0]] in (story, "sother000")
    assert len({placed[article_id] for article_id, _ in others(None)}) == len(OTHER_EVENTS)


def test_far_apart_in_time_is_not_one_story() -> None:
    title, text = OTHER_EVENTS["kherson"]
    near = profile(article(title, text, date(2023, 5, 3), "A"))
    again = profile(article(title, text, date(2023, 5, 6), "B"))
    far = profile(article(title, text, date(2024, 5, 3), "C"))
    memberships = Grouper().place([("a1", near), ("a2", again), ("a3", far)])
    assert parts(memberships) == {frozenset({"a1", "a2"}), frozenset({"a3"})}


def test_texts_without_anything_to_say_stay_alone() -> None:
    empty = profile(article("", "The of and to.", None))
    assert empty.terms == []
    memberships = Grouper().place([("a1", empty), ("a2", empty)])
    assert [membership.story for membership in memberships] == ["s1", "s2"]


def test_a_component_too_large_is_still_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouper_module, "LIMIT", 3)
    articles = made_up(7, 40)
    placed = Grouper().place(articles)
    assert {membership.article for membership in placed} == {article_id for article_id, _ in articles}


def test_tighter_makes_more_stories() -> None:
    articles = made_up(4, 80)
    loose, tight = (len(parts(Grouper(tightness=bar).place(articles))) for bar in (0.15, 0.9))
    assert loose < tight


def test_placing_again_changes_nothing() -> None:
    five = seeds()
    grouper = Grouper()
    grouper.place(five)
    assert grouper.place(five) == []


def crowd(size: int, first: int = 0) -> list[tuple[str, Profile]]:
    """One text again and again, each with a word of its own."""
    text = (
        "The council of Calder closed the old bridge on Friday after cracks were found in two of its arches."
        " Engineers of the county had warned for months that the foundations of the bridge were sinking."
        " The mayor of Calder expects repairs to cost nine million pounds. Notice number {}."
    )
    told = [
        profile(article("Calder closes the bridge", text.format(7 * n), date(2024, 5, 3)))
        for n in range(size)
    ]
    return [(f"acrowd{first + number:04d}", one) for number, one in enumerate(told)]


def test_a_crowd_of_like_texts_is_one_story_and_not_compared_pair_by_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0
    plain = blocks._products

    def counted(index: blocks.Block, given: Sequence[bytes]) -> blocks.Scores:
        nonlocal compared
        compared += len(index.members) * len(given)
        return plain(index, given)

    monkeypatch.setattr(blocks, "_products", counted)
    articles, grouper = crowd(1200), Grouper()
    placed = [one for at in range(0, 1200, 200) for one in grouper.place(articles[at : at + 200])]
    assert {one.story for one in placed} == {placed[0].story}
    assert {one.article for one in placed} == {article_id for article_id, _ in articles}
    # Each with each other would be 600 pairs an article.
    assert compared < 500 * len(articles)


def test_a_crowd_that_was_loaded_takes_its_like_and_leaves_others_alone() -> None:
    grouper = Grouper()
    grouper.load((article_id, "scrowd", told, False) for article_id, told in crowd(700))
    (joined,) = grouper.place([("anew", crowd(1)[0][1])])
    assert joined.story == "scrowd" and joined.confidence == 1.0
    alone = grouper.place(others(date(2024, 5, 3)))
    assert "scrowd" not in {one.story for one in alone}
    assert not {one.article for one in alone if one.article.startswith("acrowd")}
