"""Numbers for pieces of text (see `cutting`), and what each piece stands for; kept from batch to batch.

A piece of up to 16 bytes is two numbers of eight bytes. Its own number is looked up in a table of slots by a
hash of them (open addressing with linear probing, Knuth, *The Art of Computer Programming* 6.4), for all
pieces of many texts at a time. Pieces are compared whole, so that no two are ever taken for one.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.search.analyzer import MAX_TERM, Analysis, raw_words
from index.search.codec.written import ending, named
from index.search.cutting import Cut
from index.search.keys import Numbers

_COLUMNS = 2
_WIDTH = 8
_LONGEST = _COLUMNS * _WIDTH
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WIDTH + 1)], np.uint64)
_FIRST_BITS = 12
_INITIALS = (2, 3)  # letters; see `analyzer.initials`
_SAME = [ending(b"-" * size, b"-" * size) for size in range(4 * MAX_TERM + 1)]
_CURLY = ("’s".encode(), "’S".encode())
MOST = 80_000
"""So many pieces, of some 150 bytes each, are kept from batch to batch; 2,000 articles have some 60,000."""

_Keys = NDArray[np.uint64]


class _Slots:
    """A hash table from pieces to numbers; 0 is none.

    Of every slot there are the eight first bytes of its piece, the next eight, and its number.
    """

    def __init__(self) -> None:
        self._odd, self._odd_second, self._odd_last = (
            np.uint64(secrets.randbits(64) | 1) for _ in range(_COLUMNS + 1)
        )
        self._make(_FIRST_BITS)
        self.size = 1

    def _make(self, bits: int) -> None:
        self._bits = bits
        self._first, self._second = np.zeros((_COLUMNS, 1 << bits), np.uint64)
        self._numbers = np.zeros(1 << bits, np.uint32)

    def numbers(
        self, first: _Keys, longer: NDArray[np.int64], second: _Keys
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The number of each piece; and where the new ones are, in order of their numbers.

        `second` is what follows in those pieces, at `longer`, that have eight bytes and more.
        """
        slots = self._slots(first, second, longer)
        differ = self._first.take(slots) != first
        differ[longer] |= self._second.take(slots[longer]) != second
        found = self._numbers.take(slots)
        left = np.flatnonzero(differ)
        whole = np.zeros(len(first), np.uint64)
        whole[longer] = second
        found[left], new = self._search(first[left], whole[left], slots[left])
        return found, left[new]

    def _search(
        self, first: _Keys, second: _Keys, slots: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The same for pieces that need not be in their own slots."""
        found = np.zeros(len(first), np.uint32)
        new = [np.empty(0, np.int64)]
        left = np.arange(len(first))
        while len(left):
            empty = left[self._numbers[slots[left]] == 0]
            if len(empty):
                wanted, own = np.unique(slots[empty], return_index=True)
                if 2 * (self.size + len(own)) > len(self._numbers):
                    self._grow()
                    slots[left] = self._slots(first[left], second[left])
                    continue
                added = empty[own]
                self._numbers[wanted] = np.arange(self.size, self.size + len(added), dtype=np.uint32)
                self._first[wanted], self._second[wanted] = first[added], second[added]
                self.size += len(added)
                new.append(added)
            at = slots[left]
            same = (self._first[at] == first[left]) & (self._second[at] == second[left])
            found[left[same]] = self._numbers[at[same]]
            left = left[~same]
            slots[left] = (slots[left] + 1) & (len(self._numbers) - 1)
        return found, np.concatenate(new)

    def _slots(self, first: _Keys, second: _Keys, longer: Any = slice(None)) -> NDArray[np.int64]:
        """The slots that pieces would be in if these were empty; `second` is that of those at `longer`."""
        mixed = first * self._odd
        mixed[longer] ^= second * self._odd_second
        mixed ^= mixed >> np.uint64(32)
        mixed *= self._odd_last
        mixed >>= np.uint64(64 - self._bits)
        return mixed.view(np.int64)

    def reserve(self) -> int:
        """A number for a piece that is not kept here."""
        self.size += 1
        return self.size - 1

    def _grow(self) -> None:
        there = np.flatnonzero(self._numbers)
        first, second, numbers = self._first[there], self._second[there], self._numbers[there]
        self._make(self._bits + 1)
        slots, left = self._slots(first, second), np.arange(len(there))
        while len(left):
            free = left[self._numbers[slots[left]] == 0]
            self._numbers[slots[free]] = numbers[free]
            left = left[self._numbers[slots[left]] != numbers[left]]
            slots[left] = (slots[left] + 1) & (len(self._numbers) - 1)
        self._first[slots], self._second[slots] = first, second


class Meanings(NamedTuple):
    """What pieces stand for: how many terms each, and how many places it takes.

    And all their terms, one piece's after another, with the place of each, counted from that of the piece.
    """

    counts: Numbers
    widths: Numbers
    terms: Numbers
    places: Numbers


class Vocabulary:
    """The pieces of one language's texts.

    A piece stands for some terms of running text, at places counted from its own first one. There are many of
    both, so that a term is one key of a dictionary, its written form, and an ending that many share.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._slots = _Slots()
        self._long: dict[bytes, int] = {}
        self._terms_of: dict[bytes, int] = {}
        """The numbers of terms, by their form alone where the stem is the one the language gives it,"""
        self._endings: list[bytes] = []
        """and what is to be added to each key, so that it is the term (see `codec.written`)."""
        self._known_endings: dict[bytes, bytes] = {}
        self._counts, self._widths = array("I"), array("I")
        self._terms, self._places = array("I"), array("I")
        # The first number stands for none.
        self._take([b""])

    def names(self, numbers: Numbers) -> list[bytes]:
        """Some of the terms by their numbers (see `codec.written`)."""
        keys, endings = list(self._terms_of), self._endings
        return [keys[at] + endings[at] for at in numbers.tolist()]

    @property
    def term_count(self) -> int:
        """How many terms there are."""
        return len(self._endings)

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return self._slots.size

    def numbers(self, pieces: Cut) -> NDArray[np.uint32]:
        """The number of each piece of some texts."""
        starts, sizes = pieces.starts, pieces.ends - pieces.starts
        long = np.flatnonzero(sizes > _LONGEST)
        if not len(long):
            return self._short(pieces.data, starts, sizes)
        found = np.empty(len(starts), np.uint32)
        short = sizes <= _LONGEST
        found[short] = self._short(pieces.data, starts[short], sizes[short])
        for at in long.tolist():
            found[at] = self._of_long(pieces.data[starts[at] : pieces.ends[at]])
        return found

    def _short(self, data: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
        # Eight bytes from every offset on.
        eights: _Keys = np.ndarray((len(data) - _WIDTH + 1,), "<u8", data, 0, (1,))
        longer = np.flatnonzero(sizes >= _WIDTH)
        first = eights.take(starts)
        first &= _MASKS.take(np.minimum(sizes, _WIDTH))
        second = eights.take(starts[longer] + _WIDTH)
        second &= _MASKS.take(sizes[longer] - _WIDTH)
        found, new = self._slots.numbers(first, longer, second)
        spans = zip(starts[new].tolist(), sizes[new].tolist(), strict=True)
        self._take([data[start : start + size] for start, size in spans])
        return found

    def _of_long(self, piece: bytes) -> int:
        number = self._long.get(piece)
        if number is None:
            number = self._long[piece] = self._slots.reserve()
            self._take([piece])
        return number

    def meanings(self) -> Meanings:
        """What all pieces stand for."""
        return Meanings(
            *(np.array(one, np.uint32) for one in (self._counts, self._widths, self._terms, self._places))
        )

    def _take(self, pieces: Sequence[bytes]) -> None:
        """Find what the next pieces stand for."""
        known = self._terms_of
        for piece in pieces:
            bare = piece if piece.isalnum() else _bare(piece)
            if not bare.isalnum():
                if b"-" in bare and all(map(bytes.isalnum, parts := bare.lower().split(b"-"))):
                    self._add_hyphened(parts)
                else:
                    self._take_joined(piece.decode())
            elif len(bare) in _INITIALS and bare.isupper():
                self._take_joined(piece.decode())
            else:
                form = bare.lower()[:MAX_TERM]
                number = known.get(form)
                self._add(self._regular(form) if number is None else number)

    def _add_hyphened(self, parts: Sequence[bytes]) -> None:
        """What the next piece stands for are some words of letters and digits, and all as one."""
        forms = [part[:MAX_TERM] for part in parts]
        for form in (*forms, b"".join(forms)[:MAX_TERM]):
            number = self._terms_of.get(form)
            self._terms.append(self._regular(form) if number is None else number)
        self._places.extend(range(len(forms)))
        self._places.append(0)
        self._counts.append(len(forms) + 1)
        self._widths.append(len(forms))

    def _take_joined(self, piece: str) -> None:
        """Find what any piece stands for."""
        simple = self._analysis.simple(piece)
        if simple is not None:
            stem, form = simple
            self._add(self._term(form, stem))
            return
        before, width = len(self._terms), 0
        for word in raw_words(piece):
            own, tokens, initials = self._analysis.analysed(word)
            for token in tokens:
                self._terms.append(self._term(token.exact, token.term))
                self._places.append(width + token.position)
            if initials:
                self._terms.append(self._term("", initials))
                self._places.append(width)
            width += own
        self._counts.append(len(self._terms) - before)
        self._widths.append(width)

    def _add(self, term: int) -> None:
        """What the next piece stands for is one term."""
        self._counts.append(1)
        self._widths.append(1)
        self._terms.append(term)
        self._places.append(0)

    def _term(self, form: str, stem: str) -> int:
        """The number of any term."""
        if form and stem == self._analysis.stem(form):
            key = form.encode()
            number = self._terms_of.get(key)
            return self._regular(key) if number is None else number
        key = named(form, stem)
        number = self._terms_of.get(key)
        return self._number(key, b"") if number is None else number

    def _regular(self, form: bytes) -> int:
        """The number of a new term that has the stem which the language gives it."""
        written = form.decode()
        stem = self._analysis.stem(written)
        if stem == written:  # as of most, which are names and numbers
            return self._number(form, _SAME[len(form)])
        found = ending(form, stem.encode())
        return self._number(form, self._known_endings.setdefault(found, found))

    def _number(self, key: bytes, after: bytes) -> int:
        number = self._terms_of[key] = len(self._endings)
        self._endings.append(after)
        return number


def _bare(piece: bytes) -> bytes:
    """A piece without `'s` at its end."""
    if piece.endswith((b"'s", b"'S")):
        return piece[:-2]
    return piece[:-4] if piece.endswith(_CURLY) else piece


class Kept:
    """Vocabularies kept from batch to batch, each lent to one at a time; of `most` pieces together at most.

    So a batch never begins with many more than it adds itself, however many came before it.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._free: dict[int, Vocabulary] = {}

    def borrow(self, analysis: Analysis) -> Vocabulary:
        """The vocabulary of an analysis, for the caller alone, until it is given back."""
        found = self._free.pop(id(analysis), None)
        return found if found is not None else Vocabulary(analysis)

    def give_back(self, analysis: Analysis, vocabulary: Vocabulary) -> None:
        """Let others use a vocabulary; those used longest ago are forgotten when they are too many."""
        self._free[id(analysis)] = vocabulary
        while sum(one.size for one in self._free.values()) > self._most:
            del self._free[next(iter(self._free))]


KEPT = Kept()
"""Those of this process."""
