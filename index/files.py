"""Writing files so that a crash, a full disk or a kill leaves the old content or the new, never a mix."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

TEMP_PREFIX = ".bylines-"
TEMP_SUFFIX = ".tmp"


def replace_atomically(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Make `data` the content of `path`, durably; the file is created when it does not exist.

    Unless it is to be `lasting` from now on: then a power failure may bring the old content back.

    A symlink stays a symlink (the file it points to is replaced); the mode is kept, and the owner
    where the system allows it. Raises OSError, also for what is no regular file, and then the old content
    is untouched.
    """
    target = Path(os.path.realpath(path))
    old = _status(target)
    if old is not None and not (stat.S_ISREG(old.st_mode) or stat.S_ISDIR(old.st_mode)):
        # A rename would put a file in the place of a pipe, or of /dev/null.
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file", str(target))
    if old is not None and not os.access(target, os.W_OK):
        # The folder's permission would be enough for the rename, but a file made read-only is meant to stay.
        raise PermissionError(13, "the file is read-only", str(target))
    temp = _write_beside(target, data, old)
    try:
        Path(temp).replace(target)
    except OSError:
        _forget(temp)
        raise
    if lasting:
        sync_folder(target.parent)


def create_atomically(path: Path, data: bytes) -> None:
    """Create `path` with `data`, durably, and never over another file; FileExistsError if it is there."""
    temp = _write_beside(path, data, None)
    try:
        try:
            os.link(temp, path)
        except FileExistsError:
            raise
        except OSError:
            # File systems without hard links: reserve the name first, then put the content over it.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            Path(temp).replace(path)
    finally:
        _forget(temp)
    sync_folder(path.parent)


def sweep(folder: Path, older_than: float = 3600.0) -> None:
    """Remove the temporary files that killed processes left in a folder, if older than so many seconds."""
    oldest = time.time() - older_than
    with contextlib.suppress(OSError), os.scandir(folder) as listing:
        for entry in listing:
            if entry.name.startswith(TEMP_PREFIX) and entry.name.endswith(TEMP_SUFFIX):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < oldest:
                        Path(entry.path).unlink()


def sync_folder(folder: Path) -> None:
    """Ask the system to make the folder's entries durable; systems that cannot are left alone."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write_beside(target: Path, data: bytes, old: os.stat_result | None) -> str:
    import tempfile  # as most that runs only reads

    handle, temp = tempfile.mkstemp(prefix=TEMP_PREFIX, suffix=TEMP_SUFFIX, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _take_over(file.fileno(), temp, old)
            os.fsync(file.fileno())
    except BaseException:
        _forget(temp)
        raise
    return temp


def _take_over(handle: int, temp: str, old: os.stat_result | None) -> None:
    """Give the temporary file the old one's owner and mode, or the mode a new file would have."""
    if old is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    else:
        mode = stat.S_IMODE(old.st_mode)
        if hasattr(os, "fchown"):
            with contextlib.suppress(OSError):
                os.fchown(handle, old.st_uid, old.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)
    else:
        Path(temp).chmod(mode)


def _forget(temp: str) -> None:
    with contextlib.suppress(OSError):
        Path(temp).unlink()


@contextlib.contextmanager
def locked(path: Path, flags: int = os.O_RDONLY) -> Iterator[None]:
    """Keep other processes that ask for the same lock waiting; `flags` open the file or folder.

    Systems and file systems without such locks do without.
    """
    handle = None
    try:
        import fcntl

        handle = os.open(path, flags, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
