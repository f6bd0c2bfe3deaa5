"""Texts cut into pieces, all of many texts at once: a piece holds one word, or what joins several.

A piece is what stands between characters that are in no word (`analyzer.RAW`), so that the words of a text
are those of its pieces. It is found in the bytes of the text, without a Python string for each: a table says
what each byte is, and marks of several bytes are looked at where their first byte is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD, _INNER, _MARK = 1, 2, 4
"""What a byte may be: in a word, or in one if it stands between others; the first of a mark."""


def _kind(byte: int) -> int:
    mark = _MARK if byte in b"\"'`\xc2\xe2" else 0
    if byte >= 0x80 or chr(byte).isalnum():
        return _WORD | mark
    return (_INNER if chr(byte) in ".,'-" else 0) | mark


_KINDS = bytes(map(_kind, range(256)))
PADDING = 64
"""So many zero bytes follow the texts."""
BETWEEN = b"\0"
"""What stands between texts; see `bodies.joined`."""

# Characters of several bytes that are in no word, by their first byte: which last bytes they have.
_APART_AFTER = {lead: np.zeros(256, np.bool_) for lead in (0xC2, 0xE2)}
for _mark in "\u00a0«»‹›“”„‚‘…–—":
    _APART_AFTER[_mark.encode()[0]][_mark.encode()[-1]] = True
_SECOND = 0x80
_APOSTROPHE = "’".encode()


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of some texts: `starts` and `ends` are offsets in `data`; `texts` is where each text begins.

    `first` is the number of the first piece of each text, and of all pieces at the end; `marks` is where
    quotation marks begin, and other characters that begin as they do.
    """

    data: bytes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    texts: NDArray[np.int64]
    first: NDArray[np.int64]
    marks: NDArray[np.int64]


class TextsOf:
    """The texts that were cut, each decoded when it is asked for."""

    def __init__(self, pieces: Cut) -> None:
        self._data = pieces.data
        self._begins = np.append(pieces.texts, len(pieces.data) - PADDING + 1)

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, number: int) -> str:
        return self._data[self._begins[number] : self._begins[number + 1] - 1].decode()


def cut(running: bytes) -> Cut:
    """Cut texts in UTF-8 into pieces, in order; `BETWEEN` stands between any two."""
    data = BETWEEN + running + bytes(PADDING)
    bytes_ = np.frombuffer(data, np.uint8)
    begins = np.flatnonzero(bytes_[:-PADDING] == 0) + 1
    kinds = np.frombuffer(data.translate(_KINDS), np.uint8)
    word = (kinds & _WORD).view(np.bool_)
    marks = np.flatnonzero(kinds >= _MARK)
    loose = marks[:0] if data.isascii() else _set_apart(bytes_, word, marks)
    inner = ((kinds & _INNER) >> 1).view(np.bool_)
    between = inner[1:-1]
    between &= word[:-2]
    between &= word[2:]
    word |= inner
    for at in range(len(_APOSTROPHE)):
        word[loose + at] = False
    edges = np.flatnonzero(word[1:] != word[:-1])
    starts, ends = edges[0::2] + 1, edges[1::2] + 1
    first = np.append(starts.searchsorted(begins), len(starts))
    return Cut(data, starts, ends, begins, first, marks)


def _set_apart(
    data: NDArray[np.uint8], word: NDArray[np.bool_], marks: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Note in `word` which characters of several bytes are in none; the apostrophes that join nothing."""
    lead = data[marks]
    two = marks[lead == 0xC2]
    two = two[_APART_AFTER[0xC2][data[two + 1]]]
    three = marks[lead == 0xE2]
    three = three[data[three + 1] == _SECOND]
    last = data[three + 2]
    apart = three[_APART_AFTER[0xE2][last]]
    for at, width in ((two, 2), (apart, 3)):
        for byte in range(width):
            word[at + byte] = False
    found: NDArray[np.int64] = three[last == _APOSTROPHE[-1]]
    return found[~(word[found - 1] & word[found + len(_APOSTROPHE)])]
