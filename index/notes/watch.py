"""Looking at a folder of notes for changes, at a price that can be paid several times a second."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.notes.walking import SUFFIX, Signature, note_at, walk

if TYPE_CHECKING:
    from index.notes.inotify import Inotify

_SHARE = 10
_PATIENCE = 0.4
_QUICK = 0.005
_TRUSTED = 30.0


class Watch:
    """The files of one folder as they lie there. Nothing is opened: names, times and sizes are looked at.

    Where the system tells of changes, only the files it names are looked at, and all of them every half
    minute. Elsewhere every file has to be asked for its time, as one written in place changes no folder's:
    in a folder so large that this is felt, so seldom that it takes a tenth of the time, and within half
    a second all the same; that files came, went or were renamed is seen at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: Mapping[str, Signature] = {}
        self._folders: dict[str, int] = {}
        self._links: list[str] = []
        self._looked = False
        self._root: tuple[int, int] | None = None
        self._version = 0
        self._again_at = 0.0
        self._told: Inotify | None = None
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
            due = fresh or time.monotonic() >= self._again_at or self._root != _identity(self._folder)
            if due or self._told is None:
                if due or self._folders != self._times():
                    self._look_at_all()
                return self._files
            changed = self._told.changes()
            if changed is None:
                self._look_at_all()
            else:
                # Of a link the system tells nothing when the file it leads to is written.
                self._look_at(changed.union(self._links))
            return self._files

    def _look_at(self, names: Iterable[str]) -> None:
        found: dict[str, Signature] | None = None
        for name in names:
            now = note_at(self._folder / name) if name.lower().endswith(SUFFIX) else None
            if now != self._files.get(name):
                found = dict(self._files) if found is None else found
                if now is None:
                    found.pop(name, None)
                else:
                    found[name] = now
        if found is not None:
            self._keep(found)

    def _look_at_all(self) -> None:
        began = time.monotonic()
        root = _identity(self._folder)
        if root != self._root:
            self._root = root
            self._deaf()
        # Who looks only once, as a command does, need not be told of anything.
        looked_before, self._looked = self._looked, True
        if looked_before:
            self._listen(set(self._folders))
        folders, found = self._walked()
        if looked_before and self._listen(set(folders)):
            # What happened in the new folders between looking and listening is seen now.
            folders, found = self._walked()
        took = time.monotonic() - began
        quick = 0.0 if took <= _QUICK else min(_PATIENCE, took * _SHARE)
        self._again_at = began + (_TRUSTED if self._told is not None else quick)
        self._folders = {inside: _time(self._folder / inside) for inside in folders}
        self._keep(found)

    def _walked(self) -> tuple[list[str], dict[str, Signature]]:
        if self._told is not None:
            self._told.changes()
        folders: list[str] = []
        self._links = []
        found = dict(walk(self._folder, folders, self._links))
        return folders, found

    def _listen(self, folders: set[str]) -> bool:
        """Ask the system to tell of changes in exactly these folders; False when it does already."""
        from index.notes.inotify import Inotify

        if self._told is not None and folders == self._told.folders:
            return False
        self._deaf()
        with contextlib.suppress(OSError):
            told = Inotify()
            told.add(self._folder, folders)
            self._told = told
            return True
        return False

    def _deaf(self) -> None:
        if self._told is not None:
            self._told.close()
            self._told = None

    def _keep(self, found: Mapping[str, Signature]) -> None:
        if found != self._files:
            self._files = found
            self._version += 1

    def _times(self) -> dict[str, int]:
        return {inside: _time(self._folder / inside) for inside in self._folders}


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another that was put in its place."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _time(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
