"""A one-line question at the foot of the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from tui.screens.dialog import Over
from tui.widgets.typing_ahead import type_ahead


class Prompt(Over[str | None]):
    """Asks for a line of text; dismissed with it, or with None after `Esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel")]

    DEFAULT_CSS = """
    Prompt { align: left bottom; background: $background 0%; }
    Prompt > Horizontal { height: 1; dock: bottom; background: $panel; }
    Prompt Label { color: $text-accent; text-style: bold; padding: 0 1; }
    Prompt Input { border: none; height: 1; padding: 0; width: 1fr; background: $panel; }
    Prompt Input:focus { border: none; }
    Prompt .about { color: $text-muted; text-style: none; max-width: 65%; text-overflow: ellipsis; }
    Prompt .about { text-wrap: nowrap; }
    """

    def __init__(self, question: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._question, self._value, self._placeholder = question, value, placeholder

    def compose(self) -> ComposeResult:
        """Question and input."""
        with Horizontal():
            yield Label(self._question, markup=False)
            yield Input(self._value, placeholder=self._placeholder)
            # The input itself shows it only while it is empty.
            yield Label(self._placeholder if self._value else "", markup=False, classes="about")

    def on_key(self, event: events.Key) -> None:
        """Letters typed while this screen was opening."""
        if event.is_printable and self.focused is None:
            type_ahead(self, "Input", event)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Leave things as they are."""
        self.dismiss(None)
