"""A hash table from pieces of text to numbers, asked for many pieces at a time.

A piece of up to 16 bytes is two numbers of eight bytes, its first byte lowest, filled up with zeros. Its own
number is looked up by a hash of them (open addressing with linear probing, Knuth, *The Art of Computer
Programming* 6.4). Pieces are compared whole, so that no two are ever taken for one.
"""

from __future__ import annotations

import secrets
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLUMNS = 2
WIDTH = 8
LONGEST = COLUMNS * WIDTH
"""Bytes of the longest piece."""
KEPT = np.array([(1 << 8 * size) - 1 for size in range(WIDTH + 1)], np.uint64)
"""Masks for the first bytes of a number, by how many there are."""
_FIRST_BITS = 12
_MORE_BITS = 2
_LARGE_BITS = 17
"""A table grows by so many bits until it is that large, then by one."""

Keys = NDArray[np.uint64]


def keys(
    data: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[Keys, NDArray[np.int64], Keys]:
    """Pieces of `data` as `Slots.numbers` takes them; 16 bytes more must follow the last."""
    eights: Keys = np.ndarray((len(data) - WIDTH + 1,), "<u8", data, 0, (1,))
    longer = np.flatnonzero(sizes >= WIDTH)
    first = eights[starts]
    first &= KEPT.take(np.minimum(sizes, WIDTH))
    second = eights[starts[longer] + WIDTH]
    second &= KEPT.take(sizes[longer] - WIDTH)
    return first, longer, second


class Slots:
    """The numbers of pieces, from 1 on, as they come; 0 is none.

    Of every slot there are the eight first bytes of its piece, the next eight, and its number.
    """

    def __init__(self) -> None:
        self._odd, self._odd_second, self._odd_last = (
            np.uint64(secrets.randbits(64) | 1) for _ in range(COLUMNS + 1)
        )
        self._make(_FIRST_BITS)
        self.size = 1
        """One more than the highest number."""
        self._there = 0

    def _make(self, bits: int) -> None:
        self._bits = bits
        self._first, self._second = np.zeros((COLUMNS, 1 << bits), np.uint64)
        self._numbers = np.zeros(1 << bits, np.uint32)

    def numbers(self, first: Keys, longer: NDArray[np.int64], second: Keys) -> NDArray[np.uint32]:
        """The number of each piece; new ones get one.

        `second` is what follows in those pieces, at `longer`, that have eight bytes and more.
        """
        slots = self._slots(first, second, longer)
        differ = self._first.take(slots) != first
        differ[longer] |= self._second.take(slots[longer]) != second
        found = self._numbers.take(slots)
        left = np.flatnonzero(differ)
        whole = np.zeros(len(first), np.uint64)
        whole[longer] = second
        self._search(found, left, first[left], whole[left], slots[left])
        return found

    def _search(
        self,
        found: NDArray[np.uint32],
        left: NDArray[np.int64],
        first: Keys,
        second: Keys,
        slots: NDArray[np.int64],
    ) -> None:
        """The same for those pieces, `left`, that are not in their own slots; to `found`."""
        while len(left):
            numbers = self._numbers.take(slots)
            free = np.flatnonzero(numbers == 0)
            if len(free):
                own = self._claimed(slots[free])
                if 2 * (self._there + len(own)) > len(self._numbers):
                    self._numbers[slots[free]] = 0
                    self._grow()
                    slots = self._slots(first, second)
                    continue
                added = free[own]
                taken = slots[added]
                self._numbers[taken] = np.arange(self.size, self.size + len(added), dtype=np.uint32)
                self._first[taken], self._second[taken] = first[added], second[added]
                self.size += len(added)
                self._there += len(added)
                numbers[free] = self._numbers[slots[free]]
            other = self._first.take(slots) != first
            other |= self._second.take(slots) != second
            found[left] = numbers
            at = np.flatnonzero(other)
            left, first, second, slots = left[at], first[at], second[at], slots[at]
            slots += 1
            slots &= len(self._numbers) - 1

    def _claimed(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of several that want free slots have got theirs: the one that was last to say so."""
        every = np.arange(1, len(slots) + 1, dtype=np.uint32)
        self._numbers[slots] = every
        return np.flatnonzero(self._numbers[slots] == every)

    def _slots(self, first: Keys, second: Keys, longer: Any = slice(None)) -> NDArray[np.int64]:
        """The slots that pieces would be in if these were empty; `second` is that of those at `longer`."""
        mixed = first * self._odd
        mixed[longer] ^= second * self._odd_second
        mixed ^= mixed >> np.uint64(32)
        mixed *= self._odd_last
        mixed >>= np.uint64(64 - self._bits)
        return mixed.view(np.int64)

    def reserve(self) -> int:
        """A number for a piece that is not kept here."""
        self.size += 1
        return self.size - 1

    def pieces(self, first: int = 0) -> Keys:
        """The pieces from number `first` on, a row of two numbers each; zeros for one not kept here."""
        there = np.flatnonzero(self._numbers >= max(first, 1))
        found = np.zeros((self.size - first, COLUMNS), np.uint64)
        at = self._numbers[there] - np.uint32(first)
        found[at, 0], found[at, 1] = self._first[there], self._second[there]
        return found

    def _grow(self) -> None:
        there = np.flatnonzero(self._numbers)
        # Of those for one slot the last has it: that is to be the one met first, as it will come most often.
        there = there[np.argsort(self._numbers[there])[::-1]]
        first, second, numbers = self._first[there], self._second[there], self._numbers[there]
        self._make(self._bits + (_MORE_BITS if self._bits < _LARGE_BITS - 1 else 1))
        slots, left = self._slots(first, second), np.arange(len(there))
        while len(left):
            free = left[self._numbers[slots[left]] == 0]
            self._numbers[slots[free]] = numbers[free]
            left = left[self._numbers[slots[left]] != numbers[left]]
            slots[left] = (slots[left] + 1) & (len(self._numbers) - 1)
        self._first[slots], self._second[slots] = first, second
