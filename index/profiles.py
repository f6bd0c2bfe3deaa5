"""What the grouper reads and keeps of articles: one part of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import rows
from index.database import Database


class KeptProfile(NamedTuple):
    """What the grouper remembers of an article, in its own words; `day` is what it is found by."""

    article: str
    text: str
    day: int | None
    vector: bytes
    heaviest: Sequence[int]
    """The numbers of the terms that weigh most."""


class PlacedArticle(NamedTuple):
    """An article in a story; `day` is that of its kept profile, and so is `vector`."""

    article: str
    story: str
    vector: bytes | None
    day: int | None
    by_person: bool


_PLACED = (
    "SELECT a.id, s.id, p.vector, p.day, m.decided_by = 'person' FROM profile p"
    " JOIN membership m ON m.article = p.article JOIN article a ON a.key = p.article"
    " JOIN story s ON s.key = m.story WHERE "
)


class Profiles:
    """The store's methods for grouping. A profile not kept yet is in no answer but `to_profile`."""

    _database: Database

    def ungrouped(self) -> list[str]:
        """The ids of articles that are in no story yet, by date and in the order they were added; those
        without a day last."""
        query = (
            "SELECT a.id FROM ungrouped u JOIN article a ON a.key = u.article"
            " ORDER BY published IS NULL OR precision = 'month', substr(published, 1, 10), key"
        )
        with self._database.reading() as connection:
            return [str(row[0]) for row in connection.execute(query)]

    def count_ungrouped(self) -> int:
        """How many articles are in no story yet; fast."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM ungrouped").fetchone()[0])

    def to_profile(self) -> list[str]:
        """The ids of grouped articles whose profile or vector has to be made (again)."""
        counts = (
            "SELECT (SELECT count(*) FROM membership) - (SELECT count(*) FROM profile)"
            " + (SELECT count(*) FROM profile WHERE vector IS NULL)"
        )
        query = (
            "SELECT a.id FROM membership m JOIN article a ON a.key = m.article LEFT JOIN profile p"
            " ON p.article = m.article WHERE p.vector IS NULL ORDER BY a.key"
        )
        with self._database.reading() as connection:
            # Looking at every article is worth it only when the counts say that some are missing.
            if not connection.execute(counts).fetchone()[0]:
                return []
            return [str(row[0]) for row in connection.execute(query)]

    def placed_between(self, first: int, last: int) -> list[PlacedArticle]:
        """The grouped articles of these days (proleptic ordinals, both included)."""
        return self._placed("p.day BETWEEN ? AND ?", (first, last))

    def placed_undated(self, most: int) -> list[PlacedArticle] | None:
        """The grouped articles without a date; None when there are more than `most`."""
        query = "SELECT count(*) FROM (SELECT 1 FROM profile WHERE day IS NULL LIMIT ?)"
        with self._database.reading() as connection:
            if connection.execute(query, (most + 1,)).fetchone()[0] > most:
                return None
        return self._placed("p.day IS NULL", ())

    def sharing(self, terms: Sequence[int], least: int, *, undated: bool) -> list[str]:
        """The ids of articles that have `least` of these terms among their heaviest; of all articles, or
        of those without a date.

        May name an article whose earlier text had them.
        """
        query = (
            "SELECT a.id FROM (SELECT article FROM heavy_term WHERE term IN (SELECT value FROM json_each(?))"
            " GROUP BY article HAVING count(*) >= ?) h JOIN article a ON a.key = h.article"
        )
        if undated:
            query += " JOIN profile p ON p.article = h.article WHERE p.day IS NULL"
        with self._database.reading() as connection:
            return [str(row[0]) for row in connection.execute(query, (json.dumps(list(terms)), least))]

    def placed_in(self, story_ids: Sequence[str]) -> list[PlacedArticle]:
        """The articles of these stories."""
        chosen = "m.story IN (SELECT key FROM story WHERE id IN (SELECT value FROM json_each(?)))"
        return self._placed(chosen, (json.dumps(list(story_ids)),))

    def placed_of(self, article_ids: Sequence[str]) -> list[PlacedArticle]:
        """Those of these articles that are grouped."""
        chosen = "p.article IN (SELECT key FROM article WHERE id IN (SELECT value FROM json_each(?)))"
        return self._placed(chosen, (json.dumps(list(article_ids)),))

    def _placed(self, chosen: str, values: tuple[object, ...]) -> list[PlacedArticle]:
        with self._database.reading() as connection:
            found = connection.execute(_PLACED + chosen, values)
            return [
                PlacedArticle(article, story, vector, day, bool(by_person))
                for article, story, vector, day, by_person in found
            ]

    def profiles(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The texts that were kept by `keep_profiles`, of these articles."""
        query = (
            "SELECT a.id, p.text FROM profile p JOIN article a ON a.key = p.article"
            " WHERE a.id IN (SELECT value FROM json_each(?))"
        )
        with self._database.reading() as connection:
            return dict(connection.execute(query, (json.dumps(list(article_ids)),)))

    def keep_profiles(self, profiles: Iterable[KeptProfile]) -> None:
        """Keep what the grouper remembers of articles, in place of what was kept before."""
        found = list(profiles)
        if found:
            with self._database.writing(quiet=True) as connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO profile (article, text, day, vector)"
                    " SELECT key, ?, ?, ? FROM article WHERE id = ?",
                    [(rows.plain(kept.text), kept.day, kept.vector, kept.article) for kept in found],
                )
                connection.executemany(
                    "INSERT OR IGNORE INTO heavy_term"
                    " SELECT t.value, a.key FROM article a, json_each(?) t WHERE a.id = ?",
                    [(json.dumps(list(kept.heaviest)), kept.article) for kept in found],
                )
