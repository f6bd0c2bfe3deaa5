"""A feed's items into drafts: whole texts as they are, teasers by fetching and reading their pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from index import text as texts
from index.addresses import canonical, for_keeping, host, without_secrets
from index.feedmodel import FeedItem, ParsedFeed
from index.feeds.items import item_draft
from index.feeds.known import Named
from index.feeds.store import KnownItem
from index.fetch.addresses import same_host
from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.manners import back_off
from index.fetch.model import PAGE, Request, Response
from index.fetch.threads import in_thread
from index.ingest import guard, kinds
from index.ingest.html.extractor import Extractor
from index.ingest.html.page import read_page
from index.model import Block, Draft, Role, Skipped, Source, SourceKind

MOST_TRIES = 3
"""So often a page is asked for in all, over several fetches."""

MOST_PAGES = 200
"""So many pages of one feed are asked for in one fetch; the others' turn comes with the next."""

_CHUNK = 100
_ENOUGH = 0.8  # of the feed's own text a page must give; headings and credits may be left out of it
_PAGES_AT_ONCE = 4
_NO_PAGE = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/octet")
_NO_ADDRESS = "a teaser of the feed, which gives no address for the whole"
_LATER = "a teaser of the feed; its page is fetched next time"


@dataclass(frozen=True, slots=True)
class Origin:
    """The feed that items come from. `private` lets pages of its own host be of a private network."""

    url: str
    outlet: str | None
    private: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an item: a draft, a reason why there is none, or nothing new (a page failed again)."""

    item: KnownItem
    draft: Draft | Skipped | None


Hand = Callable[[list[Told]], None]


class Articles:
    """Reads items with one client. Belongs to one event loop; what takes time is done in threads."""

    def __init__(self, client: Client, extractor: Extractor) -> None:
        self._client = client
        self._extractor = extractor
        self._reading = asyncio.Semaphore(extractor.workers)

    async def read(self, origin: Origin, parsed: ParsedFeed, items: Sequence[Named], hand: Hand) -> None:
        """Hand over the drafts of `items` as they are done: whole texts first, then page after page."""
        teasers = [one for one in items if not one.item.full and one.item.url]
        ready: list[tuple[Named, str | None]] = [(one, None) for one in items if one.item.full]
        ready += [(one, _NO_ADDRESS) for one in items if not one.item.full and not one.item.url]
        ready += [(one, _LATER) for one in teasers[MOST_PAGES:] if one.before is None]
        for start in range(0, len(ready), _CHUNK):
            chunk = ready[start : start + _CHUNK]
            async with self._reading:
                told = await in_thread(_as_they_are, origin, parsed, chunk)
            hand(told)
        waiting = iter(teasers[:MOST_PAGES])

        async def work() -> None:
            for one in waiting:
                hand([await self._whole(origin, parsed, one)])

        async with asyncio.TaskGroup() as group:
            for _ in range(min(_PAGES_AT_ONCE, len(teasers))):
                group.create_task(work())

    async def page(self, url: str, source: Source, origin: Origin, fallback: str | None) -> Draft | Skipped:
        """The article of a page. Raises FetchError."""
        typed = origin.private and same_host(url, origin.url)
        answer = await self._client.get(Request(url, typed=typed, accept=PAGE))
        return await self.extracted(answer, source, outlet=origin.outlet, fallback=fallback)

    async def extracted(
        self, answer: Response, source: Source, *, outlet: str | None, fallback: str | None = None
    ) -> Draft | Skipped:
        """The article of a page that was fetched."""
        kind = answer.content_type or ""
        if kinds.is_binary(answer.body) or kind.startswith(_NO_PAGE):
            return Skipped(source.location, f"not a page, but {kind or 'a binary file'}")
        read = partial(
            read_page,
            answer.body,
            source,
            extractor=self._extractor,
            url=answer.url,
            charset=answer.charset,
            outlet=outlet,
            fallback_outlet=fallback,
        )
        async with self._reading:
            return await in_thread(read)

    async def _whole(self, origin: Origin, parsed: ParsedFeed, one: Named) -> Told:
        """The article behind a teaser; the teaser itself, as a part, where its page does not give it."""
        tries, wait, found = one.now.tries + 1, back_off(one.now.tries + 1), None
        try:
            found = await self.page(one.item.url or "", _source(origin, one.now), origin, _own(parsed, one))
            reason = found.reason.removeprefix("partial: ") if isinstance(found, Skipped) else ""
        except FetchError as error:
            reason = error.what
            if error.retry_after is not None:
                # The host asked for time, so this was no try that could have gone well.
                tries, wait = one.now.tries, error.retry_after
            elif error.gone:
                tries = MOST_TRIES
        teaser = _draft(origin, parsed, one, reason)
        if isinstance(found, Draft):
            if not isinstance(teaser, Draft) or _length(found) >= _ENOUGH * _length(teaser):
                whole = _placed(_completed(found, one.item), origin, one.now)
                return Told(replace(one.now, tries=tries, due=None), whole)
            teaser = replace(teaser, partial="its page gives less than the feed")
        item = replace(one.now, tries=tries, due=_later(wait) if tries < MOST_TRIES else None)
        return Told(item, teaser if one.before is None else None)


def _as_they_are(origin: Origin, parsed: ParsedFeed, chunk: Sequence[tuple[Named, str | None]]) -> list[Told]:
    """Items whose own text is taken, each with the reason why that is a part, if it is."""
    told = []
    for one, reason in chunk:
        due = _later(0) if reason == _LATER else None
        told.append(Told(replace(one.now, due=due), _draft(origin, parsed, one, reason)))
    return told


def _draft(origin: Origin, parsed: ParsedFeed, one: Named, reason: str | None) -> Draft | Skipped:
    """An item's own text as a draft."""
    outlet = origin.outlet or _own(parsed, one)
    try:
        draft = item_draft(one.item, feed_url=without_secrets(origin.url), outlet=outlet, partial=reason)
    except Exception as error:  # noqa: BLE001  (whatever it is, the other items are read)
        return guard.failed(without_secrets(origin.url), error)
    if not draft.blocks:
        return Skipped(without_secrets(origin.url), "an item that holds neither title nor text")
    return _placed(draft, origin, one.now)


def _own(parsed: ParsedFeed, one: Named) -> str | None:
    """The feed's title as the outlet; None for an item that the feed has from somebody else."""
    theirs = parsed.home is not None and one.item.url is not None
    return None if theirs and not _one_site(parsed.home or "", one.item.url or "") else parsed.title


def _one_site(url: str, other: str) -> bool:
    """Whether two addresses are of one site: their hosts end in the same two names (`bbc.co.uk` in three)."""
    one, two = host(url).split("."), host(other).split(".")
    size = 3 if len(one) > 2 and len(one[-2]) <= 3 and len(one[-1]) == 2 else 2
    return one[-size:] == two[-size:]


def _source(origin: Origin, item: KnownItem) -> Source:
    return Source(SourceKind.FEED, without_secrets(origin.url), item.name)


def _placed(draft: Draft, origin: Origin, item: KnownItem) -> Draft:
    """A draft at its place in the feed, known by its words: pages differ in bytes with every fetch."""
    # A feed of one's own gives links with its key in them, and an article's address is shown everywhere.
    url = for_keeping(draft.url) if draft.url else None
    address = canonical(url) if url else without_secrets(origin.url)
    words = "\n".join((address, *(f"{block.role.value} {block.text}" for block in draft.blocks)))
    return replace(
        draft,
        source=_source(origin, item),
        source_id=item.name,
        url=url,
        digest=texts.digest(words.encode("utf-8", "replace")),
    )


def _completed(page: Draft, item: FeedItem) -> Draft:
    """A page's article, with what the feed knows where the page does not."""
    if page.title is None and item.title:
        title = Block(Role.TITLE, item.title, ((0, len(item.title)),))
        page = replace(page, title=item.title, blocks=(title, *page.blocks))
    return replace(
        page,
        url=page.url or item.url,
        published=page.published or item.published,
        authors=page.authors or item.authors,
        language=page.language or item.language,
    )


def _length(draft: Draft) -> int:
    return sum(len(text) for text in draft.texts(Role.BODY))


def _later(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
