"""One segment of the index, read: terms, postings and columns straight from Whoosh's codec."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Set
from itertools import accumulate, pairwise

from index.search.blocks import BlockCodec, BlockMatcher, TermPostings
from index.search.quiet import FileStorage, W3Segment, byte_to_length, fields
from index.search.schema import UNDATED

LENGTH_OF_BYTE: tuple[int, ...] = tuple(byte_to_length(number) for number in range(256))
# Whoosh's records: two lengths before key and value; in the value, flags and total weight come first.
_RECORD = struct.Struct("!Ii")
_FREQUENCY = struct.Struct("!I")
_FREQUENCY_AT = 5


class Segment:
    """A segment open for reading. Not thread-safe: its files have one read position each."""

    def __init__(self, storage: FileStorage, segment: W3Segment, schema: fields.Schema) -> None:
        self.info = segment
        self.schema = schema
        self.name: str = segment.segment_id()
        self.doc_count: int = segment.doc_count_all()
        self.deleted: frozenset[int] = frozenset(segment.deleted_docs())
        codec = BlockCodec()
        self._terms = codec.terms_reader(storage, segment)
        self._perdoc = codec.per_document_reader(storage, segment)
        self._ids: list[str] | None = None
        self._published: array[int] | None = None
        self._lengths: dict[str, bytes] = {}

    def close(self) -> None:
        """Close the files."""
        self._terms.close()
        self._perdoc.close()

    @property
    def live_count(self) -> int:
        """How many documents are not deleted."""
        return self.doc_count - len(self.deleted)

    def ids(self) -> list[str]:
        """The article or note id of each document number."""
        if self._ids is None:
            column = self._perdoc.column_reader("id", self.schema["id"].column_type)
            ends = list(accumulate(column._lengths))
            text = self._column("id")[: ends[-1] if ends else 0].decode("ascii")
            self._ids = [text[start:end] for start, end in pairwise([0, *ends])]
        return self._ids

    def published(self) -> array[int]:
        """The publication time of each document number, in minutes, or UNDATED."""
        if self._published is None:
            times = array("i", self._column("published"))
            if sys.byteorder == "little":
                times.byteswap()
            times.extend([UNDATED] * (self.doc_count - len(times)))
            self._published = times
        return self._published

    def lengths(self, field: str) -> bytes:
        """The length of a field in each document, each as a byte to look up in LENGTH_OF_BYTE."""
        found = self._lengths.get(field)
        if found is None:
            found = self._lengths[field] = self._column(f"_{field}_len").ljust(self.doc_count, b"\0")
        return found

    def _column(self, name: str) -> bytes:
        """A column's bytes, read at once (Whoosh's reader asks for one value at a time); maybe short."""
        if not self._perdoc.has_column(name):
            return b""
        file, start, length = self._perdoc._get_column_file(name)
        try:
            return bytes(file.get(start, length))
        finally:
            file.close()

    def field_length(self, field: str) -> int:
        """The number of words of a field over all documents."""
        return int(self._perdoc.field_length(field))

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term is, deleted ones included."""
        key = (field, term.encode())
        return int(self._terms.doc_frequency(*key)) if key in self._terms else 0

    def postings(self, field: str, term: bytes) -> TermPostings:
        """All postings of a term, without positions; empty when the term is unknown."""
        return self._matcher(field, term).read_all() if (field, term) in self._terms else TermPostings()

    def whole_postings(self, field: str, term: bytes) -> TermPostings:
        """All postings of a term that is there, with positions if the field has them."""
        return self._matcher(field, term).read_all(values=True)

    def places(self, field: str, term: bytes, wanted: Set[int]) -> dict[int, str]:
        """The encoded positions of a term that is there, in those of the `wanted` documents that have it."""
        return self._matcher(field, term).read_values_of(wanted)

    def _matcher(self, field: str, term: bytes) -> BlockMatcher:
        found: BlockMatcher = self._terms.matcher(field, term, self.schema[field].format)
        return found

    def frequencies(self, field: str, prefix: bytes, most: int) -> Iterator[tuple[bytes, int]]:
        """The first `most` terms of a field that begin with `prefix`, with their numbers of documents."""
        if field not in self._terms.indexed_field_names():
            return
        # The dictionary's records lie one after another: read as one piece, ten times as fast as by key.
        index = self._terms._tindex
        first = self._terms._keycoder(field, prefix)
        start = index.closest_key_pos(first)
        if start is None:
            return
        end = index.closest_key_pos(first + b"\xff")  # no term has this byte, so it comes after them all
        data = index.dbfile.get(start, (index.endofdata if end is None else end) - start)
        at, number = 0, 0
        while at < len(data) and number < most:
            key_size, data_size = _RECORD.unpack_from(data, at)
            key = at + _RECORD.size
            value = key + key_size
            yield data[key + 2 : value], _FREQUENCY.unpack_from(data, value + _FREQUENCY_AT)[0]
            at = value + data_size
            number += 1

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term), grouped by field, terms in byte order."""
        yield from self._terms.terms()
