"""Exports of the reader: asks for a file, makes the document in a thread, writes it, says where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import BylinesError
from config.paths import expanded
from index.model import Cancelled
from tui import exporting, jobs
from tui.screens.confirm import Confirm
from tui.screens.export_prompt import ExportPrompt, Wish
from tui.wrap import fit, width_of

if TYPE_CHECKING:
    from tui.app import BylinesApp

MARGIN, LEAST, ENDING = 4, 40, 10
"""Cells of a line that a message leaves free; the least in which a name is cut; how many of its last letters
stay."""


def ask(reader: BylinesApp, story: str, title: str) -> None:
    """Ask where the story goes; then write it, once more asking where a file is in the way."""

    def take(wish: Wish | None) -> None:
        if wish is None:
            return
        try:
            path = expanded(wish.path).absolute()
            there = path.exists()
        except (OSError, RuntimeError, ValueError) as error:
            reader.show_error(BylinesError(f"no such place: {error}", where=str(wish.path)))
            return
        if not there:
            _make(reader, story, wish, path, replace=False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                _make(reader, story, wish, path, replace=True)

        reader.push_screen(Confirm(f"Replace {wish.path}, which is there already?"), answered)

    reader.push_screen(ExportPrompt(_proposed(reader, title)), take)


def _proposed(reader: BylinesApp, title: str) -> str:
    """The file proposed for a story, with `~` for the person's folder."""
    name = reader.library.export_name(title, reader.settings.export_form)
    folder = expanded(reader.settings.export_folder or ".").absolute()
    try:
        return str("~" / (folder / name).relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder / name)


def wrote(path: Path, width: int) -> str:
    """What is told of a file, in one line of the screen where that can be: its name is cut in the middle."""
    said = f"Wrote {path}"
    room = width - MARGIN
    if width_of(said) <= room or room < LEAST:
        return said
    end = f"{path.stem[-ENDING:]}{path.suffix}"
    return fit(said, room - width_of(end)) + end


def _make(reader: BylinesApp, story: str, wish: Wish, path: Path, *, replace: bool) -> None:
    library = reader.library

    def make(cancelled: Cancelled) -> str:
        return exporting.made(
            library, library.dossier(story, notes=wish.notes, cancelled=cancelled), wish.form
        )

    def write(text: str) -> None:
        # In its turn, so that leaving the reader waits for it.
        reader.writes.start(
            lambda: exporting.write(path, text, wish.form, replace=replace),
            lambda _: reader.notify(wrote(wish.path, reader.size.width), markup=False),
            reader.show_error,
        )

    jobs.start(reader, make, write, reader.show_error, group=f"export {path}")
