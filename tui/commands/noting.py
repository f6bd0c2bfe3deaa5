"""Commands of the notes screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.notes import NotesScreen


class Edit(Command["NotesScreen"]):
    """Edit the note here."""

    id, title, keys, footer = "notes.edit", "Edit note", ("enter", "e"), "edit"

    @staticmethod
    def run(screen: NotesScreen, count: int | None) -> None:
        """Open the note editor."""
        screen.edit()


class EditOutside(Command["NotesScreen"]):
    """Edit the note's file in your own editor ($VISUAL or $EDITOR)."""

    id, title, keys, footer = "notes.editor", "Edit in $EDITOR", ("E",), "$EDITOR"

    @staticmethod
    def run(screen: NotesScreen, count: int | None) -> None:
        """Run the editor."""
        screen.edit_outside()


class GoTo(Command["NotesScreen"]):
    """Open the story at the passage the note stands on."""

    id, title, keys, footer = "notes.goto", "Go to passage", ("o", "l", "right"), "go to passage"

    @staticmethod
    def run(screen: NotesScreen, count: int | None) -> None:
        """Open the story."""
        screen.go_to()


class Delete(Command["NotesScreen"]):
    """Move the note to the trash folder; `ctrl+z` brings it back."""

    id, title, keys, footer = "notes.delete", "Delete note", ("d",), "delete"

    @staticmethod
    def run(screen: NotesScreen, count: int | None) -> None:
        """Delete."""
        screen.delete()


class Undo(Command["NotesScreen"]):
    """Bring the last deleted note back."""

    id, title, keys = "notes.undo", "Undo delete", ("ctrl+z",)

    @staticmethod
    def run(screen: NotesScreen, count: int | None) -> None:
        """Restore."""
        screen.undo()


class Filter(Command["NotesScreen"]):
    """List only notes that fit: words, `#tag`, `story:name`, `outlet:name`, `since:2023-05`, `is:orphan`."""

    id, title, keys, footer = "notes.filter", "Filter", ("&",), "filter"

    @staticmethod
    def run(screen: NotesScreen, count: int | None) -> None:
        """Ask."""
        screen.edit_filter()


NOTING: tuple[AnyCommand, ...] = (Edit, EditOutside, GoTo, Delete, Undo, Filter, *MOVING)
