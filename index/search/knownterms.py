"""The terms that the pieces of a vocabulary stand for: their numbers, stems and names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index import porter
from index.search import letters, slots, stemming
from index.search.analyzer import Analysis
from index.search.codec.written import ending
from index.search.keys import Numbers
from index.search.slots import COLUMNS, LONGEST, Keys, Slots
from index.search.termnames import KIND, Names, is_short


class Terms:
    """The terms that pieces stand for, and their numbers.

    Most are kept by their written form alone, of up to 16 letters and digits of ASCII, as the stem is that
    which the language gives it.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._forms = Slots()
        self._written: Keys = np.zeros((1, COLUMNS), np.uint64)
        """The forms by their numbers,"""
        self._stems: Keys = self._written
        """and their stems;"""
        self._numbers: dict[bytes, int] = {}
        """all other terms by their names (see `codec.written`),"""
        self._names: dict[int, bytes] = {}
        """and their names by their numbers."""

    @property
    def count(self) -> int:
        """One more than the highest number."""
        return self._forms.size

    def of_forms(self, forms: Keys) -> NDArray[np.uint32]:
        """The numbers of short forms."""
        first = np.ascontiguousarray(forms[:, 0])
        longer = np.flatnonzero(first >> np.uint64(56))
        return self._forms.numbers(first, longer, forms[longer, 1])

    def within(self, data: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint32]:
        """The same of forms in `data`, after which there are 16 bytes more."""
        return self._forms.numbers(*slots.keys(data, starts, sizes))

    def other(self, name: bytes) -> int:
        """The number of any other term, by its name."""
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = self._forms.reserve()
            self._names[number] = name
        return number

    def names(self, numbers: Numbers) -> Names:
        """The names of terms."""
        self._find_stems()
        stems = self._stems[numbers]
        regular = np.flatnonzero(stems[:, 0])
        others = np.flatnonzero(stems[:, 0] == 0)
        own = [self._names[number] for number in numbers[others].tolist()]
        short = np.fromiter(map(is_short, own), np.bool_, len(own))
        made = _named(self._written[numbers[regular]], stems[regular])
        more = np.array([name for name in own if is_short(name)], KIND)
        long = [name for name in own if not is_short(name)]
        at = np.concatenate([regular, others[short]])
        return Names(len(numbers), np.concatenate([made, more]), at, long, others[~short])

    def _find_stems(self) -> None:
        """Find the stems of forms that are new."""
        before = len(self._stems)
        if before == self._forms.size:
            return
        forms = self._forms.pieces(before)
        stems = np.zeros_like(forms)
        own = np.flatnonzero(forms[:, 0])
        if self._analysis.stem is porter.stem:
            stems[own], _ = stemming.stems(forms[own], letters.sizes(forms[own]))
        else:
            written = forms.view(f"S{LONGEST}").ravel()
            for at in own.tolist():
                form: bytes = written[at]
                stem = self._analysis.stem(form.decode()).encode()
                found = ending(form, stem)
                if stem and len(stem) <= LONGEST and is_short(form + found):
                    stems[at] = np.frombuffer(stem.ljust(LONGEST, b"\0"), np.uint64)
                else:
                    self._names[before + at] = form + found
        self._written = np.concatenate([self._written, forms])
        self._stems = np.concatenate([self._stems, stems])


def _named(forms: Keys, stems: Keys) -> NDArray[np.bytes_]:
    """The names of terms, see `codec.written.ending`, that are short."""
    count, width = len(forms), KIND.itemsize
    sizes, of_stems = letters.sizes(forms), letters.sizes(stems)
    shared = np.minimum(stemming.shared(forms, stems), of_stems)
    found = np.zeros((count, width), np.uint8)
    found[:, :LONGEST] = forms.view(np.uint8)
    flat, written = found.ravel(), stems.view(np.uint8).ravel()
    at = np.arange(count) * width + sizes + 1
    flat[at] = shared
    left = np.flatnonzero(of_stems > shared)
    while len(left):
        at[left] += 1
        flat[at[left]] = written[left * LONGEST + shared[left]]
        shared[left] += 1
        left = left[of_stems[left] > shared[left]]
    return flat.view(KIND)
