"""The list of stories with a preview."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container

from index.model import StoryCard
from tui.commands.stories import STORIES
from tui.screens.base import ReaderScreen
from tui.screens.prompt import Prompt
from tui.widgets.footer import FooterBar
from tui.widgets.lines import LineList
from tui.widgets.preview import Preview
from tui.widgets.story_list import StoryList
from tui.widgets.topbar import TopBar
from tui.wording import count

SIDE_BY_SIDE = 110
WITH_PREVIEW = 16
POLL_SECONDS = 1.0
ORDERS = ("newest", "outlets", "disagreement", "unread", "oldest")

FIRST_STEPS = [
    ("No stories yet", "title"),
    ("", ""),
    ("Give bylines something to read, here or in another terminal:", ""),
    ("", ""),
    ("bylines add FOLDER", "strong"),
    ("text files, one article each", "muted"),
    ("bylines add FILE.jsonl", "strong"),
    ("one article a line; also .gz and .xz", "muted"),
    ("bylines demo", "strong"),
    ("five outlets on one event, to try things out", "muted"),
    ("", ""),
    ("Or follow feeds: F, then a adds one, and i imports an OPML file.", ""),
    ("", ""),
    ("What is added appears here by itself.", ""),
]
NOTHING_FITS = [
    ("No story fits the filter", "title"),
    ("", ""),
    ("& changes it; an empty one lists all.", "muted"),
]


class StoriesScreen(ReaderScreen):
    """Where the reader starts."""

    NAME = "stories"
    ACTIONS = STORIES

    CSS = """
    StoriesScreen #panes { height: 1fr; layout: vertical; }
    StoriesScreen #panes StoryList { height: 3fr; }
    StoriesScreen #panes Preview { height: 2fr; border-top: solid $primary-muted; }
    StoriesScreen.wide #panes { layout: horizontal; }
    StoriesScreen.wide #panes StoryList { width: 3fr; height: 1fr; }
    StoriesScreen.wide #panes Preview { width: 2fr; height: 1fr; }
    StoriesScreen.wide #panes Preview { border-top: none; border-left: solid $primary-muted; }
    StoriesScreen.low #panes Preview { display: none; }
    StoriesScreen.empty #panes StoryList { display: none; }
    StoriesScreen.empty #panes Preview { display: block; width: 1fr; height: 1fr; border: none; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "StoryList"

    def __init__(self) -> None:
        super().__init__()
        self.filter = ""
        self.sort = ORDERS[0]
        self._version: int | None = None
        self._loaded = False

    def compose(self) -> ComposeResult:
        """Bar, list, preview, footer."""
        yield TopBar("bylines")
        with Container(id="panes"):
            yield StoryList(self.reader.signs)
            yield Preview(self.reader.signs)
        yield FooterBar()

    @property
    def story_list(self) -> StoryList:
        """The list."""
        return self.query_one(StoryList)

    def on_mount(self) -> None:
        """Load, and look out for changes made elsewhere."""
        super().on_mount()
        self.load()
        self.set_interval(POLL_SECONDS, self._look_for_changes)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the arrangement."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "wide")
        self.set_class(event.size.width < SIDE_BY_SIDE and event.size.height < WITH_PREVIEW, "low")

    def on_screen_resume(self) -> None:
        """Back from another screen: reading states and notes may be others."""
        super().on_screen_resume()
        if self._loaded:
            self.load()

    # -- loading

    def load(self) -> None:
        """Ask the library for the stories; the list stays as it is until they come."""
        library, query, sort = self.library, self.filter, self.sort
        self.job(
            lambda _: (library.version(), library.listing(query or None, sort=sort)),
            self._show,
            group="stories",
        )

    def _show(self, answer: tuple[int, list[StoryCard]]) -> None:
        self._version, cards = answer
        self._loaded = True
        self.story_list.show(cards)
        self.set_class(not cards, "empty")
        if not cards:
            self.query_one(Preview).show_texts(NOTHING_FITS if self.filter else FIRST_STEPS)
        facts = count(len(cards), "story", "stories")
        unread = sum(bool(card.unread) for card in cards)
        if unread:
            facts += f" · {unread} unread"
        self.query_one(TopBar).show("bylines", facts, self._state())

    def _state(self) -> str:
        parts = [f"by {self.sort}"] if self.sort != ORDERS[0] else []
        return " · ".join([*parts, f"filter: {self.filter}"] if self.filter else parts)

    def next_order(self) -> None:
        """Sort the list by the next order, and say which."""
        self.sort = ORDERS[(ORDERS.index(self.sort) + 1) % len(ORDERS)]
        self.load()

    def _look_for_changes(self) -> None:
        if self.is_active and self._loaded:
            library = self.library
            self.job(lambda _: library.version(), self._compare_version, group="version")

    def _compare_version(self, version: int) -> None:
        if version != self._version:
            self.load()

    @on(LineList.Moved)
    def _preview(self) -> None:
        if self.story_list.cards:
            self.query_one(Preview).show_story(self.story_list.current)

    @on(LineList.Opened)
    def _open(self) -> None:
        self.open_story()

    # -- commands

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.story_list.move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.story_list.page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end of the list."""
        self.story_list.to_edge(end=end)

    def open_story(self) -> None:
        """Open the story with the cursor."""
        if self.story_list.current is not None:
            self.reader.open_story(self.story_list.current.id)

    def next_unread(self) -> None:
        """Move to the next story with something unread, round the end."""
        cards, cursor = self.story_list.cards, self.story_list.cursor
        for step in range(1, len(cards) + 1):
            index = (cursor + step) % len(cards)
            if cards[index].unread:
                self.story_list.cursor = index
                return
        self.say("Everything is read.")

    def toggle_read(self) -> None:
        """All articles of the story read, or all unread."""
        card = self.story_list.current
        if card is None:
            return
        library = self.library

        def toggle() -> None:
            now = library.card(card.id)
            library.set_read([article.id for article in now.articles], bool(now.unread))

        self.change(toggle, lambda _: self.load())

    def toggle_marked(self) -> None:
        """A star, or none."""
        card = self.story_list.current
        if card is not None:
            library = self.library
            self.change(
                lambda: library.set_marked(card.id, not library.card(card.id).marked), lambda _: self.load()
            )

    def edit_tags(self) -> None:
        """Ask for the tags."""
        card = self.story_list.current
        if card is not None:
            self.reader.edit_tags(card, self.load)

    def annotate(self) -> None:
        """A note on the story."""
        card = self.story_list.current
        if card is not None:
            self.reader.write_note(story=card.id, about=card.title, passages=(), quotes=())

    def show_filter(self, query: str) -> None:
        """List the stories that fit a query; all for an empty one."""
        self.filter = query.strip()
        self.load()

    def edit_filter(self) -> None:
        """Ask for the filter."""

        def take(query: str | None) -> None:
            if query is not None:
                self.show_filter(query)

        self.app.push_screen(Prompt("filter", self.filter, "a query, as in search; empty for all"), take)
