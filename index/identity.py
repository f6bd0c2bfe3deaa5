"""Which stored article a draft is: the same one again, a new version of it, or one of its own.

Bytes alone do not decide, nor do places: a file is edited, copied, moved; a dump names an id twice; two
outlets print the same text. So every place an article was seen at is remembered with the bytes last
seen there, and a draft is held against these first.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from index.addresses import canonical, host
from index.hashes import MASK, Hashes
from index.likeness import continues, names_an_article, rewritten, same_letters, versions
from index.model import Article, Draft, SourceKind
from index.newest import newest
from index.rows import content, fingerprint, plain
from index.sametext import Wording, measure

Place = tuple[str, str, str]
"""A source's kind, location, and item inside it."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BY_ITEM = (SourceKind.JSONL, SourceKind.FEED)
_MOST_READ = 20  # articles of one address that are held against a draft's text
_FEWEST_WORDS = 30  # "Follow our live coverage here." stands below one title day after day


class Verdict(Enum):
    """What becomes of a draft."""

    NEW = auto()
    SAME = auto()
    MOVED = auto()
    REVISION = auto()


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, the place to remember, and the stored article's key (None for a new one).

    `wording` is the draft's, where it had to be measured.
    """

    verdict: Verdict
    place: Place
    article: int | None = None
    wording: Wording | None = None


@dataclass
class Run:
    """What one `add` has seen so far, over all its batches: hashes of places and of the bytes there."""

    claimed: Hashes = field(default_factory=Hashes)

    def place(self, draft: Draft) -> Place:
        """The draft's place. A dump's second line with the same id and other text has one of its own."""
        kind, location = draft.source.kind, plain(draft.source.location)
        if kind not in _BY_ITEM:
            # Two texts from standard input have nothing in common but the dash.
            item = draft.digest if kind is SourceKind.STDIN else (draft.source.item or "")
            return (kind.value, location, plain(item))
        # Line numbers shift when a line is put before them, so a line without an id goes by its bytes.
        given = draft.source.item if kind is SourceKind.FEED else None
        item = plain(draft.source_id or given or draft.digest)
        place, number, content = (kind.value, location, item), 1, hash(draft.digest) & MASK
        while self.claimed.setdefault(hash(place), content) != content:
            number += 1
            place = (kind.value, location, f"{item}\x1f{number}")
        return place

    def has_seen(self, place: Place, items: Iterable[str]) -> bool:
        """Whether one of these items of a place's source was in this run already."""
        return any(hash((*place[:2], item)) in self.claimed for item in items)


def decide(connection: sqlite3.Connection, draft: Draft, run: Run) -> Decision:
    """Find the stored article that a draft is, inside a write transaction.

    What the draft's own place says comes first, as far as the text bears it out (feeds give one id to
    several items); then the same bytes, the same letters, and the same address elsewhere.
    """
    place = run.place(draft)
    row = connection.execute(
        "SELECT s.article, s.digest, a.digest, a.kind, a.location, w.address, a.content, a.outlet"
        " FROM sighting s JOIN article a ON a.key = s.article LEFT JOIN wording w ON w.article = a.key"
        " WHERE s.kind = ? AND s.location = ? AND s.item = ?",
        place,
    ).fetchone()
    if row is not None:
        found = _seen_here(connection, draft, place, _Known(*row))
        if found is not None:
            return found
    found = _twin(connection, draft, place)
    if found is not None:
        return found
    wording = measure(draft)
    found = _same_text(connection, draft, place, wording) or _by_address(connection, draft, place, run)
    return replace(found or Decision(Verdict.NEW, place), wording=wording)


class _Known(NamedTuple):
    """What is known of a place and its article."""

    article: int
    last_here: str
    newest: str
    kind: str
    location: str
    address: str | None
    content: int
    outlet: str | None


def _seen_here(connection: sqlite3.Connection, draft: Draft, place: Place, known: _Known) -> Decision | None:
    """The place is known: the same bytes, or changed ones. None when it now holds something else."""
    home = (known.kind, known.location) == place[:2]
    if not home and draft.outlet is not None and known.outlet != plain(draft.outlet):
        # A copy that is now said to be another outlet's is kept as that outlet's own article.
        gone = _gone(known.kind, known.location)
        return Decision(Verdict.MOVED, place, known.article) if gone else Decision(Verdict.NEW, place)
    if draft.digest in (known.last_here, known.newest):
        # The same bytes are read anew when a newer bylines reads them better.
        better = home and draft.digest == known.newest and fingerprint(content(draft)) != known.content
        return _revision(connection, draft, place, known.article) if better else _same(place, known.article)
    same_address = known.address is not None and known.address == _address(draft)
    if not (home or same_address or _gone(known.kind, known.location)):
        # A copy that no longer is one: what it was copied from still lies at its own place.
        return None
    stored = newest(connection, known.article)
    if stored is not None and not continues(draft, stored):
        return None
    return _revision(connection, draft, place, known.article, stored)


def _same(place: Place, article: int) -> Decision:
    return Decision(Verdict.SAME, place, article)


def _revision(
    connection: sqlite3.Connection, draft: Draft, place: Place, article: int, stored: Article | None = None
) -> Decision:
    """A new version of an article; but a part of it (a feed's teaser) never replaces what is stored."""
    if draft.partial is not None:
        stored = stored or newest(connection, article)
        if stored is not None and (stored.partial is None or same_letters(draft, stored)):
            return _same(place, article)
    return Decision(Verdict.REVISION, place, article)


def _twin(connection: sqlite3.Connection, draft: Draft, place: Place) -> Decision | None:
    """The same bytes elsewhere, from the same outlet: a copy, or the file was moved."""
    rows = connection.execute(
        "SELECT key, outlet, kind, location FROM article WHERE digest = ? ORDER BY key", (draft.digest,)
    )
    for article, outlet, kind, location in rows:
        if draft.outlet is None or outlet == plain(draft.outlet):
            return _again(connection, draft, place, article, (kind, location))
    return None


def _again(
    connection: sqlite3.Connection, draft: Draft, place: Place, article: int, home: tuple[str, str]
) -> Decision:
    """The same text at another place. The whole of what was stored in part only is news all the same."""
    if draft.partial is None:
        stored = newest(connection, article)
        if stored is not None and stored.partial is not None:
            return Decision(Verdict.REVISION, place, article)
    moved = place[0] == SourceKind.FILE.value and _gone(*home)
    return Decision(Verdict.MOVED if moved else Verdict.SAME, place, article)


def _same_text(
    connection: sqlite3.Connection, draft: Draft, place: Place, wording: Wording
) -> Decision | None:
    """The same title and text, to the letter, from the same outlet: it was moved, or is shown twice.

    A short text says too little, unless the address is the same, too. A dump that gives the two ids of
    their own tells them apart; a feed may give a new id every hour.
    """
    query = (
        "SELECT a.key, a.outlet, a.kind, a.location, w.address FROM wording w"
        " JOIN article a ON a.key = w.article WHERE w.text = ? ORDER BY a.key LIMIT ?"
    )
    address = _address(draft)
    rows = connection.execute(query, (wording.text, _MOST_READ)).fetchall()
    for key, outlet, kind, location, other in rows:
        same_address = address is not None and address == other and names_an_article(address)
        if wording.words < _FEWEST_WORDS and not same_address:
            continue
        if not _one_voice(draft, outlet, address, other) or _told_apart(connection, draft, place, key):
            continue
        return _again(connection, draft, place, key, (kind, location))
    return None


def _one_voice(draft: Draft, outlet: str | None, address: str | None, other: str | None) -> bool:
    """Whether a draft and a stored article are of one outlet; those without a name are told by their host."""
    if draft.outlet is not None and outlet is not None:
        return plain(draft.outlet) == outlet
    return draft.outlet == outlet and bool(address and other) and host(address or "") == host(other or "")


def _told_apart(connection: sqlite3.Connection, draft: Draft, place: Place, article: int) -> bool:
    """Whether a dump has both, each with an id."""
    return (
        place[0] == SourceKind.JSONL.value
        and draft.source_id is not None
        and bool(_sightings(connection, article, place))
    )


def _sightings(connection: sqlite3.Connection, article: int, place: Place) -> list[str]:
    """The items of a place's source that were this article."""
    query = "SELECT item FROM sighting WHERE article = ? AND kind = ? AND location = ?"
    return [row[0] for row in connection.execute(query, (article, *place[:2]))]


def _by_address(connection: sqlite3.Connection, draft: Draft, place: Place, run: Run) -> Decision | None:
    """The same address in another source: another version, unless that source tells the two apart.

    An address alone proves nothing (feeds give a section's page for all their items), so the texts
    must be alike, too: a version too many is one more article to read, one too few hides an article.
    A feed that gives a new id to the address is believed unless half of the text is the same.
    """
    address = _address(draft)
    if address is None or not names_an_article(address):
        return None
    query = (
        "SELECT a.key, a.outlet FROM wording w JOIN article a ON a.key = w.article WHERE w.address = ?"
        " ORDER BY a.key LIMIT ?"
    )
    for article, outlet in connection.execute(query, (address, _MOST_READ)).fetchall():
        if not (draft.outlet is None or outlet is None or outlet == plain(draft.outlet)):
            continue
        items = _sightings(connection, article, place)
        if items and (place[0] != SourceKind.FEED.value or run.has_seen(place, items)):
            continue
        stored = newest(connection, article)
        if stored is not None and (rewritten if items else versions)(draft, stored):
            return _revision(connection, draft, place, article, stored)
    return None


def _address(draft: Draft) -> str | None:
    return plain(canonical(draft.url)) if draft.url else None


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
