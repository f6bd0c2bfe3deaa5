"""Lines for a terminal that shows ASCII only, or letters but no signs: cell for cell as wide."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_INSTEAD = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("‐‑‒–—―−─┄┅┈┉╌╍▔", "-"),
        **dict.fromkeys("━═", "="),
        **dict.fromkeys("│┃┆┇┊┋║▎▏▕", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝", "+"),
        **dict.fromkeys("█▀▄▌▐▖▗▘▙▚▛▜▝▞▟■▪", "#"),
        **dict.fromkeys("•●◆★", "*"),
        **dict.fromkeys("→▸▶›", ">"),
        **dict.fromkeys("←◂◀", "<"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f", " "),
        "·": "|",
        "…": "~",
        "○": "o",
        "◐": "+",
        "≠": "!",
        "✎": "n",
        "✦": "^",
        "✓": "+",
        "✗": "x",
        "×": "x",
        "⇄": "&",
        "↑": "^",
        "↓": "v",
        "▁": "_",
    }
)
_SIGNS = ("So", "Sk", "Co", "Cn")


@lru_cache(maxsize=4096)
def plain(text: str, *, letters: bool) -> str:
    """The text in ASCII, cell for cell; with `letters`, those of other scripts stay and only signs go."""
    text = text.translate(_INSTEAD)
    if text.isascii():
        return text
    return "".join(
        _plain_grapheme(text[start:end], cells, letters=letters)
        for start, end, cells in split_graphemes(text)[0]
    )


def _plain_grapheme(grapheme: str, cells: int, *, letters: bool) -> str:
    if grapheme.isascii() or (letters and unicodedata.category(grapheme[0]) not in _SIGNS):
        return grapheme
    base = "".join(char for char in unicodedata.normalize("NFKD", grapheme) if char.isascii())
    return base if base and cell_len(base) == cells else "?" * cells


class PlainFilter(LineFilter):
    """Makes every line plain."""

    def __init__(self, *, letters: bool) -> None:
        super().__init__()
        self._letters = letters

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments; `background` does not matter here."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(plain(segment.text, letters=self._letters), segment.style)
            for segment in segments
        ]
