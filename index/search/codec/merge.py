"""Segments written as one, without what was deleted.

The terms of all are gone through together, in stretches with a bounded number of postings and positions,
and the files' pages are let go after each, so that memory does not grow with the segments: what grows are
the ids and the numbers of the documents, and the positions of the one most frequent term. Postings become
numbers that sort as they are needed: a term, a document number in the new segment, and a weight.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import CancelledError
from index.search.codec import pairs, runs
from index.search.codec.inverted import MOST_DOCUMENTS, Chunk, Field, FieldWriter
from index.search.codec.naming import Named, new_name
from index.search.codec.quoted import Quotes
from index.search.codec.sections import Array
from index.search.codec.segment import Segment, SegmentWriter
from index.search.keys import DOCUMENT_BITS

if TYPE_CHECKING:
    from index.model import Cancelled

AT_ONCE = 250_000
"""Terms, postings and positions gone through at a time, which take some 50 bytes each meanwhile."""

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Source:
    """A field of one segment; `documents` are the new numbers of its documents, -1 for deleted ones."""

    segment: Segment
    field: Field
    documents: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Part:
    """One segment's live postings in a stretch of terms, in order: new term, new document and weight as one.

    In a field with positions, where those of each posting start in `places`, and how many they are.
    """

    keys: Keys
    starts: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    sizes: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    places: Array = field(default_factory=lambda: np.empty(0, np.uint32))


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
        _merge_quotes(writer, segments, maps, len(ids))
        for name in sorted({name for segment in segments for name in segment.stored_names}):
            _merge_lengths(writer, name, segments, maps, len(ids))
            if name != pairs.NAME:
                found = [segment.stored(name) for segment in segments]
                positioned = any(one is not None and one.has_places for one in found)
                sources = _sources(segments, found, maps)
                if sources:
                    _merge_field(writer.field(name, positioned=positioned), sources, cancelled)
        _merge_pairs(writer, folder, segments, maps, cancelled)
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


def _sources(
    segments: Sequence[Segment], fields: Sequence[Field | None], maps: Sequence[NDArray[np.int64]]
) -> list[_Source]:
    each = zip(segments, fields, maps, strict=True)
    return [_Source(segment, found, numbers) for segment, found, numbers in each if found is not None]


def _merge_pairs(
    writer: SegmentWriter,
    folder: Path,
    segments: Sequence[Segment],
    maps: Sequence[NDArray[np.int64]],
    cancelled: Cancelled | None,
) -> None:
    """The pairs of the stems that all are to have."""
    stems = pairs.shared(segments, sum(segment.live_count for segment in segments))
    if not stems:
        return
    with ExitStack() as stack:
        found = [stack.enter_context(pairs.of_stems(folder, segment, stems)) for segment in segments]
        sources = _sources(segments, found, maps)
        if sources:
            _merge_field(writer.pairs(stems), sources, cancelled, pairs.terms(stems))


def _merge_field(
    target: FieldWriter,
    sources: Sequence[_Source],
    cancelled: Cancelled | None,
    wanted: Collection[bytes] | None = None,
) -> None:
    """Write the terms of a field; only those `wanted`, if given."""
    positioned = any(source.field.has_places for source in sources)
    for spans in _spans([source.field for source in sources]):
        if cancelled is not None and cancelled():
            raise CancelledError
        chunk = _merged(sources, spans, wanted, positioned=positioned)
        for source in sources:
            source.segment.let_go()
        if chunk is not None:
            target.add(chunk)


def _spans(fields: Sequence[Field]) -> Iterator[list[tuple[int, int]]]:
    """Ranges of terms, one of each field, that are the same stretch of the alphabet, in its order.

    Each has `AT_ONCE` terms, postings and positions at most, or is a single term.
    """
    waiting = [[(0, len(one)) for one in fields]]
    while waiting:
        spans = waiting.pop()
        amount = sum(one.amount(*span) for one, span in zip(fields, spans, strict=True))
        bound = _halfway(fields, spans) if amount > AT_ONCE else None
        if bound is None:
            yield spans
            continue
        middles = [one.place_of(bound, *span) for one, span in zip(fields, spans, strict=True)]
        waiting.append([(middle, last) for (_, last), middle in zip(spans, middles, strict=True)])
        waiting.append([(first, middle) for (first, _), middle in zip(spans, middles, strict=True)])


def _halfway(fields: Sequence[Field], spans: Sequence[tuple[int, int]]) -> bytes | None:
    """A term that parts ranges of terms in two, neither of them empty; None if they are of one term."""
    largest, first, last = max(
        ((one, *span) for one, span in zip(fields, spans, strict=True)),
        key=lambda one: (one[2] - one[1] > 1, one[0].amount(*one[1:])),
    )
    if last - first > 1:
        half = largest.amount(first, last) // 2
        inside = range(first + 1, last - 1)
        return largest[first + 1 + bisect_left(inside, half, key=lambda end: largest.amount(first, end))]
    single = {one[first] for one, (first, last) in zip(fields, spans, strict=True) if first < last}
    return max(single) if len(single) > 1 else None


def _merged(
    sources: Sequence[_Source],
    spans: Sequence[tuple[int, int]],
    wanted: Collection[bytes] | None,
    *,
    positioned: bool,
) -> Chunk | None:
    """The live postings of one stretch of terms, of those `wanted`; None when there are none."""
    owns = [source.field.terms(*span) for source, span in zip(sources, spans, strict=True)]
    names = sorted(set().union(*owns))
    number = dict(zip(names, range(len(names)), strict=True))
    unwanted = set() if wanted is None else {number[name] for name in names if name not in wanted}
    parts = [
        _part(source, span, np.fromiter(map(number.__getitem__, own), np.uint64, len(own)), unwanted)
        for source, span, own in zip(sources, spans, owns, strict=True)
    ]
    keys = np.concatenate([part.keys for part in parts])
    if not len(keys):
        return None
    if not positioned:
        keys.sort()
        return _chunk(names, keys)
    order = keys.argsort()
    before = np.cumsum([0, *(len(part.places) for part in parts)])
    starts = np.concatenate([part.starts + at for part, at in zip(parts, before[:-1], strict=True)])[order]
    counts = np.concatenate([part.sizes for part in parts])[order]
    places = _gathered(np.concatenate([part.places for part in parts]), starts, counts)
    return _chunk(names, keys[order], counts, places)


def _part(source: _Source, span: tuple[int, int], new_terms: Keys, unwanted: Collection[int]) -> _Part:
    """One segment's part of a stretch; `new_terms` are the numbers its terms get there."""
    postings = source.field.stretch(*span)
    counts, docs, weights = postings
    new_docs = source.documents[docs]
    live = new_docs >= 0
    if unwanted:
        live &= np.repeat(~np.isin(new_terms, list(unwanted)), counts)
    keys = np.repeat(new_terms, counts)
    keys <<= np.uint64(DOCUMENT_BITS)
    keys |= new_docs.astype(np.uint64)
    keys <<= np.uint64(8)
    keys |= weights
    positions = source.field.positions
    if positions is None:
        return _Part(keys[live])
    sizes = positions.in_each(span[0], *postings)
    places: Array = positions.between(*positions.span(*span))
    if places.max(initial=0) < 1 << 16:
        places = places.astype(np.uint16)
    starts = np.cumsum(sizes) - sizes
    return _Part(keys[live], starts[live], sizes[live], places)


def _gathered(numbers: Array, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Array:
    """Stretches of an array, one after another; a bounded number of places is worked out at a time."""
    found = np.empty(int(sizes.sum()), numbers.dtype)
    before = np.cumsum(sizes) - sizes
    for some, own in runs.bounded(sizes, AT_ONCE):
        at = np.repeat(starts[some] - before[some], sizes[some])
        at += np.arange(own.start, own.stop)
        found[own] = numbers[at]
    return found


def _chunk(
    names: Sequence[bytes], keys: Keys, place_counts: Array | None = None, places: Array | None = None
) -> Chunk:
    """The postings that sorted keys say."""
    terms = (keys >> np.uint64(DOCUMENT_BITS + 8)).astype(np.int64)
    begin = runs.starts(terms)
    kept = [names[term] for term in terms[begin].tolist()]
    counts = np.diff(begin, append=len(terms))
    docs = (keys >> np.uint64(8)).astype(np.uint16)
    return Chunk(kept, counts, docs, keys.astype(np.uint8), place_counts, places)


def _merge_quotes(
    writer: SegmentWriter, segments: Sequence[Segment], maps: Sequence[NDArray[np.int64]], documents: int
) -> None:
    """The quotations of the live documents, one segment's after the other's at their new places."""
    counts = np.zeros(documents, np.uint32)
    own = [(one.quotes, numbers) for one, numbers in zip(segments, maps, strict=True)]
    for quotes, numbers in own:
        if quotes is not None:
            live = numbers >= 0
            counts[numbers[live]] = quotes.counts[live]
    first = np.cumsum(counts, dtype=np.int64) - counts
    starts, ends = np.empty((2, int(counts.sum())), np.uint32)
    for quotes, numbers in own:
        if quotes is not None:
            before = np.cumsum(quotes.counts, dtype=np.int64) - quotes.counts
            kept = np.repeat(numbers >= 0, quotes.counts)
            at = np.repeat(first[numbers] - before, quotes.counts)[kept] + np.flatnonzero(kept)
            starts[at], ends[at] = quotes.starts[kept], quotes.ends[kept]
    if len(starts):
        writer.quotes(Quotes(counts, starts, ends))
