"""A panel with a text that scrolls."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from tui.screens.panel import Panel
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.preview import Preview


class ScrollingPanel(Panel[None]):
    """Shows paragraphs of (text, style name or empty)."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "close", "close")]

    DEFAULT_CSS = """
    ScrollingPanel > Vertical { max-width: 100; height: 80%; }
    ScrollingPanel Preview { height: 1fr; background: $surface; }
    """

    def __init__(self, heading: str, texts: list[tuple[str, str]], remark: str = "") -> None:
        """The `remark` stands behind the keys."""
        super().__init__()
        self._heading, self._texts, self._remark = heading, texts, remark

    def compose(self) -> ComposeResult:
        """The text and a line of help."""
        with Vertical() as box:
            # Not as markup: the heading may be of the person's own making.
            box.border_title = Content(self._heading).markup
            yield Preview()
            closes = Part("esc closes", self.close, stays=True)
            yield HelpLine(closes, *([Part(self._remark)] if self._remark else []))

    def on_mount(self) -> None:
        """Fill in the text."""
        self.query_one(Preview).show_texts(self._texts)

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
