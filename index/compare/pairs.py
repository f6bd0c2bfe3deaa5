"""Pairs of sentences worth a look, and what speaks for or against their saying the same.

Two readings, after the measured finding that shared words alone mistake a rival for the partner:
`Evidence` is what the two sentences share; `Standing` sees the first verdict on all pairs, so that a
pair answers to its rivals in either article and is supported by a third article that both match.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import product
from math import exp, log1p
from operator import and_, itemgetter, mul
from typing import NamedTuple

from index.compare import search
from index.compare.statements import Statement, Statements
from index.compare.stopping import ask, watched
from index.model import Cancelled

FLOOR = -8.0
"""The first verdict (log odds) on every pair that is not a candidate."""

LEAST_SHARED = 2.0
"""Nats of shared information below which a pair is no candidate: about one very common word."""

REPEATED = 12
"""How many of the sentences that an article repeats, nearest in place, one sentence is paired with."""

_DISTANCE = 4
_SLACK = 1e-6
_SMOOTH = 8.0
FAINT = -3.0
"""The first verdict (log odds) up to which a pair supports nothing."""

_TWIN_WORDS = 4

NEAREST = 24
"""How many partners of a sentence are looked at for support: in a story that many outlets copied,
looking at all of them takes time with the cube of their number, and the best is among the nearest."""


class Evidence(NamedTuple):
    """What two sentences share: all symmetrical.

    cosine of the weighted words; shared information over the shorter sentence's, smoothed; the shared
    information itself (log nats); cosine of letter groups; distance of relative places; both quoting.
    """

    cosine: float
    contained: float
    shared: float
    letters: float
    distance: float
    quoting: float


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
    """Sentences that are alike in all but their place: judged once, by the first of them."""

    first: Statement
    columns: Mapping[int, Sequence[Statement]]
    alone: int


def candidates(read: Statements, cancelled: Cancelled | None = None, bar: Bar | None = None) -> list[Pair]:
    """The pairs of different articles that share something, in order; CancelledError when asked to stop.

    With a `bar`, those below it are left out. In a story of very many sentences (see `search`) only
    the nearest of a sentence are looked at, and of sentences that repeat within an article only those
    nearest in place.
    """
    found: list[Pair] = []
    kinds = _kinds(read, cancelled)
    twins: dict[int, float] = {}
    for number, kind in watched(enumerate(kinds), cancelled, 10):
        if kind.alone < 0 and (pair := _judge(kind.first, kind.first, read.bands, bar)):
            twins[number] = _worst(bar, pair.evidence) if bar else FLOOR
            found.extend(_expanded(kind, kind, pair))
    for number, others in search.partners([kind.first for kind in kinds], cancelled):
        kind = kinds[number]
        for place in others:
            other = kinds[place]
            if kind.alone == other.alone >= 0:
                continue
            if pair := _judge(kind.first, other.first, read.bands, bar):
                crossed = bar is None or _holds(bar, pair, twins.get(number, FLOOR), twins.get(place, FLOOR))
                found.extend(_expanded(kind, other, pair, crossed))
    ask(cancelled)
    found.sort(key=_order)
    return found


def _order(pair: Pair) -> tuple[int, int, int, int]:
    a, b = pair.a, pair.b
    return a.column, b.column, a.number, b.number


def _kinds(read: Statements, cancelled: Cancelled | None) -> list[_Kind]:
    """All sentences, by kind; `alone` is the column of a kind that is in one alone, else -1."""
    members: dict[object, list[Statement]] = {}
    for column in watched(read.columns, cancelled, 1):
        for one in column:
            members.setdefault((one.shape, one.quoted, frozenset(one.weights.items())), []).append(one)
    kinds: list[_Kind] = []
    for alike in members.values():
        columns: dict[int, list[Statement]] = {}
        for one in alike:
            columns.setdefault(one.column, []).append(one)
        kinds.append(_Kind(alike[0], columns, alike[0].column if len(columns) == 1 else -1))
    return kinds


def _judge(a: Statement, b: Statement, bands: Sequence[float], bar: Bar | None) -> Pair | None:
    """The pair if it is a candidate that reaches the bar at the best of places."""
    common = a.keys & b.keys
    twin = a.shape == b.shape and a.length >= _TWIN_WORDS
    if not common and not twin:
        return None
    weights, others = a.weights, b.weights
    shared = [(weights[key], others[key]) for key in common]
    information = sum([one if one < two else two for one, two in shared])
    if information < LEAST_SHARED and not twin:
        return None
    pair = Pair(a, b, _evidence(a, b, shared, information, bands), twin)
    if bar is not None and not twin and _apart(bar, pair.evidence) < bar.least:
        return None
    return pair


def _apart(bar: Bar, evidence: Evidence) -> float:
    """The best first verdict that sentences of these kinds can have, wherever they stand."""
    best = sum(map(mul, bar.weights, evidence), bar.weights[-1])
    farness = bar.weights[_DISTANCE]
    return best - farness * evidence.distance + max(0.0, farness) + _SLACK


def _worst(bar: Bar, evidence: Evidence) -> float:
    """The lowest first verdict that sentences of these kinds can have, wherever they stand."""
    return _apart(bar, evidence) - abs(bar.weights[_DISTANCE]) - 2 * _SLACK


def _holds(bar: Bar, pair: Pair, twin_a: float, twin_b: float) -> bool:
    """Whether a pair could be a link or an echo between articles that both have both sentences.

    There each has its twin for a rival, which in copies of one text is so for nearly every pair.
    """
    verdict = _apart(bar, pair.evidence)
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
                evidence = judged.evidence._replace(distance=abs(a.place - b.place))
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


def _evidence(
    a: Statement,
    b: Statement,
    shared: Iterable[tuple[float, float]],
    information: float,
    bands: Sequence[float],
) -> Evidence:
    total = a.total if a.total < b.total else b.total
    letters = sum(map(mul, bands, map(int.bit_count, map(and_, a.letters, b.letters))))
    return Evidence(
        sum([one * two for one, two in shared]) / (a.norm * b.norm),
        information / (total + _SMOOTH),
        log1p(information),
        letters / (a.letters_norm * b.letters_norm),
        abs(a.place - b.place),
        1.0 if a.quoted and b.quoted else 0.0,
    )


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
    made: list[Standing] = []
    for (a, b, _, _), verdict, (side_a, side_b) in zip(watched(pairs, cancelled), found, sides, strict=True):
        top_a, top_b = best[side_a], best[side_b]
        rival_a = top_a[1] if top_a[0] == verdict else top_a[0]
        rival_b = top_b[1] if top_b[0] == verdict else top_b[0]
        strong, weak = (rival_a, rival_b) if rival_a > rival_b else (rival_b, rival_a)
        bare = Standing(verdict, min(0.0, verdict - strong), min(0.0, verdict - weak), 0.0)
        of_a, of_b = near.get(a.number), near.get(b.number)
        if of_a and of_b and (hopeful is None or hopeful(bare)):
            bare = bare._replace(support=_support(of_a, of_b, a.column, b.column))
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
            chance = 1.0 / (1.0 + exp(-verdict))
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
