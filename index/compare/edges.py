"""Pairs of values held to be of one thing, and the rows that they make."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from index.compare.mentions import Mention


@dataclass(frozen=True, slots=True)
class Edge:
    """Two mentions held to be of the same thing, how sure that is (0 to 1), and how they stand."""

    a: Mention
    b: Mention
    score: float
    verdict: str


def joined(edges: Iterable[Edge], go_together: Callable[[Mention, Mention], bool]) -> list[list[Edge]]:
    """Edges, given surest first, joined into groups, never with two values of one article in a group.

    `go_together` says of two mentions that no edge joins whether they may stand in one row.
    """
    of: dict[int, list[Edge]] = {}
    members: dict[int, dict[int, Mention]] = {}
    home: dict[Mention, int] = {}
    for number, edge in enumerate(edges):
        homes = [home.get(m) for m in (edge.a, edge.b)]
        keys = {key for key in homes if key is not None}
        values: dict[int, Mention] = {edge.a.article: edge.a, edge.b.article: edge.b}
        if any(values.setdefault(art, m) != m for key in keys for art, m in members[key].items()):
            continue
        if homes[0] is None or homes[0] != homes[1]:
            one, other = (_side(m, members, home) for m in (edge.a, edge.b))
            if not all(go_together(a, b) for a in one for b in other if (a, b) != (edge.a, edge.b)):
                continue
        group = [edge, *(old for key in keys for old in of.pop(key))]
        for key in keys:
            del members[key]
        of[number], members[number] = group, values
        home.update(dict.fromkeys(values.values(), number))
    return list(of.values())


def _side(
    m: Mention, members: Mapping[int, Mapping[int, Mention]], home: Mapping[Mention, int]
) -> Collection[Mention]:
    """The mentions of the group that one is in: itself alone, if in none."""
    return members[home[m]].values() if m in home else (m,)
