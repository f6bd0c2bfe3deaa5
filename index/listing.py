"""What the list of stories shows, chosen, sorted and cut by the database alone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from index.storymodel import Listed

# Pinned stories come first, in any order; every order ends with the key, so that paging never repeats.
SORTS = {
    "newest": "newest IS NULL, newest DESC, key DESC",
    "oldest": "oldest IS NULL, oldest, key",
    "outlets": "outlets DESC, newest DESC, key DESC",
    "unread": "unread = 0, newest IS NULL, newest DESC, key DESC",
    "disagreement": "coalesce(clashes, 0) DESC, outlets DESC, newest DESC, key DESC",
}


_FEW = 500
# What label most of a story's outlets have, less those with others: how one-sided it is told.
_LABELLED = (
    " LEFT JOIN (SELECT told, 2 * max(n) - sum(n) AS leaning FROM (SELECT m.story AS told, count(DISTINCT"
    " a.outlet) AS n FROM json_each(?) j JOIN article a ON a.outlet = json_extract(j.value, '$[0]')"
    " JOIN membership m ON m.article = a.key GROUP BY m.story, json_extract(j.value, '$[1]')) GROUP BY told)"
    " ON told = story.key"
)
_BY_LABEL = "coalesce(leaning, 0) DESC, newest IS NULL, newest DESC, key DESC"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which stories, and in what order.

    `among` limits them to some, by their keys; `where` are conditions with their values. `covered` and
    `uncovered` are lists of outlets: a story is chosen if, for each list of `covered`, one of its articles is
    by one of these outlets, and none is by an outlet of `uncovered`; it has an article that came from each
    feed (by id) of `fed`, and none of `unfed`. `archived` shows the archived ones alone; `single` is whether
    stories of one outlet belong; `unread` leaves those with unread articles. `sort` is one of `SORTS`, or a
    label of outlets, and then `said` has (outlet, value) pairs.
    """

    among: frozenset[int] | None = None
    where: tuple[tuple[str, tuple[object, ...]], ...] = ()
    archived: bool = False
    single: bool = True
    unread: bool = False
    covered: tuple[tuple[str, ...], ...] = ()
    uncovered: tuple[tuple[str, ...], ...] = ()
    fed: tuple[str, ...] = ()
    unfed: tuple[str, ...] = ()
    sort: str = "newest"
    said: tuple[tuple[str, str], ...] = ()


def chosen(connection: sqlite3.Connection, choice: Choice, *, limit: int | None, offset: int) -> list[str]:
    """The ids of the stories to list, in order."""
    query, values = _ordered(choice, "id")
    found = connection.execute(f"{query} LIMIT ? OFFSET ?", (*values, _bound(limit), offset))
    return [story_id for (story_id,) in found]


def order(connection: sqlite3.Connection, choice: Choice, *, limit: int | None, days: bool = False) -> Listed:
    """All stories to list, in order, as little of each as a list of any length can hold at once.

    `days` says whether the stories' days are wanted, too.
    """
    # SQLite joins each column into one text, for which other threads need not stand still; rows come to
    # Python one by one.
    joined = f"group_concat(id, char(10)), group_concat(u, ''){', group_concat(d)' if days else ''}"
    query, values = _ordered(choice, f"id, unread > 0 AS u{f', {_DAY} AS d' if days else ''}")
    row = connection.execute(
        f"SELECT {joined} FROM ({query} LIMIT ?)",  # noqa: S608 (built here of constants)
        (*values, _bound(limit)),
    ).fetchone()
    if row[0] is None:
        return Listed(())
    return Listed(
        tuple(row[0].split("\n")),
        row[1].encode().translate(_FLAGS),
        tuple([None if day == "-" else int(day) for day in row[2].split(",")]) if days else (),
    )


_DAY = "coalesce(CAST(floor(newest / 86400) AS INTEGER), '-')"
_FLAGS = bytes.maketrans(b"01", b"\0\1")


def _bound(limit: int | None) -> int:
    return -1 if limit is None else limit


def _ordered(choice: Choice, columns: str) -> tuple[str, list[object]]:
    """A query for columns of the stories chosen, in order, and its values."""
    where, values = _where(choice)
    joined, by = "", SORTS.get(choice.sort, _BY_LABEL)
    if choice.sort not in SORTS:
        joined, values = _LABELLED, [json.dumps(choice.said), *values]
    # Columns, conditions and orders are constants, here and in `listterms`.
    return f"SELECT {columns} FROM story{joined} WHERE {where} ORDER BY pinned DESC, {by}", values  # noqa: S608


def _where(choice: Choice) -> tuple[str, list[object]]:
    """The condition and its values."""
    parts, values = ["archived = ?"], list[object]([int(choice.archived)])
    # The `+` keeps SQLite to the index of the list's order, in which it may stop early.
    if not choice.single:
        parts.append("+outlets > 1")
    if choice.unread:
        parts.append("+unread > 0")
    for condition, given in choice.where:
        parts.append(condition)
        values += given
    if choice.among is not None:
        condition, value = among(choice.among)
        parts.append(condition)
        values.append(value)
    by = (
        "key {} (SELECT m.story FROM article a JOIN membership m ON m.article = a.key"
        " WHERE a.outlet IN (SELECT value FROM json_each(?)))"
    )
    for outlets, word in [(o, "IN") for o in choice.covered] + [(o, "NOT IN") for o in choice.uncovered]:
        parts.append(by.format(word))
        values.append(json.dumps(outlets))
    came = (
        "key {} (SELECT m.story FROM feed f JOIN feed_item i ON i.feed = f.key"
        " JOIN membership m ON m.article = i.article WHERE f.id = ?)"
    )
    for feed, word in [(f, "IN") for f in choice.fed] + [(f, "NOT IN") for f in choice.unfed]:
        parts.append(came.format(word))
        values.append(feed)
    return " AND ".join(parts), values


def among(keys: frozenset[int], place: str = "?") -> tuple[str, object]:
    """The condition that a story's key is one of some, and the value for its `place`."""
    if len(keys) <= _FEW:
        return f"key IN (SELECT value FROM json_each({place}))", json.dumps(list(keys))  # noqa: S608
    # At each key a byte. The list is gone through in its order, and the first page found without the rest.
    return f"substr({place}, key + 1, 1) = x'01'", _mask(keys)


def _mask(keys: frozenset[int]) -> bytes:
    found = bytearray(max(keys) + 1)
    for key in keys:
        found[key] = 1
    return bytes(found)


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
    connection.execute(
        "INSERT INTO saved_filter SELECT ?, ?, ?, coalesce(max(place) + 1, 0) FROM saved_filter WHERE true"
        " ON CONFLICT (name) DO UPDATE SET query = excluded.query, sort = excluded.sort",
        (item.name, item.query, item.sort),
    )


def forget(connection: sqlite3.Connection, name: str) -> bool:
    """Delete a saved filter; whether there was one."""
    return bool(connection.execute("DELETE FROM saved_filter WHERE name = ?", (name,)).rowcount)
