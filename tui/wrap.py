"""Line breaking by terminal cells: spans of a text, so that highlights stay offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, split_graphemes

Span = tuple[int, int]

# What must not open a line, and what must not end one: UAX #14, classes CL, CP, EX, IS, NS and OP.
_CLOSING = (
    "、。，．：；！？）］｝」』】》〉〕〗〙〛”’…‥・％ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    ",.:;!?)\\]}%»"
)
_OPENING = "（［｛「『【《〈〔〖〘〚“‘(\\[{«"
_AFTER = "/?&=#_.,;:-–—"
_WIDE = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003fffd"
_UNEVEN = re.compile(r"  |[^\S ]")
_PIECE = re.compile(
    rf"[{_OPENING}]*(?![{_OPENING}{_CLOSING}])[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+[{_CLOSING}]*|[{_WIDE}]|\s+"
)


def width_of(text: str) -> int:
    """The number of terminal cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def wrap(text: str, width: int) -> list[Span]:
    """Break one paragraph into lines of at most `width` cells.

    Returns (start, end) offsets into `text`, without the white space at the breaks. Ideographs may be
    broken anywhere but before closing and behind opening punctuation. A word longer than a line, such as
    an address, is cut behind one of its signs, else between graphemes. Never empty.
    """
    width = max(1, width)
    return (_wrap_plain(text, width) if text.isascii() else None) or _wrap_pieces(text, width)


def _wrap_plain(text: str, width: int) -> list[Span] | None:
    """The lines of an ASCII text whose words fit and are one space apart; None for any other."""
    if not text or text[0].isspace() or text[-1].isspace() or _UNEVEN.search(text):
        return None
    lines: list[Span] = []
    at, size = 0, len(text)
    while size - at > width:
        cut = text.rfind(" ", at, at + width + 1)
        if cut < 0:
            return None
        lines.append((at, cut))
        at = cut + 1
    lines.append((at, size))
    return lines


def _wrap_pieces(text: str, width: int) -> list[Span]:
    lines: list[Span] = []
    start = end = None
    used = pending = 0
    for match in _PIECE.finditer(text):
        piece, at, stop = match.group(), match.start(), match.end()
        if piece.isspace():
            pending = width_of(piece) if start is not None else 0
            continue
        cells = width_of(piece)
        if start is not None and end is not None and used + pending + cells > width:
            lines.append((start, end))
            start, used, pending = None, 0, 0
        while cells > width:
            cut = at + _cut(text[at:stop], width)
            lines.append((at, cut))
            at = cut
            cells = width_of(text[at:stop])
        if start is None:
            start = at
        used += pending + cells
        pending = 0
        end = stop
    if start is not None and end is not None and end > start:
        lines.append((start, end))
    return lines or [(0, 0)]


def _cut(word: str, width: int) -> int:
    """Where a word that is longer than a line is best cut: behind a sign in the second half of the line."""
    most = _fitting(word, width)
    sign = max((word.rfind(sign, most // 2, most) for sign in _AFTER), default=-1)
    return sign + 1 if sign > 0 else most


def _fitting(text: str, width: int) -> int:
    """How many characters fit into `width` cells; at least one grapheme."""
    if text.isascii():
        return max(1, width)
    graphemes, _ = split_graphemes(text)
    used = 0
    for start, _, cells in graphemes:
        if used + cells > width:
            return start or graphemes[0][1]
        used += cells
    return len(text)


def wrap_lines(text: str, width: int) -> list[Span]:
    """As `wrap`, for a text of several lines; an empty line gives an empty span."""
    found: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        found.extend((offset + start, offset + end) for start, end in wrap(line, width))
        offset += len(line) + 1
    return found


def fit(text: str, width: int, *, ellipsis: str = "…") -> str:
    """The text cut to `width` cells with an ellipsis where it was cut, padded with spaces."""
    if width <= 0:
        return ""
    cells = width_of(text)
    if cells <= width:
        return text + " " * (width - cells)
    room = width - width_of(ellipsis)
    if room <= 0:
        return ellipsis[:width].ljust(width)
    if width_of(text[:1]) > room:
        return ellipsis + " " * room
    kept = text[: _fitting(text, room)].rstrip()
    return kept + ellipsis + " " * (room - width_of(kept))


def overlap(span: Span, marks: Sequence[Span]) -> list[Span]:
    """The parts of `marks` that lie inside `span`, relative to its start, in order."""
    start, end = span
    found = []
    for left, right in marks:
        low, high = max(left, start), min(right, end)
        if low < high:
            found.append((low - start, high - start))
    return sorted(found)
