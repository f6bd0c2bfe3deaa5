"""The search index kept in step with store and notes, and asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from config.paths import Paths
from config.variants import FILE as VARIANTS_FILE
from index.background import Job
from index.conditions import Conditions
from index.errors import CancelledError, SearchError
from index.facets import Facts, reach, stories_of
from index.facets import facets as count_facets
from index.files import replace_atomically
from index.found import Facet, KwicLine, SearchResults, StoryReach, TermTable
from index.model import Article, Cancelled, OnProgress, Problem, Progress
from index.notemodel import Note
from index.overview import Overview
from index.search import context, spelling
from index.search.engine import SearchEngine
from index.search.highlights import Finder
from index.search.query import Parsed, as_typed, parse, terms
from index.search.quiet import query as queries
from index.search.retarget import only_words, with_beside
from index.search.schema import NOTE
from index.store import Store
from index.variants import BUILT_IN, Variants

_CHUNK = 2000
"""Articles handed to the index at a time: fewer than it writes as one segment, so each is written once."""
_PATIENCE = 0.05
_SHOWN = 100  # articles kept, of some 50 kB each
_ROUNDS = 3  # what was added after the background had looked is found in the next round

Notes = Callable[[], Mapping[str, Note]]


class Searching:
    """One library's search. Every method may be called from any thread.

    The index is brought up to date by one thread in the background, so that a search that is given
    up, as happens with every key while typing, does not throw that work away.
    """

    def __init__(self, paths: Paths, store: Store, notes: Notes) -> None:
        self._store = store
        self._notes = notes
        self._engine = SearchEngine(paths.index, paths.state / "index.key", library=store.identity())
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._closing = False
        self._glance: tuple[int, Overview] | None = None
        self._aligned: Facts | None = None
        self._shown: dict[str, Article] = {}
        self._shown_at: object = None
        self._spellings: tuple[int, Variants] | None = None
        self._variants_file = paths.config_file.with_name(VARIANTS_FILE)
        self._stamps: Path | None = None
        self._handing = threading.Lock()
        self._handed: tuple[Mapping[str, Note], int, Any] | None = None
        if store.read_only and not self._is_current():
            # What cannot be kept in the library is kept with what may be deleted at any time.
            self._engine.close()
            own = paths.cache / "read-only" / store.identity()
            self._stamps = own / "notes.json"
            self._engine = SearchEngine(own / "index", paths.state / "index.key", library=store.identity())

    def close(self) -> None:
        """Stop what is going on in the background, and let go of the files."""
        self._closing = True
        with self._lock:
            job = self._job
        if job is not None:
            job.thread.join()
        self._engine.close()

    def notices(self) -> list[str]:
        """What the person should know since last asked: an index set aside, and why."""
        return self._engine.notices()

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
        parsed, overview = self._understood(as_typed(query) if typing else query, cancelled)
        among = None if story is None else self._in_story(story)
        found = self._engine.answer(
            parsed,
            self._fetch,
            self._fetch_notes,
            self._story_of(overview),
            limit,
            article_ids=among,
            newest_first=newest,
            cancelled=cancelled,
        )
        words = only_words(parsed.query)
        stories = [hit.story for hit in found.hits]
        better = None
        if found.total <= spelling.FEW and among is None:
            better = spelling.suggest(query, partial(self._engine.vocabulary, "exact"), cancelled)
        counted: tuple[Facet, ...] = ()
        if facets:
            matching = self._engine.found(parsed.query, among, cancelled)
            counted = count_facets(self._facts(overview), matching)
        reached: tuple[StoryReach, ...] = ()
        if words is not None:
            reached = reach(overview, stories, lambda ids: self._engine.having(words, ids, cancelled))
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
        parsed, overview = self._understood(query, cancelled)
        found = self._engine.search(
            parsed,
            limit=limit,
            article_ids=None if story is None else self._in_story(story),
            newest_first=newest,
            cancelled=cancelled,
        )
        finder = Finder(parsed.query)
        lines: list[KwicLine] = []
        for article in self._articles([name for name, _ in found.hits if name not in found.notes]):
            if cancelled is not None and cancelled():
                raise CancelledError
            lines += context.kwic(article, finder, self._story_of(overview)(article.id))
            if len(lines) >= limit:
                break
        return lines[:limit]

    def term_table(self, query: str, story: str) -> TermTable:
        """See `Library.term_table`."""
        wanted = terms(query, languages=self._engine.languages(), variants=self._variants())
        return context.term_table(story, list(self._articles(self._store.members(story))), wanted)

    def stories(self, query: str) -> list[str]:
        """The ids of the stories that have an article or a note with a hit."""
        parsed, overview = self._understood(query, None)
        found = self._engine.found(parsed.query)
        return stories_of(self._facts(overview), found, self._story_of(overview))

    def having(self, query: str) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the articles that match, and of the stories of the notes that do."""
        found = self._engine.matching(self._parsed(query, None).query)
        notes = self._homed_notes()
        return found, frozenset(note.story for name, note in notes.items() if name in found and note.story)

    def notes(self, query: str) -> frozenset[str]:
        """The ids of the notes that match, also by what they quote and by their tags.

        Articles that wait to be indexed are not waited for. Raises QueryError, SearchError.
        """
        variants = self._variants()
        parse(query, variants=variants)
        self._hand_over_notes()
        parsed = self._resolved(parse(query, languages=self._engine.languages(), variants=variants), None)
        return self._engine.matching(queries.And([with_beside(parsed.query), queries.Term("kind", NOTE)]))

    # Understanding a query

    def _understood(self, query: str, cancelled: Cancelled | None) -> tuple[Parsed, Overview]:
        """A query parsed, what concerns the library resolved, and the library it was resolved by."""
        return self._parsed(query, cancelled), self._overview()

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

        def matching(node: Any) -> frozenset[str]:
            return self._engine.matching(node, cancelled)

        conditions = Conditions(self._overview(), self._homed_notes(), matching)
        return replace(parsed, query=conditions.resolved(parsed.query))

    def _overview(self) -> Overview:
        """The store at a glance, read again when it changed."""
        version = self._store.version()
        with self._lock:
            if self._glance is None or self._glance[0] != version:
                self._glance = version, self._store.overview()
            return self._glance[1]

    def _facts(self, overview: Overview) -> Facts:
        """The overview in the order of the index."""
        with self._lock:
            if self._aligned is None or self._aligned.overview is not overview:
                self._aligned = Facts(overview)
            return self._aligned

    def _story_of(self, overview: Overview) -> Callable[[str], str | None]:
        notes: Mapping[str, Note] | None = None

        def story_of(name: str) -> str | None:
            nonlocal notes
            facts = overview.articles.get(name)
            if facts is not None:
                return facts.story
            notes = self._notes() if notes is None else notes
            note = notes.get(name)
            return None if note is None or note.story is None else self._store.home(note.story)

        return story_of

    def _homed_notes(self) -> dict[str, Note]:
        """The notes with their stories' ids as they are now."""
        notes = self._notes()
        homes = {story: self._store.home(story) for story in {note.story for note in notes.values()} if story}
        return {
            name: replace(note, story=homes[note.story])
            if note.story and homes[note.story] != note.story
            else note
            for name, note in notes.items()
        }

    def _variants(self) -> Variants:
        """The spellings to look for, read again when the person's file changed."""
        from config.variants import load

        path = self._variants_file
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            stamp = 0
        with self._lock:
            if self._spellings is None or self._spellings[0] != stamp:
                own = load(path)[0] if stamp else ()
                self._spellings = stamp, Variants((*BUILT_IN, *own))
            return self._spellings[1]

    def rebuild(self, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> int:
        """Empty the index and fill it again; how many articles it holds then."""
        self._wait_for_job(cancelled)
        self._engine.reset()
        self.update(on_progress, cancelled)
        return self._store.counts()[0]

    def update(self, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> None:
        """Wait until the index has everything the store has now.

        Raises CancelledError when `cancelled` says so; the work then goes on in the background.
        """
        for _ in range(_ROUNDS):
            if self._up_to_date():
                return
            self._run_job(on_progress, cancelled)

    def _run_job(self, on_progress: OnProgress | None, cancelled: Cancelled | None) -> None:
        """Start the background's work, or join it, and wait for its end."""
        with self._lock:
            if self._job is None or not self._job.thread.is_alive():
                self._job = Job(self._bring_up_to_date)
                self._job.thread.start()
            job = self._job
        while not job.done.wait(_PATIENCE):
            if cancelled is not None and cancelled():
                raise CancelledError
            if on_progress is not None and job.progress is not None:
                on_progress(job.progress)
        if job.failure is not None:
            raise job.failure
        if on_progress is not None and job.progress is not None:
            on_progress(job.progress)

    def check(self, *, quick: bool = False) -> list[Problem]:
        """What is wrong with the index, by itself and against the store; it is brought up to date first.

        A `quick` look is at the index by itself.
        """
        problems = self._engine.check()
        if problems or quick:
            return problems
        self.update()
        has, should = self._engine.document_count(), self._store.counts()[0] + len(self._notes())
        if has != should or not self._up_to_date():
            what = f"the search index holds {has:,} articles and notes, the library {should:,}"
            problems.append(Problem(str(self._engine.path), what, "run `bylines reindex`"))
        return problems

    def _is_current(self) -> bool:
        try:
            return self._engine.document_count() > 0 and self._up_to_date()
        except SearchError:
            return False

    def _indexed_notes(self) -> dict[str, str]:
        """The stamps of the notes the index was given: in the store, or beside an index of our own."""
        if self._stamps is None:
            return self._store.indexed_notes()
        try:
            found = json.loads(self._stamps.read_bytes())
        except (OSError, ValueError):
            return {}
        return dict(found) if isinstance(found, dict) else {}

    def _keep_indexed_notes(self, stamps: Mapping[str, str]) -> None:
        if self._stamps is None:
            self._store.keep_indexed_notes(stamps)
        elif stamps or self._stamps.exists():
            replace_atomically(self._stamps, json.dumps(dict(stamps)).encode())

    # The background

    def _wait_for_job(self, cancelled: Cancelled | None) -> None:
        with self._lock:
            job = self._job
        while job is not None and not job.done.wait(_PATIENCE):
            if cancelled is not None and cancelled():
                raise CancelledError

    def _up_to_date(self) -> bool:
        return self._engine.high_water() == self._store.last_change() and not any(self._changed_notes())

    def _bring_up_to_date(self, job: Job) -> None:
        """Hand over what changed, in chunks, so that little is lost when the program ends in between."""
        if self._engine.high_water() > self._store.last_change():
            # An older copy of the database was put back; what the index knows beyond it is wrong.
            self._engine.reset()
        start = self._engine.high_water()
        if start == 0 and self._engine.document_count() == 0:
            self._keep_indexed_notes({})
        end = self._store.last_change()
        total = self._store.count_changed_since(start)
        done = 0
        for upto, ids in self._chunks(start, end):
            if self._closing:
                return

            def tell(step: Progress, before: int = done) -> None:
                job.progress = Progress("indexing", before + step.done, total)

            self._engine.apply(self._articles(ids), (), (), (), upto, tell, lambda: self._closing)
            done += len(ids)
            job.progress = Progress("indexing", done, total)
            self._store.database.free_pages()
        self._hand_over_notes()

    def _chunks(self, start: int, end: int) -> Iterator[tuple[int, list[str]]]:
        while start < end:
            changed = self._store.changed_since(start, _CHUNK)
            # An article that changed again meanwhile has moved on; the last number is reached all the same.
            start = changed[-1][0] if len(changed) == _CHUNK else max(end, changed[-1][0] if changed else 0)
            yield start, [article for _, article in changed]

    def _articles(self, ids: Sequence[str]) -> Iterator[Article]:
        for start in range(0, len(ids), 100):
            yield from self._store.articles(ids[start : start + 100])

    def _changed_notes(self) -> tuple[list[Note], list[str]]:
        """Notes that the index does not have as they are, and ids of notes it should not have."""
        now, version = self._notes(), self._store.version()
        handed = self._handed
        if handed is not None and handed[0] is now and handed[1:] == (version, self._engine.state()):
            return [], []
        known = self._indexed_notes() if self._engine.document_count() else {}
        changed = [note for note in now.values() if known.get(note.id) != note.stamp]
        gone = [note_id for note_id in known if note_id not in now]
        if not changed and not gone:
            self._handed = now, version, self._engine.state()
        return changed, gone

    def _hand_over_notes(self) -> None:
        with self._handing:
            now = self._notes()
            changed, gone = self._changed_notes()
            if changed or gone:
                self._engine.apply((), (), changed, gone, self._engine.high_water())
                self._keep_indexed_notes({note.id: note.stamp for note in now.values()})

    # What the engine asks for

    def _fetch(self, ids: Sequence[str]) -> dict[str, Article]:
        """Articles; those shown last are kept, as with each letter typed much the same is shown."""
        version = self._store.version()
        with self._lock:
            if self._shown_at != version:
                self._shown, self._shown_at = {}, version
            shown = self._shown
        missing = [name for name in ids if name not in shown]
        read = {article.id: article for article in self._store.articles(missing)} if missing else {}
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
