"""Running text inverted by its pieces (see `vocabulary`): each is one number until its segment is written.

What a piece stands for is found once, and where its terms are is worked out for all pieces of some hundred
documents together, so that Python does nothing for a single occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.search.analyzer import Analysis
from index.search.codec.places import ragged
from index.search.codec.written import stem_of
from index.search.cutting import Cut, cut
from index.search.keys import DOCUMENT_BITS, LAST_POSITION, POSITION_BITS, Numbers
from index.search.quotations import quoted
from index.search.schema import BLOCK_GAP, Texts
from index.search.vocabulary import KEPT, Vocabulary

_AT_ONCE = 1 << 20  # characters that are cut at a time, which takes some ten bytes for each
_PER_WORD = 6  # characters, about

LENGTHS = {"text": ("text", "exact"), "title": ("title",), "quote": ("quote", "quoteexact")}
"""What is measured, and the fields that are so long."""


@dataclass(slots=True)
class _Waiting:
    """Documents whose texts have not been cut yet."""

    documents: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Batch:
    """The pieces of some documents.

    `pieces` are their numbers, `first` is where each text begins among them, `documents` whose the texts are,
    `gaps` what is left free before each, `titles` which of them are titles. A quotation in `quoted` (its
    document, first piece, and the one after its last) has at least one piece.
    """

    pieces: NDArray[np.uint32]
    first: NDArray[np.int64]
    documents: NDArray[np.int64]
    gaps: NDArray[np.int64]
    titles: NDArray[np.int64]
    quoted: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Inverted:
    """All running text of some documents: keys (see `keys`) in order, of the terms of `words` and `title`.

    `words` and `titles` are the terms; `lengths` has the number of terms of each document in a field;
    `quotes` are the document, first position and the one after the last of each quotation, in order.
    """

    words: list[bytes]
    keys: NDArray[np.uint64]
    titles: list[str]
    title_keys: NDArray[np.uint64]
    lengths: dict[str, NDArray[np.int64]]
    quotes: NDArray[np.int64]


class Words:
    """The running texts of a batch of documents."""

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[Analysis, _Waiting]] = {}
        self._vocabularies: dict[int, tuple[Analysis, Vocabulary, list[_Batch]]] = {}

    def add(self, document: int, texts: Texts) -> int:
        """Take in the texts of a document; about how many words they have."""
        _, waiting = self._waiting.setdefault(id(texts.analysis), (texts.analysis, _Waiting()))
        waiting.documents.append(document)
        waiting.counts.append(len(texts.texts))
        waiting.texts += texts.texts
        size = sum(map(len, texts.texts))
        waiting.size += size
        if waiting.size >= _AT_ONCE:
            self._cut(texts.analysis, waiting)
            del self._waiting[id(texts.analysis)]
        return size // _PER_WORD

    def close(self) -> None:
        """Let others use the vocabularies."""
        for analysis, words, _ in self._vocabularies.values():
            KEPT.give_back(analysis, words)
        self._vocabularies.clear()

    def inverted(self, place: NDArray[np.uint32]) -> Inverted:
        """All terms in their places; `place` gives the documents other numbers. To be called once."""
        for analysis, waiting in self._waiting.values():
            self._cut(analysis, waiting)
        self._waiting.clear()
        found = [_Language(words, batches, place) for _, words, batches in self._vocabularies.values()]
        self.close()
        words = sorted(set().union(*(one.used_names() for one in found)))
        titles = sorted(set().union(*(one.used_stems() for one in found)))
        keys = np.empty(sum(one.size for one in found), np.uint64)
        title_keys = np.empty(sum(one.title_size for one in found), np.uint64)
        at = title_at = 0
        for one in found:
            for some, some_titles in one.keys(_numbered(words), _numbered(titles)):
                keys[at : at + len(some)] = some
                title_keys[title_at : title_at + len(some_titles)] = some_titles
                at, title_at = at + len(some), title_at + len(some_titles)
        keys.sort()
        title_keys.sort()
        lengths = {name: np.zeros(len(place), np.int64) for name in LENGTHS}
        for one in found:
            for name, own in one.lengths.items():
                lengths[name] += own
        quotes = [rows for one in found for rows in one.quotes]
        return Inverted(words, keys, titles, title_keys, lengths, _in_order(quotes))

    def _cut(self, analysis: Analysis, waiting: _Waiting) -> None:
        known = self._vocabularies.get(id(analysis))
        if known is None:
            known = self._vocabularies[id(analysis)] = analysis, KEPT.borrow(analysis), []
        _, words, batches = known
        pieces = cut(waiting.texts)
        counts = np.array(waiting.counts)
        title = np.cumsum(counts) - counts
        documents = np.repeat(np.array(waiting.documents), counts)
        gaps = (np.arange(len(documents)) - np.repeat(title, counts)) * BLOCK_GAP
        quotations = _quoted(waiting.texts, pieces, title, documents)
        batches.append(_Batch(words.numbers(pieces), pieces.first, documents, gaps, title, quotations))


def _quoted(
    texts: Sequence[str], pieces: Cut, titles: NDArray[np.int64], documents: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each quotation with pieces in it its document, its first piece and the one after its last."""
    found = quoted(texts, pieces, titles)
    first = pieces.ends.searchsorted(found.starts, "right")
    last = pieces.starts.searchsorted(found.ends, "left")
    there = first < last
    return np.stack([documents[found.texts[there]], first[there], last[there]])


class _Language:
    """The batches of one vocabulary, worked out."""

    def __init__(self, words: Vocabulary, batches: Sequence[_Batch], place: NDArray[np.uint32]) -> None:
        self._words = words
        self._batches = batches
        self._place = place
        self._counts, self._widths = words.counts, words.widths
        self._firsts = np.cumsum(self._counts, dtype=np.int64) - self._counts
        # What stands for no term at the very end has a first one all the same.
        self._terms, self._places = np.append(words.terms, 0), np.append(words.places, 0)
        self.lengths = {name: np.zeros(len(place), np.int64) for name in LENGTHS}
        self.quotes: list[NDArray[np.int64]] = []
        self.size = self.title_size = 0
        used, titled = np.zeros((2, words.term_count), np.bool_)
        for batch in batches:
            self._measure(batch, used, titled)
        self._used, self._titled = np.flatnonzero(used), np.flatnonzero(titled)
        self._names = words.names(self._used)
        self._stems = [stem_of(name).decode() for name in words.names(self._titled)]

    def _measure(self, batch: _Batch, used: NDArray[np.bool_], titled: NDArray[np.bool_]) -> None:
        """Note which terms a batch has, how long its documents are, and how many keys there will be."""
        counts = _cumulative(self._counts[batch.pieces])
        of_texts = np.diff(counts[batch.first])
        documents = self._place[batch.documents]
        self.lengths["text"] += np.bincount(documents, of_texts, len(self._place)).astype(np.int64)
        titles = of_texts[batch.titles]
        self.lengths["title"][documents[batch.titles]] = titles
        self.size += int(counts[-1])
        self.title_size += int(titles.sum())
        there = np.zeros(len(self._counts), np.bool_)
        there[batch.pieces] = True
        used[self._terms_of(np.flatnonzero(there))[0]] = True
        there[:] = False
        there[batch.pieces[self._title_pieces(batch)]] = True
        titled[self._terms_of(np.flatnonzero(there))[0]] = True
        if batch.quoted.shape[1]:
            document, first, last = self._place[batch.quoted[0]], batch.quoted[1], batch.quoted[2]
            sizes = counts[last] - counts[first]
            self.lengths["quote"] += np.bincount(document, sizes, len(self._place)).astype(np.int64)

    def used_names(self) -> list[bytes]:
        """The terms of `words` that the texts have."""
        return self._names

    def used_stems(self) -> set[str]:
        """The stems that the titles have."""
        return set(self._stems)

    def keys(
        self, words: Mapping[bytes, int], titles: Mapping[str, int]
    ) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
        """The occurrences in running text and in titles, batch by batch, by the numbers of terms there.

        Finds the `quotes`, too.
        """
        ranks = self._ranks(self._used, self._names, words)
        of_titles = self._ranks(self._titled, self._stems, titles)
        for batch in self._batches:
            places = self._places_of(batch)
            self._find_quotes(batch, places)
            at = self._title_pieces(batch)
            yield (
                self._some(ranks, batch.pieces, places),
                self._some(of_titles, batch.pieces[at], places[at]),
            )

    def _ranks(self, numbers: Numbers, names: Sequence[Any], rank: Mapping[Any, int]) -> NDArray[np.uint64]:
        """For each term the place of its name in the order of all; `numbers` are the terms with `names`."""
        found = np.zeros(self._words.term_count, np.uint64)
        found[numbers] = np.fromiter(map(rank.__getitem__, names), np.uint64, len(names))
        return found

    def _find_quotes(self, batch: _Batch, places: NDArray[np.int64]) -> None:
        """Note where the quotations of a batch are."""
        _, first, last = batch.quoted
        ends = (places[last - 1] & LAST_POSITION) + self._widths[batch.pieces[last - 1]]
        rows = np.stack([places[first] >> POSITION_BITS, places[first] & LAST_POSITION, ends])
        self.quotes.append(rows[:, rows[1] < rows[2]])

    def _title_pieces(self, batch: _Batch) -> NDArray[np.int64]:
        """Where the pieces of titles are."""
        first = batch.first[batch.titles]
        return ragged(first, batch.first[batch.titles + 1] - first)

    def _places_of(self, batch: _Batch) -> NDArray[np.int64]:
        """The document and position of each piece as one number; between texts some are left free."""
        before = _cumulative(self._widths[batch.pieces])
        counts = np.diff(np.append(batch.titles, len(batch.documents)))
        from_first = batch.gaps - np.repeat(before[batch.first[batch.titles]], counts)
        sizes = np.diff(batch.first)
        documents = self._place[batch.documents].astype(np.int64) << POSITION_BITS
        found: NDArray[np.int64]
        if (before[batch.first[1:]] + from_first).max(initial=0) <= LAST_POSITION:
            found = before[:-1] + np.repeat(documents + from_first, sizes)
        else:
            found = np.minimum(before[:-1] + np.repeat(from_first, sizes), LAST_POSITION)
            found += np.repeat(documents, sizes)
        return found

    def _terms_of(self, pieces: Numbers) -> tuple[Numbers, Numbers]:
        at = ragged(self._firsts[pieces], self._counts[pieces])
        return self._terms[at], self._places[at]

    def _some(
        self, ranks: NDArray[np.uint64], pieces: NDArray[np.uint32], places: NDArray[np.int64]
    ) -> NDArray[np.uint64]:
        """The keys of pieces in their places."""
        counts = self._counts[pieces]
        first = (ranks << np.uint64(DOCUMENT_BITS + POSITION_BITS))[self._terms[self._firsts]]
        keys: NDArray[np.uint64] = first[pieces]
        keys |= places.astype(np.uint64)
        other = np.flatnonzero(counts != 1)
        if not len(other):
            return keys
        several = other[counts[other] > 1]
        terms, offsets = self._terms_of(pieces[several])
        more = np.repeat(places[several], counts[several])
        position = np.minimum((more & LAST_POSITION) + offsets, LAST_POSITION)
        more += position - (more & LAST_POSITION)
        added = ranks[terms] << np.uint64(DOCUMENT_BITS + POSITION_BITS)
        added |= more.astype(np.uint64)
        return np.concatenate([np.delete(keys, other), added])


def _numbered(names: Sequence[Any]) -> dict[Any, int]:
    return dict(zip(names, range(len(names)), strict=True))


def _in_order(quotes: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Quotations by document and position."""
    found = np.concatenate(quotes, axis=1) if quotes else np.empty((3, 0), np.int64)
    return found[:, np.lexsort((found[1], found[0]))]


def _cumulative(values: Numbers) -> NDArray[np.int64]:
    """The sum of the values before each, and of all at the end."""
    found = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=found[1:])
    return found
