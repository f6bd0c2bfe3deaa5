"""How a draft becomes rows: a new article, a new revision, a moved file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from index import rows
from index.counts import recount
from index.identity import Decision, Verdict, free_id
from index.model import Draft
from index.sametext import keep, measure

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"


def next_change(connection: sqlite3.Connection) -> int:
    """A fresh change number; never given twice."""
    query = "UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value"
    return int(connection.execute(query).fetchone()[0])


def shelve(connection: sqlite3.Connection, draft: Draft, decision: Decision, now: str) -> tuple[str, str]:
    """Carry out one decision: the article's id, and added, updated or unchanged."""
    key = decision.article
    if key is None:
        key, article_id = _insert(connection, draft, decision, now)
        done = ADDED
    else:
        article_id = connection.execute("SELECT id FROM article WHERE key = ?", (key,)).fetchone()[0]
        done = _again(connection, key, draft, decision.verdict, now)
    if decision.verdict in (Verdict.NEW, Verdict.REVISION):
        keep(connection, key, draft, decision.wording or measure(draft))
    connection.execute(
        "INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?, ?)", (*decision.place, key, draft.digest)
    )
    return article_id, done


def _again(connection: sqlite3.Connection, key: int, draft: Draft, verdict: Verdict, now: str) -> str:
    """A draft of a stored article; whether that changed it."""
    if verdict is Verdict.REVISION:
        _revise(connection, key, draft, now)
        return UPDATED
    mended = _mend(connection, key, draft, now)
    if mended:
        # While it was damaged no other article was held against it.
        keep(connection, key, draft, measure(draft), mended=True)
    if verdict is Verdict.MOVED:
        connection.execute(
            "UPDATE article SET kind = ?, location = ?, item = ? WHERE key = ?", (*_source(draft), key)
        )
    return UPDATED if _correct_outlet(connection, key, draft) or mended else UNCHANGED


def _mend(connection: sqlite3.Connection, key: int, draft: Draft, now: str) -> bool:
    """Store a text anew that is there already, but damaged; whether it was.

    What was read is the same to the letter as a rule, so that the revision stays the one that was read. A
    part of a text is no cure for the whole.
    """
    number, stored, partial, body = connection.execute(
        "SELECT a.revision, a.content, a.partial, r.body FROM article a"
        " JOIN revision r ON r.article = a.key AND r.number = a.revision WHERE a.key = ?",
        (key,),
    ).fetchone()
    if rows.sound(body) or (draft.partial is not None and partial is None):
        return False
    content = rows.content(draft)
    if rows.fingerprint(content) != stored:
        _revise(connection, key, draft, now)
        return True
    connection.execute(
        "UPDATE revision SET body = ? WHERE article = ? AND number = ?", (rows.stored(content), key, number)
    )
    connection.execute("UPDATE article SET change = ? WHERE key = ?", (next_change(connection), key))
    connection.execute("DELETE FROM profile WHERE article = ?", (key,))
    return True


def _insert(connection: sqlite3.Connection, draft: Draft, decision: Decision, now: str) -> tuple[int, str]:
    article_id = free_id(connection, draft.digest, decision.place)
    content = rows.content(draft)
    cursor = connection.execute(
        "INSERT INTO article (id, kind, location, item, source_id, url, outlet, title, lede, published,"
        " precision, moment, partial, digest, content, revision, added, change)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
        (
            article_id,
            *_source(draft),
            rows.maybe(draft.source_id),
            rows.maybe(draft.url),
            rows.maybe(draft.outlet),
            *_shown(draft),
            draft.digest,
            rows.fingerprint(content),
            now,
            next_change(connection),
        ),
    )
    key = int(cursor.lastrowid or 0)
    _write_revision(connection, key, 1, draft, content, now)
    return key, article_id


def _revise(connection: sqlite3.Connection, key: int, draft: Draft, now: str) -> None:
    """A new revision, also at its newest place; what a draft does not know stays as it was."""
    content = rows.content(draft)
    newest, digest = connection.execute(
        "SELECT revision, digest FROM article WHERE key = ?", (key,)
    ).fetchone()
    number = newest + 1
    if digest == draft.digest:
        # Only read better than before: there is no news in it for who has read it.
        connection.execute(
            "UPDATE reading SET revision = ? WHERE article = ? AND revision = ?", (number, key, newest)
        )
    connection.execute(
        "UPDATE article SET kind = ?, location = ?, item = ?, source_id = coalesce(?, source_id),"
        " url = coalesce(?, url), outlet = coalesce(?, outlet), title = ?, lede = ?, published = ?,"
        " precision = ?, moment = ?, partial = ?, digest = ?, content = ?, revision = ?, change = ?"
        " WHERE key = ?",
        (
            *_source(draft),
            rows.maybe(draft.source_id),
            rows.maybe(draft.url),
            rows.maybe(draft.outlet),
            *_shown(draft),
            draft.digest,
            rows.fingerprint(content),
            number,
            next_change(connection),
            key,
        ),
    )
    _write_revision(connection, key, number, draft, content, now)
    connection.execute("DELETE FROM profile WHERE article = ?", (key,))


def _write_revision(
    connection: sqlite3.Connection, key: int, number: int, draft: Draft, content: Mapping[str, Any], now: str
) -> None:
    connection.execute(
        "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (key, number, *_source(draft), draft.digest, now, rows.stored(content)),
    )


def _correct_outlet(connection: sqlite3.Connection, key: int, draft: Draft) -> bool:
    """Take over an outlet that was given since (a sidecar, `--outlet`): no new text, so no revision."""
    if draft.outlet is None:
        return False
    cursor = connection.execute(
        "UPDATE article SET outlet = ? WHERE key = ? AND outlet IS NOT ?",
        (rows.plain(draft.outlet), key, rows.plain(draft.outlet)),
    )
    if not cursor.rowcount:
        return False
    connection.execute("UPDATE article SET change = ? WHERE key = ?", (next_change(connection), key))
    # Cached comparisons name outlets.
    connection.execute(
        "DELETE FROM comparison WHERE story = (SELECT story FROM membership WHERE article = ?)", (key,)
    )
    story = connection.execute("SELECT story FROM membership WHERE article = ?", (key,)).fetchone()
    if story is not None:
        recount(connection, story)
    return True


def _source(draft: Draft) -> tuple[str, str, str | None]:
    source = draft.source
    return source.kind.value, rows.plain(source.location), rows.maybe(source.item)


def _shown(draft: Draft) -> tuple[object, ...]:
    """The columns that lists show and sort by."""
    published = draft.published
    return (
        rows.maybe(draft.title),
        rows.lede(draft),
        rows.iso(published),
        published.precision.value if published else None,
        rows.moment(published),
        rows.maybe(draft.partial),
    )
