"""The mouse in the columns: clicks focus, the wheel scrolls, dragging selects, the overview leads there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.message import Message

from index.model import Passage, Role
from tui.layout import Line
from tui.marks import UNICODE, Signs
from tui.overview import line_at
from tui.widgets.columns_header import EDGE, GUTTER, ColumnsHead
from tui.widgets.columns_mouse import Dragged, Letter, letter_span


class ColumnsPointer(ColumnsHead):
    """Turns the mouse into moves of the columns, and into a selection of the text of one."""

    # Textual's own selection knows lines of the screen, and would run across the columns.
    ALLOW_SELECT: ClassVar[bool] = False

    class Moved(Message):
        """The focused passage, or what a column shows, has changed."""

    class Sought(Message):
        """A place was pointed at on a column's overview: at first, or while the pointer is drawn along it."""

        def __init__(self, passage: str, *, first: bool) -> None:
            self.passage, self.first = passage, first
            super().__init__()

    class Selected(Message):
        """Text was selected with the mouse."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(signs, id=id)
        self.dragged: Dragged | None = None
        self._pressed: tuple[int, Letter] | None = None
        self._was_dragged = False
        self._notices: dict[int, str | None] = {}
        self._sought: int | None = None
        self._overviews: dict[int, tuple[Mapping[int, int], Mapping[int, int]]] = {}

    def moved(self) -> None:
        """The state has changed: draw it, and say so."""
        raise NotImplementedError

    def _stretches(self, line: Line, passage: Passage) -> bool:
        """Whether a line's spaces are widened."""
        return self._settings.justified and not line.closes and passage.role not in (Role.TITLE, Role.SUBHEAD)

    def _column_at(self, x: int) -> tuple[int, int] | None:
        """(column, its left edge) under a screen column."""
        for column, left, width in self._cells():
            if left <= x < left + width:
                return column, left
        return None

    def on_click(self, event: events.Click) -> None:
        """A click focuses a passage, or an outlet by its name."""
        if self._was_dragged:
            # The end of a selection, or of a walk along the overview, is no click.
            self._was_dragged = False
            return
        self.unselect()
        if event.y == 0 and self._tabbed:
            self.columns.to_column(self._tab_at(event.x) or 0)
            self.moved()
            return
        found = self._column_at(event.x)
        if found is None:
            return
        column, row = found[0], event.y - self.header_height
        if row < 0:
            self.columns.to_column(column)
        else:
            line = self._line_at(column, row)
            if line.passage >= 0:
                self.columns.focus_on(self.columns.articles[column].passages[line.passage].id)
        self.moved()

    def _on_overview(self, x: int) -> bool:
        """Whether a screen column is that of an overview, or the empty one before it."""
        return not self.zen and any(
            left + width - EDGE <= x < left + width for _, left, width in self._cells()
        )

    def _line_at(self, column: int, row: int) -> Line:
        """What stands in a row of the text of a column."""
        if self._notices.get(column) and row > self.columns.focus_row:
            row -= 1
        return self.columns.layouts[column].line(self.columns.tops[column] + row)

    def _letter_at(self, column: int, left: int, event: events.MouseEvent) -> Letter | None:
        """The letter under the pointer; on an empty line none."""
        line = self._line_at(column, event.y - self.header_height)
        if line.passage < 0:
            return None
        layout = self.columns.layouts[column]
        passage = layout.passages[line.passage]
        text = passage.text[line.start : line.end]
        cell = event.x - left - self._settings.text_margin - GUTTER
        low, high = letter_span(text, cell, layout.width if self._stretches(line, passage) else 0)
        return Letter(line.passage, line.start + low, line.start + high)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Where a selection may begin, or a walk along an overview."""
        found = self._column_at(event.x)
        self._pressed, self._sought, self._was_dragged = None, None, False
        if found is None or event.button != 1 or event.y < self.header_height:
            return
        if self._on_overview(event.x):
            self._sought = found[0]
            self.capture_mouse()
            self._seek(event, first=True)
            return
        letter = self._letter_at(*found, event)
        if letter is not None:
            self._pressed = found[0], letter
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A selection grows to the letter under the pointer; past the text's edge it scrolls."""
        if self._sought is not None:
            self._seek(event, first=False)
            return
        if self._pressed is None:
            return
        column, first = self._pressed
        left = next((left for number, left, _ in self._cells() if number == column), None)
        if left is None:
            return
        if not self.header_height <= event.y < self.size.height:
            self.columns.scroll(column, -1 if event.y < self.header_height else 1)
            self.moved()
        letter = self._letter_at(column, left, event)
        if letter is not None and (letter != first or self.dragged is not None):
            self.dragged = Dragged(column, first, letter)
            self.refresh(self.size.region)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """What is selected is copied."""
        if self._sought is not None:
            self._sought, self._was_dragged = None, True
            self.release_mouse()
            return
        if self._pressed is None:
            return
        self._pressed = None
        self.release_mouse()
        if self.dragged is not None:
            self._was_dragged = True
            text = self.dragged.text(self.columns.articles[self.dragged.column].passages)
            self.post_message(self.Selected(text))

    def _seek(self, event: events.MouseEvent, *, first: bool) -> None:
        """Go where an overview points: to the partner or figure drawn there, else to what stands there."""
        column, row = self._sought, event.y - self.header_height
        # The column may have left the screen while the pointer was held down.
        if column not in self._overviews or not 0 <= row < self.columns.height:
            return
        layout = self.columns.layouts[column]
        partners, differing = self._overviews[column]
        place = partners.get(row, differing.get(row))
        if place is None:
            place = layout.passage_at(line_at(row, layout.height, self.columns.height))
        passage = layout.passages[place].id if layout.passages else self.columns.focused_id
        if passage is not None and passage != self.columns.focused_id:
            self.post_message(self.Sought(passage, first=first))

    def unselect(self) -> None:
        """Nothing is selected with the mouse any more."""
        if self.dragged is not None:
            self.dragged = None
            self.refresh(self.size.region)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the pointer."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the pointer."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        found = self._column_at(event.x)
        if found is not None:
            self.columns.wheel(found[0], rows)
            self.moved()
