"""Running text inverted by its words as written: each is one number until its segment is written.

What terms a word stands for is found once for each different word of a batch, and where they are is
worked out for all words together, so that Python does nothing for a single occurrence.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.search.analyzer import Analysis, raw_words
from index.search.keys import DOCUMENT_BITS, LAST_POSITION, POSITION_BITS, Numbers, ranks
from index.search.schema import BLOCK_GAP, Texts

_AT_ONCE = 200_000  # words whose places are worked out at a time, which takes some 60 bytes for each

FIELDS = {
    "title": ("title", "stems"),
    "text": ("text", "stems"),
    "exact": ("text", "surfaces"),
    "quote": ("quote", "stems"),
    "quoteexact": ("quote", "surfaces"),
}
"""The fields of running text: which words they have, and in which form."""
_LIKE = {"exact": "text", "quoteexact": "quote"}  # their lengths are those of the field they go with


class WordNumbers(dict[str, int]):
    """Numbers for pieces of one language's texts, given as they come; each is kept with its language."""

    def __init__(self, analysis: Analysis, seen: list[tuple[str, Analysis]]) -> None:
        self._analysis = analysis
        self._seen = seen

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self._seen)
        self._seen.append((word, self._analysis))
        return number


@dataclass(slots=True)
class _Stream:
    """The words of some texts of each document, one after another."""

    words: array[int] = field(default_factory=lambda: array("I"))
    texts: array[int] = field(default_factory=lambda: array("I"))
    """How many words each text has,"""
    documents: array[int] = field(default_factory=lambda: array("I"))
    """the documents that have texts,"""
    counts: array[int] = field(default_factory=lambda: array("I"))
    """and how many texts each has."""

    def add(self, document: int, texts: Sequence[Sequence[str]], numbers: WordNumbers) -> None:
        for words in texts:
            self.words.extend(map(numbers.__getitem__, words))
            self.texts.append(len(words))
        self.documents.append(document)
        self.counts.append(len(texts))


@dataclass(frozen=True, slots=True)
class _Form:
    """The terms that each raw word stands for: `counts` of them from `firsts` on, in `terms` and `places`."""

    names: list[str]
    counts: Numbers
    firsts: Numbers
    terms: Numbers
    places: Numbers


class _Terms:
    """Collects what raw words stand for in one form."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._counts = array("I")
        self._terms = array("I")
        self._places = array("I")

    def add(self, terms: Sequence[tuple[str, int]]) -> None:
        """The terms of the next word, and their places from that of the word on."""
        self._counts.append(len(terms))
        for term, place in terms:
            self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
            self._places.append(place)

    def add_one(self, term: str) -> None:
        """The same for a single term in the word's own place, as most are."""
        self._counts.append(1)
        self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
        self._places.append(0)

    def done(self) -> _Form:
        names = sorted(self._numbers)
        rank = ranks(names, self._numbers)
        counts = _numbers(self._counts)
        return _Form(
            names,
            counts,
            np.cumsum(counts, dtype=np.int64) - counts,
            rank[_numbers(self._terms)],
            _numbers(self._places),
        )


class Words:
    """The running texts of a batch of documents."""

    def __init__(self) -> None:
        self._seen: list[tuple[str, Analysis]] = []
        self._numbers: dict[int, WordNumbers] = {}
        self._streams = {name: _Stream() for name in ("title", "text", "quote")}
        self._forms: dict[str, _Form] = {}
        self._widths: Numbers = np.empty(0, np.uint32)

    def add(self, document: int, texts: Texts) -> int:
        """Take in the texts of a document; how many words they have."""
        numbers = self._numbers.get(id(texts.analysis))
        if numbers is None:
            numbers = self._numbers[id(texts.analysis)] = WordNumbers(texts.analysis, self._seen)
        self._streams["title"].add(document, texts.texts[:1], numbers)
        self._streams["text"].add(document, texts.texts, numbers)
        if texts.quotes:
            self._streams["quote"].add(document, texts.quotes, numbers)
        return sum(map(len, texts.texts)) + sum(map(len, texts.quotes))

    def analyse(self) -> None:
        """Find the terms of all words. To be called once, after the last document."""
        stems, surfaces, widths = _Terms(), _Terms(), array("I")
        self._numbers.clear()
        for word, analysis in self._seen:
            simple = analysis.simple(word)
            if simple is not None:
                stems.add_one(simple[0])
                surfaces.add_one(simple[1])
                widths.append(1)
                continue
            terms, forms, width = _of_piece(word, analysis)
            stems.add(terms)
            surfaces.add(forms)
            widths.append(width)
        self._seen.clear()
        self._widths = _numbers(widths)
        self._forms = {"stems": stems.done(), "surfaces": surfaces.done()}

    def lengths(self, name: str) -> Iterator[tuple[int, int]]:
        """The documents that have a field, each with the number of its terms (the joined ones, too)."""
        stream = self._streams[FIELDS[_LIKE.get(name, name)][0]]
        return _sums(stream, self._forms["stems"].counts)

    def heavy(self, documents: int) -> NDArray[np.uint32]:
        """For each document, the position in `text` up to which a term is one of the title."""
        found = np.zeros(documents, np.uint32)
        for document, width in _sums(self._streams["title"], self._widths):
            found[document] = width
        return found

    def names(self, name: str) -> list[str]:
        """The terms of a field, and of others that have words in the same form, in order."""
        return self._forms[FIELDS[name][1]].names

    def keys(self, name: str, place: NDArray[np.uint32], *, positioned: bool) -> NDArray[np.uint64]:
        """All occurrences in a field, sorted: see `keys`; `place` gives the documents other numbers."""
        which, form = FIELDS[name]
        stream, found = self._streams[which], self._forms[form]
        total = sum(int(found.counts[words].sum()) for words, *_ in _stretches(stream))
        keys = np.empty(total, np.uint64)
        at = 0
        for stretch in _stretches(stream):
            words, texts, documents, counts = stretch
            some = self._some_keys(found, words, texts, place[documents], counts, positioned=positioned)
            keys[at : at + len(some)] = some
            at += len(some)
        keys.sort()
        return keys

    def _some_keys(
        self,
        form: _Form,
        words: Numbers,
        texts: Numbers,
        documents: Numbers,
        counts: Numbers,
        *,
        positioned: bool,
    ) -> NDArray[np.uint64]:
        """The occurrences in whole documents, as they come."""
        terms = form.counts[words]
        within = np.arange(int(terms.sum())) - np.repeat(np.cumsum(terms, dtype=np.int64) - terms, terms)
        within += np.repeat(form.firsts[words], terms)
        keys = form.terms[within] << np.uint64(DOCUMENT_BITS)
        of_text = np.repeat(documents, counts)
        keys |= np.repeat(np.repeat(of_text, texts), terms).astype(np.uint64)
        keys <<= np.uint64(POSITION_BITS)
        if positioned:
            starts = np.repeat(self._starts(words, texts, counts), terms)
            keys |= np.minimum(starts + form.places[within], LAST_POSITION).astype(np.uint64)
        return keys

    def _starts(self, words: Numbers, texts: Numbers, counts: Numbers) -> NDArray[np.int64]:
        """The position of each word in its document; between texts some are left free."""
        widths = self._widths[words]
        ends = np.append(np.int64(0), np.cumsum(widths, dtype=np.int64))
        first_texts = np.cumsum(counts, dtype=np.int64) - counts
        first_words = np.append(np.int64(0), np.cumsum(texts, dtype=np.int64))
        before = np.repeat(ends[first_words[first_texts]], counts)
        gaps = (np.arange(len(texts)) - np.repeat(first_texts, counts)) * BLOCK_GAP
        found: NDArray[np.int64] = ends[:-1] + np.repeat(gaps - before, texts)
        return found


def _of_piece(piece: str, analysis: Analysis) -> tuple[list[tuple[str, int]], list[tuple[str, int]], int]:
    """The terms and the unstemmed forms in a piece of text, each with its place, and all its places."""
    terms: list[tuple[str, int]] = []
    forms: list[tuple[str, int]] = []
    base = 0
    for word in raw_words(piece):
        width, tokens, initials = analysis.analysed(word)
        terms += [(token.term, base + token.position) for token in tokens]
        if initials:
            terms.append((initials, base))
        forms += [(token.exact, 0) for token in tokens]
        base += width
    return terms, forms, base


def _stretches(stream: _Stream) -> Iterator[tuple[Numbers, Numbers, Numbers, Numbers]]:
    """The stream in stretches of whole documents: words, sizes of texts, documents, numbers of texts."""
    words, texts = _numbers(stream.words), _numbers(stream.texts)
    documents, counts = _numbers(stream.documents), _numbers(stream.counts)
    text_ends = np.append(np.int64(0), np.cumsum(counts, dtype=np.int64))
    word_ends = np.append(np.int64(0), np.cumsum(texts, dtype=np.int64))[text_ends]
    start = 0
    while start < len(documents):
        end = max(start + 1, int(word_ends.searchsorted(word_ends[start] + _AT_ONCE, "right")) - 1)
        yield (
            words[word_ends[start] : word_ends[end]],
            texts[text_ends[start] : text_ends[end]],
            documents[start:end],
            counts[start:end],
        )
        start = end


def _sums(stream: _Stream, values: Numbers) -> Iterator[tuple[int, int]]:
    """The documents of a stream, each with the sum of the values of its words."""
    for words, texts, documents, counts in _stretches(stream):
        sums = np.append(np.int64(0), np.cumsum(values[words], dtype=np.int64))
        text_ends = np.append(np.int64(0), np.cumsum(texts, dtype=np.int64))
        ends = sums[text_ends[np.append(np.int64(0), np.cumsum(counts, dtype=np.int64))]]
        yield from zip(documents.tolist(), np.diff(ends).tolist(), strict=True)


def _numbers(values: array[int]) -> NDArray[Any]:
    return np.frombuffer(values, np.uint32) if values else np.empty(0, np.uint32)
