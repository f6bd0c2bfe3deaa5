"""Quotations in single marks, found in the bytes of many texts where no double marks are about.

What opens one is told from an apostrophe by what is beside it, and by the mark that closes it, as
`compare.quotespans` does; what is not certain is left to that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.search.cutting import Cut
from index.search.marks import (
    ALNUM,
    BEFORE_CLOSING,
    CLOSE_SINGLE,
    OPEN_SINGLE,
    WIDTH,
    Bytes,
    Places,
    Quoted,
    Which,
    follow_opening,
)

_APOSTROPHE = ord("'")
_REACH = 400  # characters; so many bytes are no more
_SMALL = 0x20


def _pairs() -> Which:
    """A table of the first two letters after which a word may be an elision: `'em`, `'til`, `'90s`."""
    found = np.zeros((256, 256), np.bool_)
    for first, second in ("em", "ti", "tw", "ca", "bo", "ro", "ne"):
        found[ord(first), ord(second)] = True
    found[ord("n"), ~ALNUM] = True
    found[[byte for byte in range(256) if byte in b"0123456789"]] = True
    return found.ravel()


_ELIDED = _pairs()


def single_quotes(
    data: Bytes, pieces: Cut, doubles: Places, singles: Places, own: Places, hard: Which
) -> Quoted:
    """The quotations that `singles` open; these are the marks between no others, each in a text of its `own`.

    Texts of which it is not certain are noted in `hard`.
    """
    closers, others = _closers(data, pieces)
    ends = np.append(pieces.texts[1:] - 1, len(data))[own]
    # One that closes a quotation opens none.
    kept = ~_closes(data, singles, np.ones_like(singles))
    singles, own, ends = singles[kept], own[kept], ends[kept]
    close, other = _next(closers, singles, len(data)), _next(others, singles, len(data))
    curly = data[singles] == 0xE2
    width = np.where(curly, WIDTH, 1)
    after, second = data[singles + width], data[singles + width + 1]
    small = (after | np.uint8(_SMALL)).astype(np.int64) << 8 | np.where(
        ALNUM[second], second | _SMALL, second
    )
    sure = (curly | (data[singles] == _APOSTROPHE)) & ALNUM[after] & ~_ELIDED[small]
    sure &= follow_opening(data, singles, pieces.texts[own])
    sure &= (close < ends) & (close - singles <= _REACH)
    sure &= (other > close) & (_next(doubles, singles, len(data)) > close)
    # Without anything that could close it a mark quotes nothing.
    hard[own[~sure & ((close < ends) | (other < ends))]] = True
    return Quoted(own[sure], (singles + width)[sure], close[sure])


def _closers(data: Bytes, pieces: Cut) -> tuple[Places, Places]:
    """Single marks that close a quotation for certain, if one is open; those of which it is not certain."""
    at = pieces.marks
    curly = (data[at] == 0xE2) & (data[at + 1] == 0x80)
    curly &= (data[at + 2] == CLOSE_SINGLE) | (data[at + 2] == OPEN_SINGLE)
    kept = curly | (data[at] == _APOSTROPHE) | (data[at] == ord("`"))
    at = at[kept]
    width = np.where(curly[kept], WIDTH, 1)
    inside = ALNUM[data[at - 1]] & ALNUM[data[at + width]]
    at, width = at[~inside], width[~inside]
    closing = _closes(data, at, width)
    return at[closing], at[~closing]


def _closes(data: Bytes, at: Places, width: NDArray[np.int64]) -> Which:
    """Which single marks close a quotation for certain, if one is open."""
    before, after = data[at - 1], data[at + width]
    found: Which = BEFORE_CLOSING[before] & (after < 0x80) & ~ALNUM[after] & (after != ord("_"))
    # As in `the workers' pay`.
    found &= (before != ord("s")) | (after != ord(" "))
    found &= (data[at] == _APOSTROPHE) | (data[at + width - 1] == CLOSE_SINGLE)
    return found


def _next(places: Places, at: Places, none: int) -> Places:
    """The first of some places after each."""
    found: Places = np.append(places, none)[places.searchsorted(at, "right")]
    return found
