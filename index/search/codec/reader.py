"""The segments of one committed state of the index, asked together: what matches, and what it scores.

Rows last used are kept, which makes the next letter of a query being typed cheap.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from index import memory
from index.errors import CancelledError
from index.model import Cancelled
from index.search import schema
from index.search.codec.evaluate import Evaluation, Match, Scores
from index.search.codec.inverted import Row
from index.search.codec.segment import Segment
from index.search.quiet import byte_to_length, query

B, K1 = 0.75, 1.2
LENGTH_OF_BYTE = np.array([byte_to_length(number) for number in range(256)], np.float64)
_MOST_WORDS = 200_000  # of a segment's vocabulary, at a time
_KEPT_WORDS = 100_000  # about 12 MB
_KEPT_BYTES = 32 << 20  # of rows
_MAPPED_BYTES = 48 << 20  # of files in this process's memory, programs included
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """The live documents of one segment that match a tree."""

    segment: Segment
    match: Match
    count: int

    def ids(self) -> list[str]:
        """Their ids."""
        ids = self.segment.ids
        return [ids[document] for document in np.flatnonzero(self.match).tolist()]


class Rows:
    """Rows last used, up to some amount of memory; they belong to segments, which never change."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Hashable], Row] = {}
        self._size = 0

    def get(self, segment: Segment, key: Hashable, make: Callable[[], Row]) -> Row:
        """The row of a leaf in a segment."""
        whole = segment.name, key
        found = self._rows.pop(whole, None)
        if found is None:
            found = make()
            self._size += found.nbytes
        self._rows[whole] = found
        while self._size > _KEPT_BYTES and len(self._rows) > 1:
            self._size -= self._rows.pop(next(iter(self._rows))).nbytes
        return found

    def keep_of(self, names: set[str]) -> None:
        """Forget the rows of all other segments."""
        self._rows = {key: row for key, row in self._rows.items() if key[0] in names}
        self._size = sum(row.nbytes for row in self._rows.values())


class Reader:
    """The segments of one committed state. Owned by one thread at a time."""

    def __init__(self, segments: Sequence[Segment], rows: Rows | None = None) -> None:
        """`rows` are those of an older state, if any."""
        self.segments = list(segments)
        self.doc_count = sum(segment.doc_count for segment in segments)
        self.rows = rows or Rows()
        self.rows.keep_of({segment.name for segment in self.segments})
        self._tables: dict[str, Scores] = {}
        self._frequencies: dict[tuple[str, bytes], int] = {}
        self._notes: list[Match | None] | None = None
        self._words: dict[tuple[str, str], tuple[tuple[str, int], ...]] = {}
        self._last: list[tuple[query.Query, list[Found]]] = []
        self._looked = 0.0

    def frequency(self, field: str, term: bytes) -> int:
        """In how many documents a term is, deleted ones included."""
        found = self._frequencies.get((field, term))
        if found is None:
            found = 0
            for segment in self.segments:
                terms = segment.field(field)
                at = terms.find(term) if terms is not None else -1
                found += terms.frequency(at) if terms is not None and at >= 0 else 0
            self._frequencies[field, term] = found
        return found

    def idf(self, frequency: int) -> float:
        """The weight of a term that is in `frequency` documents."""
        return log(max(self.doc_count, 1) / (frequency + 1)) + 1

    def table(self, field: str) -> Scores:
        """What BM25 gives, but for the inverse document frequency: at weight * 256 + length byte."""
        found = self._tables.get(field)
        if found is None:
            total = sum(segment.field_length(field) for segment in self.segments)
            average = total / max(self.doc_count, 1) or 1.0
            weights = np.arange(256, dtype=np.float64)[:, None]
            norms = K1 * (1 - B + B * LENGTH_OF_BYTE / average)
            found = (weights * (K1 + 1) / (weights + norms)).astype(np.float32).ravel()
            self._tables[field] = found
        return found

    def evaluate(self, node: query.Query, cancelled: Cancelled | None = None) -> list[Found]:
        """The live documents that match, for each segment. Raises SearchError, CancelledError.

        A search asks for one tree several times (the best, who has it, counts), so the last are kept.
        """
        if cancelled is not None and cancelled():
            raise CancelledError
        for known, found in self._last:
            if known == node:
                return found
        found = []
        for segment in self.segments:
            match = Evaluation(self, segment, cancelled).match(node)
            if segment.deleted is not None:
                match = match & segment.live
            found.append(Found(segment, match, int(np.count_nonzero(match))))
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

    def within(self, found: list[Found], ids: Collection[str] | None) -> list[Found]:
        """What of it has one of some ids; all of it when they are None."""
        if ids is None:
            return found
        kept = []
        for one in found:
            match = np.zeros(len(one.match), np.bool_)
            match[one.segment.live_documents(ids)] = True
            match &= one.match
            kept.append(Found(one.segment, match, int(np.count_nonzero(match))))
        return kept

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

    def notes(self) -> list[Match | None]:
        """Which documents of each segment are notes; None where there are none."""
        if self._notes is None:
            node = query.Term("kind", schema.NOTE)
            rows = [Evaluation(self, segment, None).match(node) for segment in self.segments]
            self._notes = [row if row.any() else None for row in rows]
        return self._notes

    def common(self, found: list[Found], other: list[Match | None]) -> int:
        """How many documents are in both."""
        pairs = zip(found, other, strict=True)
        return sum(int(np.count_nonzero(one.match & two)) for one, two in pairs if two is not None)

    def scores(self, segment: Segment, node: query.Query, documents: NDArray[np.int64]) -> Scores:
        """The scores of documents of a segment that match."""
        return Evaluation(self, segment, None).scores(node, documents)
