"""Which feeds are followed: one by its address, by a page that names it, or many by an OPML file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

from index.addresses import without_secrets
from index.errors import LibraryError, NotAFeedError, SourceError
from index.feedmodel import FeedCard, FeedImport, FeedLink
from index.feeds.discover import feed_links, looks_like_feed
from index.feeds.opml import read_opml
from index.feeds.parse import parse_feed
from index.feeds.polling import failed
from index.feeds.store import FeedStore
from index.fetch.addresses import checked, is_public, same_host
from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.model import FEED, Request, Response
from index.fetch.run import run
from index.model import Cancelled, Skipped

LARGEST_LIST = 20_000_000
"""The largest OPML file read, in bytes."""

MOST_OF_A_PAGE = 5
"""So many feeds of one page are followed."""

_KEPT_WHEN = ("network", "timeout")
_FEED_SCHEME = re.compile(r"\Afeed:(?://)?", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")  # a digit after the colon: a host with its port
_COMMENTS = re.compile(r"comments?\b|kommentare?|comentarios|commentaires", re.IGNORECASE)
_FORM = re.compile(r"\b(?:rss|atom|rdf|json|xml|feed|[12]\.[01])\b|[\W_]+", re.IGNORECASE)


def typed(address: str) -> str:
    """An address as people type it: without a scheme it is https, or http inside a network of one's own.

    Raises FetchError.
    """
    text = _FEED_SCHEME.sub("", address.strip())
    if _SCHEME.match(text):
        return checked(text).text(secret=True)
    found = checked(f"https://{text}")
    if _private(found.host):
        found = checked(f"http://{text}")
    return found.text(secret=True)


def follow(
    feeds: FeedStore, url: str, *, outlet: str | None = None, cancelled: Cancelled | None = None
) -> list[FeedCard]:
    """See `FeedDesk.add_feed`."""
    address = typed(url)

    async def ask(client: Client) -> tuple[Response | FetchError, list[tuple[str, str | None]]]:
        try:
            answer = await client.get(Request(address, typed=True, accept=FEED))
        except FetchError as error:
            return error, []
        return answer, await _found(client, address, answer)

    answer, found = run(ask, cancelled)
    if isinstance(answer, FetchError):
        if answer.kind not in _KEPT_WHEN and answer.retry_after is None:
            raise answer
        card, _ = feeds.add(address, address, outlet=outlet, private=True)
        (feed,) = feeds.followed([card.id])
        return [feeds.record(feed.key, failed(feed, answer)) or card]
    return [
        feeds.add(where, title or where, outlet=outlet, private=same_host(where, address))[0]
        for where, title in found
    ]


async def _found(client: Client, address: str, answer: Response) -> list[tuple[str, str | None]]:
    """The feed that an answer is, or those that the page it is names. Raises NotAFeedError."""
    try:
        parsed = parse_feed(answer.body, url=answer.url, content_type=answer.content_type)
    except NotAFeedError as error:
        links = main_feeds(feed_links(answer.body, answer.url))
        if looks_like_feed(answer.body, answer.content_type) or not links:
            raise _at(answer.url, error) from error
        return await _of_page(client, address, links)
    return [(answer.permanent or address, parsed.title)]


async def _of_page(client: Client, address: str, links: Sequence[FeedLink]) -> list[tuple[str, str | None]]:
    """Those feeds of a page that can be read. Raises what kept the first from it when none can."""
    found: dict[str, str | None] = {}
    problem: LibraryError | None = None
    for link in links:
        try:
            answer = await client.get(Request(link.url, typed=same_host(link.url, address), accept=FEED))
            parsed = parse_feed(answer.body, url=answer.url, content_type=answer.content_type)
        except LibraryError as error:
            problem = problem or (_at(link.url, error) if isinstance(error, NotAFeedError) else error)
        else:
            found[answer.permanent or link.url] = parsed.title or link.title
    if not found and problem is not None:
        raise problem
    return list(found.items())


def _at(url: str, error: NotAFeedError) -> NotAFeedError:
    """What is wrong with a document, and where it is."""
    return NotAFeedError(error.what, where=without_secrets(url), do=error.do)


def main_feeds(links: Sequence[FeedLink]) -> list[FeedLink]:
    """The feeds of a page that tell its news: none of comments; of one feed in several forms the first."""
    news = [link for link in links if not _COMMENTS.search(f"{link.title or ''} {link.url}")] or list(links)
    found: dict[str, FeedLink] = {}
    for link in news:
        # Without titles there is no telling whether two are one.
        key = _FORM.sub(" ", link.title).strip().casefold() if link.title else link.url
        found.setdefault(key, link)
    return list(found.values())[:MOST_OF_A_PAGE]


def import_opml(feeds: FeedStore, path: Path, *, allow_private: bool = False) -> FeedImport:
    """See `FeedDesk.import_feeds`."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_LIST + 1)
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror or error}", where=str(path), do="check its name"
        ) from error
    if len(raw) > LARGEST_LIST:
        raise SourceError(f"larger than {LARGEST_LIST // 1_000_000} MB", where=str(path))
    try:
        links, left_out = read_opml(raw)
    except NotAFeedError as error:
        raise SourceError(error.what, where=str(path), do=error.do) from error
    added, known, skipped = list[FeedCard](), list[FeedCard](), list(left_out)
    for link in links:
        try:
            where = checked(link.url)
            own = _own_machine(where.host)
            if not allow_private and not own and _private(where.host):
                raise SourceError(
                    "an address of a private network, which a file may not name",
                    do="add `--allow-private`, or `bylines feeds add` that address yourself",
                )
        except LibraryError as error:
            advice = f" ({error.do})" if error.do else ""
            skipped.append(Skipped(without_secrets(link.url), error.what + advice))
            continue
        address = where.text(secret=True)
        card, new = feeds.add(address, link.title or address, private=allow_private or own)
        (added if new else known).append(card)
    return FeedImport(tuple(added), tuple(known), tuple(skipped))


def _private(host: str) -> bool:
    """Whether a host is by its spelling of a private network; names are looked up when they are fetched."""
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan", ".home.arpa"))


def _own_machine(host: str) -> bool:
    """Whether a host is the machine the list lies on, as with a server of feeds that one runs oneself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
