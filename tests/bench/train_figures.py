"""Fits the weights of `index.compare.sameness` to pairs of values judged by hand.

`python -m tests.bench.train_figures` writes index/compare/figure_weights.py. `labels/figure_pairs.json`
holds ids and verdicts, no text: 1 where the two values are of one thing, .5 where one may doubt it. A passage
stands with the CRC-32 of its text and the place of the number in it. The stories are those of ECB+, and of
the news stream groups of two outlets, groups of three and more that `labels/figures.json` has as read, loose
groups that are not kept for tests, and two like ones of these put together (see `draw_figures`): none that a
later sample is drawn from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.compare import align
from index.compare.figures import Finder
from index.compare.mentions import Mention
from index.compare.names import BUILT_IN_NAMES
from index.compare.sameness import Evidence
from index.model import Article
from tests.bench import logistic
from tests.bench.evaluate_figures import PAIRS, stories

_TARGET = Path(__file__).resolve().parents[2] / "index" / "compare" / "figure_weights.py"
_HEAD = '"""Written by tests.bench.train_figures: weights of `sameness.Evidence`, the constant last."""\n'
_RIDGE = 8.0
_FOLDS = 10


def lessons() -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """The evidence of the judged pairs, their verdicts, and the story (its first article) of each."""
    by_story: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for pair in json.loads(PAIRS.read_text("utf-8"))["pairs"]:
        by_story.setdefault(tuple(pair["story"]), []).append(pair)
    rows: list[Evidence] = []
    verdicts: list[float] = []
    of: list[str] = []
    for sample in ("events", "stream"):
        wanted = [story for story in by_story if ("ecb" in story[0]) == (sample == "events")]
        for articles in stories(sample, wanted):
            story = tuple(article.id for article in articles)
            for pair, evidence in _evidence(articles, by_story[story]):
                rows.append(evidence)
                verdicts.append(pair["right"])
                of.append(story[0])
    return np.array(rows, float), np.array(verdicts, float), of


def _evidence(
    articles: tuple[Article, ...], pairs: list[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], Evidence]]:
    texts = {p.id: p.text for article in articles for p in article.passages}
    finder = Finder(articles, align.links(articles), spelt=BUILT_IN_NAMES)
    for pair in pairs:
        if any(crc32(texts.get(p, "").encode()) != told for p, told, _ in (pair["a"], pair["b"])):
            continue
        a, b = (_mention(finder, *pair[side]) for side in "ab")
        if a is not None and b is not None:
            yield pair, finder.evidence(a, b)


def _mention(finder: Finder, passage: str, _: int, place: int) -> Mention | None:
    found = (m for m in finder.mentions_of(passage) if m.quantity is not None)
    return next((m for m in found if m.quantity is not None and m.quantity.first == place), None)


def left_out(rows: NDArray[np.float64], verdicts: NDArray[np.float64], of: list[str]) -> NDArray[np.float64]:
    """The odds of each pair by weights that saw no pair of its story's fold."""
    names = sorted(set(of))
    fold = np.array([names.index(name) * 7919 % _FOLDS for name in of])
    odds = np.zeros(len(verdicts))
    for number in range(_FOLDS):
        seen = fold != number
        weights = logistic.fit(rows[seen], verdicts[seen], np.ones(int(seen.sum())), _RIDGE)
        odds[~seen] = logistic.predict(weights, rows[~seen])
    return odds


def main() -> None:
    """Fit, write, and say how well pairs of unseen stories are told apart."""
    rows, verdicts, of = lessons()
    weights = logistic.fit(rows, verdicts, np.ones(len(verdicts)), _RIDGE)
    names = (*Evidence._fields, "constant")
    told = "".join(f"    {weight:.3f},  # {name}\n" for weight, name in zip(weights, names, strict=True))
    _TARGET.write_text(f"{_HEAD}\nWEIGHTS = (\n{told})\n", "utf-8")
    odds, right = left_out(rows, verdicts, of), verdicts == 1
    print(f"{len(verdicts)} pairs, {int(right.sum())} right; of stories left out:")
    for least in (-0.5, 0.0, 0.2, 0.5, 0.8):
        shown = odds >= least
        precise, recalled = right[shown].mean(), right[shown].sum() / right.sum()
        print(f"  odds {least:4.1f}: precision {precise:.2f}, recall {recalled:.2f}")


if __name__ == "__main__":
    main()
