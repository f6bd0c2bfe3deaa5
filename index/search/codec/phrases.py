"""Phrases and words near each other, by the positions in the index.

A place in a segment is one number: document times a power of two, plus position (see `places`). Words stand
in a row where their places, each less its number in the phrase, are equal; so a phrase is an intersection of
arrays, begun with the rarest word: two are put in order together, and equals stand side by side. Of a word
that is far more frequent no array is made: whether it stands at a wanted place is looked up by bisection
among its positions in the document, for all places at a time. A stretch of documents is looked at at a time.

Two of the most frequent words next to each other are one word here, where the segment has `pairs`. And where
the last phrases begin is kept: who types asks for a phrase again with a word more.
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
from index.search.codec.places import PLACE_BITS, PlaceNumbers, kind_of
from index.search.codec.segment import Terms
from index.search.codec.standing import Known, Standing

AT_ONCE = 250_000
"""About so many places are worked on at a time."""

_KEPT_BYTES = 4 << 20
_MOST_KEPT = 1_000  # phrases, as one that is nowhere has no bytes

_TIMES = 60
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


class Begun:
    """Where the last phrases begin, of some megabytes at most; to be kept as long as segments are."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, int, tuple[bytes, ...]], PlaceNumbers] = {}

    def longest(
        self, segment: str, field: str, bits: int, words: tuple[bytes, ...]
    ) -> tuple[int, PlaceNumbers] | None:
        """How many words that a phrase begins with are known, at the most, and where they begin."""
        for count in range(len(words) - 1, 1, -1):
            key = segment, field, bits, words[:count]
            found = self._places.pop(key, None)
            if found is not None:
                self._places[key] = found  # the last one asked for
                return count, found
        return None

    def keep(
        self, segment: str, field: str, bits: int, words: tuple[bytes, ...], places: PlaceNumbers
    ) -> None:
        """Know where a phrase begins; those asked for longest ago are forgotten."""
        self._places[segment, field, bits, words] = places
        while len(self._places) > _MOST_KEPT or self._size() > _KEPT_BYTES:
            del self._places[next(iter(self._places))]

    def _size(self) -> int:
        return sum(places.nbytes for places in self._places.values())


def after(units: Sequence[Unit], field: Terms, count: int) -> list[Unit]:
    """The units of a phrase whose first `count` words are known, from the units of the last of these on."""
    others = [unit for unit in units if unit.at or unit.field is not field]
    return [Unit(unit.at + count - 1, unit.field, unit.term) for unit in others]


def in_a_row(
    units: Sequence[Unit],
    bits: int,
    candidates: NDArray[np.bool_],
    begun: PlaceNumbers | None = None,
) -> PlaceNumbers:
    """Where a phrase begins: places of `bits`, ascending; `begun` is where its first words do, if known.

    `candidates` says of each document whether it has all words.
    """
    if not candidates.any():
        return np.empty(0, kind_of(bits))
    words = [unit.field.standing(unit.term, bits) for unit in units]
    numbers = [unit.at for unit in units]
    if begun is not None:
        words.append(Known(begun, bits))
        numbers.append(0)
    rarest = min(word.count for word in words)
    read = sum(word.count for word in words if word.count <= _TIMES * rarest)
    each = runs.evenly(len(candidates), read, AT_ONCE)
    return np.concatenate([_in_a_row(words, numbers, bits, *span, candidates) for span in each])


def near(field: Terms, terms: Sequence[int], slop: int, candidates: NDArray[np.bool_]) -> PlaceNumbers:
    """Where the last of some terms stands, if each is at most `slop` places after the one before."""
    if not candidates.any():
        return np.empty(0, np.uint64)
    words = [field.standing(term, PLACE_BITS) for term in terms]
    each = runs.evenly(len(candidates), sum(word.count for word in words), AT_ONCE)
    return np.concatenate([_near(words, slop, *span, candidates) for span in each])


def row_of(places: PlaceNumbers, bits: int, documents: int) -> Row:
    """How many places are in each document, 255 at most."""
    own = (places >> kind_of(bits)(bits)).astype(np.int64)
    return as_row(np.bincount(own, minlength=documents))


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
        starts = np.compress(starts & kind((1 << bits) - 1) >= kind(number), starts) - kind(number)
    for at in order[1:]:
        if not len(starts):
            break
        word, number = words[at], numbers[at]
        wanted = starts + kind(number)
        if word.count * part > _TIMES * len(starts):
            starts = starts.compress(word.has(wanted))
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
