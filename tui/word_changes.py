"""Two texts as one, with the words that only one of them has in brackets. Pure; no widget.

`[-cut-]` and `{+added+}`, as in the word diffs of version control: signs, so that nothing depends on
colour; the styles come on top.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.worddiff import ADDED, CUT, pieces, spaced
from tui.wrap import Span

__all__ = ["ADDED", "CUT", "Changed", "word_changes"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A text to show, and the spans of it that are `CUT` or `ADDED`, brackets included."""

    text: str
    marks: tuple[tuple[Span, str], ...] = ()


def word_changes(before: str, after: str) -> Changed:
    """What `after` makes of `before`: its text, with what it lacks and what it adds in brackets."""
    text, marks = "", []
    for words, style in pieces(before, after):
        piece = f"[-{words}-]" if style == CUT else f"{{+{words}+}}" if style == ADDED else words
        if spaced(text, piece):
            text += " "
        if style:
            marks.append(((len(text), len(text) + len(piece)), style))
        text += piece
    return Changed(text, tuple(marks))
