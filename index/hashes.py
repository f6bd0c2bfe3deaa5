"""A table of numbers that takes little memory however many there are: 16 bytes a place, and no objects."""

from __future__ import annotations

from array import array

_LEAST = 1 << 10
MASK = (1 << 62) - 1
"""The bits of a number that are kept."""


class Hashes:
    """Numbers by the hashes they belong to, by open addressing with linear probing (Knuth, vol. 3, 6.4).

    A dictionary takes 130 bytes for each, as every number is an object of its own there.
    """

    def __init__(self) -> None:
        self._keys = array("q", bytes(8 * _LEAST))
        self._values = array("q", bytes(8 * _LEAST))
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: int) -> bool:
        return self._keys[self._slot(_inside(key))] != 0

    def setdefault(self, key: int, value: int) -> int:
        """The number that a hash has, in 62 bits; `value` from now on if it has none."""
        key, value = _inside(key), value & MASK
        at = self._slot(key)
        if self._keys[at]:
            return self._values[at]
        self._keys[at], self._values[at] = key, value
        self._size += 1
        if 3 * self._size > 2 * len(self._keys):
            self._grow()
        return value

    def _slot(self, key: int) -> int:
        """Where a hash is, or belongs."""
        keys, last = self._keys, len(self._keys) - 1
        at = key & last
        while keys[at] and keys[at] != key:
            at = (at + 1) & last
        return at

    def _grow(self) -> None:
        before = self._keys, self._values
        size = 2 * len(self._keys)
        self._keys, self._values = array("q", bytes(8 * size)), array("q", bytes(8 * size))
        for key, value in zip(*before, strict=True):
            if key:
                at = self._slot(key)
                self._keys[at], self._values[at] = key, value


def _inside(key: int) -> int:
    """A hash as a key: 62 bits, and never 0, which says that a place is free."""
    return (key & MASK) or 1
