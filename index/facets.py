"""The matching articles seen from the library: by outlet, month and tag, and who has not got it.

Many thousand articles are counted as numbers, without looking at one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from index.found import Facet, StoryReach
from index.numbering import NO_OUTLET, Numbering
from index.search.codec.reader import SegmentMatches
from index.search.schema import UNDATED

MOST = 50
"""So many values of a kind are given, the most frequent ones."""

Told = dict[str, list[tuple[str, str | None]]]
"""The articles of stories with their outlets, in order of publication."""


def facets(
    numbering: Numbering, tags: Iterable[tuple[int, str]], found: Sequence[SegmentMatches]
) -> tuple[Facet, ...]:
    """Outlets and tags by count, months from the newest; a tag is that of an article's story.

    `tags` are the keys of stories with their tags.
    """
    tagged: dict[str, int] = {}
    stories = numbering.story_counts(found)
    for key, name in tags:
        tagged[name] = tagged.get(name, 0) + (int(stories[key]) if key < len(stories) else 0)
    months = sorted(_ranked(_months(numbering, found)), reverse=True)
    return (
        *(
            Facet("outlet", name, count, f"outlet:{_quoted(name)}")
            for name, count in _ranked(numbering.outlet_counts(found))
        ),
        *(Facet("month", name, count, f"date:{name}") for name, count in months),
        *(Facet("tag", name, count, f"tag:{_quoted(name)}") for name, count in _ranked(tagged)),
    )


def _months(numbering: Numbering, found: Sequence[SegmentMatches]) -> dict[str, int]:
    """How many matching articles are of each month (`2023-05`)."""
    minutes = np.concatenate([np.empty(0, np.int32), *numbering.dated(found)])
    dated = minutes[minutes != UNDATED].astype("datetime64[m]")
    months, counts = np.unique(dated.astype("datetime64[M]"), return_counts=True)
    return dict(zip(months.astype(str).tolist(), counts.tolist(), strict=True))


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    there = [(name, count) for name, count in counts.items() if count]
    return sorted(there, key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _quoted(value: str) -> str:
    return '"' + value.replace('"', " ") + '"'


def reach(told: Told, matching: Callable[[list[str]], frozenset[str]]) -> tuple[StoryReach, ...]:
    """For each story, in the order given, which outlets have a matching article and which none.

    `matching` says which of some articles match.
    """
    having = matching([article for articles in told.values() for article, _ in articles])
    found = []
    for story, articles in told.items():
        names = {outlet or NO_OUTLET for article, outlet in articles if article in having}
        outlets = dict.fromkeys(outlet or NO_OUTLET for _, outlet in articles)
        have = tuple(name for name in outlets if name in names)
        found.append(StoryReach(story, have, tuple(name for name in outlets if name not in names)))
    return tuple(found)
