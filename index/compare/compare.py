"""A story's outlets held against each other: one call for everything the reader shows."""

from __future__ import annotations

from collections.abc import Sequence

from index.compare import align, copies, coverage, locked, reprints
from index.compare.names import names
from index.compare.spellings import spellings, spelt_by
from index.compare.wording import wording
from index.compared import Comparison
from index.lockmodel import Lock
from index.model import Cancelled, Story
from index.variants import BUILT_IN, Group

VERSION = 8
"""Part of the key under which a comparison is kept; raised whenever the method changes."""


def compare(
    story: Story,
    cancelled: Cancelled | None = None,
    *,
    locks: Sequence[Lock] = (),
    groups: Sequence[Group] = BUILT_IN,
) -> Comparison:
    """The comparison of a story's articles. `locks` decide over their pairs; `groups` are one name each.

    An interrupted comparison raises CancelledError.
    """
    from index.compare import figures, quotes

    articles = story.articles
    spelt = spelt_by(tuple(groups))
    same = copies.of(story)
    voice = copies.voices(articles, same)
    once = reprints.once(articles, same)
    judged = align.judged(once.articles, cancelled, names=names(tuple(groups)))
    links = locked.links(reprints.links(align.chosen(judged, cancelled), once.copies, cancelled), locks)
    echoes = locked.echoes(reprints.passages(align.echoes(judged), once.copies), locks)
    return Comparison(
        story=story.card.id,
        links=links,
        figures=copies.figures(figures.figures(articles, links, cancelled, spelt), voice),
        quotes=copies.quotes(quotes.quotes(articles, links, cancelled, spelt), voice),
        only=coverage.only(articles, links, echoes, cancelled, voice=voice),
        missing=coverage.missing(articles, links, cancelled, voice=voice),
        wording=wording(articles, cancelled),
        copies=same,
        spellings=spellings(articles, groups, cancelled),
    )
