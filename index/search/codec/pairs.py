"""Where the most frequent words of a segment stand side by side: each pair of them is a term of its own.

A phrase of such words is the dearest there is, as they stand nearly everywhere. So the field `pairs` has, in
the form of any field with positions (see `inverted`, `places`), a term for each two of the `WORDS` most
frequent stems that are found side by side in running text: both stems, with a zero byte between them, at the
places of the first. The segment says which stems they are; a pair of them that has no term is nowhere.

These are the common grams of Lucene's filter, and a nextword index of frequent words alone (Williams, Zobel
and Bahle, *Fast Phrase Querying with Combined Indexes*, 2004); the words are found by counting, so that they
are those of any language. Small segments do without: a phrase takes next to nothing there.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.files import TEMP_PREFIX, TEMP_SUFFIX
from index.search.codec import runs
from index.search.codec.inverted import Field, FieldWriter
from index.search.codec.naming import new_name
from index.search.codec.places import PLACE_BITS
from index.search.codec.sections import SectionFile, SectionWriter
from index.search.codec.written import NAME as WORDS_FIELD
from index.search.codec.written import stem_of
from index.search.keys import LAST_POSITION, POSITION_AT, POSITION_BITS, TERM_AT

if TYPE_CHECKING:
    from index.search.codec.segment import Segment

NAME = "pairs"
WORDS = 16
"""So many words: their pairs take two hundredths of the text, those of twice as many four."""
FROM = 1_000
"""Documents of a segment that has pairs."""

_BETWEEN = b"\0"  # no stem has it
_CODE_BITS = 5
_LOOKED_AT = 4 * WORDS  # forms among which the most frequent stems are looked for
_AT_ONCE = 250_000  # places, and postings
_CODE = np.uint64((1 << _CODE_BITS) - 1)
_PLACES = np.uint64((1 << TERM_AT) - 1)

Keys = NDArray[np.uint64]
"""Occurrences; see `index.search.keys`."""


@dataclass(slots=True)
class Pairing:
    """Finds the pairs of some stems among occurrences of all words, batch by batch."""

    stems: Sequence[bytes]
    """In byte order."""
    codes: NDArray[np.uint8]
    """For each term of `words` one more than the number of its stem, or 0."""
    _found: list[Keys] = field(default_factory=list)

    def add(self, keys: Keys) -> None:
        """Occurrences of words, of whole documents."""
        if len(self.stems):
            codes = self.codes.take((keys >> np.uint64(TERM_AT)).view(np.int64))
            at = np.flatnonzero(codes != 0)  # much quicker than of numbers
            place = (keys.take(at) & _PLACES) >> np.uint64(POSITION_AT)
            self.add_places(place, codes.take(at))

    def add_places(self, places: NDArray[np.uint64], codes: NDArray[np.uint8]) -> None:
        """The same as places, which have POSITION_BITS for the position, and codes of stems."""
        marked = places << np.uint64(_CODE_BITS)
        marked |= codes
        marked.sort(kind="stable")  # nearly in order
        self._found.append(_side_by_side(marked, len(self.stems)))

    def keys(self) -> Keys:
        """All that was found, in order, each once: a stem can be twice at a place, in a hyphenated word."""
        found = np.concatenate([np.empty(0, np.uint64), *self._found])
        self._found.clear()
        found.sort()
        return found[runs.starts(found)] if len(found) else found


def terms(stems: Sequence[bytes]) -> list[bytes]:
    """The terms of all pairs of stems in byte order, as they are numbered; not all of them need be there."""
    return [first + _BETWEEN + second for first in stems for second in stems]


def _side_by_side(marked: NDArray[np.uint64], stems: int) -> Keys:
    """The keys of the pairs in places in order, each with its stem's code."""
    place = marked >> np.uint64(_CODE_BITS)
    found = []
    for apart in range(1, len(place)):
        steps = place[apart:] - place[:-apart]
        first = np.flatnonzero(steps == 1)
        first = first[(place[first] & np.uint64(LAST_POSITION)) != LAST_POSITION]
        one, other = ((marked[at] & _CODE) - np.uint64(1) for at in (first, first + apart))
        pair = (one * np.uint64(stems) + other) << np.uint64(TERM_AT)
        found.append(pair | (place[first] << np.uint64(POSITION_AT)))
        if (apart == 1 and steps.all()) or not (steps <= 1).any():
            break  # the others are further apart
    return np.concatenate([np.empty(0, np.uint64), *found])


def choose(terms: Sequence[bytes], counts: NDArray[np.int64], documents: int) -> Pairing:
    """For the terms of `words` of a segment, in their order, each so often there."""
    if documents < FROM or not terms:
        return Pairing((), np.empty(0, np.uint8))
    often: Counter[bytes] = Counter()
    for at in np.argsort(-counts, kind="stable")[:_LOOKED_AT].tolist():
        often[stem_of(terms[at])] += int(counts[at])
    stems = _most_frequent(often)
    number = {stem: code for code, stem in enumerate(stems, 1)}
    codes = np.zeros(len(terms), np.uint8)
    for at in _perhaps(terms, stems).tolist():
        codes[at] = number.get(stem_of(terms[at]), 0)
    return Pairing(stems, codes)


def _perhaps(terms: Sequence[bytes], stems: Sequence[bytes]) -> NDArray[np.int64]:
    """Which terms of `words` may have one of some stems: those whose stem begins like one, and is as long."""
    text = np.frombuffer(b"".join(terms), np.uint8)
    ends = np.cumsum(np.fromiter(map(len, terms), np.int64, len(terms)))
    zeros = np.flatnonzero(text == 0)
    # After the first zero byte of a term comes how much of the form the stem has, which may be nothing.
    zeros = zeros[np.append(True, np.diff(zeros) > 1)]
    same = text[zeros + 1].astype(np.int64)
    begins = np.where(same > 0, np.append(0, ends[:-1]), np.minimum(zeros + 2, len(text) - 1))
    alike = (np.minimum(same + ends - zeros - 2, 255) << 8) | text[begins]
    wanted = np.zeros(1 << 16, np.bool_)
    wanted[[min(len(stem), 255) << 8 | stem[0] for stem in stems if stem]] = True
    return np.flatnonzero(wanted[alike])


def _most_frequent(often: Counter[bytes]) -> list[bytes]:
    return sorted(stem for stem, _ in often.most_common(WORDS))


class Pairs:
    """The pairs of a segment, open for reading."""

    def __init__(self, field: Field, stems: Iterable[bytes]) -> None:
        """`stems` are those whose pairs there are."""
        self.field = field
        self.stems = frozenset(stems)

    def find(self, first: bytes, second: bytes) -> int | None:
        """The term of two stems side by side, -1 where they never are; None for other stems."""
        known = first in self.stems and second in self.stems
        return self.field.find(first + _BETWEEN + second) if known else None


def shared(segments: Sequence[Segment], documents: int) -> list[bytes]:
    """The stems whose pairs a segment made of others, of so many documents in all, is to have, in byte order.

    They are those that the large ones have, so that these need not be gone through again.
    """
    if documents < FROM:
        return []
    large = [set(one.pairs.stems) for one in segments if one.pairs is not None]
    common = set.intersection(*large) if large else set()
    if 2 * len(common) >= WORDS:
        return sorted(common)
    often: Counter[bytes] = Counter()
    for segment in segments:
        for stem, count in _frequent(segment):
            often[stem] += count
    return _most_frequent(often)


def _frequent(segment: Segment) -> Iterator[tuple[bytes, int]]:
    """The stems of the most frequent words of a segment, and how often each is there."""
    words = segment.stored(WORDS_FIELD)
    if words is not None and words.positions is not None:
        counts = np.diff(words.positions.starts)
        for term in np.argsort(-counts, kind="stable")[:_LOOKED_AT].tolist():
            yield stem_of(words[term]), int(counts[term])


@contextlib.contextmanager
def of_stems(folder: Path, segment: Segment, stems: Sequence[bytes]) -> Iterator[Field | None]:
    """The pairs of some stems in a segment, made of its positions if it has them not; None if there are none.

    The file is one of the usual temporary ones, and goes in the end. Raises OSError.
    """
    if segment.pairs is not None and segment.pairs.stems.issuperset(stems):
        yield segment.pairs.field
        return
    found = Pairing(stems, np.empty(0, np.uint8))
    for places, codes in _standing(segment, stems):
        found.add_places(places, codes)
    keys = found.keys()
    if not len(keys):
        yield None
        return
    path = folder / f"{TEMP_PREFIX}{new_name()}{TEMP_SUFFIX}"
    try:
        with contextlib.closing(SectionWriter(path)) as writer:
            fields = FieldWriter(writer, NAME, segment.doc_count, positioned=True)
            write(fields, terms(stems), keys)
            fields.finish()
            writer.finish({})
        yield Field(SectionFile(path), NAME, segment.doc_count)
    finally:
        with contextlib.suppress(OSError):  # where a mapped file cannot be removed, the next writer does it
            path.unlink()


def _standing(
    segment: Segment, stems: Sequence[bytes]
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint8]]]:
    """Where some stems stand in a segment, with their codes; some documents at a time."""
    text = segment.field("text")
    if text is None:
        return
    terms = [(code, term) for code, stem in enumerate(stems, 1) if (term := text.find(stem)) >= 0]
    each = [(code, text.standing(term, PLACE_BITS)) for code, term in terms]
    for first, last in runs.evenly(segment.doc_count, sum(one.count for _, one in each), _AT_ONCE):
        places = [one.within(first, last) for _, one in each]
        codes = np.repeat(np.array([code for code, _ in each], np.uint8), list(map(len, places)))
        together = np.concatenate([np.empty(0, np.uint64), *places])
        documents = (together >> np.uint64(PLACE_BITS)) << np.uint64(POSITION_BITS)
        yield documents | (together & np.uint64(LAST_POSITION)), codes


def write(fields: FieldWriter, terms: Sequence[bytes], keys: Keys) -> None:
    """Write terms with their places, from keys in order."""
    for some in runs.stretches(keys, _AT_ONCE):
        fields.add(runs.chunk(terms, some))
