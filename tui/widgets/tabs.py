"""The lists a person keeps, as tabs in one line: all stories, saved filters and searches, the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.render import padded
from tui.widgets.drawn import Drawn
from tui.wrap import fit, width_of

LONGEST = 24


class TabBar(Drawn):
    """Names in a line, one of them chosen; those that do not fit are reached by scrolling along."""

    DEFAULT_CSS = """
    TabBar { height: 1; background: $surface; }
    TabBar > .tabs--chosen { color: $text-primary; text-style: bold reverse; }
    TabBar > .tabs--other { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--chosen", "tabs--other"}

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self._chosen = 0
        self._areas: list[tuple[int, int, int]] = []

    def show(self, names: Sequence[str], chosen: int) -> None:
        """Show these tabs; a single one needs no bar."""
        self._names = [fit(name, min(LONGEST, width_of(name))) for name in names]
        self._chosen = chosen
        self.display = len(names) > 1
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line, from the first tab from which the chosen one can still be seen."""
        width = self.size.width
        first = 0
        while first < self._chosen and self._width(first, self._chosen) > width:
            first += 1
        segments: list[Segment] = []
        self._areas = []
        at = 0
        for place in range(first, len(self._names)):
            text = f" {self._names[place]} "
            style = self.full(f"tabs--{'chosen' if place == self._chosen else 'other'}")
            self._areas.append((at, at + width_of(text), place))
            segments += [Segment(text, style), Segment(" ", self.ground)]
            at += width_of(text) + 1
        return Strip(padded(segments, width, self.ground), width)

    def _width(self, first: int, last: int) -> int:
        return sum(width_of(name) + 3 for name in self._names[first : last + 1])

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the pointer."""
        for start, end, place in self._areas:
            if start <= event.x < end:
                self.post_message(self.Chosen(place))
