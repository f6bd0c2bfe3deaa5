"""Feeds kept in the store: what is followed, how the last fetch went, and which items are known."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index import rows
from index.addresses import without_secrets
from index.database import Database
from index.errors import NotFoundError
from index.feedmodel import FeedCard
from index.feedstatus import FeedStatus
from index.words import fold, tokens

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NAMED = 5
_CARDS = """
SELECT f.id, f.url, f.title, f.outlet, f.added, f.fetched, f.succeeded, f.status, f.detail, f.due, f.failures,
       (SELECT count(DISTINCT i.article) FROM feed_item i WHERE i.feed = f.key),
       (SELECT count(DISTINCT i.article) FROM feed_item i JOIN article a ON a.key = i.article
        WHERE i.feed = f.key AND NOT EXISTS
            (SELECT 1 FROM reading r WHERE r.article = a.key AND r.revision >= a.revision))
FROM feed f {where} ORDER BY f.title COLLATE NOCASE, f.key
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed as fetching needs it; `private` is whether its own host may be of a private network."""

    key: int
    id: str
    url: str
    title: str
    outlet: str | None
    private: bool
    status: FeedStatus
    due: str | None
    failures: int
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """One text of an item as it was seen; `due` is when its page is to be asked for again, if at all."""

    name: str
    digest: str
    url: str | None
    guid: str | None
    title: str | None
    tries: int = 0
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a fetch ended. `url`, `etag` and `modified` are kept for a good one only."""

    status: FeedStatus
    detail: str = ""
    due: str | None = None
    url: str | None = None
    title: str | None = None
    etag: str | None = None
    modified: str | None = None


GOOD = (FeedStatus.OK, FeedStatus.UNCHANGED, FeedStatus.DAMAGED)
"""How a fetch ends that got an answer to work with."""


class FeedStore:
    """The feeds of one library. Every method may be called from any thread, and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, url: str, title: str, *, outlet: str | None = None, private: bool = False
    ) -> tuple[FeedCard, bool]:
        """Follow a feed: its card, and whether it is new. A known one keeps its title and outlet."""
        with self._database.writing() as connection:
            row = connection.execute("SELECT id FROM feed WHERE url = ?", (rows.plain(url),)).fetchone()
            if without_secrets(url) != url:
                self._database.keep_private()
            if row is None:
                feed_id = _free_id(connection, url)
                connection.execute(
                    "INSERT INTO feed (id, url, title, outlet, private, added, status)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        feed_id,
                        rows.plain(url),
                        rows.plain(title),
                        rows.maybe(outlet),
                        int(private),
                        now(),
                        FeedStatus.NEW.value,
                    ),
                )
            else:
                feed_id = row[0]
                connection.execute(
                    "UPDATE feed SET outlet = coalesce(?, outlet), private = max(private, ?) WHERE id = ?",
                    (rows.maybe(outlet), int(private), feed_id),
                )
            return self._card(connection, feed_id), row is None

    def remove(self, feed_id: str) -> FeedCard:
        """Follow a feed no longer; its articles stay."""
        with self._database.writing() as connection:
            card = self._card(connection, feed_id)
            connection.execute("DELETE FROM feed WHERE id = ?", (feed_id,))
        return card

    def cards(self) -> list[FeedCard]:
        """All feeds, by title."""
        with self._database.reading() as connection:
            return [_card(row) for row in connection.execute(_CARDS.format(where=""))]

    def card(self, feed_id: str) -> FeedCard:
        """One feed; NotFoundError when it is not followed."""
        with self._database.reading() as connection:
            return self._card(connection, feed_id)

    def _card(self, connection: sqlite3.Connection, feed_id: str) -> FeedCard:
        row = connection.execute(_CARDS.format(where="WHERE f.id = ?"), (rows.plain(feed_id),)).fetchone()
        if row is None:
            raise _unknown(feed_id)
        return _card(row)

    def resolve(self, name: str) -> str:
        """The id of the feed meant by an id, a URL, or words of its title or outlet.

        Raises NotFoundError when nothing fits, or names the candidates when several do.
        """
        wanted = name.strip()
        with self._database.reading() as connection:
            feeds = connection.execute("SELECT id, url, title, outlet FROM feed ORDER BY title").fetchall()
        for fitting in (
            [feed for feed in feeds if wanted in feed[:2]],
            [feed for feed in feeds if wanted and feed[1].rstrip("/") == wanted.rstrip("/")],
            [feed for feed in feeds if wanted and fold(feed[2]) == fold(wanted)],
            [feed for feed in feeds if _has_words(f"{feed[2]} {feed[3] or ''}", wanted)],
        ):
            if len(fitting) == 1:
                return str(fitting[0][0])
            if fitting:
                shown = ", ".join(f"{feed[0]} ({feed[2]})" for feed in fitting[:_NAMED])
                more = f" and {len(fitting) - _NAMED} more" if len(fitting) > _NAMED else ""
                raise NotFoundError(f"“{wanted}” fits several feeds: {shown}{more}", do="give an id")
        raise _unknown(wanted)

    def followed(self, feed_ids: Sequence[str] | None = None) -> list[Followed]:
        """All feeds, or those named, as fetching needs them; in the order they were added."""
        query = (
            "SELECT key, id, url, title, outlet, private, status, due, failures, etag, modified FROM feed"
            " WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY key"
        )
        chosen = None if feed_ids is None else json.dumps(list(feed_ids))
        with self._database.reading() as connection:
            return [
                Followed(key, id, url, title, outlet, bool(private), FeedStatus(status), *rest)
                for key, id, url, title, outlet, private, status, *rest in connection.execute(
                    query, (chosen,)
                )
            ]

    # Items

    def known(
        self, feed: int, digests: Iterable[str], urls: Iterable[str], guids: Iterable[str]
    ) -> list[KnownItem]:
        """The items of a feed that have one of these digests, addresses or guids."""
        query = (
            "SELECT name, digest, url, guid, title, tries, due FROM feed_item WHERE feed = ?1 AND ("
            "digest IN (SELECT value FROM json_each(?2)) OR url IN (SELECT value FROM json_each(?3))"
            " OR guid IN (SELECT value FROM json_each(?4)))"
        )
        values = (feed, *(json.dumps([rows.plain(one) for one in some]) for some in (digests, urls, guids)))
        with self._database.reading() as connection:
            return [KnownItem(*row) for row in connection.execute(query, values)]

    def keep_item(self, feed: int, item: KnownItem, article_id: str | None) -> None:
        """Remember an item, and the article it became; without one, the article known before stays.

        Nothing is remembered of a feed that was removed meanwhile.
        """
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO feed_item SELECT key, ?2, ?3, ?4, ?5, ?6,"
                " (SELECT key FROM article WHERE id = ?7), ?8, ?9 FROM feed WHERE key = ?1"
                " ON CONFLICT (feed, name, digest)"
                " DO UPDATE SET url = excluded.url, guid = excluded.guid, title = excluded.title,"
                " article = coalesce(excluded.article, article), tries = excluded.tries, due = excluded.due",
                (
                    feed,
                    rows.plain(item.name),
                    item.digest,
                    rows.maybe(item.url),
                    rows.maybe(item.guid),
                    rows.maybe(item.title),
                    article_id,
                    item.tries,
                    item.due,
                ),
            )

    def pages_due(self, feed: int, at: str) -> bool:
        """Whether a page of the feed's items is to be asked for again at this time."""
        with self._database.reading() as connection:
            query = "SELECT 1 FROM feed_item WHERE feed = ? AND due <= ? LIMIT 1"
            return connection.execute(query, (feed, at)).fetchone() is not None

    # Outcomes

    def record(self, feed: int, outcome: Outcome) -> FeedCard | None:
        """Note how a fetch ended; None when the feed was removed meanwhile.

        Validators stay as they were unless the outcome is good. A moved feed takes its places along, so
        that no item counts as new; an address that another feed has already is not taken.
        """
        with self._database.writing() as connection:
            row = connection.execute("SELECT id, url, title FROM feed WHERE key = ?", (feed,)).fetchone()
            if row is None:
                return None
            feed_id, url, title = row
            at = now()
            connection.execute(
                "UPDATE feed SET fetched = ?, status = ?, detail = ?, due = ? WHERE key = ?",
                (at, outcome.status.value, rows.plain(outcome.detail), outcome.due, feed),
            )
            if outcome.status in GOOD:
                connection.execute(
                    "UPDATE feed SET succeeded = ?, failures = 0, etag = ?, modified = ? WHERE key = ?",
                    (at, rows.maybe(outcome.etag), rows.maybe(outcome.modified), feed),
                )
            else:
                connection.execute("UPDATE feed SET failures = failures + 1 WHERE key = ?", (feed,))
            if outcome.title and title == url:
                connection.execute(
                    "UPDATE feed SET title = ? WHERE key = ?", (rows.plain(outcome.title), feed)
                )
            if outcome.url and outcome.url != url:
                _move(connection, feed, url, rows.plain(outcome.url))
            return self._card(connection, feed_id)


def _move(connection: sqlite3.Connection, feed: int, old: str, new: str) -> None:
    """Give a feed another address, and all places of its articles with it."""
    from index.fetch.addresses import same_host

    if connection.execute("SELECT 1 FROM feed WHERE url = ?", (new,)).fetchone():
        return
    connection.execute(
        "UPDATE feed SET url = ?, private = private AND ?, title = CASE title WHEN url THEN ? ELSE title END"
        " WHERE key = ?",
        (new, same_host(old, new), new, feed),
    )
    connection.execute(
        "UPDATE OR IGNORE sighting SET location = ? WHERE kind = 'feed' AND location = ?",
        (without_secrets(new), without_secrets(old)),
    )
    connection.execute(
        "UPDATE article SET location = ? WHERE kind = 'feed' AND location = ?",
        (without_secrets(new), without_secrets(old)),
    )


def now() -> str:
    """The time as feeds keep it: UTC, to the second, so that texts compare as times do."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _card(row: Sequence[Any]) -> FeedCard:
    id, url, title, outlet, added, fetched, succeeded, status, *rest = row
    shown = without_secrets(url)
    title = shown if title == url else title
    return FeedCard(id, shown, title, outlet, added, fetched, succeeded, FeedStatus(status), *rest)


def _has_words(text: str, wanted: str) -> bool:
    words = tokens(wanted)
    if not words:
        return False
    *whole, last = words
    has = set(tokens(text))
    return has.issuperset(whole) and any(word.startswith(last) for word in has)


def _free_id(connection: sqlite3.Connection, url: str) -> str:
    number = 0
    while True:
        digest = hashlib.sha256(f"{url}\0{number}".encode("utf-8", "replace")).digest()
        candidate = "f" + "".join(_ALPHABET[byte % 32] for byte in digest[:6])
        if connection.execute("SELECT 1 FROM feed WHERE id = ?", (candidate,)).fetchone() is None:
            return candidate
        number += 1


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(f"no feed “{rows.plain(name)[:80]}”", do="`bylines feeds` lists them")
