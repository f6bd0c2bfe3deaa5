"""Commands of the list of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.stories import StoriesScreen


class Open(Command["StoriesScreen"]):
    """Open the story and read its outlets side by side."""

    id, title, keys, footer = "stories.open", "Open story", ("enter", "l", "right"), "open"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Open."""
        screen.open_story()


class NextUnread(Command["StoriesScreen"]):
    """Go to the next story with something unread."""

    id, title, keys, footer = "stories.unread", "Next unread story", ("u",), "unread"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Move."""
        screen.next_unread()


class ToggleRead(Command["StoriesScreen"]):
    """Mark the story read, or unread again."""

    id, title, keys, footer = "stories.read", "Toggle read", ("r",), "read"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_read()


class Mark(Command["StoriesScreen"]):
    """Mark the story with a star, or remove it."""

    id, title, keys, footer = "stories.mark", "Mark", ("m",), "mark"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_marked()


class Tag(Command["StoriesScreen"]):
    """Give the story tags, written with spaces between them."""

    id, title, keys, footer = "stories.tag", "Tag", ("t",), ""

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.edit_tags()


class Annotate(Command["StoriesScreen"]):
    """Write a note on the story."""

    id, title, keys, footer = "stories.annotate", "Annotate story", ("a",), "note"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Open the note editor."""
        screen.annotate()


class Filter(Command["StoriesScreen"]):
    """List only stories whose articles match a query; an empty one lists all."""

    id, title, keys, footer = "stories.filter", "Filter", ("&",), "filter"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.edit_filter()


class Sort(Command["StoriesScreen"]):
    """Sort by the next order: newest, most outlets, most disagreement, unread first, oldest."""

    id, title, keys = "stories.sort", "Sort by the next order", ("S",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Sort."""
        screen.next_order()


STORIES: tuple[AnyCommand, ...] = (Open, NextUnread, ToggleRead, Mark, Annotate, Filter, Sort, Tag, *MOVING)
