"""Search over all outlets and the notes, answered while the person types."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from config.errors import BylinesError
from index.found import SearchResults
from index.model import Cancelled, StoryCard
from tui.commands.searching import SEARCHING
from tui.screens.base import ReaderScreen
from tui.widgets.footer import FooterBar
from tui.widgets.lines import LineList
from tui.widgets.results_list import ResultsList
from tui.widgets.topbar import TopBar
from tui.wording import count

DEBOUNCE_SECONDS = 0.12
LIMIT = 60
QUERY_LIMIT = 500

HELP = 'words · "a phrase" · AND OR NOT · -without · outlet:name · title:word · after:2023-05'


class SearchScreen(ReaderScreen):
    """The input keeps the focus: arrows move over the hits while typing, tab goes to them."""

    NAME = "search"
    ACTIONS = SEARCHING
    AUTO_FOCUS: ClassVar[str | None] = "Input"
    TYPES_INTO: ClassVar[str] = "Input"

    CSS = """
    SearchScreen Input { border: none; height: 1; padding: 0 1; background: $boost; margin: 0 0 1 0; }
    SearchScreen Input:focus { border: none; }
    SearchScreen ResultsList { height: 1fr; }
    """

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self._query = query
        self._timer: Timer | None = None
        self._pending = False
        self._open_when_ready = False
        self.results: SearchResults | None = None

    def compose(self) -> ComposeResult:
        """Bar, input, results, footer."""
        yield TopBar("search", HELP)
        yield Input(self._query, placeholder="search all outlets and notes", max_length=QUERY_LIMIT)
        yield ResultsList(self.reader.signs)
        yield FooterBar()

    @property
    def results_list(self) -> ResultsList:
        """The results."""
        return self.query_one(ResultsList)

    @property
    def input(self) -> Input:
        """The query."""
        return self.query_one(Input)

    def on_mount(self) -> None:
        """Answer a query that is there from the start."""
        super().on_mount()
        if self._query:
            self._pending = True
            self._ask()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._pending, self._open_when_ready = True, False
        self._timer = self.set_timer(DEBOUNCE_SECONDS, self._ask)

    @on(Input.Submitted)
    def _entered(self) -> None:
        """Open the hit with the cursor; if the answer to what was typed is not there yet, then."""
        if self._pending:
            self._open_when_ready = True
        else:
            self.open_hit()

    def _ask(self) -> None:
        query = self.input.value.strip()
        if not query:
            self.workers.cancel_group(self, "search")
            self._show(None, {})
            return
        library = self.library

        def search(cancelled: Cancelled) -> tuple[SearchResults, dict[str, StoryCard]]:
            results = library.search(query, limit=LIMIT, cancelled=cancelled)
            stories = {hit.story for hit in results.hits if hit.story is not None}
            return results, {story: library.card(story) for story in stories}

        self.job(search, lambda answer: self._show(*answer), group="search", failed=self._complain)

    def _show(self, results: SearchResults | None, cards: dict[str, StoryCard]) -> None:
        self.results = results
        self._pending = False
        whole = results is not None and len(results.hits) < LIMIT
        self.results_list.show(results.hits if results else (), cards, whole=whole)
        if results is None:
            self.query_one(TopBar).show("search", HELP)
        elif results.hits:
            facts = f"{count(results.total, 'article')} in {count(len(cards), 'story', 'stories')}"
            self.query_one(TopBar).show("search", facts, f"{results.took_ms:.0f} ms")
        else:
            self.query_one(TopBar).show("search", f"nothing found for {results.parsed or results.query}")

        if self._open_when_ready:
            self._open_when_ready = False
            self.open_hit()

    def _complain(self, error: BylinesError) -> None:
        self.results = None
        self._pending = self._open_when_ready = False
        self.results_list.show((), {})
        self.query_one(TopBar).show("search", str(error))

    @on(LineList.Opened)
    def _opened(self) -> None:
        self.open_hit()

    # -- commands

    def move(self, count: int) -> None:
        """Move over the hits, also while typing; up from the first one goes back to the query."""
        before = self.results_list.cursor
        self.results_list.move(count)
        if count < 0 and self.results_list.cursor == before:
            self.edit_query()

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.results_list.page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end of the hits."""
        self.results_list.to_edge(end=end)

    def edit_query(self) -> None:
        """Back to the input."""
        self.input.focus()

    def to_results(self) -> None:
        """To the hits."""
        if self.results_list.length():
            self.results_list.focus()

    def open_hit(self) -> None:
        """Open the story at the passage, all matches of the story lit."""
        hit = self.results_list.current
        if hit is None or self.results is None:
            return
        if hit.note is not None:
            self.reader.open_notes(self, note=hit.note)
        elif hit.story is not None:
            self.reader.open_story(hit.story, passage=hit.passage, query=self.results.query)
