"""Which story each document of the search index is in, as numbers in the index's own order.

A filter may match tens of thousands of articles. Their stories are looked up in arrays, and no id becomes
a string of its own: SQLite joins a column into one text, which NumPy takes apart.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.search.codec.reader import Found
from index.search.codec.segment import Segment
from index.store import Store

Keys = NDArray[np.int64]


class Numbering:
    """The stories of documents, by their keys in the store. For any thread.

    Articles are never deleted, so an article's key is looked up once for each segment; what story it is in
    is read again when the store changed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._changed: int | None = None
        self._articles: dict[str, Keys] = {}
        self._version: int | None = None
        self._stories: Keys = np.empty(0, np.int64)

    def learn(self, segments: Iterable[Segment]) -> None:
        """Get ready to be asked about the documents of some segments, and forget all others."""
        with self._lock:
            self._learn({segment.name: segment for segment in segments})

    def stories(self, found: Sequence[Found]) -> tuple[Keys, list[str]]:
        """The keys of the stories of matching articles, each once; the ids that are no article's (notes')."""
        with self._lock:
            self._learn({one.segment.name: one.segment for one in found})
            columns, stories = [self._articles[one.segment.name] for one in found], self._stories
        matching = [column[one.match] for column, one in zip(columns, found, strict=True)]
        articles = np.concatenate([np.empty(0, np.int64), *matching])
        keys = stories[articles[(articles >= 0) & (articles < len(stories))]]
        there = np.zeros(int(keys.max(initial=-1)) + 1, np.bool_)
        there[keys[keys >= 0]] = True
        others = [
            one.segment.id(document)
            for column, one in zip(columns, found, strict=True)
            for document in np.flatnonzero(one.match & (column < 0)).tolist()
        ]
        return np.flatnonzero(there), others

    def _learn(self, segments: dict[str, Segment]) -> None:
        changed, version = self._store.last_change(), self._store.version()
        if changed != self._changed:
            # A document may have been indexed before its article could be seen from here.
            self._changed, self._articles = changed, {}
        self._articles = {name: keys for name, keys in self._articles.items() if name in segments}
        missing = [segment for name, segment in segments.items() if name not in self._articles]
        if not missing and version == self._version:
            return
        with self._store.database.snapshot() as connection:
            if version != self._version:
                self._stories = _stories(connection)
                self._version = version
            if missing:
                ids, keys = _articles(connection)
                self._articles |= {segment.name: _column(segment, ids, keys) for segment in missing}


def _articles(connection: sqlite3.Connection) -> tuple[NDArray[np.bytes_], Keys]:
    """The ids of all articles, in order, and the key of each."""
    # Only the index of ids is read; both columns are in the order of its rows.
    query = (
        "SELECT group_concat(id, char(10)), group_concat(key) FROM (SELECT id, key FROM article ORDER BY id)"
    )
    ids, keys = connection.execute(query).fetchone()
    if not ids:
        return np.empty(0, "S1"), np.empty(0, np.int64)
    return np.array(ids.encode().split(b"\n")), _numbers(keys)


def _stories(connection: sqlite3.Connection) -> Keys:
    """At each article's key the key of its story; -1 where there is none."""
    query = "SELECT group_concat(article), group_concat(story) FROM membership"
    articles, stories = map(_numbers, connection.execute(query).fetchone())
    table = np.full(int(articles.max(initial=-1)) + 1, -1, np.int64)
    table[articles] = stories
    return table


def _numbers(text: str | None) -> Keys:
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _column(segment: Segment, ids: NDArray[np.bytes_], keys: Keys) -> Keys:
    """For each document of a segment the key of its article; -1 for what is none."""
    column = np.full(segment.doc_count, -1, np.int64)
    known, documents = segment.in_id_order()
    if len(ids) and len(known):
        at = np.minimum(np.searchsorted(ids, known), len(ids) - 1)
        same = ids[at] == known
        column[documents[same]] = keys[at[same]]
    return column
