"""A `whoosh.query` tree evaluated over a reader: which documents match, and how well (BM25).

A leaf is a row of bytes, one for each document of the reader: the weight of its words there. AND, OR and
NOT are operations on whole rows, some microseconds each, and no document is looked at by itself. Only then
are the documents that match scored, all at once, each leaf by a table of what BM25 gives for a weight and
a length (both are one byte), so that scores are BM25's own and no approximation of them has to be ranked
again. Rows last used are kept, which makes the next letter of a query being typed cheap. The segments' rows
stand one after another in one row, as for most queries the calls of NumPy cost more than the numbers.

Scores are those of Whoosh's BM25F for terms (Robertson and Zaragoza 2009, in Whoosh's form); a phrase
counts its own occurrences; a prefix, pattern or fuzzy word counts as one word in all its forms.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import CancelledError, SearchError
from index.model import Cancelled
from index.search import schema
from index.search.codec import phrases, words
from index.search.codec.inverted import Row
from index.search.codec.places import PLACE_BITS
from index.search.codec.segment import Terms
from index.search.conditions import Among
from index.search.quiet import query

if TYPE_CHECKING:
    from index.search.codec.reader import Reader

Match = NDArray[np.bool_]
"""Whether each document of a reader matches."""
Documents = NDArray[np.int64]
"""Numbers of documents of a reader, ascending."""
Scores = NDArray[np.float32]

_LEAVES = (
    query.Term,
    query.Phrase,
    query.Prefix,
    query.Wildcard,
    query.Regex,
    query.FuzzyTerm,
    query.TermRange,
)
_COSTS: dict[type, int] = {query.Term: 0, query.Phrase: 2, query.Prefix: 3, query.FuzzyTerm: 4}


class Evaluation:
    """A tree over the segments of a reader."""

    def __init__(self, reader: Reader, cancelled: Cancelled | None) -> None:
        self._reader = reader
        self._cancelled = cancelled

    def match(self, node: query.Query) -> Match:
        """Which documents match, deleted ones included. Raises SearchError, CancelledError."""
        self._go_on()
        method = _MATCHES.get(type(node))
        if method is None:
            raise SearchError(f"this kind of query cannot be answered: {type(node).__name__}")
        return method(self, node)

    def _go_on(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise CancelledError

    def scores(self, node: query.Query, documents: Documents, *, matching: bool = False) -> Scores:
        """What each of some documents gets from a node; 0 where the node does not match.

        `matching` says that it matches all of them, which need not be looked at again then.
        """
        method = _SCORES.get(type(node))
        if matching and method is Evaluation._sum_of_all:
            method = Evaluation._sum
        if method is None:
            return np.zeros(len(documents), np.float32)
        scores = method(self, node, documents)
        boost = getattr(node, "boost", 1.0)
        return scores if boost == 1.0 else scores * np.float32(boost)

    # Leaves

    def _nothing(self) -> Match:
        return np.zeros(self._reader.doc_count, np.bool_)

    def _everything(self) -> Match:
        return np.ones(self._reader.doc_count, np.bool_)

    def _row(self, node: Any) -> Row:
        """The weights of a leaf about words."""
        return self._reader.rows.get(_key(node), lambda at: self._made(node, at))

    def _made(self, node: Any, at: int) -> Row | None:
        """The same in the segment at a place; None where there are none."""
        self._go_on()
        segment = self._reader.segments[at]
        field = segment.field(node.fieldname)
        if field is None:
            return None
        if isinstance(node, query.Term):
            term = self._reader.numbers(node.fieldname, _bytes(node.text))[at]
            return field.row(term) if term >= 0 else None
        if isinstance(node, query.Phrase):
            return self._phrase(node, field, at)
        found = self._terms(field, node)
        return field.union(*found) if isinstance(found, tuple) else field.union_of(found)

    def _phrase(self, node: Any, field: Terms, at: int) -> Row | None:
        """The weights of a phrase in the segment at a place; None where there are none."""
        segment = self._reader.segments[at]
        terms = [self._reader.numbers(node.fieldname, _bytes(word))[at] for word in node.words]
        if not terms or min(terms) < 0 or not field.has_places:
            return None
        rows = [self._reader.part(self._row(word), at) for word in _words(node)]
        if node.slop != 1:
            places = phrases.near(field, terms, node.slop, _in_all(rows))
            return phrases.row_of(places, PLACE_BITS, segment.doc_count)
        words, bits = tuple(map(_bytes, node.words)), field.place_bits(len(terms))
        known, begun = self._reader.begun.longest(segment.name, node.fieldname, bits, words) or (1, None)
        pairs = segment.pairs if node.fieldname == "text" else None
        parts = phrases.units(field, terms[known - 1 :], words[known - 1 :], pairs)
        if parts is None:
            return None
        if begun is None and len(parts) == 1 and parts[0].field is not field:
            return parts[0].field.row(parts[0].term)
        rows += [part.field.row(part.term) for part in parts if part.field is not field]
        parts = parts if begun is None else phrases.after(parts, field, known)
        places = phrases.in_a_row(parts, bits, _in_all(rows), begun)
        self._reader.begun.keep(segment.name, node.fieldname, bits, words, places)
        return phrases.row_of(places, bits, segment.doc_count)

    def _terms(self, field: Terms, node: Any) -> tuple[int, int] | list[int]:
        """The terms that a node stands for: a range, or numbers."""
        if isinstance(node, query.Prefix):
            return field.span(_bytes(node.text))
        if isinstance(node, query.FuzzyTerm):
            return words.within(field, node.text, node.maxdist, node.prefixlength)
        if isinstance(node, query.TermRange):
            return _term_range(field, node)
        pattern, prefix = _pattern(node)
        return words.matching(field, prefix.encode(), pattern)

    def _scored_row(self, node: Any, documents: Documents) -> Scores:
        weights = self._row(node).take(documents)
        idf = np.float32(self._idf(node))
        lengths = self._reader.lengths(node.fieldname)
        scores: Scores
        if lengths is None:
            scores = (weights != 0) * idf
            return scores
        index = weights.astype(np.uint16)
        index <<= 8
        index |= lengths.take(documents)
        most = int(weights.max(initial=0))
        scores = self._reader.table(node.fieldname, most).take(index)
        scores *= idf
        return scores

    def candidates(self, node: query.Query, match: Match, limit: int) -> tuple[Documents, float] | None:
        """Those that match and can be among the best, and what all others score less than; None if unknown.

        At least `limit` of them. It is known for a leaf alone.
        """
        leaf = type(node) in _LEAVES and node.boost > 0
        bounds = self._reader.bounds(node.fieldname) if leaf else None
        found = None if bounds is None else bounds.reaching(self._row(node), limit)
        if found is None:
            return None
        reaching, bound = found
        documents = np.flatnonzero(np.logical_and(reaching, match, out=reaching))
        return (documents, bound * self._idf(node) * node.boost) if len(documents) >= limit else None

    def _idf(self, node: Any) -> float:
        if isinstance(node, query.Phrase):
            return sum(map(self._idf, _words(node)))
        return self._reader.idf(int(np.count_nonzero(self._row(node))))

    def _word(self, node: Any) -> Match:
        found: Match = self._row(node) != 0
        return found

    def _dates(self, node: Any) -> Match:
        """Times from `startdate`, before `enddate` (the end is always exclusive); undated never match."""
        low = schema.UNDATED + 1 if node.startdate is None else schema.minutes(node.startdate)
        high = 2**31 if node.enddate is None else schema.minutes(node.enddate)
        return self._reader.dated(low, high)

    def _numbers(self, node: Any) -> Match:
        """A range of minutes."""
        low = schema.UNDATED + 1 if node.start is None else int(node.start) + bool(node.startexcl)
        high = 2**31 if node.end is None else int(node.end) + (not node.endexcl)
        return self._reader.dated(low, high)

    def _among(self, node: Among) -> Match:
        return self._reader.among(node.ids, node.documents)

    # Inner nodes

    def _all(self, node: Any) -> Match:
        """An AND; what is dear is left out as soon as nothing is left."""
        found: Match | None = None
        for child in sorted(node.subqueries, key=lambda child: _COSTS.get(type(child), 1)):
            own = ~self.match(child.query) if isinstance(child, query.Not) else self.match(child)
            found = own if found is None else np.logical_and(found, own, out=found)
            if not found.any():
                return found
        return self._nothing() if found is None else found

    def _any(self, node: Any) -> Match:
        found: Match | None = None
        for child in node.subqueries:
            own = self.match(child)
            found = own if found is None else np.logical_or(found, own, out=found)
        return self._nothing() if found is None else found

    def _not(self, node: Any) -> Match:
        return ~self.match(node.query)

    def _and_not(self, node: Any) -> Match:
        return self.match(node.a) & ~self.match(node.b)

    def _both(self, node: Any) -> Match:
        return self.match(node.a) & self.match(node.b)

    def _sum(self, node: Any, documents: Documents) -> Scores:
        total: Scores | None = None
        for child in node.subqueries:
            own = self.scores(child, documents)
            total = own if total is None else np.add(total, own, out=total)
        return np.zeros(len(documents), np.float32) if total is None else total

    def _sum_of_all(self, node: Any, documents: Documents) -> Scores:
        return self._sum(node, documents) * self._all(node)[documents]

    def _best(self, node: Any, documents: Documents) -> Scores:
        best = np.zeros(len(documents), np.float32)
        for child in node.subqueries:
            best = np.maximum(best, self.scores(child, documents))
        return best

    def _first(self, node: Any, documents: Documents) -> Scores:
        matching = self.match(node)[documents]
        return self.scores(node.a, documents) * matching

    def _first_and_second(self, node: Any, documents: Documents) -> Scores:
        first = self.match(node.a)[documents]
        return self.scores(node.a, documents) + self.scores(node.b, documents) * first

    def _constant(self, node: Any, documents: Documents) -> Scores:
        return self.match(node.child)[documents] * np.float32(node.score)


def _in_all(rows: Sequence[Row]) -> Match:
    """Which documents are in all of some rows."""
    found: Match = np.logical_and.reduce([row != 0 for row in rows])
    return found


def _bytes(text: Any) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode()


def _words(phrase: Any) -> list[query.Term]:
    """The words of a phrase, each once."""
    return [query.Term(phrase.fieldname, word) for word in dict.fromkeys(phrase.words)]


def _key(node: Any) -> Hashable:
    """What tells leaves apart, as their boosts do not."""
    if isinstance(node, query.Phrase):
        return "phrase", node.fieldname, tuple(node.words), node.slop
    if isinstance(node, query.FuzzyTerm):
        return "fuzzy", node.fieldname, node.text, node.maxdist, node.prefixlength
    if isinstance(node, query.TermRange):
        return "range", node.fieldname, node.start, node.end, node.startexcl, node.endexcl
    return type(node).__name__, node.fieldname, node.text


def _pattern(node: Any) -> tuple[re.Pattern[str], str]:
    """A wildcard's or regular expression's pattern, and what every match begins with."""
    if isinstance(node, query.Wildcard):
        plain = re.match(r"[^*?\[]*", node.text)
        return re.compile(fnmatch.translate(node.text)), plain.group() if plain else ""
    return re.compile(node.text), ""


def _term_range(field: Terms, node: Any) -> tuple[int, int]:
    first, last = 0, len(field)
    if node.start is not None:
        start = _bytes(node.start)
        first = field.place_of(start + b"\0" if node.startexcl else start)
    if node.end is not None:
        end = _bytes(node.end)
        last = field.place_of(end if node.endexcl else end + b"\0")
    return first, max(first, last)


_MATCHES: dict[type, Callable[[Evaluation, Any], Match]] = {
    **dict.fromkeys(_LEAVES, Evaluation._word),
    query.And: Evaluation._all,
    query.Or: Evaluation._any,
    query.DisjunctionMax: Evaluation._any,
    query.Not: Evaluation._not,
    query.AndNot: Evaluation._and_not,
    query.Require: Evaluation._both,
    query.AndMaybe: lambda self, node: self.match(node.a),
    query.Every: lambda self, node: self._everything(),  # noqa: ARG005
    type(query.NullQuery): lambda self, node: self._nothing(),  # noqa: ARG005
    query.ConstantScoreQuery: lambda self, node: self.match(node.child),
    query.DateRange: Evaluation._dates,
    query.NumericRange: Evaluation._numbers,
    Among: Evaluation._among,
}

_SCORES: dict[type, Callable[[Evaluation, Any, Documents], Scores]] = {
    **dict.fromkeys(_LEAVES, Evaluation._scored_row),
    query.And: Evaluation._sum_of_all,
    query.Or: Evaluation._sum,
    query.DisjunctionMax: Evaluation._best,
    query.AndNot: Evaluation._first,
    query.Require: Evaluation._first,
    query.AndMaybe: Evaluation._first_and_second,
    query.ConstantScoreQuery: Evaluation._constant,
}
