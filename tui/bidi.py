"""Right-to-left text beside other text, for terminals that reorder it themselves.

Most terminals show characters in the order in which they come, each in its cell: columns stay, and Arabic or
Hebrew reads from the left. Those that reorder a whole line (Konsole, mlterm, VTE, Terminal.app) may carry
words from one column into the next; first-strong isolates (UAX #9) keep each column to itself there. They
are sent only when asked for, as some terminals draw them or get them wrong.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

FIRST_STRONG, POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_STRONG = frozenset({"L", *_RIGHT_TO_LEFT})
_WALLS = frozenset("│┃▌▎▏┆◆|")


@lru_cache(maxsize=4096)
def _kinds(text: str) -> tuple[bool, bool, bool]:
    """Whether a text is a wall between columns, has letters, and has such as run from the right."""
    kinds = {unicodedata.bidirectional(char) for char in text}
    wall = bool(text.strip()) and set(text.strip()) <= _WALLS
    return wall, bool(kinds & _STRONG), bool(kinds & _RIGHT_TO_LEFT)


class IsolateFilter(LineFilter):
    """Puts isolates round the text of each column that has letters running from the right."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments; `background` does not matter here."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        found = list(segments)
        first = last = -1
        from_right = False
        for place, segment in enumerate((*segments, Segment("|"))):
            wall, letters, right = _kinds(segment.text) if not segment.control else (False, False, False)
            if wall:
                if from_right:
                    _wrap(found, first, last)
                first, from_right = -1, False
            elif letters:
                first = place if first < 0 else first
                last, from_right = place, from_right or right
        return found


def _wrap(segments: list[Segment], first: int, last: int) -> None:
    opening = segments[first]
    segments[first] = Segment(FIRST_STRONG + opening.text, opening.style)
    closing = segments[last]
    segments[last] = Segment(closing.text + POP, closing.style)
