"""`bylines notes`: filters, export, import, check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import CopySeeds
from tests.tui.test_cli import Terminal


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str], copy_seeds: CopySeeds) -> Terminal:
    copy_seeds(tmp_path / "library", Path.home() / ".local/state/bylines")
    return Terminal(tmp_path, capsys)


def test_export_and_import(bylines: Terminal, tmp_path: Path) -> None:
    (story,) = bylines.json("stories")
    passage = bylines.json("show", story["id"])["articles"][0]["passages"][4]
    (note,) = bylines.json(
        "notes", "new", "--passage", passage["id"], "--title", "Count", "--text", "Who? #check [[x]]"
    )
    assert (note["tags"], note["links"]) == (["check"], ["x"])
    made = bylines("notes", "export", "--story", story["id"])
    assert made.startswith("# Notes\n") and "### Count" in made and "\n> — " in made
    assert json.loads(bylines("notes", "export", "--to", "json"))[0]["id"] == note["id"]
    target = tmp_path / "notes.jsonld"
    bylines("notes", "export", "--to", "jsonld", "-o", str(target))
    assert "1 note written" in bylines.errors
    assert bylines("notes", "import", str(target)) == "0 notes added, 1 unchanged\n"
    bylines("notes", "delete", note["id"])
    assert bylines.json("notes", "import", str(target))["notes"] == [note["id"]]
    (back,) = bylines.json("notes")
    assert (back["anchors"], back["text"]) == (note["anchors"], note["text"])
    table = tmp_path / "notes.csv"
    bylines("notes", "export", "--to", "csv", "--output", str(table))
    assert table.read_bytes().startswith(b'\xef\xbb\xbf"id",') and table.read_bytes().count(b"\r\n") == 2
    bylines("notes", "export", "-o", str(table), status=1)
    assert "--force" in bylines.errors
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    bylines("notes", "export", "-o", str(table), "--force")
    assert table.read_text() == bylines("notes", "export")
    bylines("notes", "export", "-o", str(tmp_path / "no" / "where"), status=1)
    bylines("notes", "import", str(tmp_path / "gone.md"), status=1)
    assert "gone.md" in bylines.errors
    bylines("notes", "check", status=1)
    assert "[[x]]" in bylines.json("notes", "check", status=1)[0]["what"]


def test_filters(bylines: Terminal) -> None:
    for text in ("one #a/b", "two #c"):
        bylines("notes", "new", "--text", text)
    assert bylines("notes", "check") == "the notes are in order\n"
    assert [note["text"] for note in bylines.json("notes", "list", "--tag", "a")] == ["one #a/b\n"]
    assert bylines.json("notes", "list", "--outlet", "Latin") == []
    assert bylines.json("notes", "list", "--orphans") == []
    assert len(bylines.json("notes", "list", "--since", "2023")) == 2
    bylines("notes", "list", "--since", "soon", status=1)
    assert "2023-05-07" in bylines.errors
