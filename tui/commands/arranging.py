"""Commands of a story's screen that arrange its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.story import StoryScreen


class HideColumn(Command["StoryScreen"]):
    """Hide the focused outlet's column while the reader is open; an earlier version is closed."""

    id, title, keys = "story.hide", "Hide this column", ("x",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Hide."""
        screen.hide_column()


class ShowColumns(Command["StoryScreen"]):
    """Show all columns again, in the order of the story."""

    id, title, keys = "story.show-all", "Show all columns", ("X",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Show."""
        screen.show_all_columns()


class MoveLeft(Command["StoryScreen"]):
    """Move the focused column to the left; with a number before it, by that many."""

    id, title, keys = "story.move-left", "Move column left", ("<",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.move_column(-(count or 1))


class MoveRight(Command["StoryScreen"]):
    """Move the focused column to the right."""

    id, title, keys = "story.move-right", "Move column right", (">",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.move_column(count or 1)


class Zoom(Command["StoryScreen"]):
    """Give the focused column the whole width, or show the others beside it again."""

    id, title, keys = "story.zoom", "Zoom to one column", ("z",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_zoom()


ARRANGING: tuple[AnyCommand, ...] = (HideColumn, ShowColumns, MoveLeft, MoveRight, Zoom)
