"""The matching articles seen from the library: by outlet, month, tag and story, and who has not got it.

What the library knows of each document of the index is kept as numbers in the index's own order, so that
many thousand articles are counted without looking at one of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.found import Facet, StoryReach
from index.overview import Overview
from index.search.codec.reader import Found
from index.search.codec.segment import Segment

MOST = 50
"""So many values of a kind are given, the most frequent ones."""

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Columns:
    """For each document of a segment the number of its outlet, month and story; -1 for none."""

    outlets: Codes
    months: Codes
    stories: Codes


class Facts:
    """What one moment of the library says of the documents of the index. For any thread."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview
        self.outlets: dict[str, int] = {}
        self.months: dict[str, int] = {}
        self.stories = {id: number for number, id in enumerate(overview.stories)}
        self._columns: dict[str, _Columns] = {}
        self._lock = threading.Lock()

    def keep(self, segments: Iterable[Segment]) -> None:
        """Forget the segments that are no longer there."""
        names = {segment.name for segment in segments}
        with self._lock:
            self._columns = {name: one for name, one in self._columns.items() if name in names}

    def columns(self, segment: Segment) -> _Columns:
        """The numbers for a segment, worked out when first asked for."""
        with self._lock:
            found = self._columns.get(segment.name)
            if found is None:
                found = self._columns[segment.name] = self._made(segment)
            return found

    def _made(self, segment: Segment) -> _Columns:
        known, stories = self.overview.articles, self.stories
        rows = []
        for name in segment.ids:
            facts = known.get(name)
            if facts is None:
                rows.append((-1, -1, -1))
                continue
            month = self.months.setdefault(facts.month, len(self.months)) if facts.month else -1
            story = -1 if facts.story is None else stories[facts.story]
            rows.append((self.outlets.setdefault(facts.outlet, len(self.outlets)), month, story))
        table = np.array(rows, np.int32).reshape(-1, 3)
        return _Columns(*(np.ascontiguousarray(table[:, at]) for at in range(3)))


def facets(facts: Facts, found: Sequence[Found]) -> tuple[Facet, ...]:
    """Outlets and tags by count, months from the newest; a tag is that of an article's story."""
    facts.keep(one.segment for one in found)
    columns = [(facts.columns(one.segment), one.match) for one in found]
    outlets = _counted([own.outlets[match] for own, match in columns], facts.outlets)
    months = _counted([own.months[match] for own, match in columns], facts.months)
    tags: dict[str, int] = {}
    tagged = {id: story.tags for id, story in facts.overview.stories.items() if story.tags}
    if tagged:
        stories = _counts([own.stories[match] for own, match in columns], len(facts.stories))
        for id, names in tagged.items():
            for name in names:
                tags[name] = tags.get(name, 0) + int(stories[facts.stories[id]])
    return (
        *(Facet("outlet", name, count, f"outlet:{_quoted(name)}") for name, count in _ranked(outlets)),
        *(
            Facet("month", name, count, f"date:{name}")
            for name, count in sorted(_ranked(months), key=lambda pair: pair[0], reverse=True)
        ),
        *(Facet("tag", name, count, f"tag:{_quoted(name)}") for name, count in _ranked(tags)),
    )


def stories_of(facts: Facts, found: Sequence[Found], home: Callable[[str], str | None]) -> list[str]:
    """The stories of the matching articles, that of the newest first; those of notes alone come last.

    `home` gives the story of an id that is no article's.
    """
    facts.keep(one.segment for one in found)
    numbers, times = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    others: list[str] = []
    for one in found:
        columns = facts.columns(one.segment)
        kept = one.match & (columns.stories >= 0)
        numbers.append(columns.stories[kept][::-1])
        times.append(one.segment.published[kept][::-1])
        others += [one.segment.ids[at] for at in np.flatnonzero(one.match & (columns.outlets < 0)).tolist()]
    order = np.argsort(-np.concatenate(times).astype(np.int64), kind="stable")
    ordered = np.concatenate(numbers)[order]
    _, first = np.unique(ordered, return_index=True)
    ids = list(facts.stories)
    newest = [ids[number] for number in ordered[np.sort(first)].tolist()]
    return list(dict.fromkeys((*newest, *filter(None, map(home, others)))))


def _counts(codes: Sequence[Codes], size: int) -> NDArray[Any]:
    together = np.concatenate([np.empty(0, np.int32), *codes])
    return np.bincount(together[together >= 0], minlength=size)


def _counted(codes: Sequence[Codes], names: dict[str, int]) -> dict[str, int]:
    return dict(zip(names, _counts(codes, len(names)).tolist(), strict=True))


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    there = [(name, count) for name, count in counts.items() if count]
    return sorted(there, key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _quoted(value: str) -> str:
    return '"' + value.replace('"', " ") + '"'


def reach(
    overview: Overview, stories: Iterable[str | None], matching: Callable[[list[str]], frozenset[str]]
) -> tuple[StoryReach, ...]:
    """For each story, in the order given, which outlets have a matching article and which none.

    `matching` says which of some articles match.
    """
    there = [story for story in dict.fromkeys(stories) if story is not None and story in overview.stories]
    having = matching([name for story in there for name in overview.stories[story].articles])
    found = []
    for story in there:
        articles = overview.stories[story].articles
        names = {overview.articles[name].outlet for name in articles if name in having}
        outlets = overview.outlets[story]
        have = tuple(name for name in outlets if name in names)
        found.append(StoryReach(story, have, tuple(name for name in outlets if name not in names)))
    return tuple(found)
