"""Drafts outlive a crash, are given back once, and are never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import NoteError
from index.library import Library
from index.notemodel import NoteDraft
from index.notes import notefile
from index.notes.drafts import Drafts

DRAFT = NoteDraft(
    "k", "Title", "text\n", "n0000000a", "stamp", "s0000000a", ("a.1.2",), "2023-05-07T08:15:00Z"
)


def crashed(folder: Path, *drafts: NoteDraft) -> None:
    """Keep the drafts in a process of its own, and kill that."""
    code = (
        "import sys, os, signal; from pathlib import Path; from index.notemodel import NoteDraft;"
        "from index.notes.drafts import Drafts; d = Drafts(Path(sys.argv[1]));"
        "[d.keep(eval(text)) for text in sys.argv[2:]]; os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder), *map(repr, drafts)])
    assert done.returncode == -signal.SIGKILL


def test_a_draft_of_a_killed_reader_is_given_back_until_it_is_dropped(tmp_path: Path) -> None:
    crashed(tmp_path, DRAFT, replace(DRAFT, text="later\n"))
    drafts, other = Drafts(tmp_path), Drafts(tmp_path)
    assert drafts.left() == drafts.left() == [replace(DRAFT, text="later\n")]
    assert other.left() == []
    drafts.drop("k")
    assert drafts.left() == other.left() == []
    drafts.close()
    assert list(tmp_path.iterdir()) == []


def test_a_recovered_draft_outlives_another_crash(tmp_path: Path) -> None:
    crashed(tmp_path, DRAFT)
    first = Drafts(tmp_path)
    assert first.left() == [DRAFT]
    first.close()
    assert Drafts(tmp_path).left() == [DRAFT]


def test_what_is_being_written_is_nobody_elses(tmp_path: Path) -> None:
    writing, other = Drafts(tmp_path), Drafts(tmp_path)
    writing.keep(DRAFT)
    assert writing.left() == other.left() == []
    writing.close()
    assert other.left() == [DRAFT]


def test_two_drafts_of_one_note_are_both_kept(tmp_path: Path) -> None:
    crashed(tmp_path, DRAFT)
    crashed(tmp_path, replace(DRAFT, text="another\n"))
    crashed(tmp_path, replace(DRAFT, saved="2024-01-01T00:00:00Z"))
    found = Drafts(tmp_path).left()
    assert sorted(draft.text for draft in found) == ["another\n", "text\n"]
    assert len({draft.key for draft in found}) == 2


def test_a_damaged_draft_stays_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.y.json").write_bytes(b'{"key": ')
    drafts = Drafts(tmp_path)
    assert drafts.left() == []
    assert [problem.where for problem in drafts.problems()] == [str(tmp_path / "x.y.json")]


def test_a_draft_that_cannot_be_kept_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep(DRAFT)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NoteError, match="No space left"):
            drafts.keep(replace(DRAFT, text="new"))
    with monkeypatch.context() as patch:
        patch.setattr(notefile, "MAX_NOTE", 400)
        with pytest.raises(NoteError, match="too long"):
            drafts.keep(replace(DRAFT, text="x" * 500))
    drafts.close()
    assert Drafts(tmp_path).left() == [DRAFT]


def test_the_librarys_drafts(seeded: Library) -> None:
    assert seeded.drafts() == [] and not seeded.paths.drafts.exists()
    note = seeded.new_note(story=None, title="A", text="one")
    before = Library.open(seeded.paths)
    before.keep_draft("saved", note=note, title="A", text="one")
    before.keep_draft("open", note=note, title="A", text="two")
    before.keep_draft("new", story="s", passages=("p",), text="three")
    before.keep_draft("empty", text=" ")
    before.close()
    assert {draft.key: (draft.note, draft.text) for draft in seeded.drafts()} == {
        "open": (note.id, "two"),
        "new": (None, "three"),
    }
    seeded.save_note(note, text="two")
    seeded.drop_draft("new")
    assert seeded.drafts() == []
