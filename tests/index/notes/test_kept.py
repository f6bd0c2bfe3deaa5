"""What was read is kept for the next process, and the system tells of changes: neither is trusted blindly."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from index.notemodel import Anchor
from index.notes import kept, notebook, watch
from index.notes.notebook import Notebook

ANCHOR = Anchor("a0000000a", 2, "“no” \x1f", "be\nfore ", " after", 5, 22, "Latin Times", "T", None, "2023")
MANY = 30

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system has no inotify")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes of all kinds, old enough to be kept."""
    monkeypatch.setattr(kept, "_SETTLED", -(10**12))
    folder = tmp_path / "notes"
    written = Notebook(folder)
    for number in range(MANY):
        written.create(
            story="s0000000a" if number % 2 else None,
            anchors=(ANCHOR,) * (number % 3),
            title=f"title {number}",
            text=f"text {number} #tag [[title 1]]\n",
            tags=("one", "two"),
        )
    (folder / "broken.md").write_bytes(b"---\nx: [\n---\nbody\n")
    (folder / "deep").mkdir()
    (folder / "deep" / "plain \u00e9.md").write_text("plain")
    (folder / os.fsdecode(b"not \xff utf-8.md")).write_text("odd name")
    return folder


def _read(folder: Path, cache: Path) -> Notebook:
    notes = Notebook(folder, cache=cache)
    notes.all()
    return notes


def test_unchanged_files_are_not_opened_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    first = _read(folder, cache)
    assert first.all() == Notebook(folder).all()
    opened: list[str] = []
    load = notebook._load

    def counted(path: Path, *rest: object) -> kept.Entry:
        opened.append(path.name)
        return load(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(notebook, "_load", counted)
    again = _read(folder, cache)
    assert again.all() == first.all() and again.problems() == first.problems()
    # A name that is no UTF-8 cannot be kept.
    assert [os.fsencode(name) for name in opened] == [b"not \xff utf-8.md"]


def test_what_changed_meanwhile_is_read(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = _read(folder, cache)
    changed, gone, moved = [note for note in first.all() if note.text.startswith("text")][:3]
    status = changed.path.stat()
    raw = changed.path.read_bytes()
    changed.path.write_bytes(raw.replace(b"text", b"TEXT"))
    os.utime(changed.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    gone.path.unlink()
    moved.path.rename(folder / "deep" / "moved.md")
    again = _read(folder, cache)
    assert again.all() == Notebook(folder).all()
    assert "TEXT" in again.get(changed.id).text and again.get(moved.id).path.name == "moved.md"
    assert gone.id not in again.by_id()


def test_a_file_written_just_now_is_not_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be written once more in the same tick of the clock."""
    monkeypatch.setattr(kept, "_SETTLED", 10**12)
    _read(folder, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("raw", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_table_is_as_none(folder: Path, tmp_path: Path, raw: bytes) -> None:
    cache = tmp_path / "cache"
    first = _read(folder, cache)
    (table,) = cache.iterdir()
    table.write_bytes(raw)
    assert _read(folder, cache).all() == first.all() == _read(folder, cache).all()
    (cache / "not a folder").write_text("")
    assert _read(folder, cache / "not a folder").all() == first.all()


def test_the_table_of_another_version_is_made_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    first = _read(folder, cache)
    monkeypatch.setattr(kept, "VERSION", kept.VERSION + 1)
    assert kept.Kept(folder, cache).entries() == {}
    assert _read(folder, cache).all() == first.all()
    assert len(kept.Kept(folder, cache).entries()) == MANY + 2


@linux
def test_only_files_that_are_told_of_are_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written in place, made, renamed and deleted, also in subfolders, and behind a link."""
    behind = folder.parent / "behind.txt"
    behind.write_text("behind a link")
    (folder / "link.md").symlink_to(behind)
    notes = Notebook(folder)
    notes.all()
    notes.version()
    monkeypatch.setattr(watch, "walk", lambda *_: pytest.fail("all files were looked at"))
    version = notes.version()
    first, second, third = [note for note in notes.all() if note.path.name != "link.md"][:3]
    with first.path.open("ab") as file:
        file.write(b"in place\n")
    second.path.unlink()
    third.path.rename(folder / "deep" / "third.md")
    (folder / "deep" / "new.md").write_text("new")
    (folder / "deep" / "new.txt").write_text("no note")
    behind.write_text("behind a link, written again")
    assert notes.version() != version
    found = {note.path.name: note.text for note in notes.all()}
    assert found[first.path.name].endswith("in place\n")
    assert second.path.name not in found and third.path.name not in found
    assert found["third.md"] == third.text and found["new.md"] == "new"
    assert found["link.md"] == "behind a link, written again"
    assert notes.version() == notes.version()


def test_folders_that_come_go_and_are_replaced(folder: Path) -> None:
    notes = Notebook(folder)
    notes.all()
    notes.version()
    (folder / "later" / "deeper").mkdir(parents=True)
    (folder / "later" / "deeper" / "a.md").write_text("a")
    assert "a" in {note.text for note in notes.all()}
    (folder / "later" / "deeper" / "a.md").write_text("changed")
    assert "changed" in {note.text for note in notes.all()}
    (folder / "later").rename(folder.parent / "away")
    assert "changed" not in {note.text for note in notes.all()}
    folder.rename(folder.parent / "old")
    assert notes.all() == []
    folder.mkdir()
    (folder / "b.md").write_text("b")
    assert [note.text for note in notes.all()] == ["b"]
    (folder / "b.md").write_text("bb")
    assert [note.text for note in notes.all()] == ["bb"]


def test_without_the_systems_help_changes_are_seen_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "other")
    test_folders_that_come_go_and_are_replaced(folder)
