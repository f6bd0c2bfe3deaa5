"""Search over all outlets and the notes, answered while the person types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import Input

from config.errors import BylinesError
from index.found import Facet, Hit, KwicLine, SavedSearch, TermTable
from index.model import Cancelled
from tui import query_card, results
from tui.answers import CONTEXT_LIMIT, LIMIT, Answer, ask
from tui.commands.searching import SEARCHING, Edit
from tui.screens.base import ReaderScreen
from tui.screens.prompt import Prompt
from tui.screens.term_table import TermTableScreen
from tui.widgets.drawn import Pane
from tui.widgets.facet_list import FacetList
from tui.widgets.footer import FooterBar, Hint
from tui.widgets.lines import LineList
from tui.widgets.results_list import ResultsList
from tui.widgets.topbar import TopBar
from tui.wording import count

DEBOUNCE_SECONDS = 0.12
POLL_SECONDS = 1.0
WAITING_SECONDS = 0.5
HISTORY = 20
QUERY_LIMIT = 500
WITH_FACETS = 110

_BEGUN = re.compile(r"(?P<term>[^\s(]+) OR (?P<word>(?P=term)\*)\)?$")
HELP = 'words · "a phrase" · AND OR NOT · -without · outlet:name · after:2023-05 · F1 more'


class SearchScreen(ReaderScreen):
    """The input keeps the focus: arrows move over the hits while typing, tab goes to them."""

    NAME = "search"
    ACTIONS = SEARCHING
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    TYPES_INTO: ClassVar[str] = "Input"

    DEFAULT_CSS = """
    SearchScreen Input { border: none; height: 1; padding: 0 1; background: $panel; margin: 0 0 1 0; }
    SearchScreen Input:focus { border: none; }
    SearchScreen #panes { height: 1fr; layout: horizontal; }
    SearchScreen ResultsList { width: 1fr; }
    SearchScreen FacetList { width: 34; display: none; border-left: solid $line; }
    SearchScreen.faceted FacetList { display: block; }
    SearchScreen.without-panels Input { margin: 0; }
    """

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self._query = query
        self._timer: Timer | None = None
        self._pending = False
        self._open_when_ready = False
        self._newest = False
        self._in_context = False
        self._facets_wanted: bool | None = None
        self.answer: Answer | None = None

    def compose(self) -> ComposeResult:
        """Bar, input, results beside their facets, footer."""
        yield TopBar("Search", HELP)
        yield Input(self._query, placeholder="search all outlets and notes", max_length=QUERY_LIMIT)
        with Pane(id="panes"):
            yield ResultsList()
            yield FacetList()
        yield FooterBar()

    @property
    def results_list(self) -> ResultsList:
        """The results."""
        return self.query_one(ResultsList)

    @property
    def facet_list(self) -> FacetList:
        """The facets."""
        return self.query_one(FacetList)

    @property
    def input(self) -> Input:
        """The query."""
        return self.query_one(Input)

    def on_mount(self) -> None:
        """Answer a query that is there from the start; without one, offer those of before."""
        self._ask()
        self.set_interval(POLL_SECONDS, self._look_for_changes)
        self.set_interval(WAITING_SECONDS, self._tell_waiting)

    def adapt(self, size: Size) -> None:
        """Facets stand beside the results where there is room."""
        super().adapt(size)
        if self._facets_wanted is None:
            self.set_class(size.width >= WITH_FACETS, "faceted")

    def help_card(self) -> list[tuple[str, str]]:
        """The search language."""
        return query_card.lines()

    def hints(self) -> list[Hint]:
        """As on all screens; where the query is being edited, that needs no key."""
        typing = self.focused is self.query_one(Input)
        return [hint for hint in super().hints() if not (typing and hint.command is Edit)]

    # -- asking

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._pending, self._open_when_ready = True, False
        self._timer = self.set_timer(DEBOUNCE_SECONDS, self._ask)

    @on(Input.Submitted)
    def _entered(self) -> None:
        """Open the hit with the cursor; if the answer to what was typed is not there yet, then."""
        self._open_when_ready = self._pending
        if not self._pending:
            self.open_hit()

    def _ask(self, *, keep: bool = False) -> None:
        query = self.input.value.strip()
        if not query:
            self.workers.cancel_group(self, "search")
            self._offer()
            return
        self._pending = True
        search = partial(
            ask,
            self.library,
            query,
            typing=self.focused is self.input,
            newest=self._newest,
            in_context=self._in_context,
        )
        self.job(
            lambda cancelled: search(cancelled=cancelled),
            partial(self._show, keep=keep),
            group="search",
            failed=self._complain,
        )

    def _tell_waiting(self) -> None:
        """What a search waits for while the index is being made, as after an update of bylines."""
        progress = self.library.indexing() if self._pending else None
        if progress is not None:
            of = f" of {progress.total:,}" if progress.total else ""
            self.query_one(TopBar).show("Search", f"making the search index: {progress.done:,}{of} articles")

    def _offer(self) -> None:
        """The saved and the last searches, while there is no query."""
        library = self.library
        self.answer, self._pending = None, False
        self.facet_list.show(())

        def show(kept: tuple[list[SavedSearch], list[str]]) -> None:
            if not self.input.value.strip():
                self.results_list.show(lambda _: results.start_lines(*kept), keep=True)

        self.job(lambda _: (library.saved_searches(), library.search_history(HISTORY)), show, group="kept")
        self.query_one(TopBar).show("Search", HELP)

    def _show(self, answer: Answer, *, keep: bool = False) -> None:
        self.answer = answer
        self._pending = False
        found, cards, context = answer.results, answer.cards, answer.context

        def lay_out(width: int) -> list[results.ResultLine]:
            if context is not None:
                return results.context_lines(found, context, cards, width)
            return results.hit_lines(found, cards, width, self.reader.settings)

        self.results_list.show(lay_out, keep=keep)
        self.query_one(TopBar).show("Search", self._facts(answer), self._state(answer))
        self._count_facets()
        if self._open_when_ready:
            self._open_when_ready = False
            self.open_hit()

    def _facts(self, answer: Answer) -> str:
        found = answer.results
        if not found.hits:
            return f"nothing found for {answer.typed}"
        stories = count(len(answer.cards), "story", "stories")
        if answer.context is not None:
            more = "the first " if len(answer.context) == CONTEXT_LIMIT else ""
            return f"{more}{count(len(answer.context), 'match', 'matches')} in {stories}"
        shown = f"the {'newest' if self._newest else 'best'} {LIMIT} of " if len(found.hits) == LIMIT else ""
        return f"{shown}{count(found.total, 'article')} in {stories}"

    def _state(self, answer: Answer) -> str:
        order = "newest first" if self._newest else "best first"
        if begun := _BEGUN.search(answer.results.query):
            # While it is typed, the last word may be the beginning of one, which finds more.
            order = f"{begun['word']} · {order}"
        return f"{order} · {answer.results.took_ms:.0f} ms"

    def _complain(self, error: BylinesError) -> None:
        self.answer = None
        self._pending = self._open_when_ready = False
        self.results_list.show(lambda _: [])
        self.facet_list.show(())
        self.query_one(TopBar).show("Search", str(error))

    def _count_facets(self) -> None:
        """Count by outlet, month and tag, after the results are there and only if they can be seen."""
        answer, library = self.answer, self.library
        if answer is None or not self.has_class("faceted"):
            return
        query = answer.results.query

        def facets(cancelled: Cancelled) -> Sequence[Facet]:
            return library.search(query, limit=1, facets=True, cancelled=cancelled).facets

        self.job(facets, self.facet_list.show, group="facets", failed=lambda _: self.facet_list.show(()))

    def _look_for_changes(self) -> None:
        """What another process adds is found without asking again."""
        self.look_for_changes(
            lambda: None if self.answer is None or self._pending else self.answer.version,
            lambda _: self._ask(keep=True),
        )

    def on_screen_resume(self) -> None:
        """Back from a story: the history has one more."""
        if self.is_mounted and self.answer is None and not self.input.value.strip():
            self._offer()

    def on_descendant_focus(self) -> None:
        """Other keys work now."""
        self.refresh_footer()

    @on(LineList.Opened)
    def _opened(self, event: LineList.Opened) -> None:
        self.open_hit()

    # -- commands

    @property
    def _list(self) -> LineList:
        return self.facet_list if self.focused is self.facet_list else self.results_list

    def move(self, count: int) -> None:
        """Move over the hits, also while typing; up from the first one goes back to the query."""
        focus = self._list
        before = focus.cursor
        focus.move(count)
        if count < 0 and focus.cursor == before:
            self.input.focus()

    def page(self, pages: float) -> None:
        """Move by pages."""
        self._list.page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end of the hits."""
        self._list.to_edge(end=end)

    @property
    def next_part(self) -> str:
        """What comes after the part with the focus, round the end."""
        if self.focused is self.input:
            return "results" if self.results_list.length() else "query"
        faceted = self.facet_list.display and self.facet_list.length()
        return "facets" if faceted and self.focused is self.results_list else "query"

    def go_on(self) -> None:
        """From the query to the hits, on to the facets, and back to the query."""
        parts = {"results": self.results_list, "facets": self.facet_list, "query": self.input}
        parts[self.next_part].focus()

    def edit_query(self) -> None:
        """Back to the input."""
        self.input.focus()

    def toggle_facets(self) -> None:
        """Show the facets, or hide them."""
        self._facets_wanted = not self.has_class("faceted")
        self.set_class(self._facets_wanted, "faceted")
        if self._facets_wanted:
            self._count_facets()
        elif self.focused is self.facet_list:
            self.results_list.focus()

    def next_order(self) -> None:
        """The best first, or the newest."""
        self._newest = not self._newest
        self._ask()

    def toggle_context(self) -> None:
        """Every match in its context, one below the other; or passages by story."""
        self._in_context = not self._in_context
        self._ask()

    def open_hit(self) -> None:
        """Open what has the cursor: a passage in its story, a note, a search, a facet."""
        if self.focused is self.facet_list:
            self._narrow(self.facet_list.current)
            return
        target = self.results_list.current
        if isinstance(target, results.Ask):
            self.input.value = target.query
            self.input.cursor_position = len(target.query)
            return
        if target is None or self.answer is None:
            return
        self._remember()
        if isinstance(target, Hit) and target.note is not None:
            self.reader.open_notes(self, note=target.note)
        elif target.story is not None:
            self.reader.open_story(target.story, passage=target.passage, query=self.answer.results.query)

    def _narrow(self, facet: Facet | None) -> None:
        """Add a facet to the query, where it can be seen and taken out again."""
        if facet is not None and facet.narrow not in self.input.value:
            self._remember()
            self.input.value = f"{self.input.value.strip()} {facet.narrow}"
            self.input.cursor_position = len(self.input.value)

    def _remember(self) -> None:
        if self.answer is not None:
            library, query = self.library, self.answer.typed
            self.change(lambda: library.remember_search(query), lambda _: None)

    def show_term_table(self) -> None:
        """How often each outlet of the story with the cursor has each of the terms."""
        target = self.results_list.current
        story = target.story if isinstance(target, Hit | KwicLine) else None
        if story is None or self.answer is None:
            self.say("Put the cursor on a passage of a story first.")
            return
        library, query = self.library, self.answer.typed  # not its last word twice, as it begins others
        title = self.answer.cards[story].title if story in self.answer.cards else ""

        def show(table: TermTable) -> None:
            self.app.push_screen(TermTableScreen(title, table))

        self.job(lambda _: library.term_table(query, story), show, group="table")

    def save(self) -> None:
        """Keep the query under a name; it is a tab of the list of stories from then on."""
        query, library = self.input.value.strip(), self.library
        if not query:
            self.say("There is no query to save yet.")
            return

        def keep(name: str | None) -> None:
            if name and name.strip():
                self.change(
                    lambda: library.save_search(name, query),
                    lambda _: self.say(f"Saved as “{name.strip()}”; a tab of the stories, too."),
                )

        self.app.push_screen(Prompt("save as", "", "a name for this search"), keep)

    def forget(self) -> None:
        """Forget the saved search with the cursor."""
        target, library = self.results_list.current, self.library
        name = target.name if isinstance(target, results.Ask) else None
        if name is None:
            self.say("Put the cursor on a saved search first; they are listed when there is no query.")
        else:
            self.change(lambda: library.forget_search(name), lambda _: self._offer())

    def clear_history(self) -> None:
        """Empty the history."""

        def done(_: object) -> None:
            self.say("The last searches are forgotten; saved ones stay.")
            if self.answer is None:
                self._offer()

        self.change(self.library.forget_search_history, done)
