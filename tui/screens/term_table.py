"""How often each outlet of a story has each term of a query."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Label

from index.found import TermTable
from tui.render import padded
from tui.screens.panel import Panel
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.lines import LineList
from tui.wrap import fit, width_of

LEAST, MOST, OUTLET = 7, 24, 28


class CountList(LineList):
    """A row for each outlet, a column for each term: outlets are many, terms are few."""

    def __init__(self, table: TermTable) -> None:
        super().__init__()
        self._table = table

    def length(self) -> int:
        """The terms' line, and one for each outlet."""
        return len(self._table.outlets) + 1

    def selectable(self, index: int) -> bool:
        """Outlets."""
        return 0 < index < self.length()

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One row; terms that do not fit are counted in the last cell."""
        terms = self._table.rows
        name = "" if index == 0 else self._table.outlets[index - 1]
        room = width - OUTLET - 2
        size = max(LEAST, min(MOST, room // max(1, len(terms))))
        segments = [Segment(" " + fit(name, OUTLET), base + self.style("strong"))]
        for words, counts in terms[: max(1, room // size)]:
            if index == 0:
                wide = min(width_of(words), size - 2)
                segments.append(Segment(" " * (size - wide) + fit(words, wide), base + self.style("accent")))
            else:
                number = counts[index - 1]
                style = base if number else base + self.style("muted")
                segments.append(Segment(f"{number or '—':>{size}}", style))
        return Strip(padded(segments, width, base), width)


class TermTableScreen(Panel[None]):
    """A panel over the search."""

    OPENED_BY = "search.terms"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "close", "close")]

    DEFAULT_CSS = """
    TermTableScreen > Vertical { max-width: 120; height: auto; max-height: 85%; }
    TermTableScreen Label { width: 1fr; color: $text-muted; padding: 0 1; }
    TermTableScreen CountList { height: auto; max-height: 40; }
    """

    def __init__(self, title: str, table: TermTable) -> None:
        super().__init__()
        self._title, self._table = title, table

    def compose(self) -> ComposeResult:
        """The story's title, the table and a line of help."""
        with Vertical() as box:
            box.border_title = "Terms by outlet"
            yield Label(self._title, markup=False)
            yield CountList(self._table)
            closes = Part("esc closes", self.close, stays=True)
            yield HelpLine(Part("how often each outlet has each term"), closes)

    def on_mount(self) -> None:
        """As high as its rows."""
        rows = self.query_one(CountList)
        rows.styles.height = min(rows.length(), max(3, self.size.height - 12))
        rows.changed(1)

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.query_one(CountList).move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.query_one(CountList).page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end."""
        self.query_one(CountList).to_edge(end=end)
