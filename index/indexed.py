"""What the search index wants to know of articles, read from the store without making articles of it.

The processes that index import this, and none of what an article is made of.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index import bodies
from index.outletnames import outlet_label

_NEWEST = (
    "SELECT r.body, a.id, r.location, r.item, a.outlet"
    " FROM article a JOIN revision r ON r.article = a.key AND r.number = a.revision"
    " WHERE a.id IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the search index wants to know of an article; `running` is its text (see `bodies.running`)."""

    id: str
    outlet_name: str
    authors: tuple[str, ...]
    published: datetime | None
    language: str | None
    running: bytes


def indexed_of(connection: sqlite3.Connection, article_ids: Sequence[str]) -> Iterator[Indexed]:
    """That of the newest revisions of several articles, in no order; unknown ids are left out.

    Raises StoreError when what is stored is damaged.
    """
    yield from map(_indexed, connection.execute(_NEWEST, (json.dumps(list(article_ids)),)).fetchall())


def _indexed(row: Sequence[Any]) -> Indexed:
    body, id, location, item, outlet = row
    try:
        found, running = bodies.running(body)
        published = found["published"]
        return Indexed(
            id,
            outlet_label(outlet, found["url"], location, item),
            tuple(found["authors"]),
            None if published is None else datetime.fromisoformat(published),
            found["language"],
            running,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise bodies.damaged(error, id) from error
