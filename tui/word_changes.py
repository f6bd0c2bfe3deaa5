"""Two texts as one, with the words that only one of them has in brackets. Pure; no widget.

`[-cut-]` and `{+added+}`, as in the word diffs of version control: signs, so that nothing depends on
colour; the styles come on top.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.worddiff import word_diff
from tui.wrap import Span

CUT, ADDED = "cut", "added"
_OPENING, _CLOSING = frozenset("“‘(«"), frozenset(",.;:?!”’)»%")


@dataclass(frozen=True, slots=True)
class Changed:
    """A text to show, and the spans of it that are `CUT` or `ADDED`, brackets included."""

    text: str
    marks: tuple[tuple[Span, str], ...] = ()


def word_changes(before: str, after: str) -> Changed:
    """What `after` makes of `before`: its text, with what it lacks and what it adds in brackets."""
    changes = word_diff(before, after)
    starts = [change.b[0] for change in changes] + [len(after)]
    pieces: list[tuple[str, str]] = [(after[: starts[0]].strip(), "")]
    for change, following in zip(changes, starts[1:], strict=True):
        start, end = change.b
        if change.op in ("delete", "replace"):
            pieces.append((f"[-{before[slice(*change.a)]}-]", CUT))
        if change.op in ("insert", "replace"):
            pieces.append((f"{{+{after[start:end]}+}}", ADDED))
        # Punctuation belongs to the word it follows.
        pieces.append((after[end if change.op != "equal" else start : following].strip(), ""))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str]]) -> Changed:
    text, marks = "", []
    for piece, style in pieces:
        if not piece:
            continue
        if text and piece[0] not in _CLOSING and text[-1] not in _OPENING:
            text += " "
        if style:
            marks.append(((len(text), len(text) + len(piece)), style))
        text += piece
    return Changed(text, tuple(marks))
