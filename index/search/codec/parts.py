"""Keys that are more than memory is to hold, sorted: in parts, one after another.

They come batch by batch. Each is sorted and written to a file, and a part is what all of them have of some
terms: as many as are sorted at a time. This is how a radix sort begins, with its most significant digit; the
digits are ranges of terms, as large as they are frequent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from index.search.codec import runs
from index.search.codec.overflow import Overflow
from index.search.keys import TERM_AT

AT_ONCE = 1 << 19
"""Keys in a part, of eight bytes each; more where one term has more."""


class Parts:
    """The keys of a segment; a context manager that forgets them."""

    def __init__(self, folder: Path, counts: NDArray[np.int64]) -> None:
        """`counts` says how many keys each term will have; `folder` is where their file is."""
        spans = list(runs.bounded(counts, AT_ONCE))
        last = np.array([terms.stop for terms, _ in spans[:-1]], np.uint64)
        self._bounds = last << np.uint64(TERM_AT)
        self._sizes = [own.stop - own.start for _, own in spans]
        self._batches: list[tuple[int, Sequence[int]]] = []
        """Where each batch is kept, and where each part begins in it."""
        self._kept = Overflow(folder)

    def __enter__(self) -> Parts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the keys."""
        self._kept.close()

    def add(self, keys: NDArray[np.uint64]) -> None:
        """Take in the keys of a batch, which get sorted. Raises OSError."""
        keys.sort()
        cuts = [0, *np.searchsorted(keys, self._bounds).tolist(), len(keys)]
        self._batches.append((self._kept.put(keys), cuts))

    def __iter__(self) -> Iterator[NDArray[np.uint64]]:
        """All keys in order, in parts of whole terms. Raises OSError."""
        for part, size in enumerate(self._sizes):
            keys = np.empty(size, np.uint64)
            at = 0
            for place, cuts in self._batches:
                start, count = cuts[part], cuts[part + 1] - cuts[part]
                self._kept.get_into(place + start * keys.itemsize, keys[at : at + count])
                at += count
            keys.sort()
            yield keys
