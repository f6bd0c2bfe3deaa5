"""The facade: adding, stories, comparison, search, notes and health, by what a person would see."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import Paths
from config.settings import Settings
from index.errors import CancelledError, NotFoundError, QueryError
from index.library import Library
from index.model import Draft, Progress
from tests.builders import draft

REPOSITORY = Path(__file__).resolve().parents[2]
UNRELATED = """Bakers of Lyon win a prize for sourdough

By Marie Petit
12 June 2022

The bakers' guild of Lyon was given a prize on Saturday for a loaf made with rye and chestnut flour.
The jury praised the crust, which it called thin and fragrant, and the long rest of the dough.
"""


def jsonl(path: Path, number: int, start: int = 0) -> Path:
    with path.open("w") as file:
        for n in range(start, start + number):
            text = f"The council of town{n} voted on bridge{n}.\nMayor name{n} said the work{n} begins soon."
            line = {"id": str(n), "outlet": f"Paper {n % 7}", "title": f"Bridge{n} for town{n}", "text": text}
            file.write(json.dumps(line) + "\n")
    return path


class TestAdd:
    def test_the_seeds_are_one_story_and_a_second_time_changes_nothing(
        self, library: Library, seeds: Path
    ) -> None:
        first = library.add([str(seeds)])
        assert (first.added, first.updated, first.unchanged, first.skipped) == (5, 0, 0, ())
        before = (library.version(), library.stories())
        again = library.add([str(seeds)])
        assert (again.added, again.updated, again.unchanged) == (0, 0, 5)
        assert sorted(again.articles) == sorted(first.articles)
        assert library.stories() == before[1]
        (card,) = library.stories()
        assert set(card.outlets) == {
            "The News International",
            "Vision Times",
            "Latin Times",
            "Washington Post (reprint)",
            "Euro Weekly News",
        }

    def test_an_unrelated_article_stays_out(self, seeded: Library, tmp_path: Path) -> None:
        (tmp_path / "bakers.txt").write_text(UNRELATED)
        (story,) = seeded.stories()
        seeded.add([str(tmp_path / "bakers.txt")], outlet="Le Fournil")
        assert [len(card.articles) for card in seeded.stories()] == [5, 1]
        assert seeded.stories()[0].id == story.id

    def test_the_story_is_the_same_added_one_by_one(self, library: Library, seeds: Path) -> None:
        for path in sorted(seeds.glob("*.txt")):
            library.add([str(path)])
        (card,) = library.stories()
        assert len(card.articles) == 5

    def test_an_edited_file_becomes_a_revision(self, library: Library, seeds: Path, tmp_path: Path) -> None:
        folder = tmp_path / "folder"
        shutil.copytree(seeds, folder)
        path = folder / "vision-times.txt"
        path.chmod(0o644)
        library.add([str(folder)])
        before = library.stories()[0]
        path.write_bytes(path.read_bytes().replace(b"ludicrous claim", b"ludicrous zebra claim"))
        report = library.add([str(folder)])
        assert (report.added, report.updated, report.unchanged) == (0, 1, 4)
        card = library.stories()[0]
        assert card.id == before.id
        (edited,) = [article for article in card.articles if article.revision == 2]
        assert any("zebra" in block.text for block in library.article(edited.id).blocks)
        assert not any("zebra" in block.text for block in library.article(edited.id, 1).blocks)
        assert {hit.article for hit in library.search("zebra").hits} == {edited.id}

    def test_what_cannot_be_read_is_skipped_by_name(self, library: Library, tmp_path: Path) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / "good.txt").write_text(UNRELATED)
        (folder / "bad.txt").write_bytes(b"\0" * 1000)
        report = library.add([str(folder), str(folder / "none.txt")])
        assert report.added == 1
        assert [Path(skipped.source).name for skipped in report.skipped] == ["bad.txt", "none.txt"]
        assert all(skipped.reason for skipped in report.skipped)

    def test_standard_input(self, library: Library) -> None:
        report = library.add(["-"], outlet="Le Fournil", stdin=io.BytesIO(UNRELATED.encode()))
        assert report.added == 1
        assert library.article(report.articles[0]).outlet == "Le Fournil"

    def test_cancelling_keeps_what_is_finished_and_a_second_run_continues(
        self, library: Library, tmp_path: Path
    ) -> None:
        source = jsonl(tmp_path / "many.jsonl", 60)
        seen: list[Progress] = []
        report = library.add([str(source)], on_progress=seen.append, cancelled=lambda: len(seen) > 20)
        assert 0 < report.added < 60
        assert len(library.stories()) == report.added
        rest = library.add([str(source)])
        assert (rest.added, rest.unchanged) == (60 - report.added, report.added)
        assert library.check() == []

    def test_a_source_that_fails_takes_nothing_along(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*_: object, **__: object) -> Iterator[Draft]:
            yield draft("First. Text.")
            raise ZeroDivisionError

        monkeypatch.setattr("index.ingest.sources.drafts", failing)
        with pytest.raises(ZeroDivisionError):
            library.add(["x"])
        assert len(library.stories()) == 1


class TestStories:
    def test_by_name(self, seeded: Library, tmp_path: Path) -> None:
        (tmp_path / "bakers.txt").write_text(UNRELATED)
        seeded.add([str(tmp_path / "bakers.txt")])
        kremlin, bakers = seeded.stories()
        for name in (kremlin.id, kremlin.id[:4], kremlin.title, kremlin.articles[0].id, "KREMLIN washington"):
            assert seeded.resolve_story(name) == kremlin.id, name
        assert seeded.resolve_story("sourd") == bakers.id
        for name in ("", "no such words", "s00000000", "a00000000", "\ud800", "[/]"):
            with pytest.raises(NotFoundError):
                seeded.resolve_story(name)

    def test_candidates_are_named(self, library: Library, tmp_path: Path) -> None:
        library.add([str(jsonl(tmp_path / "few.jsonl", 8))])
        with pytest.raises(NotFoundError, match=r"Bridge\d for town\d\), .* and 3 more"):
            library.resolve_story("bridge")

    def test_filtered_by_a_query(self, seeded: Library, tmp_path: Path) -> None:
        (tmp_path / "bakers.txt").write_text(UNRELATED)
        seeded.add([str(tmp_path / "bakers.txt")])
        assert [card.title for card in seeded.stories("sourdough")] == [
            "Bakers of Lyon win a prize for sourdough"
        ]
        assert len(seeded.stories("the OR kremlin", limit=1)) == 1
        assert seeded.stories("zebra") == []
        with pytest.raises(QueryError):
            seeded.stories("(")

    def test_reading_state(self, seeded: Library, paths: Paths) -> None:
        (card,) = seeded.stories()
        seeded.set_read([card.articles[0].id], True)
        seeded.set_marked(card.id, True)
        seeded.set_tags(card.id, ["war"])
        passage = seeded.story(card.id).articles[1].passages[3].id
        seeded.set_position(card.id, passage)
        other = Library.open(paths)
        found = other.card(card.id)
        assert (found.unread, found.marked, found.tags) == (4, True, ("war",))
        assert other.position(card.id) == passage
        other.close()

    def test_the_version_tells_of_changes_from_elsewhere(self, seeded: Library, paths: Paths) -> None:
        (card,) = seeded.stories()
        other = Library.open(paths)
        before = other.version()
        assert other.version() == before
        seeded.set_read([card.articles[0].id], True)
        after_read = other.version()
        seeded.new_note(story=card.id, text="x")
        assert len({before, after_read, other.version()}) == 3
        other.close()

    def test_what_is_unknown_is_named(self, seeded: Library) -> None:
        for call in (
            seeded.card,
            seeded.story,
            seeded.story_of,
            seeded.article,
            seeded.comparison,
            seeded.note,
        ):
            with pytest.raises(NotFoundError, match="x0"):
                call("x0")


class TestComparison:
    def test_it_is_kept_until_an_article_changes(
        self, library: Library, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "folder"
        shutil.copytree(seeds, folder)
        library.add([str(folder)])
        (card,) = library.stories()
        assert library.cached_comparison(card.id) is None
        made = library.comparison(card.id)
        assert made.links
        assert library.cached_comparison(card.id) == made

        def fail(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr("index.compare.compare.compare", fail)
        assert library.comparison(card.id) == made
        with monkeypatch.context() as another_method:
            another_method.setattr("index.compared.VERSION", 0)
            assert library.cached_comparison(card.id) is None
        path = folder / "latin-times.txt"
        path.chmod(0o644)
        path.write_text(path.read_text() + "\nOne more sentence was added on Friday.\n")
        library.add([str(folder)])
        assert library.cached_comparison(card.id) is None

    def test_a_kept_one_is_given_without_the_aligner(self, seeded: Library, paths: Paths) -> None:
        (card,) = seeded.stories()
        made = seeded.comparison(card.id)
        arguments = [sys.executable, "-c", KEPT, str(paths.library), card.id]
        done = subprocess.run(arguments, capture_output=True, text=True, cwd=REPOSITORY, check=True)
        assert done.stdout.split() == [str(len(made.links)), "[]"]

    def test_it_can_be_cancelled(self, seeded: Library) -> None:
        (card,) = seeded.stories()
        with pytest.raises(CancelledError):
            seeded.comparison(card.id, lambda: True)
        assert seeded.cached_comparison(card.id) is None


class TestSearch:
    def test_hits_have_passages(self, seeded: Library) -> None:
        found = seeded.search("lost control")
        assert {hit.outlet for hit in found.hits} == {"Latin Times", "Washington Post (reprint)"}
        for hit in found.hits:
            assert hit.article is not None
            assert hit.story == seeded.story_of(hit.article)
            passages = {passage.id: passage.text for passage in seeded.article(hit.article).passages}
            assert "lost control" in passages[str(hit.passage)]

    def test_inside_one_story(self, seeded: Library, tmp_path: Path) -> None:
        (tmp_path / "bakers.txt").write_text(UNRELATED + "\nA drone filmed the loaves.\n")
        seeded.add([str(tmp_path / "bakers.txt")])
        bakers = seeded.resolve_story("sourdough")
        assert {hit.story for hit in seeded.search("drone", story=bakers).hits} == {bakers}
        assert len({hit.story for hit in seeded.search("drone").hits}) == 2

    def test_notes_are_found_as_they_are_now(self, seeded: Library) -> None:
        (card,) = seeded.stories()
        note = seeded.new_note(story=card.id, title="Idea", text="Ask the quincunx.")
        (hit,) = seeded.search("quincunx").hits
        assert (hit.note, hit.story, hit.passage) == (note.id, card.id, None)
        assert [found.id for found in seeded.stories("quincunx")] == [card.id]
        assert seeded.search("quincunx", story=card.id).hits
        seeded.save_note(note, text="Ask the hexagon.")
        assert seeded.search("quincunx").hits == ()
        assert seeded.search("hexagon").hits
        seeded.delete_note(note.id)
        assert seeded.search("hexagon").hits == ()

    def test_deleting_the_index_loses_nothing(self, seeded: Library, paths: Paths) -> None:
        (card,) = seeded.stories()
        seeded.new_note(story=card.id, text="quincunx")
        hits = [hit.passage for hit in seeded.search("drone").hits]
        seeded.close()
        shutil.rmtree(paths.index)
        again = Library.open(paths)
        assert [hit.passage for hit in again.search("drone").hits] == hits
        assert again.search("quincunx").hits
        assert again.stories()[0].id == card.id
        assert again.check() == []
        again.close()

    def test_an_index_of_another_library_is_not_trusted(
        self, seeded: Library, paths: Paths, tmp_path: Path
    ) -> None:
        seeded.search("drone")
        seeded.close()
        paths.database.unlink()
        (tmp_path / "bakers.txt").write_text(UNRELATED)
        again = Library.open(paths)
        again.add([str(tmp_path / "bakers.txt")])
        assert again.search("drone").hits == ()
        assert again.search("sourdough").hits
        again.close()

    def test_an_article_added_elsewhere_is_found(self, seeded: Library, paths: Paths, tmp_path: Path) -> None:
        assert seeded.search("sourdough").hits == ()
        (tmp_path / "bakers.txt").write_text(UNRELATED)
        other = Library.open(paths)
        other.add([str(tmp_path / "bakers.txt")])
        other.close()
        assert seeded.search("sourdough").hits

    def test_a_search_given_up_does_not_stop_the_indexing(
        self, library: Library, tmp_path: Path, paths: Paths
    ) -> None:
        library.add([str(jsonl(tmp_path / "some.jsonl", 30))])
        library.close()
        shutil.rmtree(paths.index)
        again = Library.open(paths)
        with pytest.raises(CancelledError):
            again.search("bridge3", cancelled=lambda: True)
        assert len(again.search("bridge3").hits) > 0
        again.close()

    def test_reindex(self, seeded: Library) -> None:
        seen: list[Progress] = []
        assert seeded.reindex(on_progress=seen.append) == 5
        assert seen[-1].done == seen[-1].total == 5
        assert seeded.search("drone").hits

    def test_threads_search_while_others_add(self, seeded: Library, tmp_path: Path) -> None:
        failures: list[Exception] = []

        def adding() -> None:
            try:
                for start in (0, 10, 20):
                    seeded.add([str(jsonl(tmp_path / f"{start}.jsonl", 10, start))])
            except Exception as error:  # noqa: BLE001 (told below)
                failures.append(error)

        def searching() -> None:
            try:
                for _ in range(10):
                    assert len({hit.outlet for hit in seeded.search("lost control").hits}) == 2
                    seeded.stories()
            except Exception as error:  # noqa: BLE001 (told below)
                failures.append(error)

        threads = [threading.Thread(target=work) for work in (adding, searching, searching)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert seeded.check() == []
        assert len(seeded.search("council", limit=100).hits) >= 30


class TestNotes:
    def test_a_note_on_a_passage(self, seeded: Library, paths: Paths) -> None:
        (card,) = seeded.stories()
        passage = seeded.story(card.id).articles[0].passages[4]
        note = seeded.new_note(story=None, passages=[passage.id], title="T", text="Mine.", tags=["a"])
        assert (note.story, note.status, note.passages) == (card.id, "anchored", (passage.id,))
        assert note.path.parent == paths.notes
        assert seeded.note(note.id) == note
        assert seeded.card(card.id).notes == 1
        assert [found.id for found in seeded.notes(story=card.id)] == [note.id]
        assert seeded.notes(query="mine t") == [note]
        assert seeded.notes(query="other") == []
        saved = seeded.save_note(note, text="New.", title="U")
        assert (saved.title, saved.text.strip(), saved.id) == ("U", "New.", note.id)
        seeded.delete_note(note.id)
        assert seeded.notes() == []
        assert seeded.restore_note(note.id).title == "U"

    def test_notes_may_live_elsewhere(self, paths: Paths, tmp_path: Path) -> None:
        library = Library.open(paths, settings=Settings(notes_folder=str(tmp_path / "vault")))
        note = library.new_note(story=None, text="x")
        assert note.path.parent == tmp_path / "vault"
        assert library.notes() == [note]
        library.close()

    def test_unknown_passages_and_stories(self, seeded: Library) -> None:
        (card,) = seeded.stories()
        for passages in (["nonsense"], [f"{card.articles[0].id}.9.1"], ["a00000000.1.1"]):
            with pytest.raises(NotFoundError):
                seeded.new_note(story=None, passages=passages)
        with pytest.raises(NotFoundError):
            seeded.new_note(story="s00000000")


class TestHealth:
    def test_all_is_well(self, seeded: Library) -> None:
        assert seeded.check() == []

    def test_a_damaged_database_is_set_aside_and_told(self, seeded: Library, paths: Paths) -> None:
        seeded.close()
        paths.database.write_bytes(b"junk" * 1000)
        again = Library.open(paths)
        assert "set aside" in again.notices[0]
        assert again.stories() == []
        again.close()

    def test_problems_are_told_with_what_to_do(self, seeded: Library, paths: Paths) -> None:
        connection = sqlite3.connect(paths.database)
        with connection:
            connection.execute("UPDATE revision SET body = x'00' WHERE article = 1")
            connection.execute("DELETE FROM membership WHERE article = 2")
        connection.close()
        paths.notes.mkdir()
        (paths.notes / "broken.md").write_text("---\nid: [\n---\ntext\n")
        for file in paths.index.iterdir():
            if file.is_file() and file.stat().st_size:
                file.write_bytes(file.read_bytes()[:-1] + b"?")
        problems = seeded.check()
        text = " | ".join(problem.what for problem in problems)
        assert "damaged" in text
        assert "in no story" in text
        assert any("broken.md" in problem.where for problem in problems)
        assert any(problem.where == str(paths.index) for problem in problems)
        assert all(problem.fix for problem in problems)


ADD = """
import sys
sys.path.insert(0, {repository!r})
from collections.abc import Iterator
from pathlib import Path
from config.paths import Paths
from index.library import Library
root = Path(sys.argv[1])
paths = Paths(root / "library", root / "config.yaml", root / "state", root / "cache")
library = Library.open(paths)
print("ready", flush=True)
library.add([sys.argv[2]], on_progress=lambda step: print(step.done, flush=True))
library.close()
"""


class TestProcesses:
    def start(self, root: Path, source: Path) -> subprocess.Popen[str]:
        code = ADD.format(repository=str(REPOSITORY))
        arguments = [sys.executable, "-c", code, str(root), str(source)]
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_two_add_at_once(self, tmp_path: Path, paths: Paths) -> None:
        sources = [jsonl(tmp_path / f"{start}.jsonl", 60, start) for start in (0, 60)]
        workers = [self.start(tmp_path, source) for source in sources]
        for worker in workers:
            _, errors = worker.communicate(timeout=60)
            assert worker.returncode == 0, errors
        library = Library.open(paths)
        assert len(library.stories()) == 120
        library.search("bridge7")
        assert library.check() == []
        library.close()

    def test_a_killed_add_is_finished_by_the_next(self, tmp_path: Path, paths: Paths) -> None:
        source = jsonl(tmp_path / "many.jsonl", 500)
        for lines in (100, 300):
            worker = self.start(tmp_path, source)
            assert worker.stdout is not None
            for _ in range(lines):
                worker.stdout.readline()
            time.sleep(0.05)
            os.kill(worker.pid, signal.SIGKILL)
            worker.communicate()
        library = Library.open(paths)
        assert library.notices == ()
        report = library.add([str(source)])
        assert report.added + report.unchanged == 500
        assert len(library.stories()) == 500
        assert library.check() == []
        library.close()


KEPT = """
import sys
from config.paths import resolve
from index.library import Library
library = Library.open(resolve(sys.argv[1], None, {}))
print(len(library.comparison(sys.argv[2]).links))
print([name for name in sys.modules if name.startswith(("index.compare.", "numpy"))])
"""

LIGHT = """
import sys
from config.paths import resolve
from index.library import Library
library = Library.open(resolve(sys.argv[1], None, {}))
library.stories()
library.version()
late = {"whoosh", "yaml", "numpy", "charset_normalizer", "zstandard", "rich", "textual"}
print(sorted(late & set(sys.modules)))
"""


def test_opening_is_cheap(paths: Paths) -> None:
    """Neither the engine, nor YAML, nor the ingest is loaded to show a list."""
    arguments = [sys.executable, "-c", LIGHT, str(paths.library)]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=REPOSITORY, check=True)
    assert done.stdout.strip() == "[]"
