"""The last guard before the terminal: nothing but text leaves, whatever reached a widget."""

from __future__ import annotations

import traceback

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from index import text


class ScrubFilter(LineFilter):
    """Takes control and format characters out of every segment that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, scrubbed; `background` does not matter here."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(text.scrub(segment.text), segment.style)
            for segment in segments
        ]


def readable_traceback(error: BaseException) -> str:
    """The traceback of an error with everything a terminal would obey taken out."""
    return text.clean("".join(traceback.format_exception(error)))
