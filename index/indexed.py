"""What the search index wants to know of articles, read from the store without making articles of it.

The processes that index import this, and none of what an article is made of.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from index import bodies
from index.damage import ASK_CHECK, is_damage
from index.errors import DamagedTextError
from index.outletnames import outlet_label

_NEWEST = (
    "SELECT r.body, a.id, r.location, r.item, a.outlet"
    " FROM article a JOIN revision r ON r.article = a.key AND r.number = a.revision"
    " WHERE a.id IN (SELECT value FROM json_each(?))"
)
_NAMED = "SELECT id, title, lede, kind, location, url FROM article WHERE id = ?"
_ON_ITS_OWN = "url", "feed"
"""The kinds of sources whose articles are added again by their own address."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the search index wants to know of an article; `running` is its text (see `bodies.running`)."""

    id: str
    outlet_name: str
    authors: tuple[str, ...]
    published: datetime | None
    language: str | None
    running: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An article that cannot be indexed, as what is stored of it is damaged.

    `name` is its title or first words, `place` what to add again: a path or an address; where it is the
    `file` of the library that cannot be read, that is of no use.
    """

    id: str
    name: str
    place: str
    file: bool = False


def refuse(article: Unreadable) -> None:
    """Raises DamagedTextError, with its name."""
    advice = ASK_CHECK if article.file else "add it again"
    raise DamagedTextError(f"stored data of {article.id} is damaged", where=article.place, do=advice)


def indexed_of(
    connection: sqlite3.Connection,
    article_ids: Sequence[str],
    unreadable: Callable[[Unreadable], None] = refuse,
) -> Iterator[Indexed]:
    """That of the newest revisions of several articles, in no order; unknown ids are left out.

    Damaged ones are given to `unreadable` instead, which raises DamagedTextError unless another one is given.
    """
    try:
        rows = connection.execute(_NEWEST, (json.dumps(list(article_ids)),)).fetchall()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        if len(article_ids) == 1:
            unreadable(replace(named(connection, article_ids[0]), file=True))
            return
        # One whose pages cannot be read hides all that are asked for with it.
        middle = len(article_ids) // 2
        for half in (article_ids[:middle], article_ids[middle:]):
            yield from indexed_of(connection, half, unreadable)
        return
    for row in rows:
        try:
            found = _indexed(row)
        except DamagedTextError:
            unreadable(named(connection, row[1]))
        else:
            yield found


def named(connection: sqlite3.Connection, article_id: str) -> Unreadable:
    """A damaged article by what its own row says, which is kept apart from its text."""
    try:
        id, title, lede, kind, location, url = connection.execute(_NAMED, (article_id,)).fetchone()
    except (sqlite3.DatabaseError, TypeError):
        return Unreadable(article_id, article_id, "")
    return Unreadable(id, title or lede or id, url if kind in _ON_ITS_OWN and url else location)


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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise bodies.damaged(error, id) from error
