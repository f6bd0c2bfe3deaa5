"""Notes being written, kept against a crash of the reader, and given back afterwards.

Each reader has a session: a random name and a lock that the system lets go of when the process ends,
however it ends. A draft whose session is locked is still being written; any other was left behind
and belongs to the first reader that asks for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from index import files
from index.errors import NoteError
from index.model import Problem
from index.notemodel import NoteDraft
from index.notes import notefile

_MOST = 500
_DO = "check the disk's space and the folder's permissions"


class Drafts:
    """The drafts of one library. May be called from any thread; the first `keep` makes the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._session = secrets.token_hex(8)
        self._lock_handle: int | None = None
        self._kept: dict[str, bytes] = {}
        self._recovered: dict[str, NoteDraft] = {}
        self._lock = threading.RLock()

    def keep(self, draft: NoteDraft) -> None:
        """Write a draft durably, in place of the one kept before under its key; an empty one is dropped.

        Raises NoteError when it cannot be written, is longer than a note may be, or when hundreds of
        drafts wait already; the draft kept before is then intact.
        """
        with self._lock:
            if not draft.text.strip() and not draft.title.strip():
                self.drop(draft.key)
                return
            self._recovered.pop(draft.key, None)
            raw = _write(draft)
            if len(raw) > notefile.MAX_NOTE:
                raise NoteError("the draft is too long to be kept", where=draft.key, do="save the note now")
            if self._kept.get(draft.key) == raw:
                return
            try:
                self._begin()
                path = self._path(draft.key)
                if not path.exists() and sum(1 for _ in self.folder.glob("*.json")) >= _MOST:
                    raise NoteError(
                        "too many drafts are kept", where=str(self.folder), do="save or drop some"
                    )
                files.replace_atomically(path, raw)
            except OSError as error:
                what = f"the draft cannot be kept: {error.strerror or error}"
                raise NoteError(what, where=str(self.folder), do=_DO) from error
            self._kept[draft.key] = raw

    def drop(self, key: str) -> None:
        """Forget a draft, because it was saved or is not wanted; nothing happens when there is none."""
        with self._lock:
            self._kept.pop(key, None)
            self._recovered.pop(key, None)
            with contextlib.suppress(OSError):
                self._path(key).unlink()

    def left(self) -> list[NoteDraft]:
        """The drafts that ended readers left behind, newest first; from now on they are this reader's.

        Each is given to one reader only, and to that one until it is dropped or kept anew.
        """
        with self._lock:
            if self.folder.is_dir():
                with contextlib.suppress(OSError):
                    for session in self._sessions():
                        self._take_over(session)
            return sorted(self._recovered.values(), key=lambda draft: (draft.saved, draft.key), reverse=True)

    def problems(self) -> list[Problem]:
        """Files among the drafts that are none."""
        if not self.folder.is_dir():
            return []
        return [
            Problem(str(path), "is no draft that can be read", "look what it holds, then remove it")
            for path in sorted(self.folder.glob("*.json"))
            if _read(path) is None and path.exists()
        ]

    def close(self) -> None:
        """End the session; drafts that are still kept wait for the next reader."""
        with self._lock:
            if self._lock_handle is None:
                return
            if not any(self.folder.glob(f"{self._session}.*.json")):
                with contextlib.suppress(OSError):
                    self._lock_path(self._session).unlink()
            os.close(self._lock_handle)
            self._lock_handle = None

    def _path(self, key: str) -> Path:
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:24]
        return self.folder / f"{self._session}.{digest}.json"

    def _lock_path(self, session: str) -> Path:
        return self.folder / f"{session}.lock"

    def _begin(self) -> None:
        """Make the folder, and lock this session in it, before its first draft is seen there."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._lock_handle is None:
            self._lock_handle = os.open(self._lock_path(self._session), os.O_CREAT | os.O_RDWR, 0o600)
            _try_lock(self._lock_handle)
            files.sweep(self.folder)

    def _sessions(self) -> list[str]:
        """The names of the other sessions that have drafts."""
        names = {path.name.partition(".")[0] for path in self.folder.glob("*.json")}
        return sorted(names - {self._session})

    def _take_over(self, session: str) -> None:
        """Take a dead session's drafts; its lock is held meanwhile, so that one reader alone gets them."""
        with _dead(self._lock_path(session)) as dead:
            if not dead:
                return
            self._begin()
            for path in sorted(self.folder.glob(f"{session}.*.json")):
                draft = _read(path)
                if draft is not None:
                    self._adopt(path, draft)
            if not any(self.folder.glob(f"{session}.*.json")):
                with contextlib.suppress(OSError):
                    self._lock_path(session).unlink()

    def _adopt(self, path: Path, draft: NoteDraft) -> None:
        if any(_same(draft, other) for other in self._recovered.values()):
            path.unlink()
            return
        if draft.key in self._recovered or draft.key in self._kept:
            # Two readers wrote on one note; neither text may take the other's place.
            draft = replace(draft, key=f"{draft.key}+{secrets.token_hex(4)}")
            files.replace_atomically(self._path(draft.key), _write(draft))
            path.unlink()
        else:
            path.rename(self._path(draft.key))
        self._recovered[draft.key] = draft


def _same(one: NoteDraft, other: NoteDraft) -> bool:
    return replace(one, key="", saved="") == replace(other, key="", saved="")


def _write(draft: NoteDraft) -> bytes:
    return json.dumps(asdict(draft)).encode()


def _read(path: Path) -> NoteDraft | None:
    """The draft in a file; None when the file is damaged or no draft."""
    try:
        if path.stat().st_size > 2 * notefile.MAX_NOTE:
            return None
        found = json.loads(path.read_bytes())
        texts = {name: found[name] for name in ("key", "title", "text", "stamp", "saved")}
        optional = {name: found[name] for name in ("note", "story")}
        passages = found["passages"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(passages, list):
        return None
    if not all(text is None or isinstance(text, str) for text in optional.values()):
        return None
    return NoteDraft(**texts, **optional, passages=tuple(map(str, passages)))


def _try_lock(handle: int) -> bool:
    """Whether the lock was free; True where there are no locks: a draft shown twice is no loss."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextlib.contextmanager
def _dead(lock: Path) -> Iterator[bool]:
    """Whether nobody holds this lock; if so it is held until the end of the block."""
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield _try_lock(handle)
    finally:
        os.close(handle)
