"""A story's outlets held against each other: one call for everything the reader shows."""

from __future__ import annotations

from index.compare import align, coverage
from index.model import Cancelled, Comparison, Story

VERSION = 1
"""Part of the key under which a comparison is kept; raised whenever the method changes."""


def compare(story: Story, cancelled: Cancelled | None = None) -> Comparison:
    """The comparison of a story's articles; an interrupted one raises CancelledError."""
    from index.compare import figures, quotes
    from index.errors import CancelledError

    articles = story.articles
    judged = align.judged(articles, cancelled)
    if cancelled is not None and cancelled():
        raise CancelledError
    links = align.chosen(judged)
    return Comparison(
        story=story.card.id,
        links=links,
        figures=figures.figures(articles, links),
        quotes=quotes.quotes(articles, links),
        only=coverage.only(articles, links, align.echoes(judged)),
        missing=coverage.missing(articles, links),
    )
