"""The state of the rows view: heights, focus and scrolling of `index.table`'s rows. No widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.compared import Comparison
from index.model import Article
from index.table import Row, table
from tui.wrap import Span, wrap


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line of a cell: a passage's index and the span of its text."""

    passage: int
    span: Span
    opens: bool
    closes: bool


class TableRows:
    """Rows as tall as their tallest cell, with one empty line between."""

    def __init__(self, articles: Sequence[Article], comparison: Comparison, base: int = 0) -> None:
        self.articles = tuple(articles)
        self.rows: tuple[Row, ...] = table(articles, comparison, base)
        self.base = base
        self.row = 0
        self.column = base
        self.top = 0
        self.height = 1
        self.width = 0
        self._header = 0
        self._resized = (-1, 0, 0)
        self.shown = range(len(self.articles))
        self._cells: list[list[list[CellLine]]] = []
        self.starts: list[int] = [0]
        self._row_of = {
            (column, index): number
            for number, row in enumerate(self.rows)
            for column, cell in enumerate(row.cells)
            for index in cell
        }

    def resize(self, text_width: int, height: int, *, header: int = 0) -> None:
        """Wrap all cells for a width; the focused row keeps its place on the screen where it can.

        `header` are the rows above the table. As with the columns, a place that a small screen does not have
        is remembered until something is moved.
        """
        known = self.width > 0
        wanted = self._wanted_row() if known else height // 3 + header
        self.height = max(1, height)
        if text_width != self.width:
            self.width = text_width
            self._cells = [self._wrap_row(row) for row in self.rows]
            self._measure()
        if self.rows:
            self.top = max(0, self.starts[self.row] - max(0, wanted - header))
        self._bring_into_view()
        self._header = header
        self._resized = (self.row, self.top, wanted)

    def _wanted_row(self) -> int:
        """The row of the screen for the focused row: its own, or that of before the last resizing."""
        row, top, wanted = self._resized
        if (row, top) == (self.row, self.top):
            return wanted
        return self.starts[self.row] - self.top + self._header

    def show_columns(self, shown: range) -> None:
        """Say which columns are on the screen: only their cells make a row tall."""
        if shown != self.shown:
            self.shown = shown
            row, top, wanted = self._resized
            untouched = (row, top) == (self.row, self.top)
            offset = self.starts[self.row] - self.top if self.rows else 0
            self._measure()
            if self.rows:
                self.top = self.starts[self.row] - (wanted - self._header if untouched else offset)
                self._bring_into_view()
            if untouched:
                self._resized = (self.row, self.top, wanted)

    def _measure(self) -> None:
        self.starts = [0]
        for cells in self._cells:
            tallest = max((len(cells[column]) for column in self.shown), default=1)
            self.starts.append(self.starts[-1] + 1 + max(1, tallest))

    def _wrap_row(self, row: Row) -> list[list[CellLine]]:
        cells = []
        for article, cell in zip(self.articles, row.cells, strict=True):
            lines = [
                CellLine(index, span, opens=number == 1, closes=number == len(spans))
                for index in cell
                for spans in (wrap(article.passages[index].text, self.width),)
                for number, span in enumerate(spans, start=1)
            ]
            cells.append(lines)
        return cells

    @property
    def total(self) -> int:
        """The number of lines of all rows."""
        return self.starts[-1]

    def row_at(self, line: int) -> int:
        """The row at a line, clamped to the rows there are."""
        return max(0, min(len(self.rows) - 1, bisect_right(self.starts, line) - 1))

    def cell_line(self, line: int, column: int) -> tuple[int, int, CellLine | None]:
        """(row, line within the row, what stands there) for a line of the table and a column."""
        row = self.row_at(line)
        within = line - self.starts[row]
        cell = self._cells[row][column]
        return row, within, cell[within] if within < len(cell) else None

    def is_gap(self, line: int) -> bool:
        """Whether a line is the empty one below a row."""
        return line >= self.total or line + 1 == self.starts[self.row_at(line) + 1]

    @property
    def focused_id(self) -> str | None:
        """The first passage of the focused cell, or of the row's first filled cell."""
        if not self.rows:
            return None
        cells = self.rows[self.row].cells
        columns: list[int] = [self.column, *range(len(cells))]
        for column in columns:
            if cells[column]:
                return self.articles[column].passages[cells[column][0]].id
        return None

    def ids(self, row: int | None = None) -> tuple[str, ...]:
        """The ids of all passages in a row, the focused one if none is named, in column order."""
        if not self.rows:
            return ()
        cells = self.rows[self.row if row is None else row].cells
        return tuple(
            article.passages[index].id
            for article, cell in zip(self.articles, cells, strict=True)
            for index in cell
        )

    def focus_on(self, passage: str) -> bool:
        """Focus the row and cell of a passage; False when the table does not have it."""
        for column, article in enumerate(self.articles):
            for index, other in enumerate(article.passages):
                if other.id == passage and (column, index) in self._row_of:
                    self.row, self.column = self._row_of[column, index], column
                    self._bring_into_view()
                    return True
        return False

    def move(self, count: int) -> None:
        """Focus the row `count` further down."""
        self.row = max(0, min(len(self.rows) - 1, self.row + count))
        self._bring_into_view()

    def page(self, lines: int) -> None:
        """Scroll by lines and focus the row that then stands where the focus stood."""
        offset = self.starts[self.row] - self.top
        self.top = max(0, min(max(0, self.total - self.height), self.top + lines))
        target = self.row_at(self.top + max(0, offset))
        if target == self.row:
            target += 1 if lines > 0 else -1
        self.row = max(0, min(len(self.rows) - 1, target))
        self._bring_into_view()

    def scroll(self, lines: int) -> None:
        """Scroll; the focus goes along with what is on the screen."""
        self.top = max(0, min(max(0, self.total - self.height), self.top + lines))
        first, last = self.row_at(self.top), self.row_at(self.top + self.height - 1)
        if self.starts[first] < self.top and first < last:
            first += 1
        self.row = max(first, min(last, self.row))

    def to_edge(self, *, end: bool) -> None:
        """Focus the first or last row."""
        self.row = max(0, len(self.rows) - 1) if end else 0
        self._bring_into_view()

    def to_column(self, column: int) -> None:
        """Focus another cell of the row."""
        self.column = max(0, min(len(self.articles) - 1, column))

    def _bring_into_view(self) -> None:
        if not self.rows or not self.width:
            return
        first, end = self.starts[self.row], self.starts[self.row + 1]
        if end > self.top + self.height:
            self.top = end - self.height
        self.top = max(0, min(self.top, first))
