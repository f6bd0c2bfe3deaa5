"""The leaves of a query: one lexeme to a `whoosh.query` node and its wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from index.errors import QueryError
from index.search import analyzer, dates, schema
from index.search.analyzer import Analysis
from index.search.conditions import Condition, condition
from index.search.lexer import Kind, Lexeme
from index.search.quiet import query
from index.variants import Variants
from index.words import STOPWORDS

_FUZZY = re.compile(r"~(\d*)$")
_SHORTEST_PREFIX = 2
_MOST_EDITS = 2
_MOST_ROWS = 8
_PUBLISHED = "published"
_STEMMED = ("text", "title")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node and its wording; `common` marks a bare stop word."""

    node: Any
    words: str
    common: bool = False


class Leaves:
    """Makes leaves for one query: its day, the languages' analyses, the spellings to look for besides."""

    def __init__(self, today: date | None, analyses: Sequence[Analysis], variants: Variants) -> None:
        self._today = today
        self._analyses = analyses
        self._variants = variants

    def leaf(self, lexeme: Lexeme) -> Leaf:
        """The leaf of a word, phrase or field lexeme. Raises QueryError."""
        field = lexeme.field
        if field in ("after", "before", "date"):
            return _dated(lexeme, self._today or datetime.now().astimezone().date())
        if field in ("lang", "kind", "tag"):
            return _keyword(lexeme)
        if field in ("is", "has", "outlets", "story", "covered"):
            return Leaf(*condition(lexeme))
        if field == "note":
            found = self._texts(lexeme, "text")
            node = query.And([query.Term("kind", schema.NOTE), found.node])
            return Leaf(Condition("note", str(found.node), node), f"noted: {found.words}")
        if field is not None:
            found = self._texts(lexeme, field)
            return Leaf(found.node, f"{field}: {found.words}")
        if lexeme.text == "*":
            return Leaf(query.Every(), "everything")
        return self._texts(lexeme, "text")

    def _texts(self, lexeme: Lexeme, field: str) -> Leaf:
        text = lexeme.text
        if lexeme.kind is Kind.PHRASE:
            return self._phrase(field, lexeme)
        surface = "exact" if field == "text" else field
        if text.endswith("*") and len(text) > 1:
            return self._prefix(surface, lexeme)
        if field == "text" and text.startswith("="):
            return self._exact(text)
        if field == "text" and (fuzzy := _FUZZY.search(text)):
            return self._fuzzy(text[: fuzzy.start()], fuzzy.group(1))
        words = _words(text)
        node = _all_of([self._word(field, word) for word in words])
        common = len(words) == 1 and words[0].lower() in STOPWORDS
        others = self._variants.of(text) if field in _STEMMED else ()
        shown = _shown(text)
        if others:
            node = _any_of([node, *(self._name(field, other) for other in others)])
            shown += f" (also {', '.join(map(_shown, others))})"
        return Leaf(node, shown, common)

    def _name(self, field: str, name: str) -> Any:
        """A spelling from the table of variants."""
        initials = analyzer.initials(name)
        if initials:
            return query.Term(field, initials)
        return self._row(field, name, 1)

    def _row(self, field: str, text: str, slop: int) -> Any:
        """The words of a text in their order, by every language's rules."""
        nodes = []
        for analysis in self._of(field):
            terms = _in_order(list(analysis.tokens(text)))
            nodes.append(
                query.Phrase(field, terms, slop=slop) if len(terms) > 1 else query.Term(field, terms[0])
            )
        return _any_of(nodes)

    def _phrase(self, field: str, lexeme: Lexeme) -> Leaf:
        words = _words(lexeme.text)
        shown = f"“{_shown(lexeme.text)}”"
        if len(words) == 1:
            return Leaf(self._word(field, words[0]), shown)
        if lexeme.slop > 1:
            shown += f" within {lexeme.slop} words"
        nodes = [self._row(field, lexeme.text, lexeme.slop)]
        if field in _STEMMED:
            others = self._other_rows(words)
            nodes += [self._row(field, other, lexeme.slop) for other in others]
            shown += f" (also {', '.join(f'“{_shown(other)}”' for other in others)})" if others else ""
        return Leaf(_any_of(nodes), shown)

    def _other_rows(self, words: Sequence[str]) -> list[str]:
        """A phrase with one name of it in another spelling, a few of them."""
        found: list[str] = []
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + self._variants.longest) + 1):
                for other in self._variants.of(" ".join(words[start:end])):
                    found.append(" ".join([*words[:start], other, *words[end:]]))
        return found[:_MOST_ROWS]

    def _exact(self, text: str) -> Leaf:
        nodes = []
        for word in _words(text):
            surface = _joined(word)
            nodes.append(self._word("text", word) if surface is None else query.Term("exact", surface))
        return Leaf(_all_of(nodes), f"exactly “{_shown(text)}”")

    def _prefix(self, field: str, lexeme: Lexeme) -> Leaf:
        *before, last = _words(lexeme.text)
        stemmed = "text" if field == "exact" else field
        nodes = [self._word(stemmed, word) for word in before]
        surface = _joined(last)
        if surface is None:
            nodes.append(self._word(stemmed, last))
        elif len(surface) < _SHORTEST_PREFIX:
            raise QueryError(
                "a word's beginning needs at least two letters before the *",
                do="type one more",
                position=lexeme.position,
            )
        else:
            nodes.append(query.Prefix(field, surface))
        return Leaf(_all_of(nodes), f"words that begin with “{_shown(lexeme.text)}”")

    def _fuzzy(self, text: str, edits: str) -> Leaf:
        nodes = []
        for word in _words(text):
            surface = _joined(word)
            if surface is None or len(surface) < 3:  # nearly every short word is one edit from another
                nodes.append(self._word("text", word))
                continue
            most = min(_MOST_EDITS, int(edits)) if edits else (1 if len(surface) < 6 else _MOST_EDITS)
            nodes.append(query.FuzzyTerm("exact", surface, maxdist=max(1, most), prefixlength=1))
        return Leaf(_all_of(nodes), f"words like “{_shown(text)}”")

    def _word(self, field: str, word: str) -> Any:
        """The node of one raw word, by every language's rules."""
        return _any_of([_in_one_language(field, word, analysis) for analysis in self._of(field)])

    def _of(self, field: str) -> Sequence[Analysis]:
        """Names of outlets and authors follow one language's rules, whatever they write in."""
        return self._analyses if field in _STEMMED else [analyzer.analysis(None)]


def _in_one_language(field: str, word: str, analysis: Analysis) -> Any:
    """A term; for a hyphenated word its parts in a row, or it joined."""
    pieces = analysis.analysed(word).pieces
    if len(pieces) == 1:
        term = pieces[0].term
        if analyzer.is_unspaced(term):
            return query.Prefix("exact" if field == "text" else field, term)
        return query.Term(field, term)
    terms = _in_order(list(pieces))
    row = query.Phrase(field, terms) if len(terms) > 1 else query.Term(field, terms[0])
    joined = [piece.term for piece in pieces if piece.joined]
    return query.Or([row, *(query.Term(field, term) for term in joined)]) if joined else row


def _in_order(tokens: list[Any]) -> list[str]:
    """The terms that follow one another, without joined words and the closing single character."""
    kept = [token for token in tokens if not token.joined]
    if len(kept) > 1 and analyzer.is_unspaced(kept[-1].term) and len(kept[-1].term) == 1:
        kept.pop()
    return [token.term for token in kept]


def _joined(word: str) -> str | None:
    """The unstemmed form of a raw word in one piece; None for scripts without spaces."""
    pieces = analyzer.analysed(word).pieces
    if any(analyzer.is_unspaced(piece.term) for piece in pieces):
        return None
    return next((piece.exact for piece in pieces if piece.joined), pieces[-1].exact)


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    """The raw words of a text that give at least one token; each text is asked for several times."""
    return tuple([word for word in analyzer.raw_words(text) if analyzer.analysed(word).pieces])


def _all_of(nodes: list[Any]) -> Any:
    return nodes[0] if len(nodes) == 1 else query.And(nodes)


def _any_of(nodes: list[Any]) -> Any:
    """Different nodes, each once, as alternatives of one level."""
    flat: list[Any] = []
    for node in nodes:
        for one in node.subqueries if isinstance(node, query.Or) else [node]:
            if one not in flat:
                flat.append(one)
    return flat[0] if len(flat) == 1 else query.Or(flat)


def _keyword(lexeme: Lexeme) -> Leaf:
    field = str(lexeme.field)
    if field == "lang":
        value = schema.language_code(analyzer.fold(_words(lexeme.text)[0]))
    elif field == "kind":
        value = analyzer.fold(_words(lexeme.text)[0]).removesuffix("s")
        if value not in (schema.ARTICLE, schema.NOTE):
            raise QueryError("there are two kinds", do="kind:article or kind:note", position=lexeme.position)
    else:
        value = schema.tag_key(lexeme.text)
        if lexeme.text.endswith("*"):
            node = query.Or([query.Prefix(field, value), Condition("tag", f"{value}*")])
            return Leaf(node, f"tag that begins with “{_shown(lexeme.text)}”")
        node = query.Or([query.Term(field, value), Condition("tag", value)])
        return Leaf(node, f"{field}: {_shown(lexeme.text)}")
    return Leaf(query.Term(field, value), f"{field}: {_shown(lexeme.text)}")


def _dated(lexeme: Lexeme, today: date) -> Leaf:
    found = dates.span(lexeme.text, today)
    if found is None:
        raise QueryError(
            "this is not a date that can be understood",
            do="write 2023, 2023-05, 2023-05-06, 2023-05..2023-06, yesterday, 7d or “last week”",
            position=lexeme.position,
        )
    start, end = found
    if lexeme.field == "after":
        return Leaf(query.DateRange(_PUBLISHED, start, None), f"published on {start:%Y-%m-%d} or later")
    if lexeme.field == "before":
        return Leaf(query.DateRange(_PUBLISHED, None, start), f"published before {start:%Y-%m-%d}")
    words = f"published from {start:%Y-%m-%d} and before {end:%Y-%m-%d}"
    return Leaf(query.DateRange(_PUBLISHED, start, end, endexcl=True), words)


def _shown(text: str) -> str:
    """The words of a piece of query as they may be shown: letters, digits and what joins them."""
    return " ".join(_words(text))
