"""Which stored articles have the same text, or much of it: found when an article is stored, by its sketch.

Nothing here can be lost: all of it is made of the texts, and made again where it is missing.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import rows
from index.addresses import canonical
from index.copies import SAME, SHARED
from index.model import Draft
from index.newest import newest
from index.shingles import KEYS, alike, body, containment, digest, resemblance, shingles, sketch, words

SAME_RESEMBLANCE = 0.9
"""From this resemblance on two texts are the same: about one word in a hundred may differ."""
SHARED_CONTAINMENT = 0.3
"""From this share on the shorter of two texts has wording in common with the longer."""
_FEWEST_WORDS = 20  # "Details to follow." is no copy of anything
_WORTH_READING = 0.2
_PERHAPS_SAME = 0.6
_OF_A_KEY = 12  # the oldest and the newest so many articles with one shingle; more have boilerplate
_MOST_READ = 32


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text comes down to: a digest of title and body, the body's words, and its sketch."""

    text: int
    words: int
    sketch: tuple[int, ...]


def measure(draft: Draft) -> Wording:
    """The wording of a draft; some tenths of a millisecond."""
    found = words(body(draft))
    low = sketch(found) if len(found) >= _FEWEST_WORDS else ()
    return Wording(digest(draft.title, found), len(found), low)


def keep(
    connection: sqlite3.Connection, key: int, draft: Draft, wording: Wording, *, mended: bool = False
) -> None:
    """Keep an article's wording as it is now, and find its copies; what was known before is let go.

    Of a first revision nothing was, unless it is `mended`.
    """
    revision, url, outlet = connection.execute(
        "SELECT revision, url, outlet FROM article WHERE key = ?", (key,)
    ).fetchone()
    address = canonical(url) if url else None
    if revision > 1 or mended:
        _forget(connection, key)
    packed = array("I", wording.sketch).tobytes()
    connection.execute(
        "INSERT INTO wording VALUES (?, ?, ?, ?, ?, ?)",
        (
            key,
            revision,
            None if address is None else rows.plain(address),
            wording.text,
            wording.words,
            packed,
        ),
    )
    if wording.sketch:
        near = _candidates(connection, wording.sketch) - {key}
        keys = [(number, key) for number in wording.sketch[:KEYS]]
        connection.executemany("INSERT OR IGNORE INTO shingle VALUES (?, ?)", keys)
        if near:
            _compare(connection, key, outlet, draft, wording, near)


def _forget(connection: sqlite3.Connection, key: int) -> None:
    row = connection.execute("SELECT sketch FROM wording WHERE article = ?", (key,)).fetchone()
    if row is None:
        return
    old = [(number, key) for number in _unpacked(row[0])[:KEYS]]
    connection.executemany("DELETE FROM shingle WHERE hash = ? AND article = ?", old)
    others = connection.execute("SELECT of FROM copy WHERE article = ?", (key,)).fetchall()
    connection.executemany("DELETE FROM copy WHERE article = ? AND of = ?", [(of, key) for (of,) in others])
    connection.execute("DELETE FROM copy WHERE article = ?", (key,))
    connection.execute("DELETE FROM wording WHERE article = ?", (key,))


def _unpacked(packed: bytes) -> array[int]:
    found = array("I")
    found.frombytes(packed[: len(packed) // found.itemsize * found.itemsize])
    return found


def _candidates(connection: sqlite3.Connection, low: Sequence[int]) -> set[int]:
    """The articles that have one of a sketch's lowest shingles among their own."""
    found: set[int] = set()
    for number in low[:KEYS]:
        query = "SELECT article FROM shingle WHERE hash = ? ORDER BY article LIMIT ?"
        having = [row[0] for row in connection.execute(query, (number, _OF_A_KEY))]
        if len(having) == _OF_A_KEY:
            query = "SELECT article FROM shingle WHERE hash = ? ORDER BY article DESC LIMIT ?"
            having += [row[0] for row in connection.execute(query, (number, _OF_A_KEY))]
        found.update(having)
    return found


def _compare(
    connection: sqlite3.Connection,
    key: int,
    outlet: str | None,
    draft: Draft,
    wording: Wording,
    near: Iterable[int],
) -> None:
    """Read the candidates whose sketches are alike, and keep those that have much in common."""
    judged: list[tuple[float, int, int, bool]] = []
    query = (
        "SELECT w.article, w.revision, w.sketch, a.outlet FROM wording w JOIN article a ON a.key = w.article"
        " WHERE w.article IN (SELECT value FROM json_each(?))"
    )
    for other, revision, packed, whose in connection.execute(query, (json.dumps(list(near)),)).fetchall():
        elsewhere = outlet is None or whose is None or outlet != whose
        likeness = alike(wording.sketch, _unpacked(packed))
        if likeness >= (_WORTH_READING if elsewhere else _PERHAPS_SAME):
            judged.append((likeness, other, revision, elsewhere))
    own = shingles(words(body(draft))) if judged else set()
    for _, other, revision, elsewhere in sorted(judged, key=lambda one: (-one[0], one[1]))[:_MOST_READ]:
        theirs = _shingles_of(connection, other, revision)
        kind = _kind(own, theirs, elsewhere=elsewhere)
        if kind is not None:
            both = ((key, other, containment(own, theirs)), (other, key, containment(theirs, own)))
            connection.executemany(
                "INSERT OR REPLACE INTO copy VALUES (?, ?, ?, ?)",
                # Cut, not rounded: 1 is said of nothing but the whole.
                [(article, of, kind, int(share * 10_000) / 10_000) for article, of, share in both],
            )


def _kind(one: set[int], other: set[int], *, elsewhere: bool) -> str | None:
    """The same text, shared wording, or neither. An outlet's own boilerplate is no wording that it shares."""
    if resemblance(one, other) >= SAME_RESEMBLANCE:
        return SAME
    shorter, longer = sorted((one, other), key=len)
    return SHARED if elsewhere and containment(shorter, longer) >= SHARED_CONTAINMENT else None


def _shingles_of(connection: sqlite3.Connection, key: int, revision: int) -> set[int]:
    article = newest(connection, key)
    # Texts that many outlets print come again and again.
    return _shingles(body(article)) if article is not None and article.revision == revision else set()


@lru_cache(maxsize=32)
def _shingles(text: str) -> set[int]:
    return shingles(words(text))


def missing(connection: sqlite3.Connection, limit: int) -> list[int]:
    """The keys of articles whose wording is not kept: those of a library that an older bylines made."""
    query = (
        "SELECT key FROM article a WHERE NOT EXISTS (SELECT 1 FROM wording w WHERE w.article = a.key)"
        " ORDER BY key LIMIT ?"
    )
    return [row[0] for row in connection.execute(query, (limit,))]


def catch_up(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Keep the wording of stored articles; a damaged text has none."""
    for key in keys:
        article = newest(connection, key)
        if article is None:
            row = (key, 0, None, 0, 0, b"")
            connection.execute("INSERT OR REPLACE INTO wording VALUES (?, ?, ?, ?, ?, ?)", row)
        else:
            keep(connection, key, article, measure(article))
