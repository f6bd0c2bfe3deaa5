"""Fetching feeds, the storing side: what the network hands over is stored at once, feed by feed.

How a feed ended (validators, address, status) is written only after everything it gave is stored, so that
a run that is stopped anywhere loses nothing and is continued by the next.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.adding import catch_up
from index.addresses import without_secrets
from index.errors import CancelledError, SearchError
from index.feedmodel import FeedResult, FetchReport
from index.feeds.store import GOOD, Followed
from index.feeds.streaming import streamed
from index.feedstatus import FeedStatus
from index.identity import Run
from index.model import AddReport, Cancelled, Draft, OnProgress, Progress, Skipped
from index.shelving import ADDED, UNCHANGED, UPDATED
from index.store import Store

if TYPE_CHECKING:
    from config.settings import Settings
    from index.feeds.polling import Ended, Message, Read
    from index.searching import Searching

_GROUP_EVERY = 1.0


def fetch(
    store: Store,
    chosen: Sequence[str],
    *,
    settings: Settings | None,
    search: Callable[[], Searching],
    force: bool = False,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    on_feed: Callable[[FeedResult], None] | None = None,
) -> FetchReport:
    """See `FeedDesk.fetch`; `chosen` are ids, none for all feeds."""
    from index.feeds.polling import due
    from index.grouping import Grouping, tightness

    feeds = due(store.feeds.followed(chosen or None), named=bool(chosen), force=force)
    if not feeds:
        return FetchReport()
    grouping = Grouping(store, tightness(settings))
    shelf = _Shelf(store, len(feeds), grouping.run, on_progress, on_feed)
    catch_up(store, cancelled)
    shelf.tell()
    for batch in _batches(store, feeds, force, cancelled):
        shelf.take(batch)
    shelf.finish()
    grouping.end()
    # What was fetched is safe already; an index that lags behind is brought up by the next search.
    # Only to open it would take longer than someone who is leaving should wait.
    if cancelled is None or not cancelled():
        with suppress(SearchError, CancelledError):
            search().update(on_progress, cancelled)
    return shelf.report()


def _batches(
    store: Store, feeds: Sequence[Followed], force: bool, cancelled: Cancelled | None
) -> Iterator[list[Message]]:
    """What the network hands over, as it comes; ends early, and within a second, when `cancelled` says so."""
    from index.feeds.articles import Articles
    from index.feeds.polling import Polling
    from index.fetch.client import Client
    from index.ingest.html.extractor import Extractor

    with Extractor(workers=2) as extractor:

        async def work(client: Client, hand: Callable[[Message], None]) -> None:
            await Polling(client, Articles(client, extractor), store.feeds, hand, force=force).all(feeds)

        yield from streamed(work, cancelled)


@dataclass
class _Shelf:
    """Stores what comes and counts it; all in the thread that called `fetch`."""

    store: Store
    total: int
    group: Callable[[], object]
    on_progress: OnProgress | None
    on_feed: Callable[[FeedResult], None] | None
    run: Run = field(default_factory=Run)
    counts: dict[int, Counter[str]] = field(default_factory=dict)
    results: list[FeedResult] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    articles: dict[str, None] = field(default_factory=dict)
    grouped: float = field(default_factory=time.monotonic)
    waiting: bool = False

    def take(self, batch: Sequence[Message]) -> None:
        """Store what a batch holds, in its order."""
        from index.feeds.polling import Read

        reads: list[Read] = []
        for message in batch:
            if isinstance(message, Read):
                reads.append(message)
            else:
                self._keep(reads)
                reads = []
                self._end(message)
        self._keep(reads)
        if self.waiting and time.monotonic() - self.grouped > _GROUP_EVERY:
            self._group()

    def finish(self) -> None:
        """Find a story for what has none yet."""
        if self.waiting:
            self._group()

    def report(self) -> FetchReport:
        """What was done."""
        total: Counter[str] = Counter()
        for counts in self.counts.values():
            total.update(counts)
        report = AddReport(
            added=total[ADDED],
            updated=total[UPDATED],
            unchanged=total[UNCHANGED],
            skipped=tuple(self.skipped),
            articles=tuple(self.articles),
            partial=total["partial"],
        )
        return FetchReport(tuple(self.results), report)

    def _keep(self, reads: Sequence[Read]) -> None:
        """Articles and the items they came from in one transaction: neither is known without the other."""
        told = [(read.feed, one) for read in reads for one in read.told]
        if not told:
            return
        with self.store.together():
            drafts = [one.draft for _, one in told if isinstance(one.draft, Draft)]
            done = iter(self.store.add(drafts, self.run))
            for feed, one in told:
                article = None
                if isinstance(one.draft, Draft):
                    article, what = next(done)
                    self.articles[article] = None
                    self._count(feed)[what] += 1
                    self._count(feed)["partial"] += one.draft.partial is not None and what != UNCHANGED
                elif isinstance(one.draft, Skipped):
                    self.skipped.append(one.draft)
                self.store.feeds.keep_item(feed.key, one.item, article)
        self.waiting = True
        self.tell(reads[-1].feed)

    def _end(self, message: Ended) -> None:
        card = self.store.feeds.record(message.feed.key, message.outcome)
        if card is None:
            return
        counts = self._count(message.feed)
        result = FeedResult(card, counts[ADDED], counts[UPDATED], counts[UNCHANGED], counts["partial"])
        self.results.append(result)
        if card.status not in GOOD:
            self.skipped.append(Skipped(card.url, _said(card.status, card.detail)))
        self.tell(message.feed)
        if self.on_feed is not None:
            self.on_feed(result)

    def _count(self, feed: Followed) -> Counter[str]:
        return self.counts.setdefault(feed.key, Counter())

    def tell(self, feed: Followed | None = None) -> None:
        """Let the person know how far it is, and which feed gave something last."""
        if self.on_progress is not None:
            title = "" if feed is None else feed.title
            shown = without_secrets(title) if feed is not None and title == feed.url else title
            self.on_progress(Progress("fetching", len(self.results), self.total, shown))

    def _group(self) -> None:
        self.group()
        self.grouped, self.waiting = time.monotonic(), False


def _said(status: FeedStatus, detail: str) -> str:
    """Why a feed gave nothing, and what becomes of it."""
    if status is FeedStatus.GONE:
        return f"{detail}; it is not asked again unless you name it"
    if status is FeedStatus.WAITING:
        return f"{detail}; it is asked again later"
    return detail
