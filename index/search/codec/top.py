"""The best documents, or the newest, of those that match: no more of them are looked at than needed.

Both orders are total: by score (or time), then by time, then by id. Within a segment the documents are in
the order of time and id, so that of equal ones those with the higher number come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.codec.reader import Found, Reader
from index.search.codec.segment import Segment
from index.search.quiet import query


class Top(NamedTuple):
    """A document with its score."""

    segment: Segment
    at: int
    """The place of the segment among those of the reader,"""
    document: int
    """and of the document in it."""
    score: float


def best(reader: Reader, node: query.Query, found: Sequence[Found], limit: int) -> list[Top]:
    """The documents with the highest scores."""
    keyed: list[_Keyed] = []
    for at, one in enumerate(found):
        if one.count:
            documents = np.flatnonzero(one.match)
            scores = reader.scores(one.segment, node, documents)
            chosen = _highest(scores, limit)
            keyed += _keyed(one.segment, at, documents[chosen], scores[chosen], by_score=True)
    return _first(found, keyed, limit)


def newest(reader: Reader, node: query.Query, found: Sequence[Found], limit: int) -> list[Top]:
    """The documents published last."""
    keyed: list[_Keyed] = []
    for at, one in enumerate(found):
        documents = np.flatnonzero(one.match)
        last = documents[max(0, len(documents) - limit) :]
        keyed += _keyed(one.segment, at, last, reader.scores(one.segment, node, last), by_score=False)
    return _first(found, keyed, limit)


_Keyed = tuple[tuple[float, int], int, int, float]
"""What a document is ordered by, its segment's place, its number and its score."""


def _keyed(
    segment: Segment,
    at: int,
    documents: NDArray[np.int64],
    scores: NDArray[np.float32],
    *,
    by_score: bool,
) -> list[_Keyed]:
    times = segment.published[documents].tolist()
    rows = zip(documents.tolist(), scores.tolist(), times, strict=True)
    return [((-score if by_score else 0.0, -time), at, document, score) for document, score, time in rows]


def _first(found: Sequence[Found], keyed: list[_Keyed], limit: int) -> list[Top]:
    keyed.sort()
    if any(one[0] == other[0] for one, other in pairwise(keyed)):
        # Ids are looked up only where something hangs on them.
        keyed.sort(key=lambda one: (one[0], found[one[1]].segment.id(one[2])))
    return [Top(found[at].segment, at, document, score) for _, at, document, score in keyed[:limit]]


def _highest(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Which `limit` of some scores are the highest; of equal ones the last."""
    if len(scores) <= limit:
        return np.arange(len(scores))
    if not limit:
        return np.arange(0)
    bound = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    above = np.flatnonzero(scores > bound)
    equal = np.flatnonzero(scores == bound)
    return np.concatenate([above, equal[len(equal) - (limit - len(above)) :]])
