"""Kills, full disks and other readers: never a torn or lost note."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import files
from index.notes.notebook import Notebook


def test_j113_hundreds_of_kills_while_saving(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.index.notes.killing", str(tmp_path / "notes"), "200", "5"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert told["saves"] > 200
    assert told == {"kills": 200, "saves": told["saves"], "torn": 0, "lost": 0, "doubled": 0}


def test_j112_a_file_size_limit_in_the_middle_of_a_save(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path)
    note = notebook.create(title="x", text="old\n")
    before = note.path.read_bytes()
    code = """
import resource, signal, sys
from pathlib import Path
from index.errors import NoteError
from index.notes.notebook import Notebook
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
notebook = Notebook(Path(sys.argv[1]))
try:
    notebook.save(notebook.get(sys.argv[2]), text="new\\n" * 10_000)
except NoteError as error:
    sys.exit(7 if "too large" in str(error) and "intact" in str(error) else 8)
"""
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path), note.id]).returncode == 7
    assert note.path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [note.path.name]


def test_j115_two_processes_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each adds its own lines to one note; a line is in the note or in a conflict's copy."""
    note = Notebook(tmp_path).create(title="shared", text="")
    code = """
import sys
from pathlib import Path
from index.errors import NoteConflictError
from index.notes.notebook import Notebook
notebook = Notebook(Path(sys.argv[1]))
for number in range(40):
    note = notebook.get(sys.argv[2])
    try:
        notebook.save(note, text=note.text + f"{sys.argv[3]}{number}\\n")
    except NoteConflictError:
        pass
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), note.id, name]) for name in ("a", "b")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = {line for found in Notebook(tmp_path).all() for line in found.text.split("\n")}
    assert {f"{name}{number}" for name in "ab" for number in range(40)} <= lines


def test_what_killed_savers_left_is_swept_away_later(tmp_path: Path) -> None:
    old, new, theirs = (tmp_path / name for name in (".bylines-a.tmp", ".bylines-b.tmp", ".other.tmp"))
    for path in (old, new, theirs):
        path.write_text("x")
    for path in (old, theirs):
        os.utime(path, (1, 1))
    Notebook(tmp_path).create(text="x")
    assert (old.exists(), new.exists(), theirs.exists()) == (False, True, True)
    files.sweep(tmp_path / "nowhere")


def test_j116_a_read_only_folder_is_said(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    notebook = Notebook(tmp_path)
    note = notebook.create(text="old")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(Exception, match="Permission denied"):
            notebook.save(note, text="new")
    finally:
        tmp_path.chmod(0o755)
    assert notebook.get(note.id).text == "old"


def test_in_a_large_folder_changes_are_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.notes import watch

    monkeypatch.setattr(watch, "_QUICK", 0.0)
    monkeypatch.setattr(watch, "_PATIENCE", 3600.0)
    monkeypatch.setattr(watch, "_SHARE", 1e9)
    notebook = Notebook(tmp_path)
    first, second = notebook.create(text="1"), notebook.create(text="2")
    assert len(notebook.all()) == 2
    version = notebook.version()
    assert notebook.version() == version
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "new.md").write_text("3")
    second.path.unlink()
    assert sorted(note.text for note in notebook.all()) == ["1", "3"]
    assert notebook.version() != version
    assert notebook.save(first, text="one").text == "one"
    assert {note.text for note in notebook.all()} == {"one", "3"}
