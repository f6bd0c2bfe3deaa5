"""Running text inverted by its pieces (see `vocabulary`): each is one number until its segment is written.

What a piece stands for is found once, and where its terms are is worked out for all pieces of some hundred
documents together, so that Python does nothing for a single occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.search.analyzer import Analysis
from index.search.codec import pairs
from index.search.codec.overflow import Overflow
from index.search.codec.parts import Parts
from index.search.codec.places import ragged
from index.search.codec.written import stem_of
from index.search.cutting import BETWEEN, Cut, TextsOf, cut
from index.search.keys import LAST_POSITION, POSITION_AT, POSITION_BITS, TERM_AT, Numbers
from index.search.quotations import quoted
from index.search.schema import BLOCK_GAP, Texts
from index.search.termnames import Names, in_one_order
from index.search.vocabulary import KEPT, Vocabulary

_AT_ONCE = 1 << 20  # bytes that are cut at a time, which takes some ten bytes for each
_PER_WORD = 6  # characters, about
# How many places a piece takes, and how many terms it is, are added up together.
_WIDTH_AT = 32
_COUNT = (1 << _WIDTH_AT) - 1
_ONE = 1 << _WIDTH_AT | 1

LENGTHS = {"text": ("text", "exact"), "title": ("title",), "quote": ("quote", "quoteexact")}
"""What is measured, and the fields that are so long."""


@dataclass(slots=True)
class _Waiting:
    """Documents whose texts have not been cut yet."""

    documents: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Batch:
    """The pieces of some documents.

    `pieces` says where their numbers are put aside, `first` is where each text begins among them, `documents`
    whose the texts are, `gaps` what is left free before each, `titles` which of them are titles. A quotation
    in `quoted` (its document, first piece, and the one after its last) has at least one piece.
    """

    pieces: int
    first: NDArray[np.int32]
    documents: NDArray[np.int32]
    gaps: NDArray[np.int32]
    titles: NDArray[np.int32]
    quoted: NDArray[np.int32]

    @property
    def title_pieces(self) -> NDArray[np.int64]:
        """Where the pieces of titles are."""
        first = self.first[self.titles]
        return ragged(first, self.first[self.titles + 1] - first)


class _Seen:
    """How often there is each piece of a vocabulary; and which are in titles."""

    def __init__(self) -> None:
        self.counts = np.zeros(0, np.int64)
        self.titled = np.zeros(0, np.bool_)

    def add(self, pieces: Numbers, in_titles: NDArray[np.int64]) -> None:
        """Count some pieces; `in_titles` is where those of titles are among them."""
        found = np.bincount(pieces)
        self.make_room(len(found))
        self.counts[: len(found)] += found
        self.titled[pieces[in_titles]] = True

    def make_room(self, size: int) -> None:
        """Be ready for pieces with numbers below `size`."""
        if size > len(self.counts):
            self.counts = np.append(self.counts, np.zeros(size - len(self.counts), np.int64))
            self.titled = np.append(self.titled, np.zeros(size - len(self.titled), np.bool_))


@dataclass(slots=True)
class _Collected:
    """What there is of one language."""

    analysis: Analysis
    words: Vocabulary
    batches: list[_Batch] = field(default_factory=list)
    seen: _Seen = field(default_factory=_Seen)


@dataclass(frozen=True, slots=True)
class Inverted:
    """All running text of some documents: keys (see `keys`) in order, of the terms of `words` and `title`.

    `words` and `titles` are the terms; `lengths` has the number of terms of each document in a field;
    `quotes` are the document, first position and the one after the last of each quotation, in order.
    `pairing` has the pairs of the most frequent. `parts` are to be closed.
    """

    words: list[bytes]
    parts: Parts
    titles: list[bytes]
    title_keys: NDArray[np.uint64]
    lengths: dict[str, NDArray[np.int64]]
    quotes: NDArray[np.int64]
    pairing: pairs.Pairing


class Words:
    """The running texts of a batch of documents."""

    def __init__(self, folder: Path) -> None:
        """What is too much for memory is put aside in `folder`, in files without names."""
        self._folder = folder
        self._aside = Overflow(folder)
        self._waiting: dict[int, tuple[Analysis, _Waiting]] = {}
        self._languages: dict[int, _Collected] = {}

    def add(self, document: int, texts: Texts) -> int:
        """Take in the texts of a document; about how many words they have. Raises OSError."""
        known = self._waiting.get(id(texts.analysis))
        if known is None:
            known = self._waiting[id(texts.analysis)] = texts.analysis, _Waiting()
        waiting = known[1]
        waiting.documents.append(document)
        waiting.counts.append(texts.running.count(BETWEEN) + 1)
        waiting.texts.append(texts.running)
        size = len(texts.running)
        waiting.size += size
        if waiting.size >= _AT_ONCE:
            self._cut(texts.analysis, waiting)
            del self._waiting[id(texts.analysis)]
        return size // _PER_WORD

    def close(self) -> None:
        """Let others use the vocabularies, and forget all texts."""
        self._aside.close()
        self._give_back()

    def _give_back(self) -> None:
        for one in self._languages.values():
            KEPT.give_back(one.analysis, one.words)
        self._languages.clear()

    def inverted(self, place: NDArray[np.uint32]) -> Inverted:
        """All terms in their places; `place` gives the documents other numbers. Raises OSError."""
        for analysis, waiting in self._waiting.values():
            self._cut(analysis, waiting)
        self._waiting.clear()
        found = [_Language(one, self._aside, place) for one in self._languages.values()]
        # A large vocabulary is forgotten, before the most memory is taken.
        self._give_back()
        words, ranks = in_one_order([one.names for one in found])
        titles, of_titles = in_one_order([one.titles for one in found])
        counts = np.zeros(len(words), np.int64)
        for one, own, of_title in zip(found, ranks, of_titles, strict=True):
            one.rank(own, of_title)
            counts[own] += one.counts
        parts = Parts(self._folder, counts)
        pairing = pairs.choose(words, counts, len(place))
        title_keys = [keys for one in found for keys in one.keys(parts, pairing)]
        lengths = {name: np.zeros(len(place), np.int64) for name in LENGTHS}
        for one in found:
            for name, own in one.lengths.items():
                lengths[name] += own
        quotes = [rows for one in found for rows in one.quotes]
        in_titles = np.sort(np.concatenate([np.empty(0, np.uint64), *title_keys]))
        return Inverted(words, parts, titles, in_titles, lengths, _in_order(quotes), pairing)

    def _cut(self, analysis: Analysis, waiting: _Waiting) -> None:
        known = self._languages.get(id(analysis))
        if known is None:
            known = self._languages[id(analysis)] = _Collected(analysis, KEPT.borrow(analysis))
        pieces = cut(BETWEEN.join(waiting.texts))
        counts = np.array(waiting.counts)
        title = np.cumsum(counts) - counts
        documents = np.repeat(np.array(waiting.documents), counts)
        gaps = (np.arange(len(documents)) - np.repeat(title, counts)) * BLOCK_GAP
        quotations = _quoted(pieces, title, documents)
        numbers = known.words.numbers(pieces)
        kept = [one.astype(np.int32) for one in (pieces.first, documents, gaps, title, quotations)]
        known.batches.append(_Batch(self._aside.put(numbers), *kept))
        known.seen.add(numbers, known.batches[-1].title_pieces)


def _quoted(pieces: Cut, titles: NDArray[np.int64], documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each quotation with pieces in it its document, its first piece and the one after its last."""
    found = quoted(TextsOf(pieces), pieces, titles)
    order = np.argsort(found.starts)  # looked up in order they are found several times as quickly
    starts, ends, texts = found.starts[order], found.ends[order], found.texts[order]
    first = pieces.ends.searchsorted(starts, "right")
    last = pieces.starts.searchsorted(ends, "left")
    there = first < last
    return np.stack([documents[texts[there]], first[there], last[there]])


class _Language:
    """The batches of one vocabulary, worked out."""

    def __init__(self, collected: _Collected, aside: Overflow, place: NDArray[np.uint32]) -> None:
        words = collected.words
        self._batches = collected.batches
        self._aside = aside
        self._place = place
        counts, widths, terms, places = words.piece_terms()
        self._sizes = widths.astype(np.int64) << _WIDTH_AT
        """Of each piece how many places it takes, and how many terms it is;"""
        self._sizes |= counts
        self._firsts = np.cumsum(counts, dtype=np.int64) - counts
        # What stands for no term at the very end has a first one all the same.
        self._terms, self._places = np.append(terms, 0), np.append(places, 0)
        self.lengths = {name: np.zeros(len(place), np.int64) for name in LENGTHS}
        self.quotes: list[NDArray[np.int64]] = []
        collected.seen.make_room(len(counts))
        seen, titled = (
            self._of_terms(one, counts, words.terms.count)
            for one in (collected.seen.counts, collected.seen.titled)
        )
        self._used, self._titled = np.flatnonzero(seen), np.flatnonzero(titled)
        self.counts = seen[self._used]
        """How often there is each of the terms"""
        self.names = words.terms.names(self._used)
        """of these names;"""
        self.titles = Names.of([stem_of(name) for name in words.terms.names(self._titled).listed()])
        """and the stem of each term in titles."""
        self._rank, self._title_rank = np.zeros((2, words.terms.count), np.uint64)

    def _of_terms(self, seen: Numbers, counts: Numbers, terms: int) -> NDArray[np.int64]:
        """How often there is each term, from how often there is each piece and how many terms it is."""
        return np.bincount(self._terms[:-1], np.repeat(seen, counts), terms).astype(np.int64)

    def _measure(self, batch: _Batch, counts: NDArray[np.int64]) -> None:
        """Note how long the documents of a batch are; `counts` is how many terms there are before a piece."""
        of_texts = np.diff(counts[batch.first] & _COUNT)
        documents = self._place[batch.documents]
        self.lengths["text"] += np.bincount(documents, of_texts, len(self._place)).astype(np.int64)
        self.lengths["title"][documents[batch.titles]] = of_texts[batch.titles]
        if batch.quoted.shape[1]:
            document, first, last = self._place[batch.quoted[0]], batch.quoted[1], batch.quoted[2]
            sizes = (counts[last] & _COUNT) - (counts[first] & _COUNT)
            self.lengths["quote"] += np.bincount(document, sizes, len(self._place)).astype(np.int64)

    def rank(self, names: NDArray[np.int64], titles: NDArray[np.int64]) -> None:
        """Be told the places of `names` and `titles` in the order of all."""
        self._rank[self._used] = names
        self._title_rank[self._titled] = titles
        self._rank <<= np.uint64(TERM_AT)
        self._title_rank <<= np.uint64(TERM_AT)

    def keys(self, parts: Parts, pairing: pairs.Pairing) -> Iterator[NDArray[np.uint64]]:
        """Give the occurrences in running text to `parts` and `pairing`, and yield those in titles, by batch.

        Finds the `lengths` and `quotes`, too.
        """
        firsts = self._terms[self._firsts]
        first, first_in_title = self._rank[firsts], self._title_rank[firsts]
        for batch in self._batches:
            pieces = self._aside.get(batch.pieces, int(batch.first[-1]), np.uint32).astype(np.int64)
            sizes = self._sizes.take(pieces)
            before = _cumulative(sizes)
            self._measure(batch, before)
            before >>= _WIDTH_AT
            places = self._places_of(batch, before)
            self._find_quotes(batch, sizes, places)
            places <<= POSITION_AT
            places |= _inside(batch.quoted, len(places))
            found = self._some(self._rank, first, pieces, sizes, places)
            pairing.add(found)
            parts.add(found)
            at = batch.title_pieces
            yield self._some(self._title_rank, first_in_title, pieces[at], sizes[at], places[at])

    def _find_quotes(self, batch: _Batch, sizes: NDArray[np.int64], places: NDArray[np.int64]) -> None:
        """Note where the quotations of a batch are."""
        _, first, last = batch.quoted
        ends = (places[last - 1] & LAST_POSITION) + (sizes[last - 1] >> _WIDTH_AT)
        rows = np.stack([places[first] >> POSITION_BITS, places[first] & LAST_POSITION, ends])
        self.quotes.append(rows[:, rows[1] < rows[2]])

    def _places_of(self, batch: _Batch, before: NDArray[np.int64]) -> NDArray[np.int64]:
        """The document and position of each piece as one number; between texts some are left free.

        `before` is how many places are taken before each, without these.
        """
        counts = np.diff(np.append(batch.titles, len(batch.documents)))
        from_first = batch.gaps - np.repeat(before[batch.first[batch.titles]], counts)
        sizes = np.diff(batch.first)
        documents = self._place[batch.documents].astype(np.int64) << POSITION_BITS
        found: NDArray[np.int64]
        if (before[batch.first[1:]] + from_first).max(initial=0) <= LAST_POSITION:
            found = np.repeat(documents + from_first, sizes)
            found += before[:-1]
        else:
            found = np.minimum(before[:-1] + np.repeat(from_first, sizes), LAST_POSITION)
            found += np.repeat(documents, sizes)
        return found

    def _some(
        self,
        ranks: NDArray[np.uint64],
        first: NDArray[np.uint64],
        pieces: NDArray[np.int64],
        sizes: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> NDArray[np.uint64]:
        """The keys of pieces in their places.

        `ranks` is what the key of each term begins with, and `first` that of the first term of each piece,
        which is at its place.
        """
        other = np.flatnonzero(sizes != _ONE)
        counts = sizes[other] & _COUNT
        several, more = other[counts > 1], counts[counts > 1] - 1
        added = self._further(several, more, ranks, pieces, places)
        found = np.empty(len(pieces) + len(added), np.uint64)
        keys = found[: len(pieces)]
        first.take(pieces, out=keys, mode="clip")  # which is quicker into what is there already
        keys |= places.view(np.uint64)
        found[len(pieces) :] = added
        return _without(found, other[counts == 0])

    def _further(
        self,
        several: NDArray[np.int64],
        counts: NDArray[np.int64],
        ranks: NDArray[np.uint64],
        pieces: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> NDArray[np.uint64]:
        """The keys of all terms after the first, so many, of those pieces that have several."""
        at = ragged(self._firsts[pieces[several]] + 1, counts)
        found = np.repeat(places[several], counts)
        position = (found >> POSITION_AT) & LAST_POSITION
        found += (np.minimum(position + self._places[at], LAST_POSITION) - position) << POSITION_AT
        keys: NDArray[np.uint64] = ranks[self._terms[at]]
        keys |= found.view(np.uint64)
        return keys


def _without(keys: NDArray[np.uint64], gone: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Keys in any order without a few of them; the last ones come to their places."""
    kept = len(keys) - len(gone)
    last = np.ones(len(gone), np.bool_)
    last[gone[gone >= kept] - kept] = False
    keys[gone[gone < kept]] = keys[kept:][last]
    return keys[:kept]


def _inside(quoted: NDArray[np.int32], count: int) -> NDArray[np.bool_]:
    """Which of so many pieces are in quotations."""
    _, first, last = quoted
    steps = np.bincount(first, minlength=count + 1) - np.bincount(last, minlength=count + 1)
    found: NDArray[np.bool_] = np.cumsum(steps[:count]) > 0
    return found


def _in_order(quotes: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Quotations by document and position."""
    found = np.concatenate(quotes, axis=1) if quotes else np.empty((3, 0), np.int64)
    return found[:, np.lexsort((found[1], found[0]))]


def _cumulative(values: Numbers) -> NDArray[np.int64]:
    """The sum of the values before each, and of all at the end."""
    found = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=found[1:])
    return found
