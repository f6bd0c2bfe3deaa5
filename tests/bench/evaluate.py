"""`make eval`: how well the library does on hand-labelled stories and on pages, as tables.

The stories need the folder of labelled data that BYLINES_SHARED names; BYLINES_PAGES may name pages with
their gold text (see `evaluate_extraction`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from importlib import import_module
from importlib.util import find_spec
from subprocess import PIPE, run

from index.compare import align, coverage, figures, quotes
from index.compare.model import AlignmentModel, AlignmentModels
from index.compare.names import BUILT_IN_NAMES
from index.compare.weights import SHIPPED
from index.compared import Link, LinkKind
from tests.bench import endtoend, evaluate_extraction, gold, labelled, measures
from tests.bench.gold import GoldStory
from tests.bench.measures import Scores
from tests.bench.train_alignment import Lesson, both, lessons

_OTHERS = (
    "tests.bench.evaluate_differences",
    "tests.bench.evaluate_figures",
    "tests.bench.evaluate_stories",
    "tests.bench.evaluate_anchors",
)


def main() -> int:
    """Print every table; 0 also when there is no labelled data."""
    print(evaluate_extraction.report(), end="\n\n")
    if not gold.stories():
        print("make eval: no labelled stories; set BYLINES_SHARED to the folder that holds gold/")
        return 0
    print(report())
    for name in _OTHERS:
        if find_spec(name):
            told = import_module(name).report()
            print(f"\n{told}" if told else "")
    return 0


def report() -> str:
    """The tables of the aligner."""
    found = lessons()
    home = [lesson for lesson in found if not lesson.elsewhere]
    without = {lesson: both([o for o in found if o is not lesson]) for lesson in home}
    left_out = [(lesson.story, scores(lesson.story, without[lesson])) for lesson in home]
    lexical = [(lesson.story, scores(lesson.story, _lexical(without[lesson].lexical))) for lesson in home]
    shipped = [(lesson.story, scores(lesson.story, SHIPPED)) for lesson in home]
    parts = [
        table("Alignment, each story left out of the fitting and of the choice of thresholds", left_out),
        table("The same by words and letters alone, as for other languages", lexical),
        table("Alignment, weights as shipped (fitted to these stories: not a fair figure)", shipped),
        _elsewhere(found),
        _unseen(),
        _seeds(home[0].story, without[home[0]]),
        str(endtoend.measure() or ""),
        _apart(),
    ]
    return "\n\n".join(part for part in parts if part)


def _apart() -> str:
    """The times of comparisons, by a process of its own: of what this one has read and kept they are not."""
    command = [sys.executable, "-m", "tests.bench.timings"]
    return run(command, stdout=PIPE, text=True, check=True).stdout.rstrip()


def _lexical(model: AlignmentModel) -> AlignmentModels:
    return AlignmentModels(model, model)


def _elsewhere(found: Sequence[Lesson]) -> str:
    """Stories of the news stream under the models of shared/gold alone: labels of another hand."""
    home = [lesson for lesson in found if not lesson.elsewhere]
    other = [lesson for lesson in found if lesson.elsewhere]
    if not other:
        return ""
    models = both(home)
    rows = [(lesson.story, scores(lesson.story, models)) for lesson in other]
    return table("Stories of the news stream, labelled by another hand; nothing fitted to any of them", rows)


def _unseen() -> str:
    """Stories drawn by chance that nothing is fitted to, and how far two readers of some of them agree."""
    found = labelled.unseen()
    if not found:
        return ""
    shipped = [scores(one.first, SHIPPED) for one in found]
    twice = [(one, told) for one, told in zip(found, shipped, strict=True) if one.second]
    return means(
        f"{len(found)} stories of the stream drawn by chance, none fitted to; {len(twice)} read twice",
        {
            "all": shipped,
            "read twice": [told for _, told in twice],
            "2nd reader": [_agreement(one.first, one.second) for one, _ in twice if one.second],
        },
    )


def _agreement(story: GoldStory, other: GoldStory) -> Scores:
    """The figures of another reader's labels in place of the aligner's links."""
    links = tuple(
        Link(a, b, 1.0, LinkKind.SAME, "as read")
        for (a, b), level in other.levels.items()
        if a < b and level == 2
    )
    told = ((a, b, float(level)) for (a, b), level in other.levels.items())
    gaps = coverage.missing(story.articles, links, [(link.a, link.b, 1.0) for link in links])
    return measures.measure(story, links, other.alone(2), gaps, told)


def scores(story: GoldStory, models: AlignmentModels) -> Scores:
    """All figures of one story under one pair of models."""
    judged = align.judged(story.articles, models=models)
    links, only = _told(story, judged)
    gaps = coverage.missing(story.articles, links, coverage.chances(judged))
    verdicts = [(one.pair.a.passage, one.pair.b.passage, one.verdict) for one in judged.pairs]
    return measures.measure(story, links, only, gaps, verdicts)


def aligned(story: GoldStory, models: AlignmentModels) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """The links of a story, and its only-here passages."""
    return _told(story, align.judged(story.articles, models=models))


def _told(story: GoldStory, judged: align.Judgement) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    links = align.chosen(judged)
    rows = figures.figures(story.articles, links, spelt=BUILT_IN_NAMES)
    told = quotes.quotes(story.articles, links, spelt=BUILT_IN_NAMES)
    echoes = (*align.echoes(judged), *coverage.told_in_rows(rows, told))
    return links, coverage.only(story.articles, links, echoes)


def table(title: str, rows: Sequence[tuple[GoldStory, Scores]]) -> str:
    """One line a story and the mean, one column a figure."""
    values = {story.name: [told] for story, told in rows}
    return means(title, {**values, "mean": [told for _, told in rows]})


def means(title: str, rows: Mapping[str, Sequence[Scores]]) -> str:
    """One line of means for each name, one column a figure."""
    lines = [title, " " * 10 + "".join(f"{field.name:>11}" for field in fields(Scores))]
    for name, every in rows.items():
        columns = zip(*map(astuple, every), strict=True)
        lines.append(f"{name:<10}" + "".join(f"{sum(column) / len(column):>11.3f}" for column in columns))
    return "\n".join(lines)


def _seeds(story: GoldStory, models: AlignmentModels) -> str:
    """The rows that must align, under weights that never saw the story, and its unique sentences."""
    data = gold.read("seeds_differences.json")
    if not data or story.unique is None:
        return ""
    links, only = aligned(story, models)
    rows = data["must_align_all"]["rows"]
    found = measures.rows_found([[story.ids[key] for key in row] for row in rows], links)
    lost = "; ".join(" ".join(row) for row, good in zip(rows, found, strict=True) if not good)
    hits = len(set(only) & story.unique)
    return (
        f"Rows of the seeds that must align: {sum(found)} of {len(found)}; not whole: {lost or 'none'}\n"
        f"Only here, against the sentences labelled unique: {hits} right of {len(only)} said,"
        f" {len(story.unique)} labelled"
    )


if __name__ == "__main__":
    sys.exit(main())
