"""The command line: its JSON is a contract, its streams are clean, its exit status says what happened."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from config.version import VERSION
from tests.conftest import CopySeeds
from tui import cli
from tui.cmdline.parser import build

REPOSITORY = Path(__file__).resolve().parents[2]
HOSTILE = "\x1b]2;PWN\x07\x1b[31mred\x9b31m \u202egnp\u200b [/] [drones]"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800-\udfff]")


class Terminal:
    """Calls the command line in this process, on a library of the test's own."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.library = root / "library"
        self._capture = capture

    def __call__(self, *words: str, status: int = 0) -> str:
        """What a call printed on stdout; its exit status and the cleanness of both streams are checked."""
        self._capture.readouterr()
        assert cli.main(["--library", str(self.library), *words]) == status, self._capture.readouterr()
        out, self.errors = self._capture.readouterr()
        assert not UNSAFE.search(out), repr(out)
        assert not UNSAFE.search(self.errors), repr(self.errors)
        return out

    def json(self, *words: str, status: int = 0) -> Any:
        """The one JSON document that a call printed."""
        return json.loads(self(*words, "--json", status=status))


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


@pytest.fixture
def seeded(bylines: Terminal, copy_seeds: CopySeeds) -> Terminal:
    copy_seeds(bylines.library, Path.home() / ".local/state/bylines")
    return bylines


class TestAdd:
    def test_json(self, bylines: Terminal, seeds: Path) -> None:
        report = bylines.json("add", str(seeds))
        assert {key: report[key] for key in ("added", "updated", "unchanged", "skipped")} == {
            "added": 5,
            "updated": 0,
            "unchanged": 0,
            "skipped": [],
        }
        assert len(report["articles"]) == 5
        again = bylines.json("add", str(seeds))
        assert (again["added"], again["unchanged"], set(again["articles"])) == (0, 5, set(report["articles"]))

    def test_text(self, bylines: Terminal, seeds: Path) -> None:
        assert bylines("add", str(seeds)) == "5 articles added, 0 updated, 0 unchanged\n"
        assert bylines.errors == ""

    def test_nothing_readable_could_not(self, bylines: Terminal, tmp_path: Path) -> None:
        report = bylines.json("add", str(tmp_path / "none.txt"), status=1)
        assert report["skipped"][0]["source"].endswith("none.txt")
        bylines("add", str(tmp_path / "none.txt"), status=1)
        assert "none.txt" in bylines.errors

    def test_standard_input(self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        text = (
            b"Title of it\n\nBy A Person\n5 May 2023\n\nThe council met on Friday. It voted on the bridge.\n"
        )
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        assert bylines.json("add", "-", "--outlet", "Herald")["added"] == 1
        assert bylines.json("stories")[0]["outlets"] == ["Herald"]


class TestReading:
    def test_stories(self, seeded: Terminal) -> None:
        (story,) = seeded.json("stories")
        assert set(story) >= {
            "id",
            "title",
            "first",
            "last",
            "outlets",
            "articles",
            "unread",
            "notes",
            "tags",
        }
        assert (story["first"][:10], story["last"][:10]) == ("2023-05-05", "2023-05-06")
        assert (len(story["outlets"]), story["unread"], story["notes"], story["tags"]) == (5, 5, 0, [])
        article = {one["outlet"]: one for one in story["articles"]}
        assert set(article["Latin Times"]) >= {"id", "source_id", "outlet", "title", "published", "url"}
        assert (article["Latin Times"]["title"], article["Latin Times"]["published"]) == (None, None)
        assert article["Latin Times"]["headline"].startswith("untitled: ")
        assert article["The News International"]["title"] == "US denies Moscow drone strike involvement"
        assert seeded.json("stories", "zebra") == []
        assert seeded.json("stories", "kirby", "--limit", "1")[0]["id"] == story["id"]
        line = seeded("stories")
        assert line.startswith(story["id"])
        assert "5 outlets" in line

    def test_compare(self, seeded: Terminal) -> None:
        (story,) = seeded.json("stories")
        found = seeded.json("compare", story["id"])
        assert set(found) >= {"story", "articles", "links", "figures", "quotes", "only", "missing"}
        assert found["story"] == story
        passages = {one["id"]: one for article in found["articles"] for one in article["passages"]}
        assert all(set(one) == {"id", "paragraph", "sentence", "role", "text"} for one in passages.values())
        assert found["links"]
        for link in found["links"]:
            assert {link["a"], link["b"]} <= set(passages)
            assert link["kind"] in ("same", "partly")
            assert 0 < link["score"] <= 1
        assert all(one["passage"] in passages and one["outlet"] in story["outlets"] for one in found["only"])
        assert all(value["passage"] in passages for figure in found["figures"] for value in figure["values"])
        text = seeded("compare", *story["title"].split())
        assert "pairs of passages" in text

    def test_show_puts_what_says_the_same_on_one_row(self, seeded: Terminal) -> None:
        text = seeded("show", "kremlin", "--outlets", "latin,WASHINGTON", "--width", "100")
        assert max(len(line) for line in text.splitlines()[2:]) <= 100
        found = seeded.json("compare", "kremlin")
        outlets = {article["id"]: article["outlet"] for article in found["articles"]}
        said = {one["id"]: one["text"] for article in found["articles"] for one in article["passages"]}
        wanted = {"Latin Times", "Washington Post (reprint)"}
        best = max(
            (
                link
                for link in found["links"]
                if {outlets[link[end].partition(".")[0]] for end in "ab"} == wanted
            ),
            key=lambda link: link["score"],
        )
        rows = [
            {" ".join(line.split("│")[side].strip(" ●◐○≠“") for line in row.splitlines()) for side in (0, 1)}
            for row in re.split(r"\n[ │]*\n", text)
            if all("│" in line for line in row.splitlines())
        ]
        starts = [" ".join(said[best[end]].strip("“").split()[:3]) for end in "ab"]
        assert any(all(any(start in cell for cell in row) for start in starts) for row in rows)
        assert "Vision Times" not in text

    @pytest.mark.parametrize("width", [40, 80, 120, 300])
    def test_show_keeps_its_width_and_shows_every_outlet(self, seeded: Terminal, width: int) -> None:
        text = seeded("show", "kremlin", "--width", str(width))
        flat = " ".join(text.split())
        for word in ("Vision", "Euro", "Latin", "International", "[drones]"):
            assert word in flat
        lines = text.splitlines()
        assert max(len(line) for line in lines[3:]) <= width

    def test_show_one_outlet_and_json(self, seeded: Terminal) -> None:
        text = seeded("show", "kremlin", "--outlets", "washington", "--width", "60")
        assert "[drones]" in text
        assert "│" not in text
        found = seeded.json("show", "kremlin", "--outlets", "euro")
        assert [one["outlet"] for one in found["articles"]] == ["Euro Weekly News"]
        seeded("show", "kremlin", "--outlets", "nobody", status=1)
        assert "Latin Times" in seeded.errors

    def test_search(self, seeded: Terminal) -> None:
        found = seeded.json("search", "lost control")
        assert set(found) >= {"query", "parsed", "total", "took_ms", "hits"}
        assert {hit["outlet"] for hit in found["hits"]} == {"Latin Times", "Washington Post (reprint)"}
        for hit in found["hits"]:
            assert set(hit) >= {"story", "article", "source_id", "outlet", "title", "published", "score"}
            assert hit["passage"].startswith(hit["article"])
            marked = [hit["snippet"][start:end].lower() for start, end in hit["highlights"]]
            assert {"lost", "control"} <= set(marked)
        assert "lost control" in seeded("search", "lost", "control")
        assert "\x1b" not in seeded("search", "lost", "control")

    def test_search_says_more_when_asked(self, seeded: Terminal) -> None:
        found = seeded.json("search", "--facets", "--kwic", "--table", "--newest", '"lost control"')
        (story,) = found["stories"]
        assert (len(story["have"]), len(story["lack"])) == (2, 3)
        assert {facet["kind"] for facet in found["facets"]} == {"outlet"}
        assert {line["match"] for line in found["kwic"]} == {"lost control"}
        (table,) = found["tables"]
        assert [row["term"] for row in table["rows"]] == ['"lost control"']
        assert len(table["rows"][0]["counts"]) == len(table["outlets"]) == 5
        text = seeded("search", "lost control")
        assert "not in The News International" in text
        assert "lost control" in seeded("search", "--kwic", "lost control")
        assert "—" in seeded("search", "--table", '"lost control"')
        assert "by outlet" in seeded("search", "--facets", "drone")
        assert seeded.json("search", "kremln")["did_you_mean"] == "kremlin"

    def test_searches_are_kept(self, seeded: Terminal) -> None:
        seeded("search", "drone")
        assert seeded.json("searches", "history") == ["drone"]
        assert seeded.json("searches", "save", "War", "drone OR missile") == [
            {"name": "War", "query": "drone OR missile"}
        ]
        assert seeded("searches") == "War: drone OR missile\n"
        assert seeded.json("search", "--saved", "war", "lost")["query"] == "(drone OR missile) lost"
        assert seeded.json("searches", "forget", "war") == []
        assert seeded("search", "--saved", "war", status=1) == ""
        assert seeded.json("searches", "clear") == []

    def test_a_wrong_query_is_pointed_at(self, seeded: Terminal) -> None:
        seeded("search", "drone titel:x", status=1)
        query, caret, message = seeded.errors.splitlines()
        assert caret.index("^") == query.index("titel")
        assert "did you mean title:?); understood: drone" in message

    def test_no_hits_and_a_wrong_query(self, seeded: Terminal) -> None:
        assert seeded.json("search", "zebra")["hits"] == []
        assert seeded("search", "zebra") == ""
        assert "no hits" in seeded.errors
        assert seeded("search", "(", status=1) == ""
        assert seeded.errors.startswith("bylines: ")

    def test_a_mistyped_library_is_not_made(self, bylines: Terminal) -> None:
        for words in (["stories"], ["show", "x"], ["search", "x"], ["notes", "list"], ["check"], ["reindex"]):
            assert bylines(*words, status=1) == ""
            assert "there is no library here" in bylines.errors
            assert "bylines add" in bylines.errors
            assert str(bylines.library) in bylines.errors
        assert not bylines.library.exists()

    def test_an_empty_library(self, bylines: Terminal) -> None:
        (bylines.library / "notes").mkdir(parents=True)
        assert bylines.json("stories") == []
        assert bylines("stories") == ""
        assert "bylines add" in bylines.errors
        assert bylines("show", "x", status=1) == ""
        assert bylines.json("notes", "list") == []
        assert bylines.json("check") == []


class TestNotes:
    def test_a_life(self, seeded: Terminal) -> None:
        (story,) = seeded.json("stories")
        passage = seeded.json("compare", story["id"])["articles"][0]["passages"][3]
        words = (
            "--passage",
            passage["id"],
            "--title",
            "Who says it",
            "--text",
            "Ask *them*.",
            "--tag",
            "war",
        )
        (note,) = seeded.json("notes", "new", *words)
        keys = {"id", "path", "story", "anchor", "status", "title", "tags", "created", "updated", "text"}
        assert set(note) >= keys
        assert (note["story"], note["status"], note["tags"]) == (story["id"], "anchored", ["war"])
        assert note["anchor"]["exact"] == passage["text"]
        assert "Ask *them*." in Path(note["path"]).read_text()
        assert seeded.json("stories")[0]["notes"] == 1
        (edited,) = seeded.json("notes", "edit", note["id"], "--text", "Asked.")
        assert (edited["text"].strip(), edited["title"]) == ("Asked.", "Who says it")
        (renamed,) = seeded.json("notes", "edit", note["id"], "--title", "Answered")
        assert (renamed["text"].strip(), renamed["title"]) == ("Asked.", "Answered")
        assert [one["id"] for one in seeded.json("notes", "search", "asked")] == [note["id"]]
        assert [one["id"] for one in seeded.json("notes", "list", "--story", "kremlin")] == [note["id"]]
        assert [one["id"] for one in seeded.json("notes")] == [note["id"]]
        assert passage["text"] in seeded("notes", "show", note["id"])
        assert seeded("notes", "list").startswith(note["id"])
        seeded("notes", "delete", note["id"])
        assert seeded.json("notes", "list") == []
        assert seeded.json("notes", "restore", note["id"])[0]["id"] == note["id"]

    def test_the_text_may_come_from_standard_input(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From a pipe.")))
        assert bylines.json("notes", "new", "--text", "-")[0]["text"].strip() == "From a pipe."

    def test_without_a_terminal_a_text_is_asked_for(self, bylines: Terminal) -> None:
        bylines("notes", "new", status=1)
        assert "--text" in bylines.errors

    def test_an_unknown_note(self, bylines: Terminal) -> None:
        bylines("notes", "new", "--text", "Known.")
        bylines("notes", "show", "n00000000", status=1)
        assert "n00000000" in bylines.errors


class TestUpkeep:
    def test_check_and_reindex(self, seeded: Terminal) -> None:
        assert seeded.json("check") == []
        assert "in order" in seeded("check")
        shutil.rmtree(seeded.library / "index")
        assert seeded.json("reindex") == {"articles": 5}
        assert seeded.json("search", "kirby")["total"] > 0
        (seeded.library / "notes").mkdir(exist_ok=True)
        (seeded.library / "notes" / "x.md").write_text("---\nid: [\n---\n")
        problems = seeded.json("check", status=1)
        assert set(problems[0]) == {"where", "what", "fix"}

    def test_config(self, bylines: Terminal, tmp_path: Path) -> None:
        assert bylines.json("config", "path")["library"] == str(bylines.library)
        assert str(bylines.library) in bylines("config", "path")
        assert "theme" in bylines.json("config", "show")
        file = tmp_path / "c.yaml"
        file.write_text("theem: x\n")
        (problem,) = bylines.json("config", "check", "--config", str(file), status=1)
        assert problem["where"].endswith("c.yaml:1:1")
        assert "theme" in problem["fix"]
        assert bylines.json("config", "check") == []
        shown = bylines("--set", "grouping=looser", "config", "show", "--set", "theme=nord")
        assert re.search(r"^theme: nord +# --set theme$", shown, re.MULTILINE)
        assert re.search(r"^grouping: looser +# --set grouping$", shown, re.MULTILINE)
        assert re.search(r'^editor: "" +# default$', shown, re.MULTILINE)
        bylines("stories", "--set", "grouping=99", status=2)

    def test_a_damaged_library_is_told_on_stderr(self, seeded: Terminal) -> None:
        (seeded.library / "library.db").write_bytes(b"junk" * 1000)
        assert seeded.json("stories") == []
        assert "set aside" in seeded.errors

    def test_an_article_that_cannot_be_indexed_is_told_on_stderr(self, seeded: Terminal) -> None:
        with contextlib.closing(sqlite3.connect(seeded.library / "library.db")) as connection, connection:
            connection.execute("UPDATE revision SET body = x'00' WHERE article = 1")
        assert seeded.json("reindex") == {"articles": 4}
        assert "bylines: 1 article is not found by search" in seeded.errors
        assert "euro-weekly-news.txt); add it again" in seeded.errors
        # A command that fails may fail because of it.
        story = seeded.json("stories")[0]["id"]
        seeded("show", story, "--outlets", "Euro Weekly News", status=1)
        assert "is left out, as what is stored of it is damaged" in seeded.errors


class TestUsage:
    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["--version"]) == 0
        assert capsys.readouterr().out == f"bylines {VERSION}\n"

    @pytest.mark.parametrize(
        "words",
        [
            ["bogus"],
            ["show"],
            ["stories", "--limit", "0"],
            ["stories", "--limit", "x"],
            ["add"],
            ["--lib", "x"],
        ],
    )
    def test_wrong_usage(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(words) == 2
        out, errors = capsys.readouterr()
        assert out == ""
        assert errors.startswith("bylines: ")

    @pytest.mark.parametrize(
        ("words", "hint"),
        [(["storys"], "`story`"), (["story", "mrge"], "`merge`"), (["export", "x", "--to", "htm"], "`html`")],
    )
    def test_a_mistyped_word_is_told_the_nearest(
        self, words: list[str], hint: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(words) == 2
        assert f"did you mean {hint}?" in capsys.readouterr().err

    def test_help_names_every_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["--help"]) == 0
        out = capsys.readouterr().out
        for command in (
            "demo",
            "add",
            "stories",
            "show",
            "compare",
            "search",
            "notes",
            "reindex",
            "check",
            "config",
        ):
            assert re.search(rf"^    {command} ", out, re.M)
            assert cli.main([command, "--help"]) == 0
            assert "--library" in capsys.readouterr().out

    def test_the_library_may_be_named_before_or_after(self, tmp_path: Path) -> None:
        parse = build().parse_args
        assert parse(["--library", "a", "stories"]).library == "a"
        assert parse(["stories", "--library", "b"]).library == "b"
        assert parse(["--library", "a", "stories", "--library", "b"]).library == "b"
        assert parse(["notes", "--json", "list"]).json
        assert not parse(["notes", "list"]).json
        assert parse(["stories"]).library is None

    @pytest.mark.parametrize(
        "words", [[], ["--library", "a"], ["--config", "b", "--library", "a", "--set", "c=d", "--set", "e=f"]]
    )
    def test_a_call_that_opens_the_reader_is_read_as_any_other(self, words: list[str]) -> None:
        assert vars(build(words).parse_args(words)) == vars(build().parse_args(words))

    @pytest.mark.parametrize(
        "words", [["stories"], ["--library"], ["--library", "--json"], ["--help"], ["--library", "a", "add"]]
    )
    def test_all_else_is_read_with_all_commands(self, words: list[str]) -> None:
        assert "doctor" in build(words).format_help()

    def test_the_reader_needs_a_terminal(self, bylines: Terminal) -> None:
        for words in ((), ("demo",)):
            assert bylines(*words, status=1) == ""
            assert "terminal" in bylines.errors


class TestHostile:
    def test_text_names_and_arguments_are_cleaned_everywhere(self, bylines: Terminal, tmp_path: Path) -> None:
        folder = tmp_path / "hostile"
        folder.mkdir()
        line = {
            "outlet": HOSTILE,
            "title": f"{HOSTILE} title",
            "text": f"{HOSTILE} One.\nTwo {HOSTILE} three.",
        }
        (folder / "a.jsonl").write_text(json.dumps(line) + "\n{broken\n")
        (folder / "\x1b]0;t\x07a.txt").write_bytes(b"\0" * 100)
        bylines("add", str(folder))
        assert "skipped" in bylines.errors
        bylines.json("add", str(folder))
        (story,) = bylines.json("stories")
        assert "[drones]" in story["title"]
        assert "[drones]" in bylines("show", story["id"])
        bylines("show", story["id"], "--outlets", HOSTILE, status=0)
        bylines("show", story["id"], "--outlets", f"x{HOSTILE}", status=1)
        bylines("compare", story["id"])
        bylines.json("compare", story["id"])
        assert "[drones]" in bylines("search", "drones")
        bylines.json("search", HOSTILE)
        bylines("stories", HOSTILE)
        bylines("show", HOSTILE, status=1)
        bylines("add", HOSTILE, status=1)
        bylines(HOSTILE, status=2)
        bylines("stories", "--limit", HOSTILE, status=2)
        bylines.json(
            "notes", "new", "--title", HOSTILE, "--text", HOSTILE, "--tag", HOSTILE, "--story", story["id"]
        )
        bylines("notes", "list")
        bylines("notes", "show", HOSTILE, status=1)
        bylines("check")

    def test_an_unforeseen_error_is_short_and_clean(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError(HOSTILE)

        monkeypatch.setattr("tui.cmdline.reading.stories", fail)
        bylines("stories", status=1)
        assert "internal error: RuntimeError: " in bylines.errors
        assert "Traceback" not in bylines.errors
        monkeypatch.setenv("BYLINES_DEBUG", "1")
        bylines("stories", status=1)
        assert "Traceback" in bylines.errors
        assert "[drones]" in bylines.errors


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    return {**kept, "HOME": str(tmp_path), "PYTHONPATH": str(REPOSITORY), "TERM": "xterm-256color", **more}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tui.cli", *words]


class TestProcess:
    def test_light_imports(self) -> None:
        code = (
            "import sys, tui.cli; tui.cli.main(['--version']);"
            "heavy = {'textual', 'whoosh', 'yaml', 'numpy', 'rich', 'sqlite3', 'argparse'};"
            "print(sorted(heavy & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True
        )
        assert done.stdout == f"bylines {VERSION}\n[]\n"

    def test_the_first_list_needs_no_other_screen_and_nothing_that_is_slow_to_import(self) -> None:
        code = (
            "import sys, tui.ahead; drawn = {'textual', 'rich'} & set(sys.modules);"
            "import tui.app; late = {'hashlib', 'numpy', 'yaml', 'whoosh', 'index.charsets',"
            " 'index.cleaning', 'index.compared', 'index.feedmodel', 'index.found', 'index.notemodel',"
            " 'index.notes.notebook', 'tui.writing', 'zstandard', 'textual.widgets._text_area'};"
            "screens = {name for name in sys.modules if name.startswith('tui.screens.')};"
            "own = {'tui.screens.base', 'tui.screens.stories', 'tui.screens.stories_actions',"
            " 'tui.screens.stories_beginning', 'tui.screens.stories_moving'};"
            "print(sorted(drawn | late & set(sys.modules)), sorted(screens - own))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True
        )
        assert done.stdout == "[] []\n"

    def test_listing_needs_no_engine(self, tmp_path: Path) -> None:
        code = (
            "import sys, tui.cli; tui.cli.main(['stories', '--json']);"
            "print(sorted({'textual', 'whoosh', 'yaml', 'rich'} & set(sys.modules)), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            env=environment(tmp_path),
            check=True,
        )
        assert json.loads(done.stdout) == []
        assert done.stderr == "[]\n"

    def test_a_closed_pipe_is_no_error(self, tmp_path: Path, copy_seeds: CopySeeds) -> None:
        env = environment(tmp_path)
        copy_seeds(tmp_path / ".local/share/bylines/library", tmp_path / ".local/state/bylines")
        read, write = os.pipe()
        process = subprocess.Popen(
            command("show", "kremlin"), env=env, stdout=write, stderr=subprocess.PIPE, text=True
        )
        os.close(write)
        os.close(read)
        _, errors = process.communicate(timeout=30)
        assert errors == ""
        assert process.returncode == 141

    def test_an_ascii_stream_still_gets_everything(self, tmp_path: Path, copy_seeds: CopySeeds) -> None:
        env = environment(tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
        copy_seeds(tmp_path / ".local/share/bylines/library", tmp_path / ".local/state/bylines")
        done = subprocess.run(command("show", "kremlin", "--json"), env=env, check=True, capture_output=True)
        assert (
            "“" in json.loads(done.stdout)["articles"][1]["passages"][9]["text"] or b"\\u201c" in done.stdout
        )
        subprocess.run(command("show", "kremlin"), env=env, check=True, capture_output=True)

    def test_a_stopped_add_keeps_what_is_finished(self, tmp_path: Path) -> None:
        source = tmp_path / "many.jsonl"
        with source.open("w") as file:
            for n in range(20_000):
                file.write(
                    json.dumps({"id": str(n), "title": f"Title{n}", "text": f"Word{n} stands here."}) + "\n"
                )
        env = environment(tmp_path)
        process = subprocess.Popen(
            command("add", str(source), "--json"),
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        database = tmp_path / ".local/share/bylines/library/library.db-wal"
        end = time.monotonic() + 20
        while time.monotonic() < end and not (database.exists() and database.stat().st_size > 300_000):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
        assert process.returncode == 130, errors
        report = json.loads(out)
        assert 0 < report["added"] < 20_000
        assert "stopped" in errors
        stories = subprocess.run(command("stories", "--json"), env=env, capture_output=True, check=True)
        assert sum(len(story["articles"]) for story in json.loads(stories.stdout)) == report["added"]

    @pytest.mark.parametrize(("more", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
    def test_colour_only_on_a_terminal_that_wants_it(
        self, tmp_path: Path, copy_seeds: CopySeeds, more: dict[str, str], colored: bool
    ) -> None:
        env = environment(tmp_path, **more)
        copy_seeds(tmp_path / ".local/share/bylines/library", tmp_path / ".local/state/bylines")
        main, child = pty.openpty()
        process = subprocess.Popen(command("search", "lost control"), env=env, stdout=child, stderr=child)
        os.close(child)
        shown = b""
        with contextlib.suppress(OSError):
            while chunk := os.read(main, 65536):
                shown += chunk
        os.close(main)
        assert process.wait(timeout=30) == 0
        assert b"lost" in shown
        assert (b"\x1b[1m" in shown) is colored

    def test_progress_is_drawn_on_a_terminal_only_and_on_stderr(self, tmp_path: Path, seeds: Path) -> None:
        main, child = pty.openpty()
        process = subprocess.Popen(
            command("add", str(seeds), "--json"),
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=child,
        )
        os.close(child)
        assert process.stdout is not None
        report = json.loads(process.stdout.read())
        process.stdout.close()
        shown = b""
        with contextlib.suppress(OSError):
            while chunk := os.read(main, 65536):
                shown += chunk
        os.close(main)
        assert process.wait(timeout=30) == 0
        assert report["added"] == 5
        assert b"reading" in shown
        assert b"\x1b" not in shown
