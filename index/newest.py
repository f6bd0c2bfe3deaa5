"""A stored article at its newest revision, inside a transaction of who asks."""

from __future__ import annotations

import sqlite3

from index import rows
from index.errors import DamagedTextError
from index.model import Article

_NEWEST = rows.ARTICLES + " WHERE a.key = ? AND r.number = a.revision"


def newest(connection: sqlite3.Connection, key: int) -> Article | None:
    """The article of a key; None when its text is gone or damaged, which `check` tells."""
    row = connection.execute(_NEWEST, (key,)).fetchone()
    if row is None:
        return None
    try:
        return rows.article(row)
    except DamagedTextError:
        return None
