"""Feeds as the rooms hand them about: frozen dataclasses, as in `index.model`."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.feedstatus import FeedStatus
from index.model import AddReport, Published, Skipped


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A feed the person follows. Times are ISO 8601 in UTC, None when there was none yet.

    `status` is how the last fetch ended and `detail` says it in words; `due` is the time before which it
    is not asked again. `articles` and `unread` count what came from it.
    """

    id: str
    url: str
    title: str
    outlet: str | None
    added: str
    fetched: str | None = None
    succeeded: str | None = None
    status: FeedStatus = FeedStatus.NEW
    detail: str = ""
    due: str | None = None
    failures: int = 0
    articles: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed as it was written: addresses are absolute, text is cleaned, `html` is raw.

    `guid` is the feed's own name for it, which proves nothing. `full` says that `html` looks like the
    whole article and not like a teaser.
    """

    guid: str | None
    url: str | None
    title: str | None
    authors: tuple[str, ...]
    published: Published | None
    html: str
    full: bool
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document. `damaged` says what was wrong with one that could be read in part only."""

    title: str | None
    home: str | None
    language: str | None
    items: tuple[FeedItem, ...]
    damaged: str | None = None


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names (autodiscovery) or an OPML file lists."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What fetching one feed came to; counts are of articles."""

    feed: FeedCard
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    partial: int = 0


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did: each feed's outcome in the order they ended, and the sum as `add` reports it."""

    feeds: tuple[FeedResult, ...] = ()
    report: AddReport = field(default_factory=AddReport)


@dataclass(frozen=True, slots=True)
class FeedImport:
    """What importing an OPML file did; `known` feeds were followed already."""

    added: tuple[FeedCard, ...] = ()
    known: tuple[FeedCard, ...] = ()
    skipped: tuple[Skipped, ...] = ()
