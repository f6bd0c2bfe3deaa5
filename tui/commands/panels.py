"""Commands of the dialogs over a screen: differences, why together, the note editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.differences import DifferencesScreen
    from tui.screens.note_editor import NoteEditor
    from tui.screens.why import WhyScreen


class NextSection(Command["DifferencesScreen"]):
    """Show the next list; a number alone shows the list of that number."""

    id, title, keys = "differences.next", "Next list", ("tab", "l", "right")

    @staticmethod
    def run(screen: DifferencesScreen, count: int | None) -> None:
        """Switch."""
        screen.section(1)


class PreviousSection(Command["DifferencesScreen"]):
    """Show the list before."""

    id, title, keys = "differences.previous", "Previous list", ("shift+tab", "h", "left")

    @staticmethod
    def run(screen: DifferencesScreen, count: int | None) -> None:
        """Switch."""
        screen.section(-1)


class Go(Command["DifferencesScreen"]):
    """Close the list and go to the passage."""

    id, title, keys = "differences.go", "Go to passage", ("enter",)

    @staticmethod
    def run(screen: DifferencesScreen, count: int | None) -> None:
        """Go."""
        screen.action_go()


class Choose(Command["WhyScreen"]):
    """Choose the article, or no longer."""

    id, title, keys = "why.choose", "Choose article", ("space", "x")

    @staticmethod
    def run(screen: WhyScreen, count: int | None) -> None:
        """Toggle."""
        screen.choose()


class Split(Command["WhyScreen"]):
    """Split the chosen articles off, as a story of their own."""

    id, title, keys = "why.split", "Split off", ("s",)

    @staticmethod
    def run(screen: WhyScreen, count: int | None) -> None:
        """Decide."""
        screen.decide(split=True)


class Move(Command["WhyScreen"]):
    """Move this article to another story."""

    id, title, keys = "why.move", "Move elsewhere", ("m",)

    @staticmethod
    def run(screen: WhyScreen, count: int | None) -> None:
        """Decide."""
        screen.decide(split=False)


class CloseNote(Command["NoteEditor"]):
    """Save the note and close; an empty new one is not kept."""

    id, title, keys = "editor.close", "Save and close", ("escape",)
    while_typing = True

    @staticmethod
    def run(screen: NoteEditor, count: int | None) -> None:
        """Close."""
        screen.action_close()


class SaveNote(Command["NoteEditor"]):
    """Save the note and go on writing."""

    id, title, keys = "editor.save", "Save", ("ctrl+s",)
    while_typing = True

    @staticmethod
    def run(screen: NoteEditor, count: int | None) -> None:
        """Save."""
        screen.action_save()


class Discard(Command["NoteEditor"]):
    """Close without what was written since the note was last saved."""

    id, title, keys = "editor.discard", "Drop changes", ("ctrl+g",)
    while_typing = True

    @staticmethod
    def run(screen: NoteEditor, count: int | None) -> None:
        """Close."""
        screen.action_discard()


class Outside(Command["NoteEditor"]):
    """Save the note and go on in your own editor."""

    id, title, keys = "editor.outside", "Continue in $EDITOR", ("ctrl+e",)
    while_typing = True

    @staticmethod
    def run(screen: NoteEditor, count: int | None) -> None:
        """Run the editor."""
        screen.action_outside()


DIFFERENCES: tuple[AnyCommand, ...] = (NextSection, PreviousSection, Go)
WHY: tuple[AnyCommand, ...] = (Choose, Split, Move)
EDITOR: tuple[AnyCommand, ...] = (CloseNote, SaveNote, Outside, Discard)
