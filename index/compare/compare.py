"""A story's outlets held against each other: one call for everything the reader shows."""

from __future__ import annotations

from index.compare import align, coverage
from index.compared import Comparison
from index.model import Cancelled, Story

VERSION = 2
"""Part of the key under which a comparison is kept; raised whenever the method changes."""


def compare(story: Story, cancelled: Cancelled | None = None) -> Comparison:
    """The comparison of a story's articles; an interrupted one raises CancelledError."""
    from index.compare import figures, quotes

    articles = story.articles
    judged = align.judged(articles, cancelled)
    links = align.chosen(judged, cancelled=cancelled)
    return Comparison(
        story=story.card.id,
        links=links,
        figures=figures.figures(articles, links, cancelled),
        quotes=quotes.quotes(articles, links, cancelled),
        only=coverage.only(articles, links, align.echoes(judged), cancelled),
        missing=coverage.missing(articles, links, cancelled),
    )
