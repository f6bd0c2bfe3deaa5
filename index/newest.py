"""A stored article at its newest revision, inside a transaction of who asks."""

from __future__ import annotations

import sqlite3

from index import rows
from index.errors import StoreError
from index.model import Article


def newest(connection: sqlite3.Connection, key: int) -> Article | None:
    """The article of a key; None when its text is gone or damaged, which `check` tells."""
    row = connection.execute(
        "SELECT r.body, a.id, r.kind, r.location, r.item, r.digest, a.outlet, r.number, r.added"
        " FROM article a JOIN revision r ON r.article = a.key AND r.number = a.revision WHERE a.key = ?",
        (key,),
    ).fetchone()
    if row is None:
        return None
    body, article_id, kind, location, item, digest, outlet, number, added = row
    try:
        return rows.article(
            body,
            id=article_id,
            source=(kind, location, item),
            digest=digest,
            outlet=outlet,
            revision=number,
            revisions=number,
            added=added,
        )
    except StoreError:
        return None
