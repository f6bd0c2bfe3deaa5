"""Adding sources while reading goes on: it belongs to the app, so that screens may come and go.

One after the other; the thread only leaves its figures here, and the UI looks at them a few times a second.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from config.errors import BylinesError
from index.errors import CancelledError
from index.model import AddReport, Cancelled, Progress
from index.text import clean_line
from tui import jobs
from tui.wording import count
from tui.work import Work

if TYPE_CHECKING:
    from tui.app import BylinesApp

LOOK_SECONDS = 0.2
NAMED = 3
"""How many of those left out a notice names."""


class Adding:
    """The app's additions: started, looked at and stopped on the UI thread."""

    def __init__(self, app: BylinesApp) -> None:
        self._app = app
        self._queue: list[tuple[str, ...]] = []
        self._stop: threading.Event | None = None
        self._progress: Progress | None = None
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being added."""
        return self._stop is not None

    def start(self, sources: Sequence[str]) -> None:
        """Add sources, after those that are being added."""
        self._queue.append(tuple(sources))
        if not self.busy:
            self._next()

    def stop(self) -> None:
        """Stop cleanly: what is finished is kept, what waits is forgotten."""
        self._queue.clear()
        if self._stop is not None:
            self._stop.set()
        self._look()

    def _next(self) -> None:
        self._progress = self._stop = None
        if self._queue:
            self._begin(self._queue.pop(0))
        self._look()

    def _begin(self, sources: tuple[str, ...]) -> None:
        stop = self._stop = threading.Event()
        library = self._app.library

        def work(cancelled: Cancelled) -> AddReport:
            try:
                return library.add(
                    sources, on_progress=self._note, cancelled=lambda: stop.is_set() or cancelled()
                )
            except CancelledError:
                return AddReport()

        def done(report: AddReport) -> None:
            severity = "warning" if report.skipped and not report.articles else "information"
            words = told(report, stopped=stop.is_set())
            self._app.notify(words, severity=severity, markup=False, timeout=8)  # type: ignore[arg-type]
            self._next()

        def failed(error: BylinesError) -> None:
            self._app.show_error(error)
            self._next()

        jobs.start(self._app, work, done, failed, group="add sources")

    def _note(self, progress: Progress) -> None:
        """Called by the thread."""
        self._progress = progress

    def _look(self) -> None:
        """Tell the app how far things are; look again soon while there is something to see."""
        self._app.tell_work("adding", self._work())
        if self.busy and self._timer is None:
            self._timer = self._app.set_interval(LOOK_SECONDS, self._look)
        elif not self.busy and self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _work(self) -> Work | None:
        if self._stop is None:
            return None
        progress = self._progress
        if self._stop.is_set():
            return Work("stopping")
        if progress is None:
            return Work("adding")
        total = progress.total
        found = "" if progress.share is None else f"{progress.share:.0%}"
        return Work(progress.stage, progress.done, total, found, current=_name(progress.current))


def _name(source: str) -> str:
    """The end of a path, which tells more than its beginning."""
    return clean_line(source.rstrip("/").rpartition("/")[2])


def told(report: AddReport, *, stopped: bool = False) -> str:
    """What came of it, in a few lines: the counts, then the first that were left out and why."""
    parts = [f"{count(report.added, 'article')} added"] if report.added or not report.articles else []
    parts += [f"{report.updated:,} updated"] if report.updated else []
    parts += [f"{report.unchanged:,} there already"] if report.unchanged else []
    parts += [f"{report.partial:,} only in part"] if report.partial else []
    head = ("Stopped: " if stopped else "") + ", ".join(parts) + "."
    skipped = report.skipped
    lines = [f"Left out {_name(one.source) or one.source}: {one.reason}" for one in skipped[:NAMED]]
    if len(skipped) > NAMED:
        lines.append(f"and {len(skipped) - NAMED:,} more; `bylines add` names all")
    return "\n".join([head, *lines])
