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


class LockPair(Command["StoryScreen"]):
    """Lock two passages as saying the same: press it on one, then on the other; again keeps them apart."""

    id, title, keys = "story.lock", "Lock a pair", ("L",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Take up the passage, or lock it to the one taken up."""
        screen.lock_pair()


class UndoLock(Command["StoryScreen"]):
    """Take back the last lock made since the story was opened."""

    id, title, keys = "story.undo", "Undo lock", ("ctrl+z",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Undo."""
        screen.undo_lock()


class EarlierVersion(Command["StoryScreen"]):
    """Open the earlier version of the focused article beside it, changes marked, or close it again."""

    id, title, keys = "story.earlier", "Earlier version", ("E",)

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Open or close."""
        screen.open_earlier()


class RowsOrder(Command["StoryScreen"]):
    """Let the rows of the table follow the order of the next outlet; its name has a sign."""

    id, title, keys = "story.rows-order", "Rows in another outlet's order", ("B",)
    counted = True

    @staticmethod
    def run(screen: StoryScreen, count: int | None) -> None:
        """Choose the next outlet."""
        screen.next_base(count or 1)


COMPARING: tuple[AnyCommand, ...] = (
    Words,
    SharedWording,
    LockPair,
    UndoLock,
    EarlierVersion,
    RowsOrder,
)
