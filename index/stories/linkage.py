"""Average-link agglomeration of a few hundred articles at most, with articles that a person has tied."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence


def clusters(
    count: int,
    likeness: Mapping[tuple[int, int], float],
    bar: float,
    tied: Sequence[str | None] = (),
) -> list[list[int]]:
    """Groups of the items 0..count-1, each in order, the groups in order of their first items.

    The two groups whose items are most alike on average over all pairs are joined, as long as that
    average is `bar` or more. `likeness` has pairs (i < j); a pair not in it is not alike at all.
    Items with the same name in `tied` are one group from the start; groups with different names are
    never joined. Of equal averages the pair with the first items wins: the result depends on the
    order of the items only in ties.
    """
    groups, names = _start(count, tied)
    home = {item: key for key, items in groups.items() for item in items}
    sums: dict[int, dict[int, float]] = {key: {} for key in groups}
    for (i, j), value in likeness.items():
        a, b = home[i], home[j]
        if a != b and value > 0:
            sums[a][b] = sums[a].get(b, 0.0) + value
            sums[b][a] = sums[b].get(a, 0.0) + value
    queue: list[tuple[float, int, int, int, int]] = []

    def offer(a: int, b: int) -> None:
        if names.get(a) and names.get(b) and names[a] != names[b]:
            return
        sizes = len(groups[a]), len(groups[b])
        average = sums[a][b] / (sizes[0] * sizes[1])
        if average >= bar - 1e-9:
            low, high = min(a, b), max(a, b)
            heapq.heappush(queue, (-round(average, 9), low, high, len(groups[low]), len(groups[high])))

    for a, row in sums.items():
        for b in row:
            if a < b:
                offer(a, b)
    while queue:
        _, a, b, size_a, size_b = heapq.heappop(queue)
        # An entry made before one of its groups grew is out of date.
        if a not in groups or b not in groups or (len(groups[a]), len(groups[b])) != (size_a, size_b):
            continue
        _join(a, b, groups, sums, names)
        for other in sums[a]:
            offer(a, other)
    return [sorted(groups[key]) for key in sorted(groups)]


def confidences(
    group: Sequence[int], likeness: Mapping[tuple[int, int], float], tightness: float
) -> list[float]:
    """The `confidence` of each item of a group by its average likeness to the others; 1 for one alone.

    Summed up exactly, so that the order of the items decides nothing.
    """
    if len(group) == 1:
        return [1.0]
    rows = (
        [likeness.get((min(one, other), max(one, other)), 0.0) for other in group if other != one]
        for one in group
    )
    return [confidence(math.fsum(row) / len(row), tightness) for row in rows]


def confidence(average: float, tightness: float) -> float:
    """How sure it is that an item belongs (0 to 1), by its average likeness to the others of its group.

    .5 for one just as like them as `tightness` asks, 1 for one twice as like.
    """
    return round(min(1.0, average / (2 * tightness)), 3)


def _start(count: int, tied: Sequence[str | None]) -> tuple[dict[int, list[int]], dict[int, str]]:
    """Groups by the number of their first item, and the names of those a person has tied."""
    groups: dict[int, list[int]] = {}
    first: dict[str, int] = {}
    for item in range(count):
        name = tied[item] if tied else None
        if name is None:
            groups[item] = [item]
        else:
            groups.setdefault(first.setdefault(name, item), []).append(item)
    return groups, {key: name for name, key in first.items()}


def _join(
    a: int,
    b: int,
    groups: dict[int, list[int]],
    sums: dict[int, dict[int, float]],
    names: dict[int, str],
) -> None:
    """Put group b into group a; sums of likeness add up."""
    groups[a] += groups.pop(b)
    if b in names:
        names[a] = names.pop(b)
    row = sums.pop(b)
    row.pop(a, None)
    sums[a].pop(b, None)
    for other, value in row.items():
        del sums[other][b]
        sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + value
