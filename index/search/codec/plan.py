"""Which segments to merge: so few that a search has few to ask, and so seldom that writing stays cheap.

Segments are of four sizes; when there are several of one size, they become one of the next (the tiered
policy of log-structured merge trees). So a document is written three times at most, and a library of any
size has some twenty small segments beside its full ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.search.codec.inverted import MOST_DOCUMENTS

TIERS = (1_000, 10_000, 40_000)
"""Documents below which a segment is of the first, second and third size."""

MOST = 8
"""So many segments of one size are left as they are."""

_MOSTLY_DELETED = 2


def to_merge(sizes: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Groups of segments to write as one each, from their numbers of documents, all and live.

    A segment most of whose documents are deleted is rewritten in any case.
    """
    groups: list[list[int]] = []
    tiers: list[list[int]] = [[] for _ in TIERS]
    for number, (documents, live) in enumerate(sizes):
        tier = next((at for at, bound in enumerate(TIERS) if live < bound), None)
        if tier is not None:
            tiers[tier].append(number)
        elif live * _MOSTLY_DELETED < documents:
            groups.append([number])
    for members in tiers:
        full = _full(members, [live for _, live in sizes])
        if full is not None:
            groups.append(full)
        elif len(members) > MOST:
            groups.append(members)
        else:
            groups += [[one] for one in members if sizes[one][1] * _MOSTLY_DELETED < sizes[one][0]]
    return groups


def _full(members: Sequence[int], live: Sequence[int]) -> list[int] | None:
    """The first of some segments that together are as large as a segment may be, if they are so many."""
    total = 0
    taken: list[int] = []
    for member in members:
        if total + live[member] > MOST_DOCUMENTS:
            return taken if len(taken) > 1 else None
        total += live[member]
        taken.append(member)
    return None
