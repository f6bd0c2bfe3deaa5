"""Numbers for pieces of text (see `cutting`), and what each piece stands for; kept from batch to batch.

A piece of up to 16 bytes is two numbers of eight bytes. Its own number is looked up in a table of slots by a
hash of them (open addressing with linear probing, Knuth, *The Art of Computer Programming* 6.4), for all
pieces of many texts at a time. Pieces are compared whole, so that no two are ever taken for one.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Sequence

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
_CURLY = ("’s".encode(), "’S".encode())
MOST = 100_000
"""Pieces, of some 150 bytes each; beyond, a new vocabulary is begun."""
MOST_KEPT = 40_000
"""So many are kept by a process that has other things to do (see `Kept`)."""

Keys = list[NDArray[np.uint64]]
"""The bytes of pieces, eight in a number, column by column."""


class _Slots:
    """A hash table from pieces to numbers; 0 is none."""

    def __init__(self) -> None:
        self._odd = [np.uint64(secrets.randbits(64) | 1) for _ in range(_COLUMNS)]
        self._bits = _FIRST_BITS
        self._slots = np.zeros(1 << self._bits, np.uint32)
        self._keys = [np.zeros(1 << self._bits, np.uint64) for _ in range(_COLUMNS)]
        self.size = 1

    def numbers(self, keys: Keys) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The number of each piece; and where the new ones are, in order of their numbers."""
        slots = self._slot(keys)
        numbers = self._slots[slots]
        left = np.flatnonzero(self._differ(keys, numbers, slice(None)))
        new = []
        while len(left):
            empty = left[numbers[left] == 0]
            if len(empty):
                wanted, first = np.unique(slots[empty], return_index=True)
                if self._is_full(len(first)):
                    self._grow()
                    slots[left] = self._slot([key[left] for key in keys])
                    numbers[left] = self._slots[slots[left]]
                    left = left[self._differ(keys, numbers[left], left)]
                    continue
                added = empty[first]
                self._add(wanted, [key[added] for key in keys])
                new.append(added)
            taken = left[numbers[left] != 0]
            slots[taken] = (slots[taken] + 1) & (len(self._slots) - 1)
            numbers[left] = self._slots[slots[left]]
            left = left[self._differ(keys, numbers[left], left)]
        return numbers, np.concatenate(new) if new else np.empty(0, np.int64)

    def _slot(self, keys: Keys) -> NDArray[np.int64]:
        mixed = keys[0] * self._odd[0]
        for key, odd in zip(keys[1:], self._odd[1:], strict=True):
            mixed ^= key * odd
        mixed ^= mixed >> np.uint64(32)
        mixed *= self._odd[0]
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)

    def _differ(self, keys: Keys, numbers: NDArray[np.uint32], which: slice | Numbers) -> NDArray[np.bool_]:
        """Of which pieces the number in their slot is not theirs."""
        differ: NDArray[np.bool_] = numbers == 0
        for key, known in zip(keys, self._keys, strict=True):
            differ |= known[numbers] != key[which]
        return differ

    def _add(self, slots: Numbers, keys: Keys) -> None:
        """Give the next numbers to pieces."""
        end = self.size + len(keys[0])
        if end > len(self._keys[0]):
            room = max(end, 2 * len(self._keys[0]))
            self._keys = [np.concatenate([key, np.zeros(room - len(key), np.uint64)]) for key in self._keys]
        for known, key in zip(self._keys, keys, strict=True):
            known[self.size : end] = key
        if len(slots):
            self._slots[slots] = np.arange(self.size, end, dtype=np.uint32)
        self.size = end

    def reserve(self) -> int:
        """A number for a piece that is not kept here."""
        nothing = np.zeros(1, np.uint64)
        self._add(np.empty(0, np.int64), [nothing] * _COLUMNS)
        return self.size - 1

    def _is_full(self, more: int) -> bool:
        return 2 * (self.size + more) > len(self._slots)

    def _grow(self) -> None:
        self._bits += 2
        self._slots = np.zeros(1 << self._bits, np.uint32)
        numbers = np.arange(1, self.size, dtype=np.uint32)
        slots = self._slot([key[1 : self.size] for key in self._keys])
        while len(numbers):
            free = self._slots[slots] == 0
            self._slots[slots[free]] = numbers[free]
            left = self._slots[slots] != numbers
            numbers, slots = numbers[left], (slots[left] + 1) & (len(self._slots) - 1)


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
    def is_full(self) -> bool:
        """Whether a new one should be begun."""
        return self.size > MOST

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return self._slots.size

    def numbers(self, pieces: Cut) -> NDArray[np.uint32]:
        """The number of each piece of some texts."""
        starts, sizes = pieces.starts, pieces.ends - pieces.starts
        short = sizes <= _LONGEST
        if short.all():
            return self._short(pieces.data, starts, sizes)
        found = np.empty(len(starts), np.uint32)
        found[short] = self._short(pieces.data, starts[short], sizes[short])
        for at in np.flatnonzero(~short).tolist():
            found[at] = self._of_long(pieces.data[starts[at] : pieces.ends[at]])
        return found

    def _short(self, data: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
        found, new = self._slots.numbers(_keys(data, starts, sizes))
        spans = zip(starts[new].tolist(), sizes[new].tolist(), strict=True)
        self._take([data[start : start + size] for start, size in spans])
        return found

    def _of_long(self, piece: bytes) -> int:
        number = self._long.get(piece)
        if number is None:
            number = self._long[piece] = self._slots.reserve()
            self._take([piece])
        return number

    @property
    def counts(self) -> Numbers:
        """How many terms each piece stands for,"""
        return np.array(self._counts, np.uint32)

    @property
    def widths(self) -> Numbers:
        """how many places it takes,"""
        return np.array(self._widths, np.uint32)

    @property
    def terms(self) -> Numbers:
        """the terms of all pieces, one after another,"""
        return np.array(self._terms, np.uint32)

    @property
    def places(self) -> Numbers:
        """and the place of each, from that of the piece on."""
        return np.array(self._places, np.uint32)

    def _take(self, pieces: Sequence[bytes]) -> None:
        """Find what the next pieces stand for."""
        known = self._terms_of
        for piece in pieces:
            bare = piece if piece.isalnum() else _bare(piece)
            # As most are: what follows would come to the same.
            if bare.isalnum() and not (len(bare) in _INITIALS and bare.isupper()):
                form = bare.lower()[:MAX_TERM]
                number = known.get(form)
                self._add(self._regular(form) if number is None else number)
            elif b"-" in bare and all(map(bytes.isalnum, parts := bare.lower().split(b"-"))):
                self._add_hyphened(parts)
            else:
                self._take_joined(piece.decode())

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
        found = ending(form, self._analysis.stem(form.decode()).encode())
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


def _keys(data: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Keys:
    """The bytes of each piece as numbers."""
    # Eight bytes from every offset on.
    eights: NDArray[np.uint64] = np.ndarray((len(data) - _WIDTH + 1,), "<u8", data, 0, (1,))
    keys = [eights[starts] & _MASKS[np.minimum(sizes, _WIDTH)]]
    for column in range(1, _COLUMNS):
        key = np.zeros(len(starts), np.uint64)
        longer = np.flatnonzero(sizes > column * _WIDTH)
        rest = sizes[longer] - column * _WIDTH
        key[longer] = eights[starts[longer] + column * _WIDTH] & _MASKS[np.minimum(rest, _WIDTH)]
        keys.append(key)
    return keys


class Kept:
    """Vocabularies kept from batch to batch, each lent to one at a time; up to `most` pieces each."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._free: dict[int, Vocabulary] = {}

    def borrow(self, analysis: Analysis) -> Vocabulary:
        """The vocabulary of an analysis, for the caller alone, until it is given back."""
        found = self._free.pop(id(analysis), None)
        return found if found is not None and not found.is_full else Vocabulary(analysis)

    def give_back(self, analysis: Analysis, vocabulary: Vocabulary) -> None:
        """Let others use a vocabulary; a large one is forgotten."""
        if vocabulary.size <= self.most:
            self._free[id(analysis)] = vocabulary


KEPT = Kept(MOST_KEPT)
"""Those of this process; who does nothing but index sets `most` to `MOST`."""
