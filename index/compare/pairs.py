"""Pairs of sentences worth a look, and what speaks for or against their saying the same.

Two readings, after the measured finding that shared words alone mistake a rival for the partner:
`Evidence` is what the two sentences share; `Standing` sees the first verdict on all pairs, so that a
pair answers to its rivals in either article and is supported by a third article that both match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import combinations
from math import exp, log1p
from operator import and_, itemgetter, mul
from typing import NamedTuple

from index.compare.statements import Statement, Statements
from index.compare.stopping import ask, watched
from index.model import Cancelled

FLOOR = -8.0
"""The first verdict (log odds) on every pair that is not a candidate."""

LEAST_SHARED = 2.0
"""Nats of shared information below which a pair is no candidate: about one very common word."""

_SMOOTH = 8.0
_FAINT = -3.0
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


def candidates(read: Statements, cancelled: Cancelled | None = None) -> list[Pair]:
    """The pairs of different articles that share something; CancelledError when asked to stop."""
    found: list[Pair] = []
    bands = read.bands
    for left, right in combinations(read.columns, 2):
        for a in left:
            ask(cancelled)
            keys, weights = a.keys, a.weights
            for b in right:
                common = keys & b.keys
                twin = a.shape == b.shape and a.length >= _TWIN_WORDS
                if not common and not twin:
                    continue
                others = b.weights
                shared = [(weights[key], others[key]) for key in common]
                information = sum([one if one < two else two for one, two in shared])
                if information >= LEAST_SHARED or twin:
                    found.append(Pair(a, b, _evidence(a, b, shared, information, bands), twin))
    return found


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
    pairs: Sequence[Pair], verdicts: Sequence[float], cancelled: Cancelled | None = None
) -> list[Standing]:
    """How each pair stands, given the first verdicts (log odds) on all candidates.

    CancelledError when asked to stop.
    """
    found = [max(FLOOR, verdict) for verdict in verdicts]
    width = 1 + max((pair.b.column for pair in pairs), default=0)
    sides = [(a.number * width + b.column, b.number * width + a.column) for a, b, _, _ in pairs]
    best = _two_best(watched(sides, cancelled), found)
    near = _near(watched(pairs, cancelled), found)
    made: list[Standing] = []
    for (a, b, _, _), verdict, (side_a, side_b) in zip(watched(pairs, cancelled), found, sides, strict=True):
        top_a, top_b = best[side_a], best[side_b]
        rival_a = top_a[1] if top_a[0] == verdict else top_a[0]
        rival_b = top_b[1] if top_b[0] == verdict else top_b[0]
        strong, weak = (rival_a, rival_b) if rival_a > rival_b else (rival_b, rival_a)
        support = 0.0
        if (of_a := near.get(a.number)) and (of_b := near.get(b.number)):
            support = _support(of_a, of_b, a.column, b.column)
        made.append(Standing(verdict, min(0.0, verdict - strong), min(0.0, verdict - weak), support))
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
        if verdict > _FAINT:
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
