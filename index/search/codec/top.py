"""The best documents, or the newest, of those that match: no more of them are looked at than needed.

Both orders are total: by score (or time), then by time, then by id. Within a segment the documents are in
the order of time and id, so that of equal ones those with the higher number come first.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.search.codec.evaluate import Documents, Scores
from index.search.codec.reader import Matching, Reader
from index.search.quiet import query

_MANY_EQUAL = 4
MANY_TO_SCORE = 2_000
_ROUNDING = 1e-6  # of scores in single precision

Top = tuple[int, float]
"""A document of a reader, and its score."""


def best(reader: Reader, node: query.Query, found: Matching, limit: int) -> list[Top]:
    """Of documents that match those with the highest scores."""
    if found.count > MANY_TO_SCORE:
        top = _best_of_some(reader, node, found, limit)
        if top is not None:
            return top
    return _best(reader, found.documents, reader.scores(node, found.documents), limit)


def _best_of_some(reader: Reader, node: query.Query, found: Matching, limit: int) -> list[Top] | None:
    """The same, from the documents that can be among them; None where these are not known."""
    candidates = reader.candidates(node, found, limit)
    if candidates is None:
        return None
    documents, bound = candidates
    top = _best(reader, documents, reader.scores(node, documents), limit)
    # A score that is rounded to what one below the bound may be rounded to decides nothing.
    return top if top and top[-1][1] > bound * (1 + _ROUNDING) else None


def _best(reader: Reader, documents: Documents, scores: Scores, limit: int) -> list[Top]:
    chosen = _highest(reader, scores, documents, limit)
    documents, scores = documents[chosen], scores[chosen]
    return _first(reader, documents.tolist(), scores.tolist(), (-scores).tolist(), limit)


def newest(reader: Reader, node: query.Query, found: Matching, limit: int) -> list[Top]:
    """Of documents that match those published last."""
    documents = reader.newest_of_each(found, limit)
    scores = reader.scores(node, documents)
    return _first(reader, documents.tolist(), scores.tolist(), [0.0] * len(scores), limit)


def _first(
    reader: Reader, documents: list[int], scores: list[float], ranks: list[float], limit: int
) -> list[Top]:
    """The first of some documents by rank, then time, then id."""
    keyed, segments = [], reader.segments
    for document, score, rank in zip(documents, scores, ranks, strict=True):
        at, inside = reader.place(document)
        keyed.append(((rank, -segments[at].minute(inside)), document, score))
    keyed.sort()
    if any(one[0] == other[0] for one, other in pairwise(keyed)):
        # Ids are looked up only where something hangs on them.
        keyed.sort(key=lambda one: (one[0], reader.id(one[1])))
    return [(document, score) for _, document, score in keyed[:limit]]


def _highest(reader: Reader, scores: Scores, documents: Documents, limit: int) -> NDArray[np.int64]:
    """Which documents have the highest scores: `limit` at least, and those that equal the last of them.

    Of many equal ones only those that can be among the first.
    """
    if len(scores) <= limit:
        return np.arange(len(scores))
    if not limit:
        return np.arange(0)
    bound = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    chosen = np.flatnonzero(scores >= bound)
    if len(chosen) <= _MANY_EQUAL * limit:
        return chosen
    above, equal = np.flatnonzero(scores > bound), np.flatnonzero(scores == bound)
    last = reader.last_of_each(documents[equal], limit)
    return np.concatenate([above, np.searchsorted(documents, last)])
