"""The search index kept in step with store and notes, and asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from config.paths import Paths
from index.conditions import Conditions
from index.errors import CancelledError
from index.facets import facets as count_facets
from index.facets import reach
from index.found import Facet, KwicLine, SearchResults, StoryReach, TermTable
from index.indexing import Indexing, Notes
from index.model import Article, Cancelled, OnProgress, Problem, Progress
from index.notemodel import Note
from index.numbering import Numbering
from index.search import context, spelling
from index.search.codec.reader import SegmentMatches
from index.search.highlights import Finder
from index.search.passages import Fetch, Sources
from index.search.query import Parsed, as_typed, parse, terms
from index.search.quiet import query as queries
from index.search.retarget import only_words, with_beside
from index.search.schema import NOTE
from index.spellings import Spellings
from index.store import Store
from index.variants import Group, Variants

_SHOWN = 100  # articles kept, of some 50 kB each


class Searching:
    """One library's search. Every method may be called from any thread."""

    def __init__(self, paths: Paths, store: Store, notes: Notes, spellings: Spellings) -> None:
        self._store = store
        self._notes = notes
        self._indexing = Indexing(paths, store, notes)
        self._engine = self._indexing.engine
        self._lock = threading.Lock()
        self._numbering = Numbering(store)
        self._shown: dict[str, Article] = {}
        self._shown_at: object = None
        self._spellings = spellings

    def close(self) -> None:
        """Stop what is going on in the background, and let go of the files."""
        self._indexing.close()

    def notices(self) -> list[str]:
        """See `Indexing.notices`."""
        return self._indexing.notices()

    def update(self, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> None:
        """See `Indexing.update`."""
        self._indexing.update(on_progress, cancelled)

    def rebuild(self, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> int:
        """Empty the index and fill it again; how many articles it holds then."""
        return self._indexing.rebuild(on_progress, cancelled)

    def progress(self) -> Progress | None:
        """See `Indexing.progress`."""
        return self._indexing.progress()

    def check(self, *, quick: bool = False) -> list[Problem]:
        """See `Indexing.check`."""
        return self._indexing.check(quick=quick)

    def search(
        self,
        query: str,
        *,
        limit: int,
        story: str | None,
        newest: bool,
        facets: bool,
        typing: bool,
        cancelled: Cancelled | None,
    ) -> SearchResults:
        """See `Library.search`."""
        began = time.perf_counter()
        parsed = self._parsed(as_typed(query) if typing else query, cancelled)
        homes = _Homes(self._store, self._fetch)
        among = None if story is None else self._in_story(story)
        found = self._engine.answer(
            parsed,
            Sources(homes.fetch, self._fetch_notes, homes.of),
            limit,
            article_ids=among,
            newest_first=newest,
            cancelled=cancelled,
        )
        words = only_words(parsed.query)
        stories = list(dict.fromkeys(hit.story for hit in found.hits if hit.story is not None))
        better = None
        if found.total <= spelling.FEW and among is None:
            better = spelling.suggest(query, partial(self._engine.vocabulary, "exact"), cancelled)
        counted: tuple[Facet, ...] = ()
        if facets:
            matching = self._engine.found(parsed.query, among, cancelled)
            counted = self.count(matching)
        reached: tuple[StoryReach, ...] = ()
        if words is not None:
            told = self._store.told(stories)
            reached = reach(told, lambda ids: self._engine.having(words, ids, cancelled))
        return replace(
            found,
            stories=reached,
            facets=counted,
            did_you_mean=better,
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def kwic(
        self,
        query: str,
        *,
        limit: int,
        story: str | None,
        newest: bool,
        cancelled: Cancelled | None,
    ) -> list[KwicLine]:
        """See `Library.kwic`."""
        parsed = self._parsed(query, cancelled)
        found = self._engine.search(
            parsed,
            limit=limit,
            article_ids=None if story is None else self._in_story(story),
            newest_first=newest,
            cancelled=cancelled,
        )
        finder = Finder(parsed.query)
        lines: list[KwicLine] = []
        homes = _Homes(self._store, self._fetch)
        homes.ask([name for name, _ in found.hits])
        for article in self._articles([name for name, _ in found.hits if name not in found.notes]):
            if cancelled is not None and cancelled():
                raise CancelledError
            lines += context.kwic(article, finder, homes.of(article.id))
            if len(lines) >= limit:
                break
        return lines[:limit]

    def term_table(self, query: str, story: str) -> TermTable:
        """See `Library.term_table`."""
        wanted = terms(query, languages=self._engine.languages(), variants=self._variants())
        return context.term_table(story, list(self._articles(self._store.members(story))), wanted)

    def _articles(self, ids: Sequence[str]) -> Iterator[Article]:
        """Articles of the store, read some at a time."""
        for start in range(0, len(ids), 100):
            yield from self._store.readable(ids[start : start + 100])

    def count(self, found: Sequence[SegmentMatches]) -> tuple[Facet, ...]:
        """Matching articles counted by outlet, month and tag."""
        return count_facets(self._numbering, self._store.tags(), found)

    def story_keys(self, query: str) -> frozenset[int]:
        """The keys, in the store, of the stories that have an article or a note that matches."""
        found = self._engine.found(self._parsed(query, None).query)
        return self._conditions(None).story_keys(found)

    def get_ready(self, cancelled: Cancelled | None) -> None:
        """Open the index, and learn which story each document is in, before that is asked for."""
        self._parsed("news", cancelled)  # any word brings in what is needed to understand a query
        self._numbering.learn(self._engine.segments())

    def notes(self, query: str) -> frozenset[str]:
        """The ids of the notes that match, also by what they quote and by their tags.

        Articles that wait to be indexed are not waited for. Raises QueryError, SearchError.
        """
        variants = self._variants()
        parse(query, variants=variants)
        self._indexing.hand_over_notes()
        parsed = self._resolved(parse(query, languages=self._engine.languages(), variants=variants), None)
        return self._engine.matching(queries.And([with_beside(parsed.query), queries.Term("kind", NOTE)]))

    # Understanding a query

    def _parsed(self, query: str, cancelled: Cancelled | None) -> Parsed:
        variants = self._variants()
        parse(query, variants=variants)  # what is wrong is said before an index is built
        self.update(cancelled=cancelled)
        parsed = parse(query, languages=self._engine.languages(), variants=variants)
        return self._resolved(parsed, cancelled)

    def _resolved(self, parsed: Parsed, cancelled: Cancelled | None) -> Parsed:
        """The query with the library's part of it answered."""
        if not parsed.conditional:
            return parsed
        return replace(parsed, query=self._conditions(cancelled).resolved(parsed.query))

    def _conditions(self, cancelled: Cancelled | None) -> Conditions:
        def matching(node: Any) -> list[SegmentMatches]:
            return self._engine.found(node, cancelled=cancelled)

        return Conditions(self._store, self._numbering, self._notes(), matching)

    def _variants(self) -> Variants:
        """The spellings to look for, read again when the person's file changed."""
        return _variants(self._spellings.all())

    # What the engine asks for

    def _fetch(self, ids: Sequence[str]) -> dict[str, Article]:
        """Articles; those shown last are kept, as with each letter typed much the same is shown."""
        version = self._store.version()
        with self._lock:
            if self._shown_at != version:
                self._shown, self._shown_at = {}, version
            shown = self._shown
        missing = [name for name in ids if name not in shown]
        read = {article.id: article for article in self._store.readable(missing)} if missing else {}
        found = {name: article for name in ids if (article := read.get(name) or shown.get(name)) is not None}
        with self._lock:
            if self._shown_at == version:
                kept = {name: article for name, article in self._shown.items() if name not in found} | found
                self._shown = dict(list(kept.items())[-_SHOWN:])
        return found

    def _fetch_notes(self, ids: Sequence[str]) -> dict[str, Note]:
        notes = self._notes()
        return {note_id: notes[note_id] for note_id in ids if note_id in notes}

    def _in_story(self, story: str) -> frozenset[str]:
        own_notes = (note.id for note in self._notes().values() if note.story == story)
        return frozenset((*self._store.members(story), *own_notes))


class _Homes:
    """The stories of the articles that a search shows, asked for many at a time."""

    def __init__(self, store: Store, fetch: Fetch) -> None:
        self._store = store
        self._fetch = fetch
        self._known: dict[str, str] = {}

    def fetch(self, article_ids: Sequence[str]) -> Mapping[str, Article]:
        """These articles, and get ready to be asked about them."""
        self.ask(article_ids)
        return self._fetch(article_ids)

    def ask(self, article_ids: Sequence[str]) -> None:
        """Get ready to be asked about these."""
        self._known |= self._store.stories_of(article_ids)

    def of(self, article_id: str) -> str | None:
        """The id of the story of an article that was asked about."""
        return self._known.get(article_id)


@lru_cache(maxsize=1)
def _variants(groups: tuple[Group, ...]) -> Variants:
    return Variants(groups)
