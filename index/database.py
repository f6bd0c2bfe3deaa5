"""One SQLite file, opened safely: a few connections shared by all threads, transactions, damage set aside."""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index import migrations
from index.connection import Connection, connect, opened, side_file_missing, unwritable
from index.damage import SIDE_FILES, DamagedFileError, explained, is_damage, refuse_truncated, set_aside
from index.errors import StoreError

_LAST_USES = 1.0
"""Seconds that `close` waits for other threads to be done with their connections."""

_AGAIN = 0.02
_KEPT = 3
"""Connections that are kept open while nobody uses them, each with what it has read of the file."""


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
        self._open: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._idle: list[Connection] = []
        self._guard = threading.Condition()
        self._writing = threading.RLock()
        self._closed = False
        self._immutable = False
        self.read_only = unwritable(path)
        with self.errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()

    def _prepare(self) -> None:
        """Check, migrate, and set a damaged file aside for a fresh one."""
        try:
            self._check_and_migrate()
        except (sqlite3.DatabaseError, DamagedFileError) as error:
            if self.read_only and isinstance(error, DamagedFileError):
                raise StoreError(f"the library's file is damaged: {error}", where=str(self.path)) from error
            if self.read_only or not is_damage(error):
                raise
            backup = set_aside(self.path)
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
            refuse_truncated(connection, self.path)
            if not self.read_only:
                migrations.migrate(connection)
            elif not migrations.is_readable(version):
                raise StoreError(
                    "was written by an older bylines, and cannot be brought up to date as it is read-only",
                    where=str(self.path),
                    do="make it writable, or copy the library",
                )

    def _connect(self) -> Connection:
        if self.read_only:
            return self._connect_read_only()
        return connect(self.path)

    def _connect_read_only(self) -> Connection:
        """SQLite needs a file beside a database in WAL mode; where none can be made, nobody writes either."""
        if not self._immutable:
            connection = opened(self.path, "mode=ro")
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            except sqlite3.OperationalError as error:
                connection.close()
                if not side_file_missing(error):
                    raise
                self._immutable = True
            else:
                return connection
            wal = self.path.with_name(self.path.name + "-wal")
            if wal.exists() and wal.stat().st_size:
                self.notices = (f"{self.path}: read-only; what was stored last may be missing here",)
        return opened(self.path, "mode=ro&immutable=1")

    @contextmanager
    def _used(self) -> Iterator[Connection]:
        """A connection of this thread alone, which `close` lets be until the end of the block.

        The one used last is taken first: threads come and go, and it has in memory what is asked for most.
        """
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> Connection:
        own: Connection | None = getattr(self._local, "connection", None)
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

    def _give_back(self, connection: Connection) -> None:
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
        for suffix in ("", *SIDE_FILES):
            path = self.path.with_name(self.path.name + suffix)
            with suppress(OSError):
                path.chmod(path.stat().st_mode & 0o700)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn SQLite's and the file system's errors into StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise explained(error, self.path) from error
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
