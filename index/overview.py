"""All articles and stories at a glance, for questions about many at once: who covers what, what is read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class ArticleFacts(NamedTuple):
    """An article's story (None while it has none), outlet, whether it is read, month (`2023-05`)."""

    story: str | None
    outlet: str
    read: bool
    month: str | None


@dataclass(slots=True)
class StoryFacts:
    """A story's title, mark, tags and articles."""

    title: str
    marked: bool
    tags: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """One moment of the store; articles and stories by their ids."""

    articles: dict[str, ArticleFacts]
    stories: dict[str, StoryFacts]

    @cached_property
    def outlets(self) -> dict[str, tuple[str, ...]]:
        """The outlets of each story, each once, in order of publication."""
        return {
            story: tuple(dict.fromkeys(self.articles[article].outlet for article in facts.articles))
            for story, facts in self.stories.items()
        }

    @cached_property
    def title_keys(self) -> dict[str, frozenset[str]]:
        """The folded words of each story's title."""
        from index.search.schema import tag_key

        return {story: frozenset(tag_key(facts.title).split()) for story, facts in self.stories.items()}

    @cached_property
    def outlet_keys(self) -> dict[str, str]:
        """The folded words of each outlet's name."""
        from index.search.schema import tag_key

        return {name: tag_key(name) for name in {facts.outlet for facts in self.articles.values()}}


def read(connection: sqlite3.Connection) -> Overview:
    """The store as it is now."""
    stories = {
        id: StoryFacts(title, bool(marked))
        for id, title, marked in connection.execute("SELECT id, title, marked FROM story")
    }
    for id, name in connection.execute(
        "SELECT s.id, t.name FROM tag t JOIN story s ON s.key = t.story ORDER BY t.name"
    ):
        stories[id].tags.append(name)
    articles: dict[str, ArticleFacts] = {}
    for id, story, outlet, read, month in connection.execute(
        "SELECT a.id, s.id, a.outlet, r.article IS NOT NULL, substr(a.published, 1, 7) FROM article a"
        " LEFT JOIN membership m ON m.article = a.key LEFT JOIN story s ON s.key = m.story"
        " LEFT JOIN reading r ON r.article = a.key ORDER BY a.moment IS NULL, a.moment, a.key"
    ):
        articles[id] = ArticleFacts(story, outlet or "unknown outlet", bool(read), month)
        if story is not None:
            stories[story].articles.append(id)
    return Overview(articles, stories)
