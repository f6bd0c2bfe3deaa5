"""Articles as sparse vectors, and which of them are near a given one: an inverted index in blocks of days.

A vector is a few hundred bytes that stand alone: its terms are numbers made from the words themselves,
so that no vocabulary has to be kept, and an article can be read from the store without its neighbours.
Articles without a date are in a block of their own, which is compared with all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.stories.profile import Profile

WINDOW = 3
"""Days: articles further apart do not tell of the same event, unless others between them link them."""

BLOCK_DAYS = 7
"""An article's window is in two blocks, or one."""

# How much of their likeness two articles keep by days between them: a topic that goes on is alike every
# day, an event is told on its own. Of 72 groups of a real stream that were judged by hand, half of those
# spread over two days and more were drifts of a topic, of those of one day one in six.
_FADING = (1.0, 0.96, 0.8, 0.7)
# With a date and without: the whole library is in reach of an undated article, so chance likeness is too.
_HALF_DATED = 0.85
_NO_DAY = -(2**31)
_Terms = NDArray[np.uint32]
_Weights = NDArray[np.float32]
_Scores = NDArray[np.float64]
_FADES = np.array([*_FADING, 0.0])


_MANY_HIDDEN = 200


@dataclass(slots=True)
class _Block:
    """An inverted index of some articles: who has a term, and its weight there, sorted by term."""

    members: list[int]
    days: NDArray[np.int64]
    terms: _Terms
    places: NDArray[np.uint32]
    weights: _Weights

    def scores(self, terms: _Terms, weights: _Weights) -> _Scores:
        """The cosine of a vector with each member's."""
        first = self.terms.searchsorted(terms)
        counts = self.terms.searchsorted(terms, "right") - first
        ends = counts.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        if not total:
            return np.zeros(len(self.members))
        # The postings of all terms, one after another.
        postings = np.repeat(first - ends + counts, counts) + np.arange(total)
        products = np.repeat(weights, counts) * self.weights[postings]
        return np.bincount(self.places[postings], products, len(self.members)).astype(np.float64, copy=False)

    def similarities(self, vector: bytes, day: int | None) -> _Scores:
        """The cosine of a vector with each member's times how far their dates allow one event."""
        # Rounded, so that the order of adding the products up cannot decide anything.
        return (self.scores(*decode(vector)) * _allowed(self.days, day)).round(6)


class Vectors:
    """Similarities of articles, which are known by their number 0, 1, 2 ... in order of adding."""

    def __init__(self) -> None:
        self._vectors: list[bytes] = []
        self._days: list[int | None] = []
        self._members: dict[int | None, list[int]] = {}
        self._blocks: dict[int | None, _Block] = {}
        self._hidden: dict[int | None, set[int]] = {}

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, vector: bytes, day: int | None) -> int:
        """Take in an encoded vector and give its number."""
        number = len(self._vectors)
        self._vectors.append(vector)
        self._days.append(day)
        self._members.setdefault(block_of(day), []).append(number)
        return number

    def day(self, number: int) -> int | None:
        """The day of an article."""
        return self._days[number]

    def hide(self, number: int) -> None:
        """Let an article be nobody's neighbour from now on."""
        key = block_of(self._days[number])
        hidden = self._hidden.setdefault(key, set())
        hidden.add(number)
        if len(hidden) >= _MANY_HIDDEN:
            # Made anew without them, now and then, so that they take no time for ever.
            self._members[key] = [member for member in self._members[key] if member not in hidden]
            self._blocks.pop(key, None)
            hidden.clear()

    def neighbours(self, number: int, least: float) -> dict[int, float]:
        """The articles whose similarity to this one is `least` and more, and that similarity (0 to 1)."""
        vector, day = self._vectors[number], self._days[number]
        found: dict[int, float] = {}
        keys: Iterable[int | None] = self._members if day is None else (*reach(day), None)
        for key in keys:
            if key in self._members:
                block = self._block(key)
                scores = block.similarities(vector, day)
                hidden = self._hidden.get(key, ())
                for place in np.flatnonzero(scores >= least).tolist():
                    if block.members[place] not in hidden:
                        found[block.members[place]] = float(scores[place])
        found.pop(number, None)
        return found

    def similarities(self, numbers: Sequence[int]) -> dict[tuple[int, int], float]:
        """All similarities above 0 between these articles, by pairs of positions in the list."""
        found: dict[tuple[int, int], float] = {}
        if len(numbers) < 2:
            return found
        block = self._made(list(numbers))
        for i, number in enumerate(numbers[:-1]):
            scores = block.similarities(self._vectors[number], self._days[number])
            for j in np.flatnonzero(scores[i + 1 :]).tolist():
                found[i, i + 1 + j] = float(scores[i + 1 + j])
        return found

    def shared_terms(self, one: int, others: Iterable[int], most: int, shown: Profile) -> tuple[str, ...]:
        """The terms that make an article like others, weightiest first, as a person can read them.

        `shown` is the article's own profile, which has the words.
        """
        mine = self._weight_of(one)
        together: dict[int, float] = {}
        for other in others:
            theirs = self._weight_of(other)
            for term in mine.keys() & theirs.keys():
                together[term] = together.get(term, 0.0) + theirs[term] * mine[term]
        ranked = sorted(together, key=lambda term: (-together[term], term))[: most * 3]
        words = shown.words(ranked)
        return _without_parts([words[term].replace("_", " ") for term in ranked if term in words])[:most]

    def _weight_of(self, number: int) -> dict[int, float]:
        terms, weights = decode(self._vectors[number])
        return dict(zip(terms.tolist(), weights.tolist(), strict=True))

    def _block(self, key: int | None) -> _Block:
        """A block with all its members, those added since it was last asked for merged in."""
        members = self._members[key]
        block = self._blocks.get(key)
        if block is None:
            block = self._blocks[key] = self._made(members)
        elif len(block.members) < len(members):
            block = self._blocks[key] = _joined(block, self._made(members[len(block.members) :]))
        return block

    def _made(self, numbers: list[int]) -> _Block:
        vectors = [self._vectors[number] for number in numbers]
        sizes = [(len(vector) - 1) >> 3 for vector in vectors]
        terms = np.frombuffer(
            b"".join([vector[1 : 1 + 4 * size] for vector, size in zip(vectors, sizes, strict=True)]),
            np.uint32,
        )
        weights = np.frombuffer(
            b"".join([vector[1 + 4 * size :] for vector, size in zip(vectors, sizes, strict=True)]),
            np.float32,
        )
        places = np.repeat(np.arange(len(numbers), dtype=np.uint32), sizes)
        days = [self._days[number] for number in numbers]
        return _sorted(
            list(numbers),
            np.array([_NO_DAY if day is None else day for day in days], np.int64),
            terms,
            places,
            weights,
        )


def decode(vector: bytes) -> tuple[_Terms, _Weights]:
    """Term numbers and weights of an encoded vector."""
    size = (len(vector) - 1) >> 3
    return np.frombuffer(vector, np.uint32, size, 1), np.frombuffer(vector, np.float32, size, 1 + 4 * size)


def block_of(day: int | None) -> int | None:
    """The block that a day's articles are in."""
    return None if day is None else day // BLOCK_DAYS


def reach(day: int) -> range:
    """The blocks of dated articles that an article of this day may have its like in."""
    return range((day - WINDOW) // BLOCK_DAYS, (day + WINDOW) // BLOCK_DAYS + 1)


def _sorted(
    members: list[int], days: Any, terms: _Terms, places: NDArray[np.uint32], weights: _Weights
) -> _Block:
    # Stable: in a block of sorted runs it merges, and postings of a term stay in order of their articles.
    order = terms.argsort(kind="stable")
    return _Block(members, days, terms[order], places[order], weights[order])


def _joined(one: _Block, other: _Block) -> _Block:
    return _sorted(
        one.members + other.members,
        np.concatenate((one.days, other.days)),
        np.concatenate((one.terms, other.terms)),
        np.concatenate((one.places, other.places + np.uint32(len(one.members)))),
        np.concatenate((one.weights, other.weights)),
    )


def _allowed(days: NDArray[np.int64], day: int | None) -> _Scores:
    """How far their dates allow one event, for days that may be missing."""
    undated = days == _NO_DAY
    if day is None:
        return np.where(undated, 1.0, _HALF_DATED)
    return np.where(undated, _HALF_DATED, _FADES[np.minimum(np.abs(days - day), WINDOW + 1)])


def _without_parts(terms: list[str]) -> tuple[str, ...]:
    """Without single words that a name in the list has already."""
    named = {word for term in terms if " " in term for word in term.split()}
    return tuple(term for term in terms if " " in term or term not in named)
