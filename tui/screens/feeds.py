"""The feeds: what each came to at its last fetch, and what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size

from config.paths import expanded
from index.feedmodel import FeedCard, FeedImport
from tui import feed_words
from tui.browser import open_page
from tui.commands.feeds import FEEDS
from tui.screens.base import ReaderScreen
from tui.screens.confirm import Confirm
from tui.screens.prompt import Prompt
from tui.widgets.drawn import Pane
from tui.widgets.feed_list import FeedHead, FeedList
from tui.widgets.footer import FooterBar
from tui.widgets.lines import LineList
from tui.widgets.preview import Preview
from tui.widgets.topbar import TopBar
from tui.wording import count

SIDE_BY_SIDE = 150
POLL_SECONDS = 1.0
CLOCK_SECONDS = 20.0


class FeedsScreen(ReaderScreen):
    """A list with the selected feed's details. Fetching goes on when it is closed."""

    NAME = "feeds"
    ACTIONS = FEEDS
    AUTO_FOCUS: ClassVar[str | None] = "FeedList"

    DEFAULT_CSS = """
    FeedsScreen #panes { height: 1fr; layout: vertical; }
    FeedsScreen #list { height: 1fr; }
    FeedsScreen FeedList { height: 1fr; }
    FeedsScreen Preview { height: 1fr; border-top: solid $line; }
    FeedsScreen.wide #panes { layout: horizontal; }
    FeedsScreen.wide #list { width: 3fr; height: 1fr; }
    FeedsScreen.wide Preview { width: 2fr; height: 1fr; border-top: none; }
    FeedsScreen.wide Preview { border-left: solid $line; }
    FeedsScreen.without-panels Preview { display: none; }
    FeedsScreen.empty #list { display: none; }
    FeedsScreen.empty Preview { display: block; height: 1fr; width: 1fr; border: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._version: int | None = None

    def compose(self) -> ComposeResult:
        """Bar, list, details, footer."""
        fetching = self.reader.fetching
        yield TopBar("Feeds")
        with Pane(id="panes"):
            with Vertical(id="list"):
                yield FeedHead()
                yield FeedList(self.reader.signs, results=fetching.results, asked=fetching.asks)
            yield Preview(self.reader.signs)
        yield FooterBar()

    @property
    def feed_list(self) -> FeedList:
        """The list."""
        return self.query_one(FeedList)

    @property
    def current(self) -> FeedCard | None:
        """The feed with the cursor."""
        return self.feed_list.current

    def on_mount(self) -> None:
        """Load, and look out for changes: a fetch, here or in another process."""
        self.load()
        self.set_interval(POLL_SECONDS, self._look_for_changes)
        self.set_interval(CLOCK_SECONDS, self._tick)
        self.watch(self.app, "work", self._worked, init=False)

    def adapt(self, size: Size) -> None:
        """Choose the arrangement."""
        super().adapt(size)
        self.set_class(size.width >= SIDE_BY_SIDE, "wide")

    def load(self) -> None:
        """Ask the library for the feeds; the list stays as it is until they come."""
        library = self.library
        self.job(lambda _: (library.version(), library.feeds()), self._show, group="feeds")

    def _show(self, answer: tuple[int, list[FeedCard]]) -> None:
        self._version, feeds = answer
        self.set_class(not feeds, "empty")
        self.feed_list.show(feeds)
        if not feeds:
            self.query_one(Preview).show_texts(feed_words.no_feeds(self.reader.key_for))
        facts = [count(len(feeds), "feed")]
        if unread := sum(feed.unread for feed in feeds):
            facts.append(f"{unread:,} unread")
        if failing := sum(feed.status in feed_words.UNREADABLE for feed in feeds):
            facts.append(f"{failing:,} cannot be read")
        self.query_one(TopBar).show("Feeds", " · ".join(facts))

    def _look_for_changes(self) -> None:
        self.look_for_changes(lambda: self._version, lambda _: self.load())

    def on_screen_resume(self) -> None:
        """Back from another screen: articles may have been read."""
        if self._version is not None:
            self.load()

    def _tick(self) -> None:
        """Time has passed: "3 min ago" is "4 min ago" now."""
        if self.leaving:
            return
        self.feed_list.refresh()
        self._detail()

    def _worked(self, work: object) -> None:
        """A fetch has come further, or ended."""
        if self.leaving:
            return
        self.feed_list.refresh()
        if work is None:
            self.load()
        self._detail()
        self.refresh_footer()

    @on(LineList.Moved)
    def _detail(self) -> None:
        feed = self.current
        if feed is None:
            return
        fetching, shown = self.reader.fetching, self.feed_list
        now = shown.now()
        result, key_for = fetching.results.get(feed.id), self.reader.key_for
        texts = feed_words.feed_texts(feed, result, shown.sign(feed), now, key_for)
        if (closing := fetching.closing) is not None:
            texts += [("", ""), (f"The last fetch, {closing.when:%H:%M}", "outlet"), (closing.words, "")]
            texts += [(line, "muted") for line in closing.lines[: feed_words.LONGEST_LIST]]
            if (rest := len(closing.lines) - feed_words.LONGEST_LIST) > 0:
                texts.append((f"and {rest:,} more", "muted"))
        self.query_one(Preview).show_texts(texts)

    @on(LineList.Opened)
    def _opened(self) -> None:
        self.read()

    def help_card(self) -> list[tuple[str, str]]:
        """What the signs mean."""
        signs = self.reader.signs
        meanings = [(signs.feeds[status], words) for status, words in feed_words.MEANINGS.items()]
        refresh = self.reader.key_for("feeds.refresh")
        meanings.append((signs.busy, f"named with {refresh}, and waiting or being fetched"))
        return [("", ""), ("Signs", "outlet"), *((f"{sign}\t{words}", "") for sign, words in meanings)]

    def status(self) -> str:
        """What escape would do while something is going on."""
        stop = self.reader.key_for("feeds.stop").replace("escape", "esc")
        return f"{stop} stops the fetch" if self.reader.fetching.busy else ""

    # -- moving

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.feed_list.move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.feed_list.page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end."""
        self.feed_list.to_edge(end=end)

    def scroll_details(self, rows: int) -> None:
        """Move in the details."""
        self.query_one(Preview).scroll_relative(y=rows, animate=False)

    def step_trouble(self, step: int) -> None:
        """Move to the next feed with a problem, round the end."""
        feeds, cursor = self.feed_list.feeds, self.feed_list.cursor
        if self._chosen() is None:
            return
        for distance in range(1, len(feeds) + 1):
            index = (cursor + step * distance) % len(feeds)
            if feeds[index].status in feed_words.TROUBLED:
                self.feed_list.cursor = index
                return
        self.say("Every feed could be read.")

    # -- one feed

    def _chosen(self) -> FeedCard | None:
        """The feed with the cursor, for a command that needs one; where there is none, say what to do."""
        if self.current is None and self._version is not None:
            self.say(feed_words.nothing_followed(self.reader.key_for, here=True))
        return self.current

    def read(self) -> None:
        """The stories with articles of the feed; it is named by its title when no other has the same."""
        feed = self._chosen()
        if feed is None:
            return
        if not feed.articles:
            self.say(
                f"No articles came from this feed yet; {self.reader.key_for('feeds.refresh')} fetches it."
            )
            return
        same = [other for other in self.feed_list.feeds if other.title.casefold() == feed.title.casefold()]
        plain = len(same) == 1 and '"' not in feed.title and feed.title.strip()
        self.reader.filter_stories(f'feed:"{feed.title}"' if plain else f"feed:{feed.id}")

    def refresh_feed(self) -> None:
        """Fetch it, also when it failed lately."""
        if (feed := self._chosen()) is not None:
            self.reader.fetching.start([feed.id])

    def remove_feed(self) -> None:
        """Follow it no longer, if that is meant."""
        feed, library = self._chosen(), self.library
        if feed is None:
            return

        def done(removed: FeedCard) -> None:
            self.say(f"{removed.title} is no longer followed.")
            self.load()

        def take(answer: bool | None) -> None:
            if answer:
                self.change(lambda: library.remove_feed(feed.id), done)

        stays = f" {count(feed.articles, 'article')} stay." if feed.articles else ""
        self.app.push_screen(Confirm(f"Follow {feed.title} no longer?{stays}"), take)

    def open_in_browser(self) -> None:
        """Open its site."""
        feed = self._chosen()
        if feed is None:
            return
        parts = urlsplit(feed.url)
        site = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
        command = self.reader.settings.browser
        self.job(
            lambda _: open_page(site, command), lambda _: self.say("Opened in the browser."), group="browser"
        )

    # -- all feeds

    def add(self) -> None:
        """Ask for an address."""

        def take(answer: str | None) -> None:
            if answer is not None:
                self.reader.fetching.add(answer)

        self.app.push_screen(Prompt("add feed", "", "the address of a feed, or of a page that has one"), take)

    def import_opml(self) -> None:
        """Ask for a file and follow its feeds."""
        library = self.library

        def done(found: FeedImport) -> None:
            self.say(feed_words.imported(found, self.reader.key_for))
            self.load()

        def take(answer: str | None) -> None:
            if answer is not None and answer.strip():
                self.change(lambda: library.import_feeds(expanded(answer.strip())), done)

        self.app.push_screen(Prompt("import OPML", "", "a file, such as ~/feeds.opml"), take)

    def export_opml(self) -> None:
        """Ask for a file and write the feeds to it."""
        if self._chosen() is None:
            return
        library = self.library

        def take(answer: str | None) -> None:
            if answer is not None and answer.strip():
                path = expanded(answer.strip())
                self.change(
                    lambda: _write(path, library.export_feeds()), lambda _: self.say(f"Wrote {path}.")
                )

        self.app.push_screen(Prompt("export OPML to", "~/bylines.opml", "a new file"), take)

    def stop_or_close(self) -> None:
        """Stop what is going on, or close."""
        if self.reader.fetching.busy:
            self.reader.fetching.stop()
        else:
            self.reader.go_back()


def _write(path: Path, text: str) -> None:
    """Write a new file; BylinesError when there is one already, or when it cannot be written."""
    from tui import exporting

    exporting.write(path, text, "opml")
