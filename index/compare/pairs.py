"""Pairs of sentences worth a look, and what speaks for or against their saying the same.

Two readings, after the measured finding that shared words alone mistake a rival for the partner:
`Evidence` is what the two sentences share (see `likeness`); `Standing` sees the first verdict on all
pairs, so that a pair answers to its rivals in either article and is supported by a third article that
both match.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import product
from math import log
from operator import itemgetter
from typing import NamedTuple

from index.compare import search
from index.compare.likeness import ROWS, Likeness
from index.compare.meanings import Meanings
from index.compare.model import logistic
from index.compare.statements import Statement, Statements
from index.compare.stopping import ask, watched
from index.model import Cancelled

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

NEAREST = 24
"""How many partners of a sentence are looked at for support: in a story that many outlets copied,
looking at all of them takes time with the cube of their number, and the best is among the nearest."""


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


class Standing(NamedTuple):
    """How a pair stands among all pairs: its first verdict, its lead over the stronger and over the
    weaker of its best rivals (0 where it leads), and the support of the best third article."""

    verdict: float
    lead: float
    lead_weaker: float
    support: float


class Pair(NamedTuple):
    """A candidate; `twin` when both sentences have the same words throughout."""

    a: Statement
    b: Statement
    evidence: Evidence
    twin: bool


class Bar(NamedTuple):
    """Which pairs can still become a link or an echo; all others are left out, which changes nothing.

    `weights` are those of the first reading (its constant last); a pair below `least` (log odds) can
    reach neither, whatever its standing, nor is it a rival or a support of any that can. `hopeful`
    says whether a pair of that standing could with full support.
    """

    weights: tuple[float, ...]
    least: float
    hopeful: Callable[[Standing], bool]


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
        self._single = np.array([kind.single for kind in kinds])
        self._place = np.array([kind.first.place for kind in kinds])
        self._high = np.array([kind.high for kind in kinds])
        self._deep = np.array([kind.deep for kind in kinds])

    def against(
        self, numbers: range, others: range | Sequence[int]
    ) -> Iterator[tuple[int, int, Pair, float]]:
        """The others that may be partners of these: number, other, pair, and the best first verdict at any
        place. Of several numbers each meets only the others after it.

        The evidence is that of the best place, or what it is where each kind has but one.
        """
        np = self._np
        mine = np.arange(numbers.start, numbers.stop)
        chosen = np.arange(others.start, others.stop) if isinstance(others, range) else np.asarray(others)
        if not len(chosen):
            return
        told = self._likeness.against(numbers, others)
        among = np.log(np.maximum(self._least[chosen], self._least[mine, None]))
        distance = np.abs(self._place[chosen] - self._place[mine, None])
        depth = self._high[chosen] + self._high[mine, None]
        twin = (self._shape[chosen] == self._shape[mine, None]) & self._long[chosen]
        good = (told[_SHARED] >= log(1.0 + LEAST_SHARED)) | (told[_MEANING] >= LEAST_MEANT) | twin
        best = np.zeros(good.shape)
        if self._bar is not None:
            *weights, farness, lateness, crowd, constant = self._bar.weights
            single = self._single[chosen] & self._single[mine, None]
            best = np.einsum("w,wno->no", np.array(weights), told) + crowd * among + constant + _SLACK
            best += np.where(single, farness * distance, max(0.0, farness))
            best += lateness * (depth if lateness < 0 else self._deep[chosen] + self._deep[mine, None])
            good &= (best >= self._bar.least) | twin
        alone = self._alone[mine, None]
        good &= (alone < 0) | (self._alone[chosen] != alone) | (chosen == mine[:, None])
        if len(mine) > 1:
            good &= chosen > mine[:, None]
        ours, theirs = np.nonzero(good)
        places = (distance[ours, theirs], depth[ours, theirs], among[ours, theirs])
        table = np.vstack((told[:, ours, theirs], *places))
        rows = zip(
            mine[ours].tolist(),
            chosen[theirs].tolist(),
            table.T.tolist(),
            twin[ours, theirs].tolist(),
            best[ours, theirs].tolist(),
            strict=True,
        )
        for number, other, values, same, verdict in rows:
            pair = Pair(self._kinds[number].first, self._kinds[other].first, Evidence(*values), same)
            yield number, other, pair, verdict


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
    found: list[Pair] = []
    kinds = _kinds(read, cancelled)
    if not kinds:
        return found
    judge = _Judge(kinds, meanings, bar)
    twins: dict[int, float] = {}
    for number, kind in watched(enumerate(kinds), cancelled, 10):
        if kind.alone < 0:
            for _, _, pair, best in judge.against(range(number, number + 1), range(number, number + 1)):
                twins[number] = _worst(bar, kind, best) if bar else FLOOR
                found.extend(_expanded(kind, kind, pair))
    for numbers, others in search.partners([kind.first for kind in kinds], cancelled):
        for number, place, pair, best in judge.against(numbers, others):
            kind = kinds[number]
            if kind.single and kinds[place].single:
                a, b, evidence, twin = pair
                found.append(pair if a.column < b.column else Pair(b, a, evidence, twin))
                continue
            crossed = bar is None or _holds(
                bar, pair, best, twins.get(number, FLOOR), twins.get(place, FLOOR)
            )
            found.extend(_expanded(kind, kinds[place], pair, crossed))
    ask(cancelled)
    found.sort(key=_order)
    return found


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
    return bar.hopeful(Standing(verdict, verdict - strong, verdict - weak, 0.0))


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


def standings(
    pairs: Sequence[Pair],
    verdicts: Sequence[float],
    cancelled: Cancelled | None = None,
    hopeful: Callable[[Standing], bool] | None = None,
) -> list[Standing]:
    """How each pair stands, given the first verdicts (log odds) on all candidates.

    Support is looked for only where `hopeful` says that a full one would change anything, and is 0
    elsewhere. CancelledError when asked to stop.
    """
    found = [max(FLOOR, verdict) for verdict in verdicts]
    width = 1 + max((pair.b.column for pair in pairs), default=0)
    sides = [(a.number * width + b.column, b.number * width + a.column) for a, b, _, _ in pairs]
    best = _two_best(watched(sides, cancelled), found)
    # Only the sentence of a third article can support a pair.
    several = len({column for pair in pairs for column in (pair.a.column, pair.b.column)}) > 2
    near = _near(watched(pairs, cancelled), found) if several else {}
    nothing = (FLOOR, FLOOR)
    made: list[Standing] = []
    for (a, b, _, _), verdict, (side_a, side_b) in zip(watched(pairs, cancelled), found, sides, strict=True):
        top_a, top_b = best.get(side_a, nothing), best.get(side_b, nothing)
        rival_a = top_a[1] if top_a[0] == verdict else top_a[0]
        rival_b = top_b[1] if top_b[0] == verdict else top_b[0]
        strong, weak = (rival_a, rival_b) if rival_a > rival_b else (rival_b, rival_a)
        bare = Standing(verdict, min(0.0, verdict - strong), min(0.0, verdict - weak), 0.0)
        of_a, of_b = near.get(a.number), near.get(b.number)
        if of_a and of_b and (hopeful is None or hopeful(bare)):
            bare = Standing(*bare[:3], _support(of_a, of_b, a.column, b.column))
        made.append(bare)
    return made


def _two_best(sides: Iterable[tuple[int, int]], verdicts: Sequence[float]) -> dict[int, tuple[float, float]]:
    """The two best verdicts of each sentence on each other article."""
    best: dict[int, tuple[float, float]] = {}
    for both, verdict in zip(sides, verdicts, strict=True):
        for side in both:
            first, second = best.get(side, (FLOOR, FLOOR))
            if verdict > first:
                best[side] = (verdict, first)
            elif verdict > second:
                best[side] = (first, verdict)
    return best


_Near = dict[int, tuple[float, int]]


def _near(pairs: Iterable[Pair], verdicts: Sequence[float]) -> dict[int, _Near]:
    """For each sentence its partners that are not faint: their numbers, chances and columns."""
    near: dict[int, _Near] = {}
    for (a, b, _, _), verdict in zip(pairs, verdicts, strict=True):
        if verdict > FAINT:
            chance = logistic(verdict)
            near.setdefault(a.number, {})[b.number] = (chance, b.column)
            near.setdefault(b.number, {})[a.number] = (chance, a.column)
    for number, partners in near.items():
        if len(partners) > NEAREST:
            near[number] = dict(nlargest(NEAREST, partners.items(), key=itemgetter(1)))
    return near


def _support(of_a: _Near, of_b: _Near, column_a: int, column_b: int) -> float:
    """The chance that a sentence of a third article says the same as both; 0 if there is none."""
    best = 0.0
    for third in of_a.keys() & of_b.keys():
        one, column = of_a[third]
        two = of_b[third][0]
        chance = one if one < two else two
        if chance > best and column not in (column_a, column_b):
            best = chance
    return best
