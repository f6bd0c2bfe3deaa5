"""The query language: what a person types, to a `whoosh.query` tree and a sentence of what was understood.

Words must all be there, in any order and in any form (stemmed). "Phrases" stand as written,
`OR` and `-not` and `(parentheses)` combine, `=exact`, `pref*` and `fuzzy~` match unstemmed words,
`title: outlet: author: lang: tag: is: after: before: date:` look elsewhere than the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from index.errors import QueryError
from index.search import leaves
from index.search.lexer import Kind, Lexeme, lex
from index.search.quiet import query

MAX_LENGTH = 500
_DEEPEST = 40


@dataclass(frozen=True)
class Parsed:
    """A query understood: the tree that an engine answers, and the same in words for the person."""

    text: str
    query: query.Query
    understood: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the tree with its wording; `common` marks a bare stop word, `negative` a NOT."""

    node: Any
    words: str
    common: bool = False
    negative: bool = False
    compound: str = ""


def parse(text: str, *, today: date | None = None) -> Parsed:
    """Understand a query; relative dates count from `today`.

    Raises QueryError, with the position of what is wrong, and nothing else.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"the query is longer than {MAX_LENGTH} characters",
            do="shorten it",
            position=MAX_LENGTH,
        )
    lexemes = lex(text)
    if len(lexemes) == 1:
        raise QueryError("there is no word in the query", do="type one", position=0)
    part = _Parser(lexemes, today or datetime.now().astimezone().date()).whole()
    node = query.And([query.Every(), part.node]) if part.negative else part.node
    return Parsed(text, node, part.words)


class _Parser:
    """Recursive descent: any := all (OR all)*, all := one ((AND)? one)*, one := NOT one | (any) | leaf."""

    def __init__(self, lexemes: list[Lexeme], today: date) -> None:
        self._lexemes = lexemes
        self._today = today
        self._at = 0
        self._depth = 0

    def whole(self) -> _Part:
        part = self._any()
        rest = self._next()
        if rest.kind is Kind.CLOSE:
            raise QueryError("this parenthesis was never opened", position=rest.position)
        if rest.kind is not Kind.END:
            raise QueryError(f"{rest.text} needs a word before it", position=rest.position)
        return part

    @property
    def _next_kind(self) -> Kind:
        return self._lexemes[self._at].kind

    def _next(self) -> Lexeme:
        return self._lexemes[self._at]

    def _take(self) -> Lexeme:
        lexeme = self._lexemes[self._at]
        self._at += 1
        return lexeme

    def _any(self) -> _Part:
        parts = [self._all()]
        while self._next_kind is Kind.OR:
            operator = self._take()
            if self._next_kind in (Kind.END, Kind.CLOSE, Kind.OR, Kind.AND):
                raise QueryError("OR needs a word on both sides", position=operator.position)
            parts.append(self._all())
        if len(parts) == 1:
            return parts[0]
        nodes = [query.And([query.Every(), part.node]) if part.negative else part.node for part in parts]
        return _Part(query.Or(nodes), " or ".join(_bracketed(p, "or") for p in parts), compound="or")

    def _all(self) -> _Part:
        parts = [self._one()]
        explicit = False
        while True:
            if self._next_kind is Kind.AND:
                operator = self._take()
                explicit = True
                if self._next_kind in (Kind.END, Kind.CLOSE, Kind.OR, Kind.AND):
                    raise QueryError("AND needs a word on both sides", position=operator.position)
            elif self._next_kind in (Kind.END, Kind.CLOSE, Kind.OR):
                break
            parts.append(self._one())
        if not explicit:
            parts = _without_common(parts)
        if len(parts) == 1:
            return parts[0]
        negative = all(part.negative for part in parts)
        words = " and ".join(_bracketed(part, "and") for part in parts)
        return _Part(query.And([part.node for part in parts]), words, negative=negative, compound="and")

    def _one(self) -> _Part:
        lexeme = self._take()
        if lexeme.kind is Kind.NOT:
            return self._negated(lexeme)
        if lexeme.kind is Kind.OPEN:
            return self._nested(lexeme)
        if lexeme.kind is Kind.CLOSE:
            raise QueryError("there is nothing inside these parentheses", position=lexeme.position)
        if lexeme.kind is Kind.END:
            raise QueryError("the query ends too early", position=lexeme.position)
        if lexeme.kind in (Kind.OR, Kind.AND):
            raise QueryError(f"{lexeme.text} needs a word on both sides", position=lexeme.position)
        found = leaves.leaf(lexeme, self._today)
        return _Part(found.node, found.words, common=found.common)

    def _negated(self, operator: Lexeme) -> _Part:
        if self._next_kind in (Kind.END, Kind.CLOSE, Kind.OR, Kind.AND):
            raise QueryError("what should not be there is missing", position=operator.position)
        self._deeper(operator)
        part = self._one()
        self._depth -= 1
        if part.negative:
            raise QueryError("a NOT of a NOT", do="leave both out", position=operator.position)
        return _Part(query.Not(part.node), f"not {_bracketed(part, 'not')}", negative=True)

    def _nested(self, opening: Lexeme) -> _Part:
        self._deeper(opening)
        part = self._any()
        self._depth -= 1
        if self._next_kind is not Kind.CLOSE:
            raise QueryError("this parenthesis is never closed", position=opening.position)
        self._take()
        return part

    def _deeper(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError("too many parentheses inside each other", position=lexeme.position)


def _bracketed(part: _Part, inside: str) -> str:
    return f"({part.words})" if part.compound and part.compound != inside else part.words


def _without_common(parts: list[_Part]) -> list[_Part]:
    """Leave out bare stop words beside words that mean something: nearly every article has them."""
    telling = [part for part in parts if not part.common]
    return telling if any(not part.negative for part in telling) else parts
