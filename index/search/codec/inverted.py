"""One field's terms and postings: how they are laid out in the sections of a segment's file.

`terms`, `ends`   the terms in byte order, one after another, and where each ends
`starts`          where each term's postings begin among all of the field
`docs`, `weights` the documents of each term, ascending (u16), and its weight in each (a byte, capped at 255)
`dense`, `dense_counts`, `rows`   terms in more than a third of the documents have no postings there, but a
                  byte for each document of the segment, the weight or 0; and in how many they are
`place_starts`, `places`  in a field with positions, where each term's begin, and all of them: 15 bits for
                  the position in the document and the highest bit set on the first in each document (31
                  bits in a segment with a longer document)
`lengths`         in a scorable field, each document's length in Whoosh's one-byte form

A prefix is a range of terms, and the postings of a range of terms (but the dense ones) lie in one piece.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.search.codec.sections import Array, DamagedError, SectionFile, SectionWriter

MOST_DOCUMENTS = 1 << 16
MOST_WEIGHT = 255
_DENSE = 3  # a row costs a byte for each document, a posting three bytes
_LEAST_DENSE = 64  # in smaller segments rows save nothing
_LARGEST_PLACES = {"<u2": (1 << 15) - 1, "<u4": (1 << 31) - 1}

Row = NDArray[np.uint8]
"""A weight for each document of a segment, 0 where the term is not."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some terms of a field, in order, with their postings one after another.

    `counts` is the number of documents of each term; `docs` and `weights` are those of all; `places` are
    the positions in each document, without flags, and `place_counts` how many each posting has.
    """

    terms: Sequence[bytes]
    counts: Array
    docs: Array
    weights: Array
    place_counts: Array | None = None
    places: Array | None = None


class FieldWriter:
    """Takes a field's terms in order, chunk by chunk."""

    def __init__(self, writer: SectionWriter, name: str, documents: int, longest: int | None) -> None:
        """`longest` is the highest position there is, None in a field without positions."""
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
        self._places = None
        if longest is not None:
            kind = "<u2" if longest <= _LARGEST_PLACES["<u2"] else "<u4"
            self._places = writer.stream(f"{name}/places", kind)
            self._place_starts = writer.stream(f"{name}/place_starts", "<u8")
            self._place_starts.append(np.zeros(1, np.uint64))
        self._starts.append(np.zeros(1, np.uint32))

    def add(self, chunk: Chunk) -> None:
        """Write the next terms. Raises ValueError for positions where none belong, and the other way."""
        if (chunk.places is None) != (self._places is None):
            raise ValueError("positions in a field without them, or none in one with them")
        text = b"".join(chunk.terms)
        lengths = np.fromiter(map(len, chunk.terms), np.int64, len(chunk.terms))
        self._ends.append(self._terms.size + np.cumsum(lengths))
        self._terms.append(np.frombuffer(text, np.uint8))
        if chunk.places is not None:
            self._add_places(chunk)
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

    def _add_places(self, chunk: Chunk) -> None:
        assert self._places is not None
        assert chunk.places is not None
        assert chunk.place_counts is not None
        flag = 1 << (self._places.kind.itemsize * 8 - 1)
        places = np.minimum(chunk.places, flag - 1).astype(self._places.kind)
        ends = np.cumsum(chunk.place_counts, dtype=np.int64)
        places[ends - chunk.place_counts] |= self._places.kind.type(flag)
        # The places of a term end where those of its last posting do.
        last = np.cumsum(chunk.counts, dtype=np.int64) - 1
        self._place_starts.append(self._places.size + ends[last])
        self._places.append(places)


class Field:
    """One field of a segment open for reading; terms are numbered in their order."""

    def __init__(self, file: SectionFile, name: str, documents: int) -> None:
        """Raises DamagedError when the sections do not fit each other."""
        self.name = name
        self._documents = documents
        self._blob: Array = file.array(f"{name}/terms")
        ends, starts = file.array(f"{name}/ends"), file.array(f"{name}/starts")
        self._docs, self._weights = file.array(f"{name}/docs"), file.array(f"{name}/weights")
        dense, self._dense_counts = file.array(f"{name}/dense"), file.array(f"{name}/dense_counts")
        rows = file.array(f"{name}/rows")
        self._starts: Array = starts
        self._ends: Array = ends
        self._end_of = memoryview(ends.data)
        self.size = len(ends)
        """How many terms."""
        whole = (
            len(starts) == len(ends) + 1
            and len(self._docs) == len(self._weights) == (starts[-1] if len(starts) else 0)
            and len(self._blob) == (ends[-1] if len(ends) else 0)
            and len(rows) == len(dense) * documents
            and len(self._dense_counts) == len(dense)
        )
        if not whole:
            raise DamagedError(f"{file.path.name} has terms and postings of {name} that do not fit")
        self._rows = rows.reshape(len(dense), documents)
        self._dense = {int(term): at for at, term in enumerate(dense)}
        self._dense_terms: Array = dense
        self.lengths: Row | None = file.array(f"{name}/lengths") if f"{name}/lengths" in file else None
        self._places: Array | None = None
        if f"{name}/places" in file:
            self._places = file.array(f"{name}/places")
            self._place_starts = file.array(f"{name}/place_starts")
            if len(self._place_starts) != self.size + 1 or self._place_starts[-1] != len(self._places):
                raise DamagedError(f"{file.path.name} has positions of {name} that do not fit")
            bits = self._places.dtype.itemsize * 8 - 1
            self._flag = self._places.dtype.type(1 << bits)
            self.place_bits = 16 if bits == 15 else 32

    # Terms

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, number: int) -> bytes:
        """A term by its number."""
        end = self._end_of[number]
        return self._blob[self._end_of[number - 1] if number else 0 : end].tobytes()

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """The terms from number `first` to before `last`."""
        last = self.size if last is None else last
        if first >= last:
            return []
        start = self._end_of[first - 1] if first else 0
        blob = self._blob[start : self._end_of[last - 1]].tobytes()
        found, before = [], 0
        for end in (self._ends[first:last].astype(np.int64) - start).tolist():
            found.append(blob[before:end])
            before = end
        return found

    def fixed_width(self) -> Array:
        """All terms as an array of bytes of one width; where they have one length, without copying them."""
        width = int(self._ends[0]) if self.size else 0
        if width and len(self._blob) == width * self.size:
            at_ends = np.arange(1, self.size + 1) * width
            if (self._ends == at_ends).all():
                return self._blob.view(f"S{width}")
        return np.array(self.terms(), np.bytes_)

    def find(self, term: bytes) -> int:
        """A term's number, -1 for one that is not there."""
        at = bisect_left(self, term)
        return at if at < self.size and self[at] == term else -1

    def span(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the terms that begin with `prefix`: first, and one after the last."""
        first = bisect_left(self, prefix)
        return first, bisect_left(self, prefix + b"\xff", first)

    def place_of(self, term: bytes, first: int = 0, last: int | None = None) -> int:
        """The number of the first term not before `term` in their order, between two numbers."""
        return bisect_left(self, term, first, last)

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
        row[self._docs[span]] = self._weights[span]
        return row

    def union(self, first: int, last: int) -> Row:
        """The weights of a range of terms added up, at most 255 in each document."""
        span = slice(self._starts[first], self._starts[last])
        summed = np.bincount(self._docs[span], self._weights[span], minlength=self._documents)
        low, high = np.searchsorted(self._dense_terms, (first, last))
        for at in range(low, high):
            summed += self._rows[at]
        return np.minimum(summed, MOST_WEIGHT).astype(np.uint8)

    def union_of(self, terms: Sequence[int]) -> Row:
        """The same of some terms here and there."""
        sparse = [term for term in terms if term not in self._dense]
        summed = np.zeros(self._documents)
        if sparse:
            spans = [slice(self._starts[term], self._starts[term + 1]) for term in sparse]
            docs = np.concatenate([self._docs[span] for span in spans])
            weights = np.concatenate([self._weights[span] for span in spans])
            summed += np.bincount(docs, weights, minlength=self._documents)
        for term in terms:
            if term in self._dense:
                summed += self._rows[self._dense[term]]
        return np.minimum(summed, MOST_WEIGHT).astype(np.uint8)

    def amount(self, first: int, last: int) -> int:
        """How many terms, postings and positions a range of terms has, without going through them."""
        if first >= last:
            return 0
        low, high = np.searchsorted(self._dense_terms, (first, last))
        total = last - first + int(self._dense_counts[low:high].sum(dtype=np.int64))
        total += int(self._starts[last]) - int(self._starts[first])
        if self._places is not None:
            total += int(self._place_starts[last]) - int(self._place_starts[first])
        return total

    def chunk(self, first: int, last: int) -> tuple[Array, Array, Row]:
        """All postings of a range of terms, in order: how many each has, their documents and weights."""
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
            return counts, self._docs[span], self._weights[span]
        docs.append(self._docs[span])
        weights.append(self._weights[span])
        return counts, np.concatenate(docs), np.concatenate(weights)

    def docs_in_order(self, first: int, last: int) -> Array:
        """The documents of a range of terms, one term's after another's."""
        return self.chunk(first, last)[1]

    # Positions

    @cached_property
    def longest_place(self) -> int:
        """The highest position, or one above."""
        if self._places is None:
            return 0
        return _LARGEST_PLACES[self._places.dtype.str]

    @property
    def has_places(self) -> bool:
        """Whether there are positions."""
        return self._places is not None

    def place_count(self, term: int) -> int:
        """How many positions a term has in all documents."""
        return int(self._place_starts[term + 1]) - int(self._place_starts[term])

    def flagged_places(self, first: int, last: int) -> Array:
        """The positions of a range of terms as they are in the file."""
        assert self._places is not None
        return self._places[self._place_starts[first] : self._place_starts[last]]

    def place_counts(self, first: int, last: int) -> Array:
        """How many positions each of a range of terms has."""
        return np.diff(self._place_starts[first : last + 1].astype(np.int64))

    def without_flags(self, places: Array) -> Array:
        """Positions as numbers, from those in the file."""
        found: Array = places & (self._flag - self._flag.dtype.type(1))
        return found

    def first_places(self, places: Array) -> NDArray[np.bool_]:
        """Which positions in the file are the first in their document."""
        found: NDArray[np.bool_] = places >= self._flag
        return found
