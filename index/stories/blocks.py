"""Sparse vectors and their products: some articles as an inverted index, others held against it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Terms = NDArray[np.uint32]
Weights = NDArray[np.float32]
Scores = NDArray[np.float64]

_CELLS = 1 << 20
"""So many cosines are computed at once, to bound the memory."""


@dataclass(slots=True)
class Block:
    """An inverted index of some articles: who has a term, and its weight there, sorted by term."""

    members: list[int]
    terms: Terms
    places: NDArray[np.uint32]
    weights: Weights


def block(members: Sequence[int], vectors: Sequence[bytes]) -> Block:
    """The index of articles, whose numbers are `members`, and their encoded vectors."""
    terms, weights, sizes = _flat(vectors)
    places = np.repeat(np.arange(len(vectors), dtype=np.uint32), sizes)
    return _sorted(list(members), terms, places, weights)


def joined(one: Block, other: Block) -> Block:
    """The index of the articles of both, in this order."""
    return _sorted(
        one.members + other.members,
        np.concatenate((one.terms, other.terms)),
        np.concatenate((one.places, other.places + np.uint32(len(one.members)))),
        np.concatenate((one.weights, other.weights)),
    )


def cosines(index: Block, vectors: Sequence[bytes]) -> Iterator[tuple[int, Scores]]:
    """The cosines of vectors with each member, in parts: the place of the part's first vector, and a row
    for each of its vectors with a column for each member.
    """
    step = max(1, _CELLS // max(1, len(index.members)))
    for start in range(0, len(vectors), step):
        yield start, _products(index, vectors[start : start + step])


def _products(index: Block, vectors: Sequence[bytes]) -> Scores:
    wide = len(index.members)
    terms, weights, sizes = _flat(vectors)
    first = index.terms.searchsorted(terms)
    counts = index.terms.searchsorted(terms, "right") - first
    found = counts.nonzero()[0]
    first, counts = first[found], counts[found]
    ends = counts.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    # The postings of all terms that are in the index, one after another.
    postings = np.repeat(first - ends + counts, counts) + np.arange(total)
    products = np.repeat(weights[found], counts) * index.weights[postings]
    cells: NDArray[np.int64] = index.places[postings].astype(np.int64)
    if len(vectors) > 1:
        rows = np.repeat(np.arange(len(vectors)) * wide, sizes)
        cells += np.repeat(rows[found], counts)
    sums = np.bincount(cells, products, len(vectors) * wide)
    return sums.astype(np.float64, copy=False).reshape(len(vectors), wide)


def decode(vector: bytes) -> tuple[Terms, Weights]:
    """Term numbers and weights of an encoded vector."""
    terms = size(vector)
    return np.frombuffer(vector, np.uint32, terms, 1), np.frombuffer(vector, np.float32, terms, 1 + 4 * terms)


def size(vector: bytes) -> int:
    """How many terms an encoded vector has."""
    return (len(vector) - 1) >> 3


def _flat(vectors: Sequence[bytes]) -> tuple[Terms, Weights, list[int]]:
    """The terms and weights of vectors one after another, and how many each has."""
    sizes = [size(vector) for vector in vectors]
    if len(vectors) == 1:
        return *decode(vectors[0]), sizes
    cuts = [1 + 4 * many for many in sizes]
    terms = b"".join([vector[1:cut] for vector, cut in zip(vectors, cuts, strict=True)])
    weights = b"".join([vector[cut:] for vector, cut in zip(vectors, cuts, strict=True)])
    return np.frombuffer(terms, np.uint32), np.frombuffer(weights, np.float32), sizes


def _sorted(members: list[int], terms: Terms, places: NDArray[np.uint32], weights: Weights) -> Block:
    # Stable: of sorted runs it is a merge, and postings of a term stay in order of their articles.
    order = terms.argsort(kind="stable")
    return Block(members, terms[order], places[order], weights[order])
