"""One SQLite file, opened safely: a few connections shared by all threads, transactions, damage set aside."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from index import migrations
from index.errors import StoreError

_BUSY_SECONDS = 60.0
_SIDE_FILES = ("-wal", "-shm")
_LAST_USES = 1.0
"""Seconds that `close` waits for other threads to be done with their connections."""

_AGAIN = 0.02
_KEPT = 3
"""Connections that are kept open while nobody uses them, each with what it has read of the file."""

_CACHE_KIB = 8000


class _Connection(sqlite3.Connection):
    """A connection that can be weakly referenced, and that closes when it is forgotten.

    It is one thread's, `owner`, as long as `users` of its `with` blocks use it; both are guarded by the
    database's `_guard`.
    """

    users = 0
    owner = 0

    def __del__(self) -> None:
        self.close()


class Database:
    """The file at `path`. Every method may be called from any thread.

    `notices` tells the person what was done at opening (a damaged file set aside). Raises StoreError
    when the file cannot be opened, belongs to another program, or comes from a newer bylines.
    `read_only` is whether the file or its folder cannot be written: it can be read all the same.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notices: tuple[str, ...] = ()
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._idle: list[_Connection] = []
        self._guard = threading.Condition()
        self._writing = threading.RLock()
        self._closed = False
        self._immutable = False
        self.read_only = _unwritable(path)
        with self.errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()

    def _prepare(self) -> None:
        """Check, migrate, and set a damaged file aside for a fresh one."""
        try:
            self._check_and_migrate()
        except (sqlite3.DatabaseError, _DamagedError) as error:
            if self.read_only and isinstance(error, _DamagedError):
                raise StoreError(f"the library's file is damaged: {error}", where=str(self.path)) from error
            if self.read_only or not _is_damage(error):
                raise
            backup = _set_aside(self.path)
            self._check_and_migrate()
            if backup is not None:
                self.notices = (
                    f"{self.path}: the library's file was damaged ({error}); it was set aside as "
                    f"{backup.name} and a new one was started: add your sources again",
                )

    def _check_and_migrate(self) -> None:
        if self.path.exists() and self.path.is_dir():
            raise StoreError("is a folder", where=str(self.path), do="move it away")
        with closing(self._connect()) as connection:
            version = migrations.version_of(connection)
            if not migrations.is_ours(connection):
                raise StoreError(
                    "is a database of another program", where=str(self.path), do="choose another --library"
                )
            if version > migrations.VERSION:
                raise StoreError(
                    f"was written by a newer bylines (schema {version}, this one knows {migrations.VERSION})",
                    where=str(self.path),
                    do="update bylines, or choose another --library",
                )
            _refuse_truncated(connection, self.path)
            if not self.read_only:
                migrations.migrate(connection)
            elif not migrations.is_readable(version):
                raise StoreError(
                    "was written by an older bylines, and cannot be brought up to date as it is read-only",
                    where=str(self.path),
                    do="make it writable, or copy the library",
                )

    def _connect(self) -> _Connection:
        if self.read_only:
            return self._connect_read_only()
        # Transactions are begun by hand; other threads use a connection only to close it.
        connection = sqlite3.connect(
            self.path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=_Connection,
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

    def _connect_read_only(self) -> _Connection:
        """SQLite needs a file beside a database in WAL mode; where none can be made, nobody writes either."""
        if not self._immutable:
            connection = _opened(self.path, "mode=ro")
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except sqlite3.OperationalError as error:
                connection.close()
                if not _side_file_missing(error):
                    raise
                self._immutable = True
            else:
                return connection
            wal = self.path.with_name(self.path.name + "-wal")
            if wal.exists() and wal.stat().st_size:
                self.notices = (f"{self.path}: read-only; what was stored last may be missing here",)
        return _opened(self.path, "mode=ro&immutable=1")

    @contextmanager
    def _used(self) -> Iterator[_Connection]:
        """A connection of this thread alone, which `close` lets be until the end of the block.

        The one used last is taken first: threads come and go, and it has in memory what is asked for most.
        """
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> _Connection:
        own: _Connection | None = getattr(self._local, "connection", None)
        thread = threading.get_ident()
        with self._guard:
            if self._closed:
                raise self._is_closed()
            # A block may end in another thread (a generator's), so what is remembered here may be another's.
            if own is None or own.owner != thread:
                own = self._idle.pop() if self._idle else self._connect()
                self._open.add(own)
                own.owner = thread
                self._local.connection = own
            own.users += 1
        return own

    def _give_back(self, connection: _Connection) -> None:
        with self._guard:
            connection.users -= 1
            if not connection.users:
                connection.owner = 0
                if not self._closed and len(self._idle) < _KEPT:
                    self._idle.append(connection)
                else:
                    connection.close()
            self._guard.notify_all()

    def _is_closed(self) -> StoreError:
        return StoreError("the library is closed", where=str(self.path))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one or several SELECTs; SQLite's errors become StoreError."""
        with self.errors(), self._used() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """As `reading`, but all SELECTs see the same moment."""
        with self.errors(), self._used() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, *, quiet: bool = False) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed at the end, rolled back on any exception; nests into one.

        Each commit moves the counter `version` on, so that other processes see that something changed;
        but for `quiet` ones, whose change no view need follow.
        """
        if self.read_only:
            with self._not_writing(quiet=quiet) as connection:
                yield connection
            return
        # Threads of this process queue here, where waiting is fair, and not in SQLite's busy loop.
        with self._writing, self.errors(), self._used() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                if not quiet:
                    connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'version'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _not_writing(self, *, quiet: bool) -> Iterator[sqlite3.Connection]:
        """Refuse a write; one that no view need follow (a cache, a position) is let go without a word."""
        if not quiet:
            raise StoreError(
                "the library is read-only", where=str(self.path), do="check the permissions of its folder"
            )
        with self.errors(), self._used() as connection:
            try:
                yield connection
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_READONLY"):
                    raise

    def counter(self, name: str) -> int:
        """The value of a counter: `version` (any change) or `change` (articles and their stories)."""
        with self.reading() as connection:
            return int(connection.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()[0])

    def free_pages(self) -> None:
        """Let go of the pages of the file that are kept in memory."""
        with self.reading() as connection:
            connection.execute("PRAGMA shrink_memory")
        with self._guard:
            for idle in self._idle:
                idle.execute("PRAGMA shrink_memory")

    def keep_private(self) -> None:
        """Let nobody but the owner read the file from now on, where the file system knows owners."""
        for suffix in ("", *_SIDE_FILES):
            path = self.path.with_name(self.path.name + suffix)
            with suppress(OSError):
                path.chmod(path.stat().st_mode & 0o700)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn SQLite's and the file system's errors into StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError(
                reason, where=str(self.path), do="check the folder and its permissions"
            ) from error

    def close(self) -> None:
        """Close all connections; later calls raise StoreError.

        What other threads are doing is interrupted. A connection is never closed under a thread that uses
        it, which SQLite does not survive: one that is still in use after a second is closed by its user.
        """
        with self._guard:
            self._closed = True
            found = list(self._open)
            self._open.clear()
            self._idle.clear()
            until = time.monotonic() + _LAST_USES
            own = threading.get_ident()
            while busy := [each for each in found if each.users and each.owner != own]:
                if time.monotonic() > until:
                    break
                for connection in busy:
                    connection.interrupt()
                # What begins right after the interruption is not interrupted by it.
                self._guard.wait(_AGAIN)
            idle = [each for each in found if each not in busy]
        for connection in idle:
            connection.close()


def _unwritable(path: Path) -> bool:
    """Whether a database is there that can be read only."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _opened(path: Path, how: str) -> _Connection:
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path.absolute()))}?{how}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _side_file_missing(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))


class _DamagedError(Exception):
    """Damage that SQLite itself would find only later."""


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


def _refuse_truncated(connection: sqlite3.Connection, path: Path) -> None:
    """Compare the file's length to what its header says; pages still in the WAL may be missing."""
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        return
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    if pages * size > path.stat().st_size:
        raise _DamagedError("it is shorter than it should be")


def _is_damage(error: Exception) -> bool:
    return isinstance(error, _DamagedError) or getattr(error, "sqlite_errorname", "").startswith(
        ("SQLITE_CORRUPT", "SQLITE_NOTADB")
    )


def _set_aside(path: Path) -> Path | None:
    """Rename a damaged file and its side files; None when another process already did."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backup = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for suffix in ("", *_SIDE_FILES):
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


def _explained(error: sqlite3.Error, path: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "") or ""
    advice = next((text for start, text in _ADVICE.items() if name.startswith(start)), "run `bylines check`")
    return StoreError(f"the library's database failed: {error}", where=str(path), do=advice)
