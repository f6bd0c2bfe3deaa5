"""The strip at the foot of a screen in which the tour speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.render import padded, paint
from tui.widgets.styles import layer
from tui.wrap import Span, fit, width_of, wrap

WIDEST = 100
"""Cells: longer lines are hard to read at a glance."""


class TourStrip(Widget):
    """As many lines as its text needs, the keys in it lit; it never has the focus."""

    DEFAULT_CSS = """
    TourStrip { height: 2; width: 1fr; background: $panel; color: $foreground; }
    TourStrip > .tour--head { color: $primary; text-style: bold; }
    TourStrip > .tour--muted { color: $text-muted; }
    TourStrip > .tour--key { color: $text-accent; text-style: bold reverse; }
    ReaderScreen.without-panels TourStrip { display: none; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tour--head", "tour--muted", "tour--key"}

    def __init__(self) -> None:
        super().__init__()
        self._number, self._ends, self._text = "", "", ""
        self._places: list[Span] = []
        self._lines: list[Span] = []

    def show(self, number: str, ends: str, text: str, places: Sequence[Span]) -> None:
        """Show another lesson: its number, how the tour is ended, its text with the places of keys."""
        self._number, self._ends, self._text = number, ends, text
        self._places = [(start, end) for start, end in places]
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width or self.screen.size.width if self.is_attached else 80
        self._lines = wrap(self._text, max(8, min(WIDEST, width - 2)))
        self.styles.height = len(self._lines) + 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The head, then the text."""
        width, base = self.size.width, self.rich_style
        if y == 0:
            return self._head(width, base)
        if y > len(self._lines):
            return Strip.blank(width, base)
        start, end = self._lines[y - 1]
        key = layer(self, "tour--key")
        layers = [((max(a, start) - start + 1, min(b, end) - start + 1), key) for a, b in self._places]
        kept = [(span, style) for span, style in layers if span[0] < span[1]]
        return Strip(padded(paint(f" {self._text[start:end]}", base, kept), width, base), width)

    def _head(self, width: int, base: Style) -> Strip:
        left = f" Tour {self._number} "
        room = max(0, width - width_of(left))
        right = fit(self._ends, min(room, width_of(self._ends))) if self._ends else ""
        gap = " " * max(0, room - width_of(right) - 1)
        muted = base + layer(self, "tour--muted")
        segments = [
            Segment(left, base + layer(self, "tour--head")),
            Segment(gap, base),
            Segment(right, muted),
        ]
        return Strip(padded(segments, width, base), width)
