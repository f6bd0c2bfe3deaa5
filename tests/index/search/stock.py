"""Whoosh as it comes, as the reference that answers are held against: its writer, codec, matchers and BM25F.

It is given the same `schema.Document`s as the engine; what stands where in a field is worked out here again,
from the description of the fields in `index.search.schema`, word by word.
"""

from __future__ import annotations

import json
import math
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.bodies import NUL
from index.compare.quotespans import paragraph_spans
from index.search.analyzer import RAW
from index.search.conditions import Among
from index.search.quiet import query
from index.search.schema import BLOCK_GAP, TITLE_WEIGHT, UNDATED, Document

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import analysis, fields, formats, matching, scoring
    from whoosh.filedb.filestore import FileStorage
    from whoosh.query.wrappers import WrappingQuery

POSITIONED = ("text", "title", "outlet", "author", "quote", "beside")
SCORED = ("text", "title", "quote", "exact", "quoteexact")
_PLAIN = ("id", "kind", "lang", "tag")
_EPOCH = datetime(1970, 1, 1)
# In `exact`, a word's initials are no term, but the word is as long as in `text`. No query asks for this one.
_COUNTED_ONLY = "\x01initials"

Place = tuple[str, int, float]
"""A term, its position, and what it weighs there."""


class _Given(analysis.Analyzer):  # type: ignore[misc]
    """Reads terms that are worked out already."""

    def __call__(self, value: str, **_: object) -> Iterator[Any]:
        token = analysis.Token(positions=True, boosts=True)
        for token.text, token.pos, token.boost in json.loads(value):
            yield token


class _Field(fields.FieldType):  # type: ignore[misc]
    """A field of given terms, with their frequencies."""

    def __init__(self, *, positions: bool, scorable: bool) -> None:
        self.format = formats.Positions() if positions else formats.Frequency()
        self.analyzer = _Given()
        self.scorable = scorable
        self.stored = self.unique = False
        self.vector = self.column_type = None


class _Filter(WrappingQuery):  # type: ignore[misc]
    """The same documents as a query, scored alike."""

    def __init__(self, child: query.Query, score: float = 1e-12) -> None:
        super().__init__(child)
        self.score = score

    def _rewrap(self, child: query.Query) -> _Filter:
        return _Filter(child, self.score)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = self.child.matcher(searcher, context)
        if isinstance(found, matching.mcore.NullMatcherClass):
            return found
        return matching.ListMatcher(list(found.all_ids()), all_weights=self.score)


class StockIndex:
    """An index in its own folder. Each `put` writes a segment; what is replaced is deleted, as ours is."""

    def __init__(self, folder: Path) -> None:
        schema = fields.Schema(**{name: _Field(positions=False, scorable=False) for name in _PLAIN})
        for name in (*POSITIONED, *SCORED):
            if name not in schema:
                schema.add(name, _Field(positions=name in POSITIONED, scorable=name in SCORED))
        schema.add("published", fields.DATETIME())
        schema.add("minutes", fields.NUMERIC(int, bits=64, signed=True))
        schema.add("key", fields.ID(stored=True, unique=True))
        # Its RamStorage would write to one folder for all processes.
        folder.mkdir()
        self._index = FileStorage(str(folder)).create_index(schema)
        self._searcher: Any = None
        self._terms: dict[str, list[str]] = {}

    def put(self, documents: Iterable[Document], gone: Iterable[str] = ()) -> None:
        """Add documents in place of those of the same id, and delete others."""
        self.close()
        found = list(documents)
        writer = self._index.writer()
        for name in (*gone, *(document.id for document in found)):
            writer.delete_by_term("key", name)
        for document in found:
            values: dict[str, Any] = {
                name: json.dumps(places) for name, places in places_of(document).items() if places
            }
            if document.published != UNDATED:
                values["published"] = _EPOCH + timedelta(minutes=document.published)
                values["minutes"] = document.published
            writer.add_document(key=document.id, **values)
        writer.commit(merge=False)

    def merge(self) -> None:
        """Make one segment of all, without the deleted documents."""
        self.close()
        self._index.optimize()

    def close(self) -> None:
        """Close the searcher."""
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None
            self._terms.clear()

    @property
    def searcher(self) -> Any:
        """The searcher of what is there now."""
        if self._searcher is None:
            self._searcher = self._index.searcher(weighting=scoring.BM25F())
        return self._searcher

    def documents(self, tree: query.Query) -> set[str]:
        """The ids of the documents that match."""
        return set(self.scores(tree))

    def scores(self, tree: query.Query) -> dict[str, float]:
        """The scores of all documents that match."""
        found = self.searcher.search(tree, limit=None)
        stored, is_deleted = self.searcher.stored_fields, self.searcher.reader().is_deleted
        # Stock gives a deleted document back where a Not's part ends right before it.
        return {stored(number)["key"]: score for score, number in found.top_n if not is_deleted(number)}

    def terms(self, field: str) -> list[str]:
        """All terms of a field."""
        if field not in self._terms:
            self._terms[field] = [term.decode() for term in self.searcher.reader().lexicon(field)]
        return self._terms[field]


def places_of(document: Document) -> dict[str, list[Place]]:
    """What stands where in every field of a document."""
    found: dict[str, list[Place]] = {}
    for name, own in document.fields.items():
        positions = own.positions or [0] * len(own.terms)
        found[name] = [(term, position, 1.0) for term, position in zip(own.terms, positions, strict=True)]
    if document.texts is not None:
        texts, analysed = document.texts.running.decode().split(NUL), document.texts.analysis.analysed
        words = [list(RAW.finditer(text)) for text in texts]
        quoted = [
            [word for word in own if start < word.end() and word.start() < end]
            for own, spans in zip(words, paragraph_spans(texts), strict=True)
            for start, end in [(span.start, span.end) for span in spans if span.outer < 0]
        ]
        found["title"], _ = _placed(words[:1], analysed)
        found["text"], found["exact"] = _placed(words, analysed, heavy=True)
        found["quote"], found["quoteexact"] = _placed([own for own in quoted if own], analysed)
    return found


def _placed(
    texts: list[list[re.Match[str]]], analysed: Any, *, heavy: bool = False
) -> tuple[list[Place], list[Place]]:
    """The stemmed and the exact terms of texts; with `heavy`, the first text's stems weigh more."""
    stems: list[Place] = []
    surfaces: list[Place] = []
    at = 0
    for number, own in enumerate(texts):
        weight = TITLE_WEIGHT if heavy and number == 0 else 1.0
        for word in own:
            width, pieces, initials = analysed(word.group())
            stems += [(piece.term, at + piece.position, weight) for piece in pieces]
            surfaces += [(piece.exact, 0, 1.0) for piece in pieces]
            if initials:
                stems.append((initials, at, weight))
                surfaces.append((_COUNTED_ONLY, 0, 1.0))
            at += width
        at += BLOCK_GAP
    return stems, surfaces


class Translation:
    """Our trees as stock Whoosh is to be asked them, where the two differ on purpose, or stock is at fault.

    * A fuzzy word allows two neighbours to be swapped, as one edit; stock does not. So it becomes the words
      of the index that are near enough.
    * `Among` is ours: an `Or` of ids. Minutes are in a field of their own.
    * Stock's `Require` leaves out what it should require (it makes an AndNotMatcher), its `AndNot` does not
      look at the first document that could match, its `AndMaybe` forgets the second score when it is skipped
      through, and an `And` or `Or` of one part forgets its boost.
    * With `scored`: what filters (Not, Every, ranges, ids, what is required) adds nothing to a score here and
      one point in stock, and a term of a field without lengths counts with its idf here, and 1 in stock.
    """

    def __init__(self, index: StockIndex, *, scored: bool) -> None:
        self._index = index
        self._scored = scored

    def of(self, node: Any) -> Any:
        """The tree for stock."""
        method = self._METHODS.get(type(node))
        if method is not None:
            return method(self, node)
        if isinstance(node, query.And | query.Or | query.DisjunctionMax):
            return self._compound(node)
        return node

    def _compound(self, node: Any) -> Any:
        children = [self.of(child) for child in node.subqueries]
        if len(children) == 1:
            children.append(query.NullQuery if not isinstance(node, query.And) else self._filter(children[0]))
        return type(node)(children, boost=node.boost)

    def _filter(self, node: Any) -> Any:
        return _Filter(node) if self._scored else node

    def _term(self, node: query.Term) -> Any:
        if not self._scored or node.fieldname in SCORED:
            return node
        return _Filter(query.Term(node.fieldname, node.text), self._idf(node) * node.boost)

    def _idf(self, node: query.Term) -> float:
        reader = self._index.searcher.reader()
        return math.log(reader.doc_count_all() / (reader.doc_frequency(node.fieldname, node.text) + 1)) + 1

    def _fuzzy(self, node: query.FuzzyTerm) -> Any:
        start = node.text[: node.prefixlength]
        near = [
            query.Term(node.fieldname, term)
            for term in self._index.terms(node.fieldname)
            if term.startswith(start) and abs(len(term) - len(node.text)) <= node.maxdist
            if distance(node.text, term) <= node.maxdist
        ]
        return query.Or(near) if near else query.NullQuery

    def _among(self, node: Among) -> Any:
        return self._filter(query.Or([query.Term("id", name) for name in sorted(node.ids)]))

    def _numbers(self, node: query.NumericRange) -> Any:
        return self._filter(query.NumericRange("minutes", node.start, node.end, node.startexcl, node.endexcl))

    def _require(self, node: query.Require) -> Any:
        return query.And([self.of(node.a), self._filter(self.of(node.b))])

    def _and_not(self, node: query.AndNot) -> Any:
        return query.And([self.of(node.a), self._filter(query.Not(self.of(node.b)))])

    def _and_maybe(self, node: query.AndMaybe) -> Any:
        return query.Or([self.of(node.a), query.And([self._filter(self.of(node.a)), self.of(node.b)])])

    def _not(self, node: query.Not) -> Any:
        return self._filter(query.Not(self.of(node.query)))

    def _constant(self, node: query.ConstantScoreQuery) -> Any:
        return _Filter(self.of(node.child), node.score)

    def _filtering(self, node: Any) -> Any:
        return self._filter(node)

    _METHODS: Mapping[type, Any] = {
        query.Term: _term,
        query.FuzzyTerm: _fuzzy,
        Among: _among,
        query.NumericRange: _numbers,
        query.Require: _require,
        query.AndNot: _and_not,
        query.AndMaybe: _and_maybe,
        query.Not: _not,
        query.ConstantScoreQuery: _constant,
        query.DateRange: _filtering,
        query.TermRange: _filtering,
        query.Every: _filtering,
    }


@lru_cache(maxsize=200_000)
def distance(one: str, other: str) -> int:
    """Edits from one word to another; swapping neighbours is one edit, and they are not edited again."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        distance(one[:-1], other) + 1,
        distance(one, other[:-1]) + 1,
        distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        best = min(best, distance(one[:-2], other[:-2]) + 1)
    return best
