"""Which words mean much the same: a small table of word vectors and synonyms, read when first needed.

The table is made by `python -m tests.bench.train_meanings` from a stream of news (its docstring has the
recipe) and holds nothing but English word stems and numbers. Without it, and for text in other
languages, sentences are held against each other by their letters and words alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from index.compare.statements import Statement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE = Path(__file__).with_name("meanings.npz")

ENOUGH = 0.75
"""The share of a story's different words that the table must know for its vectors to be trusted."""

_CENTRED = 8.0
_MANY = 24
_TURNS = 200
_TURNS_TOGETHER = 10
_SETTLED = 1e-6


@dataclass(frozen=True, eq=False)
class Meanings:
    """For each stem its row: `vectors` (words x dimensions, int8, of like length) and `weights` (float32),
    which say how much a word tells: nats by its rarity in the news, less those of very common words.

    `likes` are the rows of the words that stand for it where another outlet tells the same, word after word,
    from `bounds` on; `shares` how well they do (uint8, 255: like the word itself).
    """

    rows: Mapping[str, int]
    vectors: NDArray[np.int8]
    weights: NDArray[np.float32]
    likes: NDArray[np.uint16]
    shares: NDArray[np.uint8]
    bounds: NDArray[np.int64]


@lru_cache(maxsize=1)
def shipped() -> Meanings | None:
    """The table that comes with the program; None where it is missing or cannot be read."""
    return read(TABLE)


def read(path: Path) -> Meanings | None:
    """A table from its file; None where that is missing or damaged."""
    import io

    import numpy as np

    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            words = bytes(file["words"]).decode("utf-8").split("\n")
            vectors, weights = file["vectors"], file["weights"].astype(np.float32) / 16.0
            likes, shares, counts = file["likes"], file["shares"], file["counts"]
    except Exception:  # noqa: BLE001  (a damaged archive raises whatever its readers stumble over)
        return None
    if vectors.ndim != 2 or any(one.ndim != 1 for one in (weights, likes, shares, counts)):
        return None
    bounds = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    if not len(words) == len(vectors) == len(weights) == len(counts):
        return None
    if not len(likes) == len(shares) == bounds[-1] or likes.dtype != np.uint16:
        return None
    if (likes >= len(words)).any():
        return None
    rows = dict(zip(words, range(len(words)), strict=True))
    return Meanings(rows, vectors, weights, likes, shares, bounds)


def knows(meanings: Meanings, read: Sequence[Statement]) -> bool:
    """Whether the table has enough of these sentences' words (figures apart) to be trusted."""
    different = {key for one in read for key in one.keys if key.isalpha()}
    known = sum(key in meanings.rows for key in different)
    return bool(different) and known >= ENOUGH * len(different)


def directions(meanings: Meanings, read: Sequence[Statement]) -> NDArray[np.float32]:
    """A unit vector for each sentence (sentences x dimensions); zero where none of its words is known.

    The weighted mean of the words' vectors less what all sentences of the story share: their mean and,
    where they are many, their main direction (Arora, Liang and Ma 2017, A simple but tough-to-beat
    baseline for sentence embeddings; there with the components of a whole corpus).
    """
    import numpy as np

    rows, weights, bounds = _known(meanings, read)
    found = np.zeros((len(read), meanings.vectors.shape[1]), np.float32)
    if len(rows):
        words = meanings.vectors[rows].astype(np.float32)
        words *= (weights / np.maximum(np.linalg.norm(words, axis=1), 1.0))[:, None]
        filled = np.flatnonzero(np.diff(bounds))
        found[filled] = np.add.reduceat(words, bounds[:-1][filled], axis=0)
        found[filled] /= np.add.reduceat(weights, bounds[:-1][filled])[:, None]
        found[filled] -= found.sum(axis=0) / (len(filled) + _CENTRED)
        if len(filled) >= _MANY:
            main = _main_direction(found)
            found -= np.einsum("sd,d->s", found, main)[:, None] * main
        found[filled] /= np.maximum(np.linalg.norm(found[filled], axis=1), 1e-9)[:, None]
    return found


def like_words(
    meanings: Meanings, keys: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Which of these words stand for which: the places of both in `keys`, the first ones in order, and how
    well they do (0 to 1)."""
    import numpy as np

    rows = np.array([meanings.rows.get(key, -1) for key in keys], np.int64)
    known = np.flatnonzero(rows >= 0)
    place = np.full(len(meanings.weights), -1)
    place[rows[known]] = known
    begins = meanings.bounds[rows[known]]
    sizes = meanings.bounds[rows[known] + 1] - begins
    at = np.repeat(begins - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
    others = place[meanings.likes[at]]
    met = others >= 0
    return np.repeat(known, sizes)[met], others[met], meanings.shares[at[met]] / 255.0


def _main_direction(found: NDArray[np.float32]) -> NDArray[np.float32]:
    """The first principal direction, by power iteration. By einsum where a table has a row a sentence, since
    large matrix products and LAPACK have threads of their own, and waking them takes longer than these do."""
    import numpy as np

    square = np.einsum("sd,se->de", found, found).astype(np.float64)
    main = square[:, int(np.argmax(np.diagonal(square)))]
    for _ in range(0, _TURNS, _TURNS_TOGETHER):
        before = main
        for _ in range(_TURNS_TOGETHER):
            main = square @ main
        main = main / max(float(np.abs(main).max()), 1e-12)
        if float(np.abs(main - before).max()) < _SETTLED:
            break
    main = main / max(float(np.sqrt(np.einsum("d,d->", main, main))), 1e-12)
    return np.asarray(main, np.float32)


def _known(
    meanings: Meanings, read: Sequence[Statement]
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Rows and weights of the words that tell something, sentence after sentence, and where each begins."""
    import numpy as np

    table = meanings.rows
    found = [[row for key in sorted(one.keys) if (row := table.get(key)) is not None] for one in read]
    rows = np.fromiter(chain.from_iterable(found), np.int64)
    telling = meanings.weights[rows] > 0
    # How many stand before each, so that a sentence's bounds among all become those among the telling.
    before = np.concatenate(([0], np.cumsum(telling, dtype=np.int64)))
    bounds = before[np.concatenate(([0], np.cumsum([len(each) for each in found], dtype=np.int64)))]
    rows = rows[telling]
    return rows, meanings.weights[rows], bounds
