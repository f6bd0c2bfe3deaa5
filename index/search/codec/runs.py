"""Sorted numbers turned into postings: what the builder and the merger have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.search.codec.inverted import Chunk
from index.search.codec.sections import Array
from index.search.keys import DOCUMENT_AT, LAST_POSITION, POSITION_AT, TERM_AT

_ABOVE = np.uint64(TERM_AT)


def starts(sorted_numbers: Array) -> NDArray[np.int64]:
    """Where each run of equal numbers begins."""
    new = np.ones(max(len(sorted_numbers), 1), np.bool_)
    np.not_equal(sorted_numbers[1:], sorted_numbers[:-1], out=new[1:])
    return np.flatnonzero(new)


def _counts(first: NDArray[np.int64], end: int) -> NDArray[np.int64]:
    """How many there are from each to the next, and from the last to the end."""
    found = np.empty_like(first)
    np.subtract(first[1:], first[:-1], out=found[:-1])
    found[-1] = end - first[-1]
    return found


def stretches(keys: NDArray[np.uint64], size: int) -> Iterator[NDArray[np.uint64]]:
    """Sorted keys (see `keys`) in pieces of about `size`, of whole terms."""
    start = 0
    while start < len(keys):
        last = keys[min(start + size, len(keys)) - 1] >> _ABOVE
        end = int(np.searchsorted(keys, (last + np.uint64(1)) << _ABOVE))
        yield keys[start:end]
        start = end


def terms_of(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The number of the term of each key."""
    return (keys >> _ABOVE).view(np.int64)


def documents_of(keys: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """The document of each key."""
    return (keys >> np.uint64(DOCUMENT_AT)).astype(np.uint16)


def positions_of(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The position of each key."""
    found = keys.astype(np.uint32)  # has all of it
    found >>= np.uint32(POSITION_AT)
    found &= np.uint32(LAST_POSITION)
    return found


def chunk(names: Sequence[bytes], keys: NDArray[np.uint64], *, positioned: bool = True) -> Chunk:
    """The postings of sorted keys of whole terms; `names` are the terms by their numbers."""
    first = starts(keys >> np.uint64(DOCUMENT_AT))
    counts = _counts(first, len(keys))
    own = keys[first]
    terms = terms_of(own)
    begin = starts(terms)
    kept = [names[term] for term in terms[begin].tolist()]
    sizes = _counts(begin, len(terms))
    if not positioned:
        return Chunk(kept, sizes, documents_of(own), counts)
    quoted = (keys.astype(np.uint8) & np.uint8(1)).view(np.bool_)
    return Chunk(kept, sizes, documents_of(own), counts, counts, positions_of(keys), quoted)


def evenly(documents: int, places: int, most: int) -> Iterator[tuple[int, int]]:
    """Documents a stretch at a time, with about `most` of all those places in each."""
    size = max(1, documents * most // max(places, most))
    return ((first, min(first + size, documents)) for first in range(0, documents, size))


def bounded(sizes: NDArray[np.int64], most: int) -> Iterator[tuple[slice, slice]]:
    """Parts, one after another: which sizes, and which of what they count; at most `most`, or one size's."""
    ends = np.cumsum(sizes)
    first = done = 0
    while first < len(sizes):
        last = max(first + 1, int(ends.searchsorted(done + most, "right")))
        upto = int(ends[last - 1])
        yield slice(first, last), slice(done, upto)
        first, done = last, upto
