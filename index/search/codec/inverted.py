"""One field's terms and postings: how they are laid out in the sections of a segment's file.

`terms`, `ends`   the terms in byte order, one after another, and where each ends
`starts`          where each term's postings begin among all of the field
`docs`, `weights` the documents of each term, ascending (u16), and its weight in each (a byte, capped at 255)
`dense`, `dense_counts`, `rows`   terms in more than a third of the documents have no postings there, but a
                  byte for each document of the segment, the weight or 0; and in how many they are
`low` and others  in a field with positions, see `places`
`lengths`         in a scorable field, each document's length in Whoosh's one-byte form

A prefix is a range of terms, and the postings of a range of terms (but the dense ones) lie in one piece. In a
field with positions a weight is the number of positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.codec.places import PLACE_BITS, SHORT_BITS, PlaceNumbers, Places, PlacesWriter
from index.search.codec.sections import Array, DamagedError, SectionFile, SectionWriter
from index.search.codec.standing import Standing
from index.search.codec.terms import TermList

MOST_DOCUMENTS = 1 << 16
MOST_WEIGHT = 255
_DENSE = 3  # a row costs a byte for each document, a posting three bytes
_LEAST_DENSE = 64  # in smaller segments rows save nothing

Row = NDArray[np.uint8]
"""A weight for each document of a segment, 0 where the term is not."""


class Stretch(NamedTuple):
    """The postings of a range of terms, in order: how many each has, their documents and weights."""

    counts: Array
    docs: Array
    weights: Row


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some terms of a field, in order, with their postings one after another.

    `counts` is the number of documents of each term; `docs` and `weights` are those of all; `places` are
    the positions in each document, and `place_counts` how many each posting has. `quoted` says which of them
    are in quotations, where that is known.
    """

    terms: Sequence[bytes]
    counts: Array
    docs: Array
    weights: Array
    place_counts: Array | None = None
    places: Array | None = None
    quoted: NDArray[np.bool_] | None = None


class FieldWriter:
    """Takes a field's terms in order, chunk by chunk."""

    def __init__(self, writer: SectionWriter, name: str, documents: int, *, positioned: bool) -> None:
        self._documents = documents
        self._dense_from = max(_LEAST_DENSE, documents // _DENSE)
        self._terms = writer.stream(f"{name}/terms", "|u1")
        self._ends = writer.stream(f"{name}/ends", "<u4")
        self._starts = writer.stream(f"{name}/starts", "<u4")
        self._docs = writer.stream(f"{name}/docs", "<u2")
        self._weights = writer.stream(f"{name}/weights", "|u1")
        self._dense = writer.stream(f"{name}/dense", "<u4")
        self._dense_counts = writer.stream(f"{name}/dense_counts", "<u4")
        self._rows = writer.stream(f"{name}/rows", "|u1")
        self._written = 0
        self._places = PlacesWriter(writer, name) if positioned else None
        self._starts.append(np.zeros(1, np.uint32))

    def add(self, chunk: Chunk) -> None:
        """Write the next terms. Raises ValueError for positions where none belong, and the other way."""
        if (chunk.places is None) != (self._places is None):
            raise ValueError("positions in a field without them, or none in one with them")
        text = b"".join(chunk.terms)
        lengths = np.fromiter(map(len, chunk.terms), np.int64, len(chunk.terms))
        self._ends.append(self._terms.size + np.cumsum(lengths))
        self._terms.append(np.frombuffer(text, np.uint8))
        if self._places is not None and chunk.places is not None and chunk.place_counts is not None:
            self._places.add(chunk.counts, chunk.docs, chunk.place_counts, chunk.places)
        weights = np.minimum(chunk.weights, MOST_WEIGHT).astype(np.uint8)
        counts, docs = np.asarray(chunk.counts, np.int64), chunk.docs
        dense = np.flatnonzero(counts > self._dense_from)
        if len(dense):
            ends = np.cumsum(counts)
            kept = np.ones(len(docs), np.bool_)
            for term in dense.tolist():
                span = slice(ends[term] - counts[term], ends[term])
                row = np.zeros(self._documents, np.uint8)
                row[docs[span]] = weights[span]
                kept[span] = False
                self._rows.append(row)
            self._dense.append(dense + self._written)
            self._dense_counts.append(counts[dense])
            counts = counts.copy()
            counts[dense] = 0
            docs, weights = docs[kept], weights[kept]
        self._starts.append(self._docs.size + np.cumsum(counts))
        self._docs.append(docs)
        self._weights.append(weights)
        self._written += len(chunk.terms)

    def finish(self) -> None:
        """Write what is left. To be called once, after the last terms."""
        if self._places is not None:
            self._places.finish()


class Field(TermList):
    """One field of a segment open for reading; terms are numbered in their order."""

    def __init__(self, file: SectionFile, name: str, documents: int) -> None:
        """Raises DamagedError when the sections do not fit each other, but for those of `positions`."""
        super().__init__(file, name)
        self.name = name
        self._documents = documents
        starts: Array = file.array(f"{name}/starts")
        self._docs, self._weights = file.array(f"{name}/docs"), file.array(f"{name}/weights")
        dense, self._dense_counts = file.array(f"{name}/dense"), file.array(f"{name}/dense_counts")
        rows = file.array(f"{name}/rows")
        self._starts: Array = starts
        whole = (
            len(starts) == self.size + 1
            and len(self._docs) == len(self._weights) == (starts[-1] if len(starts) else 0)
            and len(rows) == len(dense) * documents
            and len(self._dense_counts) == len(dense)
        )
        if not whole:
            raise DamagedError(f"{file.path.name} has postings of {name} that do not fit")
        self._rows = rows.reshape(len(dense), documents)
        self._dense = dict(zip(dense.tolist(), range(len(dense)), strict=True))
        self._dense_terms: Array = dense
        self._file = file

    @cached_property
    def positions(self) -> Places | None:
        """Where words stand, read when asked for: most searches need no place. Raises DamagedError."""
        return Places(self._file, self.name, self.size) if f"{self.name}/low" in self._file else None

    # Postings

    def frequency(self, term: int) -> int:
        """In how many documents a term is, deleted ones included."""
        at = self._dense.get(term)
        if at is not None:
            return int(self._dense_counts[at])
        return int(self._starts[term + 1]) - int(self._starts[term])

    def frequencies(self, first: int, last: int) -> list[int]:
        """The same for a range of terms."""
        counts = np.diff(self._starts[first : last + 1].astype(np.int64))
        low, high = np.searchsorted(self._dense_terms, (first, last))
        counts[self._dense_terms[low:high].astype(np.int64) - first] = self._dense_counts[low:high]
        return list(counts.tolist())

    def postings(self, term: int) -> tuple[Array, Row]:
        """The documents of a term, ascending, and its weight in each."""
        at = self._dense.get(term)
        if at is not None:
            docs = np.flatnonzero(self._rows[at] != 0)
            return docs.astype(np.uint16), self._rows[at][docs]
        span = slice(self._starts[term], self._starts[term + 1])
        return self._docs[span], self._weights[span]

    def row(self, term: int) -> Row:
        """A term's weight in every document of the segment."""
        at = self._dense.get(term)
        if at is not None:
            dense: Row = self._rows[at]
            return dense
        row = np.zeros(self._documents, np.uint8)
        span = slice(self._starts[term], self._starts[term + 1])
        row[self._docs[span].astype(np.intp)] = self._weights[span]
        return row

    def union(self, first: int, last: int) -> Row:
        """The weights of a range of terms added up, at most 255 in each document."""
        return as_row(self.summed(first, last))

    def union_of(self, terms: Sequence[int]) -> Row:
        """The same of some terms here and there; not to be changed."""
        if not 0 < len(terms) <= _FEW:
            return as_row(self.summed_of(terms))
        # Most often one form of a word is far more frequent than the others.
        most, *others = sorted(terms, key=self.frequency, reverse=True)
        row = self.row(most)
        if others and not row.flags.writeable:
            row = row.copy()
        for term in others:
            add_weights(row, *self.postings(term))
        return row

    def summed(self, first: int, last: int) -> Array:
        """The weights of a range of terms added up in each document."""
        span = slice(self._starts[first], self._starts[last])
        summed = self._added(self._docs[span], self._weights[span])
        low, high = np.searchsorted(self._dense_terms, (first, last))
        for at in range(low, high):
            summed += self._rows[at]
        return summed

    def summed_of(self, terms: Sequence[int]) -> Array:
        """The same of some terms here and there."""
        spans = [slice(self._starts[t], self._starts[t + 1]) for t in terms if t not in self._dense]
        summed: Array
        if spans:
            docs = np.concatenate([self._docs[span] for span in spans])
            weights = np.concatenate([self._weights[span] for span in spans])
            summed = self._added(docs, weights)
        else:
            summed = np.zeros(self._documents, np.uint32)
        for term in terms:
            if term in self._dense:
                summed += self._rows[self._dense[term]]
        return summed

    def _added(self, docs: Array, weights: Row) -> Array:
        """For each document the weights that are given for it added up."""
        summed = np.zeros(self._documents, np.uint32)
        # `bincount` does the same in long floats, and takes five times as long.
        np.add.at(summed, docs.astype(np.intp), weights.astype(np.uint32))
        return summed

    def amount(self, first: int, last: int) -> int:
        """How many terms, postings and positions a range of terms has, without going through them."""
        if first >= last:
            return 0
        low, high = np.searchsorted(self._dense_terms, (first, last))
        total = last - first + int(self._dense_counts[low:high].sum(dtype=np.int64))
        total += int(self._starts[last]) - int(self._starts[first])
        if self.positions is not None:
            start, end = self.positions.span(first, last)
            total += end - start
        return total

    def stretch(self, first: int, last: int) -> Stretch:
        """All postings of a range of terms."""
        counts: Array = np.diff(self._starts[first : last + 1].astype(np.int64))
        low, high = np.searchsorted(self._dense_terms, (first, last))
        docs, weights, start = [], [], first
        for at in range(low, high):
            term = int(self._dense_terms[at])
            own_docs, own_weights = self.postings(term)
            span = slice(self._starts[start], self._starts[term])
            docs += [self._docs[span], own_docs]
            weights += [self._weights[span], own_weights]
            counts[term - first] = len(own_docs)
            start = term + 1
        span = slice(self._starts[start], self._starts[last])
        if low == high:
            return Stretch(counts, self._docs[span], self._weights[span])
        docs.append(self._docs[span])
        weights.append(self._weights[span])
        return Stretch(counts, np.concatenate(docs), np.concatenate(weights))

    # Positions

    @property
    def has_places(self) -> bool:
        """Whether there are positions."""
        return f"{self.name}/low" in self._file

    def place_count(self, term: int) -> int:
        """How many positions a term has in all documents."""
        return 0 if self.positions is None else self.positions.count(term)

    def places(self, term: int) -> PlaceNumbers:
        """All places of a term."""
        return self.standing(term, PLACE_BITS).within(0, self._documents)

    def standing(self, term: int, bits: int) -> Standing:
        """Where a term stands."""
        return Standing(self, [term], bits)

    def place_bits(self, words: int) -> int:
        """How short places may be in a search for a phrase of so many words."""
        assert self.positions is not None
        return SHORT_BITS if self.positions.most + words < 1 << SHORT_BITS else PLACE_BITS

    def quoted(self, first: int, last: int) -> Array:
        """How often a range of terms is quoted in each document."""
        assert self.positions is not None
        postings = self.stretch(first, last)
        sizes = self.positions.in_each(first, *postings)
        bits = self.positions.quoted(*self.positions.span(first, last))
        counts = np.add.reduceat(bits, np.cumsum(sizes) - sizes, dtype=np.uint32) if len(sizes) else sizes
        found: Array = np.bincount(postings.docs, counts, self._documents)
        return found


_FEW = 16  # so many terms are added one after the other


def add_weights(row: Row, docs: Array, weights: Row) -> None:
    """Add the weights of some documents, each once, to a row, in which 255 is the most."""
    at = docs.astype(np.intp)
    summed = row[at] + weights
    summed[summed < weights] = MOST_WEIGHT
    row[at] = summed


def as_row(summed: Array) -> Row:
    """Weights added up as a row: at most 255 in each document."""
    return np.minimum(summed, MOST_WEIGHT).astype(np.uint8)
