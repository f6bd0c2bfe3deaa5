"""Whether a library's database holds what it should."""

from __future__ import annotations

import sqlite3

from index import rows
from index.indexed import Unreadable, named

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
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    found = [] if found == ["ok"] else found
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        found.append("rows refer to others that do not exist")
    for query, what in _RULES:
        count = connection.execute(query).fetchone()[0]
        if count:
            found.append(what.format(count))
    return found


def damaged_bodies(connection: sqlite3.Connection) -> list[tuple[Unreadable, bool]]:
    """The articles with a revision whose stored text cannot be unpacked, and whether it is the newest."""
    found: dict[str, bool] = {}
    for article_id, newest, body in connection.execute(
        "SELECT a.id, r.number = a.revision, r.body FROM revision r JOIN article a ON a.key = r.article"
        " ORDER BY a.key, r.number"
    ):
        if not rows.sound(body):
            found[article_id] = bool(newest)
    return [(named(connection, article_id), newest) for article_id, newest in found.items()]
