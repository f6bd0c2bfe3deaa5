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

from index.search.codec.inverted import MOST_WEIGHT, Field, Row
from index.search.codec.sections import Array

_DECODED = 20_000  # so many positions are decoded rather than looked up
_TIMES = 8  # or so many times those that are wanted


def phrase_row(
    field: Field, terms: Sequence[int], slop: int, documents: int, candidates: NDArray[np.bool_]
) -> Row:
    """How often terms stand in this order in each document, each at most `slop` places after the last.

    `candidates` are the documents that have all of them.
    """
    if not candidates.any():
        return np.zeros(documents, np.uint8)
    found = _in_a_row(field, terms, candidates) if slop == 1 else _near(field, terms, slop, candidates)
    counts = np.bincount((found >> np.uint64(field.place_bits)).astype(np.int64), minlength=documents)
    return np.minimum(counts, MOST_WEIGHT).astype(np.uint8)


def _in_a_row(field: Field, terms: Sequence[int], candidates: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Where the phrase begins."""
    order = sorted(range(len(terms)), key=lambda at: field.place_count(terms[at]))
    rarest = order[0]
    places = _places(field, terms[rarest], candidates)
    inside = places & np.uint64((1 << field.place_bits) - 1)
    starts = places[inside >= np.uint64(rarest)] - np.uint64(rarest)
    for at in order[1:]:
        if not len(starts):
            break
        wanted, term = starts + np.uint64(at), terms[at]
        if field.place_count(term) <= max(_DECODED, _TIMES * len(wanted)):
            there = _among(wanted, _places(field, term, candidates))
        else:
            there = _looked_up(field, term, wanted)
        starts = starts[there]
    return starts


def _near(field: Field, terms: Sequence[int], slop: int, candidates: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The places of the last word of each row of words not further apart than `slop`."""
    ends = _places(field, terms[0], candidates)
    for term in terms[1:]:
        following = _places(field, term, candidates)
        if not len(ends):
            break
        # The nearest end before a place: no other can be within the slop if that one is not.
        before = np.searchsorted(ends, following) - 1
        within = (before >= 0) & (following - ends[before] <= np.uint64(slop))
        same = (following >> np.uint64(field.place_bits)) == (ends[before] >> np.uint64(field.place_bits))
        ends = following[within & same]
    return ends


def _among(wanted: NDArray[np.uint64], there: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of some ascending numbers are among others."""
    if not len(there):
        return np.zeros(len(wanted), np.bool_)
    at = np.searchsorted(there, wanted)
    found: NDArray[np.bool_] = there[np.minimum(at, len(there) - 1)] == wanted
    return found


def _places(field: Field, term: int, candidates: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """All places of a term in the candidate documents, ascending."""
    docs, _ = field.postings(term)
    flagged = field.flagged_places(term, term + 1)
    if not len(flagged):
        return np.empty(0, np.uint64)
    first = np.flatnonzero(field.first_places(flagged))
    kept = candidates[docs]
    if not kept.all():
        counts = np.diff(first, append=len(flagged))
        docs, counts, first = docs[kept], counts[kept], first[kept]
        flagged = flagged[_ragged(first, counts)]
        each = np.repeat(docs.astype(np.uint64), counts)
    else:
        each = np.repeat(docs.astype(np.uint64), np.diff(first, append=len(flagged)))
    each <<= np.uint64(field.place_bits)
    each |= field.without_flags(flagged)
    return each


def _ragged(first: Array, counts: Array) -> NDArray[np.int64]:
    """The numbers from each `first` on, `counts` of them, one after another."""
    before = np.cumsum(counts, dtype=np.int64) - counts
    found: NDArray[np.int64] = np.arange(int(counts.sum())) + np.repeat(first - before, counts)
    return found


def _looked_up(field: Field, term: int, wanted: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which wanted places a term is at, by bisection in each one's document."""
    flagged = field.flagged_places(term, term + 1)
    first = np.append(np.flatnonzero(field.first_places(flagged)), len(flagged))
    documents = (wanted >> np.uint64(field.place_bits)).astype(np.int64)
    # The term is in every candidate document, so its postings up to there are its place among them.
    posting = np.cumsum(field.row(term) != 0)[documents] - 1
    low, high = first[posting], first[posting + 1]
    end = high
    target = (wanted & np.uint64((1 << field.place_bits) - 1)).astype(np.int64)
    for _ in range(int((high - low).max()).bit_length()):
        middle = (low + high) >> 1
        found = field.without_flags(flagged[np.minimum(middle, len(flagged) - 1)])
        less = (found < target) & (low < high)
        low = np.where(less, middle + 1, low)
        high = np.where(less, high, middle)
    there: NDArray[np.bool_] = low < end
    there &= field.without_flags(flagged[np.minimum(low, len(flagged) - 1)]) == target
    return there
