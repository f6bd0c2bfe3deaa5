"""Where words of a field stand, for phrases: as places in order, and what of them is among others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.codec.places import PLACE_BITS, PlaceNumbers, kind_of, located, ragged
from index.search.codec.sections import Array
from index.search.keys import LAST_POSITION

if TYPE_CHECKING:
    from index.search.codec.inverted import Field

_SMALL = 4_000
_TIMES = 12  # so many more numbers are as quickly put in order as one is looked up
_IN_A_ROW = 8  # so many positions are read in a row as quickly as one here and there


class _Part(NamedTuple):
    """A term's documents, how many positions it has in each, and where these end among all of the field."""

    docs: Array
    counts: NDArray[np.int64]
    ends: NDArray[np.int64]


class Standing:
    """Where any of some terms of a field stand, read for a stretch of documents at a time."""

    def __init__(self, field: Field, terms: Sequence[int], bits: int = PLACE_BITS) -> None:
        """`bits` is PLACE_BITS or SHORT_BITS."""
        assert field.positions is not None
        self._positions = field.positions
        self._bits = bits
        counts = [field.place_count(term) for term in terms]
        self.count = sum(counts)
        """How many places."""
        each = list(zip(terms, counts, strict=True))
        self._parts = [self._part(field, term) for term, count in each if count > _SMALL]
        # A word has some rare forms, which take longer one by one than all at once.
        self._rare = self._all(field, [term for term, count in each if count <= _SMALL])

    def _part(self, field: Field, term: int) -> _Part:
        docs, weights = field.postings(term)
        counts = self._positions.in_each(term, [len(docs)], docs, weights)
        ends = np.cumsum(counts)
        ends += self._positions.starts[term]
        return _Part(docs, counts, ends)

    def _all(self, field: Field, terms: Sequence[int]) -> PlaceNumbers:
        """All places of some terms."""
        if not terms:
            return np.empty(0, kind_of(self._bits))
        each = [(term, *field.postings(term)) for term in terms]
        docs = np.concatenate([own for _, own, _ in each])
        counts = np.concatenate([self._positions.in_each(term, [len(own)], own, w) for term, own, w in each])
        sizes = [field.place_count(term) for term in terms]
        at = ragged(self._positions.starts[list(terms)], np.array(sizes))
        found = located(docs, counts, self._positions.at(at), self._bits)
        found.sort()
        return _once(found)

    def within(self, first: int, last: int, candidates: NDArray[np.bool_] | None = None) -> PlaceNumbers:
        """The places in documents from number `first` to before `last`, ascending, each once.

        Those in documents that are no `candidates` may be missing.
        """
        found = [self._places(part, first, last, candidates) for part in self._parts]
        together = found[0] if found else self._rare[:0]
        if len(found) > 1:
            together = np.concatenate(found)
            together.sort()
        together = _once(together)
        return _joined(together, rare) if len(rare := self._rare_within(first, last)) else together

    def _rare_within(self, first: int, last: int) -> PlaceNumbers:
        low, high = self._rare_documents.searchsorted(np.array((first, last), self._rare.dtype))
        return self._rare[low:high]

    @cached_property
    def _rare_documents(self) -> PlaceNumbers:
        found: PlaceNumbers = self._rare >> kind_of(self._bits)(self._bits)
        return found

    def common(
        self, wanted: PlaceNumbers, first: int, last: int, candidates: NDArray[np.bool_] | None = None
    ) -> PlaceNumbers:
        """What of it is among some places, ascending and each once; as `within`, which takes longer."""
        found = [common(wanted, self._each_once(part, first, last, candidates)) for part in self._parts]
        if len(rare := self._rare_within(first, last)):
            found.append(rare.compress(among(rare, wanted)))
        if len(found) == 1:
            return _once(found[0])
        together = np.concatenate([self._rare[:0], *found])
        together.sort()
        return _once(together)

    def _each_once(
        self, part: _Part, first: int, last: int, candidates: NDArray[np.bool_] | None
    ) -> PlaceNumbers:
        found = self._places(part, first, last, candidates)
        # Only the last position is that of several words, in a text that is longer still.
        return _once(found) if self._positions.most >= LAST_POSITION else found

    def has(self, wanted: PlaceNumbers) -> NDArray[np.bool_]:
        """Which of some places are among these."""
        there = among(wanted, self._rare)
        for part in self._parts:
            there |= self._bisected(part, wanted)
        return there

    def _bisected(self, part: _Part, wanted: PlaceNumbers) -> NDArray[np.bool_]:
        """Looked up among the positions in each document, for all places at a time."""
        docs, counts, ends = part
        kind = kind_of(self._bits)
        documents = (wanted >> kind(self._bits)).astype(np.uint16)
        positions = (wanted & kind((1 << self._bits) - 1)).astype(np.uint32)
        posting = np.minimum(docs.searchsorted(documents), len(docs) - 1)
        there: NDArray[np.bool_] = docs[posting] == documents
        at = np.flatnonzero(there)
        high = ends[posting[at]]
        low = high - counts[posting[at]]
        # Few documents are so long that some of their positions are not in the usual bits.
        long = self._positions.has_far(low, high)
        for which, far in ((~long, False), (long, True)):
            if which.any():
                there[at[which]] = self._found(low[which], high[which], positions[at[which]], far=far)
        return there

    def _found(
        self, low: NDArray[np.int64], high: NDArray[np.int64], wanted: NDArray[np.uint32], *, far: bool
    ) -> NDArray[np.bool_]:
        """Which positions are among those from number `low` to before `high`, for each its own."""
        end = high
        for _ in range(int((high - low).max()).bit_length()):
            middle = (low + high) >> 1
            less = self._positions.at(middle, far=far) < wanted
            less &= low < high
            low = np.where(less, middle + 1, low)
            high = np.where(less, high, middle)
        found: NDArray[np.bool_] = self._positions.at(low, far=far) == wanted
        return found & (low < end)

    def _places(
        self, part: _Part, first: int, last: int, candidates: NDArray[np.bool_] | None
    ) -> PlaceNumbers:
        docs, counts, ends = part
        if first or last <= docs[-1]:
            low, high = docs.searchsorted((first, last))
            docs, counts, ends = docs[low:high], counts[low:high], ends[low:high]
        if not len(docs):
            return self._rare[:0]
        start, end = int(ends[0] - counts[0]), int(ends[-1])
        if candidates is not None:
            kept = candidates.take(docs)
            wanted = counts.compress(kept)
            if int(wanted.sum()) * _IN_A_ROW < end - start:
                at = ragged(ends.compress(kept) - wanted, wanted)
                return located(docs.compress(kept), wanted, self._positions.at(at), self._bits)
        return located(docs, counts, self._positions.between(start, end), self._bits)


class Known(Standing):
    """Places that are known."""

    def __init__(self, places: PlaceNumbers, bits: int) -> None:
        """`places` are ascending, each once."""
        self._rare = places
        self._bits = bits
        self.count = len(places)

    def within(self, first: int, last: int, candidates: NDArray[np.bool_] | None = None) -> PlaceNumbers:  # noqa: ARG002
        """See `Standing`."""
        return self._rare_within(first, last)

    def common(
        self, wanted: PlaceNumbers, first: int, last: int, candidates: NDArray[np.bool_] | None = None
    ) -> PlaceNumbers:
        """See `Standing`."""
        return common(wanted, self.within(first, last, candidates))

    def has(self, wanted: PlaceNumbers) -> NDArray[np.bool_]:
        """See `Standing`."""
        return among(wanted, self._rare)


def _once(places: PlaceNumbers) -> PlaceNumbers:
    """Ascending places, each once: a hyphenated word may have the stem of its first part, and its place."""
    again = places[1:] == places[:-1]
    return places[np.append(True, ~again)] if again.any() else places


def _joined(places: PlaceNumbers, few: PlaceNumbers) -> PlaceNumbers:
    """Both, each ascending and once; those that are few are put among the others."""
    at = places.searchsorted(few)
    new = places[np.minimum(at, len(places) - 1)] != few if len(places) else np.ones(len(few), np.bool_)
    return np.insert(places, at[new], few[new])


def common(some: PlaceNumbers, others: PlaceNumbers) -> PlaceNumbers:
    """The numbers that are in both of two ascending arrays, each of which has none twice."""
    if len(others) > _TIMES * len(some):
        return some.compress(among(some, others))
    together = np.concatenate([some, others])
    together.sort()
    # Boolean indices take seven times as long as `compress`.
    found: PlaceNumbers = np.compress(together[1:] == together[:-1], together[1:])
    return found


def among(wanted: PlaceNumbers, there: PlaceNumbers) -> NDArray[np.bool_]:
    """Which of some ascending numbers are among others."""
    if not len(there):
        return np.zeros(len(wanted), np.bool_)
    at = there.searchsorted(wanted)
    found: NDArray[np.bool_] = there[np.minimum(at, len(there) - 1)] == wanted
    return found
