"""How alike sentences are: several against many at once, by their words, letters and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from index.compare.meanings import Meanings, directions, like_words
from index.compare.statements import Statement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GRAM = 4
_LETTER_BITS = 15
_RARITY = 3
"""The power of rarity in the square of a group's weight: rare groups count more than by tf-idf (2)."""

ROWS = ("shared", "heaviest", "letters", "meaning", "quoting", "covered", "around")
"""What is told of two sentences, in order; `pairs.Evidence` begins with the same."""


class Rows(NamedTuple):
    """Sparse rows one after another: the columns and values of all, and where each begins.

    No row is empty: the first entry of each is column 0 with value 0.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.floating[Any]]
    bounds: NDArray[np.int64]
    width: int


class Likeness:
    """Sentences laid out so that several meet many in a few steps; `meanings` None leaves meaning out."""

    def __init__(
        self,
        read: Sequence[Statement],
        meanings: Meanings | None = None,
        beside: Sequence[Sequence[int]] = (),
    ) -> None:
        """`beside` are the numbers (places in `read`) of those next to each in an article."""
        import numpy as np

        self._np: Any = np
        self._words, numbers = _words(read)
        self._beside = _around(self._words, beside) if any(beside) else None
        self._like = None if meanings is None else _like(self._words, list(numbers), meanings)
        self._letters, self._letter_norm = _letters(read)
        self._number = np.arange(len(read))
        self._quoted = np.array([one.quoted for one in read])
        self._directions = None if meanings is None else directions(meanings, read)

    def against(self, numbers: range, others: range | Sequence[int]) -> NDArray[np.float64]:
        """Of several sentences with others (`ROWS` x numbers x others), a table each: log of the shared
        information (nats); weight of the heaviest shared word (nats); cosine of groups of four letters;
        cosine of their meaning (0 if unknown); both quoting; log of the information (nats, the mean of both
        sides) that is in the other by the same word or, as far as it goes, a like one; log of that of the
        words beside one, not in it, that are in the other."""
        np = self._np
        ours = slice(numbers.start, numbers.stop)
        chosen = slice(others.start, others.stop) if isinstance(others, range) else np.asarray(others)
        spread = _spread(self._words, numbers)
        where, starts = _slices(self._words, others)
        columns, there = self._words.columns[where], self._words.values[where, None]
        here = spread.take(columns, axis=0)
        common = np.minimum(here, there)
        found: NDArray[Any] = np.zeros((len(ROWS), len(numbers), len(starts)))
        found[0] = np.log1p(np.add.reduceat(common, starts)).T
        found[1] = np.maximum.reduceat(common, starts).T
        covered = np.add.reduceat((here + there) * (here > 0), starts)
        if self._like is not None:
            covered += np.add.reduceat(_spread(self._like, numbers).take(columns, axis=0) * there, starts)
            covered += _reached(self._like, spread, others)
        found[5] = np.log1p(covered / 2).T
        if self._beside is not None:
            around = np.add.reduceat(_spread(self._beside, numbers).take(columns, axis=0), starts)
            around += _reached(self._beside, spread > 0, others)
            found[6] = np.log1p(around / 2).T
        # A group of letters has one weight wherever it stands: what is held is its square.
        where, starts = _slices(self._letters, others)
        here = _spread(self._letters, numbers).take(self._letters.columns[where], axis=0)
        found[2] = np.add.reduceat(here, starts).T
        found[2] /= self._letter_norm[chosen] * self._letter_norm[ours, None]
        # Of a sentence's own groups those of it alone are not among the entries.
        found[2][self._number[chosen] == self._number[ours, None]] = 1.0
        if self._directions is not None:
            found[3] = np.einsum("nd,sd->ns", self._directions[ours], self._directions[chosen])
        found[4] = self._quoted[chosen] & self._quoted[ours, None]
        return found


def _spread(rows: Rows, numbers: range) -> NDArray[np.floating[Any]]:
    """These rows as full columns (width x numbers)."""
    import numpy as np

    mine = slice(int(rows.bounds[numbers.start]), int(rows.bounds[numbers.stop]))
    sizes = np.diff(rows.bounds[numbers.start : numbers.stop + 1])
    spread = np.zeros((rows.width, len(numbers)), rows.values.dtype)
    spread[rows.columns[mine], np.repeat(np.arange(len(numbers)), sizes)] = rows.values[mine]
    return spread


def _reached(rows: Rows, spread: NDArray[Any], others: range | Sequence[int]) -> NDArray[np.float64]:
    """The products of other rows with such columns (others x numbers)."""
    import numpy as np

    where, starts = _slices(rows, others)
    told = spread.take(rows.columns[where], axis=0) * rows.values[where, None]
    return np.asarray(np.add.reduceat(told, starts))


def _slices(rows: Rows, others: range | Sequence[int] | NDArray[np.int64]) -> tuple[Any, NDArray[np.int64]]:
    """Where the entries of these rows stand, and at which of them each row begins."""
    import numpy as np

    if isinstance(others, range):
        first = rows.bounds[others.start]
        return slice(int(first), int(rows.bounds[others.stop])), rows.bounds[
            others.start : others.stop
        ] - first
    chosen = np.asarray(others)
    begins, sizes = rows.bounds[chosen], rows.bounds[chosen + 1] - rows.bounds[chosen]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return np.repeat(begins - starts, sizes) + np.arange(int(sizes.sum())), starts


def _words(read: Sequence[Statement]) -> tuple[Rows, dict[str, int]]:
    """The weights of each sentence's words, and the number of each word, from 1 on."""
    import numpy as np

    numbers: dict[str, int] = {}
    columns: list[int] = []
    values: list[float] = []
    sizes: list[int] = []
    for one in read:
        columns.append(0)
        values.append(0.0)
        columns.extend([numbers.setdefault(key, len(numbers) + 1) for key in one.weights])
        values.extend(one.weights.values())
        sizes.append(len(one.weights) + 1)
    bounds = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    return Rows(np.array(columns, np.int64), np.array(values), bounds, len(numbers) + 1), numbers


def _around(words: Rows, beside: Sequence[Sequence[int]]) -> Rows:
    """The weights of the words beside each sentence that are not in it."""
    import numpy as np

    near = np.array([other for others in beside for other in others], np.int64)
    where, _ = _slices(words, near)
    owner = np.repeat(np.arange(len(beside)), [len(others) for others in beside])
    owner = np.repeat(owner, np.diff(words.bounds)[near])
    return _new(words, owner, words.columns[where], words.values[where])


def _like(words: Rows, keys: Sequence[str], meanings: Meanings) -> Rows:
    """For each sentence the words that stand for one of its own and are not in it, and how well they do."""
    import numpy as np

    ours, theirs, shares = like_words(meanings, keys)
    first = np.searchsorted(ours + 1, np.arange(words.width + 1))
    sizes = np.diff(first)[words.columns]
    owner = np.repeat(np.arange(len(words.bounds) - 1), np.diff(words.bounds))
    at = np.repeat(first[words.columns] - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
    return _new(words, np.repeat(owner, sizes), theirs[at] + 1, shares[at])


def _new(
    words: Rows, owner: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.float64]
) -> Rows:
    """Rows of those entries whose column the sentence does not have itself; of several the highest value."""
    import numpy as np

    cells = owner * words.width + columns
    order = np.lexsort((-values, cells))
    cells = cells[order]
    own = np.sort(
        np.repeat(np.arange(len(words.bounds) - 1), np.diff(words.bounds)) * words.width + words.columns
    )
    has = own[np.minimum(np.searchsorted(own, cells), len(own) - 1)] == cells
    kept = (np.diff(cells, prepend=-1) > 0) & ~has
    row, column = np.divmod(cells[kept], words.width)
    begins = np.searchsorted(row, np.arange(len(words.bounds)))
    return Rows(
        np.insert(column, begins[:-1], 0),
        np.insert(values[order[kept]], begins[:-1], 0.0),
        begins + np.arange(len(words.bounds)),
        words.width,
    )


def _letters(read: Sequence[Statement]) -> tuple[Rows, NDArray[np.float64]]:
    """Each sentence's groups of four letters with their squared weights, by how few sentences of the
    story have them, and the norm of each sentence's. Groups of one sentence alone count in its norm."""
    import numpy as np

    shapes = [one.shape for one in read]
    sizes = np.array([len(shape) for shape in shapes], np.int64)
    owner = np.repeat(np.arange(len(read)), sizes)
    at = np.flatnonzero(np.arange(len(owner)) <= np.repeat(np.cumsum(sizes), sizes) - _GRAM)
    text = _numbered("".join(shapes))
    codes = np.zeros(len(at), np.int64)
    for place in range(_GRAM):
        codes = (codes << _LETTER_BITS) | text[at + place]
    known, group = np.unique(codes, return_inverse=True)
    width = len(known) + 1
    # By sorting: numpy finds what is unique by a hash table, which takes several times as long.
    cells = np.sort(owner[at] * width + group)
    row, column = np.divmod(cells[np.diff(cells, prepend=-1) > 0], width)
    found = np.bincount(column, minlength=width)
    weight = np.log(1.0 + len(read) / np.maximum(found, 1)) ** _RARITY
    norm = np.sqrt(np.bincount(row, weights=weight[column], minlength=len(read)))
    several = found > 1
    shared = several[column]
    row, column = row[shared], column[shared]
    begins = np.searchsorted(row, np.arange(len(read) + 1))
    # An empty entry begins each row; short numbers, since of all tables this is the largest by far.
    columns = np.insert(np.cumsum(several, dtype=np.int64)[column], begins[:-1], 0)
    values = np.insert(weight[column].astype(np.float32), begins[:-1], 0.0)
    bounds = begins + np.arange(len(read) + 1)
    return Rows(columns, values, bounds, int(several.sum()) + 1), np.where(norm > 0, norm, 1.0)


def _numbered(text: str) -> NDArray[np.int64]:
    """The letters of a text by numbers from 0 on; of more letters than `_LETTER_BITS` tell apart, some share
    one."""
    import numpy as np

    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    present = np.zeros(int(letters.max(initial=0)) + 1, np.int64)
    present[letters] = 1
    return (np.cumsum(present) - 1)[letters] & ((1 << _LETTER_BITS) - 1)
