"""What the list of stories shows, chosen, sorted and cut by the database alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from index.errors import LibraryError
from index.storymodel import Listed

# Pinned stories come first, in any order; every order ends with the key, so that paging never repeats.
SORTS = {
    "newest": "newest IS NULL, newest DESC, key DESC",
    "oldest": "oldest IS NULL, oldest, key",
    "outlets": "outlets DESC, newest DESC, key DESC",
    "unread": "unread = 0, newest IS NULL, newest DESC, key DESC",
    "disagreement": "coalesce(clashes, 0) DESC, outlets DESC, newest DESC, key DESC",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which stories: `ids` limits them to some, `covered` and `uncovered` are lists of outlets.

    A story is chosen if, for each list of `covered`, one of its articles is by one of these outlets,
    and none is by an outlet of `uncovered`. `archived` shows the archived ones alone; `single` is
    whether stories of one outlet belong; `unread` leaves those with unread articles.
    """

    ids: tuple[str, ...] | None = None
    archived: bool = False
    single: bool = True
    unread: bool = False
    covered: tuple[tuple[str, ...], ...] = ()
    uncovered: tuple[tuple[str, ...], ...] = ()


def chosen(
    connection: sqlite3.Connection, choice: Choice, *, sort: str, limit: int | None, offset: int
) -> list[str]:
    """The ids of the stories to list, in order; LibraryError for an unknown `sort`."""
    if sort not in SORTS:
        raise LibraryError(f"there is no order “{sort}”", do=f"there are {', '.join(SORTS)}")
    where, values = _where(choice)
    query = f"SELECT id FROM story WHERE {where} ORDER BY pinned DESC, {SORTS[sort]} LIMIT ? OFFSET ?"  # noqa: S608
    return [row[0] for row in connection.execute(query, (*values, -1 if limit is None else limit, offset))]


def order(connection: sqlite3.Connection, choice: Choice, *, sort: str, limit: int | None) -> Listed:
    """All stories to list, in order, as little of each as a list of any length can hold at once."""
    if sort not in SORTS:
        raise LibraryError(f"there is no order “{sort}”", do=f"there are {', '.join(SORTS)}")
    where, values = _where(choice)
    query = (
        "SELECT id, unread > 0, CAST(floor(newest / 86400) AS INTEGER) FROM story"  # noqa: S608
        f" WHERE {where} ORDER BY pinned DESC, {SORTS[sort]} LIMIT ?"
    )
    found = connection.execute(query, (*values, -1 if limit is None else limit)).fetchall()
    return Listed(
        tuple(story_id for story_id, _, _ in found),
        frozenset(story_id for story_id, unread, _ in found if unread),
        tuple(day for _, _, day in found),
    )


def count(connection: sqlite3.Connection, choice: Choice) -> tuple[int, int]:
    """How many stories are chosen, and how many of them have something unread."""
    where, values = _where(choice)
    query = f"SELECT count(*), coalesce(sum(unread > 0), 0) FROM story WHERE {where}"  # noqa: S608
    stories, unread = connection.execute(query, values).fetchone()
    return int(stories), int(unread)


def _where(choice: Choice) -> tuple[str, list[object]]:
    parts, values = ["archived = ?"], list[object]([int(choice.archived)])
    if not choice.single:
        parts.append("outlets > 1")
    if choice.unread:
        parts.append("unread > 0")
    if choice.ids is not None:
        parts.append("id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(choice.ids))
    by = (
        "key {} (SELECT m.story FROM article a JOIN membership m ON m.article = a.key"
        " WHERE a.outlet IN (SELECT value FROM json_each(?)))"
    )
    for outlets, word in [(o, "IN") for o in choice.covered] + [(o, "NOT IN") for o in choice.uncovered]:
        parts.append(by.format(word))
        values.append(json.dumps(outlets))
    return " AND ".join(parts), values


def outlets(connection: sqlite3.Connection) -> dict[str, int]:
    """Every outlet of the library and its number of articles, most first."""
    query = "SELECT outlet, count(*) FROM article WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY 2 DESC, 1"
    return dict(connection.execute(query))


def timelines(
    connection: sqlite3.Connection, story_ids: Sequence[str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each story its articles by day, `(2023-05-06, 3)`, from its first day to its last without gaps.

    Undated articles are left out; days are counted in UTC. A span of more than a year has no gaps filled.
    """
    query = (
        "SELECT s.id, CAST(floor(a.moment / 86400) AS INTEGER), count(*) FROM story s"
        " JOIN membership m ON m.story = s.key JOIN article a ON a.key = m.article"
        " WHERE s.id IN (SELECT value FROM json_each(?)) AND a.moment IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    )
    days: dict[str, dict[int, int]] = {}
    for story_id, day, number in connection.execute(query, (json.dumps(list(story_ids)),)):
        days.setdefault(story_id, {})[day] = number
    return {story_id: _filled(found) for story_id, found in days.items()}


def _filled(found: dict[int, int]) -> tuple[tuple[str, int], ...]:
    first, last = min(found), max(found)
    shown = range(first, last + 1) if last - first <= 366 else sorted(found)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return tuple(((epoch + timedelta(days=day)).date().isoformat(), found.get(day, 0)) for day in shown)


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter that the person named: a query and an order."""

    name: str
    query: str
    sort: str


def saved(connection: sqlite3.Connection) -> list[SavedFilter]:
    """The saved filters in the person's order."""
    found = connection.execute("SELECT name, query, sort FROM saved_filter ORDER BY place, name")
    return [SavedFilter(*row) for row in found]


def save(connection: sqlite3.Connection, item: SavedFilter) -> None:
    """Keep a filter under its name, in the place of one with the same name, else last."""
    if item.sort not in SORTS:
        raise LibraryError(f"there is no order “{item.sort}”", do=f"there are {', '.join(SORTS)}")
    connection.execute(
        "INSERT INTO saved_filter SELECT ?, ?, ?, coalesce(max(place) + 1, 0) FROM saved_filter WHERE true"
        " ON CONFLICT (name) DO UPDATE SET query = excluded.query, sort = excluded.sort",
        (item.name, item.query, item.sort),
    )


def forget(connection: sqlite3.Connection, name: str) -> bool:
    """Delete a saved filter; whether there was one."""
    return bool(connection.execute("DELETE FROM saved_filter WHERE name = ?", (name,)).rowcount)
