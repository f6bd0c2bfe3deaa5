"""Which articles are in which story: kept, titled, and moved without losing what a person said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from index import rows
from index.cards import central_title
from index.counts import recount
from index.model import Membership
from index.shelving import next_change


def place(
    connection: sqlite3.Connection, memberships: Iterable[Membership], *, by_person: bool, now: str
) -> None:
    """Write memberships inside a transaction, then bring the stories concerned up to date.

    What a person decided is changed by a person only; unknown articles are let go.
    """
    touched: set[int] = set()
    for membership in memberships:
        touched |= _place(connection, membership, "person" if by_person else "grouper", now)
    connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'grouped'")
    for key in sorted(touched):
        refresh(connection, key)


def _place(connection: sqlite3.Connection, membership: Membership, decided_by: str, now: str) -> set[int]:
    """One membership; the keys of the stories that it changed."""
    row = connection.execute(
        "SELECT a.key, m.story, m.decided_by FROM article a LEFT JOIN membership m ON m.article = a.key"
        " WHERE a.id = ?",
        (membership.article,),
    ).fetchone()
    if row is None or (row[2] == "person" and decided_by != "person"):
        return set()
    article, before = row[0], row[1]
    story = story_key(connection, membership.story)
    connection.execute(
        "INSERT OR REPLACE INTO membership VALUES (?, ?, ?, ?, ?, ?)",
        (
            article,
            story,
            membership.confidence,
            # What they share is told when it is asked for: see `stories.why`.
            "[]",
            decided_by,
            now,
        ),
    )
    if story == before:
        return set()
    connection.execute("UPDATE article SET change = ? WHERE key = ?", (next_change(connection), article))
    return {story} if before is None else {story, before}


def story_key(connection: sqlite3.Connection, story_id: str) -> int:
    """The key of a story, which is made when it does not exist."""
    row = connection.execute("SELECT key FROM story WHERE id = ?", (story_id,)).fetchone()
    if row is not None:
        return int(row[0])
    return int(connection.execute("INSERT INTO story (id, title) VALUES (?, '')", (story_id,)).lastrowid or 0)


def refresh(connection: sqlite3.Connection, key: int, *, articles_changed: bool = True) -> None:
    """Title, dates and counts of a story after it changed; an emptied one hands on what it had.

    Where its articles are those that it had, the number of disagreements found in them holds.
    """
    members = connection.execute(
        "SELECT a.title, a.lede, a.moment FROM article a JOIN membership m ON m.article = a.key"
        " WHERE m.story = ? ORDER BY a.moment IS NULL, a.moment, a.key",
        (key,),
    ).fetchall()
    if not members:
        _retire(connection, key)
        return
    moments = [moment for *_, moment in members if moment is not None]
    connection.execute(
        "UPDATE story SET title = coalesce(name, ?), newest = ?, oldest = ?,"
        " clashes = iif(?, NULL, clashes) WHERE key = ?",
        (
            central_title([(title, lede) for title, lede, _ in members]),
            max(moments, default=None),
            min(moments, default=None),
            articles_changed,
            key,
        ),
    )
    recount(connection, [key])


def heir(connection: sqlite3.Connection, story_id: str) -> int | None:
    """The key of the story that a story which is gone went into: as a person said, or else that
    which now holds its founding article."""
    seen: set[str] = set()
    current = rows.plain(story_id)
    while current not in seen:
        seen.add(current)
        row = connection.execute("SELECT story FROM alias WHERE id = ?", (current,)).fetchone()
        if row is None:
            break
        current = row[0]
        row = connection.execute("SELECT key FROM story WHERE id = ?", (current,)).fetchone()
        if row is not None:
            return int(row[0])
    row = connection.execute(
        "SELECT m.story FROM membership m JOIN article a ON a.key = m.article WHERE a.id = ?",
        ("a" + current[1:],),
    ).fetchone()
    return None if row is None else int(row[0])


def _retire(connection: sqlite3.Connection, key: int) -> None:
    """Delete an empty story; what the person said of it goes to where its articles went."""
    story_id, marked, position, name, pinned = connection.execute(
        "SELECT id, marked, position, name, pinned FROM story WHERE key = ?", (key,)
    ).fetchone()
    into = heir(connection, story_id)
    if into is not None and into != key:
        connection.execute("UPDATE OR IGNORE tag SET story = ? WHERE story = ?", (into, key))
        connection.execute(
            "UPDATE story SET marked = max(marked, ?), position = coalesce(position, ?),"
            " title = coalesce(name, ?, title), name = coalesce(name, ?), pinned = max(pinned, ?)"
            " WHERE key = ?",
            (marked, position, name, name, pinned, into),
        )
    connection.execute("DELETE FROM story WHERE key = ?", (key,))
