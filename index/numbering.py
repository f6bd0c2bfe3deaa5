"""What the store says of each document of the search index, as numbers in the index's own order.

A query may match tens of thousands of articles. Their stories, outlets and reading states are looked up in
arrays, and no id becomes a string of its own: SQLite joins a column into one text, which NumPy takes apart.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.search.codec.reader import SegmentMatches
from index.search.codec.segment import Segment
from index.store import Store

T = TypeVar("T")

Keys = NDArray[np.int32]
Mask = NDArray[np.bool_]

NO_OUTLET = "unknown outlet"


@dataclass
class _Moment:
    """The store at one `version`, by the keys of articles; what is None was not asked for yet."""

    version: int
    stories: Keys
    read: Mask | None = None
    outlets: tuple[tuple[str, ...], Keys] | None = None


class Numbering:
    """Stories by their keys in the store, outlets by numbers. For any thread.

    Articles are never deleted, so an article's key is looked up once for each segment; what the person may
    change is read again when the store changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._changed: int | None = None
        self._articles: dict[str, Keys] = {}
        self._moment: _Moment | None = None

    def learn(self, segments: Iterable[Segment]) -> None:
        """Get ready to be asked about the documents of some segments, and forget all others."""
        with self._lock:
            self._learn(list(segments), alone=True)

    def stories(self, found: Sequence[SegmentMatches]) -> tuple[Keys, list[str]]:
        """The keys of the stories of matching articles, each once; the ids that are no article's (notes')."""
        with self._lock:
            columns = self._learn([one.segment for one in found], alone=True)
            stories = self._now().stories
        articles = np.concatenate([np.empty(0, np.int32), *_matching(columns, found)])
        keys = stories[articles[(articles >= 0) & (articles < len(stories))]]
        there = np.zeros(int(keys.max(initial=-1)) + 1, np.bool_)
        there[keys[keys >= 0]] = True
        others = [
            one.segment.id(document)
            for column, one in zip(columns, found, strict=True)
            for document in np.flatnonzero(one.match & (column < 0)).tolist()
        ]
        return np.flatnonzero(there).astype(np.int32), others

    def in_stories(self, segment: Segment, stories: Keys) -> Mask:
        """Which documents of a segment are articles of some stories."""
        with self._lock:
            (column,), table = self._learn([segment]), self._now().stories
        chosen = np.zeros(max(int(table.max(initial=-1)), int(stories.max(initial=-1))) + 2, np.bool_)
        chosen[stories] = True  # the last place is that of no story, -1
        found: Mask = chosen[_at(table, column, -1)]
        return found

    def read(self, segment: Segment, wanted: bool) -> Mask:
        """Which documents of a segment are articles that are read, or those that are not."""
        with self._lock:
            (column,), now = self._learn([segment]), self._now()
            if now.read is None:
                now.read = self._ask(_read)
            read = now.read
        found: Mask = (_at(read, column, default=False) == wanted) & (column >= 0)
        return found

    def story_counts(self, found: Sequence[SegmentMatches]) -> NDArray[np.int64]:
        """How many matching articles are in each story, at its key."""
        with self._lock:
            columns = self._learn([one.segment for one in found])
            stories = self._now().stories
        return _counts([_at(stories, keys, -1) for keys in _matching(columns, found)])

    def outlet_counts(self, found: Sequence[SegmentMatches]) -> dict[str, int]:
        """How many matching articles each outlet has; 0 for those that have none."""
        with self._lock:
            columns = self._learn([one.segment for one in found])
            names, outlets = self._outlets()
        numbers = [_at(outlets, keys, -1) for keys in _matching(columns, found)]
        return dict(zip(names, _counts(numbers, len(names)).tolist(), strict=True))

    def dated(self, found: Sequence[SegmentMatches]) -> list[NDArray[np.int32]]:
        """When the matching articles were published, in minutes, segment by segment."""
        with self._lock:
            columns = self._learn([one.segment for one in found])
        return [
            one.segment.published[one.match & (column >= 0)]
            for column, one in zip(columns, found, strict=True)
        ]

    def covered(self, wanted: Callable[[str], bool]) -> Keys:
        """The keys of the stories that have an article by an outlet whose name is wanted."""
        with self._lock:
            stories, (names, outlets) = self._now().stories, self._outlets()
        numbers = np.array([number for number, name in enumerate(names) if wanted(name)], np.int32)
        told = np.flatnonzero(np.isin(outlets, numbers))
        return np.unique(_at(stories, told, -1))

    # With the lock held

    def _now(self) -> _Moment:
        version = self._store.version()
        if self._moment is None or self._moment.version != version:
            self._moment = _Moment(version, self._ask(_stories))
        return self._moment

    def _outlets(self) -> tuple[tuple[str, ...], Keys]:
        now = self._now()
        if now.outlets is None:
            now.outlets = self._ask(_outlets)
        return now.outlets

    def _learn(self, segments: Sequence[Segment], *, alone: bool = False) -> list[Keys]:
        """For each segment the keys of its documents' articles; `alone` forgets all other segments."""
        changed = self._store.last_change()
        if changed != self._changed:
            # A document may have been indexed before its article could be seen from here.
            self._changed, self._articles = changed, {}
        if alone:
            names = {segment.name for segment in segments}
            self._articles = {name: keys for name, keys in self._articles.items() if name in names}
        missing = [segment for segment in segments if segment.name not in self._articles]
        if missing:
            ids, keys = self._ask(_articles)
            self._articles |= {segment.name: _column(segment, ids, keys) for segment in missing}
        return [self._articles[segment.name] for segment in segments]

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        with self._store.database.snapshot() as connection:
            return question(connection)


def _articles(connection: sqlite3.Connection) -> tuple[NDArray[np.bytes_], Keys]:
    """The ids of all articles, in order, and the key of each."""
    # Only the index of ids is read; both columns are in the order of its rows.
    query = (
        "SELECT group_concat(id, char(10)), group_concat(key) FROM (SELECT id, key FROM article ORDER BY id)"
    )
    ids, keys = connection.execute(query).fetchone()
    if not ids:
        return np.empty(0, "S1"), np.empty(0, np.int32)
    return np.array(ids.encode().split(b"\n")), _numbers(keys)


def _stories(connection: sqlite3.Connection) -> Keys:
    """At each article's key the key of its story; -1 where there is none."""
    query = "SELECT group_concat(article), group_concat(story) FROM membership"
    articles, stories = map(_numbers, connection.execute(query).fetchone())
    return _table(articles, stories)


def _read(connection: sqlite3.Connection) -> Mask:
    """At each article's key whether its newest revision was read."""
    query = (
        "SELECT group_concat(a.key) FROM reading r JOIN article a ON a.key = r.article"
        " WHERE r.revision >= a.revision"
    )
    keys = _numbers(connection.execute(query).fetchone()[0])
    found: Mask = _table(keys, 1) == 1
    return found


def _outlets(connection: sqlite3.Connection) -> tuple[tuple[str, ...], Keys]:
    """The outlets, and at each article's key the place of its outlet among them; -1 where there is none."""
    query = "SELECT coalesce(outlet, ?), group_concat(key) FROM article GROUP BY 1 ORDER BY 1"
    rows = [(name, _numbers(keys)) for name, keys in connection.execute(query, (NO_OUTLET,))]
    empty = [np.empty(0, np.int32)]
    places = np.repeat(np.arange(len(rows), dtype=np.int32), [len(keys) for _, keys in rows])
    return tuple(name for name, _ in rows), _table(np.concatenate(empty + [keys for _, keys in rows]), places)


def _matching(columns: Sequence[Keys], found: Sequence[SegmentMatches]) -> list[Keys]:
    """The keys of the articles that match, segment by segment."""
    return [column[one.match] for column, one in zip(columns, found, strict=True)]


def _table(keys: Keys, values: Keys | int) -> Keys:
    table = np.full(int(keys.max(initial=-1)) + 1, -1, np.int32)
    table[keys] = values
    return table


def _at(table: NDArray[Any], keys: NDArray[Any], default: Any) -> NDArray[Any]:
    """What a table has at some keys; the default at keys it has not, and at -1."""
    there = (keys >= 0) & (keys < len(table))
    found = np.full(len(keys), default, table.dtype)
    found[there] = table[keys[there]]
    return found


def _counts(numbers: Sequence[Keys], size: int = 0) -> NDArray[np.int64]:
    together = np.concatenate([np.empty(0, np.int32), *numbers])
    return np.bincount(together[together >= 0], minlength=size)


def _numbers(text: str | None) -> Keys:
    return np.fromstring(text, np.int32, sep=",") if text else np.empty(0, np.int32)


def _column(segment: Segment, ids: NDArray[np.bytes_], keys: Keys) -> Keys:
    """For each document of a segment the key of its article; -1 for what is none."""
    column = np.full(segment.doc_count, -1, np.int32)
    known, documents = segment.in_id_order
    if len(ids) and len(known):
        at = np.minimum(np.searchsorted(ids, known), len(ids) - 1)
        same = ids[at] == known
        column[documents[same]] = keys[at[same]]
    return column
