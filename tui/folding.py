"""Articles of the same text: one is shown, the others are named with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.model import Article, StoryCard
from tui.wording import column_names

Also = Mapping[str, tuple[str, ...]]
"""For an article that is shown, the names of those folded under it."""


def folded(card: StoryCard, articles: Sequence[Article]) -> tuple[tuple[Article, ...], Also]:
    """The articles without those that are copies of another one among them, and who is folded where."""
    present = {article.id for article in articles}
    under = {one.id: one.same_as for one in card.articles if one.same_as in present and one.id in present}
    names = dict(zip((article.id for article in articles), column_names(articles), strict=True))
    also: dict[str, tuple[str, ...]] = {}
    for article in articles:
        shown = under.get(article.id)
        if shown is not None:
            also[shown] = (*also.get(shown, ()), names[article.id])
    return tuple(article for article in articles if article.id not in under), also


def also_line(names: Sequence[str]) -> str:
    """`also, word for word: Post, Herald`."""
    return f"also, word for word: {', '.join(names)}"
