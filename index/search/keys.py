"""Occurrences as numbers that sort as an index needs them: by term, then document, then position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The number of the term, of the document, the position, and whether that is in a quotation, in 64 bits: one
# sort orders everything.
POSITION_BITS = 21
DOCUMENT_BITS = 16
LAST_POSITION = (1 << POSITION_BITS) - 1
POSITION_AT = 1
DOCUMENT_AT = POSITION_AT + POSITION_BITS
TERM_AT = DOCUMENT_AT + DOCUMENT_BITS
"""How many bits of a key are below each."""

Numbers = NDArray[Any]


def ranks(names: Sequence[str], numbers: Mapping[str, int]) -> NDArray[np.uint64]:
    """For each number of a term, its place in the order of `names`, which has them all."""
    order = np.fromiter(map(numbers.__getitem__, names), np.int64, len(names))
    rank = np.empty(len(names), np.uint64)
    rank[order] = np.arange(len(names), dtype=np.uint64)
    return rank
