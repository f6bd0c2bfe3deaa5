"""Which articles are grouped together, and how much likeness is asked of them there.

One bar does not fit all: an article that nothing else is near needs less likeness to be of one event
with its like than one amid a topic that goes on, where everything is somewhat alike. How busy it is
around an article is told by how many others it is connected with at a low bar (single link). Where these
are few they are a piece, and grouped at that bar; else the bar is raised, and only what is still
connected is a piece, up to the full tightness. As the connected parts of a graph at a higher bar lie
within those at a lower one, the pieces depend on nothing but which articles there are.

The lowest bar holds only for headlines without a text, which share a word or two at best, and where the
library has few articles of those days at all: among hundreds, two of no event in common are that much
alike by chance, and texts of one war are so on any day. For the same reason an article without a date, which
the whole library is held against, is always asked for the full tightness.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

Edges = Mapping[int, Mapping[int, float]]
"""For each article those near it, and how near."""


class Level(NamedTuple):
    """`share` of the tightness is asked for among at most `most` connected articles."""

    share: float
    most: int


class Piece(NamedTuple):
    """Articles to be grouped together, and the average likeness asked for within a story of them."""

    members: set[int]
    bar: float


QUIET = Level(0.42, 3)
"""For headlines of days of which the library has few articles."""

BRIEF = 24
"""The most terms that a headline has."""

LEVELS = (Level(0.67, 4), Level(0.93, 8))
"""For any days."""

SPARSE = 16
"""Articles in a block of days (see `vectors.BLOCK_DAYS`) up to which the days are quiet."""

_AT_ONCE = 64


def reach(
    edges_of: Callable[[Sequence[int]], Edges],
    start: int,
    bar: float,
    most: int,
    counts: Callable[[int, float], bool] = lambda *_: True,
) -> set[int]:
    """The articles connected with one by likenesses of `bar` and more that count.

    When there are more than `most`, some of them: more than `most`, too.
    """
    reached = {start}
    waiting = [start]
    while waiting and len(reached) <= most:
        asked, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        edges = edges_of(asked)
        for number in asked:
            for other, likeness in edges[number].items():
                if likeness >= bar and other not in reached and counts(other, likeness):
                    reached.add(other)
                    waiting.append(other)
    return reached


def small(
    edges_of: Callable[[Sequence[int]], Edges],
    start: int,
    tightness: float,
    allowed: Callable[[Level, Set[int]], bool],
    but: Set[int] = frozenset(),
) -> Piece | None:
    """The piece around an article, and its bar, if it is one that asks for less than the tightness.

    Those of `but` are taken for absent. What is not `allowed` for one article is not for more.
    """
    busy = least(tightness, quiet=False)

    def counts(number: int, likeness: float) -> bool:
        return number not in but and (likeness >= busy or allowed(QUIET, {number}))

    for level in (QUIET, *LEVELS):
        if not allowed(level, {start}):
            continue
        bar = level.share * tightness
        reached = reach(edges_of, start, bar, level.most, counts)
        if len(reached) <= level.most and allowed(level, reached):
            return Piece(reached, bar)
    return None


def least(tightness: float, *, quiet: bool) -> float:
    """The likeness from which on an article, a headline of quiet days or not, is connected with any other."""
    return (QUIET if quiet else LEVELS[0]).share * tightness


def merged(found: Sequence[Piece], ties: Mapping[int, str]) -> list[Piece]:
    """Pieces, those made one that share an article or hold articles tied to one story, at the higher bar."""
    whole: list[Piece] = []
    for members, bar in found:
        names = {ties[number] for number in members if number in ties}
        apart: list[Piece] = []
        touching = [Piece(members, bar)]
        for other in whole:
            tied = any(ties[number] in names for number in other.members if number in ties)
            (touching if tied or not members.isdisjoint(other.members) else apart).append(other)
        joined = Piece(set().union(*(piece.members for piece in touching)), max(p.bar for p in touching))
        whole = [*apart, joined]
    return whole
