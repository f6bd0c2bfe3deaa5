"""Positions of terms in their documents, twelve bits each: eight in one section, four in another.

`{name}/low`      the lower eight bits of each position, term by term, document by document
`{name}/high`     the next four bits, those of two positions in a byte, the first one's below
`{name}/far_at`   which positions are beyond that, by their number among all, ascending
`{name}/far`      and what is above their twelve bits
`{name}/counts`   how many positions each term has
`{name}/quoted`   a bit for each position, set where it is in a quotation, in running text that has quotations
`{name}/many`     term, document and number of positions, for those that are MANY or more in a document

How many positions a term has in a document is its weight there (see `inverted`), but for those of `many`.
Where a term stands is told as places: one number each, the document times a power of two plus the position.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.search.codec.sections import Array, DamagedError, SectionFile, SectionWriter, Stream

PLACE_BITS = 32
"""Usually a place has eight bytes: the document times two to the power of this, plus the position;"""
SHORT_BITS = 16
"""in four bytes where the positions leave room for that: phrases have to move half as much then."""

PlaceNumbers = NDArray[Any]
"""Places in a segment, ascending: u8 with PLACE_BITS, u4 with SHORT_BITS."""

MANY = 255
_BITS = 12
_BELOW = (1 << _BITS) - 1
_MOST = (1 << 32) - 1


class PlacesWriter:
    """Takes the positions of a field's terms in order, and how many each posting has."""

    def __init__(self, writer: SectionWriter, name: str) -> None:
        self._writer = writer
        self._name = name
        self._low = writer.stream(f"{name}/low", "|u1")
        self._high = writer.stream(f"{name}/high", "|u1")
        self._counts = writer.stream(f"{name}/counts", "<u4")
        self._odd = np.empty(0, np.uint8)
        self._bits = np.empty(0, np.uint8)
        self._rare: dict[str, Stream] = {}

    def add(self, counts: Array, docs: Array, place_counts: Array, places: Array) -> None:
        """The positions of the next terms: `counts` postings each, in `docs`, with `place_counts` positions.

        Raises ValueError for more than a segment can hold, which are four thousand millions.
        """
        if self._low.size + len(places) >= _MOST:
            raise ValueError("too many words for one segment")
        ends = np.cumsum(counts, dtype=np.int64)
        many = np.flatnonzero(place_counts >= MANY)
        if len(many):
            terms = self._counts.size + np.searchsorted(ends, many, "right")
            rows = np.stack([terms, np.asarray(docs)[many], place_counts[many]], axis=1)
            self._stream("many", "<u4").append(rows.ravel())
        far = np.flatnonzero(places > _BELOW)
        if len(far):
            self._stream("far_at", "<u4").append(far + self._low.size)
            self._stream("far", "<u2").append(places[far] >> _BITS)
        summed = np.append(np.int64(0), np.cumsum(place_counts, dtype=np.int64))
        self._counts.append(np.diff(summed[np.append(np.int64(0), ends)]))
        self._low.append(places.astype(np.uint8))
        high = (places >> np.uint32(8)).astype(np.uint8) & np.uint8(15)
        self._add_high(np.concatenate([self._odd, high]))

    def add_quoted(self, quoted: NDArray[np.bool_]) -> None:
        """Which of the next positions are quoted. In a field that this is told of, it is told of all."""
        bits = np.concatenate([self._bits, quoted])
        whole = len(bits) & ~7
        self._bits = bits[whole:]
        self._stream("quoted", "|u1").append(np.packbits(bits[:whole], bitorder="little"))

    def finish(self) -> None:
        """Write what is left. To be called once, after the last positions."""
        if len(self._odd):
            self._high.append(self._odd)
        if len(self._bits):
            self._stream("quoted", "|u1").append(np.packbits(self._bits, bitorder="little"))

    def _add_high(self, high: Array) -> None:
        even = len(high) & ~1
        self._odd = high[even:]
        self._high.append(high[0:even:2] | (high[1:even:2] << 4))

    def _stream(self, section: str, kind: str) -> Stream:
        if section not in self._rare:
            self._rare[section] = self._writer.stream(f"{self._name}/{section}", kind)
        return self._rare[section]


class Places:
    """The positions of a field, open for reading."""

    def __init__(self, file: SectionFile, name: str, terms: int) -> None:
        """Raises DamagedError when the sections do not fit each other."""

        def rare(section: str, kind: str) -> Array:
            there = f"{name}/{section}" in file
            return file.array(f"{name}/{section}") if there else np.empty(0, kind)

        self._name = f"{name} in {file.path.name}"
        self._low, self._high = file.array(f"{name}/low"), file.array(f"{name}/high")
        self._counts = file.array(f"{name}/counts")
        self._far_at, self._far = rare("far_at", "<u4"), rare("far", "<u2")
        many = rare("many", "<u4")
        self._quoted = rare("quoted", "|u1")
        whole = (
            len(self._counts) == terms
            and len(self._high) == -(-len(self._low) // 2)
            and len(self._far_at) == len(self._far)
            and len(many) % 3 == 0
            and len(self._quoted) in (0, -(-len(self._low) // 8))
        )
        if not whole:
            raise DamagedError(f"{file.path.name} has positions of {name} that do not fit")
        self._many: Array = many.reshape(-1, 3)
        self._many_of: list[int] = self._many[:, 0].tolist()

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where each term's positions begin, and the last one's end. Raises DamagedError."""
        found = np.append(np.int64(0), np.cumsum(self._counts, dtype=np.int64))
        if found[-1] != len(self._low):
            raise DamagedError(f"the positions of {self._name} are not as many as their terms say")
        return found

    def verify(self) -> None:
        """Raises DamagedError when they are not as many as the terms say."""
        self.span(0, 0)

    @cached_property
    def most(self) -> int:
        """No position is beyond this."""
        return (int(self._far.max(initial=0)) << _BITS) | _BELOW

    def count(self, term: int) -> int:
        """How many positions a term has in all documents."""
        return int(self._counts[term])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the positions of a range of terms begin, and where they end. Raises DamagedError."""
        return int(self.starts[first]), int(self.starts[last])

    def in_each(
        self, first: int, counts: Array | Sequence[int], docs: Array, weights: Array
    ) -> NDArray[np.int64]:
        """How many positions each posting has; of terms from `first` on, each with `counts` postings."""
        found = weights.astype(np.int64)
        low, high = bisect_left(self._many_of, first), bisect_left(self._many_of, first + len(counts))
        if low < high:
            many = self._many[low:high].astype(np.int64)
            terms = np.repeat(np.arange(first, first + len(counts)), counts)
            at = np.searchsorted(terms << 16 | docs, many[:, 0] << 16 | many[:, 1])
            found[at] = many[:, 2]
        return found

    def between(self, start: int, end: int) -> NDArray[np.uint16] | NDArray[np.uint32]:
        """The positions from one number to before another."""
        high = np.empty(2 * (-(-end // 2) - start // 2), np.uint8)
        packed = self._high[start // 2 : -(-end // 2)]
        np.bitwise_and(packed, 15, out=high[0::2])
        np.right_shift(packed, 4, out=high[1::2])
        near: NDArray[np.uint16] = high[start % 2 : start % 2 + end - start].astype(np.uint16)
        near <<= np.uint16(8)
        near |= self._low[start:end]
        first, last = self._far_at.searchsorted(np.array((start, end), np.uint32))
        if first == last:
            return near
        found = near.astype(np.uint32)
        found[self._far_at[first:last] - start] |= self._far[first:last].astype(np.uint32) << _BITS
        return found

    def at(self, numbers: NDArray[np.int64], *, far: bool = True) -> NDArray[np.uint16] | NDArray[np.uint32]:
        """The positions with some numbers; without `far` none of them may be beyond the usual bits."""
        # Numbers that are too high are another one's, which is quicker than to look for them.
        packed = self._high.take(numbers >> 1, mode="clip")
        packed >>= ((numbers & 1) << 2).astype(np.uint8)
        packed &= np.uint8(15)
        near: NDArray[np.uint16] = packed.astype(np.uint16)
        near <<= np.uint16(8)
        near |= self._low.take(numbers, mode="clip")
        if not far or not len(numbers):
            return near
        first, last = self._far_at.searchsorted(np.array((numbers.min(), numbers.max() + 1), np.uint32))
        if first == last:
            return near
        far_at, above = self._far_at[first:last], self._far[first:last]
        where = np.minimum(far_at.searchsorted(numbers.astype(np.uint32)), len(far_at) - 1)
        there = far_at[where] == numbers
        found = near.astype(np.uint32)
        found[there] |= above[where[there]].astype(np.uint32) << _BITS
        return found

    def has_far(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which stretches of positions, from one number to before another, have far ones."""
        before, upto = (self._far_at.searchsorted(one.astype(np.uint32)) for one in (low, high))
        found: NDArray[np.bool_] = before < upto
        return found

    def quoted(self, start: int, end: int) -> NDArray[np.uint8]:
        """Which positions from one number to before another are quoted: 1 or 0 for each."""
        if not len(self._quoted):
            return np.zeros(end - start, np.uint8)
        bits = np.unpackbits(self._quoted[start // 8 : -(-end // 8)], bitorder="little")
        return bits[start % 8 : start % 8 + end - start]


def kind_of(bits: int) -> Any:
    """The type of places with so many bits for the position."""
    return np.uint32 if bits == SHORT_BITS else np.uint64


def ragged(first: Array, counts: Array) -> NDArray[np.int64]:
    """The numbers from each `first` on, `counts` of them, one after another."""
    before = np.cumsum(counts, dtype=np.int64) - counts
    found: NDArray[np.int64] = np.arange(int(counts.sum())) + np.repeat(first - before, counts)
    return found


def located(docs: Array, counts: Array, positions: Array, bits: int = PLACE_BITS) -> PlaceNumbers:
    """Places, from the document and number of positions of each posting, at least one, and the positions."""
    kind = kind_of(bits)
    own = docs.astype(kind) << kind(bits)
    each: PlaceNumbers = np.zeros(len(positions), kind)
    if len(own):
        # To add up the steps between documents takes a third of what `repeat` does.
        each[0] = own[0]
        each[np.cumsum(counts[:-1])] = np.diff(own)
        np.cumsum(each, out=each)
    each |= positions
    return each
