"""What is asked: every operation by name, its queries, and how bylines answers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.library import Library
from index.search.codec.phrases import Begun
from index.search.query import as_typed, parse

ONE = ("attack", "president", "economy", "virus", "senate", "hospital", "climate")
TWO = ("white house", "police officer", "health care", "climate change", "border wall", "court ruling")
PHRASES = ("white house", "climate change", "supreme court", "in the united states", "the end of the")
PREFIXES = ("pre", "econ", "co", "immigr", "vir")
TYPED = ("president trump", "climate change", "supreme court ruling", "the economy of china", '"in the end"')
YEAR = "2018"
TOP = 20
ROWS = 50
TYPED_HITS = 60

FIRST = ", asked first"
"""Ends the names of operations for which bylines forgets what it keeps of the words last asked for."""

Work = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that bylines may need, as shares of what peers need, or as it is; with `least`, the least."""

    of_fts5: float | None = None
    of_tantivy: float | None = None
    itself: float | None = None
    least: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the table. `text` of peers is the plain words; `work` is how bylines does it."""

    name: str
    queries: Sequence[str]
    work: Work
    goal: Goal


def keystrokes() -> list[str]:
    """Every beginning of some queries, from two characters on, as they are typed."""
    return [query[:end] for query in TYPED for end in range(2, len(query) + 1)]


def operations(library: Library) -> list[Operation]:
    """All but as-you-type."""
    searching = library._search()
    engine = searching._engine

    def best(query: str) -> object:
        return engine.search(parse(query), limit=TOP)

    def either(query: str) -> object:
        return best(" OR ".join(query.split()))

    def newest(query: str) -> object:
        return engine.search(parse(query), limit=TOP, newest_first=True)

    def first(query: str) -> object:
        engine._reader.rows._rows.clear()
        engine._reader._last.clear()
        engine._reader.begun = Begun()
        return best(query)

    def counted(query: str) -> object:
        return searching.count(engine.found(parse(query).query))

    return [
        Operation("one word", ONE, best, Goal(0.03)),
        Operation("two words", TWO, best, Goal(0.05, 2)),
        Operation("either of two words", TWO, either, Goal(0.05, 2)),
        Operation("phrase", PHRASES, lambda query: best(f'"{query}"'), Goal(0.05, 1)),
        Operation("prefix", PREFIXES, lambda query: best(f"{query}*"), Goal(0.05)),
        Operation(f"one word{FIRST}", ONE, first, Goal()),
        Operation(f"two words{FIRST}", TWO, first, Goal()),
        Operation(f"phrase{FIRST}", PHRASES, lambda query: first(f'"{query}"'), Goal()),
        Operation(f"prefix{FIRST}", PREFIXES, lambda query: first(f"{query}*"), Goal()),
        Operation("date range", ONE, lambda query: best(f"{query} date:{YEAR}"), Goal(0.1)),
        Operation("newest first", ONE, newest, Goal(0.1)),
        Operation("facets", ONE, counted, Goal(0.1)),
        Operation("grouped by story", ONE, lambda query: library.order(query, limit=ROWS), Goal(0.1)),
        Operation("top 20 with highlights", ONE, lambda query: library.search(query, limit=TOP), Goal(0.2)),
        Operation(
            "list of 50 stories of a word", ONE, lambda query: library.stories(query, limit=ROWS), Goal(2)
        ),
        Operation("list of 50 stories", ("",), lambda _: library.stories(limit=ROWS), Goal(2)),
    ]


def typing_engine(library: Library) -> Work:
    """What a keystroke asks of the engine alone."""
    engine = library._search()._engine
    return lambda text: engine.search(parse(as_typed(text)), limit=TOP)


def typing(library: Library) -> Work:
    """What a keystroke costs in all, as the search screen asks for it: passages and highlights too."""
    return lambda text: library.search(text, limit=TYPED_HITS, typing=True)
