"""Everything that is wrong with the settings, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from config.errors import ConfigError
from tui.widgets.preview import Preview


class ProblemsScreen(ModalScreen[None]):
    """A scrolling text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "close"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(10)", "page down"),
        Binding("b,pageup", "scroll(-10)", "page up"),
    ]

    DEFAULT_CSS = """
    ProblemsScreen { align: center middle; background: $background 60%; }
    ProblemsScreen > Vertical { width: 90%; max-width: 100; height: 80%; border: round $primary; }
    ProblemsScreen > Vertical { background: $surface; }
    ProblemsScreen Preview { height: 1fr; background: $surface; }
    ProblemsScreen Label { width: 1fr; color: $text-muted; padding: 0 1; }
    """

    def __init__(self, problems: Sequence[ConfigError]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """The text and a line of help."""
        with Vertical() as box:
            box.border_title = "Settings"
            yield Preview()
            yield Label("j k scroll · esc closes · what you change is taken up at once", markup=False)

    def on_mount(self) -> None:
        """Fill in the problems."""
        texts = [("The settings are in order.", "")] if not self._problems else []
        for problem in self._problems:
            texts += [(problem.where, "outlet"), (problem.what, ""), (problem.do, "muted"), ("", "")]
        self.query_one(Preview).show_texts(texts)

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self.query_one(Preview).scroll_relative(y=lines, animate=False)
