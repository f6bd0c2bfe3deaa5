"""Commands of a story's screen that hold passages against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.story import StoryScreen


class Words(Command["StoryScreen"]):
    """Show below the text what each outlet makes of the focused passage, word by word, or hide it."""

    id, title, keys = "story.words", "Words that differ", ("w",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_words()


class SharedWording(Command["StoryScreen"]):
    """Mark in the columns what stands word for word in another outlet, or no longer."""

    id, title, keys = "story.wording", "Mark shared wording", ("W",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_wording()


COMPARING: tuple[AnyCommand, ...] = (Words, SharedWording)
