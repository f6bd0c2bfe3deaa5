"""What a function told of its arguments, kept for the next time they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


class Remembered(dict[_K, _V]):
    """The values of a function by its argument, all forgotten together when they are more than `most`.

    Plain look-ups of a dict: several times quicker than `lru_cache` where `map` asks for many in a row.
    """

    def __init__(self, told: Callable[[_K], _V], most: int) -> None:
        super().__init__()
        self._told = told
        self._most = most

    def __missing__(self, key: _K) -> _V:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._told(key)
        return found
