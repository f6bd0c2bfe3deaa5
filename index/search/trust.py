"""Which index files may be opened: only those this user's own program wrote.

An index from elsewhere can say of the library what is not so, and a damaged one anything. So every commit
ends with a manifest that names each file with size, times and SHA-256, signed (HMAC-SHA-256) with a random
key that lives outside the library. The manifest is the table of contents and the commit: files it does not
name are not part of the index, whatever they are called.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.errors import SearchError
from index.files import replace_atomically, sync_folder
from index.search.codec.naming import Named

MANIFEST = "manifest.json"
_FORMAT = 2
_KEY_BYTES = 32
_LARGEST_MANIFEST = 16_000_000


class UntrustedError(Exception):
    """The index on disk is not one to open; the message says why, for people."""


class OutdatedError(UntrustedError):
    """The index on disk is ours, of another version; there is nothing in it to keep."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """One index file: its SHA-256 (hex), and the stat values under which that was computed."""

    sha256: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One committed state of the index; `upto` is the store's change number it is complete to."""

    generation: int = 0
    upto: int = 0
    made_by: str = ""
    library: str = ""
    files: dict[str, FileMark] = field(default_factory=dict)
    segments: tuple[Named, ...] = ()


def load_key(path: Path) -> bytes:
    """The signing key, made on first use (mode 0600). Raises SearchError when it can be neither."""
    for _ in range(3):
        try:
            key = _read_key(path)
            if key is None:
                _make_key(path)
                continue
        except OSError as error:
            raise SearchError(
                f"the key of the search index cannot be kept: {error.strerror or error}",
                where=str(path),
                do="make the folder writable",
            ) from error
        return key
    raise SearchError("the key of the search index keeps changing", where=str(path))


def _read_key(path: Path) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        key = file.read(_KEY_BYTES + 1)
    readable_by_others = os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077
    if len(key) == _KEY_BYTES and not readable_by_others:
        return key
    # A key others could read, or cut short by a crash, signs nothing any more: the index is rebuilt.
    path.unlink(missing_ok=True)
    return None


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temp, path)  # unlike a rename it never replaces the key another process just made
        except FileExistsError:
            pass
        except OSError:
            temp.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temp.unlink()
    sync_folder(path.parent)


def write(folder: Path, manifest: Manifest, key: bytes, *, lasting: bool = True) -> None:
    """Make `manifest` the state of the index, durably; see `replace_atomically`. Raises OSError."""
    body = {
        "format": _FORMAT,
        "generation": manifest.generation,
        "upto": manifest.upto,
        "made_by": manifest.made_by,
        "library": manifest.library,
        "files": {
            name: [mark.sha256, mark.size, mark.mtime_ns, mark.ctime_ns, mark.inode]
            for name, mark in manifest.files.items()
        },
        "segments": [[one.name, one.deletions] for one in manifest.segments],
    }
    document = json.dumps({"body": body, "mac": _mac(body, key)}, indent=1)
    replace_atomically(folder / MANIFEST, document.encode(), lasting=lasting)


def read(folder: Path, key: bytes) -> Manifest | None:
    """The signed manifest, its files not yet looked at; None when there is none.

    Raises UntrustedError when it is broken or not signed with this key.
    """
    data = read_regular(folder / MANIFEST, _LARGEST_MANIFEST)
    if data is None:
        return None
    try:
        document = json.loads(data)
        body, mac = document["body"], document["mac"]
        if not (isinstance(mac, str) and hmac.compare_digest(mac, _mac(body, key))):
            raise UntrustedError("it was not written by you on this machine")
        if body["format"] != _FORMAT:
            raise OutdatedError("it was made by another version")
        files = {name: FileMark(*values) for name, values in body["files"].items()}
        segments = tuple(Named(*values) for values in body["segments"])
        return Manifest(body["generation"], body["upto"], body["made_by"], body["library"], files, segments)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UntrustedError("its manifest is broken") from error


def read_regular(path: Path, largest: int) -> bytes | None:
    """The bytes of a plain file; None if it is missing. Raises UntrustedError for anything else."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UntrustedError(f"{path.name} cannot be read") from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > largest:
            raise UntrustedError(f"{path.name} is not what it should be")
        return file.read()


def mark(path: Path) -> FileMark:
    """The mark of a file as it is now. Raises OSError; UntrustedError if it is no plain file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UntrustedError(f"{path.name} is not a plain file")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileMark(digest, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def verify(folder: Path, manifest: Manifest, *, thorough: bool = False) -> Manifest:
    """Hold the files against the manifest, and return it with the files' present times.

    A file whose size, times and inode are as recorded is taken as unchanged, unless `thorough`; others,
    as after a copy, are hashed. Raises UntrustedError naming the first file missing or different.
    """
    files = {name: _verified(folder, name, known, thorough) for name, known in manifest.files.items()}
    return manifest if files == manifest.files else replace(manifest, files=files)


def _verified(folder: Path, name: str, known: FileMark, thorough: bool) -> FileMark:
    if not is_plain_name(name):
        raise UntrustedError("its manifest names a file outside")
    path = folder / name
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != known.size:
            raise UntrustedError(f"{name} was changed")
        now = FileMark(known.sha256, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        if now != known or thorough:
            now = mark(path)
    except OSError as error:
        raise UntrustedError(f"{name} is missing or cannot be read") from error
    if now.sha256 != known.sha256:
        raise UntrustedError(f"{name} was changed")
    return now


def is_plain_name(name: str) -> bool:
    """Whether a name is that of a file right in the folder."""
    return bool(name) and Path(name).name == name and not name.startswith(".") and "\x00" not in name


def _mac(body: Any, key: bytes) -> str:
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key, b"bylines search index\n" + canonical, hashlib.sha256).hexdigest()
