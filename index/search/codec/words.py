"""Which terms of a segment a prefix, a pattern, a range or a misspelt word stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.search.codec.segment import Terms


def matching(field: Terms, prefix: bytes, pattern: re.Pattern[str]) -> list[int]:
    """The terms that begin with `prefix` and match a pattern as a whole."""
    first, last = field.span(prefix)
    terms = enumerate(field.terms(first, last), first)
    return [number for number, term in terms if pattern.fullmatch(term.decode())]


def within(field: Terms, text: str, most: int, same: int) -> list[int]:
    """The terms at most `most` edits from `text`, with the first `same` characters equal."""
    first, last = field.span(text[:same].encode())
    if first == last:
        return []
    numbers = np.arange(first, last)
    terms = field.terms(first, last)
    sizes = np.fromiter(map(len, terms), np.int64, len(terms))
    # In bytes a character may be four, so the bound is exact for ASCII alone, and too wide for others.
    kept = (sizes >= len(text) - most) & (sizes <= 4 * (len(text) + most))
    numbers = numbers[kept]
    words = [terms[at].decode() for at in np.flatnonzero(kept)]
    near = distances(text, words, most) <= most
    return list(numbers[near].tolist())


def distances(text: str, words: Iterable[str], most: int) -> NDArray[np.int64]:
    """How many edits each word is from `text`, or more than `most`; swapping neighbours is one edit.

    Restricted Damerau-Levenshtein distance (optimal string alignment), one row for all words at a time.
    """
    kept = list(words)
    told = np.full(len(kept), most + 1, np.int64)
    fitting = [at for at, word in enumerate(kept) if abs(len(word) - len(text)) <= most]
    if not fitting:
        return told
    width = len(text) + most
    letters = np.array([kept[at] for at in fitting], f"<U{width}").view(np.uint32).reshape(-1, width).T
    lengths = np.array([len(kept[at]) for at in fitting])
    codes = [ord(char) for char in text]
    before: list[NDArray[np.int8]] = []
    row = [np.full(len(fitting), j, np.int8) for j in range(width + 1)]
    for i, code in enumerate(codes, 1):
        last, row, older = row, [np.full(len(fitting), i, np.int8)], before
        for j in range(1, width + 1):
            other = letters[j - 1]
            cost = np.minimum(np.minimum(last[j], row[j - 1]) + 1, last[j - 1] + (other != code))
            if i > 1 and j > 1:
                swapped = (other == codes[i - 2]) & (letters[j - 2] == code)
                cost = np.where(swapped, np.minimum(cost, older[j - 2] + 1), cost)
            row.append(cost.astype(np.int8))
        before = last
    told[fitting] = np.stack(row)[lengths, np.arange(len(fitting))]
    return told
