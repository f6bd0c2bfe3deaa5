"""Segments read by Whoosh's own readers and matchers, through Whoosh's extension points.

bylines itself asks `evaluate`. This is for holding its answers against Whoosh's, and for everything else
there is for Whoosh: a `SegmentReader` of a segment works with any of its searchers, queries and weightings.
Segments are written by `build` alone, as their documents have to be in the order of their dates.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from index.search import schema
from index.search.codec import runs
from index.search.codec.places import PLACE_BITS
from index.search.codec.segment import Segment, Terms
from index.search.quiet import byte_to_length, columns, fields, formats

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh.codec import base
    from whoosh.columns import ColumnReader
    from whoosh.matching import ListMatcher
    from whoosh.reading import SegmentReader, TermInfo

_COLUMNS = ("id", "published")
_POSITION = struct.Struct("<I")


class Positions(formats.Positions):  # type: ignore[misc]
    """The format of a field with word positions: four bytes for each."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions, ascending."""
        return [number for (number,) in _POSITION.iter_unpack(value)]

    def decode_frequency(self, value: bytes) -> int:
        """How many positions there are."""
        return len(value) // 4


class Words(fields.FieldType):  # type: ignore[misc]
    """A field whose terms this package makes itself; Whoosh only reads them."""

    def __init__(self, field: schema.Kind) -> None:
        self.format = Positions() if field.positioned else formats.Existence()
        self.scorable = field.scorable
        self.analyzer = None
        self.stored = self.unique = False
        self.vector = self.column_type = None


def whoosh_schema() -> fields.Schema:
    """The schema as Whoosh has it."""
    found = {name: Words(field) for name, field in schema.schema().items()}
    found["id"].column_type = columns.VarBytesColumn()
    published = fields.COLUMN(columns.NumericColumn("i", default=schema.UNDATED))
    return fields.Schema(**found, published=published)


def reader(segment: Segment) -> SegmentReader:
    """A segment as Whoosh's `IndexReader`."""
    return SegmentReader(None, whoosh_schema(), StockSegment(segment), codec=StockCodec())


class StockSegment(base.Segment):  # type: ignore[misc]
    """A segment for Whoosh; it can be read only."""

    def __init__(self, segment: Segment) -> None:
        self.read = segment
        self.indexname = self.segid = segment.name
        self.compound = False

    def segment_id(self) -> str:
        """Its name."""
        return self.read.name

    def codec(self) -> StockCodec:
        """How to read it."""
        return StockCodec()

    def doc_count_all(self) -> int:
        """How many documents it has, deleted ones included."""
        return self.read.doc_count

    def deleted_count(self) -> int:
        """How many are deleted."""
        return self.read.doc_count - self.read.live_count

    def deleted_docs(self) -> Iterator[int]:
        """The deleted ones."""
        return iter(np.flatnonzero(~self.read.live).tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Whether one is deleted; Whoosh asks beyond the last, too."""
        return docnum < self.read.doc_count and not self.read.live[docnum]


class StockCodec(base.Codec):  # type: ignore[misc]
    """Gives Whoosh the readers of a segment."""

    def terms_reader(self, storage: Any, segment: StockSegment) -> StockTerms:  # noqa: ARG002
        """Terms and postings."""
        return StockTerms(segment.read)

    def per_document_reader(self, storage: Any, segment: StockSegment) -> StockDocuments:  # noqa: ARG002
        """Lengths, columns and deletions."""
        return StockDocuments(segment)


class StockTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def _found(self, field: str, term: bytes) -> tuple[Terms, int]:
        """Raises KeyError for a term that is not there."""
        terms = self._segment.field(field)
        at = terms.find(term) if terms is not None else -1
        if terms is None or at < 0 or not _is_there(terms, at):
            raise KeyError((field, term))
        return terms, at

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            self._found(*term)
        except KeyError:
            return False
        return True

    def indexed_field_names(self) -> list[str]:
        """The fields with terms."""
        return [name for name in self._segment.field_names if self._segment.field(name) is not None]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every field and term, in order."""
        for name in sorted(self.indexed_field_names()):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from one on."""
        terms = self._segment.field(fieldname)
        if terms is not None:
            for at in range(terms.place_of(prefix), len(terms)):
                if _is_there(terms, at):
                    yield fieldname, terms[at]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:  # noqa: ARG002
        """A cursor over the terms of a field."""
        terms = self._segment.field(fieldname)
        return Cursor(terms) if terms is not None else base.EmptyCursor()

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a term. Raises KeyError."""
        terms, at = self._found(fieldname, text)
        docs, weights = terms.postings(at)
        lengths = self._segment.lengths(fieldname)
        own = lengths[docs] if lengths is not None else np.zeros(1, np.uint8)
        return TermInfo(
            float(weights.sum(dtype=np.int64)),
            len(docs),
            byte_to_length(int(own.min())),
            byte_to_length(int(own.max())),
            float(weights.max()),
            int(docs[0]),
            int(docs[-1]),
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """The postings of a term, as Whoosh steps through them. Raises KeyError."""
        terms, at = self._found(fieldname, text)
        docs, weights = terms.postings(at)
        return ListMatcher(
            docs.tolist(),
            weights.astype(np.float64).tolist(),
            _values(terms, at) or [b""] * len(docs),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )


def _is_there(terms: Terms, at: int) -> bool:
    """Whether a term is in any document; one that is nowhere quoted is not in `quote`."""
    return terms.frequency(at) > 0


def _values(terms: Terms, at: int) -> list[bytes]:
    """The positions of a term in each of its documents, as `Positions` has them."""
    if not terms.has_places:
        return []
    places = terms.places(at)
    first = runs.starts(places >> np.uint64(PLACE_BITS))
    data = places.astype("<u4").tobytes()
    ends = np.append(first[1:], len(places)) * 4
    return [data[start:end] for start, end in zip((first * 4).tolist(), ends.tolist(), strict=True)]


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """A place among the terms of a field."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = -1
        return self.next()

    def find(self, term: str | bytes) -> str | None:
        """Go to a term, or the next after it."""
        self._at = self._terms.place_of(term.encode() if isinstance(term, str) else term) - 1
        return self.next()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        while self.is_valid() and not _is_there(self._terms, self._at):
            self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The term; None behind the last."""
        return self._terms[self._at].decode() if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term."""
        return self._at < len(self._terms)


class StockDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment; nothing is stored of them."""

    def __init__(self, segment: StockSegment) -> None:
        self._whole = segment
        self._segment = segment.read

    def doc_count(self) -> int:
        """How many are not deleted."""
        return self._segment.live_count

    def doc_count_all(self) -> int:
        """How many there are."""
        return self._segment.doc_count

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return self._whole.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether one is deleted."""
        return self._whole.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """The deleted ones."""
        return self._whole.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, Any]:  # noqa: ARG002
        """Nothing."""
        return {}

    def supports_columns(self) -> bool:
        """There are two columns: ids and times."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a field is a column."""
        return fieldname in _COLUMNS

    def list_columns(self) -> list[str]:
        """The columns."""
        return list(_COLUMNS)

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:  # noqa: ARG002
        """A column's values."""
        if fieldname == "id":
            return Column([one.encode() for one in self._segment.ids])
        return Column(self._segment.published.tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field in a document, as exact as one byte is."""
        lengths = self._segment.lengths(fieldname)
        return default if lengths is None else int(byte_to_length(int(lengths[docnum])))

    def field_length(self, fieldname: str) -> int:
        """The length of a field in all documents."""
        return self._segment.field_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        """The shortest."""
        lengths = self._segment.lengths(fieldname)
        return 0 if lengths is None else int(byte_to_length(int(lengths.min())))

    def max_field_length(self, fieldname: str) -> int:
        """The longest."""
        lengths = self._segment.lengths(fieldname)
        return 0 if lengths is None else int(byte_to_length(int(lengths.max())))


class Column(ColumnReader):  # type: ignore[misc]
    """A column's values, in memory."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)
