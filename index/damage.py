"""Damage of the library's file: found, set aside, and put into words; and SQLite's other failures."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from index.errors import StoreError

SIDE_FILES = ("-wal", "-shm")
"""The endings of what SQLite keeps beside the file."""

ASK_CHECK = "adding again does not mend that, and `bylines check` says what does"
"""What to do where a page of the file cannot be read: nothing can be stored on it either."""

START_ANEW = (
    "put back a backup of the file; if there is none, copy it away, remove it, and add your sources again"
    " (`bylines feeds export` keeps your feeds); notes are kept apart and stay"
)
"""What to do about a damaged file."""


class DamagedFileError(Exception):
    """Damage that SQLite itself would find only later."""


def refuse_truncated(connection: sqlite3.Connection, path: Path) -> None:
    """Compare the file's length to what its header says; pages still in the WAL may be missing.

    Raises DamagedFileError.
    """
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        return
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    if pages * size > path.stat().st_size:
        raise DamagedFileError("it is shorter than it should be")


def is_damage(error: BaseException | None) -> bool:
    """Whether the file's bytes are at fault, and not what was asked of it."""
    return isinstance(error, DamagedFileError) or getattr(error, "sqlite_errorname", "").startswith(
        ("SQLITE_CORRUPT", "SQLITE_NOTADB")
    )


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file and its side files; None when another process already did."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backup = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for suffix in ("", *SIDE_FILES):
        source = path.with_name(path.name + suffix)
        try:
            source.rename(backup.with_name(backup.name + suffix))
        except FileNotFoundError:
            if not suffix:
                return None
    return backup


_ADVICE = {
    "SQLITE_BUSY": "another bylines is writing: try again in a moment",
    "SQLITE_FULL": "free some space; what was stored before is safe",
    "SQLITE_READONLY": "check the permissions of the folder and the file",
    "SQLITE_CANTOPEN": "check the permissions of the folder and the file",
    "SQLITE_CORRUPT": "run `bylines check`",
    "SQLITE_NOTADB": "run `bylines check`",
}


def explained(error: sqlite3.Error, path: Path) -> StoreError:
    """A failure of SQLite with what to do about it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    advice = next((text for start, text in _ADVICE.items() if name.startswith(start)), "run `bylines check`")
    return StoreError(f"the library's database failed: {error}", where=str(path), do=advice)
