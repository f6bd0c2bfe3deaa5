"""The names of terms (see `codec.written`) put in order, as numbers as far as they are short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 24
"""Bytes of a short name; it does not end in a zero byte."""
_COLUMNS = LONGEST // 8
KIND = np.dtype((np.bytes_, LONGEST))

Ranks = NDArray[np.int64]


def is_short(name: bytes) -> bool:
    """Whether a name may be among the short ones."""
    return len(name) <= LONGEST and not name.endswith(b"\0")


@dataclass(frozen=True, slots=True)
class Names:
    """Some names, `count` in all: those that are `short`, and where they are; and the others likewise."""

    count: int
    short: NDArray[Any]
    short_at: Ranks
    long: Sequence[bytes]
    long_at: Ranks

    @classmethod
    def of(cls, names: Sequence[bytes]) -> Names:
        """Names that Python has."""
        every = np.arange(len(names))
        are = np.fromiter(map(is_short, names), np.bool_, len(names))
        short = np.array([names[at] for at in every[are].tolist()], KIND)
        return cls(len(names), short, every[are], [names[at] for at in every[~are].tolist()], every[~are])

    def listed(self) -> list[bytes]:
        """The names."""
        return _listed(self.count, self.short, self.short_at, self.long, self.long_at)


def in_one_order(each: Sequence[Names]) -> tuple[list[bytes], list[Ranks]]:
    """All names once and in order; and for each of some collections of names the places of its own."""
    short = np.concatenate([np.empty(0, KIND), *(names.short for names in each)])
    order = _order(short.view(">u8").reshape(-1, _COLUMNS).T.astype(np.uint64))
    short = short[order]
    new = np.append(True, short[1:] != short[:-1])[: len(short)]
    among_short = np.empty(len(short), np.int64)
    among_short[order] = np.cumsum(new) - 1
    short = short[new]
    long = sorted({name for names in each for name in names.long})
    # One that is longer comes after that which it begins with.
    before = short.searchsorted(np.array([name[:LONGEST] for name in long], KIND), "right")
    long_at = before + np.arange(len(long))
    short_at = np.delete(np.arange(len(short) + len(long)), long_at)
    place = dict(zip(long, long_at.tolist(), strict=True))
    ranks, done = [], 0
    for names in each:
        rank = np.empty(names.count, np.int64)
        own = among_short[done : done + len(names.short)]
        done += len(own)
        rank[names.short_at] = short_at[own]
        rank[names.long_at] = [place[name] for name in names.long]
        ranks.append(rank)
    return _listed(len(short) + len(long), short, short_at, long, long_at), ranks


def _listed(
    count: int, short: NDArray[Any], short_at: Ranks, long: Sequence[bytes], long_at: Ranks
) -> list[bytes]:
    all_ = np.empty(count, np.object_)
    all_[short_at] = short.tolist()
    all_[long_at] = long
    return list(all_.tolist())


def _order(columns: NDArray[np.uint64]) -> Ranks:
    """The order of rows by their columns; most of them differ in the first."""
    order = np.argsort(columns[0])
    first = columns[0][order]
    equal = first[1:] == first[:-1]
    ties = np.flatnonzero(np.append(False, equal) | np.append(equal, False))
    some = order[ties]
    order[ties] = some[np.lexsort([column[some] for column in reversed(columns)])]
    return order
