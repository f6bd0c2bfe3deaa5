"""Terms in byte order, one after another: found by bisection, a beginning of a word is a range of them."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from index.search.codec.sections import Array, DamagedError, SectionFile


class TermList:
    """The terms of the sections `{name}/terms` and `{name}/ends`, numbered in their order."""

    def __init__(self, file: SectionFile, name: str) -> None:
        """Raises DamagedError when the sections do not fit each other."""
        self._blob: Array = file.array(f"{name}/terms")
        self._ends: Array = file.array(f"{name}/ends")
        self._end_of, self._text = self._ends.data, self._blob.data
        self.size = len(self._ends)
        """How many terms."""
        if len(self._blob) != (self._ends[-1] if self.size else 0):
            raise DamagedError(f"{file.path.name} has terms of {name} that do not fit")

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, number: int) -> bytes:
        """A term by its number."""
        end = self._end_of[number]
        return self._text[self._end_of[number - 1] if number else 0 : end].tobytes()

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """The terms from number `first` to before `last`."""
        last = self.size if last is None else last
        if first >= last:
            return []
        start = self._end_of[first - 1] if first else 0
        blob = self._blob[start : self._end_of[last - 1]].tobytes()
        found, before = [], 0
        for end in (self._ends[first:last].astype(np.int64) - start).tolist():
            found.append(blob[before:end])
            before = end
        return found

    def fixed_width(self) -> Array:
        """All terms as an array of bytes of one width; where they have one length, without copying them."""
        width = int(self._ends[0]) if self.size else 0
        if width and len(self._blob) == width * self.size:
            at_ends = np.arange(1, self.size + 1) * width
            if (self._ends == at_ends).all():
                return self._blob.view(f"S{width}")
        return np.array(self.terms(), np.bytes_)

    def find(self, term: bytes) -> int:
        """A term's number, -1 for one that is not there."""
        at = bisect_left(self, term)
        return at if at < self.size and self[at] == term else -1

    def span(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the terms that begin with `prefix`: first, and one after the last."""
        first = bisect_left(self, prefix)
        return first, bisect_left(self, prefix + b"\xff", first)

    def place_of(self, term: bytes, first: int = 0, last: int | None = None) -> int:
        """The number of the first term not before `term` in their order, between two numbers."""
        return bisect_left(self, term, first, last)
