"""What is quoted: the words of running text whose places are between quotation marks.

`quotes/counts`              how many quotations each document has
`quotes/starts`, `quotes/ends`   the first position of each, and the one after its last

Positions in a quotation are counted as if a document's quotations stood one after the other, with a gap
between them, so that no phrase begins in one and ends in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.search.codec.inverted import Row, as_row
from index.search.codec.places import PLACE_BITS, PlaceNumbers
from index.search.codec.sections import Array, DamagedError, SectionFile, SectionWriter
from index.search.codec.standing import Standing, among, common
from index.search.codec.written import Forms, Stems, Written
from index.search.schema import BLOCK_GAP

NAME = "quotes"


def write(writer: SectionWriter, quotes: Quotes) -> None:
    """Write the quotations of a segment."""
    kind = "<u2" if not len(quotes.ends) or int(quotes.ends.max()) < 1 << 16 else "<u4"
    writer.put(f"{NAME}/counts", quotes.counts.astype(np.uint32))
    writer.put(f"{NAME}/starts", quotes.starts.astype(kind))
    writer.put(f"{NAME}/ends", quotes.ends.astype(kind))


def read(file: SectionFile, documents: int) -> Quotes | None:
    """The quotations of a segment; None when there are none. Raises DamagedError."""
    if f"{NAME}/counts" not in file:
        return None
    counts, starts, ends = (file.array(f"{NAME}/{name}") for name in ("counts", "starts", "ends"))
    if len(counts) != documents or not len(starts) == len(ends) == int(counts.sum()):
        raise DamagedError(f"{file.path.name} has quotations that do not fit")
    return Quotes(counts, starts, ends)


class Quotes:
    """The quotations of a segment."""

    def __init__(self, counts: Array, starts: Array, ends: Array) -> None:
        """How many each document has; in order, the first position of each and the one after its last."""
        self.counts, self.starts, self.ends = counts, starts, ends

    @cached_property
    def _first(self) -> PlaceNumbers:
        """The place at which each begins."""
        return self._document | self.starts.astype(np.uint64)

    @cached_property
    def _end(self) -> PlaceNumbers:
        """The place at which each has ended."""
        return self._document | self.ends.astype(np.uint64)

    @cached_property
    def _own(self) -> PlaceNumbers:
        """The place at which each begins, as places are counted in quotations."""
        sizes = self.ends.astype(np.int64) - self.starts + BLOCK_GAP
        before = np.cumsum(sizes) - sizes
        if len(sizes):
            of_document = np.cumsum(self.counts, dtype=np.int64) - self.counts
            before -= np.repeat(before[np.minimum(of_document, len(sizes) - 1)], self.counts)
        return self._document | before.astype(np.uint64)

    @property
    def _document(self) -> PlaceNumbers:
        numbers = np.arange(len(self.counts), dtype=np.uint64) << np.uint64(PLACE_BITS)
        return np.repeat(numbers, self.counts)

    def within(self, places: PlaceNumbers) -> PlaceNumbers:
        """The places of those that are quoted, as they are counted in quotations."""
        at, quoted = self._at(places)
        at = at[quoted]
        found: PlaceNumbers = places[quoted] - self._first[at] + self._own[at]
        return found

    def has(self, places: PlaceNumbers) -> NDArray[np.bool_]:
        """Which places are quoted."""
        return self._at(places)[1]

    def _at(self, places: PlaceNumbers) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The last quotation that begins before each place, and whether it is in it."""
        if not len(self._first):
            return np.zeros(len(places), np.int64), np.zeros(len(places), np.bool_)
        at = np.maximum(self._first.searchsorted(places, "right") - 1, 0)
        return at, (self._first[at] <= places) & (places < self._end[at])


class Quoted(Forms):
    """`quote` and `quoteexact`: a view of the same terms as `text` or `exact` that has what is quoted alone.

    Terms that are nowhere quoted are there all the same, in no document.
    """

    def __init__(self, whole: Stems | Written, quotes: Quotes, documents: int) -> None:
        super().__init__(whole.words)
        self._whole = whole
        self._quotes = quotes
        self._documents = documents
        self.has_places = whole.has_places
        self.find = whole.find
        self.span = whole.span
        self.place_of = whole.place_of
        self.terms = whole.terms

    def __len__(self) -> int:
        return len(self._whole)

    def __getitem__(self, number: int) -> bytes:
        """A term by its number."""
        return self._whole[number]

    def members(self, term: int) -> Sequence[int]:
        """The terms of `words` that a term stands for."""
        return self._whole.members(term)

    def _row_of(self, members: Sequence[int]) -> Row:
        summed = np.zeros(self._documents)
        for member in members:
            summed += self.words.quoted(member, member + 1)
        return as_row(summed)

    def _frequency_of(self, member: int) -> int:
        return int(np.count_nonzero(self.words.quoted(member, member + 1)))

    def union(self, first: int, last: int) -> Row:
        """The weights of a range of terms added up, at most 255 in each document."""
        if isinstance(self._whole, Written) and first < last:
            # Their postings and positions lie in one piece.
            return as_row(self.words.quoted(*self._whole.between(first, last)))
        return super().union(first, last)

    def standing(self, term: int, bits: int) -> Standing:
        """Where a term stands in quotations."""
        return _Inside(self._whole.standing(term, bits), self._quotes, self._documents)

    def place_bits(self, words: int) -> int:  # noqa: ARG002
        """As positions are counted in quotations there may be more of them than in a document."""
        return PLACE_BITS


class _Inside(Standing):
    """Where terms stand in quotations."""

    def __init__(self, whole: Standing, quotes: Quotes, documents: int) -> None:
        self._whole = whole
        self._quotes = quotes
        self._documents = documents
        self.count = whole.count

    def within(self, first: int, last: int, candidates: NDArray[np.bool_] | None = None) -> PlaceNumbers:
        """See `Standing`."""
        return self._quotes.within(self._whole.within(first, last, candidates))

    def common(
        self, wanted: PlaceNumbers, first: int, last: int, candidates: NDArray[np.bool_] | None = None
    ) -> PlaceNumbers:
        """See `Standing`."""
        return common(wanted, self.within(first, last, candidates))

    def has(self, wanted: PlaceNumbers) -> NDArray[np.bool_]:
        """See `Standing`."""
        return among(wanted, self.within(0, self._documents))
