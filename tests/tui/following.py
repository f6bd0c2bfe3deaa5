"""A library with feeds that are fetched without a network: what each brings is laid down beforehand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from config.paths import Paths
from config.settings import Settings
from index.errors import LibraryError
from index.feedmodel import FeedCard, FeedImport, FeedResult, FetchReport
from index.feedstatus import FeedStatus
from index.library import Library
from index.model import AddReport, Cancelled, OnProgress, Progress, Skipped

NOW = "2023-05-07T08:15:00+00:00"
PATIENCE = 20.0


def feed(name: str, status: FeedStatus = FeedStatus.OK, **fields: object) -> FeedCard:
    """A feed whose id is `name`."""
    card = FeedCard(
        id=name,
        url=f"https://{name}.example/feed.xml",
        title=name.capitalize(),
        outlet=name.capitalize(),
        added="2023-05-01T10:00:00+00:00",
        fetched="2023-05-07T08:12:00+00:00",
        succeeded="2023-05-07T08:12:00+00:00",
        status=status,
    )
    return replace(card, **fields)  # type: ignore[arg-type]


class FollowingLibrary(Library):
    """Feeds by id in `followed`; a fetch gives each the status and counts of `outcomes`, else `unchanged`.

    While `held` a fetch waits before each feed but those of `let_go`. `brings` are files to add with one.
    """

    def __init__(self, paths: Paths, settings: Settings | None = None) -> None:
        super().__init__(paths, settings)
        self.followed: dict[str, FeedCard] = {}
        self.outcomes: dict[str, FeedResult] = {}
        self.brings: dict[str, Path] = {}
        self.found: dict[str, list[FeedCard]] = {}
        self.held = False
        self.let_go = threading.Semaphore(0)
        self.asked: list[tuple[tuple[str, ...], bool]] = []
        self.ended = threading.Event()
        self._changes = 0

    def follow(self, *feeds: FeedCard) -> None:
        """Have these feeds."""
        self.followed.update((card.id, card) for card in feeds)
        self._changes += 1

    def version(self) -> int:
        return hash((super().version(), self._changes))

    def feeds(self) -> list[FeedCard]:
        return sorted(self.followed.values(), key=lambda card: card.title.casefold())

    def add_feed(
        self, url: str, *, outlet: str | None = None, cancelled: Cancelled | None = None
    ) -> list[FeedCard]:
        self._wait(cancelled)
        if url not in self.found:
            raise LibraryError("no feed there", where=url, do="give the address of a feed")
        self.follow(*self.found[url])
        return self.found[url]

    def remove_feed(self, feed: str) -> FeedCard:
        self._changes += 1
        return self.followed.pop(feed)

    def import_feeds(self, path: Path, *, allow_private: bool = False) -> FeedImport:
        if not path.is_file():
            raise LibraryError("there is no such file", where=str(path))
        new = tuple(feed(name, FeedStatus.NEW, fetched=None) for name in path.read_text().split())
        self.follow(*new)
        return FeedImport(new, (), (Skipped("line 3", "no address"),))

    def export_feeds(self) -> str:
        return "\n".join(card.url for card in self.feeds())

    def fetch(
        self,
        feeds: Sequence[str] = (),
        *,
        force: bool = False,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
        on_feed: Callable[[FeedResult], None] | None = None,
    ) -> FetchReport:
        self.asked.append((tuple(feeds), force))
        self.ended.clear()
        wanted = list(feeds) or [card.id for card in self.feeds() if card.due is None]
        results: list[FeedResult] = []
        for number, name in enumerate(wanted):
            if on_progress is not None:
                on_progress(Progress("fetching", number, len(wanted), self.followed[name].title))
            if not self._wait(cancelled):
                break
            results.append(self._fetched(name))
            if on_feed is not None:
                on_feed(results[-1])
        self.ended.set()
        return FetchReport(tuple(results), AddReport(added=sum(result.added for result in results)))

    def _fetched(self, name: str) -> FeedResult:
        if name in self.brings:
            self.add([str(self.brings[name])])
        result = self.outcomes.get(name) or FeedResult(
            replace(self.followed[name], status=FeedStatus.UNCHANGED, fetched=NOW), unchanged=3
        )
        self.follow(result.feed)
        return result

    def _wait(self, cancelled: Cancelled | None) -> bool:
        """Whether to go on."""
        end = time.monotonic() + PATIENCE
        while self.held and not self.let_go.acquire(timeout=0.01):
            if cancelled is not None and cancelled():
                return False
            assert time.monotonic() < end
        return not (cancelled is not None and cancelled())
