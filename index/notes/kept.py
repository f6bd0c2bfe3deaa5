"""What was read of each note file, kept so that ten thousand unchanged files need not be opened again.

A table in the folder of what may be deleted at any time. A row counts only while its file's times, size
and number are as they were when it was read; whatever is wrong with the table, the files are read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from index.notemodel import Anchor, Note
from index.notes.walking import Signature

VERSION = 1
"""Counts up whenever something else is read from the same file."""

_WAIT = 0.2
_SETTLED = 2_000_000_000
_MAKE = """
    CREATE TABLE kept (
        path TEXT PRIMARY KEY, signature TEXT, problem TEXT,
        id TEXT, story TEXT, anchors TEXT, status TEXT, title TEXT, tags TEXT,
        created TEXT, updated TEXT, text TEXT, stamp TEXT, links TEXT
    ) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was read: the note in it, and what is wrong with it, if anything."""

    signature: Signature
    note: Note | None
    problem: str | None


class Kept:
    """The table of one folder of notes. Nothing here raises: what fails is as if nothing was kept."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        name = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._path = cache / f"{name}.db"

    def entries(self) -> dict[str, Entry]:
        """Every entry by its file's relative path, with the signature its file had."""
        if not self._path.is_file():
            return {}
        try:
            with self._opened() as connection:
                return dict(map(self._entry, connection.execute("SELECT * FROM kept")))
        except (sqlite3.Error, OSError, ValueError, TypeError, RecursionError):
            self._forget()
            return {}

    def keep(self, entries: Mapping[str, Entry], changed: Iterable[str]) -> None:
        """Make the table hold `entries`, of which those at the paths `changed` are new to it."""
        # A file written again in the same tick of the clock would look unchanged, so it has to have settled.
        latest = time.time_ns() - _SETTLED
        settled = (path for path in changed if path in entries and _time(entries[path]) < latest)
        rows = [_row(path, entries[path]) for path in settled if _is_text(path)]
        if not rows:
            return
        with contextlib.suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._opened() as connection, connection:
                known = [path for (path,) in connection.execute("SELECT path FROM kept")]
                gone = [(path,) for path in known if path not in entries]
                connection.executemany("DELETE FROM kept WHERE path = ?", gone)
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT OR REPLACE INTO kept VALUES ({marks})", rows)  # noqa: S608 (marks)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=_WAIT)
        try:
            connection.execute("PRAGMA synchronous=OFF")
            if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
                with connection:
                    connection.execute("DROP TABLE IF EXISTS kept")
                    connection.execute(_MAKE)
                    connection.execute(f"PRAGMA user_version={VERSION}")
            yield connection
        finally:
            connection.close()

    def _forget(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _entry(self, row: tuple[Any, ...]) -> tuple[str, Entry]:
        (path, signature, problem, *rest) = row
        times: Any = tuple(map(int, signature.split()))
        if rest[0] is None:
            return path, Entry(times, None, problem)
        note_id, story, anchors, status, title, tags, created, updated, text, stamp, links = rest
        note = Note(
            note_id,
            self._folder / path,
            story,
            tuple(Anchor(*values) for values in json.loads(anchors)) if anchors else (),
            (),
            status,
            title,
            tuple(tags.split("\n")) if tags else (),
            created,
            updated,
            text,
            stamp,
            tuple(links.split("\n")) if links else (),
        )
        return path, Entry(times, note, problem)


def _row(path: str, entry: Entry) -> tuple[str | None, ...]:
    note = entry.note
    signature = " ".join(map(str, entry.signature))
    if note is None:
        return (path, signature, entry.problem, *[None] * 11)
    return (
        path,
        signature,
        entry.problem,
        note.id,
        note.story,
        json.dumps([astuple(anchor) for anchor in note.anchors]) if note.anchors else "",
        note.status,
        note.title,
        # One line each: neither can have a line end.
        "\n".join(note.tags),
        note.created,
        note.updated,
        note.text,
        note.stamp,
        "\n".join(note.links),
    )


def _is_text(path: str) -> bool:
    """Whether the table can hold the name: one that is no UTF-8 it cannot."""
    return not any("\ud800" <= char <= "\udfff" for char in path)


def _time(entry: Entry) -> int:
    return max(entry.signature[0], entry.signature[2])
