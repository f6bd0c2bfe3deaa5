"""Fits the aligner's weights to the labelled stories and writes index/compare/weights.py.

`python -m tests.bench.train_alignment` writes the weights fitted to all stories; `fitted` gives the
model fitted to some of them, which is how `tests.bench.evaluate` leaves one story out. Thresholds are
chosen on verdicts of models that did not see the story they are judged on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from index.compare.model import AlignmentModel
from index.compare.pairs import Pair, candidates, standings
from index.compare.statements import statements
from tests.bench import gold, logistic
from tests.bench.measures import f1

# A pair that shares a statement only in part is some evidence for a link, and no link.
_PART = 0.3
_STORY_WEIGHT = 60.0
# Links in part are few: only just below the threshold, where every other one still is one in full.
_PARTLY_BAND = 0.2
_TARGET = Path(__file__).resolve().parents[2] / "index" / "compare" / "weights.py"


@dataclass(frozen=True, eq=False)
class Lesson:
    """A labelled story with its candidate pairs."""

    story: gold.GoldStory

    @cached_property
    def pairs(self) -> list[Pair]:
        return candidates(statements(self.story.articles))

    @cached_property
    def levels(self) -> list[int]:
        return [self.story.levels.get((p.a.passage, p.b.passage), 0) for p in self.pairs]

    @cached_property
    def wanted(self) -> int:
        """How many pairs are labelled to say the same, candidates or not."""
        return sum(level == 2 for level in self.story.levels.values()) // 2

    @property
    def targets(self) -> list[float]:
        return [(0.0, _PART, 1.0)[level] for level in self.levels]

    @property
    def weight(self) -> float:
        """Every story counts the same, however long it is."""
        return _STORY_WEIGHT / max(1, self.wanted)

    def first(self, weights: Sequence[float]) -> list[float]:
        return [logistic.predict(weights, pair.evidence) for pair in self.pairs]


Lessons = tuple[Lesson, ...]


def lessons() -> Lessons:
    """All labelled stories of this machine."""
    return tuple(Lesson(story) for story in gold.stories())


@lru_cache(maxsize=64)
def _first(chosen: frozenset[Lesson]) -> tuple[float, ...]:
    rows = [(list(pair.evidence), lesson) for lesson in _sorted(chosen) for pair in lesson.pairs]
    targets = [target for lesson in _sorted(chosen) for target in lesson.targets]
    return logistic.fit([row for row, _ in rows], targets, [lesson.weight for _, lesson in rows])


def _sorted(chosen: frozenset[Lesson]) -> list[Lesson]:
    return sorted(chosen, key=lambda lesson: lesson.story.name)


def _standings(lesson: Lesson, weights: Sequence[float]) -> list[list[float]]:
    return [list(standing) for standing in standings(lesson.pairs, lesson.first(weights))]


def _second(seen: dict[Lesson, list[list[float]]]) -> tuple[float, ...]:
    rows = [(row, lesson) for lesson, table in seen.items() for row in table]
    targets = [target for lesson in seen for target in lesson.targets]
    return logistic.fit([row for row, _ in rows], targets, [lesson.weight for _, lesson in rows])


def fitted(chosen: Sequence[Lesson]) -> AlignmentModel:
    """The model fitted to these stories, its thresholds to verdicts on stories left out among them."""
    every = frozenset(chosen)
    # The second reading learns from first verdicts as they will be: on stories not learned from.
    seen = {lesson: _standings(lesson, _first(every - {lesson})) for lesson in _sorted(every)}
    held: dict[Lesson, list[float]] = {}
    for lesson in seen:
        weights = _second({other: table for other, table in seen.items() if other is not lesson})
        held[lesson] = [logistic.predict(weights, row) for row in seen[lesson]]
    same = _threshold(lambda lesson, at: _f1(lesson, held[lesson], at), list(held))
    both = {
        lesson: [
            first + last
            for first, last in zip(lesson.first(_first(every - {lesson})), held[lesson], strict=True)
        ]
        for lesson in seen
    }
    alone = _threshold(lambda lesson, at: _alone_f1(lesson, both[lesson], at), list(both))
    return AlignmentModel(_first(every), _second(seen), same, same - _PARTLY_BAND, alone)


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


def _f1(lesson: Lesson, verdicts: Sequence[float], at: float) -> float:
    kept = [level for level, verdict in zip(lesson.levels, verdicts, strict=True) if verdict >= at]
    return 2 * kept.count(2) / max(1, len(kept) + lesson.wanted)


def _alone_f1(lesson: Lesson, verdicts: Sequence[float], at: float) -> float:
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
    model = fitted(found)
    _TARGET.write_text(_written(model), "utf-8")
    print(f"wrote {_TARGET}: {model}")
    return 0


def _written(model: AlignmentModel) -> str:
    first = ", ".join(f"{value:.4f}" for value in model.first)
    second = ", ".join(f"{value:.4f}" for value in model.second)
    return (
        '"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""\n\n'
        "from __future__ import annotations\n\n"
        "from index.compare.model import AlignmentModel\n\n"
        "SHIPPED = AlignmentModel(\n"
        f"    first=({first}),\n"
        f"    second=({second}),\n"
        f"    same={model.same:.2f},\n"
        f"    partly={model.partly:.2f},\n"
        f"    alone={model.alone:.2f},\n"
        ")\n"
    )


if __name__ == "__main__":
    sys.exit(main())
