"""Documents inverted by sorting: every occurrence of a term is one number.

Lists and dictionaries of postings take ten times the memory and most of the time; here a word of running text
is four bytes put aside in a file until the segment is written, and then a key of eight bytes, sorted with
half a million others at a time (see `wordstream`, `parts`). Python sees a term once, not its every place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.search.codec import pairs, runs, written
from index.search.codec.deletions import write_deleted
from index.search.codec.inverted import MOST_DOCUMENTS
from index.search.codec.naming import Named, new_name
from index.search.codec.quoted import Quotes
from index.search.codec.segment import SegmentWriter
from index.search.keys import DOCUMENT_BITS, LAST_POSITION, POSITION_AT, POSITION_BITS, ranks
from index.search.lengths import to_bytes
from index.search.schema import Document, Kind
from index.search.wordstream import LENGTHS, Inverted, Words

_AT_ONCE = 150_000  # occurrences whose postings are made at a time, which takes some 40 bytes for each


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
    lengths: array[int] = field(default_factory=lambda: array("I"))
    """and how long it is in each."""


class Builder:
    """Collects documents and writes them as one segment."""

    def __init__(self, folder: Path, schema: Mapping[str, Kind]) -> None:
        self.size = 0
        self._schema = schema
        self._folder = folder
        self._ids: list[str] = []
        self._published = array("i")
        self._fields: dict[str, _Field] = {name: _Field() for name in schema}
        self._words = Words(folder)
        self._numbers: dict[str, int] = {}
        self._replaced: list[int] = []

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> list[str]:
        """The ids of the documents added."""
        return list(self._numbers)

    def add(self, document: Document) -> None:
        """Add one document, in place of one of the same id; `size` counts the occurrences in memory.

        Raises ValueError when there are 65,536 already.
        """
        number = len(self._ids)
        if number >= MOST_DOCUMENTS:
            raise ValueError(f"more than {MOST_DOCUMENTS} documents in one segment")
        if document.id in self._numbers:
            self._replaced.append(self._numbers[document.id])
        self._numbers[document.id] = number
        for name, found in document.fields.items():
            if not found.terms:
                continue
            kept = self._fields[name]
            kept.terms.extend(map(kept.numbers.__getitem__, found.terms))
            kept.positions.extend(found.positions)
            kept.documents.append(number)
            kept.counts.append(len(found.terms))
            kept.lengths.append(found.length)
            self.size += len(found.terms)
        if document.texts is not None:
            self.size += self._words.add(number, document.texts)
        self._ids.append(document.id)
        self._published.append(document.published)

    def finish(self) -> Named:
        """Write the segment's files. Raises OSError."""
        order = self._order()
        place = np.empty(len(order), np.uint32)
        place[order] = np.arange(len(order), dtype=np.uint32)
        ids = [self._ids[number] for number in order.tolist()]
        published = np.frombuffer(self._published, np.int32)[order]
        writer = SegmentWriter(self._folder, new_name(), ids, published)
        try:
            self._write_texts(writer, self._words.inverted(place))
            for name in sorted(self._fields):
                self._write_field(writer, name, self._fields.pop(name), place)
            named = Named(writer.finish())
        finally:
            writer.close()
            self._words.close()
        if not self._replaced:
            return named
        deleted = np.zeros(len(ids), np.bool_)
        deleted[place[self._replaced]] = True
        named = Named(named.name, named.next_deletions())
        write_deleted(self._folder / str(named.deletions), named.name, deleted)
        return named

    def _order(self) -> NDArray[np.int64]:
        """The documents in the order of the segment."""
        numbers = sorted(range(len(self._ids)), key=self._ids.__getitem__, reverse=True)
        falling = np.array(numbers, np.int64)
        by_date = np.argsort(np.frombuffer(self._published, np.int32)[falling], kind="stable")
        return falling[by_date]

    def _write_texts(self, writer: SegmentWriter, found: Inverted) -> None:
        for measured, names in LENGTHS.items():
            if found.lengths[measured].any():
                for name in names:
                    _write_lengths(writer, name, found.lengths[measured])
        if found.quotes.shape[1]:
            docs, starts, ends = found.quotes
            writer.quotes(Quotes(np.bincount(docs, minlength=len(self._ids)), starts, ends))
        with found.parts as parts:
            _write_terms(writer, written.NAME, found.words, parts, positioned=True)
        _write_terms(writer, "title", found.titles, [found.title_keys], positioned=True)
        if found.pairing.stems:
            paired = writer.pairs(found.pairing.stems)
            pairs.write(paired, pairs.terms(found.pairing.stems), found.pairing.keys())

    def _write_field(self, writer: SegmentWriter, name: str, kept: _Field, place: NDArray[np.uint32]) -> None:
        if not kept.terms:
            return
        names = sorted(kept.numbers)  # the order of code points is the order of their UTF-8 bytes
        keys = _sorted_keys(kept, names, place)
        if self._schema[name].scorable:
            lengths = np.zeros(len(place), np.int64)
            lengths[place[np.frombuffer(kept.documents, np.uint32)]] = np.frombuffer(kept.lengths, np.uint32)
            _write_lengths(writer, name, lengths)
        positioned = self._schema[name].positioned
        _write_terms(writer, name, [one.encode() for one in names], [keys], positioned=positioned)


def _write_lengths(writer: SegmentWriter, name: str, lengths: NDArray[np.int64]) -> None:
    writer.lengths(name, to_bytes(lengths), int(lengths.sum()))


def _write_terms(
    writer: SegmentWriter,
    name: str,
    terms: Sequence[bytes],
    parts: Iterable[NDArray[np.uint64]],
    *,
    positioned: bool,
) -> None:
    """Write a field's terms and postings, from sorted keys in parts of whole terms."""
    if not terms:
        return
    fields = writer.field(name, positioned=positioned)
    for keys in parts:
        for some in runs.stretches(keys, _AT_ONCE):
            fields.add(runs.chunk(terms, some, positioned=positioned))


def _sorted_keys(kept: _Field, names: Sequence[str], place: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """All occurrences, by term in order of `names`, document, position: one number each."""
    rank = ranks(names, kept.numbers)
    keys = rank[np.frombuffer(kept.terms, np.uint32)]
    keys <<= np.uint64(DOCUMENT_BITS)
    documents = place[np.frombuffer(kept.documents, np.uint32)]
    keys |= np.repeat(documents, np.frombuffer(kept.counts, np.uint32)).astype(np.uint64)
    keys <<= np.uint64(POSITION_BITS)
    if kept.positions:
        keys |= np.minimum(np.frombuffer(kept.positions, np.uint32), np.uint32(LAST_POSITION))
    keys <<= np.uint64(POSITION_AT)
    keys.sort()
    return keys
