"""Makes index/compare/meanings.npz, the table of word vectors, from a stream of news articles.

`python -m tests.bench.train_meanings` reads data/news-stream.jsonl.xz of the folder that BYLINES_SHARED
names (37,554 articles in English, 2012 to 2020, 22 million words). The recipe: count how often two stems
stand within five words of each other in a paragraph, nearer ones counting more; take the positive
pointwise mutual information of the 26,000 most frequent stems with the 6,000 most frequent, contexts
smoothed by the power 0.75; reduce it to 64 dimensions by a randomised truncated singular value
decomposition; weigh each dimension by the root of its singular value, subtract the mean, and round each
vector to int8. `synonyms` adds, for the more frequent stems, those that stand for them where two outlets tell
the same; what is labelled for the aligner, and articles like it, are not looked at for that.
After Levy, Goldberg and Dagan (2015), Improving distributional similarity with lessons
learned from word embeddings; Halko, Martinsson and Tropp (2011) for the decomposition.

Licence: the table is made by this script and comes under the licence of the project (Apache-2.0). It holds
word stems and rounded statistics of how words stand together, and no text of any article.
"""

from __future__ import annotations

import json
import lzma
import sys
from array import array
from collections.abc import Set
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.compare.meanings import TABLE
from index.compare.names import BUILT_IN_NAMES
from index.compare.statements import forms
from index.sentences import sentence_spans
from index.words import words
from tests.bench import gold, labelled, synonyms

WORDS = 26_000
CONTEXTS = 6_000
DIMENSIONS = 64
WINDOW = 5
_SMOOTHING = 0.75
_EXTRA = 40
_PASSES = 6
_COMMON = 3.0
_STEPS = 16.0
_Floats = NDArray[np.float32]


class Stream(NamedTuple):
    """The news: stems by number from 1 on, in order of text, 0 where a paragraph ends; where each sentence
    ends and how many each article has; the articles' ids and days (numbers; 0 if unknown)."""

    vocabulary: list[str]
    stems: NDArray[np.int32]
    ends: NDArray[np.int64]
    sizes: NDArray[np.int64]
    ids: list[str]
    days: list[int]


def main() -> int:
    """Read the stream, make the table and write it."""
    shared = gold.shared()
    path = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if path is None or not path.is_file():
        print("no stream of articles: set BYLINES_SHARED to the folder that holds data/")
        return 1
    stream = _numbered(path)
    names, vectors, weights = made(stream.vocabulary, stream.stems)
    texts = _texts(stream, names, labelled.articles())
    told = (weights > 0) & np.array([not any(letter.isdigit() for letter in name) for name in names])
    likes, shares, counts = synonyms.likes(texts, told)
    with TABLE.open("wb") as file:
        # Not compressed: packages are, and to unpack it takes longer than all else of its reading.
        np.savez(
            file,
            words=np.frombuffer("\n".join(names).encode("utf-8"), np.uint8),
            vectors=vectors,
            weights=weights,
            likes=likes,
            shares=shares,
            counts=counts,
        )
    print(f"wrote {TABLE}: {len(names)} stems, {len(likes)} likes, {TABLE.stat().st_size / 1e6:.2f} MB")
    return 0


def made(
    vocabulary: list[str], stream: NDArray[np.int32]
) -> tuple[list[str], NDArray[np.int8], NDArray[np.uint8]]:
    """Stems by frequency, their vectors (int8) and what each tells (sixteenths of a nat).

    `stream` holds the stems' numbers from 1 on, in order of text, 0 where a paragraph ends.
    """
    counts = np.bincount(stream, minlength=len(vocabulary) + 1).astype(np.float64)
    counts[0] = 0
    chosen = np.argsort(-counts, kind="stable")[: min(WORDS, int((counts > 0).sum()))]
    rank = np.full(len(counts), -1, np.int32)
    rank[chosen] = np.arange(len(chosen))
    rare = np.log(counts.sum() / (counts[chosen] + 1.0))
    weights = np.clip(np.rint((np.minimum(rare, 12.0) - _COMMON) * _STEPS), 0, 255).astype(np.uint8)
    contexts = min(CONTEXTS, len(chosen))
    vectors = _reduced(_information(_neighbours(stream, rank, len(chosen), contexts)))
    # Figures stand beside anything, and near in meaning is never near in value.
    names = [vocabulary[number - 1] for number in chosen]
    vectors[[any(letter.isdigit() for letter in name) for name in names]] = 0.0
    return names, np.rint(vectors * 127).astype(np.int8), weights


def _numbered(path: Path) -> Stream:
    numbers: dict[str, int] = {}
    stems, ends, sizes = array("i"), array("q"), array("q")
    ids: list[str] = []
    days: list[int] = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for article in map(json.loads, file):
            before = len(ends)
            for paragraph in article["text"].split("\n"):
                for start, end in sentence_spans(paragraph):
                    told = [
                        form for word in words(paragraph[start:end]) for form in forms(word, BUILT_IN_NAMES)
                    ]
                    stems.extend([numbers.setdefault(form, len(numbers) + 1) for form in told])
                    ends.append(len(stems))
                stems.append(0)
            ids.append(article["id"])
            sizes.append(len(ends) - before)
            day = article.get("published")
            days.append(date.fromisoformat(day[:10]).toordinal() if day else 0)
    return Stream(
        list(numbers),
        np.frombuffer(stems, np.int32),
        np.frombuffer(ends, np.int64),
        np.frombuffer(sizes, np.int64),
        ids,
        days,
    )


def _texts(stream: Stream, names: list[str], without: Set[str]) -> list[synonyms.Text]:
    """The articles as sets of the stems that the table has, without those of these ids and those of their
    event."""
    row = {name: number for number, name in enumerate(names)}
    rows = np.array([-1, *(row.get(word, -1) for word in stream.vocabulary)], np.int32)[stream.stems]
    first = np.concatenate(([0], np.cumsum(stream.sizes)))
    made: list[synonyms.Text] = []
    for number, day in enumerate(stream.days):
        ends = stream.ends[first[number] : first[number + 1]]
        starts = np.concatenate((ends[:1] * 0, ends[:-1]))
        if len(starts):
            starts[0] = stream.ends[first[number] - 1] if first[number] else 0
        told = [np.unique(rows[a:b]) for a, b in zip(starts, ends, strict=True)]
        told = [one[one >= 0] for one in told]
        made.append(synonyms.Text(day, [one for one in told if len(one)]))
    labels = {number for number, name in enumerate(stream.ids) if name in without}
    return synonyms.apart_from(labels, made)


def _neighbours(stream: NDArray[np.int32], rank: NDArray[np.int32], size: int, contexts: int) -> _Floats:
    """How often each of `size` words has each of `contexts` near it (size x contexts)."""
    ranked = rank[stream]
    paragraph = np.cumsum(stream == 0)
    table = np.zeros(size * contexts, np.float32)
    for distance in range(1, WINDOW + 1):
        together = paragraph[distance:] == paragraph[:-distance]
        left, right = ranked[:-distance], ranked[distance:]
        for word, context in ((left, right), (right, left)):
            kept = together & (word >= 0) & (context >= 0) & (context < contexts)
            cells, found = np.unique(
                word[kept].astype(np.int64) * contexts + context[kept], return_counts=True
            )
            table[cells] += found * np.float32((WINDOW + 1 - distance) / WINDOW)
    return table.reshape(size, contexts)


def _information(table: _Floats) -> _Floats:
    """Positive pointwise mutual information, in place."""
    share = table.sum(axis=0) ** _SMOOTHING
    table /= table.sum(axis=1, keepdims=True) + 1e-9
    table /= np.maximum(share / share.sum(), 1e-12)
    np.maximum(table, 1.0, out=table)
    return np.log(table, out=table)


def _reduced(table: _Floats) -> _Floats:
    """The rows in few dimensions, each of length 1."""
    wide = min(table.shape)
    size = min(DIMENSIONS, wide)
    sketch = np.random.default_rng(0).standard_normal((table.shape[1], min(size + _EXTRA, wide)), np.float32)
    for _ in range(_PASSES):
        sketch, _ = np.linalg.qr(table.T @ (table @ sketch))
    left, values, _ = np.linalg.svd(table @ sketch, full_matrices=False)
    found: _Floats = left[:, :size] * np.sqrt(values[:size])
    found -= found.mean(axis=0)
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    return found


if __name__ == "__main__":
    sys.exit(main())
