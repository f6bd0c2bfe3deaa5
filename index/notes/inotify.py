"""Linux tells of changes in folders: no file has to be asked whether it changed."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_EVENT = struct.Struct("iIII")
_ASKED = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800
"""Written, mode or times changed, closed, moved out or in, made, deleted; the folder itself gone or moved."""
_ABOUT_FOLDERS = 0x40000000 | 0x2000 | 0x4000 | 0x8000 | 0x800 | 0x400
"""On a folder, unmounted, too many to tell, watch ended, the folder moved or deleted."""
_LEFT = 0x8000 | 0x800
_ONLY_FOLDERS = 0x01000000
# ext, xfs, btrfs, tmpfs, overlay, f2fs, zfs, bcachefs: nobody writes there but through this kernel.
_LOCAL = {
    0xEF53,
    0x58465342,
    0x9123683E,
    0x01021994,
    0x794C7630,
    0xF2F52010,
    0x2FC12FC1,
    0xCA451A4E,
}


class Inotify:
    """The changes of some folders on local disks, by name. To be used by one thread at a time."""

    def __init__(self) -> None:
        """Raises OSError where the system does not tell of changes."""
        if not sys.platform.startswith("linux"):
            raise OSError("the system has no inotify")
        self._libc: Any = ctypes.CDLL(None, use_errno=True)
        self._handle = int(self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        if self._handle < 0:
            raise OSError(ctypes.get_errno(), "inotify is not available")
        self._folders: dict[int, str] = {}

    def __del__(self) -> None:
        self.close()

    @property
    def folders(self) -> set[str]:
        """The folders watched, below their root."""
        return set(self._folders.values())

    def close(self) -> None:
        """Stop being told."""
        handle, self._handle = getattr(self, "_handle", -1), -1
        if handle >= 0:
            os.close(handle)

    def add(self, root: Path, folders: Iterable[str]) -> None:
        """Be told of these folders below `root`. Raises OSError when one is gone, remote, or one too many."""
        for inside in folders:
            path = os.fsencode(root / inside)
            if not _is_local(self._libc, path):
                raise OSError("changes on this file system are not told")
            watch = self._libc.inotify_add_watch(self._handle, path, _ASKED | _ONLY_FOLDERS)
            if watch < 0:
                raise OSError(ctypes.get_errno(), "the folder cannot be watched", os.fsdecode(path))
            self._folders[watch] = inside

    def changes(self) -> set[str] | None:
        """Relative paths of the files something happened to since the last call.

        None when folders came, went or moved, or the system lost count: everything has to be looked at.
        """
        found: set[str] = set()
        whole = False
        while True:
            try:
                told = os.read(self._handle, 1 << 16)
            except BlockingIOError:
                return None if whole else found
            place = 0
            while place < len(told):
                watch, mask, _, size = _EVENT.unpack_from(told, place)
                place += _EVENT.size
                name = os.fsdecode(told[place : place + size].rstrip(b"\0"))
                place += size
                if name.startswith("."):
                    continue
                whole = whole or bool(mask & _ABOUT_FOLDERS) or watch not in self._folders
                found.add(self._folders.get(watch, "") + name)
                if mask & _LEFT:
                    self._folders.pop(watch, None)


class _Statfs(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_long), ("rest", ctypes.c_byte * 512))


def _is_local(libc: Any, path: bytes) -> bool:
    told = _Statfs()
    return not libc.statfs(path, ctypes.byref(told)) and told.kind & 0xFFFFFFFF in _LOCAL
