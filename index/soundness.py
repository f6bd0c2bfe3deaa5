"""Whether a library's database holds what it should."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from index import rows
from index.damage import is_damage
from index.indexed import Unreadable, named

_TEXTS = "SELECT a.id, r.number = a.revision, r.body FROM revision r JOIN article a ON a.key = r.article"
_RULES = (
    (
        "SELECT count(*) FROM article a WHERE NOT EXISTS"
        " (SELECT 1 FROM revision r WHERE r.article = a.key AND r.number = a.revision)",
        "{} articles have no text",
    ),
    (
        "SELECT count(*) FROM story s WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.story = s.key)",
        "{} stories have no article",
    ),
)


def integrity(connection: sqlite3.Connection) -> list[str]:
    """What SQLite and our own rules find wrong with the file; may take seconds on a large one."""
    found = list[str]()
    try:
        found += (str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)"))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        found.append(str(error))
    if found != ["ok"]:
        return found  # what else is asked of such a file fails, too
    found.clear()
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        found.append("rows refer to others that do not exist")
    for query, what in _RULES:
        count = connection.execute(query).fetchone()[0]
        if count:
            found.append(what.format(count))
    return found


def damaged_bodies(connection: sqlite3.Connection) -> list[tuple[Unreadable, bool]]:
    """The articles with a revision whose stored text cannot be read, and whether it is the newest."""
    try:
        found = _damaged(connection.execute(_TEXTS + " ORDER BY a.key, r.number"))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        # A page of the file cannot be read: only which articles it hides can be found out.
        found = {}
        for (article_id,) in connection.execute("SELECT id FROM article ORDER BY key").fetchall():
            found |= _damaged_of(connection, article_id)
    return [(named(connection, article_id), newest) for article_id, newest in found.items()]


def _damaged_of(connection: sqlite3.Connection, article_id: str) -> dict[str, bool]:
    try:
        return _damaged(connection.execute(_TEXTS + " WHERE a.id = ? ORDER BY r.number", (article_id,)))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return {article_id: True}


def _damaged(texts: Iterable[tuple[str, int, bytes]]) -> dict[str, bool]:
    return {article_id: bool(newest) for article_id, newest, body in texts if not rows.sound(body)}
