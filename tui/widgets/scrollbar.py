"""A scrollbar as thin as the edge of a column of text: a sign, so that it can be seen without colours."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import ClassVar, cast

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.color import TRANSPARENT
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

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


@lru_cache(maxsize=64)
def _row(text: str, style: Style, action: str) -> Strip:
    return Strip([Segment(text, style + Style(meta={"@mouse.down": action}))], len(text))


class ThinScrollBar(ScrollBar):
    """An upright one, drawn row by row: there are only three kinds of rows."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the bar in `crop`."""
        bar = cast("ScrollBarRender", self.render())
        width, height = self.size
        start, end = thumb_span(height, bar.virtual_size, bar.window_size, bar.position)
        style = cast("Style", bar.style)
        thumb = cast("type[ThinBar]", self.renderer).THUMB
        kinds = [
            (_row(" " * width, style, "scroll_up"), start),
            (_row(thumb * width, style, "grab"), end - start),
            (_row(" " * width, style, "scroll_down"), height - end),
        ]
        filters = self.get_line_filters()
        background = self.background_colors[1] if filters else TRANSPARENT
        strips: list[Strip] = []
        for plain, times in kinds:
            strip = plain
            for change in filters:
                strip = strip.apply_filter(change, background)
            strips += [strip] * times
        return strips[crop.y : crop.bottom]


def use(signs: Signs) -> None:
    """Draw all scrollbars so, with the signs that the terminal can show."""
    ScrollBar.renderer = PlainBar if signs.thumb.isascii() else ThinBar
