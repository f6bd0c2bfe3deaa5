"""Memory that was used for one thing, free for the next."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

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


def of_files() -> int:
    """How many bytes of files this process has mapped and in memory; 0 where that cannot be known."""
    if not sys.platform.startswith("linux"):
        return 0
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[2]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
