"""Looking at a folder of notes for changes, at a price that can be paid every second."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from index.notes.walking import Signature, walk

_SHARE = 20
_PATIENCE = 0.9
_QUICK = 0.005


class Watch:
    """The files of one folder as they lie there. Nothing is opened: names, times and sizes are looked at.

    A file written in place changes no folder's time, so every file has to be asked for its own. In a
    folder so large that this is felt it is done so seldom that it takes a twentieth of the time, and
    within a second all the same; that files came, went or were renamed is seen at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: Mapping[str, Signature] = {}
        self._folders: dict[str, int] = {}
        self._version = 0
        self._again_at = 0.0
        self._lock = threading.Lock()

    def version(self) -> int:
        """A number that stays the same as long as nothing changes."""
        with contextlib.suppress(OSError):
            self.files()
        return self._version

    def files(self, *, fresh: bool = False) -> Mapping[str, Signature]:
        """Relative path and signature of every note file; the same object as long as nothing changed.

        `fresh` looks at every file now. Raises OSError when the folder cannot be listed.
        """
        with self._lock:
            began = time.monotonic()
            folders: list[str] = []
            if fresh or began >= self._again_at or self._folders != self._times():
                found = dict(walk(self._folder, folders))
                took = time.monotonic() - began
                self._again_at = began + (min(_PATIENCE, took * _SHARE) if took > _QUICK else 0.0)
                self._folders = {inside: _time(self._folder / inside) for inside in folders}
                if found != self._files:
                    self._files = found
                    self._version += 1
            return self._files

    def _times(self) -> dict[str, int]:
        return {inside: _time(self._folder / inside) for inside in self._folders}


def _time(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
