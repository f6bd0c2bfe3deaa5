"""The query language: what a person types, to a `whoosh.query` tree and a sentence of what was understood.

Words must all be there, in any order and in any form (stemmed). "Phrases" stand as written,
`OR` and `-not` and `(parentheses)` combine, `=exact`, `pref*` and `fuzzy~` match unstemmed words,
`title: outlet: author: lang: tag: after: before: date:` look elsewhere than the text, and `is: has:
outlets: story: covered: note:` are for the library to decide (see `index.search.conditions`).
`in:quotes` and `in:title` say where all words of their group are to stand, `scope:story` that they may
stand in different articles of one story.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from index.errors import QueryError
from index.search import retarget
from index.search.analyzer import analysis, fold, raw_words
from index.search.conditions import StoryScope, has_conditions
from index.search.leaves import Leaves
from index.search.lexer import Kind, Lexeme, lex
from index.search.quiet import query
from index.search.schema import language_code
from index.variants import NONE, Variants

MAX_LENGTH = 500
_DEEPEST = 40


@dataclass(frozen=True)
class Parsed:
    """A query understood: the tree that an engine answers, and the same in words for the person.

    While `conditional` is true, the tree has parts that the library is to resolve first.
    """

    text: str
    query: query.Query
    understood: str

    @property
    def conditional(self) -> bool:
        """Whether `index.search.conditions.resolve` has something to do."""
        return has_conditions(self.query)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the tree with its wording; `common` marks a bare stop word, `negative` a NOT."""

    node: Any
    words: str
    common: bool = False
    negative: bool = False
    compound: str = ""
    modifiers: tuple[Lexeme, ...] = ()


def parse(
    text: str,
    *,
    today: date | None = None,
    languages: Sequence[str] = (),
    variants: Variants = NONE,
) -> Parsed:
    """Understand a query; relative dates count from `today`.

    Words are stemmed by the rules of all `languages` (codes; English when there are none), or by those
    that a `lang:` in the query names; `variants` are the other spellings to look for. Raises QueryError,
    with the position of what is wrong and what was understood before it, and nothing else.
    """
    try:
        if ":" in text or len(text) > MAX_LENGTH:  # it may name a day, and today is another one tomorrow
            return _parse(text, today, languages, variants)
        return _timeless(text, tuple(languages), variants)
    except QueryError as error:
        before = text[: min(error.position or 0, MAX_LENGTH)]
        with suppress(QueryError):
            error.understood = _parse(before, today, languages, variants).understood
        raise


def terms(
    text: str, *, today: date | None = None, languages: Sequence[str] = (), variants: Variants = NONE
) -> list[tuple[str, Any]]:
    """The words and phrases that a query wants, as they are written, each with a tree of its own.

    Raises QueryError as `parse` does.
    """
    parse(text, today=today)
    lexemes = lex(text)
    leaves = _leaves(lexemes, today, languages, variants)
    targets = [_MODIFIERS["in", _checked(one).text] for one in lexemes if one.field == "in"]
    target = targets[0] if targets else ""
    found: dict[str, Any] = {}
    for lexeme in _joined_names(_not_negated(lexemes), variants):
        if lexeme.kind in (Kind.WORD, Kind.PHRASE) and lexeme.field in (None, "title") and lexeme.text != "*":
            leaf = leaves.leaf(lexeme)
            words = f'"{lexeme.text}"' if lexeme.kind is Kind.PHRASE else lexeme.text
            node = retarget.retarget(leaf.node, target) if target else leaf.node
            if not leaf.common:
                found.setdefault(f"{lexeme.field}:{words}" if lexeme.field else words, node)
    return list(found.items())


def as_typed(text: str) -> str:
    """The query with its last word also taken for the beginning of one, as while it is being typed.

    `supreme cour` becomes `supreme (cour OR cour*)`. What does not end in a plain word of three letters and
    more stays as it is.
    """
    with suppress(QueryError):
        *_, last, _ = [None, *lex(text)]
        if last is not None and _is_plain(last) and last.text.isalpha() and len(last.text) >= _TYPED:
            head = text[: len(text) - len(last.text)]
            longer = f"{head}({last.text} OR {last.text}*)"
            if text.endswith(last.text) and len(longer) <= MAX_LENGTH:
                return longer
    return text


def _not_negated(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes without what a NOT takes away, be it one or a group."""
    found: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        if lexemes[at].kind is not Kind.NOT:
            found.append(lexemes[at])
            at += 1
            continue
        at += 1
        depth = 0
        while at < len(lexemes) - 1:
            depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(lexemes[at].kind, 0)
            at += 1
            if depth <= 0:
                break
    return found


@lru_cache(maxsize=128)
def _timeless(text: str, languages: tuple[str, ...], variants: Variants) -> Parsed:
    """A query without fields; the last are kept, as one is asked for its hits, its counts and its stories."""
    return _parse(text, None, languages, variants)


def _parse(text: str, today: date | None, languages: Sequence[str], variants: Variants) -> Parsed:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"the query is longer than {MAX_LENGTH} characters",
            do="shorten it",
            position=MAX_LENGTH,
        )
    lexemes = lex(text)
    if len(lexemes) == 1:
        raise QueryError("there is no word in the query", do="type one", position=0)
    leaves = _leaves(lexemes, today, languages, variants)
    part = _Parser(_joined_names(lexemes, variants), leaves).whole()
    node = query.And([query.Every(), part.node]) if part.negative else part.node
    return Parsed(text, node, part.words)


def _leaves(
    lexemes: Sequence[Lexeme], today: date | None, languages: Sequence[str], variants: Variants
) -> Leaves:
    named = [language_code(fold(one.text)) for one in lexemes if one.field == "lang"]
    codes: list[str | None] = [*(named or languages)]
    analyses = list(dict.fromkeys(analysis(code) for code in codes or [None]))
    return Leaves(today, analyses, variants)


class _Parser:
    """Recursive descent: any := all (OR all)*, all := one ((AND)? one)*, one := NOT one | (any) | leaf."""

    def __init__(self, lexemes: list[Lexeme], leaves: Leaves) -> None:
        self._lexemes = lexemes
        self._leaves = leaves
        self._at = 0
        self._depth = 0

    def whole(self) -> _Part:
        part = self._group()
        rest = self._next()
        if rest.kind is Kind.CLOSE:
            raise QueryError("this parenthesis was never opened", position=rest.position)
        if rest.kind is not Kind.END:
            raise QueryError(f"{rest.text} needs a word before it", position=rest.position)
        return part

    def _group(self) -> _Part:
        """A whole query, or what stands in parentheses, with its `in:` and `scope:` applied."""
        part = self._any()
        if part.modifiers and part.node is None:
            first = part.modifiers[0]
            what = f"{first.field}: says where to look, and there is nothing to look for"
            raise QueryError(what, do="add a word", position=first.position)
        for modifier in part.modifiers:
            part = _modified(part, modifier)
        return replace(part, modifiers=())

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
        modifiers = tuple(one for part in parts for one in part.modifiers)
        empty = next((part for part in parts if part.node is None), None)
        if empty is not None:
            raise QueryError("OR needs a word on both sides", position=empty.modifiers[0].position)
        nodes = [query.And([query.Every(), part.node]) if part.negative else part.node for part in parts]
        return _Part(
            query.Or(nodes),
            " or ".join(_bracketed(p, "or") for p in parts),
            compound="or",
            modifiers=modifiers,
        )

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
        modifiers = tuple(one for part in parts for one in part.modifiers)
        parts = [part for part in parts if part.node is not None]
        if not parts:
            return _Part(None, "", modifiers=modifiers)
        if not explicit:
            parts = _without_common(parts)
        if len(parts) == 1:
            return replace(parts[0], modifiers=modifiers)
        negative = all(part.negative for part in parts)
        words = " and ".join(_bracketed(part, "and") for part in parts)
        return _Part(
            query.And([part.node for part in parts]),
            words,
            negative=negative,
            compound="and",
            modifiers=modifiers,
        )

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
        if lexeme.field in ("in", "scope"):
            return _Part(None, "", modifiers=(_checked(lexeme),))
        found = self._leaves.leaf(lexeme)
        return _Part(found.node, found.words, common=found.common)

    def _negated(self, operator: Lexeme) -> _Part:
        if self._next_kind in (Kind.END, Kind.CLOSE, Kind.OR, Kind.AND):
            raise QueryError("what should not be there is missing", position=operator.position)
        self._deeper(operator)
        part = self._one()
        self._depth -= 1
        if part.node is None:
            field = part.modifiers[0].field
            raise QueryError(f"{field}: cannot be turned round", position=operator.position)
        if part.negative:
            raise QueryError("a NOT of a NOT", do="leave both out", position=operator.position)
        return _Part(query.Not(part.node), f"not {_bracketed(part, 'not')}", negative=True)

    def _nested(self, opening: Lexeme) -> _Part:
        self._deeper(opening)
        part = self._group()
        self._depth -= 1
        if self._next_kind is not Kind.CLOSE:
            raise QueryError("this parenthesis is never closed", position=opening.position)
        self._take()
        return part

    def _deeper(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError("too many parentheses inside each other", position=lexeme.position)


_TYPED = 3
_MODIFIERS = {("in", "quotes"): "quote", ("in", "title"): "title", ("scope", "story"): "story"}


def _checked(lexeme: Lexeme) -> Lexeme:
    """A modifier as it is known: `in:quote` is `in:quotes`. Raises QueryError."""
    value = fold(lexeme.text)
    for field, name in _MODIFIERS:
        if field == lexeme.field and value in (name, name.removesuffix("s"), f"{name}s"):
            return replace(lexeme, text=name)
    known = " or ".join(f"{field}:{name}" for field, name in _MODIFIERS if field == lexeme.field)
    shown = " ".join(raw_words(lexeme.text))[:20]
    raise QueryError(f"there is no {lexeme.field}:{shown}", do=known, position=lexeme.position)


def _modified(part: _Part, modifier: Lexeme) -> _Part:
    target = _MODIFIERS[str(modifier.field), modifier.text]
    if target == "story":
        return replace(
            part,
            node=StoryScope(part.node),
            words=f"in one story: {part.words}",
            negative=False,
            compound="or",
        )
    node = retarget.retarget(part.node, target)
    if node is None:
        what = f"in:{modifier.text} needs a word to look for there"
        raise QueryError(what, position=modifier.position)
    return replace(part, node=node, words=f"{part.words}, {modifier.field} {modifier.text}", compound="or")


def _joined_names(lexemes: list[Lexeme], variants: Variants) -> list[Lexeme]:
    """The lexemes with plain words that together are a name of several spellings made one lexeme."""
    found: list[Lexeme] = []
    at = 0
    while at < len(lexemes):
        for size in range(min(variants.longest, len(lexemes) - at), 1, -1):
            some = lexemes[at : at + size]
            text = " ".join(one.text for one in some)
            if all(map(_is_plain, some)) and variants.of(text):
                found.append(replace(some[0], text=text))
                at += size
                break
        else:
            found.append(lexemes[at])
            at += 1
    return found


def _is_plain(lexeme: Lexeme) -> bool:
    return (
        lexeme.kind is Kind.WORD
        and lexeme.field is None
        and lexeme.text[0].isalpha()
        and (lexeme.text[-1].isalpha())
    )


def _bracketed(part: _Part, inside: str) -> str:
    return f"({part.words})" if part.compound and part.compound != inside else part.words


def _without_common(parts: list[_Part]) -> list[_Part]:
    """Leave out bare stop words beside words that mean something: nearly every article has them."""
    telling = [part for part in parts if not part.common]
    return telling if any(not part.negative for part in telling) else parts
