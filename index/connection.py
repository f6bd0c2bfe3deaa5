"""One connection to the library's SQLite file."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from index.errors import StoreError

_BUSY_SECONDS = 60.0
_CACHE_KIB = 8000


class Connection(sqlite3.Connection):
    """A connection that can be weakly referenced, and that closes when it is forgotten.

    It is one thread's, `owner`, as long as `users` of its `with` blocks use it; both are guarded by the
    database's `_guard`.
    """

    users = 0
    owner = 0

    def __del__(self) -> None:
        self.close()


def connect(path: Path) -> Connection:
    """A connection that writes, too; the file is made when missing. Raises sqlite3.Error, StoreError."""
    # Transactions are begun by hand; other threads use a connection only to close it.
    connection = sqlite3.connect(
        path,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
    )
    try:
        _set_journal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    except BaseException:
        connection.close()
        raise
    return connection


def unwritable(path: Path) -> bool:
    """Whether a database is there that can be read only."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def opened(path: Path, how: str) -> Connection:
    """A connection to a file that is there, with the parameters `how` of its URI. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path.absolute()))}?{how}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def side_file_missing(error: sqlite3.OperationalError) -> bool:
    """Whether reading failed as no file could be made beside the database."""
    return error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))


def _set_journal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait here when two processes create the file at once, so we do."""
    for attempt in range(100):
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 99:
                raise
        else:
            if mode == "wal":
                return
        time.sleep(0.05)
    raise StoreError("this file system does not support the database's WAL mode", do="use a local folder")
