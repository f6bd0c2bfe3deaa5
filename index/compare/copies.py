"""Articles of the same text speak with one voice: what only they say is said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.compared import Figure, Quote
from index.model import Article, Story


def of(story: Story) -> tuple[tuple[str, str], ...]:
    """(article, the one it is a copy of) for the story's articles of the same text, in its order."""
    present = {article.id for article in story.articles}
    return tuple(
        (card.id, card.same_as)
        for card in story.card.articles
        if card.same_as is not None and card.id in present and card.same_as in present
    )


def voices(articles: Sequence[Article], copies: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each article the outlet whose voice it is: a copy's is that of the article it is a copy of."""
    outlets = {article.id: article.outlet_name for article in articles}
    shown = dict(copies)
    return {name: outlets.get(shown.get(name, name), outlet) for name, outlet in outlets.items()}


def figures(found: Sequence[Figure], voice: Mapping[str, str]) -> tuple[Figure, ...]:
    """Without the rows that only hold a text against its own copy."""
    return tuple(
        one
        for one in found
        if len({value.outlet for value in one.values}) < 2
        or _several((value.passage for value in one.values), voice)
    )


def quotes(found: Sequence[Quote], voice: Mapping[str, str]) -> tuple[Quote, ...]:
    """Without those that only a text and its own copies have."""
    return tuple(
        one
        for one in found
        if len({variant.outlet for variant in one.variants}) < 2
        or _several((variant.passage for variant in one.variants), voice)
    )


def _several(passages: Iterable[str], voice: Mapping[str, str]) -> bool:
    """Whether passages are of more than one voice."""
    return len({voice.get(passage.partition(".")[0], passage) for passage in passages}) > 1
