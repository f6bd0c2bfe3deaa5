"""Commands of the list of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command
from tui.commands.beginning import BEGINNING
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.stories import StoriesScreen


class Open(Command["StoriesScreen"]):
    """Open the story and read its outlets side by side."""

    id, title, keys, footer = "stories.open", "Open story", ("enter", "l", "right"), "open"

    @classmethod
    def label(cls, screen: StoriesScreen) -> str:
        """What it does now: also a story or an article that was taken up is put where the cursor is."""
        return screen.open_label()

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


class Order(Command["StoriesScreen"]):
    """Sort by an order given by name, or by a label of your outlets: `lean:left`, or `lean` for the most
    one-sided first."""

    id, title, keys = "stories.order", "Sort by …", ("gs",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.ask_order()


class NextTab(Command["StoriesScreen"]):
    """Show the next of the lists that are kept: filters, saved searches, the archive."""

    id, title, keys = "stories.next-tab", "Next list", ("tab",)
    counted = True

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Switch."""
        screen.next_tab(count or 1)


class PreviousTab(Command["StoriesScreen"]):
    """Show the list before."""

    id, title, keys = "stories.previous-tab", "Previous list", ("shift+tab",)
    counted = True

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Switch."""
        screen.next_tab(-(count or 1))


class KeepTab(Command["StoriesScreen"]):
    """Keep the filter and the order as a list of its own, a tab."""

    id, title, keys = "stories.keep", "Keep filter as a tab", ("ctrl+s",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask for the name."""
        screen.save_tab()


class ForgetTab(Command["StoriesScreen"]):
    """Forget the kept list that is shown."""

    id, title, keys = "stories.forget", "Forget this tab", ("X",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Forget."""
        screen.forget_tab()


class Single(Command["StoriesScreen"]):
    """Leave out the stories that only one outlet tells, or list them again."""

    id, title, keys = "stories.single", "Two outlets or more", ("z",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_single()


class ByDay(Command["StoriesScreen"]):
    """Group the list by day, or not."""

    id, title, keys = "stories.by-day", "Group by day", ("gd",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_days()


class Pin(Command["StoriesScreen"]):
    """Keep the story at the top of the lists, or no longer."""

    id, title, keys = "stories.pin", "Pin", ("P",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_pinned()


class Archive(Command["StoriesScreen"]):
    """Leave the story out of the lists, or take it back in; search finds it all the same."""

    id, title, keys = "stories.archive", "Archive", ("x",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_archived()


class Rename(Command["StoriesScreen"]):
    """Give the story a title of your own; an empty one gives back the automatic title."""

    id, title, keys = "stories.rename", "Rename", ("e",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.rename()


class Merge(Command["StoriesScreen"]):
    """Put the story into another one: choose that one and press enter."""

    id, title, keys = "stories.merge", "Merge into another", ("M",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Take it up, or put it there."""
        screen.merge()


class Why(Command["StoriesScreen"]):
    """Show why the articles are together, with a confidence for each; split some off, or move one."""

    id, title, keys, footer = "stories.why", "Why together", ("w",), "why"

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Open the panel."""
        screen.why()


class Undo(Command["StoriesScreen"]):
    """Take back the newest change: a correction, a mark, tags, what was read."""

    id, title, keys = "stories.undo", "Undo", ("ctrl+z",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Undo."""
        screen.undo()


class Export(Command["StoriesScreen"]):
    """Write the story to a file for others: a page, Markdown, JSON or CSV."""

    id, title, keys = "stories.export", "Export story", ("O",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask where."""
        screen.export()


STORIES: tuple[AnyCommand, ...] = (
    Open, NextUnread, ToggleRead, Mark, Annotate, Filter, Why, Sort, Order, Tag, NextTab, PreviousTab,
    KeepTab, ForgetTab, Single, ByDay, Pin, Archive, Rename, Merge, Export, Undo, *BEGINNING, *MOVING,
)  # fmt: skip
