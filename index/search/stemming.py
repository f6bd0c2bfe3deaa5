"""English stems of many words at once: the rules of `porter`, each applied to all the words that it fits.

A word is two numbers of eight bytes, its letters in their order from the lowest byte on, then zeros. Which of
its letters are vowels is a bit each, so that what Porter calls a measure is found by shifts: a vowel before
a consonant is a bit that is set before one that is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import porter
from index.search.letters import Sizes, first_of
from index.search.slots import LONGEST
from index.search.slots import Keys as Words

_Rows = NDArray[np.int64]
_Which = NDArray[np.bool_]
_Bits = NDArray[np.uint32]

_ONE = np.uint32(1)
_TAIL = 8
_DIGITS = np.uint64(0x4040404040404040)
"""Letters have this bit in each byte, digits do not."""
_FULL = np.uint64(0x8080808080808080)
_BYTES = np.uint64(0x0101010101010101)
_VOWELS = bytes(chr(byte) in "aeiou" for byte in range(256))
_YS = bytes(byte == ord("y") for byte in range(256))


def _pairs(endings: Iterable[str]) -> _Which:
    """A table of the last two letters of endings; of one letter, with each letter before it."""
    found = np.zeros((256, 256), np.bool_)
    for end in endings:
        if len(end) == 1:
            found[:, ord(end)] = True
        else:
            found[ord(end[-2]), ord(end[-1])] = True
    return found.ravel()


def _steps(rules: porter.Rules) -> tuple[_Which, Sequence[tuple[str, str]]]:
    """The last letters that rules apply to, and all rules, those of the longest endings first."""
    each = [rule for some in rules.values() for rule in some]
    return _pairs(rules), sorted(each, key=lambda rule: -len(rule[0]))


_APPLICABLE = _pairs([*porter.ENDINGS, *porter.LETTERS])
_STEP_2, _STEP_3, _STEP_4 = map(_steps, (porter.STEP_2, porter.STEP_3, porter.STEP_4))


def stems(words: Words, sizes: Sizes) -> tuple[Words, Sizes]:
    """The stems of folded words of 1 to 16 ASCII letters and digits, and how long the stems are."""
    found, lengths = words.copy(), sizes.copy()
    some = np.flatnonzero(sizes > 2)
    some = some[_APPLICABLE.take(_last_two(words.view(np.uint8).ravel(), some, sizes[some]))]
    # Their digits have not the bit that letters have.
    digits = first_of(~words[some], sizes[some]) & _DIGITS
    some = some[(digits[:, 0] | digits[:, 1]) == 0]
    if len(some):
        changing = _Changing(words[some], sizes[some])
        changing.strip()
        found[some], lengths[some] = changing.words, changing.sizes
    return found, lengths


def _last_two(letters: NDArray[np.uint8], rows: _Rows, sizes: Sizes) -> NDArray[np.uint16]:
    """The last two letters of words as one number, the last one below."""
    last = rows * LONGEST + sizes - 1
    found: NDArray[np.uint16] = letters.take(last - 1, mode="clip").astype(np.uint16)
    found <<= np.uint16(8)
    found |= letters.take(last)
    return found


def shared(words: Words, others: Words) -> Sizes:
    """With how many bytes each of some words and its other one begin that are the same."""
    differ = words ^ others
    # The bits below the first that differs; of a byte that is the same all.
    same = (differ & (np.uint64(0) - differ)) - np.uint64(1)
    sizes = (((same & _FULL) >> np.uint64(7)) * _BYTES) >> np.uint64(56)
    sizes[:, 1] *= differ[:, 0] == 0
    found: Sizes = (sizes[:, 0] + sizes[:, 1]).astype(np.int64)
    return found


class _Changing:
    """Words of three letters and more while they are stripped, with the steps of `porter._stripped`."""

    def __init__(self, words: Words, sizes: Sizes) -> None:
        self.words, self.sizes = np.ascontiguousarray(words), sizes
        self._letters = self.words.view(np.uint8).ravel()
        every = self.words.tobytes()
        self._vowels, self._ys = _bits(every.translate(_VOWELS)), _bits(every.translate(_YS))
        # Where a word begins, `y` is a consonant.
        self._ys &= ~_ONE

    def strip(self) -> None:
        """Replace the words by their stems."""
        self._singular(self._ending(["s"]))
        self._present(self._ending(["ed", "ng"]))
        rows = self._ending(["y"])
        rows = rows[self._has_vowel(rows, self.sizes[rows] - 1)]
        self._write(rows, self.sizes[rows] - 1, "i")
        for pairs, rules in (_STEP_2, _STEP_3):
            self._replace(self._having(pairs), rules, self._has_1)
        self._replace(self._having(_STEP_4[0]), _STEP_4[1], self._has_2)
        rows = self._ending(["e"])
        rows = rows[self.sizes[rows] > 1]
        size = self.sizes[rows] - 1
        once = self._has_1(rows, size) & ((self._ys[rows] & _below(size)) == 0) & ~self._is_short(rows, size)
        self.sizes[rows[self._has_2(rows, size) | once]] -= 1
        rows = self._ending(["ll"])
        self.sizes[rows[self._has_2(rows, self.sizes[rows])]] -= 1
        self.words = first_of(self.words, self.sizes)

    def _singular(self, rows: _Rows) -> None:
        """Step 1a."""
        tails = self._tails(rows)
        two = _ends(tails, "sses") | _ends(tails, "ies")
        self.sizes[rows] -= np.where(two, 2, ~_ends(tails, "ss"))

    def _present(self, rows: _Rows) -> None:
        """Step 1b."""
        tails = self._tails(rows)
        agreed, past = _ends(tails, "eed"), _ends(tails, "ed")
        own = rows[agreed]
        self.sizes[own[self._has_1(own, self.sizes[own] - 3)]] -= 1
        kept = ~agreed & (past | _ends(tails, "ing"))
        rows, size = rows[kept], self.sizes[rows[kept]] - np.where(past[kept], 2, 3)
        kept = self._has_vowel(rows, size)
        rows, size = rows[kept], size[kept]
        self.sizes[rows] = size
        short = self._is_short(rows, size)
        two = size == 2
        first, second = self._letter(rows, size - 2), self._letter(rows, size - 1)
        for pair in porter.ALONE:
            short |= two & (first == ord(pair[0])) & (second == ord(pair[1]))
        self._write(rows[short], size[short], "e")
        self.sizes[rows[short]] += 1
        double = two & (first == second) & ~np.isin(first, list(map(ord, porter.UNDOUBLED)))
        self.sizes[rows[double]] = 1

    def _replace(self, rows: _Rows, rules: Sequence[tuple[str, str]], measured: Any) -> None:
        """Apply to each word the one rule for its longest ending, if what is before that is long enough."""
        tails = self._tails(rows)
        for suffix, other in rules:
            fits = _ends(tails, suffix) & (self.sizes[rows] > len(suffix))
            own = rows[fits]
            rows, tails = rows[~fits], tails[~fits]
            before = self.sizes[own] - len(suffix)
            # The letter before `ion` stays, and belongs to what is measured.
            kept = measured(own, before + len(other) if suffix[1:] == "ion" else before)
            own, before = own[kept], before[kept]
            for at, letter in enumerate(other):
                if letter != suffix[at]:
                    self._write(own, before + at, letter)
            self.sizes[own] = before + len(other)

    def _having(self, pairs: _Which) -> _Rows:
        """The words with some last two letters."""
        every = np.arange(len(self.sizes))
        return np.flatnonzero(pairs.take(_last_two(self._letters, every, self.sizes)))

    def _ending(self, endings: Sequence[str]) -> _Rows:
        return self._having(_pairs(endings))

    def _tails(self, rows: _Rows) -> NDArray[np.uint64]:
        """The last eight letters of words, the last one in the highest byte."""
        first, second = self.words[rows].T
        size = self.sizes[rows]
        found: Words = first << (8 * np.maximum(_TAIL - size, 0)).astype(np.uint64)
        found >>= (8 * np.maximum(size - _TAIL, 0)).astype(np.uint64)
        found |= second << (8 * (LONGEST - size)).astype(np.uint64)
        return found

    def _letter(self, rows: _Rows, at: Sizes) -> NDArray[np.uint8]:
        return self._letters.take(rows * LONGEST + at, mode="clip")

    def _write(self, rows: _Rows, at: Sizes, letter: str) -> None:
        """Put a letter, which is no `y`, into words."""
        self._letters[rows * LONGEST + at] = ord(letter)
        bits = _ONE << at.astype(np.uint32)
        self._ys[rows] &= ~bits
        vowels = self._vowels[rows]
        self._vowels[rows] = vowels | bits if letter in "aeiou" else vowels & ~bits

    def _has_vowel(self, rows: _Rows, sizes: Sizes) -> _Which:
        """Whether the first letters of words, so many, have a vowel or a `y`."""
        found: _Which = ((self._vowels[rows] | self._ys[rows]) & _below(sizes)) != 0
        return found

    def _pairs(self, rows: _Rows, sizes: Sizes) -> _Bits:
        """Where a vowel is before a consonant, before any `y`."""
        vowels, ys = self._vowels[rows], self._ys[rows]
        within = _below(sizes) & ((ys & (np.uint32(0) - ys)) - _ONE)
        found: _Bits = vowels & ~(vowels >> _ONE) & (within >> _ONE)
        return found

    def _has_1(self, rows: _Rows, sizes: Sizes) -> _Which:
        """Porter's m > 0, of the first letters of words."""
        found: _Which = self._pairs(rows, sizes) != 0
        return found

    def _has_2(self, rows: _Rows, sizes: Sizes) -> _Which:
        """Porter's m > 1."""
        pairs = self._pairs(rows, sizes)
        found: _Which = (pairs & (pairs - _ONE)) != 0
        return found

    def _is_short(self, rows: _Rows, sizes: Sizes) -> _Which:
        """Whether the first letters of words are one syllable that ends as `hop` does."""
        last = self._letter(rows, sizes - 1)
        voiced = (self._vowels[rows] | self._ys[rows]) & _below(sizes)
        found: _Which = (sizes > 2) & (voiced == _ONE << np.maximum(sizes - 2, 0).astype(np.uint32))
        found &= (last != ord("w")) & (last != ord("x"))
        return found


def _bits(flags: bytes) -> _Bits:
    """Flags of sixteen letters each as bits, the first letter's lowest."""
    packed = np.packbits(np.frombuffer(flags, np.uint8), bitorder="little")
    return packed.view("<u2").astype(np.uint32)


def _below(sizes: Sizes) -> _Bits:
    """So many bits, the lowest ones."""
    found: _Bits = (_ONE << sizes.astype(np.uint32)) - _ONE
    return found


def _ends(tails: NDArray[np.uint64], suffix: str) -> _Which:
    wanted = np.uint64(int.from_bytes(suffix.encode(), "little"))
    found: _Which = (tails >> np.uint64(8 * (_TAIL - len(suffix)))) == wanted
    return found
