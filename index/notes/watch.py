"""Noticing that somebody changed the notes, at a price that can be paid every second."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from index.errors import NoteError
from index.notes.walking import walk

_SHARE = 20
_PATIENCE = 0.9


class Watch:
    """A number for the state of a folder. Files are not opened; what is looked at is names, times and sizes.

    A file written in place changes no folder's time, so every file is asked for its own; a look that
    took long is not repeated at once, so that at most a twentieth of the time goes into looking, as
    long as changes are still seen within a second.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._version = 0
        self._again_at = 0.0

    def version(self) -> int:
        """A number that stays the same as long as nothing changed; 0 for a folder that is not there."""
        with self._lock:
            began = time.monotonic()
            if began >= self._again_at:
                try:
                    self._version = _mixed(self._folder)
                except (NoteError, OSError):
                    self._version = -1
                took = time.monotonic() - began
                self._again_at = began + min(_PATIENCE, took * _SHARE)
            return self._version


def _mixed(folder: Path) -> int:
    mixed = 0
    for named in walk(folder):
        mixed ^= hash(named)
    return mixed
