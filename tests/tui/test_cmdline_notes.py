"""Notes written in an editor from the command line: nothing that was written is lost."""

from __future__ import annotations

import io
import re
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from index.errors import NoteError
from index.library import Library
from tests.tui.test_cli import Terminal
from tui.cmdline import notes


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal whose temporary files lie in a folder of the test's own."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.setattr(notes, "_at_terminal", lambda: True)
    return Terminal(tmp_path, capsys)


def editor(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Make a shell script the editor; its first argument is the file."""
    path = terminal.root / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(stat.S_IRWXU)
    monkeypatch.setenv("EDITOR", str(path))
    monkeypatch.delenv("VISUAL", raising=False)


def left(terminal: Terminal) -> list[str]:
    """The texts of the temporary files that are still there."""
    return [path.read_text() for path in (terminal.root / "temp").glob("bylines-*.md")]


def failing(*_: object, **__: object) -> None:
    raise NoteError("the disk is full")


class TestEditor:
    def test_a_note_is_written_and_changed(self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        editor(bylines, monkeypatch, 'echo "First line." >> "$1"')
        (note,) = bylines.json("notes", "new")
        assert note["text"].strip() == "First line."
        editor(bylines, monkeypatch, 'echo "Second line." >> "$1"')
        (note,) = bylines.json("notes", "edit", note["id"])
        assert note["text"].split("\n")[:2] == ["First line.", "Second line."]
        assert left(bylines) == []

    def test_a_text_that_cannot_be_saved_is_kept_and_named(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        editor(bylines, monkeypatch, 'echo "An hour of work." > "$1"')
        monkeypatch.setattr(Library, "new_note", failing)
        bylines("notes", "new", status=1)
        assert "disk is full" in bylines.errors
        named = re.search(r"kept in (\S+)", bylines.errors)
        assert named
        assert Path(named[1]).read_text() == "An hour of work.\n"

    def test_a_change_that_cannot_be_saved_is_kept_and_named(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (note,) = bylines.json("notes", "new", "--text", "Before.")
        editor(bylines, monkeypatch, 'echo "After." > "$1"')
        monkeypatch.setattr(Library, "save_note", failing)
        bylines("notes", "edit", note["id"], status=1)
        assert left(bylines) == ["After.\n"]
        assert "kept in" in bylines.errors

    @pytest.mark.parametrize(
        ("script", "told"),
        [
            ('echo x > "$1"; exit 3', "status 3"),
            (': > "$1"', "empty"),
            ('printf " \\n\\t\\n" > "$1"', "empty"),
        ],
    )
    def test_a_failed_editor_or_an_empty_text_saves_nothing(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch, script: str, told: str
    ) -> None:
        (note,) = bylines.json("notes", "new", "--text", "Before.")
        editor(bylines, monkeypatch, script)
        bylines("notes", "new", status=1)
        assert told in bylines.errors
        assert "nothing is saved" in bylines.errors
        bylines("notes", "edit", note["id"], status=1)
        assert [one["text"].strip() for one in bylines.json("notes")] == ["Before."]
        assert left(bylines) == []

    def test_what_a_killed_editor_had_saved_is_kept(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        editor(bylines, monkeypatch, 'echo "Half a" > "$1"; kill -9 $$')
        bylines("notes", "new", status=1)
        assert left(bylines) == ["Half a\n"]
        assert "signal 9" in bylines.errors
        assert bylines.json("notes") == []

    def test_an_editor_that_does_not_start_leaves_nothing(
        self, bylines: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EDITOR", str(bylines.root / "none"))
        monkeypatch.delenv("VISUAL", raising=False)
        bylines("notes", "new", status=1)
        assert "did not start" in bylines.errors
        assert left(bylines) == []


def test_a_piped_text_that_cannot_be_saved_is_kept(
    bylines: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From a pipe.")))
    monkeypatch.setattr(Library, "new_note", failing)
    bylines("notes", "new", "--text", "-", status=1)
    assert left(bylines) == ["From a pipe."]
