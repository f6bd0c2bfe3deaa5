"""The list of stories with a preview."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count as numbers
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.timer import Timer

from config.errors import BylinesError
from config.settings import Settings
from index.model import StoryCard
from tui.commands.stories import STORIES
from tui.screens.stories_actions import StoriesActions
from tui.screens.stories_moving import StoriesMoving
from tui.session import Session
from tui.story_loading import BY_DAY, FIRST, ORDERS, Choice, Known, Loaded, Timelines, read
from tui.story_tabs import ALL, ARCHIVE, Origin, Tab, place_of
from tui.widgets.drawn import Pane
from tui.widgets.first_steps import FirstSteps
from tui.widgets.footer import FooterBar
from tui.widgets.lines import LineList
from tui.widgets.preview import Preview
from tui.widgets.story_list import StoryList
from tui.widgets.tabs import TabBar
from tui.widgets.topbar import TopBar
from tui.wording import count

SIDE_BY_SIDE = 110
WITH_PREVIEW = 16
POLL_SECONDS = 1.0
REST_SECONDS = 0.05


class StoriesScreen(StoriesMoving, StoriesActions):
    """Where the reader starts."""

    NAME = "stories"
    ACTIONS = STORIES

    DEFAULT_CSS = """
    StoriesScreen #panes { height: 1fr; layout: vertical; }
    StoriesScreen #panes StoryList { height: 3fr; }
    StoriesScreen #panes Preview { height: 2fr; border-top: solid $line; }
    StoriesScreen.wide #panes { layout: horizontal; }
    StoriesScreen.wide #panes StoryList { width: 3fr; height: 1fr; }
    StoriesScreen.wide #panes Preview { width: 2fr; height: 1fr; }
    StoriesScreen.wide #panes Preview { border-top: none; border-left: solid $line; }
    StoriesScreen.low #panes Preview { display: none; }
    StoriesScreen.empty #panes StoryList { display: none; }
    StoriesScreen.empty #panes Preview { display: block; width: 1fr; height: 1fr; border: none; }
    StoriesScreen FirstSteps { display: none; }
    StoriesScreen.beginning FirstSteps { display: block; height: 1fr; width: 1fr; }
    StoriesScreen.beginning #panes Preview, StoriesScreen.beginning #panes StoryList { display: none; }
    StoriesScreen TabBar { display: none; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "StoryList"

    def __init__(self) -> None:
        super().__init__()
        self.choice = self._shown = Choice()
        self.tabs: tuple[Tab, ...] = (ALL,)
        self.tab = 0
        self._version: int | None = None
        self._loaded = self._whole = False
        self._left_at: str | None = None
        self._parts = numbers()
        self._rest: Timer | None = None

    def restore(self, session: Session) -> None:
        """Begin with the list, and the story in it, where the reader was left."""
        self.choice, self._left_at = session.choice, session.cursor
        if session.tab.origin is not Origin.ALL:
            self.tabs, self.tab = (ALL, session.tab), 1

    def session(self) -> Session:
        """What to begin with the next time."""
        return Session(self.tabs[self.tab], self._shown, self.story_list.current_id)

    def compose(self) -> ComposeResult:
        """Bar, tabs, list, preview, footer."""
        yield TopBar("bylines")
        yield TabBar()
        with Pane(id="panes"):
            yield FirstSteps()
            yield StoryList(self.reader.signs)
            yield Preview(self.reader.signs)
        yield FooterBar()

    def open_story(self) -> None:
        """Open the story with the cursor; while there is none, take the first step with it."""
        if self.beginning:
            self.take_step()
        else:
            super().open_story()

    @property
    def waiting(self) -> bool:
        """Whether there is no list yet."""
        return not self._loaded

    @property
    def whole(self) -> bool:
        """Whether all of the list is there, and not its start alone."""
        return self._whole

    @property
    def filter(self) -> str:
        """The query that narrows the list, empty for all."""
        return self.choice.query

    def on_mount(self) -> None:
        """Load, and look out for changes made elsewhere."""
        self._load_first()
        self.set_interval(POLL_SECONDS, self._look_for_changes)

    def adapt(self, size: Size) -> None:
        """Choose the arrangement."""
        super().adapt(size)
        self.set_class(size.width >= SIDE_BY_SIDE, "wide")
        self.set_class(size.width < SIDE_BY_SIDE and size.height < WITH_PREVIEW, "low")

    def on_screen_resume(self) -> None:
        """Back from another screen: reading states and notes may be others."""
        # Not loaded anew in any case: the list may just be on its way for what a prompt was answered.
        self._look_for_changes()

    def settings_changed(self, before: Settings) -> None:
        """What the person says of outlets stands in the list."""
        super().settings_changed(before)
        if self._loaded and self.reader.settings.outlets != before.outlets:
            self.load()

    # -- loading

    def _load_first(self) -> None:
        """Show the list that was read ahead; begin to load it if that is not there, or was another."""
        ahead, self.reader.ahead = self.reader.ahead, None
        if ahead is None or (ahead.choice, ahead.near) != (self.choice, self._left_at):
            self.load()
        elif ahead.found is not None:
            self._show(ahead.found, anew=True)
        else:
            self.job(lambda _: ahead.wait(), self._take_first, group="stories")

    def _take_first(self, loaded: Loaded | None) -> None:
        if loaded is None:
            self.load()
        else:
            self._show(loaded, anew=True)

    def load(self, *, anew: bool = False) -> None:
        """Ask the library for the stories; the list stays as it is until they come.

        `anew` is for another list: it begins at the top, and its start is shown before the rest is there.
        """
        known = None
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
            if not anew and self._version is not None:
                known = Known(self._version, self.story_list.known)
        anew = anew or not self._loaded
        near = self._left_at if anew else self.story_list.current_id
        work = partial(read, self.library, self.choice, near, whole=not anew, known=known)
        choice = self.choice

        def show(loaded: Loaded) -> None:
            self._shown = choice
            self._show(loaded, anew=anew)

        self.job(lambda cancelled: work(cancelled=cancelled), show, group="stories", failed=self._refuse)

    def _refuse(self, error: BylinesError) -> None:
        """A filter that cannot be understood: what was listed before stays."""
        self.choice = self._shown
        self.show_error(error)
        if not self._loaded:
            # One of an earlier reader's: there is no list yet that could stay.
            self.load()

    def _show(self, loaded: Loaded, *, anew: bool) -> None:
        first, self._loaded, self._whole = not self._loaded, True, loaded.whole
        self._version = loaded.version
        self.story_list.name_outlets(loaded.outlets)
        self.story_list.show(loaded.rows, loaded.cards, loaded.timelines, top=anew, kept=loaded.kept)
        if self._left_at is not None and not self.story_list.cursor:
            self.story_list.cursor = loaded.rows.row(self._left_at) or 0
        if loaded.whole:
            self._left_at = None
            self.run_late()
            self._show_tabs(loaded.tabs)
        listed = loaded.rows.listed
        self.set_class(not listed.ids, "empty")
        all_wanted = self.choice == Choice() and not self.tab
        archived = all_wanted and ARCHIVE in loaded.tabs
        self.begin(not listed.ids and all_wanted and not archived)
        if not listed.ids:
            self._say_why_empty(archived=archived)
        if not loaded.whole:
            # Only once the start is on the screen: the rest would compete with drawing it.
            self._rest = self.set_timer(REST_SECONDS, self.load)
        facts = ""
        if loaded.whole or len(listed.ids) < FIRST:
            number = listed.unread_count
            unread = f" · {number:,} unread" if number else ""
            facts = count(len(listed.ids), "story", "stories") + unread
        self.query_one(TopBar).show("bylines", facts, self._state())
        if first:
            self.run_early()

    def _say_why_empty(self, *, archived: bool) -> None:
        key = self.reader.key_for("stories.next-tab" if archived else "stories.filter")
        said = "All stories are archived" if archived else "No story fits the filter"
        rest = f"{key} goes to them." if archived else f"{key} changes it; an empty one lists all."
        self.query_one(Preview).show_texts([(said, "title"), ("", ""), (rest, "muted")])

    def _show_tabs(self, tabs: tuple[Tab, ...]) -> None:
        place = place_of(tabs, self.tabs[self.tab])
        gone, self.tabs = bool(self.tab and not place), tabs
        if gone:
            self.open_tab(0)
        else:
            self.tab = place
            self.query_one(TabBar).show([tab.name for tab in tabs], place)

    def _state(self) -> str:
        if self.carried is not None:
            return self.carried.question
        choice = self.choice
        parts = [f"by {choice.sort}"] if choice.sort != ORDERS[0] else []
        parts += [] if choice.single else ["two outlets or more"]
        return " · ".join([*parts, f"filter: {choice.query}"] if choice.query else parts)

    @on(StoryList.Wanted)
    def _load_part(self, event: StoryList.Wanted) -> None:
        library, ids = self.library, event.ids

        def take(part: tuple[list[StoryCard], Timelines]) -> None:
            self.story_list.take(*part)
            self._preview()

        # A group of its own for each: a newer part must not make an older one be dropped.
        self.job(
            lambda _: (library.cards(ids), library.timelines(ids)), take, group=f"part-{next(self._parts)}"
        )

    def _look_for_changes(self) -> None:
        self.look_for_changes(lambda: self._version, lambda _: self.load())

    @on(LineList.Moved, "StoryList")
    def _preview(self) -> None:
        card = self.story_list.current
        if self.story_list.length() and card is not None:
            self.query_one(Preview).show_story(card, self.story_list.timeline(card.id))

    @on(LineList.Opened)
    def _open(self) -> None:
        self.open_story()

    # -- which stories

    def choose(self, **changes: object) -> None:
        """List other stories, or in another order."""
        self.choice = replace(self.choice, **changes)  # type: ignore[arg-type]
        self.load(anew=True)

    def next_order(self) -> None:
        """Sort the list by the next order, and say which."""
        place = ORDERS.index(self.choice.sort) if self.choice.sort in ORDERS else -1
        self.choose(sort=ORDERS[(place + 1) % len(ORDERS)])

    def ask_order(self) -> None:
        """Ask for an order, which may be a label of outlets."""
        from tui.screens.prompt import Prompt

        def take(order: str | None) -> None:
            if order is not None:
                self.choose(sort=order.strip() or ORDERS[0])

        known = f"{', '.join(ORDERS)}, or a label of outlets: lean, lean:left"
        self.app.push_screen(Prompt("order", self.choice.sort, known), take)

    def toggle_single(self) -> None:
        """Leave out the stories of one outlet, or list them again."""
        self.choice = replace(self.choice, single=not self.choice.single)
        self.load()

    def toggle_days(self) -> None:
        """Group the list by day, or not."""
        if self.choice.sort not in BY_DAY:
            key = self.reader.key_for("stories.sort")
            self.say(f"Only a list by time can be grouped by day; {key} changes the order.")
        self.choice = replace(self.choice, by_day=not self.choice.by_day)
        self.load()

    def show_filter(self, query: str) -> None:
        """Among all stories, list those that fit a query."""
        self.open_tab(0)
        self.choose(query=query)

    def edit_filter(self) -> None:
        """Ask for the filter."""
        from tui.screens.prompt import Prompt

        def take(query: str | None) -> None:
            if query is not None:
                self.choose(query=query.strip())

        library = self.library
        # While the person types; what is wrong with the index is said when it is asked.
        self.job(library.expect_filter, lambda _: None, group="expecting", failed=lambda _: None)
        self.app.push_screen(Prompt("filter", self.filter, "a query, as in search; empty for all"), take)

    def next_tab(self, step: int) -> None:
        """Show the next list that is kept."""
        if len(self.tabs) == 1:
            filters, keeps = map(self.reader.key_for, ("stories.filter", "stories.keep"))
            self.say(f"No lists are kept yet: {filters} filters, {keeps} keeps the filter as a tab.")
            return
        self.open_tab((self.tab + step) % len(self.tabs))

    @on(TabBar.Chosen)
    def _tab_clicked(self, event: TabBar.Chosen) -> None:
        self.open_tab(event.place)

    def open_tab(self, place: int) -> None:
        """Show a list that is kept."""
        self.tab = place
        tab = self.tabs[place]
        self.query_one(TabBar).show([each.name for each in self.tabs], place)
        self.choose(query=tab.query, sort=tab.sort, archived=tab.origin is Origin.ARCHIVE)

    def lift_filter(self) -> bool:
        """Back to all stories; False when these are shown already."""
        if self.tab or self.filter:
            self.open_tab(0)
            return True
        return False

    def leads_back(self) -> bool:
        """From a filter to all stories; from these there is no way back."""
        return bool(self.tab or self.filter)

    def back_label(self) -> str:
        """What is let go of before the reader is left."""
        if self.carried is not None:
            return "let go"
        return "all stories" if self.tab or self.filter else "quit"

    def save_tab(self) -> None:
        """Keep the filter and the order as a tab."""
        from tui.screens.prompt import Prompt

        choice, library = self.choice, self.library
        if not choice.query:
            self.say(f"There is no filter to keep yet; {self.reader.key_for('stories.filter')} makes one.")
            return

        def keep(name: str | None) -> None:
            if name and name.strip():
                self.change(
                    lambda: library.save_filter(name, choice.query, choice.sort),
                    lambda _: self._kept(" ".join(name.split())),
                )

        self.app.push_screen(Prompt("keep as", "", "a name for this list"), keep)

    def _kept(self, name: str) -> None:
        self.tabs, self.tab = (*self.tabs, Tab(name, Origin.FILTER)), len(self.tabs)
        self.load()

    def forget_tab(self) -> None:
        """Forget the list that is shown."""
        tab, library = self.tabs[self.tab], self.library
        if tab.origin not in (Origin.FILTER, Origin.SEARCH):
            self.say("This list stays; a kept one can be forgotten while it is shown.")
            return
        forget = library.delete_filter if tab.origin is Origin.FILTER else library.forget_search
        self.change(lambda: forget(tab.name), lambda _: self.open_tab(0))
