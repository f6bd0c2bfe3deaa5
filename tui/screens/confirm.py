"""A question at the foot of the screen that only `y` answers with yes."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label

from tui.screens.dialog import Over
from tui.widgets.help_line import HelpLine, Part


class Confirm(Over[bool]):
    """Dismissed with True after `y`, with False after any other key."""

    DEFAULT_CSS = """
    Confirm { align: left bottom; background: $background 0%; }
    Confirm > Horizontal { height: 1; dock: bottom; background: $panel; color: $text-accent; }
    Confirm HelpLine { width: 16; height: 1; padding: 0 0 0 1; text-style: bold; }
    Confirm Label { width: 1fr; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, with the keys that answer it."""
        with Horizontal():
            yield HelpLine(Part("y yes", lambda: self.dismiss(True)), Part("n no", self.beside))
            yield Label(self._question, markup=False)

    def beside(self) -> None:
        """A click beside it is no yes."""
        self.dismiss(False)

    def on_key(self, event: events.Key) -> None:
        """The answer."""
        event.stop()
        if self.is_active:
            self.dismiss(event.character in ("y", "Y"))
        else:
            # Typed faster than this closed: it belongs to the screen below.
            self.app.screen.post_message(events.Key(event.key, event.character))
