"""A story's outlets held against each other: one call for everything the reader shows."""

from __future__ import annotations

from collections.abc import Sequence

from index.compare import align, copies, coverage, figures, locked, meanings, quotes, reprints
from index.compare.names import names
from index.compare.spellings import spellings
from index.compare.wording import wording
from index.compared import Comparison
from index.lockmodel import Lock
from index.model import Article, Cancelled, Story
from index.variants import BUILT_IN, Group


def prepare() -> None:
    """Load what the first comparison would wait for: numpy, and the table of meanings."""
    meanings.shipped()


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
    articles = story.articles
    spelt = names(tuple(groups))
    same = copies.of(story)
    voice = copies.voices(articles, same)
    once = reprints.once(articles, same, cancelled)
    judged = align.judged(once.articles, cancelled, names=spelt)
    chosen = align.chosen(judged, cancelled)
    links = locked.links(reprints.links(chosen, once.copies, cancelled, once.reworded), locks)
    # Of very many articles, figures and quotes are read in one of each text, wording in the first of these.
    many = once.many
    told, among = (once.articles, locked.links(chosen, locks)) if many else (articles, links)
    echoes = locked.echoes(reprints.passages(align.echoes(judged), once.copies), locks)
    chances = locked.chances([*coverage.chances(judged), *reprints.chances(once.copies)], locks)
    gaps = coverage.missing(articles, links, chances, cancelled, voice=voice)
    compared = copies.figures(figures.figures(told, among, cancelled, spelt), voice)
    quoted = copies.quotes(quotes.quotes(told, among, cancelled, spelt), voice)
    echoes += tuple(reprints.passages(coverage.told_in_rows(compared, quoted), once.copies))
    return Comparison(
        story=story.card.id,
        links=links,
        figures=compared,
        quotes=quoted,
        only=coverage.only(articles, links, echoes, cancelled, voice=voice),
        missing=reprints.missing(gaps, once.copies, articles),
        wording=wording(_whole(articles, told) if many else articles, cancelled),
        copies=same,
        spellings=spellings(told, spelt, cancelled),
    )


def _whole(articles: Sequence[Article], told: Sequence[Article]) -> list[Article]:
    """The first of the articles of which something is compared, as they are."""
    names = {article.id for article in told[: reprints.MANY]}
    return [article for article in articles if article.id in names]
