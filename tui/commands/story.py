"""Commands of a story's screen: columns and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.arranging import ARRANGING
from tui.commands.base import AnyCommand, Command
from tui.commands.comfort import COMFORT
from tui.commands.comparing import COMPARING
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.story import StoryScreen


class NextColumn(Command["StoryScreen"]):
    """Go to the next outlet: to the passage there that says the same, if it has one."""

    id, title, keys = "story.next-column", "Next outlet", ("tab", "l", "right")
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.column(count or 1)


class PreviousColumn(Command["StoryScreen"]):
    """Go to the previous outlet."""

    id, title, keys = "story.previous-column", "Previous outlet", ("shift+tab", "h", "left")
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.column(-(count or 1))


class NextDifference(Command["StoryScreen"]):
    """Go to the next passage with a figure that another outlet gives differently."""

    id, title, keys, footer = "story.next-difference", "Next difference", ("]",), "differs"
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_difference(count or 1)


class PreviousDifference(Command["StoryScreen"]):
    """Go to the previous passage with a figure that differs."""

    id, title, keys = "story.previous-difference", "Previous difference", ("[",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_difference(-(count or 1))


class NextOnly(Command["StoryScreen"]):
    """Go to the next passage that only one outlet has."""

    id, title, keys, footer = "story.next-only", "Next only here", ("}",), "only here"
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_only(count or 1)


class PreviousOnly(Command["StoryScreen"]):
    """Go to the previous passage that only one outlet has."""

    id, title, keys = "story.previous-only", "Previous only here", ("{",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_only(-(count or 1))


class NextMatch(Command["StoryScreen"]):
    """Go to the next passage that matches the search."""

    id, title, keys = "story.next-match", "Next match", ("n",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_match(count or 1)


class PreviousMatch(Command["StoryScreen"]):
    """Go to the previous passage that matches the search."""

    id, title, keys = "story.previous-match", "Previous match", ("N",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_match(-(count or 1))


class ToggleView(Command["StoryScreen"]):
    """Switch between columns and rows: a table with a row for each thing said."""

    id, title, keys, footer = "story.view", "Columns or rows", ("v",), "rows"

    @classmethod
    def label(cls, screen: StoryScreen) -> str:
        """The view it leads to."""
        return "columns" if screen.in_rows else "rows"

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Switch."""
        screen.toggle_view()


class ToggleSync(Command["StoryScreen"]):
    """Keep the columns in step by content, in proportion, or let each stand where it is."""

    id, title, keys, footer = "story.sync", "Sync: content, proportion, off", ("s",), "sync"

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_sync()


class ToggleFolding(Command["StoryScreen"]):
    """Show a column for each article, or fold those of the same text under the earliest of them."""

    id, title, keys = "story.fold", "Fold the same texts", ("f",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_folding()


class Differences(Command["StoryScreen"]):
    """List the figures and quotes that differ, what one outlet alone tells or leaves out, shared wording."""

    id, title, keys, footer = "story.differences", "Differences", ("D",), "list"

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Open the panel."""
        screen.show_differences()


class Annotate(Command["StoryScreen"]):
    """Write a note on the focused passage; in the rows view, on the whole row."""

    id, title, keys, footer = "story.annotate", "Annotate", ("a",), "note"

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Open the note editor."""
        screen.annotate()


class NotesPanel(Command["StoryScreen"]):
    """Show your notes beside the text, those on the focused passage first, or hide them."""

    id, title, keys = "story.notes-panel", "Notes panel", ("p",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_notes()


class Copy(Command["StoryScreen"]):
    """Copy the passage, the selected ones or the row as a Markdown quote with outlet, title, date, URL."""

    id, title, keys = "story.copy", "Copy as quote", ("y",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Copy."""
        screen.copy_quote()


class CopyText(Command["StoryScreen"]):
    """Copy the passage, the selected passages or the row as plain text."""

    id, title, keys = "story.copy-text", "Copy as plain text", ("Y",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Copy."""
        screen.copy_text()


class RunCommand(Command["StoryScreen"]):
    """Give the article, or the selected passages, to a command of your own; the settings name them."""

    id, title, keys = "story.command", "Run a command of yours", ("!",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Ask which."""
        screen.choose_command()


class OpenInBrowser(Command["StoryScreen"]):
    """Open the focused article's web page in the browser."""

    id, title, keys = "story.browser", "Open in browser", ("o",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Open."""
        screen.open_in_browser()


class ToggleRead(Command["StoryScreen"]):
    """Mark the focused article read, or unread again."""

    id, title, keys = "story.read", "Toggle read", ("r",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_read()


class Mark(Command["StoryScreen"]):
    """Mark the story with a star, or remove it."""

    id, title, keys = "story.mark", "Mark", ("m",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_marked()


class Tag(Command["StoryScreen"]):
    """Give the story tags, written with spaces between them."""

    id, title, keys = "story.tag", "Tag", ("t",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Ask."""
        screen.edit_tags()


class NextUnread(Command["StoryScreen"]):
    """Open the next story with something unread."""

    id, title, keys = "story.unread", "Next unread story", ("u",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Open it."""
        screen.next_unread()


class Export(Command["StoryScreen"]):
    """Write the story to a file for others: a page, Markdown, JSON or CSV."""

    id, title, keys = "story.export", "Export story", ("O",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Ask where."""
        screen.export()


STORY: tuple[AnyCommand, ...] = (
    NextDifference, NextOnly, ToggleView, Annotate, Differences, ToggleSync, NextColumn, PreviousColumn,
    PreviousDifference, PreviousOnly, ToggleFolding, NotesPanel, NextMatch, PreviousMatch, Copy,
    CopyText, OpenInBrowser, RunCommand, ToggleRead, Mark, Tag, NextUnread, Export, *COMPARING, *ARRANGING,
    *COMFORT, *MOVING,
)  # fmt: skip
