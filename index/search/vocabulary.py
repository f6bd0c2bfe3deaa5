"""Numbers for pieces of text (see `cutting`), and what each piece stands for; kept from batch to batch.

What the pieces stand for is found when it is asked for, for all that were met since: most are words of ASCII
letters and digits of up to 16 bytes, or several with hyphens between them, and these are looked at in their
bytes (`letters`, `stemming`). Python sees the others, once each (`singly`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.search import letters, slots
from index.search.analyzer import INITIALS, Analysis
from index.search.codec.places import ragged
from index.search.cutting import Cut
from index.search.keys import Numbers
from index.search.knownterms import Terms
from index.search.pieceterms import Found, PieceTerms
from index.search.singly import Singly
from index.search.slots import LONGEST, Keys, Slots

_AT_ONCE = 1 << 14  # pieces that are looked at together, so that what is made of them stays in the cache
_SPACE = ord(" ")
_HYPHEN = ord("-")
MOST = 80_000
"""So many pieces, of some 100 bytes each, are kept from batch to batch; 2,000 articles have some 60,000."""


class Vocabulary:
    """The pieces of one language's texts.

    A piece stands for some terms of running text, at places counted from its own first one.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._slots = Slots()
        self._long: dict[bytes, int] = {}
        """The numbers of the pieces that are longer,"""
        self._new_long: list[bytes] = []
        """and those of them that are not understood yet."""
        self.terms = Terms(analysis)
        none = np.zeros(1, np.uint32)
        # The first number stands for none.
        self._piece_terms = PieceTerms(none, none, none[:0], none[:0])

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return self._slots.size

    def numbers(self, pieces: Cut) -> NDArray[np.uint32]:
        """The number of each piece of some texts."""
        starts, sizes = pieces.starts, pieces.ends - pieces.starts
        is_long = sizes > LONGEST
        long = np.flatnonzero(is_long)
        if not len(long):
            return self._slots.numbers(*slots.keys(pieces.data, starts, sizes))
        spans = zip(starts[long].tolist(), pieces.ends[long].tolist(), strict=True)
        numbers = [self._of_long(pieces.data[start:end]) for start, end in spans]
        if len(long) == len(starts):
            return np.array(numbers, np.uint32)
        # Some short one is looked up in their stead, so that the others need not be taken out.
        short = np.argmin(is_long)
        starts = starts.copy()
        starts[long], sizes[long] = starts[short], sizes[short]
        found = self._slots.numbers(*slots.keys(pieces.data, starts, sizes))
        found[long] = numbers
        return found

    def _of_long(self, piece: bytes) -> int:
        number = self._long.get(piece)
        if number is None:
            number = self._long[piece] = self._slots.reserve()
            self._new_long.append(piece)
        return number

    def piece_terms(self) -> PieceTerms:
        """What all pieces stand for."""
        before = len(self._piece_terms.counts)
        if before < self.size:
            found = self._understood(before)
            self._piece_terms = PieceTerms(*map(np.concatenate, zip(self._piece_terms, found, strict=True)))
        return self._piece_terms

    def _understood(self, first: int) -> PieceTerms:
        """What the pieces from number `first` on stand for."""
        pieces = self._slots.pieces(first)
        found = Found(first, len(pieces))
        others = [(self._long[piece], piece) for piece in self._new_long]
        own = np.flatnonzero(pieces[:, 0])
        for start in range(0, len(own), _AT_ONCE):
            some = own[start : start + _AT_ONCE]
            left = self._many(first + some, pieces[some], found)
            rest = pieces[left - first].view(f"S{LONGEST}").ravel().tolist()
            others += zip(left.tolist(), rest, strict=True)
        Singly(self._analysis, self.terms).add(others, found)
        # Only now: whatever failed before, the vocabulary can be asked again.
        self._new_long.clear()
        return found.piece_terms()

    def _many(self, numbers: Numbers, pieces: Keys, found: Found) -> Numbers:
        """Find what most of some pieces stand for; the numbers of those that are left."""
        sizes = letters.sizes(pieces)
        count = letters.bare_sizes(pieces, sizes)
        bare = letters.first_of(pieces, count)
        kinds = letters.Kinds(bare)
        plain = kinds.plain & ~(kinds.initials & (count >= INITIALS[0]) & (count <= INITIALS[-1]))
        ones = np.ones(int(plain.sum()), np.uint32)
        terms = self.terms.of_forms(kinds.small[plain])
        found.add(numbers[plain], ones, ones, terms, np.zeros_like(terms))
        hyphened = np.flatnonzero(kinds.hyphened)
        if len(hyphened):
            own = _parts(kinds.small[hyphened], count[hyphened], self.terms)
            found.add(numbers[hyphened], *own)
        left: Numbers = numbers[~(plain | kinds.hyphened)]
        return left


def _parts(pieces: Keys, sizes: NDArray[np.int64], terms: Terms) -> PieceTerms:
    """What pieces with hyphens stand for: the words between these, and all as one where the first is."""
    apart = np.zeros((len(pieces), LONGEST + 1), np.uint8)
    apart[:, :LONGEST] = pieces.view(np.uint8).reshape(-1, LONGEST)
    apart[np.arange(len(pieces)), sizes] = _SPACE
    text = apart[apart != 0]
    joined = text[text != _HYPHEN]
    ends = np.flatnonzero((text == _SPACE) | (text == _HYPHEN))
    ends_joined = np.flatnonzero(joined == _SPACE)
    all_ends = np.concatenate([ends, len(text) + ends_joined])
    starts = np.append(0, all_ends[:-1] + 1)
    data = b"".join((text.tobytes(), joined.tobytes(), bytes(LONGEST)))
    numbers = terms.within(data, starts, all_ends - starts)
    # How many words each piece has: all up to its end, without those up to the end before.
    widths = np.diff(np.flatnonzero(text[ends] == _SPACE), prepend=-1)
    counts = widths + 1
    places = ragged(np.zeros_like(counts), counts)
    last = np.cumsum(counts) - 1
    places[last] = 0
    found = np.empty(len(places), np.uint32)
    found[last] = numbers[len(ends) :]
    is_part = np.ones(len(places), np.bool_)
    is_part[last] = False
    found[is_part] = numbers[: len(ends)]
    return PieceTerms(widths, counts, found, places)


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
