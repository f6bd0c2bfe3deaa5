"""Memory that was used for one thing, free for the next."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """Have the C library return what was freed to the system, where it can (glibc); it keeps it otherwise."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return
