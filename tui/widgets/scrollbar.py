"""A scrollbar as thin as the edge of a column of text: a sign, so that it can be seen without colours."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui.marks import Signs


def thumb_span(size: int, virtual_size: float, window_size: float, position: float) -> tuple[int, int]:
    """The (first, past the last) cell of the thumb on a bar of `size` cells; (0, 0) where all is shown."""
    if size < 1 or window_size <= 0 or virtual_size <= window_size:
        return 0, 0
    length = min(size, max(1, ceil(size * window_size / virtual_size)))
    start = round((size - length) * position / (virtual_size - window_size))
    start = max(0, min(size - length, start))
    return start, start + length


_DEFAULT = Color.default()


class ThinBar(ScrollBarRender):
    """Draws the thumb with a sign on an empty track."""

    THUMB: ClassVar[str] = "┃"

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = _DEFAULT,
        bar_color: Color = _DEFAULT,
    ) -> Segments:
        """The cells of the bar; what a press of the mouse does is in their meta data, as in Textual's."""
        start, end = thumb_span(size, virtual_size, window_size, position)
        width = thickness if vertical else 1
        cells = []
        for cell in range(size):
            action = "grab" if start <= cell < end else "scroll_up" if cell < start else "scroll_down"
            sign = cls.THUMB if action == "grab" else " "
            style = Style(color=bar_color, bgcolor=back_color, meta={"@mouse.down": action})
            cells.append(Segment(sign * width, style))
        if vertical:
            return Segments(cells, new_lines=True)
        return Segments([*cells, Segment.line()] * thickness, new_lines=False)


class PlainBar(ThinBar):
    """The same in ASCII."""

    THUMB = "#"


def use(signs: Signs) -> None:
    """Draw all scrollbars so, with the signs that the terminal can show."""
    ScrollBar.renderer = PlainBar if signs.thumb.isascii() else ThinBar
