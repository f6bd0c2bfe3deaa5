"""What the person said of pairs of passages goes before what the aligner thinks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.compare.coverage import Chance
from index.compared import BY_YOU, Link, LinkKind
from index.lockmodel import Lock, LockKind


def links(found: Sequence[Link], locks: Sequence[Lock]) -> tuple[Link, ...]:
    """The links with locked pairs first, sure of themselves, and without those that are kept apart."""
    if not locks:
        return tuple(found)
    decided = _decided(locks)
    made = (
        Link(one.a, one.b, 1.0, LinkKind.SAME, BY_YOU)
        for one in decided.values()
        if one.kind is LockKind.SAME
    )
    return (*made, *(link for link in found if frozenset((link.a, link.b)) not in decided))


def echoes(found: Iterable[tuple[str, str]], locks: Sequence[Lock]) -> tuple[tuple[str, str], ...]:
    """Pairs that are alike, without those that are kept apart."""
    never = {pair for pair, lock in _decided(locks).items() if lock.kind is LockKind.NEVER}
    return tuple(pair for pair in found if frozenset(pair) not in never)


def chances(found: Iterable[Chance], locks: Sequence[Lock]) -> list[Chance]:
    """Pairs with the chance that they say the same: 1 for those that are locked, without those kept apart."""
    decided = _decided(locks)
    made = [(lock.a, lock.b, 1.0) for lock in decided.values() if lock.kind is LockKind.SAME]
    return [*made, *(one for one in found if frozenset(one[:2]) not in decided)]


def _decided(locks: Iterable[Lock]) -> dict[frozenset[str], Lock]:
    """The last word on each pair: a revision may have left one sentence where two had been locked."""
    return {frozenset((lock.a, lock.b)): lock for lock in locks}
