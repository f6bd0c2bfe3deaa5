"""The best documents, or the newest, of those that match: no more of them are looked at than needed.

Both orders are total: by score (or time), then by time, then by id. Within a segment the documents are in
the order of time and id, so that of equal ones those with the higher number come first.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    tops: list[Top] = []
    for at, one in enumerate(found):
        if not one.count:
            continue
        documents = np.flatnonzero(one.match)
        scores = reader.scores(one.segment, node, documents)
        chosen = _highest(scores, limit)
        pairs = zip(documents[chosen].tolist(), scores[chosen].tolist(), strict=True)
        tops += [Top(one.segment, at, document, score) for document, score in pairs]
    tops.sort(key=lambda top: (-top.score, *_newer(top)))
    return tops[:limit]


def newest(reader: Reader, node: query.Query, found: Sequence[Found], limit: int) -> list[Top]:
    """The documents published last."""
    tops: list[Top] = []
    for at, one in enumerate(found):
        documents = np.flatnonzero(one.match)
        last = documents[max(0, len(documents) - limit) :]
        scores = reader.scores(one.segment, node, last)
        pairs = zip(last.tolist(), scores.tolist(), strict=True)
        tops += [Top(one.segment, at, document, score) for document, score in pairs]
    tops.sort(key=_newer)
    return tops[:limit]


def _newer(top: Top) -> tuple[int, str]:
    return -int(top.segment.published[top.document]), top.segment.id(top.document)


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
