"""What is done to every line on its way to a terminal that cannot show all of it."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


@lru_cache(maxsize=1024)
def _bare(style: Style) -> Style:
    """A style without colours; what it says in other ways stays."""
    # What a click does is kept in the style, too, and Rich drops it with the colours.
    return style.without_color + Style.from_meta(style.meta) if style.meta else style.without_color


@lru_cache(maxsize=1024)
def _undimmed(style: Style) -> Style:
    return _bare(style) + Style(dim=False)


class ReversedFilter(LineFilter):
    """Takes colours and dimness out of what is reversed: nobody knows what they would come to there."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments; `background` does not matter here."""
        return [
            Segment(segment.text, _undimmed(segment.style), segment.control)
            if segment.style is not None and segment.style.reverse
            else segment
            for segment in segments
        ]


class ColourlessFilter(LineFilter):
    """Takes out all colours: not even shades of grey are sent, as https://no-color.org asks."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments; `background` does not matter here."""
        return [
            segment
            if segment.style is None
            else Segment(segment.text, self._left_of(segment.style), segment.control)
            for segment in segments
        ]

    @staticmethod
    def _left_of(style: Style) -> Style:
        return _undimmed(style) if style.reverse else _bare(style)
