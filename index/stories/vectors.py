"""Articles as sparse vectors, and which of them are near a given one.

A vector is a few hundred bytes that stand alone: its terms are numbers made from the words themselves,
so that no vocabulary has to be kept, and an article can be read from the store without its neighbours.
Dated articles are in blocks of days; those without a date are found by the terms that weigh most.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.stories.blocks import Block, block, cosines, joined
from index.stories.heaviest import Sharing, heaviest

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
_MANY_HIDDEN = 200


class Vectors:
    """Similarities of articles, which are known by their number 0, 1, 2 ... in order of adding.

    The similarity of two is the cosine of their vectors times how far their dates allow one event. Those
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

    def __len__(self) -> int:
        return len(self._vectors)

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

    def neighbours(self, number: int, least: float) -> dict[int, float]:
        """The articles whose similarity to this one is `least` and more, and that similarity (0 to 1)."""
        return self.neighbours_of([number], least)[number]

    def neighbours_of(self, numbers: Sequence[int], least: float) -> dict[int, dict[int, float]]:
        """The neighbours of each of these articles; those of the same days are looked up together."""
        found: dict[int, dict[int, float]] = {number: {} for number in numbers}
        asking: dict[int, list[int]] = {}
        for number in numbers:
            day = self._days[number]
            if day is None:
                self._alike_undated(number, self._all_sharing(), least, found[number])
            else:
                for key in reach(day):
                    if self._members.get(key):
                        asking.setdefault(key, []).append(number)
                if self._undated:
                    self._alike_undated(number, self._undated_sharing(), least, found[number])
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
                similarity = round(float(scores[row, j]) * allowed(days[i], days[j]), 6)
                if i < j and similarity > 0:
                    found[i, j] = similarity
        return found

    def _alike(
        self, index: Block, numbers: Sequence[int], least: float, found: dict[int, dict[int, float]]
    ) -> None:
        """Add to `found` the members of a block that are near each of these articles."""
        for start, scores in cosines(index, [self._vectors[number] for number in numbers]):
            # Dates can only make it less.
            rows, places = (scores >= least - 1e-6).nonzero()
            for row, place in zip(rows.tolist(), places.tolist(), strict=True):
                number, other = numbers[start + row], index.members[place]
                # Rounded, so that the order of adding the products up cannot decide anything.
                near = allowed(self._days[number], self._days[other])
                similarity = round(float(scores[row, place]) * near, 6)
                if similarity >= least and other != number and other not in self._hidden:
                    found[number][other] = similarity

    def _alike_undated(self, number: int, known: Sharing, least: float, found: dict[int, float]) -> None:
        others = known.sharing(self.heaviest(number), self._hidden)
        if others:
            index = block(others, [self._vectors[other] for other in others])
            self._alike(index, [number], least, {number: found})

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


def allowed(day: int | None, other: int | None) -> float:
    """How far two dates, which may be missing, allow one event (0 to 1)."""
    if day is None or other is None:
        return 1.0 if day is other else _HALF_DATED
    apart = abs(day - other)
    return _FADING[apart] if apart <= WINDOW else 0.0
