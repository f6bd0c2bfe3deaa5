"""Commands of a story's screen that are for reading at ease."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.story import StoryScreen


class Zen(Command["StoryScreen"]):
    """Show nothing but the text of the focused outlet; Esc leaves that again, z brings in the others."""

    id, title, keys = "story.zen", "Zen: only the text", ("Z",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_zen()


class Select(Command["StoryScreen"]):
    """Begin to select passages: moving extends it, copy, note and commands take it, Esc ends it."""

    id, title, keys = "story.select", "Select passages", ("V",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Begin or end."""
        screen.toggle_selecting()


class SetMark(Command["StoryScreen"]):
    """Mark the focused passage with a letter, to come back to it from anywhere; `'` goes there."""

    id, title, keys = "story.set-mark", "Mark a place with a letter", ("M",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Ask for the letter."""
        screen.reader.wandering.set_mark(screen)


class NextNew(Command["StoryScreen"]):
    """Go to the next passage that came, or was worded anew, since you last read the story."""

    id, title, keys = "story.next-new", "Next new passage", ("+",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_new(count or 1)


class PreviousNew(Command["StoryScreen"]):
    """Go to the previous passage that came since you last read the story."""

    id, title, keys = "story.previous-new", "Previous new passage", ("-",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Move."""
        screen.step_new(-(count or 1))


COMFORT: tuple[AnyCommand, ...] = (Zen, Select, SetMark, NextNew, PreviousNew)
