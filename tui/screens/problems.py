"""Everything that is wrong with the settings, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from config.errors import ConfigError
from tui.screens.panel import Panel
from tui.widgets.preview import Preview


class ProblemsScreen(Panel[None]):
    """A scrolling text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "close", "close")]

    DEFAULT_CSS = """
    ProblemsScreen > Vertical { max-width: 100; height: 80%; }
    ProblemsScreen Preview { height: 1fr; background: $surface; }
    """

    def __init__(self, problems: Sequence[ConfigError]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """The text and a line of help."""
        with Vertical() as box:
            box.border_title = "Settings"
            yield Preview()
            yield Label("esc closes · changes in the file are taken up at once", classes="help", markup=False)

    def on_mount(self) -> None:
        """Fill in the problems."""
        texts = [("The settings are in order.", "")] if not self._problems else []
        for problem in self._problems:
            texts += [(problem.where, "outlet"), (problem.what, ""), (problem.do, "muted"), ("", "")]
        self.query_one(Preview).show_texts(texts)

    def move(self, count: int) -> None:
        """Scroll."""
        self.query_one(Preview).scroll_relative(y=count, animate=False)

    def page(self, pages: float) -> None:
        """Scroll by pages."""
        preview = self.query_one(Preview)
        preview.scroll_relative(y=int(preview.size.height * pages), animate=False)

    def to_edge(self, *, end: bool) -> None:
        """Scroll to an end."""
        preview = self.query_one(Preview)
        preview.scroll_to(y=preview.max_scroll_y if end else 0, animate=False)
