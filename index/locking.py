"""The facade's part for locks: pairs of passages that the aligner takes from the person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from index import rows
from index.errors import LibraryError, NotFoundError
from index.lockmodel import Lock, LockKind
from index.model import Article, Passage, Role
from index.store import Store

_QUERY = (
    "SELECT l.key, a.id, l.a_place, l.a_text, b.id, l.b_place, l.b_text, l.kind"
    " FROM locked_pair l JOIN article a ON a.key = l.a JOIN article b ON b.key = l.b"
    " WHERE a.id IN (SELECT value FROM json_each(?1)) AND b.id IN (SELECT value FROM json_each(?1))"
    " ORDER BY l.key"
)


class Kept(NamedTuple):
    """A lock as the store has it: by the texts of its passages, and where these stood when it was made."""

    key: int
    a: str
    a_place: int
    a_text: str
    b: str
    b_place: int
    b_text: str
    kind: str


class LockDoor:
    """Methods of `Library` that concern locked pairs. A lock goes by the texts of its passages.

    So it outlives a new comparison, and a new revision that still has both sentences. All raise
    NotFoundError for unknown ids and StoreError.
    """

    _store: Store

    def lock_pair(self, a: str, b: str, kind: LockKind | None) -> None:
        """Say that two passages are the same or never the same; None leaves it to the aligner again.

        Raises LibraryError for passages of one article, or that are not sentences of a body.
        """
        both = (self._locked_passage(a), self._locked_passage(b))
        first, second = sorted(both, key=lambda one: one.article)
        if first.article == second.article:
            raise LibraryError("both passages are of one article", do="choose one of another outlet")
        # Several, where a revision left one sentence of two that had been locked.
        held = self._held((first.article, second.article))
        gone = [(key,) for key, lock in held if {lock.a, lock.b} == {a, b}]
        with self._store.database.writing() as connection:
            connection.executemany("DELETE FROM locked_pair WHERE key = ?", gone)
            if kind is not None:
                connection.execute(
                    "INSERT INTO locked_pair (a, a_place, a_text, b, b_place, b_text, kind, made)"
                    " SELECT x.key, ?, ?, y.key, ?, ?, ?, ? FROM article x, article y"
                    " WHERE x.id = ? AND y.id = ?",
                    (
                        _place(first),
                        rows.plain(first.text),
                        _place(second),
                        rows.plain(second.text),
                        kind.value,
                        datetime.now(UTC).isoformat(timespec="seconds"),
                        first.article,
                        second.article,
                    ),
                )

    def locks(self, story_id: str) -> tuple[Lock, ...]:
        """The locks of a story that hold, in the order they were made."""
        return tuple(lock for _, lock in self._held(self._store.members(self._store.current_id(story_id))))

    def drop_lost_locks(self, story_id: str) -> tuple[tuple[str, str], ...]:
        """Forget the locks of a story of which a passage is gone; the texts of their passages."""
        articles = self._store.members(self._store.current_id(story_id))
        kept = self._kept(articles)
        if not kept:
            return ()
        there = self._those_of(kept)
        held = {key for key, _ in holding(kept, there)}
        # Of one whose text is damaged nobody knows what has gone.
        lost = [one for one in kept if one.key not in held and one.a in there and one.b in there]
        if lost:
            with self._store.database.writing() as connection:
                connection.executemany("DELETE FROM locked_pair WHERE key = ?", [(one.key,) for one in lost])
        return tuple((one.a_text, one.b_text) for one in lost)

    def _kept(self, articles: Sequence[str]) -> list[Kept]:
        with self._store.database.reading() as connection:
            found = connection.execute(_QUERY, (json.dumps(list(articles)),)).fetchall()
        return [Kept(*row) for row in found]

    def _held(self, articles: Sequence[str]) -> list[tuple[int, Lock]]:
        """The locks between these articles whose passages are there, with their keys."""
        kept = self._kept(articles)
        return holding(kept, self._those_of(kept))

    def _those_of(self, kept: Sequence[Kept]) -> dict[str, Article]:
        """The articles of locks, as far as they can be read."""
        wanted = list(dict.fromkeys(name for one in kept for name in (one.a, one.b)))
        return {one.id: one for one in self._store.readable(wanted)} if wanted else {}

    def _locked_passage(self, passage: str) -> Passage:
        article = self._store.article(passage.partition(".")[0])
        found = next((one for one in article.passages if one.id == passage), None)
        if found is None:
            raise NotFoundError(f"no passage {passage} in the newest version", do="open the story again")
        if found.role is not Role.BODY:
            raise LibraryError("only sentences of the text can be locked", do="choose one of the text")
        return found


def _place(passage: Passage) -> int:
    return int(passage.id.rpartition(".")[2])


def holding(kept: Sequence[Kept], articles: Mapping[str, Article]) -> list[tuple[int, Lock]]:
    """Of kept locks those whose passages stand in the articles, with their keys."""
    found = []
    for one in kept:
        a = _anchored(articles.get(one.a), one.a_text, one.a_place)
        b = _anchored(articles.get(one.b), one.b_text, one.b_place)
        if a is not None and b is not None:
            found.append((one.key, Lock(a, b, LockKind(one.kind))))
    return found


def _anchored(article: Article | None, text: str, place: int) -> str | None:
    """The passage of that text, of several the nearest to where it stood."""
    same = [one for one in article.passages if rows.plain(one.text) == text] if article is not None else []
    return min(same, key=lambda one: abs(_place(one) - place)).id if same else None
