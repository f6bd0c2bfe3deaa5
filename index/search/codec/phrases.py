"""Phrases and words near each other, by the positions in the index.

A place in a segment is one number: document times a power of two, plus position (see `places`). Words stand
in a row where their places, each less its number in the phrase, are equal; so a phrase is an intersection of
arrays, begun with the rarest word: two are put in order together, and equals stand side by side. Of a word
that is far more frequent no array is made: whether it stands at a wanted place is looked up by bisection
among its positions in the document, for all places at a time. A stretch of documents is looked at at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.search.codec.inverted import Row, as_row
from index.search.codec.places import PLACE_BITS, PlaceNumbers, Standing, kind_of
from index.search.codec.segment import Terms

AT_ONCE = 400_000
"""About so many places are worked on at a time."""

_TIMES = 20
"""In a word so many times as frequent as the rarest places are looked up."""


def phrase_row(
    field: Terms, terms: Sequence[int], slop: int, documents: int, candidates: NDArray[np.bool_]
) -> Row:
    """How often terms stand in this order in each document, each at most `slop` places after the last.

    `candidates` are the documents that have all of them.
    """
    if not candidates.any():
        return np.zeros(documents, np.uint8)
    near = slop != 1
    bits = PLACE_BITS if near else field.place_bits(len(terms))
    words = [field.standing(term, bits) for term in terms]
    rarest = min(word.count for word in words)
    read = sum(word.count for word in words if near or word.count <= _TIMES * rarest)
    counts = np.zeros(documents, np.int64)
    for first, last in _stretches(documents, read):
        if near:
            found = _near(words, slop, first, last, candidates)
        else:
            found = _in_a_row(words, bits, first, last, candidates)
        own = (found >> kind_of(bits)(bits)).astype(np.int64)
        counts[first:last] = np.bincount(own - first, minlength=last - first)
    return as_row(counts)


def _stretches(documents: int, places: int) -> Iterator[tuple[int, int]]:
    """Documents a stretch at a time, with some of that many places in each."""
    size = max(1, documents * AT_ONCE // max(places, AT_ONCE))
    return ((first, min(first + size, documents)) for first in range(0, documents, size))


def _in_a_row(
    words: Sequence[Standing], bits: int, first: int, last: int, candidates: NDArray[np.bool_]
) -> PlaceNumbers:
    """Where the phrase begins."""
    kind = kind_of(bits)
    order = sorted(range(len(words)), key=lambda at: words[at].count)
    rarest = order[0]
    starts = words[rarest].within(first, last, candidates)
    if rarest:
        starts = starts[starts & kind((1 << bits) - 1) >= kind(rarest)] - kind(rarest)
    for at in order[1:]:
        if not len(starts):
            break
        word, wanted = words[at], starts + kind(at)
        if word.count > _TIMES * words[rarest].count:
            starts = starts[word.has(wanted)]
        else:
            starts = _common(wanted, word.within(first, last, candidates)) - kind(at)
    return starts


def _common(some: PlaceNumbers, others: PlaceNumbers) -> PlaceNumbers:
    """The numbers that are in both of two arrays, each of which has none twice."""
    together = np.concatenate([some, others])
    together.sort()
    found: PlaceNumbers = together[1:][together[1:] == together[:-1]]
    return found


def _near(
    words: Sequence[Standing], slop: int, first: int, last: int, candidates: NDArray[np.bool_]
) -> PlaceNumbers:
    """The places of the last word of each row of words not further apart than `slop`."""
    ends = words[0].within(first, last, candidates)
    for word in words[1:]:
        following = word.within(first, last, candidates)
        if not len(ends):
            break
        # The nearest end before a place: no other can be within the slop if that one is not.
        before = np.searchsorted(ends, following) - 1
        within = (before >= 0) & (following - ends[before] <= np.uint64(slop))
        same = (following >> np.uint64(PLACE_BITS)) == (ends[before] >> np.uint64(PLACE_BITS))
        ends = following[within & same]
    return ends
