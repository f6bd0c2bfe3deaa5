"""The list of feeds: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.feedmodel import FeedCard, FeedResult
from index.feedstatus import FeedStatus
from index.text import clean_line
from tui import feed_words
from tui.feed_words import ago, status_words
from tui.marks import UNICODE, Signs
from tui.render import padded
from tui.widgets.drawn import Drawn
from tui.widgets.lines import LineList
from tui.wrap import fit

SIGN, UNREAD, FETCHED = 3, 12, 13
WITH_FETCHED, WITH_STATUS = 60, 40
LONGEST_STATUS = 60

_STYLES = {
    FeedStatus.OK: "good",
    FeedStatus.DAMAGED: "warn",
    FeedStatus.WAITING: "warn",
    FeedStatus.FAILED: "bad",
    FeedStatus.GONE: "bad",
}


def widths(width: int) -> tuple[int, int, int, int]:
    """The cells of title, unread, last fetch and status in a line of `width`; 0 where there is no room."""
    fetched = FETCHED if width >= WITH_FETCHED else 0
    unread = min(UNREAD, max(0, width - SIGN - 8))
    rest = max(0, width - SIGN - unread - fetched)
    status = min(LONGEST_STATUS, rest // 2) if width >= WITH_STATUS else 0
    return rest - status, unread, fetched, status


class FeedHead(Drawn):
    """What the columns of the list below are."""

    DEFAULT_CSS = """
    FeedHead { height: 1; background: $surface; color: $text-muted; }
    """

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        title, unread, fetched, status = widths(width - 2)
        names = [(" " * SIGN, SIGN), ("Feed", title), ("Unread/all  ".rjust(unread), unread)]
        names += [("Last fetch", fetched), ("Status", status)]
        text = "".join(fit(name, cells) for name, cells in names)
        return Strip([Segment(fit(text, width), self.ground)], width)


class FeedList(LineList):
    """Sign, title, unread of all, last fetch, status in words."""

    SPACED: ClassVar[bool] = True

    DEFAULT_CSS = """
    FeedList > .lines--good { color: $text-success; }
    FeedList > .lines--warn { color: $text-warning; }
    FeedList > .lines--bad { color: $text-error; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--good", "lines--warn", "lines--bad"}

    def __init__(
        self, signs: Signs = UNICODE, *, results: Mapping[str, FeedResult], asked: Callable[[str], bool]
    ) -> None:
        super().__init__()
        self.signs = signs
        self.feeds: Sequence[FeedCard] = ()
        self._results, self._asked = results, asked

    def show(self, feeds: Sequence[FeedCard]) -> None:
        """List other feeds; the cursor stays on its feed if that is still there."""
        current = self.current.id if self.current else None
        self.feeds = feeds
        place = next((i for i, feed in enumerate(feeds) if feed.id == current), None)
        self.changed(self.cursor if place is None else place)

    @property
    def current(self) -> FeedCard | None:
        """The feed with the cursor."""
        return self.feeds[self.cursor] if 0 <= self.cursor < len(self.feeds) else None

    def length(self) -> int:
        """The number of feeds."""
        return len(self.feeds)

    def sign(self, feed: FeedCard) -> str:
        """The sign of how the last fetch ended, or that the feed is being fetched."""
        return self.signs.busy if self._asked(feed.id) else self.signs.feeds[feed.status]

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One feed."""
        feed, now = self.feeds[index], self.now()
        muted = base + self.style("muted")
        name = _STYLES.get(feed.status)
        state = base + self.style(name) if name else muted
        title, unread, fetched, status = widths(width)
        counts = f"{feed.unread}/{feed.articles}  " if feed.articles else ""
        words = clean_line(status_words(feed, self._results.get(feed.id), now))
        strong = base + self.style("strong") if feed.unread else base
        segments = [
            Segment(f" {self.sign(feed)} ", base + self.style("accent") if self._asked(feed.id) else state),
            Segment(fit(f"{clean_line(feed.title)} ", title), strong),
            Segment(fit(counts.rjust(unread), unread), muted),
            Segment(fit(ago(feed.fetched, now), fetched), muted),
            Segment(fit(words, status - 1), state),
        ]
        return Strip(padded(segments, width, base), width)

    def now(self) -> datetime:
        """The time that "ago" is told from."""
        return feed_words.local_now()
