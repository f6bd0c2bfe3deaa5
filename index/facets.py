"""A set of matching articles seen from the library: by outlet, month and tag, and who has not got it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from index.found import Facet, StoryReach
from index.overview import Overview

MOST = 50
"""So many values of a kind are given, the most frequent ones."""


def facets(overview: Overview, matching: Iterable[str]) -> tuple[Facet, ...]:
    """Outlets and tags by count, months from the newest; a tag is that of an article's story."""
    known = overview.articles
    facts = [known[name] for name in matching if name in known]
    outlets = Counter(one.outlet for one in facts)
    months = Counter(one.month for one in facts if one.month)
    tags = Counter(tag for one in facts if one.story is not None for tag in overview.stories[one.story].tags)
    return (
        *(Facet("outlet", name, count, f"outlet:{_quoted(name)}") for name, count in _ranked(outlets)),
        *(
            Facet("month", name, count, f"date:{name}")
            for name, count in sorted(_ranked(months), key=lambda pair: pair[0], reverse=True)
        ),
        *(Facet("tag", name, count, f"tag:{_quoted(name)}") for name, count in _ranked(tags)),
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _quoted(value: str) -> str:
    return '"' + value.replace('"', " ") + '"'


def reach(
    overview: Overview, stories: Iterable[str | None], matching: frozenset[str]
) -> tuple[StoryReach, ...]:
    """For each story, in the order given, which outlets have a matching article and which none."""
    found = []
    for story in dict.fromkeys(stories):
        if story is None or story not in overview.stories:
            continue
        articles = overview.stories[story].articles
        having = {overview.articles[name].outlet for name in articles if name in matching}
        outlets = overview.outlets[story]
        have = tuple(name for name in outlets if name in having)
        found.append(StoryReach(story, have, tuple(name for name in outlets if name not in having)))
    return tuple(found)
