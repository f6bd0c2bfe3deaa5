"""A note's passages in the articles as they are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.model import Article
from index.notemodel import Note
from index.notes import anchors


def resolve(
    note: Note,
    fetch_article: Callable[[str], Article | None],
    fetch_revision: Callable[[str, int], Article | None] | None = None,
) -> Note:
    """The note with `passages` of the articles' current revisions and its status.

    `fetch_article` gives an article by id or address, None when the library does not hold it;
    `fetch_revision` gives it at the revision an anchor was made on. A note none of whose anchors can
    be placed is an `orphan`; a broken note keeps its status.
    """
    if not note.anchors:
        return note
    found: list[str] = []
    for mark in note.anchors:
        article = fetch_article(mark.article)
        if article is None:
            continue
        newer = article.id == mark.article and article.revision != mark.revision
        old = fetch_revision(mark.article, mark.revision) if fetch_revision and newer else None
        place = anchors.locate(mark, article, old)
        if place:
            found.extend(anchors.passages_in(article, *place))
    passages = tuple(dict.fromkeys(found))
    status = note.status if note.status == "broken" else "anchored" if passages else "orphan"
    return replace(note, passages=passages, status=status)
