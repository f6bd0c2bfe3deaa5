"""Segments written as one, without what was deleted.

The terms of all are gone through together, some thousands at a time, so that memory does not grow with
the segments. Postings or positions become numbers that sort as they are needed: a term, a document
number in the new segment, and a weight or position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import CancelledError
from index.model import Cancelled
from index.search.codec import runs
from index.search.codec.inverted import MOST_DOCUMENTS, Chunk, Field
from index.search.codec.naming import Named, new_name
from index.search.codec.segment import Segment, SegmentWriter
from index.search.keys import DOCUMENT_BITS, POSITION_BITS

_AT_ONCE = 1_000_000  # postings and positions, which take some 50 bytes each meanwhile

Keys = NDArray[np.uint64]


def merge(folder: Path, segments: Sequence[Segment], cancelled: Cancelled | None = None) -> Named | None:
    """Write the live documents of several segments as one; None when there are none.

    Raises OSError, CancelledError; ValueError when they are more than 65,536.
    """
    maps, ids, published = _order(segments)
    if not ids:
        return None
    if len(ids) > MOST_DOCUMENTS:
        raise ValueError(f"more than {MOST_DOCUMENTS} documents in one segment")
    writer = SegmentWriter(folder, new_name(), ids, published)
    try:
        for name in sorted({name for segment in segments for name in segment.stored_names}):
            _merge_lengths(writer, name, segments, maps, len(ids))
            _merge_field(writer, name, segments, maps, cancelled)
        _merge_quotes(writer, segments, maps)
        return Named(writer.finish())
    finally:
        writer.close()


def _order(segments: Sequence[Segment]) -> tuple[list[NDArray[np.int64]], list[str], NDArray[np.int32]]:
    """For each segment the new number of each document, -1 for deleted ones; the new ids and times."""
    ids = [segment.ids[number] for segment in segments for number in np.flatnonzero(segment.live).tolist()]
    published = np.concatenate([segment.published[segment.live] for segment in segments])
    falling = np.array(sorted(range(len(ids)), key=ids.__getitem__, reverse=True), np.int64)
    order = falling[np.argsort(published[falling], kind="stable")]
    place = np.empty(len(ids), np.int64)
    place[order] = np.arange(len(ids))
    maps, start = [], 0
    for segment in segments:
        numbers = np.full(segment.doc_count, -1, np.int64)
        numbers[segment.live] = place[start : start + segment.live_count]
        start += segment.live_count
        maps.append(numbers)
    return maps, [ids[number] for number in order.tolist()], published[order]


def _merge_lengths(
    writer: SegmentWriter,
    name: str,
    segments: Sequence[Segment],
    maps: Sequence[NDArray[np.int64]],
    documents: int,
) -> None:
    """The lengths of a scored field; their sum is known exactly only where nothing was deleted."""
    merged = np.zeros(documents, np.uint8)
    total, scored = 0, False
    for segment, numbers in zip(segments, maps, strict=True):
        lengths = segment.lengths(name)
        if lengths is None:
            continue
        scored = True
        merged[numbers[segment.live]] = lengths[segment.live]
        total += segment.live_length(name)
    if scored:
        writer.lengths(name, merged, total)


def _merge_field(
    writer: SegmentWriter,
    name: str,
    segments: Sequence[Segment],
    maps: Sequence[NDArray[np.int64]],
    cancelled: Cancelled | None,
) -> None:
    sources = [
        (field, numbers)
        for segment, numbers in zip(segments, maps, strict=True)
        if (field := segment.stored(name)) is not None
    ]
    if not sources:
        return
    positioned = any(field.has_places for field, _ in sources)
    fields = writer.field(name, positioned=positioned)
    for spans in _spans([field for field, _ in sources]):
        if cancelled is not None and cancelled():
            raise CancelledError
        chunk = _merged(sources, spans, positioned=positioned)
        if chunk is not None:
            fields.add(chunk)


def _spans(fields: Sequence[Field]) -> Iterator[list[tuple[int, int]]]:
    """Ranges of terms, one of each field, that are the same stretch of the alphabet."""
    largest = max(fields, key=len)
    before = [0] * len(fields)
    for bound in largest.bounds(max(1, _AT_ONCE // len(fields))):
        ends = [field.place_of(largest[bound]) for field in fields]
        yield list(zip(before, ends, strict=True))
        before = ends
    yield [(start, len(field)) for start, field in zip(before, fields, strict=True)]


def _merged(
    sources: Sequence[tuple[Field, NDArray[np.int64]]],
    spans: Sequence[tuple[int, int]],
    *,
    positioned: bool,
) -> Chunk | None:
    """The live postings of one stretch of terms; None when there are none."""
    owns = [field.terms(*span) for (field, _), span in zip(sources, spans, strict=True)]
    names = sorted(set().union(*owns))
    if not names:
        return None
    number = dict(zip(names, range(len(names)), strict=True))
    keys = np.concatenate(
        [
            (_place_keys if positioned else _posting_keys)(
                field, span, np.fromiter(map(number.__getitem__, own), np.uint64, len(own)), documents
            )
            for (field, documents), span, own in zip(sources, spans, owns, strict=True)
        ]
    )
    keys.sort()
    if not len(keys):
        return None
    if positioned:
        return runs.chunk(names, keys)
    numbers = (keys >> np.uint64(DOCUMENT_BITS + 8)).astype(np.int64)
    begin = runs.starts(numbers)
    kept = [names[term] for term in numbers[begin].tolist()]
    counts = np.diff(begin, append=len(numbers))
    return Chunk(kept, counts, (keys >> np.uint64(8)).astype(np.uint16), keys.astype(np.uint8))


def _posting_keys(field: Field, span: tuple[int, int], new_terms: Keys, documents: NDArray[np.int64]) -> Keys:
    """Term, document and weight of every live posting."""
    terms, docs, weights = field.chunk(*span)
    new_docs = documents[docs]
    live = new_docs >= 0
    keys = new_terms[terms] << np.uint64(DOCUMENT_BITS)
    keys |= new_docs.astype(np.uint64)
    keys <<= np.uint64(8)
    keys |= weights
    return keys if live.all() else keys[live]


def _place_keys(field: Field, span: tuple[int, int], new_terms: Keys, documents: NDArray[np.int64]) -> Keys:
    """Term, document and position of every live occurrence."""
    terms, docs, counts, places = field.places_between(*span)
    new_docs = documents[docs]
    live = new_docs >= 0
    postings = new_terms[terms] << np.uint64(DOCUMENT_BITS)
    postings |= new_docs.astype(np.uint64)
    postings <<= np.uint64(POSITION_BITS)
    keys = np.repeat(postings, counts)
    keys |= places
    return keys if live.all() else keys[np.repeat(live, counts)]


def _merge_quotes(
    writer: SegmentWriter, segments: Sequence[Segment], maps: Sequence[NDArray[np.int64]]
) -> None:
    rows = []
    for segment, numbers in zip(segments, maps, strict=True):
        quotes = segment.quotes
        if quotes is not None:
            documents = numbers[quotes.docs]
            live = documents >= 0
            rows.append(np.stack([documents, quotes.starts, quotes.ends])[:, live])
    found = np.concatenate(rows, axis=1) if rows else np.empty((3, 0), np.int64)
    if found.shape[1]:
        writer.quotes(*found[:, np.argsort(found[0], kind="stable")])
