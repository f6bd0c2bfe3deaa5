"""Fetching feeds while reading goes on: it belongs to the app, so that screens may come and go.

One fetch runs at a time; what is asked for meanwhile waits its turn. The thread that fetches only leaves
its figures here; the UI looks at them a few times a second, however fast they change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.timer import Timer

from config.errors import BylinesError
from index.errors import CancelledError
from index.feedstatus import FeedStatus
from index.model import Cancelled, Progress, Skipped
from index.text import clean_line
from tui import feed_words, jobs
from tui.wording import count
from tui.work import Work

if TYPE_CHECKING:
    from index.feedmodel import FeedCard, FeedResult
    from tui.app import BylinesApp

LOOK_SECONDS = 0.2
RATE_AFTER_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Closing:
    """How a fetch ended: when, in a sentence, and a line for each thing that went wrong."""

    when: datetime
    words: str
    lines: tuple[str, ...]


@dataclass
class _Run:
    """One fetch; `feeds` is empty for all that are due. The thread writes `progress` and `results`."""

    feeds: tuple[str, ...]
    force: bool
    began: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Progress | None = None
    polled: Progress | None = None
    results: list[FeedResult] = field(default_factory=list)

    def note(self, progress: Progress) -> None:
        """Called by the thread."""
        self.progress = progress
        if progress.stage == "fetching":
            self.polled = progress


class Fetching:
    """The app's fetches and the feeds being added: started, looked at and stopped on the UI thread."""

    def __init__(self, app: BylinesApp) -> None:
        self._app = app
        self._run: _Run | None = None
        self._queue: list[_Run] = []
        self._adding: dict[str, threading.Event] = {}
        self._timer: Timer | None = None
        self.results: dict[str, FeedResult] = {}
        self.closing: Closing | None = None

    @property
    def busy(self) -> bool:
        """Whether a fetch is running or a feed is being added."""
        return self._run is not None or bool(self._adding)

    def asks(self, feed: str) -> bool:
        """Whether a feed was named to be fetched and has not been yet."""
        runs = [run for run in (self._run, *self._queue) if run is not None]
        return any(feed in run.feeds and all(r.feed.id != feed for r in run.results) for run in runs)

    # -- fetching

    def start(self, feeds: Sequence[str] = (), *, force: bool = False) -> None:
        """Fetch these feeds by their ids, or all that are due; after the fetch that is running."""
        wanted = _Run(tuple(feeds), force)
        running = [run.feeds for run in (self._run, *self._queue) if run is not None]
        if wanted.feeds in running or (not feeds and () in running):
            self._say("Already fetching.")
        elif self._run is not None:
            self._queue.append(wanted)
        else:
            self._begin(wanted)
        self._look()

    def stop(self) -> None:
        """Stop everything cleanly: what is finished is kept, what waits is forgotten."""
        self._queue.clear()
        if self._run is not None:
            self._run.stop.set()
        for stop in self._adding.values():
            stop.set()
        self._look()

    def _begin(self, run: _Run) -> None:
        self._run = run
        run.began = time.monotonic()
        library, key_for = self._app.library, self._app.key_for
        here = getattr(self._app.screen, "NAME", "") == "feeds"

        def work(cancelled: Cancelled) -> tuple[Sequence[FeedResult], Sequence[Skipped], str]:
            try:
                done = library.fetch(
                    run.feeds,
                    force=run.force,
                    on_progress=run.note,
                    cancelled=_either(run.stop, cancelled),
                    on_feed=run.results.append,
                )
            except CancelledError:
                return run.results, (), ""
            if done.feeds or run.stop.is_set():
                return done.feeds, done.report.skipped, ""
            nothing = _nothing_due(library.feeds(), run.feeds, key_for, here=here)
            return done.feeds, done.report.skipped, nothing

        jobs.start(self._app, work, lambda answer: self._end(run, *answer), self._fail, group="fetch")

    def _end(
        self, run: _Run, results: Sequence[FeedResult], skipped: Sequence[Skipped], nothing: str
    ) -> None:
        words = nothing or feed_words.summary(results, stopped=run.stop.is_set())
        if not nothing:
            lines = feed_words.trouble(results, skipped)
            self.results.update((result.feed.id, result) for result in results)
            self.closing = Closing(feed_words.local_now(), words, lines)
        self._say(words)
        self._next()

    def _fail(self, error: BylinesError) -> None:
        self._app.show_error(error)
        self._next()

    def _next(self) -> None:
        self._run = None
        if self._queue:
            self._begin(self._queue.pop(0))
        self._look()

    # -- adding

    def add(self, address: str) -> None:
        """Follow the feed at an address, or the feeds of the page there, and fetch them."""
        url = address.strip()
        if not url or url in self._adding:
            return
        stop = self._adding[url] = threading.Event()
        library = self._app.library

        def done(feeds: list[FeedCard]) -> None:
            self._added(feeds)
            self._forget(url)

        def failed(error: BylinesError) -> None:
            self._app.show_error(error)
            self._forget(url)

        def work(cancelled: Cancelled) -> list[FeedCard]:
            try:
                return library.add_feed(url, cancelled=_either(stop, cancelled))
            except CancelledError:
                return []

        jobs.start(self._app, work, done, failed, group=f"add {url}")
        self._look()

    def _forget(self, url: str) -> None:
        del self._adding[url]
        self._look()

    def _added(self, feeds: list[FeedCard]) -> None:
        if not feeds:
            self._say("Stopped; nothing was added.")
            return
        kept = [feed for feed in feeds if feed.status in feed_words.UNREADABLE]
        names = ", ".join(feed.title for feed in feeds[:5])
        what = names if len(feeds) == 1 else f"{count(len(feeds), 'feed')}: {names}"
        if kept:
            self._say(f"Kept {what}; {kept[0].detail or 'it could not be read'}.")
        else:
            remove = self._app.key_for("feeds.remove")
            self._say(f"Following {what}." + (f" {remove} removes one." if len(feeds) > 1 else ""))
        readable = [feed.id for feed in feeds if feed not in kept]
        if readable:
            self.start(readable)

    # -- showing

    def _look(self) -> None:
        """Tell the app how far things are; look again soon while there is something to see."""
        run = self._run
        if run is not None:
            self.results.update((result.feed.id, result) for result in run.results.copy())
        self._app.tell_work("fetching", self._work())
        if self.busy and self._timer is None:
            self._timer = self._app.set_interval(LOOK_SECONDS, self._look)
        elif not self.busy and self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _work(self) -> Work | None:
        run = self._run
        if run is None:
            stopping = any(stop.is_set() for stop in self._adding.values())
            if not self._adding:
                return None
            return Work("stopping" if stopping else "asking", current=_host(next(iter(self._adding))))
        added = sum(result.added for result in run.results.copy())
        found = f"{added:,} new"
        polled, newest = run.polled, run.progress
        if run.stop.is_set():
            return Work("stopping", found=found)
        if newest is None:
            return Work("fetching", found=found)
        finished = polled is not None and polled.total is not None and polled.done >= polled.total
        shown = newest if polled is None or finished else polled
        seconds = elapsed(run.began)
        rate = shown.done / seconds if seconds >= RATE_AFTER_SECONDS and shown is polled else None
        return Work(shown.stage, shown.done, shown.total, found, rate, clean_line(newest.current))

    def _say(self, words: str) -> None:
        self._app.notify(words, markup=False, timeout=6)


def elapsed(began: float) -> float:
    """The seconds since a reading of the monotonic clock."""
    return time.monotonic() - began


def _either(stop: threading.Event, cancelled: Cancelled) -> Cancelled:
    return lambda: stop.is_set() or cancelled()


def _host(address: str) -> str:
    """What of a typed address may be shown: its host, never a name, a password or a token."""
    with suppress(ValueError):
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return ""


def _nothing_due(
    feeds: Sequence[FeedCard], named: Sequence[str], key_for: feed_words.KeyFor, *, here: bool
) -> str:
    """Why no feed was asked; one that was named is left alone only at its server's wish."""
    if not feeds:
        return feed_words.nothing_followed(key_for, here=here)
    some = [feed for feed in feeds if feed.id in named] or feeds
    due = min((feed.due for feed in some if feed.due and feed.status is not FeedStatus.GONE), default=None)
    when = feed_words.moment(due, feed_words.local_now()) if due else "later"
    if named:
        return f"{some[0].title} wants to be left alone until {when}."
    refresh = key_for("feeds.refresh")
    return f"No feed is due before {when}. On the feeds screen {refresh} asks one that failed all the same."
