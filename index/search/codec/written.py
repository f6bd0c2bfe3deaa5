"""Running text, kept once by its words as written; stems, written words and what is quoted are views of it.

The field `words` has a term for each written form, folded, together with the stem it has by its language's
rules; postings and positions are those of this field (see `inverted`, `places`). Besides there are

`stems/terms`, `stems/ends`       the stems in byte order
`stems/starts`, `stems/members`   for each stem, the numbers of the terms of `words` that have it
`words/again`                     the terms of `words` whose written form is that of the one before: words
                                  that have another stem in another language

A word of initials (`analyzer.initials`) has no written form of its own; such terms come after all others.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.search.codec import runs
from index.search.codec.inverted import (
    MOST_DOCUMENTS,
    MOST_WEIGHT,
    Chunk,
    Field,
    FieldWriter,
    Row,
    add_weights,
    as_row,
)
from index.search.codec.places import PLACE_BITS, PlaceNumbers, located, ragged
from index.search.codec.sections import Array, DamagedError, SectionFile, SectionWriter
from index.search.codec.standing import Standing
from index.search.codec.stemmed import StemsWriter
from index.search.codec.terms import TermList
from index.search.schema import TITLE_WEIGHT

NAME = "words"
_STEMS = "stems"
_END = b"\0"
_UNWRITTEN = b"\xff"  # comes after every word, as UTF-8 has no such byte
_LONGEST_SHARED = 255
_MORE = int(TITLE_WEIGHT) - 1  # a word of the title is counted once in any case
_AT_ONCE = 250_000  # positions of which it is asked at once whether they are quoted


def named(form: str, stem: str) -> bytes:
    """The term of a written form with its stem: the form, how much of it the stem begins with, and the rest.

    An empty form stands for none.
    """
    written = form.encode() or _UNWRITTEN
    return written + ending(written, stem.encode())


def ending(written: bytes, stem: bytes) -> bytes:
    """What comes after the form in a term."""
    if written.startswith(stem):
        return _END + bytes((min(len(stem), _LONGEST_SHARED),)) + stem[_LONGEST_SHARED:]
    shared = min(len(stem) - 1, _LONGEST_SHARED)
    while not written.startswith(stem[:shared]):
        shared -= 1
    return _END + bytes((shared,)) + stem[shared:]


def form_of(name: bytes) -> bytes:
    """The written form in a term."""
    return name.partition(_END)[0]


def stem_of(name: bytes) -> bytes:
    """The stem in a term."""
    form, _, rest = name.partition(_END)
    return form[: rest[0]] + rest[1:]


Quoting = Callable[[PlaceNumbers], NDArray[np.bool_]]


class WordsWriter(FieldWriter):
    """Takes the terms of `words` in order, and finds the stems to them."""

    def __init__(self, writer: SectionWriter, documents: int, quoted: Quoting | None) -> None:
        """`quoted` says which places are in quotations; None where there are none."""
        super().__init__(writer, NAME, documents, positioned=True)
        self._quoted = quoted
        self._sections = writer
        self._stems = StemsWriter(writer, _STEMS)
        self._again = array("I")
        self._before = b""

    def add(self, chunk: Chunk) -> None:
        """Write the next terms."""
        super().add(chunk)
        if self._quoted is not None and self._places is not None:
            for quoted in self._which_quoted(chunk, self._quoted):
                self._places.add_quoted(quoted)
        if chunk.terms:
            self._find_stems(chunk.terms)

    def _find_stems(self, names: Sequence[bytes]) -> None:
        """Note the stems of terms, and which have the written form of the one before."""
        text = np.frombuffer(b"".join(names), np.uint8)
        ends = np.cumsum(np.fromiter(map(len, names), np.int64, len(names)))
        first = np.append(np.int64(0), ends[:-1])
        zeros = np.flatnonzero(text == 0)
        form_ends = zeros[zeros.searchsorted(first)]
        sizes = form_ends - first
        shared, rest = text[form_ends + 1].astype(np.int64), form_ends + 2
        lengths = shared + ends - rest
        at = ragged(np.stack([first, rest], 1).ravel(), np.stack([shared, ends - rest], 1).ravel())
        before = np.append(np.int64(len(self._before)), sizes[:-1])
        for number in np.flatnonzero(sizes == before).tolist():
            form = names[number][: sizes[number]]
            other = names[number - 1][: sizes[number]] if number else self._before
            if form == other and form != _UNWRITTEN:
                self._again.append(len(self._stems) + number)
        self._before = form_of(names[-1])
        self._stems.add(text[at].tobytes(), lengths)

    @staticmethod
    def _which_quoted(chunk: Chunk, ask: Quoting) -> Iterator[NDArray[np.bool_]]:
        """Which of the positions of some terms are in quotations, some at a time."""
        if chunk.quoted is not None:
            yield chunk.quoted
            return
        assert chunk.place_counts is not None
        assert chunk.places is not None
        for some, own in runs.bounded(chunk.place_counts, _AT_ONCE):
            yield ask(located(chunk.docs[some], chunk.place_counts[some], chunk.places[own]))

    def finish(self) -> None:
        """Write the stems."""
        super().finish()
        self._stems.finish()
        if self._again:
            self._sections.put(f"{NAME}/again", np.frombuffer(self._again, np.uint32))


class Forms(ABC):
    """What the views have in common: a term stands for some terms of `words`."""

    def __init__(self, words: Field) -> None:
        self.words = words
        self._counts: dict[int, int] = {}

    @abstractmethod
    def members(self, term: int) -> Sequence[int]:
        """The terms of `words` that a term stands for."""

    def _row_of(self, members: Sequence[int]) -> Row:
        """The weights of some terms of `words` added up; not to be changed."""
        return self.words.union_of(members)

    def _frequency_of(self, member: int) -> int:
        """In how many documents a term of `words` is, as the view sees it."""
        return self.words.frequency(member)

    def row(self, term: int) -> Row:
        """A term's weight in every document of the segment."""
        return self._row_of(self.members(term))

    def postings(self, term: int) -> tuple[Array, Row]:
        """The documents of a term, ascending, and its weight in each."""
        row = self.row(term)
        docs = np.flatnonzero(row)
        return docs.astype(np.uint16), row[docs]

    def frequency(self, term: int) -> int:
        """In how many documents a term is, deleted ones included."""
        members = self.members(term)
        if len(members) == 1:
            return self._frequency_of(members[0])
        found = self._counts.get(term)
        if found is None:
            found = self._counts[term] = int(np.count_nonzero(self._row_of(members)))
        return found

    def frequencies(self, first: int, last: int) -> list[int]:
        """The same for a range of terms."""
        return list(map(self.frequency, range(first, last)))

    def union(self, first: int, last: int) -> Row:
        """The weights of a range of terms added up, at most 255 in each document."""
        return self.union_of(range(first, last))

    def union_of(self, terms: Sequence[int]) -> Row:
        """The same of some terms here and there."""
        return self._row_of([member for term in terms for member in self.members(term)])

    def places(self, term: int) -> PlaceNumbers:
        """All places of a term."""
        return self.standing(term, PLACE_BITS).within(0, MOST_DOCUMENTS)

    def standing(self, term: int, bits: int) -> Standing:
        """Where a term stands."""
        return Standing(self.words, self.members(term), bits)

    def place_bits(self, words: int) -> int:
        """See `Field.place_bits`."""
        return self.words.place_bits(words)


class Stems(TermList, Forms):
    """`text`: the stems. A word of the title weighs as much as `TITLE_WEIGHT` others."""

    has_places = True

    def __init__(self, file: SectionFile, words: Field, title: Field | None) -> None:
        """Raises DamagedError when the sections do not fit each other."""
        TermList.__init__(self, file, _STEMS)
        Forms.__init__(self, words)
        self._title = title
        self._starts: Array = file.array(f"{_STEMS}/starts")
        self._members: Array = file.array(f"{_STEMS}/members")
        if len(self._starts) != self.size + 1 or not len(self._members) == self._starts[-1] == len(words):
            raise DamagedError(f"{file.path.name} has stems that do not fit")

    def members(self, term: int) -> list[int]:
        """The terms of `words` with a stem."""
        return list(self._members[self._starts[term] : self._starts[term + 1]].tolist())

    def row(self, term: int) -> Row:
        """A stem's weight in every document of the segment."""
        titled = self._title.find(self[term]) if self._title is not None else -1
        row = super().row(term)
        if self._title is None or titled < 0:
            return row
        docs, weights = self._title.postings(titled)
        more = np.minimum(weights, MOST_WEIGHT // _MORE) * np.uint8(_MORE)
        row = row if row.flags.writeable else row.copy()
        add_weights(row, docs, more)
        return row

    def union_of(self, terms: Sequence[int]) -> Row:
        """The weights of some stems added up, at most 255 in each document."""
        summed = self.words.summed_of([member for term in terms for member in self.members(term)])
        if self._title is not None:
            titled = [at for term in terms if (at := self._title.find(self[term])) >= 0]
            summed = summed + self._title.summed_of(titled) * _MORE
        return as_row(summed)


class Written(Forms):
    """`exact`: the words as written, each once."""

    has_places = False

    def __init__(self, file: SectionFile, words: Field) -> None:
        """Raises DamagedError when the sections do not fit each other."""
        super().__init__(words)
        forms = words.place_of(_UNWRITTEN)
        self._firsts: NDArray[np.int64] | None = None
        """The first term of `words` of each form, and the end; None where there is one for each form."""
        self.size = forms
        """How many forms."""
        if f"{NAME}/again" in file:
            again = file.array(f"{NAME}/again")
            if len(again) and again[-1] >= forms:
                raise DamagedError(f"{file.path.name} has written words that do not fit")
            first = np.ones(forms + 1, np.bool_)
            first[again] = False
            self._firsts = np.flatnonzero(first)
            self.size = len(self._firsts) - 1

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, number: int) -> bytes:
        """A form by its number."""
        return form_of(self.words[self._first(number)])

    def _first(self, number: int) -> int:
        return number if self._firsts is None else int(self._firsts[number])

    def _number(self, member: int) -> int:
        """How many forms come before a term of `words`."""
        return member if self._firsts is None else int(self._firsts.searchsorted(member))

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """The forms from number `first` to before `last`."""
        last = self.size if last is None else last
        if first >= last:
            return []
        names = self.words.terms(self._first(first), self._first(last))
        if self._firsts is not None:
            start = self._first(first)
            names = [names[at - start] for at in self._firsts[first:last].tolist()]
        return [form_of(name) for name in names]

    def find(self, form: bytes) -> int:
        """A form's number, -1 for one that is not there."""
        at = self.words.place_of(form + _END)
        there = at < len(self.words) and self.words[at].startswith(form + _END)
        return self._number(at) if there else -1

    def span(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the forms that begin with `prefix`: first, and one after the last."""
        first, last = self.words.span(prefix)
        return self._number(first), self._number(last)

    def place_of(self, form: bytes) -> int:
        """How many forms come before `form` in their order."""
        return bisect_left(self, form)

    def members(self, term: int) -> range:
        """The terms of `words` with a form."""
        return range(self._first(term), self._first(term + 1))

    def between(self, first: int, last: int) -> tuple[int, int]:
        """The range of terms of `words` that a range of forms is."""
        return self._first(first), self._first(last)

    def frequencies(self, first: int, last: int) -> list[int]:
        """The same for a range of forms; at least so many, for those that have several stems."""
        start = self._first(first)
        counts = self.words.frequencies(start, self._first(last))
        if self._firsts is None or not counts:
            return counts
        return list(np.maximum.reduceat(counts, self._firsts[first:last] - start).tolist())

    def union(self, first: int, last: int) -> Row:
        """The weights of a range of forms added up, at most 255 in each document."""
        return self.words.union(*self.between(first, last))
