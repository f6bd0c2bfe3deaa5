"""Documents inverted in memory: every occurrence of a term is a number in an array, and sorting inverts.

Lists and dictionaries of postings take ten times the memory and most of the time; here each occurrence
is eight bytes until the segment is written, and Python sees a term once, not its every place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.search import build
from index.search.blocks import LARGEST, BlockCodec, TermBlock, is_positioned
from index.search.keys import DOCUMENT_BITS, LAST_POSITION, POSITION_BITS, Numbers, ranks
from index.search.quiet import FileStorage, W3Segment, fields, length_to_byte
from index.search.schema import TITLE_WEIGHT, Document
from index.search.wordstream import FIELDS, Words

MOST_DOCUMENTS = 1 << 12
"""In one segment written from memory: as many as a block of postings holds."""

_AT_ONCE = 400_000  # occurrences whose postings are made at a time, which takes some 40 bytes for each


class _TermNumbers(dict[str, int]):
    """Numbers for terms, given as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


@dataclass(slots=True)
class _Field:
    """All occurrences of one field's terms, document by document."""

    numbers: _TermNumbers = field(default_factory=_TermNumbers)
    terms: array[int] = field(default_factory=lambda: array("I"))
    positions: array[int] = field(default_factory=lambda: array("I"))
    documents: array[int] = field(default_factory=lambda: array("I"))
    """The documents that have the field,"""
    counts: array[int] = field(default_factory=lambda: array("I"))
    """how many occurrences each has,"""
    heavy: array[int] = field(default_factory=lambda: array("I"))
    """and up to which position a term counts as one of the title."""


class Builder:
    """Collects at most `MOST_DOCUMENTS` documents and writes them as one segment."""

    def __init__(self, storage: FileStorage, schema: fields.Schema) -> None:
        self.size = 0
        self._schema = schema
        self._storage = storage
        self._documents: list[build.IndexedDocument] = []
        self._fields: dict[str, _Field] = {name: _Field() for name in schema.names()}
        self._words = Words()
        self._numbers: dict[str, int] = {}
        self._replaced: list[int] = []

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def ids(self) -> list[str]:
        """The ids of the documents added."""
        return list(self._numbers)

    def add(self, document: Document) -> None:
        """Add one document, in place of one of the same id; `size` counts the occurrences in memory.

        Raises ValueError when there are `MOST_DOCUMENTS` already.
        """
        number = len(self._documents)
        if number >= MOST_DOCUMENTS:
            raise ValueError(f"more than {MOST_DOCUMENTS} documents in one segment")
        if document.id in self._numbers:
            self._replaced.append(self._numbers[document.id])
        self._numbers[document.id] = number
        lengths: dict[str, int] = {}
        for name, found in document.fields.items():
            kept = self._fields[name]
            kept.terms.extend(map(kept.numbers.__getitem__, found.terms))
            kept.positions.extend(found.positions)
            kept.documents.append(number)
            kept.counts.append(len(found.terms))
            kept.heavy.append(found.heavy)
            self.size += len(found.terms)
            if self._schema[name].scorable:
                lengths[name] = found.length
        if document.texts is not None:
            self.size += self._words.add(number, document.texts)
        self._documents.append((document.id, document.published, lengths))

    def finish(self) -> W3Segment:
        """Write the segment's files. Raises OSError."""
        self._words.analyse()
        for name in FIELDS:
            for number, length in self._words.lengths(name):
                self._documents[number][2][name] = length
        segment = build.write_documents(self._storage, self._schema, self._documents)
        writer = BlockCodec().field_writer(self._storage, segment)
        for name in sorted(self._fields):
            blocks = self._blocks(name, self._fields.pop(name))
            if blocks is not None:
                writer.start_field(name, self._schema[name])
                writer.add_blocks(blocks)
                writer.finish_field()
        writer.close()
        for number in self._replaced:
            segment.delete_document(number)
        return segment

    def _blocks(self, name: str, kept: _Field) -> Iterator[TermBlock] | None:
        """The posting lists of a field; None when it has none."""
        positioned = is_positioned(self._schema[name])
        lengths = np.frombuffer(
            bytes(length_to_byte(lengths.get(name, 0)) for *_, lengths in self._documents), np.uint8
        )
        heavy = None
        if kept.terms:
            # The order of code points is the order of their UTF-8 bytes.
            names = sorted(kept.numbers)
            if positioned:
                heavy = np.zeros(len(lengths), np.uint32)
                heavy[np.frombuffer(kept.documents, np.uint32)] = np.frombuffer(kept.heavy, np.uint32)
            return _blocks(names, _sorted_keys(kept, names), lengths, heavy)
        if name not in FIELDS:
            return None
        if positioned:
            heavy = np.zeros(len(lengths), np.uint32) if name != "text" else self._words.heavy(len(lengths))
        keys = self._words.keys(name, positioned=positioned)
        return _blocks(self._words.names(name), keys, lengths, heavy) if len(keys) else None


def _blocks(
    names: Sequence[str],
    keys: NDArray[np.uint64],
    lengths: NDArray[np.uint8],
    heavy: NDArray[np.uint32] | None,
) -> Iterator[TermBlock]:
    """The posting list of each term of a field, in the order of the terms, from all its sorted keys.

    `lengths` are the field's in each document, as bytes (see `length_to_byte`); `heavy` says up to which
    position a term of a document is one of the title, None in a field without positions.
    """
    start = 0
    while start < len(keys):
        # Whole terms only.
        last = keys[min(start + _AT_ONCE, len(keys)) - 1] >> np.uint64(POSITION_BITS + DOCUMENT_BITS)
        end = int(np.searchsorted(keys, (last + np.uint64(1)) << np.uint64(POSITION_BITS + DOCUMENT_BITS)))
        yield from _some_blocks(names, keys[start:end], lengths, heavy)
        start = end


def _sorted_keys(kept: _Field, names: Sequence[str]) -> NDArray[np.uint64]:
    """All occurrences, by term in order of `names`, document, position: one number each."""
    rank = ranks(names, kept.numbers)
    kept.numbers.clear()
    keys = rank[np.frombuffer(kept.terms, np.uint32)]
    keys <<= np.uint64(DOCUMENT_BITS)
    keys |= np.repeat(
        np.frombuffer(kept.documents, np.uint32).astype(np.uint16), np.frombuffer(kept.counts, np.uint32)
    )
    keys <<= np.uint64(POSITION_BITS)
    if kept.positions:
        keys |= np.minimum(np.frombuffer(kept.positions, np.uint32), np.uint32(LAST_POSITION))
    kept.terms, kept.positions = array("I"), array("I")
    keys.sort()
    return keys


def _some_blocks(
    names: Sequence[str],
    keys: NDArray[np.uint64],
    lengths: NDArray[np.uint8],
    heavy: NDArray[np.uint32] | None,
) -> Iterator[TermBlock]:
    """The posting lists of the terms in a stretch of sorted keys; with positions when `heavy` is given."""
    runs = keys >> np.uint64(POSITION_BITS)
    starts = _starts(runs)
    postings = runs[starts]
    documents = (postings & np.uint64((1 << DOCUMENT_BITS) - 1)).astype(np.uint32)
    terms = (postings >> np.uint64(DOCUMENT_BITS)).astype(np.int64)
    counts = np.diff(starts, append=len(keys)).astype(np.uint32)
    weights, steps = counts, ""
    if heavy is not None:
        positions = (keys & np.uint64(LAST_POSITION)).astype(np.uint32)
        in_title = positions < np.repeat(heavy[documents], counts)
        titled = np.add.reduceat(in_title, starts, dtype=np.uint32)
        weights = (counts + titled * np.uint32(TITLE_WEIGHT - 1)).astype(np.uint32)
        steps = _text(_steps(positions, starts))
    firsts = _starts(terms)
    ends = np.append(firsts[1:], len(terms))
    # One string for all numbers of a kind, of which a term's are a slice.
    gaps, sizes, heights = _text(_steps(documents, firsts)), _text(counts), _text(weights)
    occurrences = np.append(starts, len(keys))
    for first, end, term, total, heaviest, shortest, longest, low, high, begin, stop in zip(
        firsts.tolist(),
        ends.tolist(),
        terms[firsts].tolist(),
        np.add.reduceat(weights, firsts, dtype=np.int64).tolist(),
        np.maximum.reduceat(weights, firsts).tolist(),
        np.minimum.reduceat(lengths[documents], firsts).tolist(),
        np.maximum.reduceat(lengths[documents], firsts).tolist(),
        documents[firsts].tolist(),
        documents[ends - 1].tolist(),
        occurrences[firsts].tolist(),
        occurrences[ends].tolist(),
        strict=True,
    ):
        yield TermBlock(
            names[term].encode(),
            end - first,
            low,
            high,
            total,
            heaviest,
            shortest,
            longest,
            gaps[first:end],
            heights[first:end],
            sizes[first:end] if steps else "",
            steps[begin:stop],
        )


def _starts(sorted_numbers: Numbers) -> NDArray[np.int64]:
    """Where each run of equal numbers begins."""
    return np.append(np.int64(0), np.flatnonzero(sorted_numbers[1:] != sorted_numbers[:-1]) + 1)


def _steps(numbers: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The difference of each number to the one before it; the first of each run as it is."""
    steps = numbers.copy()
    steps[1:] -= numbers[:-1]
    steps[starts] = numbers[starts]
    return steps


def _text(numbers: NDArray[np.uint32]) -> str:
    """Numbers as a string of as many characters; those too large for one become the largest."""
    return (
        np.minimum(numbers, np.uint32(LARGEST)).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    )
