"""Fits the aligner's weights to labelled stories and writes index/compare/weights.py.

`python -m tests.bench.train_alignment` writes the weights fitted to all stories; `fitted` gives the
model fitted to some of them, which is how `tests.bench.evaluate` leaves one story out. Weights are fitted
to the stories of shared/gold and, counting three tenths and with a constant of their own, to stories of the
news stream labelled for this. What is told by one outlet alone is decided by a threshold chosen on all of
them, on verdicts of models that did not see the story they are judged on: chosen on the few of the first kind
it moved by a nat from one set of stories to the next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.compare import meanings
from index.compare.model import AlignmentModel, AlignmentModels
from index.compare.pairs import Evidence, Pair, candidates
from index.compare.standing import standings
from index.compare.statements import statements
from tests.bench import gold, labelled, logistic
from tests.bench.measures import f1

# A pair that shares a statement only in part is some evidence for a link, and no link.
_PART = 0.3
_STORY_WEIGHT = 60.0
_ELSEWHERE = 0.3
_RIDGE = 5.0
# Of calibrated verdicts the best threshold for F1 is the chance of half the best F1 (Lipton, Elkan and
# Naryanaswamy 2014), .35 at F1 .7: the few stories there are would place it worse than that.
_SAME = -0.62
# Links in part are few: only just below the threshold, where every other one still is one in full.
_PARTLY_BAND = 0.2
_TARGET = Path(__file__).resolve().parents[2] / "index" / "compare" / "weights.py"
_AMONG = Evidence._fields.index("among")
# What only the table of meanings tells, in the order of the columns.
_BY_TABLE = [Evidence._fields.index(name) for name in ("meaning", "covered")]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lesson:
    """A labelled story with its candidate pairs; `elsewhere` when its labels are of another hand."""

    story: gold.GoldStory
    elsewhere: bool = False

    @cached_property
    def pairs(self) -> list[Pair]:
        return candidates(statements(self.story.articles), meanings=meanings.shipped())

    @cached_property
    def evidence(self) -> _Floats:
        return np.array([pair.evidence for pair in self.pairs], float).reshape(-1, len(Evidence._fields))

    @cached_property
    def levels(self) -> list[int]:
        return [self.story.levels.get((p.a.passage, p.b.passage), 0) for p in self.pairs]

    @cached_property
    def wanted(self) -> int:
        """How many pairs are labelled to say the same, candidates or not."""
        return sum(level == 2 for level in self.story.levels.values()) // 2

    @cached_property
    def targets(self) -> _Floats:
        return np.array([0.0, _PART, 1.0])[self.levels]

    @property
    def weight(self) -> float:
        """Every story counts the same, however long it is."""
        return _STORY_WEIGHT / max(10, self.wanted) * (_ELSEWHERE if self.elsewhere else 1.0)

    def first(self, weights: Sequence[float]) -> _Floats:
        return logistic.predict(weights, self.evidence)


Lessons = tuple[Lesson, ...]


@lru_cache(maxsize=1)
def lessons() -> Lessons:
    """All labelled stories of this machine, those of shared/gold first."""
    home = [Lesson(story) for story in gold.stories()]
    return (*home, *(Lesson(story, elsewhere=True) for story in labelled.stories()))


def _fit(tables: dict[Lesson, _Floats], offsets: dict[Lesson, _Floats] | None = None) -> tuple[float, ...]:
    """Weights for rows of these lessons; what sets apart those from elsewhere goes to a column of its own."""
    found = _sorted(tables)
    rows = np.concatenate([tables[lesson] for lesson in found])
    away = np.concatenate([np.full(len(tables[lesson]), float(lesson.elsewhere)) for lesson in found])
    weights = np.concatenate([np.full(len(tables[lesson]), lesson.weight) for lesson in found])
    targets = np.concatenate([lesson.targets for lesson in found])
    given = 0.0 if offsets is None else np.concatenate([offsets[lesson] for lesson in found])
    *plain, _, constant = logistic.fit(np.column_stack((rows, away)), targets, weights, _RIDGE, given)
    return (*plain, constant)


@lru_cache(maxsize=2048)
def _first(chosen: frozenset[Lesson], lexical: bool) -> tuple[float, ...]:
    """The first reading: what a chance likeness among many sentences is worth is not fitted but known,
    since the chance that a given one of n is the partner falls with n."""
    left = [_AMONG, *_BY_TABLE] if lexical else [_AMONG]
    weights = list(
        _fit(
            {lesson: np.delete(lesson.evidence, left, axis=1) for lesson in chosen},
            {lesson: -lesson.evidence[:, _AMONG] for lesson in chosen},
        )
    )
    for place in _BY_TABLE if lexical else ():
        weights.insert(place, 0.0)
    weights.insert(_AMONG, -1.0)
    return tuple(weights)


def _sorted(chosen: Iterable[Lesson]) -> list[Lesson]:
    return sorted(chosen, key=lambda lesson: (lesson.elsewhere, lesson.story.name))


def _standings(lesson: Lesson, weights: Sequence[float]) -> _Floats:
    return standings(lesson.pairs, lesson.first(weights).tolist())


def fitted(chosen: Sequence[Lesson], lexical: bool = False) -> AlignmentModel:
    """The model fitted to these stories, its last threshold to verdicts on stories left out among them.

    A `lexical` one sees no meaning.
    """
    every = frozenset(chosen)
    # The second reading learns from first verdicts as they will be: on stories not learned from.
    seen = {lesson: _standings(lesson, _first(every - {lesson}, lexical)) for lesson in _sorted(every)}
    held: dict[Lesson, _Floats] = {}
    for lesson in seen:
        weights = _fit({other: table for other, table in seen.items() if other is not lesson})
        held[lesson] = logistic.predict(weights, seen[lesson])
    both = {lesson: lesson.first(_first(every - {lesson}, lexical)) + held[lesson] for lesson in seen}
    alone = _threshold(lambda lesson, at: _alone_f1(lesson, both[lesson], at), list(seen))
    return AlignmentModel(_first(every, lexical), _fit(seen), _SAME, _SAME - _PARTLY_BAND, alone)


def both(chosen: Sequence[Lesson]) -> AlignmentModels:
    """The two models fitted to these stories."""
    return AlignmentModels(fitted(chosen), fitted(chosen, lexical=True))


def _threshold(value: Callable[[Lesson, float], float], chosen: Sequence[Lesson]) -> float:
    """Where the mean value is highest, as the mean over all choices of one story left out.

    A single highest point moves far with the few stories there are; the mean of several moves less.
    """
    places = [step / 20 for step in range(-160, 61)]
    table = {lesson: [value(lesson, place) for place in places] for lesson in chosen}
    return _mean(_peak(places, [table[o] for o in chosen if o is not left]) for left in chosen)


def _peak(places: Sequence[float], rows: Sequence[Sequence[float]]) -> float:
    """The middle of the highest stretch, smoothed so that one lucky point does not win."""
    values = [_mean(column) for column in zip(*rows, strict=True)]
    smooth = [_mean(values[max(0, k - 5) : k + 6]) for k in range(len(values))]
    return places[max(range(len(places)), key=smooth.__getitem__)]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _alone_f1(lesson: Lesson, verdicts: _Floats, at: float) -> float:
    told = {
        passage
        for pair, verdict in zip(lesson.pairs, verdicts, strict=True)
        if verdict >= at
        for passage in (pair.a.passage, pair.b.passage)
    }
    said = {passage for column in lesson.story.bodies for passage in column} - told
    # A careful claim has no partner in full, and better none in part: the mean of both readings.
    return _mean(f1(said, lesson.story.alone(level)) for level in (1, 2))


def main() -> int:
    """Fit to all labelled stories and write the weights."""
    found = lessons()
    if len(found) < 3:
        print("no labelled stories: set BYLINES_SHARED to the folder that holds gold/")
        return 1
    models = both(found)
    _TARGET.write_text(_written(models), "utf-8")
    print(f"wrote {_TARGET}: {models}")
    return 0


def _written(models: AlignmentModels) -> str:
    return (
        '"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""\n\n'
        "from __future__ import annotations\n\n"
        "from index.compare.model import AlignmentModel, AlignmentModels\n\n"
        "SHIPPED = AlignmentModels(\n"
        f"    meaning={_told(models.meaning)},\n"
        f"    lexical={_told(models.lexical)},\n"
        ")\n"
    )


def _told(model: AlignmentModel) -> str:
    first = ", ".join(f"{value:.4f}" for value in model.first)
    second = ", ".join(f"{value:.4f}" for value in model.second)
    return (
        "AlignmentModel(\n"
        f"        first=({first}),\n"
        f"        second=({second}),\n"
        f"        same={model.same:.2f},\n"
        f"        partly={model.partly:.2f},\n"
        f"        alone={model.alone:.2f},\n"
        "    )"
    )


if __name__ == "__main__":
    sys.exit(main())
