"""Articles as sparse vectors, and which of them are near a given one.

A vector is a few hundred bytes that stand alone: its terms are numbers made from the words themselves,
so that no vocabulary has to be kept, and an article can be read from the store without its neighbours.
Dated articles are in blocks of days; those without a date are found by the terms that weigh most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.stories.blocks import Block, block, cosines, joined, size
from index.stories.heaviest import Sharing, heaviest

WINDOW = 3
"""Days: articles further apart do not tell of the same event, unless others between them link them."""

BLOCK_DAYS = 7
"""An article's window is in two blocks, or one."""

# What days between two articles take from their likeness: a topic that goes on is alike every day, an event
# is told on its own. Taken away and not scaled down, as it weighs most against those that are little alike.
# Of 128 pairs of a real stream that were judged by hand, 81 % of those of one day, 67 % of those a day apart
# and 24 % of those further apart told of one event.
_FADING = (0.0, 0.025, 0.09, 0.13)
# With a date and without: the whole library is in reach of an undated article, so chance likeness is too.
_HALF_DATED = 0.85
_MANY_HIDDEN = 200


class Vectors:
    """Similarities of articles, which are known by their number 0, 1, 2 ... in order of adding.

    The similarity of two is the cosine of their vectors less what the days between them take. Those
    without a date are neighbours only of what shares enough of their heaviest terms.
    """

    def __init__(self) -> None:
        self._vectors: list[bytes] = []
        self._days: list[int | None] = []
        self._members: dict[int, list[int]] = {}
        self._blocks: dict[int, Block] = {}
        self._hidden: set[int] = set()
        self._hidden_of: dict[int, int] = {}
        self._undated: list[int] = []
        self._sharing, self._sharing_undated = Sharing(), Sharing()
        # How many articles were taken into the two.
        self._shared = self._shared_undated = 0

    def add(self, vector: bytes, day: int | None) -> int:
        """Take in an encoded vector and give its number."""
        number = len(self._vectors)
        self._vectors.append(vector)
        self._days.append(day)
        if day is None:
            self._undated.append(number)
        else:
            self._members.setdefault(day // BLOCK_DAYS, []).append(number)
        return number

    def day(self, number: int) -> int | None:
        """The day of an article."""
        return self._days[number]

    def block_of(self, number: int) -> int | None:
        """The block of days that an article is in; None without a date."""
        day = self._days[number]
        return None if day is None else day // BLOCK_DAYS

    def members_of(self, block: int | None) -> Sequence[int]:
        """The articles of a block of days that are known."""
        return () if block is None else self._members.get(block, ())

    def size(self, number: int) -> int:
        """How many terms an article has."""
        return size(self._vectors[number])

    def heaviest(self, number: int) -> tuple[int, ...]:
        """The numbers of the terms that weigh most in an article."""
        return heaviest(self._vectors[number])

    def hide(self, number: int) -> None:
        """Let an article be nobody's neighbour from now on."""
        self._hidden.add(number)
        day = self._days[number]
        if day is None:
            return
        key = day // BLOCK_DAYS
        many = self._hidden_of[key] = self._hidden_of.get(key, 0) + 1
        if many >= _MANY_HIDDEN:
            # Made anew without them, now and then, so that they take no time for ever.
            self._members[key] = [member for member in self._members[key] if member not in self._hidden]
            self._blocks.pop(key, None)
            del self._hidden_of[key]

    def is_hidden(self, number: int) -> bool:
        """Whether `hide` was said of an article."""
        return number in self._hidden

    def neighbours_of(self, least: Mapping[int, float]) -> dict[int, dict[int, float]]:
        """The neighbours of some articles, and how similar each is (0 to 1); `least` says for each article
        from which similarity on. Those of the same days are looked up together.
        """
        found: dict[int, dict[int, float]] = {number: {} for number in least}
        asking: dict[int, list[int]] = {}
        for number in least:
            day = self._days[number]
            if day is None:
                self._alike_undated(number, self._all_sharing(), least, found)
            else:
                for key in reach(day):
                    if self._members.get(key):
                        asking.setdefault(key, []).append(number)
                if self._undated:
                    self._alike_undated(number, self._undated_sharing(), least, found)
        for key, those in asking.items():
            self._alike(self._block(key), those, least, found)
        return found

    def similarities(self, numbers: Sequence[int]) -> dict[tuple[int, int], float]:
        """All similarities above 0 between these articles, by pairs of positions in the list."""
        found: dict[tuple[int, int], float] = {}
        if len(numbers) < 2:
            return found
        vectors = [self._vectors[number] for number in numbers]
        days = [self._days[number] for number in numbers]
        for start, scores in cosines(block(numbers, vectors), vectors[:-1]):
            rows, columns = (scores > 0).nonzero()
            for row, j in zip(rows.tolist(), columns.tolist(), strict=True):
                i = start + row
                similarity = dated(float(scores[row, j]), days[i], days[j])
                if i < j and similarity > 0:
                    found[i, j] = similarity
        return found

    def _alike(
        self,
        index: Block,
        numbers: Sequence[int],
        least: Mapping[int, float],
        found: dict[int, dict[int, float]],
    ) -> None:
        """Add to `found` the members of a block that are near each of these articles."""
        # Dates can only make it less.
        bars = np.array([[least[number] - 1e-6] for number in numbers])
        for start, scores in cosines(index, [self._vectors[number] for number in numbers]):
            rows, places = (scores >= bars[start : start + len(scores)]).nonzero()
            for row, place in zip(rows.tolist(), places.tolist(), strict=True):
                number, other = numbers[start + row], index.members[place]
                similarity = dated(float(scores[row, place]), self._days[number], self._days[other])
                if similarity >= least[number] and other != number and other not in self._hidden:
                    found[number][other] = similarity

    def _alike_undated(
        self, number: int, known: Sharing, least: Mapping[int, float], found: dict[int, dict[int, float]]
    ) -> None:
        others = known.sharing(self.heaviest(number), self._hidden)
        if others:
            index = block(others, [self._vectors[other] for other in others])
            self._alike(index, [number], least, found)

    def _all_sharing(self) -> Sharing:
        """By heaviest terms all articles; those added since it was last asked for are taken in."""
        for number in range(self._shared, len(self._vectors)):
            self._sharing.add(number, self.heaviest(number))
        self._shared = len(self._vectors)
        return self._sharing

    def _undated_sharing(self) -> Sharing:
        for number in self._undated[self._shared_undated :]:
            self._sharing_undated.add(number, self.heaviest(number))
        self._shared_undated = len(self._undated)
        return self._sharing_undated

    def _block(self, key: int) -> Block:
        """A block with all its members, those added since it was last asked for merged in."""
        members = self._members[key]
        known = self._blocks.get(key)
        fresh = members if known is None else members[len(known.members) :]
        if fresh:
            added = block(fresh, [self._vectors[number] for number in fresh])
            known = self._blocks[key] = added if known is None else joined(known, added)
        assert known is not None
        return known


def reach(day: int) -> range:
    """The blocks of dated articles that an article of this day may have its like in."""
    return range((day - WINDOW) // BLOCK_DAYS, (day + WINDOW) // BLOCK_DAYS + 1)


def dated(similarity: float, day: int | None, other: int | None) -> float:
    """What is left of a similarity when the two dates, which may be missing, are taken into account.

    Rounded, so that the order of adding the products up cannot decide anything.
    """
    if day is None or other is None:
        left = similarity if day is other else similarity * _HALF_DATED
    else:
        apart = abs(day - other)
        left = similarity - _FADING[apart] if apart <= WINDOW else 0.0
    return round(max(0.0, left), 6)
