"""What is measured of an alignment against a labelled story. Every figure is 0 to 1, higher is better."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from index.compared import Link, LinkKind, Missing
from index.model import Role
from tests.bench.gold import GoldStory

Pairs = Set[frozenset[str]]


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 of sentence links of kind same, F1 of all links; F1 of the pairs of paragraphs
    that links of kind same join, and that all links join; right partner on top of the links, right partner
    ranked first of all pairs whether linked or not, and partnerless left alone; only-here F1 against
    sentences that no other article tells in full (`only_full`) and not even in part (`only_part`); F1 of
    what outlets miss, by outlet and passage, against what the labelled links give."""

    precision: float
    recall: float
    f1: float
    f1_all: float
    paragraphs: float
    par_all: float
    top: float
    ranked: float
    alone: float
    only_full: float
    only_part: float
    missing: float


def f1(said: Set[object], wanted: Set[object]) -> float:
    """The harmonic mean of precision and recall; 1 when there is nothing to say and nothing said."""
    if not said and not wanted:
        return 1.0
    return 2 * len(said & wanted) / (len(said) + len(wanted))


def measure(
    story: GoldStory,
    links: Iterable[Link],
    only: Iterable[str],
    missing: Iterable[Missing],
    verdicts: Iterable[tuple[str, str, float]],
) -> Scores:
    """All figures of one story; `verdicts` are those on every pair judged, linked or not."""
    found = sorted(links, key=lambda link: -link.score)
    every = {frozenset((link.a, link.b)) for link in found}
    same = {frozenset((link.a, link.b)) for link in found if link.kind is LinkKind.SAME}
    wanted = {frozenset(pair) for pair, level in story.levels.items() if level == 2}
    hits = len(same & wanted)
    top, alone = _partners(story, found)
    said = set(only)
    return Scores(
        precision=hits / max(1, len(same)),
        recall=hits / max(1, len(wanted)),
        f1=f1(same, wanted),
        f1_all=f1(every, wanted),
        paragraphs=f1(_paragraphs(story, same), _paragraphs(story, wanted)),
        par_all=f1(_paragraphs(story, every), _paragraphs(story, wanted)),
        top=top,
        ranked=_ranked(story, verdicts),
        alone=alone,
        only_full=f1(said, story.alone(2)),
        only_part=f1(said, story.alone(1)),
        missing=f1({(gap.outlet, key) for gap in missing for key in gap.passages}, _missing(story, wanted)),
    )


def rows_found(rows: Iterable[Iterable[str]], links: Iterable[Link]) -> list[bool]:
    """For each row of passages, whether the links join all of them, directly or through one another."""
    pairs = [(link.a, link.b) for link in links]
    found: list[bool] = []
    for row in rows:
        members = list(row)
        inside = [pair for pair in pairs if pair[0] in members and pair[1] in members]
        reached = {members[0]}
        for _ in members:
            reached |= {key for pair in inside if reached & set(pair) for key in pair}
        found.append(reached >= set(members))
    return found


def _partners(story: GoldStory, links: list[Link]) -> tuple[float, float]:
    """Of sentence and other article: the best link is labelled, where one is; no link, where none is."""
    best: dict[tuple[str, int], str] = {}
    column = {key: number for number, keys in enumerate(story.bodies) for key in keys}
    for link in links:
        best.setdefault((link.a, column[link.b]), link.b)
        best.setdefault((link.b, column[link.a]), link.a)
    right = asked = quiet = silent = 0
    for key, home in column.items():
        for number, others in enumerate(story.bodies):
            if number == home:
                continue
            partners = {other for other in others if story.levels.get((key, other)) == 2}
            if partners:
                asked += 1
                right += best.get((key, number)) in partners
            else:
                silent += 1
                quiet += (key, number) not in best
    return right / max(1, asked), quiet / max(1, silent)


def _ranked(story: GoldStory, verdicts: Iterable[tuple[str, str, float]]) -> float:
    """Of sentence and other article with a labelled partner there: how often the best verdict is on one."""
    column = {key: number for number, keys in enumerate(story.bodies) for key in keys}
    asked = {(a, column[b]) for (a, b), level in story.levels.items() if level == 2}
    best: dict[tuple[str, int], str] = {}
    for a, b, _ in sorted(verdicts, key=lambda told: -told[2]):
        best.setdefault((a, column[b]), b)
        best.setdefault((b, column[a]), a)
    right = [story.levels.get((key, best.get((key, to), "")), 0) == 2 for key, to in asked]
    return sum(right) / max(1, len(right))


def _paragraphs(story: GoldStory, pairs: Pairs) -> set[frozenset[tuple[str, int]]]:
    place = {p.id: (p.article, p.paragraph) for a in story.articles for p in a.passages}
    return {frozenset(place[key] for key in pair) for pair in pairs}


def _missing(story: GoldStory, wanted: Pairs) -> set[tuple[str, str]]:
    """Outlets and passages that they miss: those of facts (passages joined by labelled links) that at
    least two outlets tell, and half of the others, none of them linked to a passage of that outlet."""
    outlet = {p.id: a.outlet_name for a in story.articles for p in a.passages if p.role is Role.BODY}
    near: dict[str, set[str]] = {key: {key} for key in outlet}
    for a, b in (sorted(pair) for pair in wanted if pair <= outlet.keys()):
        near[a].add(b)
        near[b].add(a)
    found: set[tuple[str, str]] = set()
    for key in outlet:
        fact, fresh = {key}, {key}
        while fresh:
            fresh = {other for one in fresh for other in near[one]} - fact
            fact |= fresh
        told_by = {outlet[one] for one in fact}
        for name in set(outlet.values()) - told_by:
            if len(told_by) >= max(2, (len(story.articles) - 1) / 2):
                found.add((name, key))
    return found
