"""The part of the store that answers questions about many stories at once, by their keys."""

from __future__ import annotations

import json
from collections.abc import Sequence

from index.database import Database


class StoryKeys:
    """Methods of `Store`. They raise StoreError."""

    _database: Database
    _titled: tuple[tuple[int, int], list[tuple[int, str]]] | None = None

    def keys_of_stories(self, story_ids: Sequence[str]) -> dict[str, int]:
        """The keys of the stories with these ids, by id; unknown ids are left out."""
        query = "SELECT id, key FROM story WHERE id IN (SELECT value FROM json_each(?))"
        with self._database.reading() as connection:
            return dict(connection.execute(query, (json.dumps(list(story_ids)),)))

    def keys_where(self, condition: str, values: Sequence[object] = ()) -> list[int]:
        """The keys of the stories that a condition holds for, in SQL that is not made of outside text."""
        with self._database.reading() as connection:
            found = connection.execute(f"SELECT key FROM story WHERE {condition}", tuple(values))  # noqa: S608 (see above)
            return [row[0] for row in found]

    def keys_named(self, words: str) -> list[int]:
        """The keys of the stories that have all the (folded) words in their titles, or ids that begin so."""
        wanted = [f" {word} " for word in words.split()]
        titled = self._titles()
        ids = set(self.keys_where("substr(id, 1, length(?1)) = ?1", (words,)))
        return [key for key, title in titled if all(word in title for word in wanted) or key in ids]

    def _titles(self) -> list[tuple[int, str]]:
        """The key of each story and its title's folded words, a space around each.

        Kept until an article or a story changed (what is read or marked changes no title), as taking titles
        apart takes longest; as one text each, which takes least.
        """
        from index.search.schema import tag_key

        with self._database.snapshot() as connection:
            state = self._database.counter("change"), self._database.counter("grouped")
            if self._titled is not None and self._titled[0] == state:
                return self._titled[1]
            found = connection.execute("SELECT key, title FROM story").fetchall()
        titles = [(key, f" {tag_key(title)} ") for key, title in found]
        self._titled = state, titles
        return titles

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
