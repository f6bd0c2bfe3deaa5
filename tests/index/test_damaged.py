"""An article whose stored text is damaged: left out by name, all others are found; made whole again."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from config.paths import Paths
from index import indexing, inverting
from index.errors import DamagedTextError, StoreError
from index.identity import Run
from index.library import Library
from index.lockmodel import LockKind
from index.model import Draft, Membership
from tests.builders import draft

ARTICLES = 9


@pytest.fixture
def library(paths: Paths, tmp_path: Path) -> Iterator[Library]:
    """Nine articles, which were read and not indexed yet."""
    with closing(Library.open(paths)) as made:
        drafts = [
            draft(f"The drone {n} flew over {n % 3}.", title=f"Title {n}", path=str(tmp_path / f"{n}.txt"))
            for n in range(ARTICLES)
        ]
        ids = [article for article, _ in made._store.add(drafts, Run())]
        made._store.place([Membership(article, "s1", 1.0) for article in ids])
        yield made


def damage(library: Library, *numbers: int) -> None:
    """Flip a byte in what is stored of some revisions, counted in the order of their articles."""
    with closing(sqlite3.connect(library._store.path)) as connection, connection:
        for number in numbers:
            query = "SELECT rowid, body FROM revision ORDER BY article, number LIMIT 1 OFFSET ?"
            row, body = connection.execute(query, (number,)).fetchone()
            flipped = bytes([*body[:20], body[20] ^ 1, *body[21:]])
            connection.execute("UPDATE revision SET body = ? WHERE rowid = ?", (flipped, row))


def found(library: Library) -> list[int]:
    """The numbers of the articles found, in the order they were added."""
    ids = library._store.article_ids()
    return sorted({ids.index(str(hit.article)) for hit in library.search("drone").hits})


@pytest.fixture(params=["here", "elsewhere"])
def _by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is made in this process, or by children."""
    if request.param == "elsewhere":
        monkeypatch.setattr(inverting, "FROM", 1)
        monkeypatch.setattr(inverting, "_MOST", 2)
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
    else:
        monkeypatch.setattr(indexing, "_CHUNK", 4)


@pytest.mark.usefixtures("_by")
def test_all_others_are_indexed_and_it_is_named(library: Library, tmp_path: Path) -> None:
    damage(library, 4)
    assert found(library) == [0, 1, 2, 3, 5, 6, 7, 8]
    (notice,) = library.notices
    assert notice.startswith("1 article is not found by search")
    assert f"“Title 4” ({tmp_path / '4.txt'})" in notice
    assert notice.endswith("add it again")
    assert found(library) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert len(library.notices) == 1


@pytest.mark.usefixtures("_by")
def test_many_are_counted_and_the_first_named(library: Library) -> None:
    damage(library, *range(ARTICLES - 1))
    assert found(library) == [8]
    (notice,) = library.notices
    assert notice.startswith("8 articles are not found")
    assert notice.count("“Title ") == 3
    assert "and 5 more, which `bylines check` names" in notice
    assert library.reindex() == 1


def test_check_names_it_and_blames_nothing_else(library: Library, tmp_path: Path) -> None:
    library.reindex()
    assert library.check() == []
    damage(library, 4)
    library.reindex()
    (problem,) = library.check()
    assert f"“Title 4” ({library._store.article_ids()[4]}, from {tmp_path / '4.txt'})" in problem.what
    assert problem.fix == "add it again"


def test_who_asks_for_it_is_told_what_to_add_again(library: Library, tmp_path: Path) -> None:
    damage(library, 4)
    with pytest.raises(DamagedTextError) as caught:
        library.article(library._store.article_ids()[4])
    assert caught.value.where.startswith("Example Herald (")
    assert caught.value.where.endswith(f"from {tmp_path / '4.txt'})")
    assert caught.value.do == "add its source again"


def test_adding_it_again_makes_it_whole(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "9.txt"
    source.write_text("Title 9\n\nThe drone 9 flew over 0, far from home.\n")
    library.add([str(source)])
    (added,) = library._store.article_ids()[ARTICLES:]
    library.set_read([added], True)
    damage(library, 9)
    library.reindex()
    assert found(library) == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    report = library.add([str(source)])
    assert (report.added, report.updated, report.unchanged) == (0, 1, 0)
    assert found(library) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert [problem.what for problem in library.check() if "damaged" in problem.what] == []
    assert library.article(added).revisions == 1
    assert [hit.article for hit in library.search("is:read").hits] == [added]
    assert library.add([str(source)]).unchanged == 1


def test_what_is_made_of_a_text_is_made_anew_when_it_is_mended(library: Library) -> None:
    words = [f"word{n}" for n in range(60)]

    def told(text: list[str], n: int) -> Draft:
        return draft(" ".join(text) + ".", title=f"Told {n}", path=f"/told/{n}.txt", outlet=f"Outlet {n}")

    ((first, _),) = library._store.add([told(words, 1)], Run())
    damage(library, ARTICLES)
    ((second, _),) = library._store.add([told(words, 2)], Run())
    library._store.place([Membership(one, "s2", 1.0) for one in (first, second)])
    assert library._store.copies("s2") == []
    with closing(sqlite3.connect(library._store.path)) as connection, connection:
        # As a version from before copies were kept leaves a damaged text.
        connection.execute("UPDATE wording SET revision = 0, sketch = x'' WHERE article = ?", (ARTICLES + 1,))
    assert [done for _, done in library._store.add([told(words, 1)], Run())] == ["updated"]
    assert {(one.article, one.of) for one in library._store.copies("s2")} == {
        (first, second),
        (second, first),
    }
    # Another reading of the same bytes is another text.
    damage(library, ARTICLES)
    other = replace(told([f"other{n}" for n in range(60)], 1), digest=told(words, 1).digest)
    assert [done for _, done in library._store.add([other], Run())] == ["updated"]
    assert library._store.copies("s2") == []


def test_a_part_does_not_take_the_place_of_the_whole(library: Library) -> None:
    damage(library, 4)
    whole = draft("The drone 4 flew over 1.", title="Title 4", path="/elsewhere/4.txt")
    assert [done for _, done in library._store.add([replace(whole, partial="teaser")], Run())] == [
        "unchanged"
    ]
    assert [done for _, done in library._store.add([whole], Run())] == ["updated"]
    assert found(library) == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_damage_after_indexing_takes_only_its_own_hits(library: Library) -> None:
    assert found(library) == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    damage(library, 4)
    with closing(Library.open(library.paths)) as again:
        assert found(again) == [0, 1, 2, 3, 5, 6, 7, 8]
        assert len(again.kwic("drone", limit=50)) == ARTICLES - 1


def test_one_whose_page_of_the_file_cannot_be_read_hides_no_other(paths: Paths, tmp_path: Path) -> None:
    """SQLite then fails for all that are asked for together."""
    rng = random.Random(1)
    with closing(Library.open(paths)) as made:
        drafts = [
            # As long as a page each, however well it is packed.
            draft(f"The drone {n} fell. {rng.randbytes(2_000).hex()}", title=f"Title {n}", path=f"/{n}.txt")
            for n in range(ARTICLES)
        ]
        ids = [article for article, _ in made._store.add(drafts, Run())]
        made._store.place([Membership(article, "s1", 1.0) for article in ids])
    with closing(sqlite3.connect(paths.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (body,) = connection.execute("SELECT body FROM revision WHERE article = 5").fetchone()
    stored = bytearray(paths.database.read_bytes())
    page = stored.index(body[:100]) // size * size
    stored[page : page + 8] = b"\xff" * 8
    paths.database.write_bytes(stored)
    with closing(Library.open(paths)) as again:
        with pytest.raises(StoreError, match="malformed"):
            again.article(ids[4])
        assert found(again) == [0, 1, 2, 3, 5, 6, 7, 8]
        assert [ids.index(one.id) for one in again.story("s1").articles] == [0, 1, 2, 3, 5, 6, 7, 8]
        for notice in again.notices:
            assert "Title 4" in notice
            assert "file cannot be read where it is" in notice
            assert notice.endswith("adding again does not mend that, and `bylines check` says what does")
        assert len(again.notices) == 2
        assert all(problem.fix.startswith("put back a backup") for problem in again.check())
        told = [problem.what for problem in again.check()]
        assert len(told) > 1
        assert told[-1] == f"the text of “Title 4” ({ids[4]}, from /4.txt) is damaged"


def test_check_knows_what_was_indexed_before_it_was_damaged(library: Library) -> None:
    damage(library, 4)
    library.reindex()
    damage(library, 5)
    assert [problem.what.split("”")[0] for problem in library.check()] == [
        "the text of “Title 4",
        "the text of “Title 5",
    ]


def test_a_story_is_read_also_where_what_was_read_of_it_before_is_damaged(library: Library) -> None:
    ids = library._store.article_ids()
    again = replace(
        draft("The drone 4 flew over 1.", title="Title 4", path=library.article(ids[4]).source.location),
        digest="e" * 64,
    )
    changed = replace(again, blocks=(*again.blocks, *draft("It landed.", title=None).blocks))
    assert [done for _, done in library._store.add([changed], Run())] == ["updated"]
    story = library.story("s1")
    assert library.since(story, dict.fromkeys(ids, 1)).revised == (ids[4],)
    damage(library, 4)
    assert library.since(story, dict.fromkeys(ids, 1)).revised == ()
    assert [problem.fix for problem in library.check()] == ["its newest text is whole"]


def test_grouping_and_notes_go_on_without_it(library: Library, tmp_path: Path) -> None:
    ids = library._store.article_ids()
    note = library.new_note(story="s1", passages=[f"{ids[4]}.1.1", f"{ids[5]}.1.1"], text="Why?")
    damage(library, 4)
    with closing(Library.open(library.paths)) as again:
        (kept,) = again.notes()
        assert kept.id == note.id
        source = tmp_path / "new.txt"
        source.write_text("Title new\n\nA drone came home.\n")
        assert again.add([str(source)]).added == 1
        assert again._store.count_ungrouped() == 0
    with closing(sqlite3.connect(library._store.path)) as connection, connection:
        connection.execute("DELETE FROM membership")
    with closing(Library.open(library.paths)) as again:
        assert again.reindex() == ARTICLES
        assert sum(len(card.articles) for card in again.stories()) == ARTICLES + 1


def test_the_rest_of_its_story_is_read_and_compared(library: Library) -> None:
    ids = library._store.article_ids()
    library.lock_pair(f"{ids[4]}.1.1", f"{ids[5]}.1.1", LockKind.SAME)
    whole = library.comparison("s1")
    damage(library, 4)
    with closing(Library.open(library.paths)) as again:
        story = again.story("s1")
        rest = [name for name in ids if name != ids[4]]
        assert [one.id for one in story.articles] == [one.id for one in story.card.articles] == rest
        (notice,) = again.notices
        assert f"“Title 4” (Example Herald, {ids[4]}) is left out" in notice
        assert again.cached_comparison("s1") is None
        compared = again.comparison("s1")
        assert again.cached_comparison("s1") == compared
        assert ids[4] not in {link.a.split(".")[0] for link in compared.links}
        assert again.drop_lost_locks("s1") == ()
        assert len(again.notices) == 1
        again._store.add([draft("The drone 4 flew over 1.", title="Title 4", path="/elsewhere/4.txt")], Run())
        assert len(again.story("s1").articles) == ARTICLES
        assert again.comparison("s1") == whole
        assert len(again.locks("s1")) == 1


def test_a_story_of_which_nothing_can_be_read_is_refused(library: Library) -> None:
    damage(library, *range(ARTICLES))
    with pytest.raises(DamagedTextError):
        library.story("s1")
