"""The index folder on disk: its lock, its commits, and what to do with files that are not ours.

A commit writes new files under new names, makes them durable, and then replaces the manifest; until
that moment the old state is complete, and after it the new one is. Files that no manifest names are
leftovers of a crash and are swept by the next writer.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import CancelledError, SearchError
from index.files import TEMP_PREFIX, TEMP_SUFFIX, sync_folder
from index.model import Cancelled
from index.search import trust
from index.search.codec.naming import DELETED, SEGMENT, Named
from index.search.codec.sections import FORMAT
from index.search.schema import VERSION
from index.search.trust import Manifest, OutdatedError, UntrustedError

LOCK = "lock"
ASIDE = "set-aside"
_OURS = (LOCK, ASIDE, trust.MANIFEST)
MADE_BY = f"bylines {VERSION}, format {FORMAT}"
_POLL = 0.05
_LEFTOVER = re.compile(rf".*(?:{re.escape(SEGMENT)}|{re.escape(DELETED)})$|_?MAIN_|\.bylines-.*\.tmp$")
"""What a crash can leave; and what an older version wrote by Whoosh's codec."""


class IndexFolder:
    """The folder of one library's index."""

    def __init__(self, path: Path, key: bytes, library: str) -> None:
        self.path = path
        self._manifest = os.fspath(path / trust.MANIFEST)
        self._key = key
        self._library = library
        self._threads = threading.Lock()
        self._moved = True
        """Whether files had other times or places than recorded when they were last read."""

    def stamp(self) -> tuple[int, int, int]:
        """Changes with every commit by any process; costs one stat."""
        try:
            status = os.lstat(self._manifest)
        except OSError:
            return (0, 0, 0)
        return (status.st_mtime_ns, status.st_ino, status.st_size)

    @contextlib.contextmanager
    def locked(self, wait: float, cancelled: Cancelled | None = None) -> Iterator[None]:
        """Hold the writer's lock, shared by all processes.

        Raises SearchError when it is not free within `wait` seconds, CancelledError.
        """
        deadline = time.monotonic() + wait
        self.path.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        held = False
        try:
            while not (held := self._threads.acquire(blocking=False)) or not _try_lock(handle):
                if held:
                    self._threads.release()
                    held = False
                if cancelled is not None and cancelled():
                    raise CancelledError
                if time.monotonic() >= deadline:
                    raise SearchError(
                        "the search index is being written by another bylines",
                        where=str(self.path),
                        do="try again when it has finished",
                    )
                time.sleep(_POLL)
            yield
        finally:
            os.close(handle)  # gives the file lock back
            if held:
                self._threads.release()

    def read(self, *, thorough: bool = False) -> Manifest | None:
        """The committed state, its files verified; None for an empty or missing folder.

        Raises UntrustedError when what is there must not be opened.
        """
        manifest = trust.read(self.path, self._key)
        if manifest is None:
            if any(self._foreign()):
                raise UntrustedError("it has no manifest")
            return None
        if manifest.made_by != MADE_BY:
            raise OutdatedError("it was made by another version")
        if manifest.library != self._library:
            raise UntrustedError("it belongs to another library")
        verified = trust.verify(self.path, manifest, thorough=thorough)
        self._moved = verified != manifest
        return verified

    def is_whole(self, manifest: Manifest | None) -> bool:
        """Whether all files of a state are there, byte for byte as they were written."""
        try:
            found = self.read(thorough=True)
        except (UntrustedError, OSError):
            return False
        return manifest is not None and found is not None and found.segments == manifest.segments

    def begin(self, manifest: Manifest | None) -> Manifest:
        """Make the folder ready for a writer, who holds the lock: sign an empty start, sweep leftovers."""
        if manifest is None or not manifest.files:
            manifest = manifest or Manifest(made_by=MADE_BY, library=self._library)
            trust.write(self.path, manifest, self._key)
        for entry in list(self.path.iterdir()):
            if _LEFTOVER.match(entry.name) and entry.name not in manifest.files and not _is_in_use(entry):
                _remove(entry)
        return manifest

    def empty(self) -> None:
        """Forget what is indexed; files that are not known to be ours are set aside. Raises OSError."""
        try:
            self.read()
        except UntrustedError:
            self.set_aside()
        self.begin(Manifest(made_by=MADE_BY, library=self._library))

    def commit(
        self, old: Manifest, segments: Sequence[Named], upto: int, *, lasting: bool = True
    ) -> Manifest:
        """Make `segments`, whose files are on the disk, the state of the index, durably.

        What need not be `lasting` is at once the state for all, but after a power failure the old state may
        stand, and be whole. Raises OSError, and the old state stands.
        """
        wanted = {name for segment in segments for name in segment.files}
        files = {name: mark for name, mark in old.files.items() if name in wanted}
        for name in wanted - files.keys():
            files[name] = trust.mark(self.path / name)
        sync_folder(self.path)
        manifest = Manifest(old.generation + 1, upto, MADE_BY, self._library, files, tuple(segments))
        unused = old.files.keys() - wanted
        # What the old state needs goes only when that can never come back.
        trust.write(self.path, manifest, self._key, lasting=lasting or bool(unused))
        for name in unused:
            _remove(self.path / name)
        return manifest

    def forget(self, names: Iterable[str]) -> None:
        """Remove files that were made for a commit that failed; one that went through has them named.

        Whether it did is asked of the disk.
        """
        try:
            manifest = trust.read(self.path, self._key)
        except UntrustedError:
            return
        for name in names:
            if manifest is None or name not in manifest.files:
                _remove(self.path / name)

    @contextlib.contextmanager
    def private(self) -> Iterator[Path]:
        """A folder inside for files in the making; it goes when this process does, or with the next sweep."""
        self.path.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=TEMP_PREFIX, suffix=TEMP_SUFFIX, dir=self.path))
        handle = os.open(made / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _try_lock(handle)
            yield made
        finally:
            os.close(handle)
            _remove(made)

    def keep_marks(self, verified: Manifest) -> None:
        """After a copy or restore, record the files' new times, so that they need no more hashing.

        Does nothing when a writer is at work, or when all is as recorded.
        """
        if not self._moved:
            return
        try:
            with self.locked(0.0):
                current = trust.read(self.path, self._key)
                same = current is not None and current.generation == verified.generation
                if current != verified and same:
                    trust.write(self.path, verified, self._key)
        except (SearchError, UntrustedError, OSError):
            return  # a folder that cannot be written, or is being written, is hashed again next time

    def set_aside(self) -> Path | None:
        """Move everything but the lock into a subfolder, by name only; None when there was nothing.

        Only the latest is kept, as it may be large. Raises OSError.
        """
        names = self._foreign()
        if os.path.lexists(self.path / trust.MANIFEST):
            names.append(trust.MANIFEST)
        if not names:
            return None
        aside = self.path / ASIDE
        _remove(aside)
        aside.mkdir()
        for name in names:
            (self.path / name).rename(aside / name)
        return aside

    def _foreign(self) -> list[str]:
        """The names in the folder other than the lock, the manifest and what was set aside."""
        try:
            names = [entry.name for entry in self.path.iterdir()]
        except FileNotFoundError:
            return []
        return sorted(name for name in names if name not in _OURS and not _is_temp(name))


def _is_temp(name: str) -> bool:
    return name.startswith(".bylines-")


def _is_in_use(path: Path) -> bool:
    """Whether a folder is one that a process has as its `private`."""
    try:
        handle = os.open(path / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return _try_lock_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _try_lock_windows(handle: int) -> bool:
    import importlib

    msvcrt: Any = importlib.import_module("msvcrt")
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def _remove(path: Path) -> None:
    """Remove a file, link or folder if it is there; what cannot be removed is left for the next sweep."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
