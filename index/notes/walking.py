"""The files of a folder of notes, as they lie there: names, times and sizes, nothing opened."""

from __future__ import annotations

import contextlib
import os
import stat as modes
from collections.abc import Iterator
from pathlib import Path

Signature = tuple[int, int, int, int]
"""Time of change, size, time of the entry's change, and number of the file."""

SUFFIX = ".md"
_MAX_DEPTH = 12


def signature_of(status: os.stat_result) -> Signature:
    """What tells a file from itself after it was written again, in place or anew."""
    return status.st_mtime_ns, status.st_size, status.st_ctime_ns, status.st_ino


def note_at(path: Path) -> Signature | None:
    """The signature of one file; None when it is gone, or is no regular file."""
    with contextlib.suppress(OSError):
        status = path.stat()
        if modes.S_ISREG(status.st_mode):
            return signature_of(status)
    return None


def walk(
    folder: Path, folders: list[str] | None = None, links: list[str] | None = None
) -> Iterator[tuple[str, Signature]]:
    """Relative path and signature of every note file; a folder that is not there has none.

    The relative paths of the folders looked into are added to `folders`, of notes that are links to `links`.

    Files and folders whose names begin with a dot are left out, and so is what is no regular file.
    Raises OSError when a folder cannot be listed.
    """
    stack = [("", 0)]
    while stack:
        inside, depth = stack.pop()
        if folders is not None:
            folders.append(inside)
        try:
            listing = os.scandir(folder / inside)
        except FileNotFoundError:
            continue
        with listing:
            for entry in listing:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if depth < _MAX_DEPTH:
                        stack.append((f"{inside}{entry.name}/", depth + 1))
                elif entry.name.lower().endswith(SUFFIX):
                    if links is not None and entry.is_symlink():
                        links.append(inside + entry.name)
                    with contextlib.suppress(OSError):
                        status = entry.stat()
                        if modes.S_ISREG(status.st_mode):
                            yield inside + entry.name, signature_of(status)
