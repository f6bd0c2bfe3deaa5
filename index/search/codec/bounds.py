"""Which documents can be among the best of one word, seen without scoring all that have it.

BM25 grows with the weight and falls with the length, and both are one byte. So for a bound on what BM25
gives and each length there is a least weight that reaches it, and for each document of a reader a byte that
its weight is held against: one comparison of two rows. Where enough documents reach the bound, the best are
among these alone. (The idea is that of MaxScore: Turtle and Flood, *Query Evaluation: Strategies and
Optimizations*, 1995, by rows in place of lists.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.search.codec.inverted import MOST_WEIGHT, Row

BOUNDS = (0.93, 0.86, 0.73)
"""Shares of the most that BM25 can give, tried in this order; few documents of a word reach the first."""


_ROUNDING = 1e-3


class Bounds:
    """The bounds of one field of a reader."""

    def __init__(self, most: float, norms: NDArray[np.float64], lengths: NDArray[np.uint8]) -> None:
        """BM25 gives a weight w `most` * w / (w + norm); there is a norm for each length byte."""
        self._most = most
        self._norms = norms
        self._lengths = lengths
        self._rows: dict[float, Row] = {}

    def reaching(self, row: Row, limit: int) -> tuple[NDArray[np.bool_], float] | None:
        """The documents that reach the highest bound that `limit` reach, and the bound; None without one.

        A few that do not quite reach it may be among them.
        """
        for share in BOUNDS:
            found = row >= self._least(share)
            if np.count_nonzero(found) >= limit:
                return found, share * self._most
        return None

    def _least(self, share: float) -> Row:
        """The least weight with which each document reaches a share of the most; 255 stands for more, too."""
        row = self._rows.get(share)
        if row is None:
            least = np.ceil(share / (1 - share) * self._norms - _ROUNDING).clip(1, MOST_WEIGHT)
            row = self._rows[share] = least.astype(np.uint8).take(self._lengths)
        return row
