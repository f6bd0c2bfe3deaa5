"""The copies within a story: which there are, and which article is shown in the place of which."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from index import rows
from index.model import ArticleCard, Copy

SAME, SHARED = "same", "shared"


def copies(connection: sqlite3.Connection, stories: Sequence[str] | None = None) -> list[Copy]:
    """The pairs of articles within one story that have the same text or share wording, each both ways.

    `stories` are ids; None means all.
    """
    query = (
        "SELECT a.id, b.id, c.kind, c.share FROM copy c JOIN membership m ON m.article = c.article"
        " JOIN membership n ON n.article = c.of AND n.story = m.story"
        " JOIN article a ON a.key = c.article JOIN article b ON b.key = c.of"
    )
    values: tuple[str, ...] = ()
    if stories is not None:
        query = (
            "SELECT a.id, b.id, c.kind, c.share FROM story s JOIN membership m ON m.story = s.key"
            " JOIN copy c ON c.article = m.article"
            " JOIN membership n ON n.article = c.of AND n.story = m.story"
            " JOIN article a ON a.key = c.article JOIN article b ON b.key = c.of"
            " WHERE s.id IN (SELECT value FROM json_each(?))"
        )
        values = (json.dumps([rows.plain(story) for story in stories]),)
    found = connection.execute(f"{query} ORDER BY c.article, c.of", values)
    return [Copy(article, of, kind, share) for article, of, kind, share in found]


def shown_for(articles: Sequence[ArticleCard], found: Iterable[Copy]) -> dict[str, str]:
    """For each article of a story that can be folded, the one shown in its place.

    The earliest of those with one text is shown (`articles` are in order of publication). A folded one
    is always the same as the one shown, or word for word one that is, never only like another folded one.
    """
    same = [copy for copy in found if copy.kind == SAME]
    group = _identical(same)
    near: dict[str, set[str]] = {}
    for copy in same:
        near.setdefault(group.get(copy.article, copy.article), set()).add(group.get(copy.of, copy.of))
    shown: dict[str, str] = {}
    folded: dict[str, str] = {}
    for article in articles:
        own = group.get(article.id, article.id)
        alike = {own, *near.get(own, ())}
        leader = next((name for kind, name in shown.items() if kind in alike), None)
        if leader is None:
            shown[own] = article.id
        else:
            folded[article.id] = leader
    return folded


def _identical(same: Iterable[Copy]) -> dict[str, str]:
    """Articles that are word for word one text, by the name of one of them.

    Of many copies not every pair is kept, so those that are have to be followed.
    """
    group: dict[str, str] = {}

    def head(name: str) -> str:
        while group.get(name, name) != name:
            name = group[name]
        return name

    whole = {(copy.article, copy.of) for copy in same if copy.share == 1.0}
    for article, of in sorted(whole):
        if (of, article) in whole:
            group[head(of)] = head(article)
    return {name: head(name) for pair in whole for name in pair}
