"""Writing notes in the reader when disks, folders and other programs do what they do."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from index import files
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown, told, write
from tui.app import BylinesApp
from tui.screens.note_editor import NoteEditor


@pytest.fixture
def old(seeded: Library) -> Path:
    """The file of a note that is there already."""
    return seeded.new_note(story=seeded.stories()[0].id, title="mine", text="as it was").path


def _drafted(library: Library) -> str:
    return "".join(path.read_text("utf-8") for path in library.paths.drafts.glob("*.json"))


async def test_j112_a_full_disk_keeps_the_old_note_and_the_new_text(
    open_reader: Open, seeded: Library, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The save fails in its middle, after the bytes went out; a draft has the text, and it is saved later."""
    before = old.read_bytes()
    sync = os.fsync

    def full(handle: int) -> None:
        if "notes" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    async with open_reader(120, 40) as pilot:
        await press(pilot, "A", "enter")
        await write(pilot, "and more")
        with monkeypatch.context() as broken:
            broken.setattr(files.os, "fsync", full)
            await press(pilot, "escape")
            assert "No space left" in told(pilot) and "The text is still here" in told(pilot)
            assert isinstance(pilot.app.screen, NoteEditor) and "and more" in shown(pilot)
            assert old.read_bytes() == before
            assert "and more" in _drafted(seeded)
            assert list(old.parent.iterdir()) == [old]
        await press(pilot, "escape")
        assert "and more" in old.read_text("utf-8")
        assert _drafted(seeded) == ""


async def test_j116_in_a_read_only_folder_the_text_stays_and_the_reason_is_shown(
    open_reader: Open, seeded: Library, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    make = tempfile.mkstemp

    def refused(*, prefix: str, suffix: str, dir: Path) -> tuple[int, str]:
        if "notes" in str(dir):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return make(prefix=prefix, suffix=suffix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A", "enter")
        await write(pilot, "and more")
        await press(pilot, "escape")
        assert "Permission denied" in told(pilot)
        assert "and more" in shown(pilot)
        assert old.read_bytes() == before
        assert "and more" in _drafted(seeded)
        # Leaving altogether does not lose it either.
        await press(pilot, "ctrl+q")
        assert isinstance(pilot.app.screen, NoteEditor)
        await press(pilot, "ctrl+g")
        assert _drafted(seeded) == ""


async def test_j116_a_vanished_folder_is_said_and_the_note_saved_when_it_is_back(
    open_reader: Open, seeded: Library, old: Path, tmp_path: Path
) -> None:
    folder = old.parent
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A", "enter")
        await write(pilot, "and more")
        folder.rename(tmp_path / "away")
        await press(pilot, "escape")
        assert "vanished" in told(pilot)
        assert "and more" in _drafted(seeded)
        (tmp_path / "away").rename(folder)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, NoteEditor)
        assert "and more" in old.read_text("utf-8")


async def test_j114_an_outside_edit_is_kept_beside_ours_and_only_once(
    open_reader: Open, seeded: Library, old: Path
) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A", "enter")
        await write(pilot, "of mine")
        old.write_text(old.read_text("utf-8").replace("as it was", "theirs"), "utf-8")
        await press(pilot, "ctrl+s")
        assert "changed outside" in told(pilot)
        await press(pilot, "ctrl+s", "escape")
        assert not isinstance(pilot.app.screen, NoteEditor)
        assert sorted(note.text for note in seeded.notes()) == ["as it was\nof mine\n", "theirs\n"]
        assert {note.title for note in seeded.notes()} == {"mine", "mine (conflict)"}


async def test_j115_two_readers_see_each_other_and_lose_nothing(
    open_reader: Open, seeded: Library, old: Path
) -> None:
    other = Library.open(seeded.paths)
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A")
        other.new_note(story=None, title="from the other reader", text="x")
        await pilot.pause(1.0)
        await settled(pilot)
        assert "from the other reader" in shown(pilot)
        await press(pilot, "G", "enter")
        await write(pilot, "here")
        (theirs,) = (note for note in other.notes() if note.path == old)
        other.save_note(theirs, text="there")
        await press(pilot, "escape")
    texts = {note.text for note in other.notes()}
    other.close()
    assert {"there", "as it was\nhere\n"} <= texts


async def test_a_note_is_filtered_by_everything_that_it_has(open_reader: Open, seeded: Library) -> None:
    story = seeded.story(seeded.stories()[0].id)
    article = next(article for article in story.articles if article.outlet == "Latin Times")
    seeded.new_note(story=story.card.id, passages=[article.passages[4].id], title="placed", text="see #war/x")
    seeded.new_note(story=None, title="free", text="of no story")
    wanted = {
        "#war": "placed",
        f"story:{story.card.id}": "placed",
        'outlet:"latin times"': "placed",
        "since:2023-05": "free",
        '"of no story"': "free",
        "free OR nothing": "free",
        "free -story": None,
        "is:orphan": None,
        "since:2999": None,
    }
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A")
        for query, title in wanted.items():
            pilot.app.screen.filter = query
            pilot.app.screen.load()
            await settled(pilot)
            titles = [note.title for note in pilot.app.screen.note_list.notes]
            assert (title in titles) if title else titles == [], query


async def test_an_open_screen_tells_that_a_passage_is_gone(library: Library, tmp_path: Path) -> None:
    """The article is changed by another process, and later changed back."""
    source = tmp_path / "one.txt"
    source.write_text("Drones\n\nThe attack came at night. Two drones were shot down over the dome.\n")
    library.add([str(source)])
    (card,) = library.stories()
    passage = library.story(card.id).articles[0].passages[-1].id
    library.new_note(story=card.id, passages=[passage], title="mine", text="x")
    before = source.read_text()
    other = Library.open(library.paths)
    app = BylinesApp(library, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "A")
        assert "not in the article any more" not in shown(pilot)
        source.write_text("Drones\n\nThe report was withdrawn on Friday by its author.\n")
        other.add([str(source)])
        await pilot.pause(1.0)
        await settled(pilot)
        text = shown(pilot)
        assert "its passage is gone" in text and "not in the article any more" in text
        assert "Two drones were shot down" in text
        source.write_text(before)
        other.add([str(source)])
        await pilot.pause(1.0)
        await settled(pilot)
        assert "its passage is gone" not in shown(pilot)
    other.close()
