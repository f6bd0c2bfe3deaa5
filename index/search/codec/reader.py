"""The segments of one committed state of the index, asked together: what matches, and what it scores.

A document of a reader is one number: its number in its segment, plus the documents of the segments before.
Rows last used are kept, which makes the next letter of a query being typed cheap.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import memory
from index.errors import CancelledError
from index.model import Cancelled
from index.search import schema
from index.search.codec.bounds import Bounds
from index.search.codec.evaluate import Documents, Evaluation, Match, Scores
from index.search.codec.inverted import Row
from index.search.codec.phrases import Begun
from index.search.codec.segment import Segment, encoded
from index.search.lengths import LENGTHS
from index.search.quiet import query

B, K1 = 0.75, 1.2
LENGTH_OF_BYTE = LENGTHS.astype(np.float64)
_MOST_WORDS = 200_000  # of a segment's vocabulary, at a time
_KEPT_WORDS = 100_000  # about 12 MB
_KEPT_BYTES = 32 << 20  # of rows
_MAPPED_BYTES = 48 << 20  # of files in this process's memory, programs included
_LOOK_SECONDS = 0.2
_FEW_WEIGHTS = 48  # higher ones are rare
END = 4_096  # documents at the end of a segment, where the newest are looked for first
_FEW = 8  # to decode one id takes so many times what it takes with all


class Matching:
    """The live documents of a reader that match a tree."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self.count = int(np.count_nonzero(match))

    @cached_property
    def documents(self) -> Documents:
        """The same as numbers."""
        return np.flatnonzero(self.match)

    def within(self, match: Match) -> Matching:
        """Those that match something else, too."""
        return Matching(self.match & match)


@dataclass(frozen=True, slots=True)
class SegmentMatches:
    """The live documents of one segment that match a tree."""

    segment: Segment
    match: Match
    count: int

    def ids(self) -> list[str]:
        """Their ids."""
        documents = np.flatnonzero(self.match).tolist()
        if len(documents) < len(self.match) // _FEW:
            return list(map(self.segment.id, documents))
        ids = self.segment.ids
        return [ids[document] for document in documents]


class Rows:
    """Rows last used, up to some amount of memory, each over all segments of a reader."""

    def __init__(self, segments: Sequence[Segment], older: Rows | None = None) -> None:
        """What `older` has of segments that are still there is taken over, as segments never change.

        That is done when it is asked for; until then it counts with the rest, and makes room first.
        """
        self._spans = {segment.name: span for segment, span in zip(segments, _spans(segments), strict=True)}
        self._size = sum(segment.doc_count for segment in segments)
        self._rows: dict[Hashable, Row] = {}
        self._older_spans, self._older = ({}, {}) if older is None else (older._spans, older._rows)

    def get(self, key: Hashable, make: Callable[[int], Row | None]) -> Row:
        """The row of a leaf; `make` gives the part of the segment at a place, None for nothing but zeros."""
        row = self._rows.pop(key, None)
        if row is None:
            row = self._joined(key, make)
        self._rows[key] = row
        while (self._older or len(self._rows) > 1) and self._bytes() > _KEPT_BYTES:
            kept = self._older or self._rows
            del kept[next(iter(kept))]
        return row

    def _bytes(self) -> int:
        return (len(self._rows) + len(self._older)) * self._size

    def _joined(self, key: Hashable, make: Callable[[int], Row | None]) -> Row:
        spans, known = self._older_spans, self._older.pop(key, None)
        row = np.zeros(self._size, np.uint8)
        for at, (name, span) in enumerate(self._spans.items()):
            part = known[spans[name]] if known is not None and name in spans else make(at)
            if part is not None:
                row[span] = part
        row.flags.writeable = False
        return row


class Reader:
    """The segments of one committed state. Owned by one thread at a time."""

    def __init__(self, segments: Sequence[Segment], older: Reader | None = None) -> None:
        """`older` is the reader of an older state, if any."""
        self.segments = list(segments)
        self._spans = _spans(segments)
        self._ends = [span.stop for span in self._spans]
        self.doc_count = self._ends[-1] if segments else 0
        self.rows: Rows = Rows(segments, None if older is None else older.rows)
        self.begun: Begun = Begun() if older is None else older.begun
        self._live = self._joined([segment.deleted for segment in segments], np.bool_)
        if self._live is not None:
            np.logical_not(self._live, out=self._live)
        self._lengths: dict[str, NDArray[np.uint8] | None] = {}
        self._tables: dict[str, Scores] = {}
        self._numbers: dict[tuple[str, bytes], list[int]] = {}
        self._notes: tuple[Match | None] | None = None
        self._words: dict[tuple[str, str], tuple[tuple[str, int], ...]] = {}
        self._bounds: dict[str, Bounds] = {}
        self._last: list[tuple[query.Query, Matching]] = []
        self._looked = time.monotonic()

    # Documents

    def place(self, document: int) -> tuple[int, int]:
        """Of a document the place of its segment, and its number there."""
        at = bisect_right(self._ends, document)
        return at, document - (self._ends[at - 1] if at else 0)

    def id(self, document: int) -> str:
        """The id of a document."""
        at, inside = self.place(document)
        return self.segments[at].id(inside)

    def last_of_each(self, documents: Documents, most: int) -> Documents:
        """Of ascending documents the last ones in each segment, which are those published last."""
        bounds = [0, *np.searchsorted(documents, self._ends).tolist()]
        return np.concatenate([documents[max(low, high - most) : high] for low, high in pairwise(bounds)])

    def newest_of_each(self, found: Matching, most: int) -> Documents:
        """Of documents that match the last ones in each segment; most often near its end."""
        if found.count <= most:
            return found.documents
        parts = []
        for span in self._spans:
            start = max(span.start, span.stop - END)
            part = np.flatnonzero(found.match[start : span.stop])
            if len(part) < most and start > span.start:
                start = span.start
                part = np.flatnonzero(found.match[span])
            parts.append(part[max(0, len(part) - most) :] + start)
        return np.concatenate(parts)

    def part(self, row: Row, at: int) -> Row:
        """What of a row is about the segment at a place."""
        return row[self._spans[at]]

    def _joined(self, parts: Sequence[NDArray[np.generic] | None], kind: type) -> NDArray[Any] | None:
        """Something of each segment one after another, zeros where it is missing; None where all of it is."""
        if all(part is None for part in parts):
            return None
        row: NDArray[Any] = np.zeros(self.doc_count, kind)
        for span, part in zip(self._spans, parts, strict=True):
            if part is not None:
                row[span] = part
        return row

    def dated(self, low: int, high: int) -> Match:
        """Which documents were published from minute `low` to before minute `high`."""
        found = np.zeros(self.doc_count, np.bool_)
        for span, segment in zip(self._spans, self.segments, strict=True):
            found[span][segment.dated(low, high)] = True
        return found

    def among(self, ids: Collection[str], documents: Callable[[Segment], Match] | None = None) -> Match:
        """Which documents not deleted have one of some ids, or are given by `documents` of their segment."""
        found, wanted = np.zeros(self.doc_count, np.bool_), encoded(ids)
        for span, segment in zip(self._spans, self.segments, strict=True):
            if documents is not None:
                found[span] = documents(segment)
            if len(wanted):
                found[span][segment.live_among(wanted)] = True
        return found

    # What scores hang on

    def numbers(self, field: str, term: bytes) -> list[int]:
        """The number of a term in each segment, -1 where it is not."""
        found = self._numbers.get((field, term))
        if found is None:
            fields = [segment.field(field) for segment in self.segments]
            found = [-1 if one is None else one.find(term) for one in fields]
            self._numbers[field, term] = found
        return found

    def lengths(self, field: str) -> NDArray[np.uint8] | None:
        """The length of a field in each document, in Whoosh's one-byte form; None if it is not scored."""
        if field not in self._lengths:
            parts = [segment.lengths(field) for segment in self.segments]
            self._lengths[field] = self._joined(parts, np.uint8)
        return self._lengths[field]

    def bounds(self, field: str) -> Bounds | None:
        """What the lengths of a field that is scored say of its best documents."""
        lengths = self.lengths(field)
        if field not in self._bounds and lengths is not None:
            self._bounds[field] = Bounds(K1 + 1, self._norms(field), lengths)
        return self._bounds.get(field)

    def idf(self, frequency: int) -> float:
        """The weight of a term that is in `frequency` documents."""
        return log(max(self.doc_count, 1) / (frequency + 1)) + 1

    def table(self, field: str, most: int) -> Scores:
        """What BM25 gives, but for the inverse document frequency: at weight * 256 + length byte.

        It reaches to weight `most` at least: half of a millisecond for all of them would be most of what a
        first search takes.
        """
        found = self._tables.get(field)
        if found is None or len(found) <= most * 256:
            rows = _FEW_WEIGHTS if most < _FEW_WEIGHTS else 256
            weights = np.arange(rows, dtype=np.float64)[:, None]
            table = np.empty((rows, 256), np.float32)
            # Rounded as it is made: to make room for the long numbers takes longer than the dividing.
            np.divide(weights * (K1 + 1), weights + self._norms(field), out=table, casting="same_kind")
            found = self._tables[field] = table.ravel()
        return found

    def _norms(self, field: str) -> NDArray[np.float64]:
        """For each length byte what BM25 adds to a weight in the denominator."""
        total = sum(segment.field_length(field) for segment in self.segments)
        average = total / max(self.doc_count, 1) or 1.0
        return K1 * (1 - B + B * LENGTH_OF_BYTE / average)

    # Answers

    def matching(self, node: query.Query, cancelled: Cancelled | None = None) -> Matching:
        """The live documents that match. Raises SearchError, CancelledError.

        A search asks for one tree several times (the best, who has it, counts), so the last are kept.
        """
        if cancelled is not None and cancelled():
            raise CancelledError
        for known, found in self._last:
            if known is node or known == node:
                return found
        match = Evaluation(self, cancelled).match(node)
        if self._live is not None:
            match &= self._live
        found = Matching(match)
        self._last = [(node, found), *self._last[:3]]
        return found

    def stay_small(self) -> None:
        """Give back the memory of what was read of the files, once that is much.

        Each query touches other parts of the files, and what was touched counts as the process's own. To
        map it again costs a query a fraction of a millisecond, as the system still has it.
        """
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        if memory.of_files() > _MAPPED_BYTES:
            for segment in self.segments:
                segment.let_go()

    def within(self, found: Matching, ids: Collection[str] | None) -> Matching:
        """What of it has one of some ids; all of it when `ids` is None."""
        return found if ids is None else found.within(self.among(ids))

    def by_segment(self, found: Matching) -> list[SegmentMatches]:
        """The same as each segment knows it."""
        parts = [found.match[span] for span in self._spans]
        return [
            SegmentMatches(segment, part, int(np.count_nonzero(part)))
            for segment, part in zip(self.segments, parts, strict=True)
        ]

    def ids(self, found: Matching) -> list[str]:
        """The ids of documents."""
        return [name for one in self.by_segment(found) for name in one.ids()]

    def scores(self, node: query.Query, documents: Documents) -> Scores:
        """The scores of documents that match."""
        return Evaluation(self, None).scores(node, documents, matching=True)

    def candidates(self, node: query.Query, found: Matching, limit: int) -> tuple[Documents, float] | None:
        """See `Evaluation.candidates`."""
        return Evaluation(self, None).candidates(node, found.match, limit)

    def notes(self) -> Match | None:
        """Which documents are notes; None where there are none."""
        if self._notes is None:
            there = any(segment.has_term("kind", schema.NOTE.encode()) for segment in self.segments)
            row = Evaluation(self, None).match(query.Term("kind", schema.NOTE)) if there else None
            self._notes = (row,)
        return self._notes[0]

    def vocabulary(self, field: str, start: str) -> tuple[tuple[str, int], ...]:
        """The words of a field that begin with `start`, and in how many documents each is.

        The last answers are kept: every key that is typed asks for the same ones.
        """
        found = self._words.pop((field, start), None)
        if found is None:
            counts: Counter[bytes] = Counter()
            for segment in self.segments:
                terms = segment.field(field)
                if terms is not None:
                    first, last = terms.span(start.encode())
                    last = min(last, first + _MOST_WORDS)
                    counts.update(
                        dict(zip(terms.terms(first, last), terms.frequencies(first, last), strict=True))
                    )
            found = tuple((term.decode(), frequency) for term, frequency in counts.items())
        self._words[field, start] = found
        while len(self._words) > 1 and sum(map(len, self._words.values())) > _KEPT_WORDS:
            del self._words[next(iter(self._words))]
        return found


def _spans(segments: Sequence[Segment]) -> list[slice]:
    """Where the documents of each segment are among those of all."""
    found, start = [], 0
    for segment in segments:
        found.append(slice(start, start + segment.doc_count))
        start += segment.doc_count
    return found
