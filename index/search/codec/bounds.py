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


class Bounds:
    """The bounds of one field of a reader."""

    def __init__(self, table: NDArray[np.float32], lengths: NDArray[np.uint8]) -> None:
        """`table` has BM25 at weight * 256 + length; `lengths` are the documents'."""
        self._table = table.reshape(256, 256)
        self._lengths = lengths
        self._rows: dict[float, Row] = {}

    def reaching(self, row: Row, limit: int) -> tuple[NDArray[np.bool_], float] | None:
        """The documents that reach the highest bound that `limit` reach, and the bound; None without one."""
        most = float(self._table[MOST_WEIGHT].max())
        for share in BOUNDS:
            found = row >= self._least(share * most)
            if np.count_nonzero(found) >= limit:
                return found, share * most
        return None

    def _least(self, bound: float) -> Row:
        """The least weight of each document that reaches a bound; the most there is where none does."""
        row = self._rows.get(bound)
        if row is None:
            reached = self._table >= bound
            least = np.where(reached[MOST_WEIGHT], reached.argmax(axis=0), MOST_WEIGHT)
            row = self._rows[bound] = least.astype(np.uint8).take(self._lengths)
        return row
