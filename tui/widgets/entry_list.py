"""Entries of several lines each, of which those that lead somewhere can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.difference_entries import Entry
from tui.render import padded, paint, short_name
from tui.widgets.lines import LineList
from tui.wrap import Span, fit, overlap, width_of, wrap

LABEL = 24
INDENT = 3


@dataclass(frozen=True, slots=True)
class _Line:
    entry: int
    span: Span
    opens: bool


class EntryList(LineList):
    """Draws the entries, wrapped to the width of the list; the cursor takes in a whole entry."""

    DEFAULT_CSS = """
    EntryList > .lines--cut { color: $text-error; text-style: strike; }
    EntryList > .lines--added { color: $text-success; text-style: underline; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cut", "lines--added"}

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self._texts: list[str] = []
        self._lines: list[_Line] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries, the cursor on the first that leads somewhere."""
        self._entries = tuple(entries)
        self._lay_out()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.changed(0)
        self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Wrap anew; the cursor stays on its entry."""
        entry = self._lines[self.cursor].entry if self._lines else 0
        self._lay_out()
        self.changed(next((n for n, line in enumerate(self._lines) if line.entry >= entry), 0))

    def _lay_out(self) -> None:
        self._lines, self._texts = [], []
        for number, entry in enumerate(self._entries):
            room = max(8, self.line_width - self._indent(entry) - self._label(entry))
            whole = entry.verbatim and (not entry.narrow or width_of(entry.text) <= room)
            text = entry.text if whole or not entry.narrow else entry.narrow
            spans = [(0, len(text))] if whole else wrap(text, room)
            self._texts.append(text)
            self._lines += [_Line(number, span, opens=place == 0) for place, span in enumerate(spans)]

    def _indent(self, entry: Entry) -> int:
        return 1 if entry.style in ("head", "muted") else INDENT

    def _label(self, entry: Entry) -> int:
        return min(LABEL, self.line_width // 3) + 1 if entry.label else 0

    def length(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def selectable(self, index: int) -> bool:
        """Only the first lines of entries that lead somewhere."""
        if not 0 <= index < len(self._lines):
            return False
        line = self._lines[index]
        return line.opens and self._entries[line.entry].passage is not None

    def pointed(self, index: int) -> int:
        """Any line of an entry stands for its first."""
        while 0 < index < len(self._lines) and not self._lines[index].opens:
            index -= 1
        return index

    def has_cursor(self, index: int) -> bool:
        """All lines of the entry with the cursor."""
        chosen = self.selectable(self.cursor)
        return chosen and self._lines[index].entry == self._lines[self.cursor].entry

    @property
    def current(self) -> Entry | None:
        """The entry with the cursor."""
        return self._entries[self._lines[self.cursor].entry] if self.selectable(self.cursor) else None

    def show_cursor(self) -> None:
        """Bring the whole entry onto the screen, from its end backwards."""
        if self._lines:
            end = self.cursor
            while end + 1 < len(self._lines) and not self._lines[end + 1].opens:
                end += 1
            height = max(1, self.size.height)
            if end >= self.scroll_offset.y + height:
                self.scroll_to(y=min(self.cursor, end - height + 1), animate=False, immediate=True)
        super().show_cursor()

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line of an entry."""
        line = self._lines[index]
        entry = self._entries[line.entry]
        text = self._texts[line.entry][slice(*line.span)]
        style = base + self.style(entry.style) if entry.style else base
        segments = [Segment(" " * self._indent(entry), base)]
        if entry.label:
            room = self._label(entry) - 1
            # What tells the articles of one outlet apart, at the end of their name, is not cut.
            label = fit(short_name(entry.label, room, day=True) if line.opens else "", room) + " "
            segments.append(Segment(label, base + self.style("accent")))
        layers = [
            (span, self.style(mark) + Style(strike=mark == "cut"))
            for part, mark in entry.marks
            for span in overlap(line.span, [part])
        ]
        if entry.verbatim:
            used = sum(width_of(segment.text) for segment in segments)
            text = fit(text, max(1, width - used))
        return Strip(padded([*segments, *paint(text, style, layers)], width, base), width)
