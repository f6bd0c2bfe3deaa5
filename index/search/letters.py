"""Short pieces of text looked at many at a time: each is two numbers of eight bytes (see `slots`).

A number of eight bytes is asked the same of all of them at once (Lamport, *Multiple Byte Processing with
Full-Word Instructions*, 1975). An answer has the highest bit of each byte for which it is yes. What is asked
of a byte beyond ASCII, and of what stands after it, has no meaning.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.search.slots import KEPT, LONGEST, WIDTH, Keys

_EACH = 0x0101010101010101
_YES = np.uint64(0x80 * _EACH)
_LOW = np.uint64(_EACH)
_CASE = np.uint64(2)  # so far is the bit that small letters have below the highest
_HYPHEN = "-"
_OWNED = (b"'", "’".encode())

Sizes = NDArray[np.int64]
Which = NDArray[np.bool_]


def sizes(words: Keys) -> Sizes:
    """How many bytes pieces have, none of which is zero."""
    # A byte has a bit beside the highest, or that one.
    low = words & ~_YES
    low += np.uint64(0x7F * _EACH)
    low |= words
    low &= _YES
    low >>= np.uint64(7)
    low *= _LOW
    low >>= np.uint64(56)
    return (low[:, 0] + low[:, 1]).astype(np.int64)


def first_of(words: Keys, count: Sizes) -> Keys:
    """The first bytes of pieces, so many."""
    found = np.empty_like(words)
    np.bitwise_and(words[:, 0], KEPT.take(np.minimum(count, WIDTH)), out=found[:, 0])
    np.bitwise_and(words[:, 1], KEPT.take(np.maximum(count - WIDTH, 0)), out=found[:, 1])
    return found


def are_ascii(words: Keys) -> Which:
    """Which pieces are ASCII alone."""
    found: Which = ((words[:, 0] | words[:, 1]) & _YES) == 0
    return found


def bare_sizes(words: Keys, count: Sizes) -> Sizes:
    """How many bytes pieces of any kind have without `'s` at their ends."""
    letters = words.view(np.uint8).ravel()
    last = np.arange(len(words)) * LONGEST + count - 1
    owned = np.flatnonzero((letters.take(last) | 0x20) == ord("s"))
    found = count.copy()
    for mark in _OWNED:
        own = owned[count[owned] > len(mark) + 1]
        same = np.ones(len(own), np.bool_)
        for back, byte in enumerate(reversed(mark), 1):
            same &= letters[last[own] - back] == byte
        found[own[same]] -= len(mark) + 1
    return found


class Kinds:
    """What pieces are made of; `small` are they with small letters alone."""

    def __init__(self, words: Keys) -> None:
        capital = _between(words, "A", "Z")
        self.small = words | (capital >> _CASE)
        letters = _between(self.small, "a", "z")
        solid = letters | _between(self.small, "0", "9")
        there = words + np.uint64(0x7F * _EACH)
        there &= _YES
        ascii_ = are_ascii(words)
        self.plain = _same(solid, there) & ascii_
        """Which are letters and digits of ASCII,"""
        self.initials = (capital[:, 0] == letters[:, 0]) & (capital[:, 0] != 0)
        """which of those of up to eight bytes have letters, and only capitals,"""
        hyphens = _between(words, _HYPHEN, _HYPHEN)
        self.hyphened = _same(solid | hyphens, there) & ascii_ & ~self.plain & _apart(hyphens, solid)
        """and which have hyphens besides, each between two of the others."""


def _apart(hyphens: Keys, solid: Keys) -> Which:
    """Where a piece neither begins nor ends with a hyphen, and has none that follows another."""
    first, second = hyphens.T
    one, other = np.uint64(8), np.uint64(56)
    wrong = (first << one) & ~solid[:, 0]
    wrong |= ((second << one) | (first >> other)) & ~solid[:, 1]
    wrong |= (first & np.uint64(0x80)) | (second >> other)
    found: Which = wrong == 0
    return found


def _between(words: Keys, low: str, high: str) -> Keys:
    """Which bytes are from one character to another."""
    found = words + np.uint64((0x80 - ord(low)) * _EACH)
    found &= ~(words + np.uint64((0x7F - ord(high)) * _EACH))
    found &= _YES
    return found


def _same(some: Keys, others: Keys) -> Which:
    differ = some ^ others
    found: Which = (differ[:, 0] | differ[:, 1]) == 0
    return found
