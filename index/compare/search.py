"""Which sentences to hold against which, where a story has too many to try them all."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest

from index.compare.statements import Statement
from index.compare.stopping import watched
from index.model import Cancelled

EVERY_PAIR = 1200
"""Up to so many different sentences (720,000 pairs, some seconds) every one is held against every other."""

LOOKED_UP = 1500
"""Above that, how many entries of the index of words are read for a sentence, its rarest words first."""

CAP = 60
"""Above that, how many others a sentence is held against: those that share most with it by those words."""

TOGETHER = 16
"""How many sentences are held against the others at once, where every pair is tried."""

_ASK = 10


def partners(
    read: Sequence[Statement], cancelled: Cancelled | None = None
) -> Iterator[tuple[range, range | Sequence[int]]]:
    """Sentences, by their numbers in `read`, and those they are to be held against.

    Where several are named at once, each is to be held only against later ones. Sentences of the same
    words are always held against each other. CancelledError when asked to stop.
    """
    if len(read) <= EVERY_PAIR:
        for first in watched(range(0, len(read), TOGETHER), cancelled, 1):
            yield range(first, min(first + TOGETHER, len(read))), range(first + 1, len(read))
        return
    found: dict[int, set[int]] = defaultdict(set)
    index, places, shapes = _index(read)
    for number, one in watched(enumerate(read), cancelled, _ASK):
        for other in (*_nearest(one, read, index, places), *shapes[one.shape][:CAP]):
            if other != number:
                found[min(number, other)].add(max(number, other))
    for number, others in watched(found.items(), cancelled, _ASK):
        yield range(number, number + 1), sorted(others)


def _index(
    read: Sequence[Statement],
) -> tuple[dict[str, list[int]], dict[str, list[float]], dict[str, list[int]]]:
    """The sentences that have each key, in order of place; their places; and the sentences by shape."""
    index: dict[str, list[int]] = defaultdict(list)
    places: dict[str, list[float]] = defaultdict(list)
    shapes: dict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(read)), key=lambda number: read[number].place):
        shapes[read[number].shape].append(number)
        for key in read[number].keys:
            index[key].append(number)
            places[key].append(read[number].place)
    return index, places, shapes


def _nearest(
    one: Statement,
    read: Sequence[Statement],
    index: dict[str, list[int]],
    places: dict[str, list[float]],
) -> list[int]:
    """The sentences of other articles that share most with one, as far as its rarest words tell."""
    shared: dict[int, float] = {}
    left = LOOKED_UP
    for key in sorted(one.keys, key=lambda key: (len(index[key]), key)):
        if left <= 0:
            break
        having, weight = index[key], one.weights[key]
        # Of a word that very many have, those that stand nearest in place.
        start = max(0, min(bisect_left(places[key], one.place) - left // 2, len(having) - left))
        for other in having[start : start + left]:
            shared[other] = shared.get(other, 0.0) + weight
        left -= len(having)
    fitting = [
        (told, -abs(one.place - read[n].place), n) for n, told in shared.items() if _other(one, read[n])
    ]
    return [n for _, _, n in nlargest(CAP, fitting)]


def _other(one: Statement, two: Statement) -> bool:
    return one.column != two.column
