"""The log of what the person did, so that it can be undone, the newest act first."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from index import rows
from index.errors import NotFoundError
from index.storymodel import Change

STORY, STATE = "story", "state"
# Reading marks many articles a day; what was read last month is not undone key by key.
_MOST_STATE = 500


def now() -> str:
    """The time as the store keeps it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(connection: sqlite3.Connection, kind: str, what: str, story: str, before: Any) -> Change:
    """Note an act inside its transaction; `before` is what `last` gives back to undo it."""
    made = now()
    key = connection.execute(
        "INSERT INTO correction (kind, what, story, made, before) VALUES (?, ?, ?, ?, ?)",
        (kind, what, rows.plain(story), made, json.dumps(before, ensure_ascii=False)),
    ).lastrowid
    if kind == STATE:
        connection.execute(
            "DELETE FROM correction WHERE kind = ? AND key <= (SELECT key FROM correction WHERE kind = ?"
            " ORDER BY key DESC LIMIT 1 OFFSET ?)",
            (STATE, STATE, _MOST_STATE),
        )
    return Change(int(key or 0), kind, what, story, made)


def nothing(kind: str, what: str, story: str) -> Change:
    """An act that found everything as it was to be; it is not noted, and its key is 0."""
    return Change(0, kind, what, story, now())


def last(connection: sqlite3.Connection, kind: str) -> tuple[Change, Any]:
    """The newest act of a kind that is not undone, and its `before`; NotFoundError when there is none."""
    row = connection.execute(
        "SELECT key, kind, what, story, made, before FROM correction WHERE undone IS NULL AND kind = ?"
        " ORDER BY key DESC LIMIT 1",
        (kind,),
    ).fetchone()
    if row is None:
        raise NotFoundError("there is nothing to undo")
    return Change(*row[:5]), json.loads(row[5])


def newest_kind(connection: sqlite3.Connection) -> str | None:
    """The kind of the newest act that is not undone; None when there is none."""
    query = "SELECT kind FROM correction WHERE undone IS NULL ORDER BY key DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    return None if row is None else str(row[0])


def done_with(connection: sqlite3.Connection, change: Change) -> None:
    """Mark an act as undone; the log keeps it."""
    connection.execute("UPDATE correction SET undone = ? WHERE key = ?", (now(), change.key))


def history(connection: sqlite3.Connection, kind: str, limit: int) -> list[Change]:
    """The newest acts of a kind, also those undone since."""
    found = connection.execute(
        "SELECT key, kind, what, story, made, undone FROM correction WHERE kind = ?"
        " ORDER BY key DESC LIMIT ?",
        (kind, limit),
    )
    return [Change(*row) for row in found]
