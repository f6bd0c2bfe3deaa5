"""Segments written through Whoosh's codec: the columns of their documents, and older ones merged.

Whoosh's own writer sorts one tuple for each posting and goes through several generators; handing whole
posting lists to the same codec gives the same files several times sooner.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from index.search.blocks import BlockCodec, TermPostings
from index.search.quiet import FileStorage, W3Segment, fields
from index.search.schema import UNDATED
from index.search.segments import LENGTH_OF_BYTE, Segment

INDEX_NAME = "MAIN"


IndexedDocument = tuple[str, int, dict[str, int]]
"""A document's id, when it was published, and the lengths of its scorable fields."""


def merge(storage: FileStorage, schema: fields.Schema, segments: Sequence[Segment]) -> W3Segment | None:
    """Write the live documents of several segments as one; None when there are none. Raises OSError."""
    maps: list[list[int]] = []
    documents: list[IndexedDocument] = []
    scorable = [name for name, field in schema.items() if getattr(field, "scorable", False)]
    for segment in segments:
        numbers = [-1] * segment.doc_count
        lengths = {name: segment.lengths(name) for name in scorable}
        for number, (name, published) in enumerate(zip(segment.ids(), segment.published(), strict=True)):
            if number not in segment.deleted:
                numbers[number] = len(documents)
                own = {field: LENGTH_OF_BYTE[values[number]] for field, values in lengths.items()}
                documents.append((name, published, own))
        maps.append(numbers)
    if not documents:
        return None
    segment = write_documents(storage, schema, documents)
    _write_lists(storage, segment, schema, documents, _merged_lists(segments, maps))
    return segment


def _merged_lists(
    segments: Sequence[Segment], maps: Sequence[list[int]]
) -> Iterator[tuple[str, bytes, TermPostings]]:
    streams = [_numbered_terms(segment, index) for index, segment in enumerate(segments)]
    for (field, term), entries in groupby(heapq.merge(*streams), key=itemgetter(0, 1)):
        joined = TermPostings()
        for _, _, index in entries:
            _append_live(joined, segments[index].whole_postings(field, term), maps[index])
        if joined.ids:
            yield field, term, joined


def _numbered_terms(segment: Segment, index: int) -> Iterator[tuple[str, bytes, int]]:
    # A segment numbers its fields in the order of their names, so its terms come sorted already.
    for field, term in segment.all_terms():
        yield field, term, index


def _append_live(joined: TermPostings, postings: TermPostings, numbers: list[int]) -> None:
    kept = [at for at, number in enumerate(postings.ids) if numbers[number] >= 0]
    joined.ids.extend(numbers[postings.ids[at]] for at in kept)
    joined.weights.extend(postings.weights[at] for at in kept)
    if postings.values:
        joined.values.extend(postings.values[at] for at in kept)


def write_documents(
    storage: FileStorage, schema: fields.Schema, documents: Sequence[IndexedDocument]
) -> W3Segment:
    """A new segment with the columns and lengths of its documents; its terms are still to be written."""
    used = BlockCodec()
    segment = used.new_segment(storage, INDEX_NAME)
    perdoc = used.per_document_writer(storage, segment)
    id_column, published_column = schema["id"].column_type, schema["published"].column_type
    for number, (name, published, lengths) in enumerate(documents):
        perdoc.start_doc(number)
        perdoc.add_column_value("id", id_column, name.encode())
        if published != UNDATED:
            perdoc.add_column_value("published", published_column, published)
        for field, length in lengths.items():
            perdoc.add_field(field, schema[field], None, length)
        perdoc.finish_doc()
    perdoc.close()
    segment.set_doc_count(len(documents))
    return segment


def _write_lists(
    storage: FileStorage,
    segment: W3Segment,
    schema: fields.Schema,
    documents: Sequence[IndexedDocument],
    lists: Iterable[tuple[str, bytes, TermPostings]],
) -> None:
    writer = BlockCodec().field_writer(storage, segment)
    for name, entries in groupby(lists, key=itemgetter(0)):
        writer.start_field(name, schema[name])
        lengths = [document[2].get(name, 0) for document in documents]
        for _, term, postings in entries:
            writer.add_list(term, postings, lengths)
        writer.finish_field()
    writer.close()
