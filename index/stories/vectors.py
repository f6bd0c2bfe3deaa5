"""Articles as sparse vectors, and which of them are near a given one: an inverted index in blocks of days.

Everything is computed when first asked for: loading 40,000 profiles costs next to nothing, and an
article's neighbours only the days around it. Articles without a date are in a part of their own,
which is compared with all.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from index.stories import background
from index.stories.profile import Profile, stemmed

WINDOW = 3
"""Days: articles further apart do not tell of the same event, unless others between them link them."""

# How much of their likeness two articles keep by days between them: a topic that goes on is alike every
# day, an event is told on its own. Of 72 groups of a real stream that were judged by hand, half of those
# spread over two days and more were drifts of a topic, of those of one day one in six.
_FADING = (1.0, 0.96, 0.8, 0.7)
# With a date and without: the whole library is in reach of an undated article, so chance likeness is too.
_HALF_DATED = 0.85
_BLOCK_DAYS = 3
_UNDATED = None
# A sum that no products can bring above 0.
_OUT = -1e9
_Block = dict[int, "int | array[int]"]


class Vectors:
    """Similarities of articles, which are known by their number 0, 1, 2 ... in order of adding."""

    def __init__(self) -> None:
        self._profiles: list[Profile] = []
        self._days: list[int | None] = []
        self._vectors: dict[int, tuple[array[int], array[float]]] = {}
        self._numbers: dict[str, int] = {}
        self._number_of_word: dict[str, int] = {}
        self._weights: list[float] = []
        self._members: dict[int | None, list[int]] = {}
        self._blocks: dict[int | None, _Block] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    def add(self, profile: Profile, *, findable: bool = True) -> int:
        """Take in an article and give its number; one that is not `findable` is nobody's neighbour."""
        number = len(self._profiles)
        self._profiles.append(profile)
        self._days.append(profile.day)
        if not findable:
            return number
        key = self._part(number)
        self._members.setdefault(key, []).append(number)
        block = self._blocks.get(key)
        if block is not None:
            self._post(block, number)
        return number

    def hide(self, number: int) -> None:
        """Let an article be nobody's neighbour from now on."""
        key = self._part(number)
        members = self._members.get(key, [])
        if number not in members:
            return
        members.remove(number)
        block = self._blocks.get(key, {})
        for term in self._vector(number)[0] if block else ():
            postings = block.get(term)
            if isinstance(postings, int):
                del block[term]
            elif postings is not None:
                postings.remove(number)

    def _part(self, number: int) -> int | None:
        """The part of the library that an article is in."""
        day = self._days[number]
        return _UNDATED if day is None else day // _BLOCK_DAYS

    def neighbours(self, number: int, least: float) -> dict[int, float]:
        """The articles whose similarity to this one is `least` and more, and that similarity (0 to 1)."""
        weight_of = dict(zip(*self._vector(number), strict=True))
        day = self._days[number]
        found: dict[int, float] = {}
        for key in self._reach(day):
            best = _FADING[0] if (key is None) == (day is None) else _HALF_DATED
            block = self._block(key)
            for other in self._candidates(block, number, weight_of, least / best):
                likeness = self._likeness(weight_of, day, other)
                if likeness >= least:
                    found[other] = likeness
        return found

    def _likeness(self, weight_of: dict[int, float], day: int | None, other: int) -> float:
        """Cosine of the two vectors times how far their dates allow one event; 0 outside the window."""
        allowed = _closeness(day, self._days[other])
        if not allowed:
            return 0.0
        total = 0.0
        get = weight_of.get
        for term, weight in zip(*self._vector(other), strict=True):
            total += weight * get(term, 0.0)
        # Rounded, so that the order of adding the products up cannot decide anything.
        return round(total * allowed, 6)

    def similarities(self, numbers: list[int]) -> dict[tuple[int, int], float]:
        """All similarities above 0 between these articles, by pairs of positions in the list."""
        found: dict[tuple[int, int], float] = {}
        for i, one in enumerate(numbers):
            weight_of = dict(zip(*self._vector(one), strict=True))
            day = self._days[one]
            for j in range(i + 1, len(numbers)):
                likeness = self._likeness(weight_of, day, numbers[j])
                if likeness:
                    found[i, j] = likeness
        return found

    def shared_terms(self, one: int, others: Iterable[int], most: int) -> tuple[str, ...]:
        """The terms that make an article like others, weightiest first, as a person can read them."""
        terms, weights = self._vector(one)
        mine = dict(zip(terms, weights, strict=True))
        together: dict[int, float] = {}
        for other in others:
            for term, weight in zip(*self._vector(other), strict=True):
                if term in mine:
                    together[term] = together.get(term, 0.0) + weight * mine[term]
        ranked = sorted(together, key=lambda term: (-together[term], term))[: most * 3]
        shown = {self._number_of_word[word]: word for word, _ in self._profiles[one].terms}
        return _without_parts([shown[term].replace("_", " ") for term in ranked])[:most]

    def _reach(self, day: int | None) -> list[int | None]:
        """The parts of the library that an article of this day may have its like in."""
        if day is None:
            return list(self._members)
        first, last = (day - WINDOW) // _BLOCK_DAYS, (day + WINDOW) // _BLOCK_DAYS
        keys: list[int | None] = [*range(first, last + 1), _UNDATED]
        return [key for key in keys if key in self._members]

    def _candidates(self, block: _Block, number: int, weight_of: dict[int, float], least: float) -> list[int]:
        """Articles of a block that may reach the least cosine; terms are looked up weightiest first.

        When the terms still to come cannot make up the least cosine by themselves (Cauchy-Schwarz, the
        vectors being of length 1), an article not met so far is out.
        """
        products: dict[int, float] = {number: _OUT}
        left = 1.0
        days = self._days
        day = days[number]
        for term, weight in weight_of.items():
            postings = block.get(term)
            open_to_new = left > least * least
            left -= weight * weight
            if postings is None:
                continue
            for other in (postings,) if isinstance(postings, int) else postings:
                if other in products:
                    products[other] += weight
                elif open_to_new:
                    then = days[other]
                    near = day is None or then is None or -WINDOW <= then - day <= WINDOW
                    products[other] = weight if near else _OUT
        # The other's weights were not looked at, but none of them is above its first.
        likely = (other for other, total in products.items() if total >= least)
        return [other for other in likely if products[other] * self._vector(other)[1][0] >= least]

    def _block(self, key: int | None) -> _Block:
        block = self._blocks.get(key)
        if block is None:
            block = self._blocks[key] = {}
            for number in self._members[key]:
                self._post(block, number)
        return block

    def _post(self, block: _Block, number: int) -> None:
        for term in self._vector(number)[0]:
            postings = block.get(term)
            if postings is None:
                # Most terms occur once in a block: a number alone takes a fraction of an array's memory.
                block[term] = number
            elif isinstance(postings, int):
                block[term] = array("I", (postings, number))
            else:
                postings.append(number)

    def _vector(self, number: int) -> tuple[array[int], array[float]]:
        """Term numbers and weights of length 1 together, weightiest first."""
        known = self._vectors.get(number)
        if known is None:
            known = self._vectors[number] = self._make_vector(self._profiles[number])
        return known

    def _make_vector(self, profile: Profile) -> tuple[array[int], array[float]]:
        weighed: dict[int, float] = {}
        known = self._number_of_word
        for word, weight in profile.terms:
            term = known[word] if word in known else self._learn(word)
            weighed[term] = weighed.get(term, 0.0) + weight * self._weights[term]
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        ordered = sorted(weighed, key=weighed.__getitem__, reverse=True)
        return array("I", ordered), array("f", [weighed[term] / length for term in ordered])

    def _learn(self, word: str) -> int:
        """The number of a word's stem, from now on found by the word itself."""
        stem = stemmed(word)
        number = self._numbers.get(stem)
        if number is None:
            number = self._numbers[stem] = len(self._weights)
            self._weights.append(background.weight(stem))
        self._number_of_word[word] = number
        return number


def _closeness(one: int | None, other: int | None) -> float:
    if one is None or other is None:
        return 1.0 if one is other else _HALF_DATED
    days = abs(one - other)
    return _FADING[days] if days <= WINDOW else 0.0


def _without_parts(terms: list[str]) -> tuple[str, ...]:
    """Without single words that a name in the list has already."""
    named = {word for term in terms if " " in term for word in term.split()}
    return tuple(term for term in terms if " " in term or term not in named)
