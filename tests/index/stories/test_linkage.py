"""Average linkage against the definition, by brute force."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from index.stories.linkage import clusters, confidences


def by_definition(count: int, likeness: dict[tuple[int, int], float], bar: float) -> list[list[int]]:
    groups = [[item] for item in range(count)]
    while True:
        best = None
        for a, b in combinations(groups, 2):
            pairs = [likeness.get((min(i, j), max(i, j)), 0.0) for i in a for j in b]
            average = round(sum(pairs) / len(pairs), 9)
            if average >= bar and (best is None or average > best[0]):
                best = (average, a, b)
        if best is None:
            return sorted(groups)
        _, a, b = best
        groups = sorted([*(group for group in groups if group not in (a, b)), sorted(a + b)])


VALUES = st.lists(st.integers(0, 1000), min_size=28, max_size=28)


@given(st.integers(1, 8), VALUES)
def test_it_is_average_linkage(count: int, values: list[int]) -> None:
    pairs = combinations(range(count), 2)
    likeness = {pair: value / 1000 for pair, value in zip(pairs, values, strict=False)}
    assert clusters(count, likeness, 0.4) == by_definition(count, likeness, 0.4)


def test_tied_items_are_together_and_never_with_others_tied() -> None:
    likeness = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9}
    assert clusters(3, likeness, 0.3, ["a", "b", None]) in ([[0, 2], [1]], [[0], [1, 2]])
    assert clusters(3, {}, 0.3, ["a", None, "a"]) == [[0, 2], [1]]


def test_how_sure_an_item_belongs_is_told_by_its_average_likeness() -> None:
    assert confidences([0, 2, 3], {(0, 2): 0.3, (2, 3): 0.9}, 0.3) == [0.25, 1.0, 0.75]
    assert confidences([7], {}, 0.9) == [1.0]
