"""Phrases and words near each other, by the positions in the index.

A position in a segment is one number: document times a power of two, plus position. Words stand in a row
where their numbers, each less its place in the phrase, are equal; so a phrase is the intersection of
sorted arrays, begun with the rarest word. A frequent word is not decoded for that: whether it stands at a
wanted place is looked up by bisection among its positions in the document, for all places at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.search.codec.inverted import PLACE_BITS, Row, among, as_row
from index.search.codec.segment import Terms

_DECODED = 20_000  # so many positions are decoded rather than looked up
_TIMES = 8  # or so many times those that are wanted


def phrase_row(
    field: Terms, terms: Sequence[int], slop: int, documents: int, candidates: NDArray[np.bool_]
) -> Row:
    """How often terms stand in this order in each document, each at most `slop` places after the last.

    `candidates` are the documents that have all of them.
    """
    if not candidates.any():
        return np.zeros(documents, np.uint8)
    found = _in_a_row(field, terms, candidates) if slop == 1 else _near(field, terms, slop, candidates)
    return as_row(np.bincount((found >> np.uint64(PLACE_BITS)).astype(np.int64), minlength=documents))


def _in_a_row(field: Terms, terms: Sequence[int], candidates: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Where the phrase begins."""
    order = sorted(range(len(terms)), key=lambda at: field.place_count(terms[at]))
    rarest = order[0]
    places = field.places(terms[rarest], candidates)
    inside = places & np.uint64((1 << PLACE_BITS) - 1)
    starts = places[inside >= np.uint64(rarest)] - np.uint64(rarest)
    for at in order[1:]:
        if not len(starts):
            break
        wanted, term = starts + np.uint64(at), terms[at]
        if field.place_count(term) <= max(_DECODED, _TIMES * len(wanted)):
            there = among(wanted, field.places(term, candidates))
        else:
            there = field.stands_at(term, wanted)
        starts = starts[there]
    return starts


def _near(field: Terms, terms: Sequence[int], slop: int, candidates: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The places of the last word of each row of words not further apart than `slop`."""
    ends = field.places(terms[0], candidates)
    for term in terms[1:]:
        following = field.places(term, candidates)
        if not len(ends):
            break
        # The nearest end before a place: no other can be within the slop if that one is not.
        before = np.searchsorted(ends, following) - 1
        within = (before >= 0) & (following - ends[before] <= np.uint64(slop))
        same = (following >> np.uint64(PLACE_BITS)) == (ends[before] >> np.uint64(PLACE_BITS))
        ends = following[within & same]
    return ends
