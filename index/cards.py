"""Story cards from the database, without unpacking any text."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

from index.copies import copies, shown_for
from index.listing import among
from index.model import ArticleCard, Copy, StoryCard
from index.outletnames import outlet_label
from index.rows import headline, published_from
from index.words import terms

_CARDS = """
SELECT s.key, s.id, s.title, s.marked, s.pinned, s.archived, s.clashes,
       a.id, a.revision, a.source_id, a.outlet, a.title, a.lede,
       a.published, a.precision, a.url, a.location, a.item, a.partial,
       EXISTS (SELECT 1 FROM reading r WHERE r.article = a.key AND r.revision >= a.revision)
FROM ({chosen}) s
JOIN membership m ON m.story = s.key
JOIN article a ON a.key = m.article
ORDER BY s.newest IS NULL, s.newest DESC, s.key DESC, a.moment IS NULL, a.moment, a.key
"""
_ALL = "SELECT * FROM story ORDER BY newest IS NULL, newest DESC, key DESC LIMIT :limit"
_SOME = _ALL.replace("ORDER", "WHERE id IN (SELECT value FROM json_each(:ids)) ORDER")
_FOUND = _ALL.replace("ORDER", "WHERE {among} ORDER")


def cards(
    connection: sqlite3.Connection,
    *,
    limit: int | None = None,
    ids: Sequence[str] | None = None,
    keys: frozenset[int] | None = None,
) -> list[StoryCard]:
    """The cards of all stories, of those named or of those with some keys: newest first, undated ones last.

    At most `limit`. The number of notes is left at 0, for the library to fill in.
    """
    chosen, values = _ALL, dict[str, Any](limit=-1 if limit is None else limit)
    if ids is not None:
        chosen, values["ids"] = _SOME, json.dumps(list(ids))
    elif keys is not None:
        condition, values["keys"] = among(keys, ":keys")
        chosen = _FOUND.format(among=condition)
    rows = connection.execute(_CARDS.format(chosen=chosen), values)
    tags = _tags(connection, ids)
    found: list[StoryCard] = []
    articles: list[ArticleCard] = []
    current: tuple[Any, ...] | None = None
    for row in rows:
        if current is None or row[0] != current[0]:
            if current is not None:
                found.append(_story_card(current, articles, tags))
            current, articles = row[:7], []
        articles.append(_article_card(row[7:]))
    if current is not None:
        found.append(_story_card(current, articles, tags))
    whole = limit is None and keys is None
    same = copies(connection, ids if whole else [card.id for card in found])
    return _folded(found, same) if same else found


def _folded(cards: list[StoryCard], same: Sequence[Copy]) -> list[StoryCard]:
    """The cards with the articles named that are shown in the place of their copies."""
    of: dict[str, list[Copy]] = {}
    for copy in same:
        of.setdefault(copy.article, []).append(copy)
    return [_fold(card, [copy for one in card.articles for copy in of.get(one.id, ())]) for card in cards]


def _fold(card: StoryCard, same: Sequence[Copy]) -> StoryCard:
    shown = shown_for(card.articles, same) if same else {}
    if not shown:
        return card
    articles = (replace(one, same_as=shown.get(one.id)) for one in card.articles)
    return replace(card, articles=tuple(articles))


def _article_card(row: tuple[Any, ...]) -> ArticleCard:
    id, revision, source_id, outlet, title, lede, published, precision, url, location, item, *rest = row
    partial, read = rest
    return ArticleCard(
        id,
        revision,
        source_id,
        outlet_label(outlet, url, location, item),
        headline(title, lede),
        published_from(published, precision),
        url,
        lede,
        bool(read),
        partial=partial,
    )


def _story_card(
    row: tuple[Any, ...], articles: list[ArticleCard], tags: dict[int, tuple[str, ...]]
) -> StoryCard:
    key, id, title, marked, pinned, archived, clashes = row
    # The articles are in order of publication, so the dated ones' ends are the story's.
    dated = [article.published for article in articles if article.published is not None]
    return StoryCard(
        id=id,
        title=title,
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        articles=tuple(articles),
        tags=tags.get(key, ()),
        marked=bool(marked),
        pinned=bool(pinned),
        archived=bool(archived),
        disagreements=clashes,
    )


def _tags(connection: sqlite3.Connection, ids: Sequence[str] | None) -> dict[int, tuple[str, ...]]:
    query, values = "SELECT story, name FROM tag ORDER BY story, name", tuple[str, ...]()
    found: dict[int, tuple[str, ...]] = {}
    if ids is not None and len(ids) == 1:
        query = "SELECT story, name FROM tag WHERE story = (SELECT key FROM story WHERE id = ?) ORDER BY name"
        values = (ids[0],)
    for story, name in connection.execute(query, values):
        found[story] = (*found.get(story, ()), name)
    return found


def central_title(articles: Sequence[tuple[str | None, str]]) -> str:
    """The headline nearest to the centre of a story, of the (title, lede) of its articles in order.

    It is the one whose words most other articles have in title or lede, evened out for length; titles
    are preferred to `untitled: …`, and of equals the first wins.
    """
    counts: Counter[str] = Counter()
    for title, lede in articles:
        counts.update(set(terms(f"{title or ''} {lede}")))
    best, best_score = "", -1.0
    for title, lede in articles:
        words = set(terms(title or lede))
        score = sum(counts[word] - 1 for word in words) / sqrt(len(words) or 1)
        score += len(counts) * len(articles) if title else 0
        if score > best_score:
            best, best_score = headline(title, lede), score
    return best
