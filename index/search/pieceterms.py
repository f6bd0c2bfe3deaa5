"""What pieces of text stand for: some terms of running text each, at places counted from its first one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.keys import Numbers


class PieceTerms(NamedTuple):
    """What pieces stand for: how many terms each, and how many places it takes.

    And all their terms, one piece's after another, with the place of each, counted from that of the piece.
    """

    counts: Numbers
    widths: Numbers
    terms: Numbers
    places: Numbers


class Found:
    """What the next pieces stand for, as it is found here and there."""

    def __init__(self, first: int, count: int) -> None:
        self._first = first
        self._counts, self._widths = np.zeros((2, count), np.uint32)
        self._terms: list[tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint32]]] = []

    def add(self, pieces: Numbers, widths: Numbers, counts: Numbers, terms: Numbers, places: Numbers) -> None:
        """What some pieces stand for."""
        at = np.asarray(pieces, np.int64) - self._first
        self._counts[at], self._widths[at] = counts, widths
        whose = np.repeat(at, counts)
        self._terms.append((whose, np.asarray(terms, np.uint32), np.asarray(places, np.uint32)))

    def piece_terms(self) -> PieceTerms:
        """All together."""
        whose, terms, places = map(np.concatenate, zip(*self._terms, strict=True))
        order = np.argsort(whose, kind="stable")
        return PieceTerms(self._counts, self._widths, terms[order], places[order])
