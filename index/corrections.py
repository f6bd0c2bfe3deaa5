"""The person's word on stories: merge, split, move, rename, pin, archive. Each is logged and can be undone.

Whatever story the person has spoken about is tied: its articles are marked as theirs, so that no
regrouping takes one out, puts the story into another, or joins two such stories. New articles may
still come in.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from index import changes, rows
from index.errors import LibraryError, NotFoundError
from index.placing import refresh
from index.placing import story_key as made_key
from index.reading import story_key
from index.shelving import next_change
from index.store import Store
from index.storymodel import Change

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TITLE_LENGTH = 500
_Before = dict[str, Any]


class Corrections:
    """What a person may do to the stories of a store. Raises NotFoundError for unknown ids, StoreError.

    Callers hold the grouping's turn, so that nothing is grouped meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self._database = store.database

    def merge(self, into: str, others: Sequence[str]) -> Change:
        """Put all articles of other stories into one; their ids lead there from now on."""
        others = [other for other in dict.fromkeys(others) if other != into]
        if not others:
            raise LibraryError("there is nothing to merge", do="name at least two stories")

        def act(connection: sqlite3.Connection) -> str:
            target = story_key(connection, into)
            for other in others:
                key = story_key(connection, other)
                _move_all(connection, key, target)
                connection.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (rows.plain(other), into))
                refresh(connection, key)
            return into

        return self._do("merge", [into, *others], act)

    def split(self, story_id: str, article_ids: Sequence[str]) -> Change:
        """Make a story of some of a story's articles; the change names the new one."""

        def act(connection: sqlite3.Connection) -> str:
            members = _members(connection, story_key(connection, story_id))
            wanted = dict.fromkeys(article_ids)
            for article_id in wanted:
                if article_id not in members:
                    raise NotFoundError(f"article {article_id} is not in story {story_id}")
            if not wanted or len(wanted) == len(members):
                raise LibraryError(
                    "a split leaves at least one article on each side", where=f"story {story_id}"
                )
            fresh = _free_id(connection, list(wanted))
            for article_id in wanted:
                _put(connection, members[article_id], made_key(connection, fresh))
            return fresh

        return self._do("split", [story_id], act)

    def move(self, article_id: str, story_id: str) -> Change:
        """Put one article into another story."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT a.key, s.id FROM article a JOIN membership m ON m.article = a.key"
                " JOIN story s ON s.key = m.story WHERE a.id = ?",
                (rows.plain(article_id),),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"no article {article_id}", do="see `bylines stories --json` for the ids")
        article, before = row
        if before == story_id:
            raise LibraryError(f"article {article_id} is in story {story_id} already")

        def act(connection: sqlite3.Connection) -> str:
            _put(connection, article, story_key(connection, story_id))
            if not _members(connection, story_key(connection, before)):
                connection.execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", (before, story_id))
            return story_id

        return self._do("move", [before, story_id], act)

    def rename(self, story_id: str, title: str) -> Change:
        """Give a story a title of the person's own; an empty one gives back the automatic title."""
        name = rows.plain(" ".join(title.split()))[:_TITLE_LENGTH] or None
        return self._set("rename", story_id, "name", name)

    def pin(self, story_id: str, pinned: bool) -> Change:
        """Keep a story at the top of lists, or no longer."""
        return self._set("pin" if pinned else "unpin", story_id, "pinned", int(pinned))

    def archive(self, story_id: str, archived: bool) -> Change:
        """Leave a story out of lists, or no longer; search still finds it."""
        return self._set("archive" if archived else "unarchive", story_id, "archived", int(archived))

    def undo(self) -> tuple[Change, list[str]]:
        """Take back the newest correction that is not undone; also the articles of its stories.

        The caller groups these again, as others may have come in since. Raises NotFoundError when
        there is nothing to undo.
        """
        with self._database.writing() as connection:
            change, before = changes.last(connection, changes.STORY)
            articles = _restore(connection, before, change.story)
            changes.done_with(connection, change)
        return change, articles

    def history(self, limit: int) -> list[Change]:
        """The newest corrections, also those undone."""
        with self._database.reading() as connection:
            return changes.history(connection, changes.STORY, limit)

    def _set(self, what: str, story_id: str, column: str, value: object) -> Change:
        with self._database.reading() as connection:
            (before,) = connection.execute(
                f"SELECT {column} FROM story WHERE key = ?",  # noqa: S608 (the column is ours)
                (story_key(connection, story_id),),
            ).fetchone()
        if before == value:
            # Not logged: to take it back would change nothing either.
            return changes.nothing(changes.STORY, what, story_id)

        def act(connection: sqlite3.Connection) -> str:
            connection.execute(
                f"UPDATE story SET {column} = ? WHERE id = ?",  # noqa: S608 (the column is ours)
                (value, rows.plain(story_id)),
            )
            return story_id

        return self._do(what, [story_id], act)

    def _do(self, what: str, stories: list[str], act: Callable[[sqlite3.Connection], str]) -> Change:
        """Carry out a correction of some stories, tie what they hold then, and log what was before."""
        with self._database.writing() as connection:
            before = _snapshot(connection, stories)
            had = defaultdict[str, set[str]](set)
            for story_id, article_id, *_ in before["members"]:
                had[story_id].add(article_id)
            result = act(connection)
            for story_id in dict.fromkeys([*stories, result]):
                row = connection.execute(
                    "SELECT key FROM story WHERE id = ?", (rows.plain(story_id),)
                ).fetchone()
                if row is not None:
                    _tie(connection, row[0])
                    changed = had[story_id] != _members(connection, row[0]).keys()
                    refresh(connection, row[0], articles_changed=changed)
            _changed(connection)
            return changes.record(connection, changes.STORY, what, result, before)


def _snapshot(connection: sqlite3.Connection, stories: Sequence[str]) -> _Before:
    """All that a correction of these stories may change."""
    found: _Before = {"stories": [], "members": []}
    for story_id in stories:
        key = story_key(connection, story_id)
        row = connection.execute(
            "SELECT id, name, pinned, archived, marked, position FROM story WHERE key = ?", (key,)
        ).fetchone()
        tags = [tag for (tag,) in connection.execute("SELECT name FROM tag WHERE story = ?", (key,))]
        found["stories"].append([*row, tags])
        found["members"] += [
            [story_id, *member]
            for member in connection.execute(
                "SELECT a.id, m.confidence, m.shared, m.decided_by, m.decided FROM membership m"
                " JOIN article a ON a.key = m.article WHERE m.story = ? ORDER BY a.key",
                (key,),
            )
        ]
    return found


def _restore(connection: sqlite3.Connection, before: _Before, result: str) -> list[str]:
    """Bring back what `_snapshot` saw; the ids of all articles in these stories now."""
    keys = {}
    for story_id, *_ in before["stories"]:
        connection.execute("DELETE FROM alias WHERE id = ?", (story_id,))
        keys[story_id] = made_key(connection, story_id)
    concerned = set(keys.values())
    row = connection.execute("SELECT key FROM story WHERE id = ?", (result,)).fetchone()
    concerned |= {row[0]} if row is not None else set()
    had = {key: _members(connection, key).keys() for key in concerned}
    for story_id, article_id, confidence, shared, decided_by, decided in before["members"]:
        article = connection.execute("SELECT key FROM article WHERE id = ?", (article_id,)).fetchone()[0]
        _touch(connection, article)
        connection.execute(
            "INSERT OR REPLACE INTO membership VALUES (?, ?, ?, ?, ?, ?)",
            (article, keys[story_id], confidence, shared, decided_by, decided),
        )
    for story_id, name, pinned, archived, marked, position, tags in before["stories"]:
        connection.execute(
            "UPDATE story SET name = ?, pinned = ?, archived = ?, marked = ?, position = ? WHERE key = ?",
            (name, pinned, archived, marked, position, keys[story_id]),
        )
        connection.execute("DELETE FROM tag WHERE story = ?", (keys[story_id],))
        connection.executemany("INSERT INTO tag VALUES (?, ?)", [(keys[story_id], tag) for tag in tags])
    articles = [article_id for key in sorted(concerned) for article_id in _members(connection, key)]
    for key in sorted(concerned):
        refresh(connection, key, articles_changed=had[key] != _members(connection, key).keys())
    _changed(connection)
    return articles


def _members(connection: sqlite3.Connection, key: int) -> dict[str, int]:
    """Article ids and keys of a story."""
    query = "SELECT a.id, a.key FROM article a JOIN membership m ON m.article = a.key WHERE m.story = ?"
    return dict(connection.execute(query, (key,)))


def _move_all(connection: sqlite3.Connection, source: int, target: int) -> None:
    for article in _members(connection, source).values():
        _touch(connection, article)
    connection.execute("UPDATE membership SET story = ? WHERE story = ?", (target, source))


def _put(connection: sqlite3.Connection, article: int, story: int) -> None:
    """Move one article; nothing but the person's word speaks for it there."""
    connection.execute(
        "UPDATE membership SET story = ?, confidence = 1, shared = '[]' WHERE article = ?", (story, article)
    )
    _touch(connection, article)


def _touch(connection: sqlite3.Connection, article: int) -> None:
    """Let the search index know that the article's story changed."""
    connection.execute("UPDATE article SET change = ? WHERE key = ?", (next_change(connection), article))


def _tie(connection: sqlite3.Connection, key: int) -> None:
    connection.execute(
        "UPDATE membership SET decided_by = 'person', decided = ? WHERE story = ? AND decided_by != 'person'",
        (changes.now(), key),
    )


def _changed(connection: sqlite3.Connection) -> None:
    """Let every process that groups load the stories anew."""
    connection.execute("UPDATE counter SET value = value + 1 WHERE name = 'grouped'")


def _free_id(connection: sqlite3.Connection, article_ids: Sequence[str]) -> str:
    """An id for a new story, after one of its articles; never one that leads elsewhere already."""
    names = json.dumps(sorted(article_ids))
    digests = (hashlib.sha256(f"{names}+{n}".encode()).digest() for n in range(1000))
    made = ("s" + "".join(_ALPHABET[byte % 32] for byte in digest[:8]) for digest in digests)
    for candidate in (*("s" + article_id[1:] for article_id in article_ids), *made):
        taken = connection.execute(
            "SELECT 1 FROM story WHERE id = ?1 UNION SELECT 1 FROM alias WHERE id = ?1", (candidate,)
        ).fetchone()
        if taken is None:
            return candidate
    raise LibraryError("no free story id was found")  # a thousand hashes cannot all be taken
