"""Word-level differences between two texts, for showing what was cut or altered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from index.words import fold

_OPENING, _CLOSING = frozenset("“‘(«"), frozenset(",.;:?!”’)»%")
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*", re.UNICODE)


class WordSpan(NamedTuple):
    """A word: its folded form and its (start, end) offsets in the text it was taken from."""

    word: str
    start: int
    end: int


class WordChange(NamedTuple):
    """One stretch of a difference; `op` is equal, delete, insert or replace.

    `a` and `b` are (start, end) character offsets into the two texts; an empty stretch is a point.
    """

    op: str
    a: tuple[int, int]
    b: tuple[int, int]


def word_spans(text: str) -> list[WordSpan]:
    """The words of `text` in order, folded (case, accents, curly apostrophes), with their offsets."""
    return [WordSpan(fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]


def word_diff(a: str, b: str) -> tuple[WordChange, ...]:
    """What has to change in `a` to say `b`, word by word; case, accents and punctuation do not count.

    The changes are in order and name every word of both texts once; joining two equal texts gives
    one `equal`, and two empty ones nothing.
    """
    left, right = word_spans(a), word_spans(b)
    matcher = SequenceMatcher(None, [w.word for w in left], [w.word for w in right], autojunk=False)
    return tuple(
        WordChange(op, _chars(left, i1, i2, len(a)), _chars(right, j1, j2, len(b)))
        for op, i1, i2, j1, j2 in matcher.get_opcodes()
    )


CUT, ADDED = "cut", "added"


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """`after` in pieces, each with "" (in both), `ADDED`, or `CUT`: what only `before` has, where it stood.

    No piece is empty or has outer white space; punctuation belongs to the word it follows.
    """
    changes = word_diff(before, after)
    starts = [change.b[0] for change in changes] + [len(after)]
    found = [(after[: starts[0]].strip(), "")]
    for change, following in zip(changes, starts[1:], strict=True):
        start, end = change.b
        if change.op in ("delete", "replace"):
            found.append((before[slice(*change.a)], CUT))
        if change.op in ("insert", "replace"):
            found.append((after[start:end], ADDED))
        found.append((after[end if change.op != "equal" else start : following].strip(), ""))
    return [piece for piece in found if piece[0]]


def spaced(before: str, after: str) -> bool:
    """Whether a space belongs between two pieces that follow each other."""
    return bool(before) and after[0] not in _CLOSING and before[-1] not in _OPENING


def _chars(words: Sequence[WordSpan], first: int, last: int, length: int) -> tuple[int, int]:
    """Character offsets of the words first..last-1; for none, the point where they would stand."""
    if first < last:
        return words[first].start, words[last - 1].end
    point = words[first].start if first < len(words) else length
    return point, point
