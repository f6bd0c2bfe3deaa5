"""The search index kept in step with store and notes, by one thread in the background."""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from config.paths import Paths
from index import inverting
from index.background import Job
from index.damage import ASK_CHECK
from index.errors import CancelledError, SearchError
from index.files import replace_atomically
from index.indexed import Indexed, Unreadable
from index.model import Cancelled, OnProgress, Problem, Progress
from index.notemodel import Note
from index.notices import Notices
from index.search.engine import SearchEngine
from index.store import Store

_CHUNK = 2000
"""Articles handed to the index at a time: fewer than it writes as one segment, so each is written once."""
_PATIENCE = 0.05
_NAMED, _LONGEST_NAME = 3, 60
"""So many articles that were left out are named, with so many characters of their titles."""
_ROUNDS = 3  # what was added after the background had looked is found in the next round

Notes = Callable[[], Mapping[str, Note]]


class Indexing:
    """One library's index. Every method may be called from any thread.

    A search that is given up, as happens with every key while typing, does not throw the work away.
    """

    def __init__(self, paths: Paths, store: Store, notes: Notes) -> None:
        self.engine = SearchEngine(paths.index, paths.state / "index.key", library=store.identity())
        self._store = store
        self._notes = notes
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._closing = False
        self._stamps: Path | None = None
        self._handing = threading.Lock()
        self._handed: tuple[Mapping[str, Note], int, Any] | None = None
        self._unreadable: dict[str, Unreadable] = {}
        self._notices = Notices()
        if store.read_only and not self._is_current():
            # What cannot be kept in the library is kept with what may be deleted at any time.
            self.engine.close()
            own = paths.cache / "read-only" / store.identity()
            self._stamps = own / "notes.json"
            self.engine = SearchEngine(own / "index", paths.state / "index.key", library=store.identity())

    def close(self) -> None:
        """Stop what is going on in the background, and let go of the files."""
        self._closing = True
        with self._lock:
            job = self._job
        if job is not None:
            job.thread.join()
        self.engine.close()

    def rebuild(self, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> int:
        """Empty the index and fill it again; how many articles it holds then."""
        self._wait_for_job(cancelled)
        self.engine.reset()
        self.update(on_progress, cancelled)
        return self.engine.document_count() - len(self._notes())

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

    def notices(self) -> list[str]:
        """What the person should know since the last call: an index set aside, articles left out; and why."""
        return [*self.engine.notices(), *self._notices.take()]

    def progress(self) -> Progress | None:
        """How far the work in the background is; None while there is none. Does not wait."""
        with self._lock:
            job = self._job
        return None if job is None or job.done.is_set() else job.progress

    def check(self, *, quick: bool = False) -> list[Problem]:
        """What is wrong with the index, by itself and against the store; it is brought up to date first.

        A `quick` look is at the index by itself.
        """
        problems = self.engine.check()
        if problems or quick:
            return problems
        self.update()
        has, should = self.engine.document_count(), self._store.counts()[0] + len(self._notes())
        # Who looks over the store tells of each that is damaged; the index may have it from before.
        least = should - self._count_unreadable() if has < should else should
        if not least <= has <= should or not self._up_to_date():
            what = f"the search index holds {has:,} articles and notes, the library {least:,}"
            problems.append(Problem(str(self.engine.path), what, "run `bylines reindex`"))
        return problems

    def _count_unreadable(self) -> int:
        found: list[Unreadable] = []
        ids = self._store.article_ids()
        for start in range(0, len(ids), 100):
            self._store.indexed(ids[start : start + 100], found.append)
        return len(found)

    def _is_current(self) -> bool:
        try:
            return self.engine.document_count() > 0 and self._up_to_date()
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
        return self.engine.high_water() == self._store.last_change() and not any(self._changed_notes())

    def _bring_up_to_date(self, job: Job) -> None:
        """Bring in what changed, then tell of what could not be read of it."""
        self._unreadable = {}
        try:
            self._bring_in(job)
        finally:
            if self._unreadable:
                self._notices.leave(left_out(list(self._unreadable.values())))

    def _leave_out(self, article: Unreadable) -> None:
        self._unreadable[article.id] = article

    def _bring_in(self, job: Job) -> None:
        """Hand over what changed, in chunks, so that little is lost when the program ends in between."""
        if self.engine.high_water() > self._store.last_change():
            # An older copy of the database was put back; what the index knows beyond it is wrong.
            self.engine.reset()
        start = self.engine.high_water()
        if start == 0 and self.engine.document_count() == 0:
            self._keep_indexed_notes({})
        end = self._store.last_change()
        total = self._store.count_changed_since(start)
        done = 0
        if total >= inverting.FROM and (os.cpu_count() or 1) > 1:
            done = self._invert_elsewhere(job, self._chunks(start, end, inverting.share(total)), total)
            start = end
        for upto, ids in self._chunks(start, end, _CHUNK):
            if self._closing:
                return

            def tell(step: Progress, before: int = done) -> None:
                job.progress = Progress("indexing", before + step.done, total)

            self.engine.apply(self._articles(ids), (), (), (), upto, tell, lambda: self._closing)
            done += len(ids)
            job.progress = Progress("indexing", done, total)
            self._store.database.free_pages()
        self.hand_over_notes()

    def _invert_elsewhere(self, job: Job, chunks: Iterable[tuple[int, list[str]]], total: int) -> int:
        """Have child processes make segments of many articles, and put them together; how many articles."""

        def tell(done: int) -> None:
            job.progress = Progress("indexing", done, total)

        def closing() -> bool:
            return self._closing

        def coming() -> Iterator[list[str]]:
            for upto, ids in chunks:
                waiting.append((upto, ids))
                self._store.database.free_pages()  # of the list of what changed
                yield ids

        waiting: deque[tuple[int, list[str]]] = deque()
        done = 0
        path = self._store.database.path
        with (
            self.engine.workplace() as folder,
            inverting.Inverters(path, folder, unreadable=self._leave_out) as inverters,
        ):
            for built in inverters.built(coming(), tell, closing):
                upto, ids = waiting.popleft()
                if built:
                    self.engine.adopt(built, upto, closing, partial(inverters.merged, cancelled=closing))
                else:
                    self.engine.apply(self._articles(ids), (), (), (), upto, None, closing)
                done += len(ids)
        return done

    def _chunks(self, start: int, end: int, size: int) -> Iterator[tuple[int, list[str]]]:
        while start < end:
            changed = self._store.changed_since(start, size)
            # An article that changed again meanwhile has moved on; the last number is reached all the same.
            start = changed[-1][0] if len(changed) == size else max(end, changed[-1][0] if changed else 0)
            yield start, [article for _, article in changed]

    def _articles(self, ids: Sequence[str]) -> Iterator[Indexed]:
        """Articles of the store, read some at a time."""
        for start in range(0, len(ids), 100):
            yield from self._store.indexed(ids[start : start + 100], self._leave_out)

    def _changed_notes(self) -> tuple[list[Note], list[str]]:
        """Notes that the index does not have as they are, and ids of notes it should not have."""
        now, version = self._notes(), self._store.version()
        handed = self._handed
        if handed is not None and handed[0] is now and handed[1:] == (version, self.engine.state()):
            return [], []
        known = self._indexed_notes() if self.engine.document_count() else {}
        changed = [note for note in now.values() if known.get(note.id) != note.stamp]
        gone = [note_id for note_id in known if note_id not in now]
        if not changed and not gone:
            self._handed = now, version, self.engine.state()
        return changed, gone

    def hand_over_notes(self) -> None:
        """Give the index the notes that changed. Raises SearchError."""
        with self._handing:
            now = self._notes()
            changed, gone = self._changed_notes()
            if changed or gone:
                self.engine.apply((), (), changed, gone, self.engine.high_water())
                self._keep_indexed_notes({note.id: note.stamp for note in now.values()})


def left_out(articles: Sequence[Unreadable]) -> str:
    """What a person is told of articles that could not be indexed, the first few by name."""
    parts = [one for one in articles if one.file], [one for one in articles if not one.file]
    return "; ".join(_left_out(part, file=part[0].file) for part in parts if part)


def _left_out(articles: Sequence[Unreadable], *, file: bool) -> str:
    named = [f"“{_short(one.name)}”" + (f" ({one.place})" if one.place else "") for one in articles[:_NAMED]]
    if len(articles) > _NAMED:
        named.append(f"and {len(articles) - _NAMED:,} more, which `bylines check` names")
    many = len(articles) > 1
    what = f"{len(articles):,} articles are" if many else "1 article is"
    them = "them" if many else "it"
    if file:
        why, advice = f"the library's file cannot be read where {'they are' if many else 'it is'}", ASK_CHECK
    else:
        why, advice = f"what is stored of {them} is damaged", f"add {them} again"
    return f"{what} not found by search, as {why}: {', '.join(named)}; {advice}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
