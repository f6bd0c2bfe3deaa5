"""Memory that was used for one thing, free for the next."""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD = -3
_LARGE = 2**20


def give_back() -> None:
    """Have the C library return what was freed to the system, where it can (glibc); it keeps it otherwise."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return


def map_large_blocks() -> None:
    """Have the C library ask the system for each block of a megabyte and more, and give it back when freed.

    By itself it stops doing so (glibc) once such a block was freed, and keeps them all as its own.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (OSError, AttributeError, TypeError):
        return
