"""The counts of a story that lists sort by, kept beside its title so that no article need be looked at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable


def recount(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """The numbers of articles, outlets and unread articles of stories, as lists sort by them."""
    connection.execute(
        "UPDATE story SET (articles, outlets, unread) = (SELECT count(*),"
        " count(DISTINCT coalesce(a.outlet, '')), count(*) - count(r.article) FROM membership m"
        " JOIN article a ON a.key = m.article"
        " LEFT JOIN reading r ON r.article = a.key AND r.revision >= a.revision"
        " WHERE m.story = story.key) WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
