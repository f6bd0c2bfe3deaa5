"""Which words have which stem, while they are written: a few bytes for each, as there are a great many.

The sections `{name}/terms` and `{name}/ends` hold the stems in byte order (see `terms`), `{name}/starts` and
`{name}/members` for each stem the numbers of the words that have it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.search.codec.places import ragged
from index.search.codec.runs import bounded, starts
from index.search.codec.sections import SectionWriter
from index.search.termnames import KIND, LONGEST, Names, in_one_order

_AT_ONCE = 10_000
"""Words whose stems are sorted at a time, and those of the same first two bytes with them; 250 bytes each."""


class StemsWriter:
    """Takes the stem of each word, in the words' order."""

    def __init__(self, writer: SectionWriter, name: str) -> None:
        self._writer = writer
        self._name = name
        self._text = bytearray()
        self._lengths = array("H")

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._lengths)

    def add(self, stems: bytes, lengths: NDArray[np.int64]) -> None:
        """The stems of the next words, one after another; none has a zero byte, or more than 65,535 bytes."""
        self._text += stems
        self._lengths.frombytes(lengths.astype(np.uint16).tobytes())

    def finish(self) -> None:
        """Write the sections. To be called once, after the last word."""
        terms = self._writer.stream(f"{self._name}/terms", "|u1")
        ends = self._writer.stream(f"{self._name}/ends", "<u4")
        begins = self._writer.stream(f"{self._name}/starts", "<u4")
        members = self._writer.stream(f"{self._name}/members", "<u4")
        begins.append(np.zeros(1, np.uint32))
        # Two zeros more: what a stem is too short for comes before all bytes.
        text = b"".join((self._text, bytes(2)))
        self._text.clear()
        lengths = np.frombuffer(self._lengths, np.uint16)
        last = np.cumsum(lengths, dtype=np.uint32)
        for some in _stretches(text, last - lengths, lengths):
            names, (ranks,) = in_one_order([_names(text, last[some], lengths[some])])
            ends.append(terms.size + np.cumsum(np.fromiter(map(len, names), np.int64, len(names))))
            terms.append(np.frombuffer(b"".join(names), np.uint8))
            begins.append(members.size + np.cumsum(np.bincount(ranks)))
            members.append(some[np.argsort(ranks, kind="stable")])


def _stretches(
    text: bytes, first: NDArray[np.uint32], lengths: NDArray[np.uint16]
) -> Iterator[NDArray[np.int64]]:
    """The words by stretches of the alphabet that their stems are in, in its order."""
    letters = np.frombuffer(text, np.uint8)
    begin = np.where(lengths > 0, letters[first], 0).astype(np.uint16) << 8
    begin |= np.where(lengths > 1, letters[first + 1], 0)
    order = np.argsort(begin, kind="stable")
    alike = starts(begin[order])
    for _, own in bounded(np.diff(alike, append=len(order)), _AT_ONCE):
        yield order[own]


def _names(text: bytes, ends: NDArray[np.uint32], lengths: NDArray[np.uint16]) -> Names:
    """The stems that end at some places."""
    is_short = lengths <= LONGEST
    short_at, long_at = np.flatnonzero(is_short), np.flatnonzero(~is_short)
    sizes = lengths[short_at].astype(np.int64)
    rows = np.zeros((len(sizes), LONGEST), np.uint8)
    rows[np.arange(LONGEST) < sizes[:, np.newaxis]] = np.frombuffer(text, np.uint8)[
        ragged(ends[short_at] - sizes, sizes)
    ]
    spans = zip(ends[long_at].tolist(), lengths[long_at].tolist(), strict=True)
    long = [text[end - length : end] for end, length in spans]
    return Names(len(ends), rows.view(KIND).ravel(), short_at, long, long_at)
