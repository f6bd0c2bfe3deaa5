"""The facade's part for feeds: what is followed, and fetching it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.model import Cancelled, OnProgress
from index.store import Store

if TYPE_CHECKING:
    from config.settings import Settings
    from index.feedmodel import FeedCard, FeedImport, FeedResult, FetchReport
    from index.searching import Searching


class FeedDesk(ABC):
    """Methods of `Library` that concern feeds. See `Library` for threads and errors."""

    _store: Store
    _settings: Settings | None

    @abstractmethod
    def _search(self) -> Searching: ...

    def feeds(self) -> list[FeedCard]:
        """The feeds that are followed, by title."""
        return self._store.feeds.cards()

    def add_feed(
        self, url: str, *, outlet: str | None = None, cancelled: Cancelled | None = None
    ) -> list[FeedCard]:
        """Follow the feed at an address, or the feeds that the page there names. Stores no article yet.

        The host may be of a private network, as the person typed it. A feed that cannot be reached now is
        followed all the same, and its status says why. Raises FetchError for an address that is refused,
        NotAFeedError when there is no feed, CancelledError when `cancelled` says so.
        """
        from index.feeds.following import follow

        return follow(self._store.feeds, url, outlet=outlet, cancelled=cancelled)

    def remove_feed(self, feed: str) -> FeedCard:
        """Follow a feed no longer, by its id, URL, or words of its title; its articles stay.

        Raises NotFoundError when nothing fits, or several do.
        """
        return self._store.feeds.remove(self._store.feeds.resolve(feed))

    def import_feeds(self, path: Path, *, allow_private: bool = False) -> FeedImport:
        """Follow the feeds of an OPML file; none is fetched yet.

        What the file names was not typed by the person, so hosts of private networks are left out, unless
        `allow_private`. Raises SourceError when the file cannot be read.
        """
        from index.feeds.following import import_opml

        return import_opml(self._store.feeds, path, allow_private=allow_private)

    def export_feeds(self) -> str:
        """All feeds as an OPML document."""
        from index.feeds.opml import write_opml

        return write_opml(self.feeds())

    def fetch(
        self,
        feeds: Sequence[str] = (),
        *,
        force: bool = False,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
        on_feed: Callable[[FeedResult], None] | None = None,
    ) -> FetchReport:
        """Fetch feeds, store what is new in them, and group and index it.

        All feeds that are due, or those named by id, URL or words of the title. A named one is asked even
        if it failed lately or is gone, but a server's wish to wait is kept, unless `force`; that also asks
        without validators. One feed's failure stops no other; it is in the report. When `cancelled` says
        so, what is finished is kept, and the next run continues. `on_feed` hears of each feed as it ends,
        on the calling thread. Raises NotFoundError for an unknown name, StoreError.
        """
        from index.feeds.fetching import fetch

        chosen = [self._store.feeds.resolve(name) for name in feeds]
        return fetch(
            self._store,
            chosen,
            settings=self._settings,
            search=self._search,
            force=force,
            on_progress=on_progress,
            cancelled=cancelled,
            on_feed=on_feed,
        )
