"""Phrases and words near each other, by the positions in the index.

A place in a segment is one number: document times a power of two, plus position (see `places`). Words stand
in a row where their places, each less its number in the phrase, are equal; so a phrase is an intersection of
arrays, begun with the rarest word: two are put in order together, and equals stand side by side. Of a word
that is far more frequent no array is made: whether it stands at a wanted place is looked up by bisection
among its positions in the document, for all places at a time. A stretch of documents is looked at at a time.

Two of the most frequent words next to each other are one word here, where the segment has `pairs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.search.codec import runs
from index.search.codec.inverted import Row, as_row
from index.search.codec.pairs import Pairs
from index.search.codec.places import PLACE_BITS, PlaceNumbers, Standing, kind_of
from index.search.codec.segment import Terms

AT_ONCE = 400_000
"""About so many places are worked on at a time."""

_TIMES = 45
"""In a word so many times as frequent as the places that are left these are looked up."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a phrase that is looked for as one: a word, or two that are a pair."""

    at: int
    """Its number in the phrase."""
    field: Terms
    """`pairs`, for two."""
    term: int


def units(
    field: Terms, terms: Sequence[int], words: Sequence[bytes], pairs: Pairs | None
) -> list[Unit] | None:
    """The units that together are a phrase of `words`, which have these terms; None if two never meet."""
    paired = [None if pairs is None else pairs.find(*two) for two in pairwise(words)]
    if -1 in paired:
        return None
    found: dict[int, Unit] = {}
    done = 0
    for at, term in enumerate(terms):
        if at < done:
            continue
        # A pair is rarer than either word of it, also if one of them is in another pair already.
        first = at if at < len(paired) and paired[at] is not None else at - 1
        pair = paired[first] if first >= 0 else None
        if pair is None or pairs is None:
            found[at], done = Unit(at, field, term), at + 1
        else:
            found[first], done = Unit(first, pairs.field, pair), first + 2
    return list(found.values())


def phrase_row(
    field: Terms, units: Sequence[Unit], slop: int, documents: int, candidates: NDArray[np.bool_]
) -> Row:
    """How often terms stand in this order in each document, each at most `slop` places after the last.

    `candidates` are the documents that have all of them.
    """
    if not candidates.any():
        return np.zeros(documents, np.uint8)
    near = slop != 1
    bits = PLACE_BITS if near else field.place_bits(units[-1].at + 1)
    words = [unit.field.standing(unit.term, bits) for unit in units]
    rarest = min(word.count for word in words)
    read = sum(word.count for word in words if near or word.count <= _TIMES * rarest)
    counts = np.zeros(documents, np.int64)
    for first, last in runs.evenly(documents, read, AT_ONCE):
        if near:
            found = _near(words, slop, first, last, candidates)
        else:
            found = _in_a_row(words, [unit.at for unit in units], bits, first, last, candidates)
        own = (found >> kind_of(bits)(bits)).astype(np.int64)
        counts[first:last] = np.bincount(own - first, minlength=last - first)
    return as_row(counts)


def _in_a_row(
    words: Sequence[Standing],
    numbers: Sequence[int],
    bits: int,
    first: int,
    last: int,
    candidates: NDArray[np.bool_],
) -> PlaceNumbers:
    """Where the phrase begins, of words with these numbers in it."""
    kind = kind_of(bits)
    part = (last - first) / len(candidates)
    order = sorted(range(len(words)), key=lambda at: words[at].count)
    number = numbers[order[0]]
    starts = words[order[0]].within(first, last, candidates)
    if number:
        starts = starts[starts & kind((1 << bits) - 1) >= kind(number)] - kind(number)
    for at in order[1:]:
        if not len(starts):
            break
        word, number = words[at], numbers[at]
        wanted = starts + kind(number)
        if word.count * part > _TIMES * len(starts):
            starts = starts[word.has(wanted)]
        else:
            starts = word.common(wanted, first, last, candidates) - kind(number)
    return starts


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
