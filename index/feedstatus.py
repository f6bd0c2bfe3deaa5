"""How a feed is doing: apart from the other words on feeds, as the reader starts without them."""

from __future__ import annotations

from enum import StrEnum


class FeedStatus(StrEnum):
    """How the last fetch of a feed ended."""

    NEW = "new"
    OK = "ok"
    UNCHANGED = "unchanged"
    DAMAGED = "damaged"
    FAILED = "failed"
    WAITING = "waiting"
    GONE = "gone"
