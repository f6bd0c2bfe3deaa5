"""A question at the foot of the screen that only `y` answers with yes."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.widgets import Label

from tui.screens.dialog import Over


class Confirm(Over[bool]):
    """Dismissed with True after `y`, with False after any other key."""

    DEFAULT_CSS = """
    Confirm { align: left bottom; background: $background 0%; }
    Confirm Label { height: 1; dock: bottom; width: 1fr; padding: 0 1; background: $panel; }
    Confirm Label { color: $text-accent; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, with the keys that answer it."""
        yield Label(f"y yes · n no   {self._question}", markup=False)

    def on_key(self, event: events.Key) -> None:
        """The answer."""
        event.stop()
        if self.is_active:
            self.dismiss(event.character in ("y", "Y"))
        else:
            # Typed faster than this closed: it belongs to the screen below.
            self.app.screen.post_message(events.Key(event.key, event.character))
