"""The store: identity, revisions, stories, reading state, damage, threads and processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import migrations, rows
from index.compared import Comparison, Figure, FigureValue, Link, LinkKind, Missing, Quote, QuoteVariant
from index.errors import NotFoundError, StoreError
from index.identity import Run, article_id
from index.model import Draft, Membership, Precision, Published, SourceKind
from index.store import Store
from tests.builders import draft

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "library.db")
    yield opened
    opened.close()


def add(store: Store, *drafts: Draft) -> list[str]:
    """What one run did with each draft."""
    return [done for _, done in store.add(drafts, Run())]


def ids(store: Store, *drafts: Draft) -> list[str]:
    return [article for article, _ in store.add(drafts, Run())]


def grouped(store: Store, *drafts: Draft, story: str = "s00000000") -> list[str]:
    articles = ids(store, *drafts)
    store.place([Membership(article, story, 0.5) for article in articles])
    return articles


class TestArticles:
    def test_a_draft_comes_back_whole(self, store: Store) -> None:
        given = replace(
            draft("One [drones]. Two “x”.\nThree.", url="https://e.example/1", source_id="7"),
            authors=("A B", "C"),
            author_kind="person",
            dateline="KYIV",
            language="en",
            syndicated_from="Wire",
            published=Published(
                datetime(2023, 5, 6, 9, 39, tzinfo=timezone(timedelta(hours=2))), Precision.MINUTE
            ),
        )
        (found,) = store.articles(ids(store, given))
        for name in Draft.__dataclass_fields__:
            assert getattr(found, name) == getattr(given, name), name
        assert (found.revision, found.revisions) == (1, 1)
        assert found.added.tzinfo is not None
        assert [passage.id for passage in found.passages][:2] == [f"{found.id}.1.0", f"{found.id}.1.1"]

    def test_ids_are_made_of_the_bytes(self, store: Store) -> None:
        (found,) = ids(store, draft())
        assert found == article_id(draft().digest)
        assert len(found) == 9
        assert set(found[1:]) <= set("0123456789abcdefghjkmnpqrstvwxyz")

    def test_adding_the_same_again_changes_nothing(self, store: Store) -> None:
        drafts = [draft(path="/a"), draft("Other.", path="/b"), draft("Third.", path="/c", outlet=None)]
        assert add(store, *drafts) == ["added"] * 3
        before = store.last_change()
        assert add(store, *drafts) == ["unchanged"] * 3
        assert store.counts()[0] == 3
        assert store.last_change() == before

    def test_an_edited_file_becomes_a_revision_and_the_old_one_stays_readable(self, store: Store) -> None:
        (first,) = ids(store, draft("Old text."))
        assert store.add([draft("New text.")], Run()) == [(first, "updated")]
        newest = store.article(first)
        assert (newest.revision, newest.revisions) == (2, 2)
        assert newest.blocks[1].text == "New text."
        old = store.article(first, 1)
        assert (old.revision, old.revisions, old.blocks[1].text) == (1, 2, "Old text.")
        assert add(store, draft("New text.")) == ["unchanged"]

    def test_a_file_edited_back_is_a_third_revision(self, store: Store) -> None:
        for text in ("One.", "Two.", "One."):
            (found,) = ids(store, draft(text))
        assert store.article(found).revisions == 3

    def test_a_copy_is_one_article_updated_once(self, store: Store) -> None:
        copies = [draft("Old.", path="/a"), draft("Old.", path="/b")]
        assert add(store, *copies) == ["added", "unchanged"]
        new = [draft("New.", path="/a"), draft("New.", path="/b")]
        assert add(store, *new) == ["updated", "unchanged"]
        assert store.counts()[0] == 1

    def test_a_copy_that_was_changed_is_an_article_of_its_own(self, store: Store, tmp_path: Path) -> None:
        home = tmp_path / "a.txt"
        home.write_text("x")
        assert add(store, draft("Old.", path=str(home)), draft("Old.", path="/b")) == ["added", "unchanged"]
        mixed = [draft("Old.", path=str(home)), draft("New.", path="/b")]
        assert add(store, *mixed) == ["unchanged", "added"]
        assert add(store, *mixed) == ["unchanged", "unchanged"]

    def test_a_moved_file_is_the_same_article_at_its_new_place(self, store: Store) -> None:
        (first,) = ids(store, draft(path="/gone/a.txt"))
        assert store.add([draft(path="/new/b.txt")], Run()) == [(first, "unchanged")]
        assert store.add([draft("Edited.", path="/new/b.txt")], Run()) == [(first, "updated")]
        assert store.article(first).source.location == "/new/b.txt"

    def test_the_same_text_of_another_outlet_is_kept_beside_it(self, store: Store) -> None:
        drafts = [draft(path="/a", outlet="Herald"), draft(path="/b", outlet="Courier")]
        articles = ids(store, *drafts)
        assert len(set(articles)) == 2
        assert add(store, *drafts) == ["unchanged", "unchanged"]

    def test_an_outlet_given_later_is_taken_over_without_a_revision(self, store: Store) -> None:
        (found,) = ids(store, draft(outlet=None))
        before = store.last_change()
        assert add(store, draft(outlet="Herald")) == ["updated"]
        assert (store.article(found).outlet, store.article(found).revisions) == ("Herald", 1)
        assert store.changed_since(before) == [(before + 1, found)]
        assert add(store, draft(outlet=None)) == ["unchanged"]
        assert store.article(found).outlet == "Herald"

    def test_only_new_bytes_make_a_read_article_unread(self, store: Store) -> None:
        (article,) = grouped(store, draft("One.", raw=b"same"))
        store.set_read([article], True)
        add(store, draft("One, read better.", raw=b"same"))
        assert store.cards()[0].articles[0].read
        add(store, draft("Two.", raw=b"new"))
        assert not store.cards()[0].articles[0].read

    def test_the_same_bytes_read_better_are_a_revision(self, store: Store) -> None:
        (found,) = ids(store, draft(raw=b"x", title=None))
        assert store.add([draft(raw=b"x", title="Now found")], Run()) == [(found, "updated")]
        assert store.article(found).title == "Now found"

    def test_two_texts_from_standard_input_are_two_articles(self, store: Store) -> None:
        one, two = (
            draft("One.", path="-", kind=SourceKind.STDIN),
            draft("Two.", path="-", kind=SourceKind.STDIN),
        )
        assert add(store, one) + add(store, two) + add(store, one) == ["added", "added", "unchanged"]

    def test_an_unknown_article_or_revision_is_named(self, store: Store) -> None:
        (found,) = ids(store, draft())
        with pytest.raises(NotFoundError, match="a00000000"):
            store.article("a00000000")
        with pytest.raises(NotFoundError, match="revision 9"):
            store.article(found, 9)

    def test_lone_surrogates_never_reach_the_file(self, store: Store) -> None:
        bad = draft(
            "a\ud800b.", path="/caf\udce9.txt", outlet="O\udfff", title="T\ud83d", url="http://\ud800"
        )
        (found,) = ids(store, bad)
        article = store.article(found)
        repr(article).encode("utf-8")
        assert store.add([bad], Run()) == [(found, "unchanged")]


class TestDumps:
    def line(self, text: str, id: str | None = None, path: str = "/d.jsonl", url: str | None = None) -> Draft:
        return draft(
            text, path=path, kind=SourceKind.JSONL, source_id=id, url=url, raw=f"{id}{text}".encode()
        )

    def test_an_id_in_a_dump_is_one_article(self, store: Store) -> None:
        (found,) = ids(store, self.line("Old.", "7"))
        assert store.add([self.line("New.", "7")], Run()) == [(found, "updated")]
        assert add(store, self.line("Old.", "7", path="/other.jsonl")) == ["added"]

    def test_an_id_twice_in_a_dump_is_two_articles_and_stays_so(self, store: Store) -> None:
        lines = [self.line("One.", "7"), self.line("Two.", "7"), self.line("One.", "7")]
        assert add(store, *lines) == ["added", "added", "unchanged"]
        assert add(store, *lines) == ["unchanged"] * 3
        changed = [self.line("One.", "7"), self.line("Three.", "7")]
        assert add(store, *changed) == ["unchanged", "updated"]

    def test_lines_without_ids_go_by_their_bytes(self, store: Store) -> None:
        assert add(store, self.line("One."), self.line("Two.")) == ["added", "added"]
        assert add(store, self.line("Zero."), self.line("One."), self.line("Two.")) == [
            "added",
            "unchanged",
            "unchanged",
        ]

    def test_one_address_in_two_dumps_is_one_article_without_ping_pong(self, store: Store) -> None:
        one = self.line("Old.", "1", url="http://e.example/x")
        two = self.line("New.", "9", path="/second.jsonl", url="http://e.example/x")
        assert add(store, one) + add(store, two) == ["added", "updated"]
        assert add(store, one) + add(store, two) + add(store, one) == ["unchanged"] * 3

    def test_one_address_twice_in_a_dump_is_two_articles(self, store: Store) -> None:
        url = "http://e.example/x"
        assert add(store, self.line("One.", "1", url=url), self.line("Two.", "2", url=url)) == [
            "added",
            "added",
        ]


class TestChanges:
    def test_every_change_gets_a_number_of_its_own(self, store: Store) -> None:
        first, second = ids(store, draft("One.", path="/a"), draft("Two.", path="/b"))
        assert store.changed_since(0) == [(1, first), (2, second)]
        store.place([Membership(first, "s1", 1.0), Membership(second, "s1", 1.0)])
        assert store.changed_since(2) == [(3, first), (4, second)]
        store.place([Membership(first, "s1", 0.7)])
        assert store.last_change() == 4
        add(store, draft("Edited.", path="/a"))
        assert store.changed_since(4) == [(5, first)]
        assert store.changed_since(2, limit=1) == [(4, second)]

    def test_the_version_grows_with_what_views_must_follow(self, store: Store) -> None:
        articles = grouped(store, draft())
        seen = [store.version()]
        for change in (
            lambda: store.set_read(articles, True),
            lambda: store.set_marked("s00000000", True),
            lambda: store.set_tags("s00000000", ["x"]),
            lambda: add(store, draft("New.")),
        ):
            change()
            seen.append(store.version())
        assert sorted(set(seen)) == seen
        store.set_position("s00000000", "p")
        store.keep_comparison(Comparison("s00000000"), "1")
        assert store.version() == seen[-1]


class TestStories:
    def test_a_card_tells_what_a_list_shows(self, store: Store) -> None:
        articles = grouped(
            store,
            draft("Undated. More.", path="/u", title=None, day=None, outlet=None),
            draft("Late.", path="/l", day="2023-05-06", outlet="Courier", title="Kremlin drone attack late"),
            draft("Early.", path="/e", day="2023-05-03", outlet="Herald", title="Kremlin drone attack"),
        )
        (card,) = store.cards()
        assert [article.id for article in card.articles] == [articles[2], articles[1], articles[0]]
        assert card.outlets == ("Herald", "Courier", "u")
        assert (str(card.first), str(card.last)) == ("2023-05-03", "2023-05-06")
        assert card.articles[2].title == "untitled: Undated"
        assert card.articles[0].lede == "Early."
        assert card.unread == 3
        assert card.title.startswith("Kremlin drone attack")

    def test_newest_first_undated_last(self, store: Store) -> None:
        for number, day in enumerate(("2023-05-01", None, "2023-05-03", "2023-05-02")):
            grouped(store, draft(f"T{number}.", path=f"/{number}", day=day), story=f"s{number}")
        assert [card.id for card in store.cards()] == ["s2", "s3", "s0", "s1"]
        assert [card.id for card in store.cards(limit=2)] == ["s2", "s3"]
        assert [card.id for card in store.cards(ids=["s0", "s3", "nope"])] == ["s3", "s0"]
        keys = frozenset(store.keys_of_stories(["s0", "s2", "s3"]).values())
        for some in (keys, keys | frozenset(range(1_000, 2_000))):
            assert [card.id for card in store.cards(keys=some)] == ["s2", "s3", "s0"]
            assert [card.id for card in store.cards(keys=some, limit=2)] == ["s2", "s3"]
        assert store.cards(keys=frozenset()) == []

    def test_the_title_is_that_of_the_centre(self, store: Store) -> None:
        titles = (
            "Odd words entirely",
            "Kremlin drone attack blamed on US",
            "US blamed for drone attack",
            "Kremlin attack",
        )
        grouped(store, *(draft(f"{n}.", path=f"/{n}", title=title) for n, title in enumerate(titles)))
        assert store.cards()[0].title == titles[1]

    def test_reading_state_is_kept(self, store: Store, tmp_path: Path) -> None:
        articles = grouped(store, draft("One.", path="/a"), draft("Two.", path="/b"))
        store.set_read(articles[:1], True)
        store.set_marked("s00000000", True)
        store.set_tags("s00000000", ["war", " b ", "war", ""])
        store.set_position("s00000000", "p.1.2")
        again = Store(tmp_path / "library.db")
        (card,) = again.cards()
        assert (card.unread, card.marked, card.tags) == (1, True, ("b", "war"))
        assert again.position("s00000000") == "p.1.2"
        again.set_read(articles, False)
        assert again.cards()[0].unread == 2
        again.close()

    def test_an_emptied_story_hands_on_what_the_person_said(self, store: Store) -> None:
        one, two = ids(store, draft("One.", path="/a"), draft("Two.", path="/b"))
        first, second = "s" + one[1:], "s" + two[1:]
        store.place([Membership(one, first, 1.0), Membership(two, second, 1.0)])
        store.set_tags(second, ["war"])
        store.set_marked(second, True)
        store.set_position(second, "p")
        store.place([Membership(two, first, 0.8)])
        (card,) = store.cards()
        assert (card.id, card.tags, card.marked, store.position(first)) == (first, ("war",), True, "p")
        assert store.home(second) == first
        assert store.homes([second, first, "s0"]) == {second: first, first: first}

    def test_the_persons_word_outlives_the_grouper(self, store: Store) -> None:
        (article,) = ids(store, draft())
        store.place([Membership(article, "s1", 1.0)], by_person=True)
        store.place([Membership(article, "s2", 1.0)])
        assert store.membership(article) == Membership(article, "s1", 1.0)

    def test_unknown_names(self, store: Store) -> None:
        for call in (
            lambda: store.set_marked("s", True),
            lambda: store.set_tags("s", []),
            lambda: store.set_position("s", "p"),
        ):
            with pytest.raises(NotFoundError):
                call()
        store.set_read(["a"], True)
        store.place([Membership("a00000000", "s00000000", 1.0)])
        assert store.counts() == (0, 0)
        assert (store.cards(), store.members("s"), store.position("s"), store.home("s\ud800")) == (
            [],
            [],
            None,
            None,
        )


class TestComparisons:
    FULL = Comparison(
        story="s00000000",
        links=(Link("a.1.2", "b.1.3", 0.75, LinkKind.PARTLY, "shared: drone"),),
        figures=(Figure("dead", "clash", (FigureValue("a.1.2", "O", "21", "21", "people"),)),),
        quotes=(Quote(None, (QuoteVariant("a.1.2", "O", "pure", "cut"),)),),
        only=("a.1.4",),
        missing=(Missing("O", ("b.1.3",), ("P", "Q")),),
    )

    def test_it_comes_back_for_the_same_revisions_only(self, store: Store) -> None:
        grouped(store, draft())
        store.keep_comparison(self.FULL, "1;a.1")
        assert store.comparison("s00000000", "1;a.1") == self.FULL
        assert store.comparison("s00000000", "2;a.1") is None
        assert store.comparison("s0", "1;a.1") is None

    def test_damaged_bytes_are_made_again(self, store: Store, tmp_path: Path) -> None:
        grouped(store, draft())
        store.keep_comparison(self.FULL, "1")
        for body in (b"junk", rows.pack([1]), rows.pack({"story": "s"})):
            connection = sqlite3.connect(tmp_path / "library.db")
            with connection:
                connection.execute("UPDATE comparison SET body = ?", (body,))
            connection.close()
            assert store.comparison("s00000000", "1") is None


class TestDamage:
    def filled(self, path: Path) -> None:
        store = Store(path)
        store.add([draft(f"Text {n}. " * 50, path=f"/{n}") for n in range(300)], Run())
        store.close()

    def assert_set_aside(self, path: Path) -> None:
        before = path.read_bytes()
        store = Store(path)
        (notice,) = store.notices
        (backup,) = path.parent.glob("library.db.damaged-*[0-9]")
        assert backup.name in notice
        assert backup.read_bytes() == before
        assert store.counts() == (0, 0)
        assert add(store, draft()) == ["added"]
        store.close()
        assert Store(path).notices == ()

    def test_a_file_that_is_no_database_is_set_aside(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        path.write_bytes(b"not a database" * 100)
        self.assert_set_aside(path)

    @pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
    def test_a_truncated_file_is_set_aside(self, tmp_path: Path, share: float) -> None:
        path = tmp_path / "library.db"
        self.filled(path)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        self.assert_set_aside(path)

    def test_a_malformed_schema_is_set_aside(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        self.filled(path)
        raw = bytearray(path.read_bytes())
        raw[100:2000] = b"\xff" * 1900
        path.write_bytes(raw)
        self.assert_set_aside(path)

    def test_an_empty_file_is_a_new_library(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        path.touch()
        assert add(Store(path), draft()) == ["added"]

    def test_a_newer_file_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        self.filled(path)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(StoreError, match="newer"):
            Store(path)
        assert path.read_bytes() == before
        assert list(tmp_path.glob("*damaged*")) == []

    def test_another_programs_database_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE theirs (x)")
        connection.close()
        with pytest.raises(StoreError, match="another program"):
            Store(path)

    def test_a_folder_in_its_place_and_a_file_as_folder(self, tmp_path: Path) -> None:
        (tmp_path / "library.db").mkdir()
        with pytest.raises(StoreError, match="folder"):
            Store(tmp_path / "library.db")
        (tmp_path / "file").touch()
        with pytest.raises(StoreError):
            Store(tmp_path / "file" / "library.db")

    def test_integrity_names_what_is_wrong(self, store: Store, tmp_path: Path) -> None:
        (article,) = grouped(store, draft())
        assert store.integrity() == []
        assert store.damaged_bodies() == []
        connection = sqlite3.connect(tmp_path / "library.db")
        with connection:
            connection.execute("UPDATE revision SET body = x'00'")
        ((damaged, newest),) = store.damaged_bodies()
        assert (damaged.id, damaged.name, damaged.place, newest) == (
            article,
            "Drones fall",
            "/news/a.txt",
            True,
        )
        with pytest.raises(StoreError, match=article):
            store.article(article)
        with connection:
            connection.execute("DELETE FROM revision")
            connection.execute("DELETE FROM membership")
        connection.close()
        assert store.integrity() == ["1 articles have no text", "1 stories have no article"]

    def test_a_query_of_another_thread_is_interrupted_by_closing(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "library.db")
        said: list[StoreError] = []
        begun = threading.Event()

        def endless() -> None:
            numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
            try:
                with store.database.reading() as connection:
                    begun.set()
                    connection.execute(numbers).fetchone()
            except StoreError as error:
                said.append(error)

        thread = threading.Thread(target=endless)
        thread.start()
        begun.wait(10)
        store.close()
        thread.join(10)
        assert len(said) == 1

    def test_threads_that_read_while_it_is_closed_are_told_so(self, tmp_path: Path) -> None:
        told: list[StoreError] = []

        def reads(store: Store) -> None:
            with pytest.raises(StoreError) as caught:
                while True:
                    store.counts()
            told.append(caught.value)

        for number in range(12):
            store = Store(tmp_path / f"{number}.db")
            threads = [threading.Thread(target=reads, args=(store,)) for _ in range(4)]
            for thread in threads:
                thread.start()
            time.sleep(0.005)
            store.close()
            for thread in threads:
                thread.join(10)
        assert len(told) == 48

    def test_threads_have_a_connection_each_and_leave_it_to_the_next(self, store: Store) -> None:
        together = threading.Barrier(3)
        used: list[int] = []

        def read(*, at_once: bool) -> None:
            with store.database.reading() as connection:
                if at_once:
                    together.wait(10)
                with store.database.snapshot() as nested:
                    assert nested is connection
                used.append(id(connection))

        def run(number: int, *, at_once: bool) -> set[int]:
            used.clear()
            threads = [threading.Thread(target=read, kwargs={"at_once": at_once}) for _ in range(number)]
            for thread in threads:
                thread.start()
                if not at_once:
                    thread.join(10)
            for thread in threads:
                thread.join(10)
            return set(used)

        assert len(run(3, at_once=True)) == 3
        assert len(run(5, at_once=False)) == 1

    def test_a_block_that_ends_in_another_thread_leaves_each_its_own(self, store: Store) -> None:
        def held() -> Iterator[sqlite3.Connection]:
            with store.database.reading() as connection:
                yield connection

        blocks = held()
        first = next(blocks)
        thread = threading.Thread(target=lambda: next(blocks, None))
        thread.start()
        thread.join(10)
        # Given back, it is anyone's: who had it takes one like everybody else.
        other = held()
        thread = threading.Thread(target=lambda: next(other))
        thread.start()
        thread.join(10)
        with store.database.reading() as mine:
            assert mine is not first

    def test_a_closed_store_says_so(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "library.db")
        store.close()
        store.close()
        with pytest.raises(StoreError, match="closed"):
            store.version()

    def test_a_failed_batch_leaves_nothing(self, store: Store) -> None:
        class BrokenError(Exception):
            pass

        with pytest.raises(BrokenError), store.together():
            add(store, draft())
            raise BrokenError
        assert store.counts() == (0, 0)


def test_an_older_schema_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    store = Store(path)
    add(store, draft())
    store.close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "CREATE TABLE more (x);"))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    again = Store(path)
    assert again.counts()[0] == 1
    again.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == migrations.VERSION
    assert connection.execute("SELECT count(*) FROM more").fetchone() == (0,)
    connection.close()


def test_a_failed_migration_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    Store(path).close()
    monkeypatch.setattr(
        migrations, "STEPS", (*migrations.STEPS, "CREATE TABLE more (x);\nCREATE TABLE story (y);")
    )
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with pytest.raises(StoreError, match="story"):
        Store(path)
    monkeypatch.undo()
    Store(path).close()


def test_a_library_that_another_process_is_making_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "library.db"

    class Beside(sqlite3.Connection):
        """One beside which another makes the tables, after each statement."""

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            found = super().execute(*arguments).fetchall()
            Store(path).close()
            return super().execute("VALUES (?)", found[0])

    connection = sqlite3.connect(path, factory=Beside)
    assert migrations.is_ours(connection)
    connection.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("OP")), max_size=8))
def test_a_run_repeated_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[tuple[str, str, str]]
) -> None:
    """Whatever was added before: the same files twice in a row, and the second time nothing happens."""
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder / "library.db")
    files = {}
    for name, text, outlet in wanted:
        path = folder / name
        path.write_text(text)
        files[name] = draft(f"{text}.", path=str(path), outlet=outlet)
        add(store, files[name])
    add(store, *files.values())
    assert set(add(store, *files.values())) <= {"unchanged"}
    newest = store.articles(store.article_ids())
    every = [store.article(one.id, number + 1) for one in newest for number in range(one.revisions)]
    kept = {(article.digest, article.outlet) for article in every}
    assert {(given.digest, given.outlet) for given in files.values()} <= kept
    store.close()


@given(st.datetimes(timezones=st.none() | st.just(UTC)), st.sampled_from(Precision))
def test_times_come_back(when: datetime, precision: Precision) -> None:
    published = Published(when, precision)
    text = rows.iso(published)
    assert rows.published_from(text, precision.value) == published


class TestTogether:
    def test_threads_share_one_store(self, store: Store) -> None:
        failures: list[Exception] = []

        def work(number: int) -> None:
            try:
                for count in range(20):
                    add(store, draft(f"{number} {count}.", path=f"/{number}/{count}"))
                    store.cards()
                    store.version()
            except Exception as error:  # noqa: BLE001 (told below)
                failures.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert store.counts()[0] == 120
        assert [number for number, _ in store.changed_since(0)] == list(range(1, 121))

    WORKER = """
import sys
sys.path.insert(0, {repository!r})
from pathlib import Path
from index.identity import Run
from index.store import Store
from tests.builders import draft
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
run, me = Run(), sys.argv[2]
for number in range(int(sys.argv[3])):
    paths = [f"/{{me}}/{{number}}/{{n}}" for n in range(10)]
    store.add([draft(path, path=path) for path in paths], run)
    print(number, flush=True)
store.close()
"""

    def start(self, path: Path, name: str, batches: int) -> subprocess.Popen[str]:
        code = self.WORKER.format(repository=str(REPOSITORY))
        return subprocess.Popen(
            [sys.executable, "-c", code, str(path), name, str(batches)], stdout=subprocess.PIPE, text=True
        )

    def test_two_processes_add_to_a_library_that_neither_has_made(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        workers = [self.start(path, name, 30) for name in "ab"]
        for worker in workers:
            worker.communicate(timeout=60)
            assert worker.returncode == 0
        store = Store(path)
        assert store.counts()[0] == 600
        assert store.integrity() == []
        assert store.last_change() == 600
        store.close()

    def test_a_killed_add_leaves_whole_batches(self, tmp_path: Path) -> None:
        path = tmp_path / "library.db"
        for attempt in range(4):
            worker = self.start(path, str(attempt), 100_000)
            assert worker.stdout is not None
            for _ in range(3):
                worker.stdout.readline()
            time.sleep(0.011 * attempt)
            os.kill(worker.pid, signal.SIGKILL)
            printed = worker.stdout.read().split()
            worker.stdout.close()
            worker.wait()
            store = Store(path)
            assert store.notices == ()
            assert store.integrity() == []
            stored = store.counts()[0]
            assert stored % 10 == 0
            reported = 2 + len(printed)
            mine = [
                a for a in store.articles(store.article_ids()) if a.source.location.startswith(f"/{attempt}/")
            ]
            assert len(mine) >= 10 * (reported - 1)
            store.close()
