"""Web addresses as sources: an article's page, a feed with its items, a page that names feeds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import unquote

from config.errors import BylinesError
from index import text as texts
from index.addresses import for_keeping, without_secrets
from index.feeds.articles import Articles, Origin, Told
from index.feeds.discover import feed_links, looks_like_feed
from index.feeds.following import main_feeds, typed
from index.feeds.known import keys, named
from index.feeds.parse import parse_feed
from index.feeds.streaming import streamed
from index.fetch.addresses import same_host
from index.fetch.client import Client
from index.fetch.manners import masked
from index.fetch.model import FEED, PAGE, Request, Response
from index.fetch.threads import in_thread
from index.ingest import guard
from index.ingest.run import Item, Run
from index.likeness import names_an_article
from index.model import Draft, OnProgress, Progress, Skipped, Source, SourceKind

_AT_ONCE = 4
_FILE = re.compile(r"\Afile:(?://(?:localhost)?(?=/))?", re.IGNORECASE)


def drafts_from(urls: Sequence[str], run: Run, on_progress: OnProgress | None = None) -> Iterator[Item]:
    """The articles at some addresses that the person typed, each as soon as it is read.

    An article's page gives one; a feed gives its items; a page that is no article but names feeds gives
    these feeds' items. What cannot be had is Skipped, with the reason. Ends early when the run is stopped.
    """
    fetched = []
    for url in urls:
        if _FILE.match(url):
            path = texts.clean_line(unquote(_FILE.sub("", url)))
            yield Skipped(texts.clean_line(url), f"an address of a file: give its path, {path}")
        else:
            fetched.append(url)

    async def work(client: Client, hand: Callable[[Item | Progress], None]) -> None:
        await _all(client, fetched, run, hand)

    if not fetched:
        return
    for batch in streamed(work, run.stop):
        for item in batch:
            if not isinstance(item, Progress):
                yield item
            elif on_progress is not None:
                on_progress(item)


async def _all(
    client: Client, urls: Sequence[str], run: Run, hand: Callable[[Item | Progress], None]
) -> None:
    """Read some addresses at once; no failure of one concerns another."""
    waiting = enumerate(urls)

    async def work() -> None:
        for number, url in waiting:
            hand(Progress("fetching", number, len(urls), masked(url)))
            try:
                await _Reading(client, run, typed(url), hand).read()
            except BylinesError as error:
                hand(Skipped(masked(url), _said(error)))
            except Exception as error:  # noqa: BLE001  (whatever it is, the others are read)
                hand(guard.failed(masked(url), error))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(_AT_ONCE, len(urls))):
            group.create_task(work())


def _said(error: BylinesError) -> str:
    return f"{error.what} ({error.do})" if error.do else error.what


class _Reading:
    """One address on its way to articles."""

    def __init__(self, client: Client, run: Run, url: str, hand: Callable[[Item], None]) -> None:
        self._client = client
        self._outlet = run.outlet
        self._url = url
        self._hand = hand
        self._articles = Articles(client, run.extractor())

    async def read(self) -> None:
        """Hand over what is at the address. Raises LibraryError."""
        answer = await self._client.get(Request(self._url, typed=True, accept=PAGE))
        if looks_like_feed(answer.body, answer.content_type):
            await self._feed(answer, self._url)
            return
        links = main_feeds(feed_links(answer.body, answer.url))
        found = await self._page(answer)
        if not links or (isinstance(found, Draft) and names_an_article(answer.url)):
            self._hand(found)
            return
        read = ", ".join(without_secrets(link.url) for link in links)
        reason = f"no article, but a page that names feeds; read instead: {read}"
        self._hand(Skipped(without_secrets(self._url), reason))
        for link in links:
            await self._named(link.url)

    async def _named(self, url: str) -> None:
        """The items of a feed that the page names."""
        try:
            request = Request(url, typed=same_host(url, self._url), accept=FEED)
            await self._feed(await self._client.get(request), url)
        except BylinesError as error:
            self._hand(Skipped(masked(url), _said(error)))

    async def _page(self, answer: Response) -> Item:
        source = Source(SourceKind.URL, for_keeping(self._url))
        found = await self._articles.extracted(answer, source, outlet=self._outlet)
        if isinstance(found, Draft):
            # What was typed may hold a key, and an article's address is shown everywhere.
            return replace(found, url=for_keeping(found.url or answer.url))
        return found

    async def _feed(self, answer: Response, url: str) -> None:
        parse = partial(parse_feed, answer.body, url=answer.url, content_type=answer.content_type)
        parsed = await in_thread(parse)
        origin = Origin(url, self._outlet, private=same_host(url, self._url))
        await self._articles.read(origin, parsed, named(keys(parsed.items), ()), self._take)

    def _take(self, told: Sequence[Told]) -> None:
        for one in told:
            if one.draft is not None:
                self._hand(one.draft)
