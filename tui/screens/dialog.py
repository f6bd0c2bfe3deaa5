"""What the panels that lie over a screen share: a frame, and the whole screen where that is small."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import ModalScreen

T = TypeVar("T")

SMALL_WIDTH, SMALL_HEIGHT = 60, 16


class Dialog(ModalScreen[T]):
    """A modal screen with one box, the first of its children. Its `Label`s of class `help` tell the keys."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical { width: 90%; height: 85%; border: round $line-focus; background: $surface; }
    Dialog .help { width: 1fr; height: 1; color: $text-muted; padding: 0 1; }
    Dialog .help { text-wrap: nowrap; text-overflow: ellipsis; }
    Dialog Preview { background: $surface; scrollbar-background: $surface; }
    Dialog.small > Vertical { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    Dialog.small > Vertical { border: none; margin: 0; }
    Dialog.low .help { display: none; }
    """

    def on_resize(self, event: events.Resize) -> None:
        """Give up the frame, then the line of help, where they would leave no room for the rest."""
        size = event.size
        self.set_class(size.width < SMALL_WIDTH or size.height < SMALL_HEIGHT, "small")
        self.set_class(size.height < SMALL_HEIGHT, "low")
