"""How pairs of sentences stand among all pairs: what their rivals take from them, and what a third article
that both match adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from index.compare.model import logistic
from index.compare.pairs import FAINT, FLOOR, Pair
from index.compare.stopping import ask, watched
from index.model import Cancelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAREST = 24
"""How many partners of a sentence are looked at for support: in a story that many outlets copied,
looking at all of them takes time with the cube of their number, and the best is among the nearest."""

_Near = dict[int, tuple[float, int]]


def standings(
    pairs: Sequence[Pair],
    verdicts: Sequence[float],
    cancelled: Cancelled | None = None,
    hopeful: Callable[[Any, Any, Any], Any] | None = None,
) -> NDArray[np.float64]:
    """How each pair stands, given the first verdicts (log odds) on all candidates (pairs x 4): its verdict,
    its lead over the stronger and over the weaker of its best rivals (0 where it leads), and the support of
    the best third article (0 to 1).

    Support is looked for only where `hopeful`, of the first three, says that a full one would change
    anything, and is 0 elsewhere. CancelledError when asked to stop.
    """
    import numpy as np

    found = np.maximum(np.array(verdicts, float), FLOOR)
    ends = [(a.number, a.column, b.number, b.column) for a, b, _, _ in watched(pairs, cancelled)]
    number_a, column_a, number_b, column_b = np.array(ends, np.int64).reshape(len(pairs), 4).T
    rival_a, rival_b = _rivals(number_a, column_a, number_b, column_b, found)
    made = np.zeros((len(pairs), 4))
    made[:, 0] = found
    made[:, 1] = np.minimum(0.0, found - np.maximum(rival_a, rival_b))
    made[:, 2] = np.minimum(0.0, found - np.minimum(rival_a, rival_b))
    # Only the sentence of a third article can support a pair.
    if len({column for _, one, _, two in ends for column in (one, two)}) < 3:
        return made
    ask(cancelled)
    may = np.arange(len(pairs)) if hopeful is None else np.flatnonzero(hopeful(*made.T[:3]))
    near = _near(watched(np.flatnonzero(found > FAINT).tolist(), cancelled), ends, found.tolist())
    for place in watched(may.tolist(), cancelled):
        one, mine, two, other = ends[place]
        if one in near and two in near:
            made[place, 3] = _support(near[one], near[two], mine, other)
    return made


def _rivals(
    number_a: NDArray[np.int64],
    column_a: NDArray[np.int64],
    number_b: NDArray[np.int64],
    column_b: NDArray[np.int64],
    found: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The best verdict that each pair's sentences have with any other of the other's article (2 x pairs);
    `FLOOR` where there is none."""
    import numpy as np

    width = 1 + int(max(column_a.max(initial=0), column_b.max(initial=0)))
    sides = np.concatenate((number_a * width + column_b, number_b * width + column_a))
    both = np.concatenate((found, found))
    order = np.lexsort((-both, sides))
    sides, ranked = sides[order], both[order]
    begins = np.diff(sides, prepend=-1) != 0
    first = np.flatnonzero(begins)
    # The second of each group is the first one's rival, the first one that of all others.
    second = np.minimum(first + 1, len(sides) - 1)
    runner = np.where(begins[second], FLOOR, ranked[second])
    group = np.cumsum(begins) - 1
    rivals = np.empty(len(sides))
    rivals[order] = np.where(begins, runner[group], ranked[first][group])
    return rivals.reshape(2, len(found))


def _near(
    places: Iterable[int], ends: Sequence[tuple[int, int, int, int]], verdicts: Sequence[float]
) -> dict[int, _Near]:
    """For each sentence its partners in these pairs: their numbers, chances and columns."""
    near: dict[int, _Near] = {}
    for place in places:
        one, mine, two, other = ends[place]
        chance = logistic(verdicts[place])
        near.setdefault(one, {})[two] = (chance, other)
        near.setdefault(two, {})[one] = (chance, mine)
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
