"""Figures and quotes held against the hand-made list of what a perfect comparison of the seeds shows.

`python -m tests.bench.evaluate_differences` prints, for the labelled links and for the aligner's: the
figures found of those that clash, the traps fallen into, the quotes found, the false ones, and CPU times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import Any

from index.compare.align import links
from index.compare.figures import figures
from index.compare.quotes import quotes
from index.compared import Figure, Link, LinkKind, Quote
from tests.bench import gold

_ROUNDS = 15
_SENTENCE = re.compile(r"\b[A-E]\d+\b")
_REPORTED = re.compile(r"(?:paraphrased|reported speech) in ([A-E\d ]+)")
_FIGURES = ("F1", "F2")
"""The differences of numbers and days; the list's others are of facts without a figure."""

_TRAPS: Mapping[str, tuple[str, str]] = {
    "T1": ("D57", "A11 C6 D61"),
    "T2": ("D33 D37 D42", "A14 B19 B24 C11 D33 D37 D42 E10"),
    "T3": ("B8", "A13 C9 D41 E3"),
    "T5": ("A8 C0 E3", "D3 A16 C12"),
    "T6": ("B35", "D44"),
}
"""Sentences that must not stand in one row of values that differ, or in one quote."""

_FURNITURE = frozenset(("A1", "C26", "D0"))
"""T4: dates of the page, not of the event."""


def report() -> None:
    """Prints the figures; one line says so where the labelled data are absent."""
    data = gold.read("seeds_differences.json")
    story = next((story for story in gold.stories() if story.name == "seeds"), None)
    if data is None or story is None:
        print("figures and quotes: no labelled data on this machine (BYLINES_SHARED)")
        return
    print("figures and quotes of the seeds        found  traps  quotes  false")
    for name, found in (("labelled links", _labelled(story)), ("the aligner's links", links(story.articles))):
        letters = {passage: key for key, passage in story.ids.items()}
        rows = [_letters(f, letters) for f in figures(story.articles, found) if f.verdict != "equal"]
        groups = [_letters(q, letters) for q in quotes(story.articles, found)]
        print(f"  {name:36} {_score(data, rows, groups)}")
    found = links(story.articles)
    print(f"  figures {_milliseconds(lambda: figures(story.articles, found)):.1f} ms", end="")
    print(
        f", quotes {_milliseconds(lambda: quotes(story.articles, found)):.1f} ms of CPU (median of {_ROUNDS})"
    )


def _labelled(story: gold.GoldStory) -> tuple[Link, ...]:
    kinds = {1: (0.5, LinkKind.PARTLY), 2: (1.0, LinkKind.SAME)}
    pairs = {tuple(sorted(pair)): level for pair, level in story.levels.items()}
    return tuple(Link(a, b, *kinds[level]) for (a, b), level in sorted(pairs.items()))


def _letters(row: Figure | Quote, letters: Mapping[str, str]) -> frozenset[str]:
    """The labels' ids of a row's sentences."""
    passages = row.values if isinstance(row, Figure) else row.variants
    return frozenset(letters[item.passage] for item in passages)


def _score(data: Mapping[str, Any], rows: Sequence[frozenset[str]], groups: Sequence[frozenset[str]]) -> str:
    wanted = {
        item["id"]: _named(item["values"].values())
        for item in data["figures_and_facts"]
        if item["id"] in _FIGURES
    }
    shown = [key for key, sentences in wanted.items() if any(sentences <= row for row in rows)]
    others = [row for row in rows if not any(sentences <= row for sentences in wanted.values())]
    fallen = [key for key, sides in _TRAPS.items() if any(_mixes(sides, row) for row in (*rows, *groups))]
    fallen += ["T4"] * any(_FURNITURE & row for row in rows)
    told = {
        item["id"]: _named([*item["variants"].values(), *_REPORTED.findall(item.get("note", ""))])
        for item in data["quotes"]
    }
    found = [key for key, sentences in told.items() if any(_carries(group, sentences) for group in groups)]
    false = [group for group in groups if not any(_carries(group, sentences) for sentences in told.values())]
    missed = sorted(set(told) - set(found), key=lambda key: int(key[1:]))
    text = f"{len(shown)}/{len(wanted)} +{len(others)}  {len(fallen)}/6    "
    text += f"{len(found)}/{len(told)}   {len(false)}"
    notes = [*(f"missed {key}" for key in missed), *(f"fell into {key}" for key in fallen)]
    notes += [f"false {' '.join(sorted(group))}" for group in (*false, *others)]
    return text + "".join(f"\n      {note}" for note in notes)


def _named(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(_SENTENCE.findall(" ".join(str(value) for value in values)))


def _mixes(sides: tuple[str, str], row: frozenset[str]) -> bool:
    """Whether a row holds sentences of both sides of a trap."""
    one, other = (frozenset(side.split()) for side in sides)
    return any(a != b for a in one & row for b in other & row)


def _carries(group: frozenset[str], sentences: frozenset[str]) -> bool:
    """Whether a group holds sentences of the labelled quote from two outlets."""
    return len({key[0] for key in group & sentences}) > 1


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return 1000 * median(times)


if __name__ == "__main__":
    report()
