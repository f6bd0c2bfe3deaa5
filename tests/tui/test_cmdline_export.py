"""`bylines export`: forms, files, outlets, notes."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from index.library import Library
from tests.tui.test_cli import Terminal


@pytest.fixture
def seeded(compared: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


def test_forms_on_stdout(seeded: Terminal) -> None:
    assert seeded("export", "kremlin").startswith("# Kremlin accuses Washington")
    assert seeded("export", "kremlin", "--to", "html", "-o", "-").startswith("<!DOCTYPE html>")


def test_json_is_the_comparison_with_rows_and_notes(seeded: Terminal, tmp_path: Path) -> None:
    seeded("notes", "new", "--story", "kremlin", "--text", "Ask the desk.")
    made = json.loads(seeded("export", "kremlin", "--to", "json", "--date", "2023-05-07"))
    for name, value in seeded.json("compare", "kremlin").items():
        if name in ("links", "figures", "quotes", "only", "missing", "spellings", "copies"):
            assert made[name] == value
    assert made["made"] == "2023-05-07"
    assert [note["text"] for note in made["notes"]] == ["Ask the desk.\n"]
    assert made["rows"][0]["standing"] == "headlines"
    assert str(tmp_path) not in json.dumps(made)
    # What the person has read is no part of it: opening the story changes nothing.
    seeded("story", "pin", "kremlin")
    assert json.loads(seeded("export", "kremlin", "--to", "json", "--date", "2023-05-07")) == made
    assert not json.loads(seeded("export", "kremlin", "--to", "json", "--without-notes"))["notes"]


def test_a_file_is_made_and_not_replaced_unasked(seeded: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    assert seeded("export", "kremlin", "-o", str(path), "--outlets", "latin,vision") == ""
    assert "written to" in seeded.errors
    before = path.read_bytes()
    seeded("export", "kremlin", "-o", str(path), status=1)
    assert "--force" in seeded.errors
    assert path.read_bytes() == before
    seeded("export", "kremlin", "-o", str(path), "--force")
    assert path.read_bytes() != before
    seeded("export", "kremlin", "-o", str(tmp_path / "story.doc"), status=2)
    seeded("export", "kremlin", "-o", str(tmp_path / "no" / "story.md"), status=1)
    seeded("export", "kremlin", "-o", str(tmp_path), "--to", "md", "--force", status=1)
    seeded("export", "kremlin", "--date", "May", status=2)
    assert (tmp_path / "story.html").exists()
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".bylines")]


def test_what_is_no_file_is_not_replaced(seeded: Terminal, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    seeded("export", "kremlin", "--to", "md", "--force", "-o", str(pipe), status=1)
    assert "not a file" in seeded.errors
    assert pipe.is_fifo()


@pytest.mark.parametrize("path", ["~nobody-is-called-so/x.md", "a" * 300 + ".md"])
def test_a_path_that_cannot_be_is_told(seeded: Terminal, path: str) -> None:
    seeded("export", "kremlin", "-o", path, status=1)
    assert "cannot be written" in seeded.errors
    assert "internal" not in seeded.errors


def test_a_table_in_a_file_begins_with_a_mark_for_spreadsheets(seeded: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "story.csv"
    seeded("export", "kremlin", "-o", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in path.read_bytes()
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    found = seeded.json("compare", "kremlin")
    assert len(lines) == sum(len(one["passages"]) for one in found["articles"])
    only = {line["passage"] for line in lines if line["only_here"] == "yes"}
    assert only == {one["passage"] for one in found["only"]}
