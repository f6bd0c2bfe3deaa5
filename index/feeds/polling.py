"""One run over many feeds at once: each is asked, read, and its new items handed over; then how it ended.

This is the network's side, in an event loop of its own; `index.feeds.fetching` stores what comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from index.errors import LibraryError
from index.feedmodel import ParsedFeed
from index.feeds import known
from index.feeds.articles import Articles, Origin, Told
from index.feeds.parse import parse_feed
from index.feeds.store import FeedStore, Followed, Outcome
from index.feedstatus import FeedStatus
from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.manners import LONGEST_WAIT, back_off
from index.fetch.model import FEED, Request, Response
from index.fetch.threads import in_thread

_READ_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Read:
    """Items of a feed that were read."""

    feed: Followed
    told: list[Told]


@dataclass(frozen=True, slots=True)
class Ended:
    """A feed is done with; everything it gave was handed over before."""

    feed: Followed
    outcome: Outcome


Message = Read | Ended


def due(feeds: Sequence[Followed], *, named: bool, force: bool) -> list[Followed]:
    """The feeds to ask now.

    One that failed is left alone for a while, unless it was `named`; a server's wish to wait counts also
    then, unless `force`; a feed that is gone is asked only when it is named.
    """
    now = datetime.now(UTC)
    text = now.isoformat(timespec="seconds")
    # A time further ahead than any wait was written while the clock was wrong.
    latest = (now + timedelta(seconds=LONGEST_WAIT)).isoformat(timespec="seconds")
    found = []
    for feed in feeds:
        waits = feed.due is not None and text < feed.due <= latest
        if feed.status is FeedStatus.GONE:
            asked = named
        elif feed.status is FeedStatus.WAITING:
            asked = force or not waits
        else:
            asked = force or named or not waits
        if asked:
            found.append(feed)
    return found


class Polling:
    """One run. `hand` is called in the event loop's thread."""

    def __init__(
        self,
        client: Client,
        articles: Articles,
        feeds: FeedStore,
        hand: Callable[[Message], None],
        *,
        force: bool = False,
    ) -> None:
        self._client = client
        self._articles = articles
        self._reading = asyncio.Semaphore(_READ_AT_ONCE)
        self._feeds = feeds
        self._hand = hand
        self._force = force

    async def all(self, feeds: Sequence[Followed]) -> None:
        """Ask all feeds at once, as far as the client has places; no failure of one concerns another."""

        async def one(feed: Followed) -> None:
            self._hand(Ended(feed, await self._outcome(feed)))

        async with asyncio.TaskGroup() as group:
            # Places are given in turn: those that failed lately are not to keep the others waiting.
            for feed in sorted(feeds, key=lambda feed: feed.failures):
                group.create_task(one(feed))

    async def _outcome(self, feed: Followed) -> Outcome:
        try:
            return await self._poll(feed)
        except LibraryError as error:
            return failed(feed, error)
        except Exception as error:  # noqa: BLE001  (a mistake of ours costs one feed and never the others)
            return failed(feed, LibraryError(f"reading it failed: {type(error).__name__}: {error}"[:200]))

    async def _poll(self, feed: Followed) -> Outcome:
        whole = self._force or await in_thread(self._feeds.pages_due, feed.key, _now())
        request = Request(
            feed.url,
            etag=None if whole else feed.etag,
            modified=None if whole else feed.modified,
            typed=feed.private,
            accept=FEED,
        )
        answer = await self._client.get(request)
        if answer.status == 304:
            return Outcome(FeedStatus.UNCHANGED, etag=feed.etag, modified=feed.modified)
        async with self._reading:
            parsed, items = await in_thread(self._read, feed, answer)
        origin = Origin(feed.url, feed.outlet, feed.private)
        await self._articles.read(origin, parsed, items, lambda told: self._hand(Read(feed, told)))
        return Outcome(
            FeedStatus.DAMAGED if parsed.damaged else FeedStatus.OK,
            detail=parsed.damaged or "",
            url=answer.permanent,
            title=parsed.title,
            etag=answer.etag,
            modified=answer.modified,
        )

    def _read(self, feed: Followed, answer: Response) -> tuple[ParsedFeed, list[known.Named]]:
        """The document, and those of its items that are new or whose page is to be asked for again."""
        parsed = parse_feed(answer.body, url=answer.url, content_type=answer.content_type)
        found = known.keys(parsed.items)
        before = self._feeds.known(
            feed.key,
            {seen.digest for _, seen in found},
            {seen.url for _, seen in found if seen.url is not None},
            {seen.guid for _, seen in found if seen.guid is not None},
        )
        at = _now()
        return parsed, [
            one
            for one in known.named(found, before)
            if one.before is None or (one.before.due is not None and one.before.due <= at)
        ]


def failed(feed: Followed, error: LibraryError) -> Outcome:
    """How a fetch ended that failed, and what to do; what was known of the feed stays."""
    detail = f"{error.what}; {error.do}" if error.do else error.what
    if isinstance(error, FetchError) and error.gone:
        return Outcome(FeedStatus.GONE, detail)
    if isinstance(error, FetchError) and error.retry_after is not None:
        return Outcome(FeedStatus.WAITING, detail, due=_now(error.retry_after))
    return Outcome(FeedStatus.FAILED, detail, due=_now(back_off(feed.failures + 1)))


def _now(later: float = 0.0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=later)).isoformat(timespec="seconds")
