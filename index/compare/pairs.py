"""Pairs of sentences worth a look, and what speaks for or against their saying the same.

There are two readings, after the measured finding that shared words alone mistake a rival for the partner:
the first is of the `Evidence`, what the two sentences share (see `likeness`), the second of how a pair
stands among all pairs (see `standing`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from index.compare import search
from index.compare.likeness import ROWS, Likeness
from index.compare.meanings import Meanings
from index.compare.statements import Statement, Statements
from index.compare.stopping import ask, watched
from index.model import Cancelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOOR = -8.0
"""The first verdict (log odds) on every pair that is not a candidate."""

LEAST_SHARED = 2.0
"""Nats of shared information below which a pair is no candidate: about one very common word."""

LEAST_MEANT = 0.3
"""Cosine of meaning from which a pair that shares no word is a candidate all the same."""

REPEATED = 12
"""How many of the sentences that an article repeats, nearest in place, one sentence is paired with."""

_SLACK = 1e-6
FAINT = -3.0
"""The first verdict (log odds) up to which a pair supports nothing."""

_TWIN_WORDS = 4
_SHARED, _MEANING = ROWS.index("shared"), ROWS.index("meaning")

Hope = Callable[[Any, Any, Any], Any]
"""Whether full support could make a link or an echo of a pair, or of each of several (arrays), with such a
first verdict, lead over the stronger and lead over the weaker of its rivals."""


class Evidence(NamedTuple):
    """What two sentences share: all symmetrical.

    log of the shared information (nats); weight of the heaviest shared word (nats), since several words
    that are common in the story tell less than a rare one; cosine of letter groups; cosine of meaning (0
    where the words have none); both quoting; log of the information that is in both by like words; log of
    that of the words beside one that are in the other; distance of relative places; sum of the logs of how
    deep in their articles they stand, since news comes first what all tell; log of the number of sentences
    of the longer article, since among many a chance likeness is more likely.
    """

    shared: float
    heaviest: float
    letters: float
    meaning: float
    quoting: float
    covered: float
    around: float
    distance: float
    depth: float
    among: float


class Pair(NamedTuple):
    """A candidate; `twin` when both sentences have the same words throughout."""

    a: Statement
    b: Statement
    evidence: Evidence
    twin: bool


class Bar(NamedTuple):
    """Which pairs can still become a link or an echo; all others are left out, which changes nothing.

    `weights` are those of the first reading (its constant last); a pair below `least` (log odds) can
    reach neither, whatever its standing, nor is it a rival or a support of any that can.
    """

    weights: tuple[float, ...]
    least: float
    hopeful: Hope


class _Kind(NamedTuple):
    """Sentences that are alike in all but their place: judged once, by the first of them.

    `alone` is the column of a kind that is in one alone, else -1; `least` and `most` are the numbers
    of sentences of the shortest and of the longest article that has it, `high` and `deep` the depths of
    the first and of the last; `single` where it stands once; `beside` the numbers of the kinds next to it.
    """

    first: Statement
    columns: Mapping[int, Sequence[Statement]]
    alone: int
    least: int
    most: int
    high: float
    deep: float
    single: bool
    beside: Sequence[int]


class _Met(NamedTuple):
    """Kinds held against each other: the numbers of both, the lower first, their evidence (facts x pairs),
    whether they are twins, and the best first verdict at any place."""

    numbers: NDArray[np.int64]
    others: NDArray[np.int64]
    told: NDArray[np.float64]
    twins: NDArray[np.bool_]
    best: NDArray[np.float64]

    def where(self, chosen: NDArray[Any]) -> _Met:
        """Those chosen by a mask or by their places."""
        return _Met(
            self.numbers[chosen],
            self.others[chosen],
            self.told[:, chosen],
            self.twins[chosen],
            self.best[chosen],
        )


class _Judge:
    """Holds kinds against each other, several against many, and keeps those that reach the bar at the best
    of places."""

    def __init__(self, kinds: Sequence[_Kind], meanings: Meanings | None, bar: Bar | None) -> None:
        import numpy as np

        self._np = np
        self._kinds = kinds
        self._bar = bar
        self._likeness = Likeness([kind.first for kind in kinds], meanings, [kind.beside for kind in kinds])
        shapes: dict[str, int] = {}
        numbers = [shapes.setdefault(kind.first.shape, len(shapes)) for kind in kinds]
        # A few words alike say nothing: their numbers are no other's.
        long = [kind.first.length >= _TWIN_WORDS for kind in kinds]
        self._shape = np.array(
            [n if ok else -1 - k for k, (n, ok) in enumerate(zip(numbers, long, strict=True))]
        )
        self._long = np.array(long)
        self._alone = np.array([kind.alone for kind in kinds])
        self._least = np.array([kind.least for kind in kinds])
        self.single = np.array([kind.single for kind in kinds])
        self._place = np.array([kind.first.place for kind in kinds])
        self._high = np.array([kind.high for kind in kinds])
        self._deep = np.array([kind.deep for kind in kinds])

    def against(self, numbers: range, others: range | Sequence[int]) -> _Met:
        """The others that may be partners of these, with the best first verdict at any place. Of several
        numbers each meets only the others after it.

        The evidence is that of the best place, or what it is where each kind has but one.
        """
        np = self._np
        mine = np.arange(numbers.start, numbers.stop)
        chosen = np.arange(others.start, others.stop) if isinstance(others, range) else np.asarray(others)
        told = self._likeness.against(numbers, others)
        among = np.log(np.maximum(self._least[chosen], self._least[mine, None]))
        distance = np.abs(self._place[chosen] - self._place[mine, None])
        depth = self._high[chosen] + self._high[mine, None]
        twin = (self._shape[chosen] == self._shape[mine, None]) & self._long[chosen]
        good = (told[_SHARED] >= log(1.0 + LEAST_SHARED)) | (told[_MEANING] >= LEAST_MEANT) | twin
        best = np.zeros(good.shape)
        if self._bar is not None:
            *weights, farness, lateness, crowd, constant = self._bar.weights
            single = self.single[chosen] & self.single[mine, None]
            best = np.einsum("w,wno->no", np.array(weights), told) + crowd * among + constant + _SLACK
            best += np.where(single, farness * distance, max(0.0, farness))
            best += lateness * (depth if lateness < 0 else self._deep[chosen] + self._deep[mine, None])
            good &= (best >= self._bar.least) | twin
        alone = self._alone[mine, None]
        good &= (alone < 0) | (self._alone[chosen] != alone) | (chosen == mine[:, None])
        if len(mine) > 1:
            good &= chosen > mine[:, None]
        at = np.nonzero(good)
        places = (distance[at], depth[at], among[at])
        return _Met(mine[at[0]], chosen[at[1]], np.vstack((told[:, *at], *places)), twin[at], best[at])

    def told(self, met: _Met) -> Iterator[tuple[int, int, Pair, float]]:
        """The numbers of kinds that met, the pair of the first sentences of both, and the best verdict."""
        kinds = self._kinds
        columns = (met.numbers, met.others, met.told.T, met.twins, met.best)
        for number, other, values, twin, best in zip(*(one.tolist() for one in columns), strict=True):
            pair = Pair(kinds[number].first, kinds[other].first, Evidence._make(values), twin)
            yield number, other, pair, best

    def ordered(self, found: Sequence[_Met]) -> _Met:
        """Kinds of one sentence each, in the order of their pairs."""
        np = self._np
        met = _Met(*(np.concatenate(each, axis=-1) for each in zip(*found, strict=True)))
        return met.where(
            np.lexsort((met.others, met.numbers, self._alone[met.others], self._alone[met.numbers]))
        )


def candidates(
    read: Statements,
    cancelled: Cancelled | None = None,
    bar: Bar | None = None,
    meanings: Meanings | None = None,
) -> list[Pair]:
    """The pairs of different articles that share something, in order; CancelledError when asked to stop.

    With a `bar`, those below it are left out. In a story of very many sentences (see `search`) only
    the nearest of a sentence are looked at, and of sentences that repeat within an article only those
    nearest in place.
    """
    kinds = _kinds(read, cancelled)
    if not kinds:
        return []
    judge = _Judge(kinds, meanings, bar)
    repeated: list[Pair] = []
    twins: dict[int, float] = {}
    for number, kind in watched(enumerate(kinds), cancelled, 10):
        if kind.alone < 0:
            for _, _, pair, best in judge.told(judge.against(range(number, number + 1), (number,))):
                twins[number] = _worst(bar, kind, best) if bar else FLOOR
                repeated.extend(_expanded(kind, kind, pair))
    singles: list[_Met] = []
    for numbers, others in search.partners([kind.first for kind in kinds], cancelled):
        met = judge.against(numbers, others)
        single = judge.single[met.numbers] & judge.single[met.others]
        singles.append(met.where(single))
        for number, other, pair, best in judge.told(met.where(~single)):
            crossed = bar is None or _holds(
                bar, pair, best, twins.get(number, FLOOR), twins.get(other, FLOOR)
            )
            repeated.extend(_expanded(kinds[number], kinds[other], pair, crossed))
    ask(cancelled)
    found = [pair for _, _, pair, _ in judge.told(judge.ordered(singles))] if singles else []
    return sorted([*found, *repeated], key=_order) if repeated else found


def _order(pair: Pair) -> tuple[int, int, int, int]:
    a, b = pair.a, pair.b
    return a.column, b.column, a.number, b.number


def _kinds(read: Statements, cancelled: Cancelled | None) -> list[_Kind]:
    """All sentences, by kind."""
    members: dict[object, list[Statement]] = {}
    numbers: dict[object, int] = {}
    beside: list[set[int]] = []
    for column in watched(read.columns, cancelled, 1):
        before = -1
        for one in column:
            key = one.shape, one.quoted, frozenset(one.weights.items())
            members.setdefault(key, []).append(one)
            number = numbers.setdefault(key, len(numbers))
            if number == len(beside):
                beside.append(set())
            if before >= 0:
                beside[number].add(before)
                beside[before].add(number)
            before = number
    kinds: list[_Kind] = []
    for near, alike in zip(beside, members.values(), strict=True):
        columns: dict[int, list[Statement]] = {}
        for one in alike:
            columns.setdefault(one.column, []).append(one)
        sizes = [one.among for one in alike]
        alone = alike[0].column if len(columns) == 1 else -1
        depths = [one.depth for one in alike]
        ends = min(sizes), max(sizes), min(depths), max(depths)
        kinds.append(_Kind(alike[0], columns, alone, *ends, len(alike) == 1, sorted(near)))
    return kinds


def _worst(bar: Bar, kind: _Kind, best: float) -> float:
    """The lowest first verdict that sentences of a kind can have with each other, wherever they stand."""
    *_, farness, lateness, crowd, _ = bar.weights
    spread = abs(crowd) * log(kind.most / kind.least) + abs(lateness) * 2 * (kind.deep - kind.high)
    return best - abs(farness) - spread - 2 * _SLACK


def _holds(bar: Bar, pair: Pair, verdict: float, twin_a: float, twin_b: float) -> bool:
    """Whether a pair could be a link or an echo between articles that both have both sentences.

    There each has its twin for a rival, which in copies of one text is so for nearly every pair.
    """
    weak, strong = sorted((twin_a, twin_b))
    if pair.twin or verdict >= weak:
        return True
    return bool(bar.hopeful(verdict, verdict - strong, verdict - weak))


def _expanded(kind: _Kind, other: _Kind, judged: Pair, crossed: bool = True) -> Iterator[Pair]:
    """The pair for all sentences of its two kinds: only their places differ.

    With `crossed` false not between articles that both have both kinds.
    """
    for one, left in kind.columns.items():
        for two, right in other.columns.items():
            if one == two or (kind is other and one > two):
                continue
            if not crossed and one in other.columns and two in kind.columns:
                continue
            chosen = _facing(left, right) if max(len(left), len(right)) > REPEATED else product(left, right)
            for a, b in chosen:
                among = log(a.among if a.among > b.among else b.among)
                evidence = judged.evidence._replace(
                    distance=abs(a.place - b.place), depth=a.depth + b.depth, among=among
                )
                yield Pair(a, b, evidence, judged.twin) if one < two else Pair(b, a, evidence, judged.twin)


def _facing(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """For sentences that an article repeats: each with those of the other article nearest in place."""
    seen: set[tuple[int, int]] = set()
    for ours, theirs, turned in ((left, right, False), (right, left, True)):
        places = [one.place for one in theirs]
        for one in ours:
            start = max(0, bisect_left(places, one.place) - REPEATED // 2)
            for two in theirs[start : start + REPEATED]:
                a, b = (two, one) if turned else (one, two)
                if (a.number, b.number) not in seen:
                    seen.add((a.number, b.number))
                    yield a, b
