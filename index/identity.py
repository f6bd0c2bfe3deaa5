"""Which stored article a draft is: the same one again, a new version of it, or one of its own.

Bytes alone do not decide, nor do places: a file is edited, copied, moved; a dump names an id twice; two
outlets print the same text. So every place an article was seen at is remembered with the bytes last
seen there, and a draft is held against these first.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from index.errors import StoreError
from index.likeness import names_an_article, versions
from index.model import Draft, SourceKind
from index.rows import article as stored
from index.rows import content, fingerprint, plain

Place = tuple[str, str, str]
"""A source's kind, location, and item inside it."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BY_ITEM = (SourceKind.JSONL, SourceKind.FEED)
_MOST_READ = 20  # articles of one address that are held against a draft's text


class Verdict(Enum):
    """What becomes of a draft."""

    NEW = auto()
    SAME = auto()
    MOVED = auto()
    REVISION = auto()


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, the place to remember, and the stored article's key (None for a new one)."""

    verdict: Verdict
    place: Place
    article: int | None = None


@dataclass
class Run:
    """What one `add` has seen so far, over all its batches."""

    claimed: dict[Place, str] = field(default_factory=dict)

    def place(self, draft: Draft) -> Place:
        """The draft's place. A dump's second line with the same id and other text has one of its own."""
        kind, location = draft.source.kind, plain(draft.source.location)
        if kind not in _BY_ITEM:
            # Two texts from standard input have nothing in common but the dash.
            item = draft.digest if kind is SourceKind.STDIN else (draft.source.item or "")
            return (kind.value, location, plain(item))
        # Line numbers shift when a line is put before them, so a line without an id goes by its bytes.
        item = plain(draft.source_id or draft.digest)
        place, number = (kind.value, location, item), 1
        while self.claimed.setdefault(place, draft.digest) != draft.digest:
            number += 1
            place = (kind.value, location, f"{item}\x1f{number}")
        return place


def decide(connection: sqlite3.Connection, draft: Draft, run: Run) -> Decision:
    """Find the stored article that a draft is, inside a write transaction."""
    place = run.place(draft)
    row = connection.execute(
        "SELECT s.article, s.digest, a.digest, a.kind, a.location, a.url, a.content, a.outlet FROM sighting s"
        " JOIN article a ON a.key = s.article WHERE s.kind = ? AND s.location = ? AND s.item = ?",
        place,
    ).fetchone()
    if row is not None:
        return _seen_here(draft, place, _Known(*row))
    return (
        _twin(connection, draft, place) or _by_url(connection, draft, place) or Decision(Verdict.NEW, place)
    )


class _Known(NamedTuple):
    """What is known of a place and its article."""

    article: int
    last_here: str
    newest: str
    kind: str
    location: str
    url: str | None
    content: int
    outlet: str | None


def _seen_here(draft: Draft, place: Place, known: _Known) -> Decision:
    """The place is known: the same bytes, or changed ones."""
    home = (known.kind, known.location) == place[:2]
    if not home and draft.outlet is not None and known.outlet != plain(draft.outlet):
        # A copy that is now said to be another outlet's is kept as that outlet's own article.
        gone = _gone(known.kind, known.location)
        return Decision(Verdict.MOVED, place, known.article) if gone else Decision(Verdict.NEW, place)
    if draft.digest in (known.last_here, known.newest):
        # The same bytes are read anew when a newer bylines reads them better.
        better = home and draft.digest == known.newest and fingerprint(content(draft)) != known.content
        return Decision(Verdict.REVISION if better else Verdict.SAME, place, known.article)
    if home or _gone(known.kind, known.location) or (known.url is not None and known.url == draft.url):
        return Decision(Verdict.REVISION, place, known.article)
    # A copy that no longer is one: what it was copied from still lies at its own place.
    return Decision(Verdict.NEW, place)


def _twin(connection: sqlite3.Connection, draft: Draft, place: Place) -> Decision | None:
    """The same bytes elsewhere, from the same outlet: a copy, or the file was moved."""
    rows = connection.execute(
        "SELECT key, outlet, kind, location FROM article WHERE digest = ? ORDER BY key", (draft.digest,)
    )
    for article, outlet, kind, location in rows:
        if draft.outlet is None or outlet == plain(draft.outlet):
            moved = place[0] == SourceKind.FILE.value and _gone(kind, location)
            return Decision(Verdict.MOVED if moved else Verdict.SAME, place, article)
    return None


def _by_url(connection: sqlite3.Connection, draft: Draft, place: Place) -> Decision | None:
    """The same address in another source: another version, unless that source tells the two apart.

    An address alone proves nothing (feeds give a section's page for all their items), so the texts
    must be alike, too: a version too many is one more article to read, one too few hides an article.
    """
    if not draft.url or not names_an_article(draft.url):
        return None
    rows = connection.execute(
        "SELECT key, outlet FROM article a WHERE url = ? AND NOT EXISTS (SELECT 1 FROM sighting s"
        " WHERE s.article = a.key AND s.kind = ? AND s.location = ?) ORDER BY key LIMIT ?",
        (plain(draft.url), place[0], place[1], _MOST_READ),
    ).fetchall()
    for article, outlet in rows:
        if draft.outlet is None or outlet is None or outlet == plain(draft.outlet):
            known = _newest(connection, article)
            if known is not None and versions(draft, known):
                return Decision(Verdict.REVISION, place, article)
    return None


def _newest(connection: sqlite3.Connection, key: int) -> Draft | None:
    """A stored article at its newest revision; None when its text is damaged, which `check` tells."""
    body, *values = connection.execute(
        "SELECT r.body, a.id, r.kind, r.location, r.item, r.digest, a.outlet, r.number, r.added"
        " FROM article a JOIN revision r ON r.article = a.key AND r.number = a.revision WHERE a.key = ?",
        (key,),
    ).fetchone()
    article_id, kind, location, item, digest, outlet, number, added = values
    try:
        return stored(
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


def _gone(kind: str, location: str) -> bool:
    """Whether an article's own file is no longer there."""
    if kind != SourceKind.FILE.value:
        return False
    try:
        return not Path(location).exists()
    except OSError:
        return False


def article_id(digest: str) -> str:
    """`a` and 40 bits of a SHA-256 (hex) in lower-case Crockford base32."""
    number = int(digest[:10], 16)
    return "a" + "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))


def free_id(connection: sqlite3.Connection, digest: str, place: Place) -> str:
    """An id for a new article: by its bytes, and by its place as well when that one is taken."""
    candidate, number = article_id(digest), 0
    while connection.execute("SELECT 1 FROM article WHERE id = ?", (candidate,)).fetchone():
        salted = "\0".join((digest, *place, str(number)))
        candidate = article_id(hashlib.sha256(salted.encode()).hexdigest())
        number += 1
    return candidate
