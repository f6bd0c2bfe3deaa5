"""The list of stories: chosen, sorted and paged by the database; outlets as the person labels them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.outlet_notes import OutletNote
from config.paths import Paths
from config.settings import Settings
from index import migrations
from index.errors import LibraryError, NotFoundError, QueryError
from index.library import Library
from index.outlets import outlets, short

TELLING = {
    "quake": "An earthquake of magnitude six shook Kathmandu and Mayor Balen Shah opened all stadiums.",
    "merger": "Steelmaker Voestalpine agreed to merge with Swedish rival Ovako, if Brussels lets it.",
    "chess": "Grandmaster Alireza Firouzja won the Candidates tournament in Toronto after a tense endgame.",
}
ARTICLES = (
    ("quake", "Herald", "2024-03-01"),
    ("quake", "Courier", "2024-03-02"),
    ("quake", "Tribune", "2024-03-03"),
    ("merger", "Herald", "2024-04-01"),
    ("merger", "Courier", "2024-04-01"),
    ("chess", "Tribune", "2024-02-01"),
)
SETTINGS = Settings(
    outlets=(
        OutletNote("herald", short="Hd", colour="#aabbcc", country="UK", labels=(("lean", "left"),)),
        OutletNote("Courier", country="UK", labels=(("lean", "right"),)),
    )
)


@pytest.fixture
def library(paths: Paths, tmp_path: Path) -> Iterator[Library]:
    source = tmp_path / "news.jsonl"
    source.write_text(
        "".join(
            json.dumps(
                {
                    "id": str(number),
                    "outlet": outlet,
                    "published": day,
                    "title": " ".join(TELLING[event].split()[:6]),
                    "text": f"{TELLING[event]}\nDetail {number}.",
                }
            )
            + "\n"
            for number, (event, outlet, day) in enumerate(ARTICLES)
        )
    )
    opened = Library.open(paths, settings=SETTINGS)
    opened.add([str(source)])
    yield opened
    opened.close()


def events(library: Library, query: str | None = None, **wanted: object) -> list[str]:
    """The events of a listing, by the first word that tells them apart."""
    found = []
    for card in library.listing(query, **wanted):  # type: ignore[arg-type]
        found.append(next(event for event, text in TELLING.items() if text.startswith(card.title[:20])))
    return found


def counts(library: Library) -> tuple[int, int]:
    """How many stories there are, and how many with something unread."""
    found = library.order()
    return len(found.ids), found.unread_count


def test_orders_pages_and_counts(library: Library) -> None:
    assert events(library) == ["merger", "quake", "chess"]
    assert events(library, sort="oldest") == ["chess", "quake", "merger"]
    assert events(library, sort="outlets") == ["quake", "merger", "chess"]
    assert [events(library, limit=1, offset=start)[0] for start in range(3)] == ["merger", "quake", "chess"]
    assert events(library, single=False) == ["merger", "quake"]
    assert counts(library) == (3, 3)
    with pytest.raises(LibraryError, match="no order"):
        library.listing(sort="best")


def test_unread_first_and_alone(library: Library) -> None:
    merger = library.listing()[0]
    library.set_read([article.id for article in merger.articles], True)
    assert events(library, sort="unread") == ["quake", "chess", "merger"]
    assert events(library, unread=True) == ["quake", "chess"]
    assert counts(library) == (3, 2)
    library.set_read([merger.articles[0].id], False)
    assert counts(library) == (3, 3)


def test_pinned_first_archived_apart(library: Library) -> None:
    _, quake, chess = library.listing()
    library.pin_story(chess.id)
    library.archive_story(quake.id)
    assert events(library) == events(library, sort="outlets") == ["chess", "merger"]
    assert events(library, archived=True) == ["quake"]


def test_most_disagreement_first_once_compared(library: Library) -> None:
    assert all(card.disagreements is None for card in library.listing())
    quake = next(card for card in library.listing() if len(card.articles) == 3)
    clashes = sum(figure.verdict == "clash" for figure in library.comparison(quake.id).figures)
    assert library.card(quake.id).disagreements == clashes
    with library._store.database.writing() as connection:
        connection.execute("UPDATE story SET clashes = 2 WHERE id = ?", (quake.id,))
    assert events(library, sort="disagreement")[0] == "quake"


def test_disagreements_are_kept_by_corrections_that_leave_the_articles(library: Library) -> None:
    quake = next(card for card in library.listing() if len(card.articles) == 3)
    clashes = sum(figure.verdict == "clash" for figure in library.comparison(quake.id).figures)
    library.pin_story(quake.id)
    library.rename_story(quake.id, "The quake")
    assert library.card(quake.id).disagreements == clashes
    split = library.split_story(quake.id, [quake.articles[0].id])
    assert library.card(quake.id).disagreements is None
    library.undo_story_change()
    assert library.card(quake.id).disagreements is None
    assert split.story != quake.id
    assert library.cached_comparison(quake.id) is not None
    assert library.card(quake.id).disagreements == clashes


def test_a_search_and_labels_choose_together(library: Library) -> None:
    assert events(library, "mayor OR grandmaster") == ["quake", "chess"]
    assert events(library, "lean:left") == ["merger", "quake"]
    assert events(library, "-lean:left") == ["chess"]
    assert events(library, 'country:"uk" mayor') == ["quake"]
    with pytest.raises(QueryError, match="no outlet has lean:green"):
        library.listing("lean:green")


def test_a_word_finds_the_stories_that_articles_are_in_now(library: Library) -> None:
    library.expect_filter()
    assert events(library, "Firouzja") == ["chess"]
    assert events(library, "after:2024-03") == ["merger", "quake"]
    quake, chess = (next(iter(library.order(word).ids)) for word in ("Kathmandu", "Firouzja"))
    library.merge_stories(quake, [chess])
    assert library.order("Firouzja").ids == (quake,)
    library.undo()
    assert library.order("Firouzja").ids == (chess,)
    assert library.order("Reykjavik").ids == ()


def test_a_word_finds_stories_by_their_notes_and_articles_added_later(
    library: Library, tmp_path: Path
) -> None:
    chess = library.order("Firouzja").ids[0]
    library.new_note(story=chess, text="Compare with Reykjavik.")
    assert library.order("Reykjavik").ids == (chess,)
    later = tmp_path / "later.txt"
    later.write_text("Volcano near Reykjavik\n\nA volcano near the town of Grindavik broke out on Monday.\n")
    library.add([str(later)])
    assert set(library.order("Reykjavik").ids) > {chess}
    assert len(library.order("-Reykjavik").ids) == 3


def test_labels_and_counts_mean_the_same_in_brackets(library: Library) -> None:
    assert events(library, "(lean:left OR grandmaster)") == ["merger", "quake", "chess"]
    assert events(library, "-(lean:left OR mayor)") == ["chess"]
    assert events(library, "outlets:>=2") == ["merger", "quake"]
    assert events(library, "(outlets:>=2 OR outlets:9)") == ["merger", "quake"]
    assert events(library, "outlets:2..2") == events(library, "(outlets:2)")
    assert events(library, "covered:herald -covered:courier") == events(
        library, "(covered:herald) -covered:courier"
    )
    assert events(library, "covered:her") == []
    with pytest.raises(QueryError, match="number of outlets"):
        library.listing("outlets:many")


def test_what_is_read_or_marked_needs_no_search(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    merger, quake, _ = library.listing()
    library.set_read([article.id for article in merger.articles], True)
    library.set_read([quake.articles[0].id], True)
    library.set_marked(quake.id, True)
    searched = {query: events(library, f"({query})") for query in ("is:unread", "is:read", "is:marked")}
    monkeypatch.setattr(library, "_search", lambda: pytest.fail("the index was asked"))
    assert events(library, "is:unread") == searched["is:unread"] == ["quake", "chess"]
    assert events(library, "is:read") == searched["is:read"] == ["merger", "quake"]
    assert events(library, "is:marked lean:left") == searched["is:marked"] == ["quake"]
    assert events(library, "-is:read outlets:>1") == ["quake"]


def test_orders_by_what_the_person_says_of_outlets(library: Library) -> None:
    left = events(library, sort="lean:left")
    assert left[-1] == "chess"
    assert sorted(left) == ["chess", "merger", "quake"]
    assert [card.id for card in library.listing(sort="lean")]
    library.save_filter("one-sided", "is:unread", "lean")
    assert library.saved_filters()[0].sort == "lean"
    for order in ("lean:green", "tone"):
        with pytest.raises(LibraryError, match=f"no order “{order}”"):
            library.listing(sort=order)
        with pytest.raises(LibraryError, match=f"no order “{order}”"):
            library.save_filter("wrong", "is:unread", order)


def test_outlets_have_what_the_person_says_of_them(library: Library) -> None:
    found = {outlet.name: outlet for outlet in library.outlets()}
    assert list(found) == ["Courier", "Herald", "Tribune"]
    assert (found["Herald"].short, found["Herald"].colour, found["Herald"].country) == ("Hd", "#aabbcc", "UK")
    assert (found["Courier"].short, found["Courier"].labels) == ("Courier", (("lean", "right"),))
    assert found["Tribune"].country is None
    assert (found["Herald"].long, found["Courier"].long) == ("Hd", "Courier")
    (monitor,) = outlets(["The Christian Science Monitor"], ())
    assert (monitor.short, monitor.long) == ("Christian", "Christian Science Monitor")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("The Washington Post (reprint)", "Washington"),
        ("New York Times - News", "New York Times"),
        ("Süddeutsche Zeitung", "Süddeutsche"),
        ("Donaudampfschifffahrtsbote", "Donaudampfsch…"),
        ("The", "The"),
    ],
)
def test_short_names(name: str, shown: str) -> None:
    assert short(name) == shown


def test_timelines_have_no_gaps(library: Library) -> None:
    quake = library.listing(sort="outlets")[0].id
    assert library.timelines([quake, "snowhere"]) == {
        quake: (("2024-03-01", 1), ("2024-03-02", 1), ("2024-03-03", 1))
    }


def test_filters_are_kept_in_their_order(library: Library) -> None:
    library.save_filter("UK", "country:UK")
    library.save_filter("Blind spots of the left", "-lean:left", "outlets")
    library.save_filter("UK", "country:UK", "oldest")
    assert [(one.name, one.query, one.sort) for one in library.saved_filters()] == [
        ("UK", "country:UK", "oldest"),
        ("Blind spots of the left", "-lean:left", "outlets"),
    ]
    library.delete_filter("UK")
    assert len(library.saved_filters()) == 1
    with pytest.raises(NotFoundError):
        library.delete_filter("UK")
    with pytest.raises(LibraryError):
        library.save_filter(" ", "x")
    with pytest.raises(LibraryError):
        library.save_filter("x", "x", "best")


def test_a_library_of_the_first_schema_gets_its_counts(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.library.mkdir(parents=True)
    with sqlite3.connect(paths.database, isolation_level=None) as connection:
        monkeypatch.setattr(migrations, "VERSION", 1)
        monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:1])
        migrations.migrate(connection)
        connection.execute("INSERT INTO story (id, title, newest) VALUES ('sold', 'Old', 5)")
        for number, outlet in enumerate(("Herald", "Herald", None)):
            connection.execute(
                "INSERT INTO article (id, kind, location, outlet, lede, moment, digest, content, revision,"
                " added, change) VALUES (?, 'file', ?, ?, '', ?, '', 0, 1, '2024-01-01T00:00:00+00:00', 0)",
                (f"a{number}", str(number), outlet, float(number)),
            )
            connection.execute(
                "INSERT INTO membership VALUES (?, 1, 1, '[]', 'grouper', '2024-01-01')", (number + 1,)
            )
        connection.execute("INSERT INTO reading VALUES (1, 1, '2024-01-01')")
    connection.close()
    monkeypatch.undo()
    library = Library.open(paths)
    assert [(card.id, card.unread) for card in library.listing(sort="unread")] == [("sold", 2)]
    with library._store.database.reading() as opened:
        row = opened.execute("SELECT articles, outlets, unread, oldest FROM story").fetchone()
        indexes = {name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    assert row == (3, 2, 2, 0.0)
    assert "story_by_outlets" in indexes and "story_by_counts" not in indexes
    library.close()


def test_a_feeds_stories_are_listed_by_its_title_or_id(library: Library, paths: Paths) -> None:
    feed, _ = library._store.feeds.add("https://herald.example/feed", "Herald – World")
    other, _ = library._store.feeds.add("https://herald.example/sport", "Herald – Sport")
    with sqlite3.connect(paths.database) as connection:
        connection.execute(
            "INSERT INTO feed_item (feed, name, digest, article) SELECT f.key, a.key, a.key, a.key"
            " FROM feed f, article a WHERE f.id = ? AND a.outlet = 'Courier'",
            (feed.id,),
        )
    everything = {card.id for card in library.listing()}
    found = {card.id for card in library.listing('feed:"Herald – World"')}
    assert found == {card.id for card in library.listing("covered:Courier")} != everything
    assert found == {card.id for card in library.listing(f"feed:{feed.id}")}
    assert {card.id for card in library.listing(f"-feed:{feed.id}")} == everything - found
    assert library.listing(f"feed:{other.id}") == []
    assert {card.id for card in library.listing(f"feed:{feed.id} quake OR earthquake")} < found
    with pytest.raises(NotFoundError, match="several feeds"):
        library.listing("feed:herald")
    with pytest.raises(NotFoundError, match="no feed"):
        library.listing("feed:nothing")


def test_outlets_whose_short_names_would_be_the_same_keep_their_own() -> None:
    names = ["Washington Post", "The Washington Times", "Associated Press", "The Herald"]
    said = [OutletNote("Washington Post", short="WaPo")]
    assert [one.short for one in outlets(names, said)] == ["WaPo", "Washington Times", "Associated", "Herald"]
    assert outlets(names[:1] + names[2:], ())[0].short == "Washington"
