"""Stopping slow work when nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from index.errors import CancelledError
from index.model import Cancelled

_T = TypeVar("_T")

EVERY = 1000
"""How many small steps (some microseconds each) are done between two questions."""


def watched(items: Iterable[_T], cancelled: Cancelled | None, every: int = EVERY) -> Iterable[_T]:
    """The items unchanged, asking before every so many of them; CancelledError when told to stop."""
    return items if cancelled is None else _watched(items, cancelled, every)


def _watched(items: Iterable[_T], cancelled: Cancelled, every: int) -> Iterator[_T]:
    for number, item in enumerate(items):
        if number % every == 0:
            ask(cancelled)
        yield item


def ask(cancelled: Cancelled | None) -> None:
    """CancelledError when told to stop."""
    if cancelled is not None and cancelled():
        raise CancelledError
