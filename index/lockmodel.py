"""Pairs of passages that the person locked together, or apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LockKind(StrEnum):
    """What the person said of two passages: they say the same, or are never to be taken for it."""

    SAME = "same"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that holds: ids of two passages of different articles, as their texts are now."""

    a: str
    b: str
    kind: LockKind
