"""The parts of a query that the library answers and not the index: reading state, stories, outlets, notes.

In the parsed tree they are leaves of a kind of their own, `Condition` and `StoryScope`. Before the tree
goes to the engine, `resolve` puts in the place of each one an `Among`, which says which articles and
notes it names. So the engine sees text, dates, keywords and sets of documents, and they combine
by AND, OR and NOT like any other leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from index.errors import QueryError
from index.listterms import MANY_OUTLETS, outlet_bounds
from index.search import analyzer, schema
from index.search.lexer import Lexeme
from index.search.quiet import query

_STATES = {"unread": "not read yet", "read": "read", "marked": "in a marked story"}
_HAVING = {"note": "in a story with a note", "tag": "in a story with a tag"}


class Condition(query.Query):  # type: ignore[misc]
    """What the library decides: `kind` is is, has, outlets, story, covered, tag or note.

    `value` is a word of `is` and `has`, folded words, or the (lowest, highest) number of outlets. For
    `note`, `node` is the query that the notes are to match.
    """

    boost = 1.0

    def __init__(self, kind: str, value: Any, node: query.Query | None = None) -> None:
        self.kind = kind
        self.value = value
        self.node = node

    def __repr__(self) -> str:
        return f"<{self.kind}:{self.value}>"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))


class StoryScope(query.Query):  # type: ignore[misc]
    """A query whose parts may be matched by different articles of one story."""

    boost = 1.0

    def __init__(self, child: query.Query) -> None:
        self.child = child

    def __repr__(self) -> str:
        return f"<in one story: {self.child}>"

    __str__ = __repr__


class Among(query.Query):  # type: ignore[misc]
    """Some documents; the same as an `Or` of a `Term("id", ...)` for each, scored 0."""

    boost = 1.0

    def __init__(self, ids: Collection[str], documents: Callable[[Any], Any] | None = None) -> None:
        """Those with some `ids`, and those that `documents` gives of a segment: a bool for each it has."""
        self.ids = ids
        self.documents = documents

    def __repr__(self) -> str:
        return f"<among {len(self.ids)}{'' if self.documents is None else ' and more'}>"

    __str__ = __repr__


Answer = Callable[[Condition], Among]
Scope = Callable[[Any], Any]


def resolve(node: Any, answer: Answer, scope: Scope) -> Any:
    """The tree with each condition replaced by what `answer` names, each scope by what `scope` makes."""
    if isinstance(node, Condition):
        return answer(node)
    if isinstance(node, StoryScope):
        return scope(resolve(node.child, answer, scope))
    if isinstance(node, query.Not):
        return query.Not(resolve(node.query, answer, scope))
    if isinstance(node, query.And | query.Or):
        return type(node)([resolve(child, answer, scope) for child in node.subqueries])
    return node


def has_conditions(node: Any) -> bool:
    """Whether `resolve` would change anything."""
    return any(isinstance(one, Condition | StoryScope) for one in walk(node))


def walk(node: Any) -> Iterator[Any]:
    """A tree's nodes, those under a NOT too."""
    yield node
    if isinstance(node, query.Not):
        yield from walk(node.query)
    elif isinstance(node, query.And | query.Or):
        for child in node.subqueries:
            yield from walk(child)
    elif isinstance(node, StoryScope):
        yield from walk(node.child)


def condition(lexeme: Lexeme) -> tuple[Condition, str]:
    """The node and the wording of an `is: has: outlets: story: covered:` lexeme. Raises QueryError."""
    field, text = str(lexeme.field), lexeme.text
    if field == "outlets":
        return _outlets(lexeme)
    if field in ("is", "has"):
        known = _STATES if field == "is" else _HAVING
        value = schema.tag_key(text).removesuffix("s")
        if value not in known:
            advice = " or ".join(f"{field}:{name}" for name in known)
            raise QueryError(f"there is no {field}:{value[:20]}", do=advice, position=lexeme.position)
        return Condition(field, value), known[value]
    value = schema.tag_key(text)
    shown = " ".join(analyzer.raw_words(text))
    words = f"in a story named “{shown}”" if field == "story" else f"in a story that {shown} covers"
    return Condition(field, value), words


def _outlets(lexeme: Lexeme) -> tuple[Condition, str]:
    bounds = outlet_bounds(lexeme.text)
    if bounds is None:
        raise QueryError(
            "this is not a number of outlets",
            do="outlets:3, outlets:>=3, outlets:2..4",
            position=lexeme.position,
        )
    low, high = bounds
    if high >= MANY_OUTLETS:
        words = f"told by at least {low} outlets"
    else:
        words = f"told by {high} outlets" if low == high else f"told by {low} to {high} outlets"
    return Condition("outlets", (low, high)), words
