"""Two revisions of one article held against each other, passage by passage. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from index.model import Article, Passage
from index.words import fold, tokens

if TYPE_CHECKING:
    from index.compared import Comparison, Link

ALIKE = 0.5
"""How much of their words two passages must share for one to be the other reworded (0 to 1)."""


class Edit(StrEnum):
    """What a passage is, seen from the other revision."""

    REWORDED = "reworded"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Edition:
    """`pairs` are (older, newer) passages, `edits` what is changed about passages of either revision."""

    pairs: tuple[tuple[str, str], ...]
    edits: dict[str, Edit]


def edition(older: Article, newer: Article) -> Edition:
    """Which passages of two revisions are the same, reworded, or in one of them only."""
    left, right = older.passages, newer.passages
    matcher = SequenceMatcher(None, [_plain(p) for p in left], [_plain(p) for p in right], autojunk=False)
    pairs: list[tuple[str, str]] = []
    edits: dict[str, Edit] = {}
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            pairs += [(x.id, y.id) for x, y in zip(left[a:b], right[c:d], strict=True)]
        else:
            reworded = _reworded(left[a:b], right[c:d])
            pairs += reworded
            kept = {name for pair in reworded for name in pair}
            edits |= {p.id: Edit.REWORDED if p.id in kept else Edit.ONLY for p in (*left[a:b], *right[c:d])}
    return Edition(tuple(pairs), edits)


def _plain(passage: Passage) -> str:
    return fold(" ".join(passage.text.split()))


def _reworded(left: Sequence[Passage], right: Sequence[Passage]) -> list[tuple[str, str]]:
    """The pairs that are alike, in order; each passage at most once."""
    found: list[tuple[str, str]] = []
    words = [list(tokens(one.text)) for one in right]
    start = 0
    for one in left:
        mine = list(tokens(one.text))
        best, place = 0.0, -1
        for number in range(start, len(right)):
            ratio = SequenceMatcher(None, mine, words[number], autojunk=False).ratio()
            if right[number].role is one.role and ratio > best:
                best, place = ratio, number
        if best >= ALIKE:
            found.append((one.id, right[place].id))
            start = place + 1
    return found


def with_editions(comparison: Comparison, editions: Sequence[Edition]) -> Comparison:
    """The comparison with links between revisions; an older passage has the partners of its newer one."""
    if not editions:
        return comparison
    from index.compared import Link, LinkKind

    made: list[Link] = []
    for one in editions:
        for old, new in one.pairs:
            made.append(Link(old, new, 1.0, LinkKind.SAME, "an earlier version"))
            for link in comparison.partners.get(new, ()):
                other = link.b if link.a == new else link.a
                made.append(Link(old, other, link.score, link.kind, link.reason))
    return replace(comparison, links=(*comparison.links, *made))
