"""The story as a table: a row per statement, a cell per outlet, gaps to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from config.settings import Settings
from index.editions import Edit
from index.model import Role
from tui.folding import Also
from tui.justify import justified
from tui.marks import NO_MARKS, UNICODE, Marks, Signs, Told
from tui.render import padded, paint, short_name, short_names
from tui.table_rows import TableRows
from tui.widgets.drawn import Drawn
from tui.wording import column_names
from tui.wrap import Span, fit, overlap, width_of

if TYPE_CHECKING:
    from tui.app import BylinesApp

WITH_RULE, WITH_NAMES = 7, 3
"""The least height of the view, in rows, at which each line above the table is worth its row."""
LABEL = 14
NARROW_LABEL = 3
CELL = 24
KEPT_LINES = 1_000
_NEVER_LINKED = frozenset({Role.DECK, Role.CAPTION, Role.SUBHEAD, Role.CREDIT})


class RowsView(Drawn, can_focus=True):
    """Draws `TableRows`; columns that do not fit are paged with the focused cell."""

    DEFAULT_CSS = """
    RowsView { height: 1fr; background: $surface; color: $foreground; }
    RowsView > .rows--name { text-style: bold; color: $text-muted; }
    RowsView > .rows--name-focus { text-style: bold; color: $text-primary; }
    RowsView > .rows--rule { color: $line; }
    RowsView > .rows--rule-focus { color: $line-focus; }
    RowsView > .rows--muted { color: $text-muted; text-style: $muted-style; }
    RowsView > .rows--row { background: $ground-row; }
    RowsView > .rows--focus { background: $ground-focus; text-style: $ground-style; }
    RowsView > .rows--title { text-style: bold; color: $text-primary; }
    RowsView > .rows--match { text-style: bold underline; color: $text-warning; }
    RowsView > .rows--all { color: $text-success; }
    RowsView > .rows--some { color: $text-primary; }
    RowsView > .rows--only { color: $text-warning; }
    RowsView > .rows--differs { color: $text-error; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"rows--{name}"
        for name in (
            *("name", "name-focus", "rule", "rule-focus", "muted", "row", "focus", "title", "match"),
            *("all", "some", "only", "differs"),
        )
    }

    class Moved(Message):
        """The focused cell has changed."""

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.table: TableRows | None = None
        self.marks: Marks = NO_MARKS
        self.matches: Mapping[str, tuple[Span, ...]] = {}
        self.signs = signs
        self.also: Also = {}
        self.locked: frozenset[str] = frozenset()
        self.edits: Mapping[str, Edit] = {}
        self._names: list[str] = []
        self._first = 0
        self._texts: dict[tuple[int, int, int], Strip] = {}
        self._drawn_of: tuple[object, ...] = ()

    def show(self, table: TableRows) -> None:
        """Draw another table."""
        self.table = table
        self._names = [
            " = ".join((name, *self.also.get(article.id, ())))
            for name, article in zip(column_names(table.articles), table.articles, strict=True)
        ]
        self._fit()

    def moved(self) -> None:
        """The state has changed: draw it, and say so."""
        if self.table is not None:
            visible = self._visible()
            self._first = min(self._first, self.table.column, max(0, len(self._names) - visible))
            self._first = max(self._first, self.table.column - visible + 1)
            self.table.show_columns(range(self._first, self._first + visible))
        drawn_of = (self.table, self.marks, self.matches, self.locked, self.edits)
        if any(one is not other for one, other in zip_longest(drawn_of, self._drawn_of)):
            self._drawn_of = drawn_of
            self.refresh()
        else:
            # Of the lines, only where they stand, and which of them the focus is on, can have changed.
            self.refresh(self.size.region)
        self.post_message(self.Moved())

    def settings_changed(self) -> None:
        """The person has chosen other settings."""
        self._fit()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._fit()

    # -- geometry

    @property
    def _header(self) -> int:
        return (self.size.height >= WITH_NAMES) + (self.size.height >= WITH_RULE)

    @property
    def _label(self) -> int:
        return LABEL if self.size.width >= 100 else NARROW_LABEL

    def _visible(self) -> int:
        room = self.size.width - self._label
        return max(1, min(len(self._names), room // CELL))

    def _cell(self) -> int:
        return max(4, (self.size.width - self._label) // self._visible())

    def _fit(self) -> None:
        if self.table is not None and self.size.width:
            room = max(1, self._cell() - 4)
            height = max(1, self.size.height - self._header)
            self.table.resize(min(self._settings.text_width or room, room), height, header=self._header)
            self.refresh()
            self.moved()

    @property
    def _settings(self) -> Settings:
        return cast("BylinesApp", self.app).settings

    # -- drawing

    def _style(self, name: str) -> Style:
        return self.ink(f"rows--{name}")

    def render_line(self, y: int) -> Strip:
        """A line of the screen: outlets, rule, then the table."""
        base = self.ground
        if self.table is None or not self.table.rows:
            return Strip.blank(self.size.width, base)
        if y < self._header:
            if y == 0:
                return self._names_line()
            return Strip(
                [Segment(self.signs.line * self.size.width, base + self._style("rule"))], self.size.width
            )
        line = self.table.top + y - self._header
        if line >= self.table.total:
            return Strip.blank(self.size.width, base)
        focused = self.table.row == self.table.cell_line(line, 0)[0]
        look = line, self._first, self.table.column if focused else -1
        if look not in self._texts:
            if len(self._texts) > KEPT_LINES:
                self._texts.clear()
            self._texts[look] = self._table_line(line)
        return self._texts[look]

    def forget_lines(self) -> None:
        """Nothing that was drawn holds any more."""
        super().forget_lines()
        self._texts.clear()

    def _names_line(self) -> Strip:
        assert self.table is not None
        base = self.ground
        segments = [Segment(" " * self._label, base)]
        for column in range(self._first, self._first + self._visible()):
            style = base + self._style("name-focus" if column == self.table.column else "name")
            segments.append(Segment(self.signs.rule + " ", base + self._style("rule")))
            sign = f"{self.signs.order} " if column == self.table.base else ""
            room = self._cell() - 2
            name = sign + short_name(self._names[column], room - width_of(sign))
            segments.append(Segment(fit(name, room), style))
        return Strip(padded(segments, self.size.width, base), self.size.width)

    def _table_line(self, line: int) -> Strip:
        assert self.table is not None
        table, base = self.table, self.ground
        row, within, _ = table.cell_line(line, 0)
        ground = base + self._style("row") if row == table.row and not table.is_gap(line) else base
        segments = self._row_label(row, within, ground)
        elsewhere = self._off_screen(row) if within == 0 and not table.is_gap(line) else ""
        if elsewhere:
            segments += self._elsewhere(line, row, elsewhere, ground)
        else:
            for column in range(self._first, self._first + self._visible()):
                segments.append(self._cell_rule(line, row, column))
                segments += self._cell_text(line, column, ground)
        return Strip(padded(segments, self.size.width, ground), self.size.width)

    def _cell_rule(self, line: int, row: int, column: int) -> Segment:
        """The line at a cell's left: heavy along the focused row, a bar at the focused cell."""
        assert self.table is not None
        base = self.ground
        if row != self.table.row or self.table.is_gap(line):
            return Segment(self.signs.rule, base + self._style("rule"))
        focused = column == self.table.column
        ground = Style(bgcolor=self._style("focus" if focused else "row").bgcolor)
        sign = self.signs.here if focused else self.signs.thumb
        return Segment(sign, base + ground + self._style("rule-focus"))

    def _row_label(self, row: int, within: int, ground: Style) -> list[Segment]:
        assert self.table is not None
        if within:
            return [Segment(" " * self._label, ground)]
        told, words = self._told(row)
        style = ground + (self._style(told.value) if told is not Told.UNCLEAR else Style())
        label = [Segment(self.signs.told[told], style)]
        if self._label > NARROW_LABEL:
            words = self._off_screen(row) or words
            label.append(Segment(f" {fit(words, self._label - 3)}", ground + self._style("muted")))
        return padded(label, self._label, ground)

    def _told(self, row: int) -> tuple[Told, str]:
        """How many outlets stand in a row, as a mark and in words."""
        assert self.table is not None
        articles, cells = self.table.articles, self.table.rows[row].cells
        outlets = {article.outlet_name for article in articles}
        here = {article.outlet_name for article, cell in zip(articles, cells, strict=True) if cell}
        if len(here) > 1:
            return (Told.ALL, "all") if here == outlets else (Told.SOME, f"{len(here)} of {len(outlets)}")
        return self._of_one(row)

    def _of_one(self, row: int) -> tuple[Told, str]:
        """What is said of a row with one outlet: its match may stand in another row, or be unclear."""
        assert self.table is not None
        told = {self.marks.told.get(passage) for passage in self.table.ids(row)}
        if Told.ONLY in told:
            return Told.ONLY, "only here"
        widely = next((one for one in (Told.ALL, Told.SOME) if one in told), None)
        if widely is not None:
            return widely, "elsewhere"
        cells = zip(self.table.articles, self.table.rows[row].cells, strict=True)
        roles = {article.passages[index].role for article, cell in cells for index in cell}
        apart = next((role.value for role in roles if role in _NEVER_LINKED), "")
        return Told.UNCLEAR, apart or ("unclear" if Told.UNCLEAR in told else "")

    def _off_screen(self, row: int) -> str:
        """Who tells a row of which no cell is on the screen: else it would look like a row of nothing."""
        assert self.table is not None
        cells = self.table.rows[row].cells
        if any(cells[column] for column in self.table.shown):
            return ""
        names = short_names(self._names, max(self._label - 3, self._cell() - 5))
        return ", ".join(name for name, cell in zip(names, cells, strict=True) if cell)

    def _elsewhere(self, line: int, row: int, who: str, ground: Style) -> list[Segment]:
        """What a row says of which no cell is on the screen, across all those that are there and empty."""
        assert self.table is not None
        column = next(place for place, cell in enumerate(self.table.rows[row].cells) if cell)
        passage = self.table.articles[column].passages[self.table.rows[row].cells[column][0]]
        # The label says who, where it has room.
        lead = f"{who}: " if self._label == NARROW_LABEL else ""
        cell, cells = self._cell(), self._visible()
        place, focused = self.table.column - self._first, row == self.table.row
        bar = focused and 0 < place < cells
        width = cell * cells - 1 - bar
        text = Segment(fit(f"  {self.signs.gap} {lead}{passage.text}", width), ground + self._style("muted"))
        rule = self._cell_rule(line, row, self._first)
        if not bar:
            return [rule, text]
        before, after = text.split_cells(cell * place - 1)
        return [rule, before, self._cell_rule(line, row, self.table.column), after]

    def _mark(self, passage: str, ground: Style) -> Segment:
        """What a cell says of its passage before its text: an edit, a difference, a note, a quote, a lock."""
        if passage in self.edits:
            return Segment(self.signs.edits[self.edits[passage]][:1], ground + self._style("differs"))
        sign = self.marks.second(passage, self.signs)
        if sign == " " and passage in self.locked:
            sign = self.signs.locked
        return Segment(sign, ground + self._style("differs" if sign == self.signs.differs else "muted"))

    def _cell_text(self, line: int, column: int, ground: Style) -> list[Segment]:
        assert self.table is not None
        table = self.table
        row, within, cell = table.cell_line(line, column)
        width = self._cell() - 1
        focused = row == table.row and column == table.column and not table.is_gap(line)
        style = self.ground + self._style("focus") if focused else ground
        if cell is None:
            gap = within == 0 and not table.rows[row].cells[column]
            text = f"  {self.signs.gap}" if gap else ""
            return padded([Segment(text, style + self._style("muted"))], width, style)
        passage = table.articles[column].passages[cell.passage]
        start, end = cell.span
        mark = self._mark(passage.id, style) if cell.opens else Segment(" ", style)
        mark = Segment(f"{mark.text} ", mark.style)
        text_style = style + self._style("title") if passage.role is Role.TITLE else style
        layers = [(s, self._style("match")) for s in overlap(cell.span, self.matches.get(passage.id, ()))]
        body = paint(passage.text[start:end], text_style, layers)
        if self._settings.justified and not cell.closes and passage.role is not Role.TITLE:
            body = justified(body, table.width)
        return padded([mark, *body], width, style)

    # -- mouse

    def on_click(self, event: events.Click) -> None:
        """Focus the cell, or the outlet, under the pointer."""
        if self.table is None:
            return
        line = self.table.top + event.y - self._header
        if line >= self.table.total:
            return
        if event.y >= self._header:
            self.table.row = self.table.row_at(line)
        if event.x >= self._label:
            self.table.to_column(self._first + (event.x - self._label) // self._cell())
        self.moved()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the table."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the table."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        if self.table is not None:
            self.table.scroll(lines)
            self.moved()
