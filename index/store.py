"""The truth: articles, their revisions, stories and reading state, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index import rows
from index.cards import cards
from index.damage import ASK_CHECK, is_damage
from index.database import Database
from index.errors import DamagedTextError, NotFoundError, StoreError
from index.indexed import Indexed, Unreadable, indexed_of, refuse
from index.model import Article, Copy, Draft, Membership, StoryCard
from index.profiles import Profiles
from index.reading import ReadingState
from index.searches import Searches
from index.storykeys import StoryKeys

if TYPE_CHECKING:
    from index.compared import Comparison
    from index.feeds.store import FeedStore
    from index.identity import Run

_ONE = rows.ARTICLES + " WHERE a.id = ? AND r.number = coalesce(?, a.revision)"
_NEWEST_OF = " WHERE a.id IN (SELECT value FROM json_each(?)) AND r.number = a.revision"
_SEVERAL = rows.ARTICLES + _NEWEST_OF


class Store(ReadingState, Profiles, StoryKeys):
    """The library's database. Every method may be called from any thread.

    `path` is the file; it and its folder are made when missing. Raises StoreError when the file cannot
    be used; a damaged one is set aside, which `notices` then tells.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.path = path
        self.notices = self._database.notices
        self.searches = Searches(self._database)
        self.read_only = self._database.read_only

    @cached_property
    def feeds(self) -> FeedStore:
        """The feeds that are followed."""
        from index.feeds.store import FeedStore

        return FeedStore(self._database)

    @property
    def database(self) -> Database:
        """The database itself, for the rooms beside this one: corrections and lists."""
        return self._database

    def close(self) -> None:
        """Close all connections; later calls raise StoreError."""
        self._database.close()

    def version(self) -> int:
        """A number that grows with every change, made by any process."""
        return self._database.counter("version")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all writes inside one transaction, which is undone by an exception."""
        with self._database.writing():
            yield

    # Articles

    def add(self, drafts: Sequence[Draft], run: Run) -> list[tuple[str, str]]:
        """Store a batch in one transaction: for each draft the article's id and added/updated/unchanged.

        `run` is one `add`'s memory, shared by its batches. New articles are in no story yet.
        """
        # What only changes need is no part of the reader's start.
        from index import placing
        from index.identity import decide
        from index.shelving import UPDATED, shelve

        now = _now()
        with self._database.writing() as connection:
            done = [shelve(connection, draft, decide(connection, draft, run), now) for draft in drafts]
            revised = {article_id for article_id, what in done if what == UPDATED}
            for key in _stories_of(connection, revised):
                placing.refresh(connection, key)
        return done

    def keep_wordings(self, limit: int) -> int:
        """Make up for the wording of at most `limit` articles that an older bylines stored; how many."""
        from index import sametext

        with self._database.reading() as connection:
            if not sametext.missing(connection, 1):
                return 0
        with self._database.writing() as connection:
            keys = sametext.missing(connection, limit)
            sametext.catch_up(connection, keys)
        return len(keys)

    def copies(self, story_id: str) -> list[Copy]:
        """The pairs of a story's articles that have the same text or share wording, each both ways."""
        from index.copies import copies

        with self._database.reading() as connection:
            return copies(connection, [story_id])

    def article(self, article_id: str, revision: int | None = None) -> Article:
        """An article at its newest or the given revision; NotFoundError when there is none."""
        for article in self._articles(_ONE, (rows.plain(article_id), revision)):
            return article
        if revision is not None and self._exists(article_id):
            raise NotFoundError(f"article {article_id} has no revision {revision}", do="the first is 1")
        raise NotFoundError(f"no article {article_id}", do="see `bylines stories --json` for the ids")

    def articles(self, article_ids: Sequence[str]) -> list[Article]:
        """The newest revisions of several articles, in the order asked; unknown ids are left out."""
        found = {
            article.id: article for article in self._articles(_SEVERAL, (json.dumps(list(article_ids)),))
        }
        return [found[article_id] for article_id in article_ids if article_id in found]

    def readable(self, article_ids: Sequence[str]) -> list[Article]:
        """As `articles`, and damaged ones are left out, too, also where a page of the file cannot be read."""
        try:
            return self.articles(article_ids)
        except StoreError as error:
            if not (isinstance(error, DamagedTextError) or is_damage(error.__cause__)):
                raise
        # One hides all that are asked for with it.
        if len(article_ids) < 2:
            return []
        middle = len(article_ids) // 2
        return self.readable(article_ids[:middle]) + self.readable(article_ids[middle:])

    def why_lost(self, article_id: str) -> str:
        """Why an article cannot be read, and what to do, in words that follow “as”."""
        try:
            self.article(article_id)
        except StoreError as error:
            if not isinstance(error, DamagedTextError):
                return f"the library's file cannot be read where it is; {ASK_CHECK}"
        return "what is stored of it is damaged; add its source again"

    def indexed(
        self, article_ids: Sequence[str], unreadable: Callable[[Unreadable], None] = refuse
    ) -> list[Indexed]:
        """What the search index wants of several articles; see `indexed.indexed_of`."""
        with self._database.reading() as connection:
            return list(indexed_of(connection, article_ids, unreadable))

    def _articles(self, query: str, values: tuple[object, ...]) -> Iterator[Article]:
        with self._database.reading() as connection:
            found = connection.execute(query, values).fetchall()
        yield from map(rows.article, found)

    def _exists(self, article_id: str) -> bool:
        with self._database.reading() as connection:
            query = "SELECT 1 FROM article WHERE id = ?"
            return connection.execute(query, (rows.plain(article_id),)).fetchone() is not None

    def article_ids(self) -> list[str]:
        """The ids of all articles, oldest addition first."""
        return self._strings("SELECT id FROM article ORDER BY key")

    def revisions(self) -> dict[str, int]:
        """The newest revision's number of every article, by id."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT id, revision FROM article"))

    def article_at(self, url: str) -> str | None:
        """The id of the article first added with this address."""
        found = self._strings("SELECT id FROM article WHERE url = ? ORDER BY key", (url,))
        return found[0] if found else None

    def untitled(self) -> frozenset[str]:
        """The ids of the articles that have no title of their own."""
        return frozenset(self._strings("SELECT id FROM article WHERE title IS NULL"))

    def counts(self) -> tuple[int, int]:
        """How many articles and stories there are."""
        with self._database.reading() as connection:
            query = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM story)"
            articles, stories = connection.execute(query).fetchone()
        return articles, stories

    # What the search index needs

    def last_change(self) -> int:
        """The highest change number; 0 in an empty library."""
        return self._database.counter("change")

    def changed_since(self, change: int, limit: int = 1000) -> list[tuple[int, str]]:
        """(change number, article id) of articles whose text, outlet or story changed after `change`.

        In growing order, at most `limit`; ask again with the last number for more. An article that
        changed twice is named once, with its newest number.
        """
        query = "SELECT change, id FROM article WHERE change > ? ORDER BY change LIMIT ?"
        with self._database.reading() as connection:
            return [(int(number), str(id)) for number, id in connection.execute(query, (change, limit))]

    def identity(self) -> str:
        """What tells this library from any other, and from itself after it was begun anew."""
        return f"{self._database.counter('identity'):016x}"

    def indexed_notes(self) -> dict[str, str]:
        """The stamp of every note as the search index was last given it, by id."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT id, stamp FROM indexed_note"))

    def keep_indexed_notes(self, stamps: Mapping[str, str]) -> None:
        """Replace what `indexed_notes` gives."""
        with self._database.writing(quiet=True) as connection:
            connection.execute("DELETE FROM indexed_note")
            connection.executemany("INSERT INTO indexed_note VALUES (?, ?)", list(stamps.items()))

    def count_changed_since(self, change: int) -> int:
        """How many articles `changed_since` would name in all."""
        with self._database.reading() as connection:
            query = "SELECT count(*) FROM article WHERE change > ?"
            return int(connection.execute(query, (change,)).fetchone()[0])

    # Stories

    def place(self, memberships: Iterable[Membership], *, by_person: bool = False) -> None:
        """Put articles into stories, in one transaction; stories are made, titled and emptied as needed.

        What a person decided is changed by a person only.
        """
        from index.placing import place

        with self._database.writing() as connection:
            place(connection, memberships, by_person=by_person, now=_now())

    def grouped(self) -> int:
        """A number that grows whenever articles are put into stories, by any process."""
        return self._database.counter("grouped")

    def decided_by_person(self, article_ids: Sequence[str]) -> frozenset[str]:
        """Those of the articles whose story the person has decided."""
        return frozenset(
            self._strings(
                "SELECT a.id FROM membership m JOIN article a ON a.key = m.article"
                " WHERE m.decided_by = 'person' AND a.id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(article_ids)),),
            )
        )

    def story_of(self, article_id: str) -> str | None:
        """The id of the story an article is in, or None."""
        found = self.membership(article_id)
        return None if found is None else found.story

    def membership(self, article_id: str) -> Membership | None:
        """An article's place in its story, or None when it has none yet."""
        query = (
            "SELECT s.id, m.confidence FROM membership m JOIN story s ON s.key = m.story"
            " JOIN article a ON a.key = m.article WHERE a.id = ?"
        )
        with self._database.reading() as connection:
            row = connection.execute(query, (rows.plain(article_id),)).fetchone()
        return None if row is None else Membership(article_id, row[0], row[1])

    def members(self, story_id: str) -> list[str]:
        """The ids of a story's articles, in order of publication, undated ones last."""
        return self._strings(
            "SELECT a.id FROM article a JOIN membership m ON m.article = a.key"
            " JOIN story s ON s.key = m.story WHERE s.id = ? ORDER BY a.moment IS NULL, a.moment, a.key",
            (rows.plain(story_id),),
        )

    def cards(
        self,
        *,
        limit: int | None = None,
        ids: Sequence[str] | None = None,
        keys: frozenset[int] | None = None,
    ) -> list[StoryCard]:
        """The cards of all stories, of those named or with some keys, newest first; see `index.cards`."""
        with self._database.snapshot() as connection:
            return cards(connection, limit=limit, ids=ids, keys=keys)

    def story_ids(self, prefix: str) -> list[str]:
        """The ids that start with `prefix`, in order, at most 20."""
        return self._strings(
            "SELECT id FROM story WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 20",
            (rows.plain(prefix),),
        )

    def titles(self) -> list[tuple[str, str]]:
        """(story id, title) of all stories, newest first."""
        query = "SELECT id, title FROM story ORDER BY newest IS NULL, newest DESC, key DESC"
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def home(self, story_id: str) -> str | None:
        """A story's id as it is now: another one when it was merged; None when there is none."""
        from index.placing import heir

        with self._database.reading() as connection:
            if connection.execute("SELECT 1 FROM story WHERE id = ?", (rows.plain(story_id),)).fetchone():
                return story_id
            key = heir(connection, story_id)
            if key is None:
                return None
            return str(connection.execute("SELECT id FROM story WHERE key = ?", (key,)).fetchone()[0])

    def current_id(self, story_id: str) -> str:
        """The id a story has now; an unknown one comes back as it is, for its own message."""
        return self.home(story_id) or story_id

    def homes(self, story_ids: Iterable[str]) -> dict[str, str]:
        """For each of these ids the one that its story has now; those of no story are left out."""
        wanted = list(dict.fromkeys(story_ids))
        there = self.keys_of_stories(wanted)
        # Few stories were merged, so that few are looked up one by one.
        found = {story_id: story_id if story_id in there else self.home(story_id) for story_id in wanted}
        return {story_id: home for story_id, home in found.items() if home is not None}

    # Comparisons

    def comparison(self, story_id: str, fingerprint: str) -> Comparison | None:
        """The cached comparison of a story, if it was made for the same `fingerprint`."""
        from index import comparison_rows

        query = (
            "SELECT c.body FROM comparison c JOIN story s ON s.key = c.story"
            " WHERE s.id = ? AND c.fingerprint = ?"
        )
        with self._database.reading() as connection:
            row = connection.execute(query, (rows.plain(story_id), fingerprint)).fetchone()
        return None if row is None else comparison_rows.unpack(row[0])

    def keep_comparison(self, comparison: Comparison, fingerprint: str) -> None:
        """Cache a comparison; an unknown story is let go."""
        from index import comparison_rows

        with self._database.writing(quiet=True) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO comparison SELECT key, ?, ? FROM story WHERE id = ?",
                (fingerprint, comparison_rows.pack(comparison), comparison.story),
            )
            self.count_disagreements(comparison)

    def count_disagreements(self, comparison: Comparison) -> None:
        """Keep how many figures of a story clash beside its title, for lists to sort by."""
        clashes = sum(figure.verdict == "clash" for figure in comparison.figures)
        with self._database.writing(quiet=True) as connection:
            connection.execute("UPDATE story SET clashes = ? WHERE id = ?", (clashes, comparison.story))

    # Health

    def integrity(self) -> list[str]:
        """What SQLite and our own rules find wrong with the file; may take seconds on a large one."""
        from index import soundness

        with self._database.snapshot() as connection:
            return soundness.integrity(connection)

    def damaged_bodies(self) -> list[tuple[Unreadable, bool]]:
        """The articles with a revision whose stored text cannot be read, and whether it is the newest."""
        from index import soundness

        with self._database.reading() as connection:
            return soundness.damaged_bodies(connection)

    def _strings(self, query: str, values: tuple[object, ...] = ()) -> list[str]:
        with self._database.reading() as connection:
            return [row[0] for row in connection.execute(query, values)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _stories_of(connection: sqlite3.Connection, article_ids: Iterable[str]) -> list[int]:
    query = (
        "SELECT DISTINCT m.story FROM membership m JOIN article a ON a.key = m.article"
        " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY m.story"
    )
    return [row[0] for row in connection.execute(query, (json.dumps(list(article_ids)),))]
