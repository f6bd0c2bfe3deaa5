"""The part of the store that answers questions about many stories at once, by their keys."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.database import Database


class StoryKeys:
    """Methods of `Store`. They raise StoreError."""

    _database: Database
    _titled: tuple[int, dict[int, frozenset[str]]] | None = None

    def story_keys(self, story_ids: Sequence[str]) -> frozenset[int]:
        """The keys of the stories with these ids."""
        return frozenset(self.keys_of_stories(story_ids).values())

    def keys_of_stories(self, story_ids: Sequence[str]) -> dict[str, int]:
        """The keys of the stories with these ids, by id; unknown ids are left out."""
        query = "SELECT id, key FROM story WHERE id IN (SELECT value FROM json_each(?))"
        with self._database.reading() as connection:
            return dict(connection.execute(query, (json.dumps(list(story_ids)),)))

    def keys_where(self, condition: str, values: Sequence[object] = ()) -> list[int]:
        """The keys of the stories that a condition holds for, in SQL that is not made of outside text."""
        with self._database.reading() as connection:
            found = connection.execute(f"SELECT key FROM story WHERE {condition}", tuple(values))  # noqa: S608
            return [row[0] for row in found]

    def keys_named(self, words: str) -> list[int]:
        """The keys of the stories that have all the (folded) words in their titles, or ids that begin so."""
        wanted = frozenset(words.split())
        titled = self._titles().items()
        with self._database.reading() as connection:
            query = "SELECT key FROM story WHERE substr(id, 1, length(?1)) = ?1"
            ids = {row[0] for row in connection.execute(query, (words,))}
        return [key for key, own in titled if wanted <= own or key in ids]

    def _titles(self) -> dict[int, frozenset[str]]:
        """The folded words of each story's title; kept, as taking titles apart takes longest."""
        from index.search.schema import tag_key

        with self._database.snapshot() as connection:
            version = connection.execute("SELECT value FROM counter WHERE name = 'version'").fetchone()[0]
            if self._titled is not None and self._titled[0] == version:
                return self._titled[1]
            rows = connection.execute("SELECT key, title FROM story").fetchall()
        found = {key: frozenset(tag_key(title).split()) for key, title in rows}
        self._titled = version, found
        return found

    def tags(self) -> list[tuple[int, str]]:
        """The tags with the keys of their stories, by name."""
        with self._database.reading() as connection:
            return list(connection.execute("SELECT story, name FROM tag ORDER BY name, story"))

    def stories_of(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The ids of the stories that articles are in, by the articles' ids."""
        query = (
            "SELECT a.id, s.id FROM article a JOIN membership m ON m.article = a.key"
            " JOIN story s ON s.key = m.story WHERE a.id IN (SELECT value FROM json_each(?))"
        )
        with self._database.reading() as connection:
            return dict(connection.execute(query, (json.dumps(list(article_ids)),)))

    def told(self, story_ids: Sequence[str]) -> dict[str, list[tuple[str, str | None]]]:
        """The articles of stories with their outlets, in order of publication; stories in the order asked."""
        query = (
            "SELECT s.id, a.id, a.outlet FROM story s JOIN membership m ON m.story = s.key"
            " JOIN article a ON a.key = m.article WHERE s.id IN (SELECT value FROM json_each(?))"
            " ORDER BY a.moment IS NULL, a.moment, a.key"
        )
        found: dict[str, list[tuple[str, str | None]]] = {story: [] for story in story_ids}
        with self._database.reading() as connection:
            for story, article, outlet in connection.execute(query, (json.dumps(list(found)),)):
                found[story].append((article, outlet))
        return {story: articles for story, articles in found.items() if articles}
