"""Segments written: documents inverted in memory, or older segments merged, through Whoosh's codec.

Whoosh's own writer sorts one tuple for each posting and goes through several generators; building the
posting lists in dictionaries and handing them to the same codec gives the same files several times
sooner.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from index.search.blocks import BlockCodec, TermPostings, encode, is_positioned
from index.search.quiet import FileStorage, W3Segment, fields
from index.search.schema import UNDATED, Document
from index.search.segments import LENGTH_OF_BYTE, Segment

INDEX_NAME = "MAIN"


class Builder:
    """Collects documents and writes them as one segment."""

    def __init__(self, storage: FileStorage, schema: fields.Schema) -> None:
        self.size = 0
        self._schema = schema
        self._storage = storage
        self._documents: list[tuple[str, int, dict[str, int]]] = []
        # Two entries for each posting in one flat list a term: far fewer objects than a tuple each.
        self._terms: dict[str, defaultdict[str, list[Any]]] = {
            name: defaultdict(list) for name in schema.names()
        }
        self._weights: dict[tuple[str, str], dict[int, float]] = {}
        self._numbers: dict[str, int] = {}
        self._replaced: list[int] = []

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def ids(self) -> list[str]:
        """The ids of the documents added."""
        return list(self._numbers)

    def add(self, document: Document) -> None:
        """Add one document, in place of one of the same id; `size` counts the postings in memory."""
        number = len(self._documents)
        if document.id in self._numbers:
            self._replaced.append(self._numbers[document.id])
        self._numbers[document.id] = number
        lengths: dict[str, int] = {}
        for name, found in document.fields.items():
            terms = self._terms[name]
            if is_positioned(self._schema[name]):
                for term, positions in found.positions.items():
                    terms[term] += number, encode(positions)
                for term, weight in found.weights.items():
                    self._weights.setdefault((name, term), {})[number] = weight
                self.size += len(found.positions)
            else:
                for term, weight in found.weights.items():
                    terms[term] += number, weight
                self.size += len(found.weights)
            if self._schema[name].scorable:
                lengths[name] = found.length
        self._documents.append((document.id, document.published, lengths))

    def finish(self) -> W3Segment:
        """Write the segment's files. Raises OSError."""
        segment = _write(self._storage, self._schema, self._documents, self._lists())
        for number in self._replaced:
            segment.delete_document(number)
        return segment

    def _lists(self) -> Iterator[tuple[str, bytes, TermPostings]]:
        for name in sorted(self._terms):
            positioned = is_positioned(self._schema[name])
            terms = self._terms[name]
            # The order of code points is the order of their UTF-8 bytes.
            for term in sorted(terms):
                flat = terms[term]
                ids, payload = flat[::2], flat[1::2]
                if not positioned:
                    yield name, term.encode(), TermPostings(ids, payload)
                    continue
                weights = list(map(float, map(len, payload)))
                special = self._weights.get((name, term))
                if special:
                    weights = [special.get(n, w) for n, w in zip(ids, weights, strict=True)]
                yield name, term.encode(), TermPostings(ids, weights, payload)


def merge(storage: FileStorage, schema: fields.Schema, segments: Sequence[Segment]) -> W3Segment | None:
    """Write the live documents of several segments as one; None when there are none. Raises OSError."""
    maps: list[list[int]] = []
    documents: list[tuple[str, int, dict[str, int]]] = []
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
    return _write(storage, schema, documents, _merged_lists(segments, maps))


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


def _write(
    storage: FileStorage,
    schema: fields.Schema,
    documents: Sequence[tuple[str, int, dict[str, int]]],
    lists: Iterable[tuple[str, bytes, TermPostings]],
) -> W3Segment:
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
    _write_lists(storage, segment, schema, documents, lists)
    return segment


def _write_lists(
    storage: FileStorage,
    segment: W3Segment,
    schema: fields.Schema,
    documents: Sequence[tuple[str, int, dict[str, int]]],
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
