"""What the person has read, marked, tagged, and where they stopped: one part of the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from index import changes, rows
from index.counts import recount
from index.database import Database
from index.errors import NotFoundError
from index.storymodel import Change

_CHOSEN = "article IN (SELECT key FROM article WHERE id IN (SELECT value FROM json_each(?)))"
"""A condition, and the only thing that the queries here are put together with."""


class ReadingState:
    """The store's methods for reading state. Each change can be undone, the newest first."""

    _database: Database

    def set_read(self, article_ids: Sequence[str], read: bool) -> None:
        """Mark articles read or unread; unknown ids are let go. What changes nothing is not logged."""
        chosen = json.dumps([rows.plain(article_id) for article_id in article_ids])
        with self._database.writing() as connection:
            before = _reading(connection, chosen)
            if read:
                connection.execute(
                    "INSERT OR REPLACE INTO reading SELECT key, revision, ? FROM article"
                    " WHERE id IN (SELECT value FROM json_each(?))",
                    (changes.now(), chosen),
                )
            else:
                connection.execute(f"DELETE FROM reading WHERE {_CHOSEN}", (chosen,))  # noqa: S608
            recount(connection, _stories(connection, chosen))
            after = _reading(connection, chosen)
            if [row[:2] for row in before] != [row[:2] for row in after]:
                what = "mark read" if read else "mark unread"
                said = {"articles": json.loads(chosen), "reading": before}
                changes.record(connection, changes.STATE, what, "", said)

    def set_marked(self, story_id: str, marked: bool) -> None:
        """Mark a story, or take its mark away."""
        with self._database.writing() as connection:
            key = story_key(connection, story_id)
            before = connection.execute("SELECT marked FROM story WHERE key = ?", (key,)).fetchone()[0]
            connection.execute("UPDATE story SET marked = ? WHERE key = ?", (int(marked), key))
            if before != int(marked):
                what = "mark" if marked else "unmark"
                changes.record(connection, changes.STATE, what, story_id, {"marked": before})

    def set_tags(self, story_id: str, tags: Sequence[str]) -> None:
        """Replace a story's tags."""
        with self._database.writing() as connection:
            before = _tags(connection, story_key(connection, story_id))
            _write_tags(connection, story_id, tags)
            if before != _tags(connection, story_key(connection, story_id)):
                changes.record(connection, changes.STATE, "tag", story_id, {"tags": before})

    def undo_state(self) -> Change:
        """Take back the newest change of read, mark or tags; NotFoundError when there is none."""
        with self._database.writing() as connection:
            change, before = changes.last(connection, changes.STATE)
            if "articles" in before:
                _restore_reading(connection, before)
            elif (found := _key_now(connection, change.story)) is not None:
                if "marked" in before:
                    connection.execute(
                        "UPDATE story SET marked = ? WHERE key = ?", (before["marked"], found[0])
                    )
                else:
                    _write_tags(connection, found[1], before["tags"])
            changes.done_with(connection, change)
        return change

    def seen(self, story_id: str) -> dict[str, int]:
        """The revision at which each article of a story was read, by article id; unread ones are left out."""
        query = (
            "SELECT a.id, r.revision FROM reading r JOIN article a ON a.key = r.article"
            " JOIN membership m ON m.article = a.key JOIN story s ON s.key = m.story WHERE s.id = ?"
        )
        with self._database.reading() as connection:
            return dict(connection.execute(query, (rows.plain(story_id),)).fetchall())

    def position(self, story_id: str) -> str | None:
        """The id of the passage where reading stopped, if any."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT position FROM story WHERE id = ?", (rows.plain(story_id),)
            ).fetchone()
        return None if row is None else row[0]

    def set_position(self, story_id: str, passage_id: str | None) -> None:
        """Remember where reading stopped. Does not count as a change that views must follow."""
        with self._database.writing(quiet=True) as connection:
            key = story_key(connection, story_id)
            position = None if passage_id is None else rows.plain(passage_id)
            connection.execute("UPDATE story SET position = ? WHERE key = ?", (position, key))


def story_key(connection: sqlite3.Connection, story_id: str) -> int:
    """The key of a story; NotFoundError when there is none."""
    row = connection.execute("SELECT key FROM story WHERE id = ?", (rows.plain(story_id),)).fetchone()
    if row is None:
        raise NotFoundError(f"no story {rows.plain(story_id)}", do="see `bylines stories` for the ids")
    return int(row[0])


def _key_now(connection: sqlite3.Connection, story_id: str) -> tuple[int, str] | None:
    """Key and id of a story, or of the one it went into."""
    from index.placing import heir

    row = connection.execute("SELECT key FROM story WHERE id = ?", (story_id,)).fetchone()
    key = row[0] if row is not None else heir(connection, story_id)
    if key is None:
        return None
    return int(key), str(connection.execute("SELECT id FROM story WHERE key = ?", (key,)).fetchone()[0])


def _reading(connection: sqlite3.Connection, chosen: str) -> list[list[Any]]:
    query = f"SELECT article, revision, read FROM reading WHERE {_CHOSEN} ORDER BY article"  # noqa: S608
    return [list(row) for row in connection.execute(query, (chosen,))]


def _restore_reading(connection: sqlite3.Connection, before: dict[str, Any]) -> None:
    chosen = json.dumps(before["articles"])
    connection.execute(f"DELETE FROM reading WHERE {_CHOSEN}", (chosen,))  # noqa: S608
    connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", before["reading"])
    recount(connection, _stories(connection, chosen))


def _stories(connection: sqlite3.Connection, chosen: str) -> list[int]:
    query = f"SELECT DISTINCT story FROM membership WHERE {_CHOSEN}"  # noqa: S608
    return [int(row[0]) for row in connection.execute(query, (chosen,))]


def _tags(connection: sqlite3.Connection, key: int) -> list[str]:
    return [
        row[0] for row in connection.execute("SELECT name FROM tag WHERE story = ? ORDER BY name", (key,))
    ]


def _write_tags(connection: sqlite3.Connection, story_id: str, tags: Sequence[str]) -> None:
    key = story_key(connection, story_id)
    connection.execute("DELETE FROM tag WHERE story = ?", (key,))
    wanted = dict.fromkeys(rows.plain(tag).strip() for tag in tags)
    connection.executemany("INSERT INTO tag VALUES (?, ?)", [(key, tag) for tag in wanted if tag])
