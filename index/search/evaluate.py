"""A `whoosh.query` tree evaluated over segments: which documents match, and how well (BM25).

Posting lists are decoded whole and combined as dictionaries, which in Python is several times faster
than Whoosh's matchers that step document by document, gives the exact total, and can be stopped
between steps. Scores are those of Whoosh's BM25F for terms; a phrase counts its own occurrences; a
prefix or fuzzy word counts as one word in all its forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Any

from index.errors import CancelledError, SearchError
from index.model import Cancelled
from index.search import expand, schema
from index.search.blocks import TermPostings
from index.search.conditions import Among
from index.search.quiet import query
from index.search.segments import LENGTH_OF_BYTE, Segment

Scores = dict[int, float]
"""Document number in a segment -> score."""

B, K1 = 0.75, 1.2
_FEW = 20  # so many ids are looked up one by one
_CACHED_POSTINGS = 750_000  # about 50 MB
_CACHED_WORDS = 100_000  # about 12 MB


class Reader:
    """The segments of one committed state. Owned by one thread at a time."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = list(segments)
        self.doc_count = sum(segment.doc_count for segment in segments)
        self._cache: dict[tuple[str, str, bytes], TermPostings] = {}
        self._cached = 0
        self._norms: dict[str, list[float]] = {}
        self._notes: dict[str, frozenset[int]] = {}
        self._words: dict[tuple[str, str], tuple[tuple[str, int], ...]] = {}
        self._last: tuple[query.Query, list[Scores]] | None = None

    def postings(self, segment: Segment, field: str, term: bytes) -> TermPostings:
        """The postings of a term without positions, the last ones used kept decoded."""
        key = (segment.name, field, term)
        found = self._cache.pop(key, None)
        if found is None:
            found = segment.postings(field, term)
            self._cached += len(found.ids)
        self._cache[key] = found
        while self._cached > _CACHED_POSTINGS and len(self._cache) > 1:
            oldest = next(iter(self._cache))
            self._cached -= len(self._cache.pop(oldest).ids)
        return found

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term is."""
        return sum(segment.frequency(field, term) for segment in self.segments)

    def idf(self, frequency: int) -> float:
        """The weight of a term that is in `frequency` documents."""
        return log(max(self.doc_count, 1) / (frequency + 1)) + 1

    def norms(self, field: str) -> list[float]:
        """BM25's length normalisation for each length byte."""
        found = self._norms.get(field)
        if found is None:
            total = sum(segment.field_length(field) for segment in self.segments)
            average = total / max(self.doc_count, 1) or 1.0
            found = self._norms[field] = [K1 * (1 - B + B * size / average) for size in LENGTH_OF_BYTE]
        return found

    def notes(self, segment: Segment) -> frozenset[int]:
        """The documents of a segment that are notes."""
        found = self._notes.get(segment.name)
        if found is None:
            found = self._notes[segment.name] = frozenset(segment.postings("kind", schema.NOTE.encode()).ids)
        return found

    def vocabulary(self, field: str, start: str) -> tuple[tuple[str, int], ...]:
        """The words of a field that begin with `start`, and in how many documents each is.

        The last answers are kept: every key that is typed asks for the same ones.
        """
        found = self._words.pop((field, start), None)
        if found is None:
            counts: Counter[bytes] = Counter()
            for segment in self.segments:
                for term, frequency in segment.frequencies(field, start.encode(), expand.MAX_SCANNED):
                    counts[term] += frequency
            found = tuple((term.decode(), frequency) for term, frequency in counts.items())
        self._words[field, start] = found
        while len(self._words) > 1 and sum(map(len, self._words.values())) > _CACHED_WORDS:
            del self._words[next(iter(self._words))]
        return found

    def keep_from(self, older: Reader) -> None:
        """Take over what an older state had decoded of the segments both have."""
        names = {segment.name for segment in self.segments}
        self._cache = {key: value for key, value in older._cache.items() if key[0] in names}
        self._cached = sum(len(value.ids) for value in self._cache.values())

    def evaluate(self, node: query.Query, cancelled: Cancelled | None = None) -> list[Scores]:
        """The live documents that match, for each segment. Raises SearchError, CancelledError.

        A search asks for one tree several times (the best, who has it, counts), so the last is kept.
        """
        if cancelled is not None and cancelled():
            raise CancelledError
        if self._last is not None and self._last[0] == node:
            return self._last[1]
        run = _Run(self, cancelled)
        found = []
        for segment in self.segments:
            scores = run.evaluate(segment, node)
            if segment.deleted:
                scores = {number: score for number, score in scores.items() if number not in segment.deleted}
            found.append(scores)
        self._last = node, found
        return found


class _Run:
    """One evaluation: what is the same for all segments is worked out once."""

    def __init__(self, reader: Reader, cancelled: Cancelled | None) -> None:
        self.reader = reader
        self.cancelled = cancelled
        self._idfs: dict[tuple[str, str], float] = {}
        self._expanded: dict[Any, expand.Expansion] = {}

    def evaluate(self, segment: Segment, node: query.Query) -> Scores:
        if self.cancelled is not None and self.cancelled():
            raise CancelledError
        method = _METHODS.get(type(node))
        if method is None:
            raise SearchError(f"this kind of query cannot be answered: {type(node).__name__}")
        scores = method(self, segment, node)
        boost = getattr(node, "boost", 1.0)
        if boost != 1.0:
            scores = {number: score * boost for number, score in scores.items()}
        return scores

    def term(self, segment: Segment, node: query.Term) -> Scores:
        postings = self.reader.postings(segment, node.fieldname, node.text.encode())
        return self._scored(segment, node.fieldname, postings.ids, postings.weights, self._idf(node))

    def phrase(self, segment: Segment, node: query.Phrase) -> Scores:
        field, words = node.fieldname, [word.encode() for word in node.words]
        distinct = dict.fromkeys(words)
        candidates: set[int] | None = None
        for word in sorted(distinct, key=lambda word: segment.frequency(field, word.decode())):
            ids = self.reader.postings(segment, field, word).ids
            candidates = set(ids) if candidates is None else candidates.intersection(ids)
            if not candidates:
                return {}
        if self.cancelled is not None and self.cancelled():
            raise CancelledError
        assert candidates is not None
        decode = segment.schema[field].format.decode_positions
        values = {word: segment.places(field, word, candidates) for word in distinct}
        ids, weights = [], []
        for number in sorted(candidates):
            places = {word: decode(values[word][number]) for word in distinct}
            count = _phrase_count([places[word] for word in words], node.slop)
            if count:
                ids.append(number)
                weights.append(float(count))
        idf = sum(self._idf(query.Term(field, word.decode())) for word in distinct)
        return self._scored(segment, field, ids, weights, idf)

    def expanded(self, segment: Segment, node: query.Query) -> Scores:
        """A prefix or fuzzy word: all its forms counted as one word."""
        key = (type(node), node.fieldname, node.text, getattr(node, "maxdist", 0))
        expansion = self._expanded.get(key)
        if expansion is None:
            expansion = self._expanded[key] = expand.expand(self.reader.segments, node, self.cancelled)
        weights: dict[int, float] = {}
        for term in expansion.terms:
            postings = self.reader.postings(segment, node.fieldname, term)
            if not weights:
                weights = dict(zip(postings.ids, postings.weights, strict=True))
                continue
            for number, weight in zip(postings.ids, postings.weights, strict=True):
                weights[number] = weights.get(number, 0.0) + weight
        idf = self.reader.idf(min(expansion.frequency, self.reader.doc_count))
        return self._scored(segment, node.fieldname, weights.keys(), weights.values(), idf)

    def conjunction(self, segment: Segment, node: query.And) -> Scores:
        wanted = [child for child in node.subqueries if not isinstance(child, query.Not)]
        wanted.sort(key=lambda child: _COSTS.get(type(child), 1))  # a dear part may not be needed at all
        excluded = [child for child in node.subqueries if isinstance(child, query.Not)]
        found: Scores | None = None
        for child in wanted:
            scores = self.evaluate(segment, child)
            found = scores if found is None else _intersect(found, scores)
            if not found:
                return {}
        if found is None:
            found = self._everything(segment)
        for child in excluded:
            without = self.evaluate(segment, child.query)
            found = {number: score for number, score in found.items() if number not in without}
        return found

    def disjunction(self, segment: Segment, node: query.Or) -> Scores:
        found: Scores = {}
        for child in node.subqueries:
            scores = self.evaluate(segment, child)
            if not found:
                found = dict(scores)
                continue
            for number, score in scores.items():
                found[number] = found.get(number, 0.0) + score
        return found

    def negation(self, segment: Segment, node: query.Not) -> Scores:
        without = self.evaluate(segment, node.query)
        return {number: 0.0 for number in range(segment.doc_count) if number not in without}

    def every(self, segment: Segment, node: query.Every) -> Scores:  # noqa: ARG002
        return self._everything(segment)

    def nothing(self, segment: Segment, node: query.Query) -> Scores:  # noqa: ARG002
        return {}

    def constant(self, segment: Segment, node: query.ConstantScoreQuery) -> Scores:
        return dict.fromkeys(self.evaluate(segment, node.child), float(node.score))

    def dates(self, segment: Segment, node: query.DateRange) -> Scores:
        """Times from `startdate`, before `enddate` (the end is always exclusive); undated never match."""
        low = schema.UNDATED + 1 if node.startdate is None else schema.minutes(node.startdate)
        high = 2**31 if node.enddate is None else schema.minutes(node.enddate)
        return {number: 0.0 for number, time in enumerate(segment.published()) if low <= time < high}

    def among(self, segment: Segment, node: Among) -> Scores:
        wanted = node.ids
        if len(wanted) < _FEW:
            numbers = (n for id in wanted for n in self.reader.postings(segment, "id", id.encode()).ids)
            return dict.fromkeys(sorted(numbers), 0.0)
        return {number: 0.0 for number, id in enumerate(segment.ids()) if id in wanted}

    def _everything(self, segment: Segment) -> Scores:
        return dict.fromkeys(range(segment.doc_count), 0.0)

    def _idf(self, node: query.Term) -> float:
        key = (node.fieldname, node.text)
        if key not in self._idfs:
            self._idfs[key] = self.reader.idf(self.reader.frequency(*key))
        return self._idfs[key]

    def _scored(
        self,
        segment: Segment,
        field: str,
        ids: Iterable[int],
        weights: Iterable[float],
        idf: float,
    ) -> Scores:
        if not segment.schema[field].scorable:
            return dict.fromkeys(ids, idf)
        norms, lengths, factor = self.reader.norms(field), segment.lengths(field), idf * (K1 + 1)
        return {
            number: factor * weight / (weight + norms[lengths[number]])
            for number, weight in zip(ids, weights, strict=True)
        }


def _intersect(one: Scores, other: Scores) -> Scores:
    if len(other) < len(one):
        one, other = other, one
    return {number: score + other[number] for number, score in one.items() if number in other}


def _phrase_count(places: Sequence[list[int]], slop: int) -> int:
    """How often words stand in this order, each at most `slop` places after the one before."""
    if slop == 1:
        return _row_count(places)
    starts = places[0]
    for following in places[1:]:
        starts = [place for place in following if any(0 < place - start <= slop for start in starts)]
        if not starts:
            return 0
    return len(starts)


def _row_count(places: Sequence[list[int]]) -> int:
    """How often words stand right after one another, looked up from the one with the fewest places."""
    rarest = min(range(len(places)), key=lambda at: len(places[at]))
    starts = {place - rarest for place in places[rarest]}
    for offset, own in enumerate(places):
        if offset != rarest:
            starts.intersection_update([place - offset for place in own])
            if not starts:
                return 0
    return len(starts)


_METHODS: dict[type, Callable[[_Run, Segment, Any], Scores]] = {
    query.Term: _Run.term,
    query.Phrase: _Run.phrase,
    query.Prefix: _Run.expanded,
    query.FuzzyTerm: _Run.expanded,
    query.And: _Run.conjunction,
    query.Or: _Run.disjunction,
    query.Not: _Run.negation,
    query.Every: _Run.every,
    type(query.NullQuery): _Run.nothing,
    query.ConstantScoreQuery: _Run.constant,
    query.DateRange: _Run.dates,
    Among: _Run.among,
}

_COSTS: dict[type, int] = {query.Term: 0, query.Phrase: 2, query.Prefix: 3, query.FuzzyTerm: 4}
