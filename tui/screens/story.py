"""One story: its outlets side by side in step, or as a table of what each says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.geometry import Size

from config.errors import BylinesError
from index.compared import Comparison
from index.model import Article, Passage, Role
from tui import marks
from tui.arrangement import Sync
from tui.columns import Columns
from tui.commands.story import STORY
from tui.screens.story_actions import StoryActions
from tui.screens.story_editions import StoryEditions
from tui.screens.story_locks import StoryLocks
from tui.screens.story_moving import StoryMoving
from tui.screens.story_panels import StoryPanels
from tui.screens.story_parts import Matches
from tui.screens.story_selecting import StorySelecting
from tui.shared_runs import shared_runs
from tui.story_state import StoryState, load
from tui.widgets.columns_view import ColumnsView
from tui.widgets.drawn import Pane, Views
from tui.widgets.footer import FooterBar
from tui.widgets.note_list import notes_texts
from tui.widgets.preview import Preview
from tui.widgets.rows_view import RowsView
from tui.widgets.topbar import TopBar
from tui.widgets.words_panel import WordsPanel
from tui.wording import news_words, partial_words, story_facts

READ_AFTER_SECONDS = 2.0
POLL_SECONDS = 0.5
PANEL_BESIDE = 120
SYNC_WORDS = {Sync.CONTENT: "in sync", Sync.PROPORTIONAL: "in proportion", Sync.OFF: "sync off"}


class StoryScreen(StorySelecting, StoryMoving, StoryEditions, StoryPanels, StoryLocks, StoryActions):
    """Opens at once with the text; alignment and marks appear when they are ready."""

    NAME = "story"
    ACTIONS = STORY
    AUTO_FOCUS: ClassVar[str | None] = "ColumnsView"

    DEFAULT_CSS = """
    StoryScreen #body { height: 1fr; layout: vertical; }
    StoryScreen.wide #body { layout: horizontal; }
    StoryScreen ContentSwitcher { height: 1fr; width: 1fr; }
    StoryScreen #panel { display: none; height: 40%; max-height: 9; border-top: solid $line; }
    StoryScreen.wide #panel { width: 40; height: 1fr; max-height: 100%; }
    StoryScreen.wide #panel { border-top: none; border-left: solid $line; }
    StoryScreen.with-panel #panel { display: block; }
    StoryScreen.with-words WordsPanel { display: block; }
    StoryScreen.without-panels #panel { display: none; }
    StoryScreen.without-panels WordsPanel { display: none; }
    StoryScreen.zen TopBar, StoryScreen.zen FooterBar { display: none; }
    StoryScreen.zen #panel, StoryScreen.zen WordsPanel { display: none; }
    """

    def __init__(
        self,
        story_id: str,
        passage: str | None = None,
        matches: Matches | None = None,
        *,
        rows: bool = False,
    ) -> None:
        super().__init__(story_id, passage, matches)
        self._rows_wanted, self._ready = rows, False
        self._state: StoryState | None = None
        self._comparing = self._read_late = False
        self._counted: tuple[Article, marks.Marks, str] | None = None

    def compose(self) -> ComposeResult:
        """Bar, the two views of which one shows, footer."""
        yield TopBar("…")
        with Pane(id="body"):
            with Views(initial="columns"):
                yield ColumnsView(self.reader.signs, id="columns")
                yield RowsView(self.reader.signs, id="rows")
            yield Preview(self.reader.signs, id="panel")
        yield WordsPanel()
        yield FooterBar()

    # -- loading

    @property
    def waiting(self) -> bool:
        """Whether the text is still on its way."""
        return not self._ready

    def on_mount(self) -> None:
        """Load the text first."""
        self.job(self._load(), self._show, group="story", failed=self._fail)

    def _load(self) -> Callable[[object], StoryState]:
        library, story_id = self.library, self.story_id
        seen = self._state.seen if self._state is not None else None
        return lambda _: load(library, story_id, seen)

    def _fail(self, error: BylinesError) -> None:
        self.reader.go_back()
        self.show_error(error)

    def _show(self, loaded: StoryState) -> None:
        """Show what was loaded for the first time."""
        self._adopt(loaded)
        wanted = self._wanted or loaded.position
        self.bring_back(self._wanted)
        if wanted and self.columns.focus_on(wanted, row=self.columns.resting_row(wanted)):
            self.columns_view.moved()
        self._ready = True
        self._show_rows_if_wanted()
        self.tell_news()
        self.drop_lost_locks()
        self.set_timer(READ_AFTER_SECONDS, self._mark_read)
        self.set_interval(POLL_SECONDS, self._look_for_changes)
        self.run_early()

    def _adopt(self, loaded: StoryState) -> None:
        """Take another state of the story; columns are made anew only when its articles are others."""
        before = self._state.revisions if self._state else None
        self._state = loaded
        self.story, self.notes, self.since = loaded.story, loaded.notes, loaded.since
        self.columns_view.since = self.since
        if loaded.revisions == before:
            self._mark()
            if loaded.comparison is None and not self._comparing:
                self.compare()
            elif loaded.comparison is not None and loaded.comparison != self.comparison:
                self._take(loaded.comparison)
            self.tell()
            return
        self.comparison = None
        self.columns_view.matches = self.rows_view.matches = self._matches
        self.lay_out()
        if loaded.comparison is not None:
            self._take(loaded.comparison)
        else:
            self.compare()
        self.tell()

    def lay_out(self) -> None:
        """Make the columns anew of what is visible; the focused passage stays focused if it is shown."""
        if self.story is None:
            return
        focused, row = self.focused_passage, self.columns.focus_row if self.columns.layouts else 0
        articles, also = self.shown_articles(self.story)
        columns = Columns(articles)
        columns.start()
        before = self.columns
        columns.sync = self.arrangement.sync
        self._tables.clear()
        self.columns_view.also = self.rows_view.also = also
        self.columns_view.zoomed = self.arrangement.zoomed
        self.columns_view.show(columns)
        columns.carry(before)
        if self.columns_view.runs and self.comparison is not None:
            self.columns_view.runs = shared_runs(articles, self.comparison)
        if focused is not None:
            self._focus_again(focused, row)
        if self.comparison is not None:
            self._take(self.comparison)
        self.tell()

    def compare(self) -> None:
        """Ask for the comparison anew."""
        self._comparing = True
        library, story_id = self.library, self.story_id
        self.job(lambda cancelled: library.comparison(story_id, cancelled), self._take, group="comparison")

    def _focus_again(self, focused: Passage, row: int) -> None:
        """After a change, focus the passage that was, on its row; a revision may have moved it."""
        same = [p for a in self.columns.articles if a.id == focused.article for p in a.passages]
        found = next((p for p in same if p.text == focused.text), same[0] if same else None)
        if found is not None:
            self.columns.focus_on(found.id, row=row)
            self.columns_view.moved()

    def _take(self, comparison: Comparison) -> None:
        self._comparing = False
        self.comparison = comparison
        self._tables.clear()
        self.columns_view.columns.set_comparison(self.with_earlier(comparison))
        self._mark()
        self.columns_view.moved()
        if self.in_rows:
            self.build_rows()
        self._show_rows_if_wanted()

    def _show_rows_if_wanted(self) -> None:
        """The table, where the reader was left in it, as soon as there is what it is made of."""
        if self._rows_wanted and self._ready and self.comparison is not None:
            self._rows_wanted = False
            self.toggle_view()

    def _mark(self) -> None:
        if self.story is not None and self.comparison is not None:
            found = marks.mark(self.story.articles, self.comparison, self.notes)
            found = replace(found, news=frozenset(self.since.passages))
            locked = self.locked_passages()
            if found != self.marks or locked != self.columns_view.locked:
                self.marks = found
                self.columns_view.locked = self.rows_view.locked = locked
        if self.columns_view.marks is not self.marks:
            self.columns_view.marks = self.rows_view.marks = self.marks
            self.columns_view.refresh()
            self.rows_view.refresh()
        self._show_notes()

    def tell(self) -> None:
        """Say anew in the top bar which view is shown, and how."""
        if self.story is None:
            return
        view = "rows" if self.in_rows else "columns"
        state = view if self.in_rows else f"{view} · {SYNC_WORDS[self.columns.sync]}"
        state += self.arrangement_words()
        news = news_words(self.since)
        state = f"{news} · {state}" if news else state
        table = self.rows_view.table
        if self.in_rows and table is not None and self.base_chosen:
            state += f" · order of {table.articles[table.base].outlet_name}"
        card = self.story.card
        star = f"{self.reader.signs.marked} " if card.marked else ""
        self.query_one(TopBar).show(star + card.title, story_facts(card), state)

    def _mark_read(self) -> None:
        stack = self.app.screen_stack
        above = stack[stack.index(self) + 1 :] if self in stack else stack
        # Behind a panel of its own the story is still read; behind another screen it waits for its return.
        self._read_late = any(not screen.is_modal for screen in above)
        if self.story is not None and not self._read_late:
            library = self.library
            ids = [article.id for article in self.story.articles]
            self.change(lambda: library.set_read(ids, True), lambda _: None)

    def reload(self) -> None:
        """Notes were written, states changed, or articles came in: load the story anew."""
        self.job(self._load(), self._adopt, group="story")

    def _look_for_changes(self) -> None:
        self.look_for_changes(lambda: self._state.version if self._state else None, lambda _: self.reload())

    def on_screen_resume(self) -> None:
        """Back from another screen."""
        if self.story is not None:
            self.reload()
        if self._read_late:
            self._read_late = False
            self.set_timer(READ_AFTER_SECONDS, self._mark_read)

    def jumped(self) -> None:
        """Keep the place in the list of jumps."""
        self.reader.wandering.leave(self)

    def leave(self) -> None:
        """Remember the place; zen is no arrangement of the columns."""
        if self.zen:
            self.arrangement.zoomed = self._zoomed_before
        focused = self.focused_passage if self.story is not None else None
        if focused is not None:
            self.reader.remember(self.story_id, focused.id)

    def asks(self) -> bool:
        """Whether a pair is being locked, or passages selected."""
        return bool(self.lock_words() or self.selection_words())

    def status(self) -> str:
        """`12 shared · 7 only here`, of the focused article; of a partial one, why it is."""
        article = self.focused_article
        doing = self.lock_words() or self.selection_words()
        if doing:
            return doing
        if article is not None and article.partial:
            return partial_words(article.partial)
        if article is None or self.story is None or len(self.story.card.outlets) < 2:
            return ""
        if self.comparison is None:
            return "comparing …"
        # Of an earlier version only its changes are marked.
        version = f"version {article.revision} of {article.revisions}"
        what = self._shares(article) if article.revision == article.revisions else version
        return " · ".join(filter(None, (what, self._told_by())))

    def _shares(self, article: Article) -> str:
        """Counted once for an article's marks, as the footer is drawn at each step through it."""
        known = self._counted
        if known is None or known[0] is not article or known[1] is not self.marks:
            told = Counter(self.marks.told.get(passage.id) for passage in article.passages)
            shared = told[marks.Told.ALL] + told[marks.Told.SOME]
            facts = f"{shared} shared · {told[marks.Told.ONLY]} only here"
            known = self._counted = article, self.marks, facts
        return known[2]

    def adapt(self, size: Size) -> None:
        """The panel stands beside the text where there is room, else below it."""
        super().adapt(size)
        self.set_class(size.width >= PANEL_BESIDE, "wide")

    def toggle_notes(self) -> None:
        """Show or hide the panel of notes."""
        self.toggle_panel("with-panel")
        self._show_notes()

    def _show_notes(self) -> None:
        if self.has_class("with-panel"):
            passage = self.focused_passage
            self.query_one("#panel", Preview).show_texts(
                notes_texts(self.notes, passage.id if passage else None)
            )

    def _told_by(self) -> str:
        """`told by 2 of 5`, of the focused passage."""
        passage = self.focused_passage
        if passage is None or passage.role is not Role.BODY:
            return ""
        articles = self.columns.articles
        told = {articles[column].outlet_name for column in self.columns.partners(passage.id)}
        outlets = {article.outlet_name for article in articles}
        own = next(article.outlet_name for article in articles if article.id == passage.article)
        return f"told by {len(told | {own})} of {len(outlets)}"

    @on(ColumnsView.Moved)
    @on(RowsView.Moved)
    def _moved(self) -> None:
        self.show_selection()
        self._show_notes()
        self.show_words()
        self.refresh_footer()
