"""Moving in a story's screen: passages, outlets, steps from difference to difference, the two views."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import on
from textual.widgets import ContentSwitcher

from tui.arrangement import Sync, column_key
from tui.columns import Columns
from tui.screens.story_parts import StoryParts
from tui.table_rows import TableRows
from tui.widgets.columns_view import ColumnsView
from tui.wording import news_words


class StoryMoving(StoryParts):
    """The part of the story's screen that moves the focus."""

    _base: str | None = None

    def move(self, count: int) -> None:
        """Focus another passage or row."""
        self._do(lambda view: view.move(count))

    def page(self, pages: float) -> None:
        """Scroll by pages."""
        rows = int(
            (self.columns_view.text_height if not self.in_rows else self.rows_view.size.height) * pages
        )
        self._do(lambda view: view.page(rows - (2 if rows > 2 else -2 if rows < -2 else 0)))

    def to_edge(self, *, end: bool) -> None:
        """To the top or end."""
        self.jumped()
        self._do(lambda view: view.to_edge(end=end))

    def column(self, count: int) -> None:
        """Focus another outlet, round the end."""
        total = len(self.columns.articles)
        if total:
            here = self.table_column if self.in_rows else self.columns.focus.column
            self.focus_column((here + count) % total)

    def focus_column(self, column: int) -> None:
        """Focus a column by its number."""
        table = self.rows_view.table
        if self.in_rows and table:
            table.to_column(column)
            self.rows_view.moved()
            if table.focused_id:
                self.columns.focus_on(table.focused_id)
        else:
            self.columns.to_column(column)
            self.columns_view.moved()

    def _do(self, change: Callable[[Columns | TableRows], None]) -> None:
        if not self.columns.articles:
            return
        if self.in_rows and self.rows_view.table:
            change(self.rows_view.table)
            self.rows_view.moved()
        elif self.columns.layouts:
            change(self.columns)
            self.columns_view.moved()

    def step_difference(self, count: int) -> None:
        """The next passage with a figure to compare."""
        self._step_compared(self.marks.differing, count, "No figures differ between the outlets.")

    def step_only(self, count: int) -> None:
        """The next passage of one outlet alone."""
        only = self.comparison.only if self.comparison else ()
        self._step_compared(only, count, "No passage stands in one outlet alone.")

    def step_match(self, count: int) -> None:
        """The next passage that matches the search."""
        self._step(
            self._matches,
            count,
            f"No search to walk through; {self.reader.key_for('app.search')} starts one.",
        )

    def step_new(self, count: int) -> None:
        """The next passage that came since the story was last read."""
        self._step(self.since.passages, count, "Nothing is new since you last read this.")

    def tell_news(self) -> None:
        """Say once what is new, and how to walk through it."""
        words = news_words(self.since)
        if words:
            self.say(f"{words}: {self.reader.key_for('story.next-new')} goes there.")

    def _step_compared(self, wanted: Iterable[str], count: int, nothing: str) -> None:
        if self.comparison is None:
            self.say("The comparison is not ready yet.")
        else:
            self._step(wanted, count, nothing)

    def _step(self, wanted: Iterable[str], count: int, nothing: str) -> None:
        if not self.columns.layouts:
            return
        if self.in_rows and self.rows_view.table and self.rows_view.table.focused_id:
            self.columns.focus_on(self.rows_view.table.focused_id)
        self.jumped()
        if not self.columns.step(wanted, count):
            self.say(nothing)
        focused = self.columns.focused_id
        if self.in_rows and self.rows_view.table and focused:
            self.rows_view.table.focus_on(focused)
            self.rows_view.moved()
        self.columns_view.moved()

    def focus_passage(self, passage: str) -> None:
        """Focus a passage by its id, in the view that shows."""
        self.bring_back(passage)
        if self.columns.focus_on(passage, row=self.columns.resting_row(passage)):
            self.columns_view.moved()
        if self.in_rows and self.rows_view.table:
            if self.rows_view.table.focus_on(passage):
                self.rows_view.moved()
            elif self.columns.focused_id == passage:
                # A caption, a deck: the table has no row for it.
                self._show_columns()

    @on(ColumnsView.Sought)
    def _seek(self, event: ColumnsView.Sought) -> None:
        if event.first:
            self.jumped()
        self.focus_passage(event.passage)

    # -- views

    def toggle_view(self) -> None:
        """Columns or rows; the focused passage stays focused."""
        focused = self.focused_passage
        if self.in_rows:
            if focused:
                self.columns.focus_on(focused.id)
            self._show_columns()
        elif self.comparison is None:
            self.say("The comparison is not ready yet.")
        else:
            self.query_one(ContentSwitcher).current = "rows"
            self.rows_view.focus()
            self.build_rows()
        self.tell()

    def _show_columns(self) -> None:
        self.query_one(ContentSwitcher).current = "columns"
        self.columns_view.focus()
        self.columns_view.moved()
        self.tell()

    def build_rows(self) -> None:
        """Show the table whose order is that of the focused column."""
        if self.story is None or self.comparison is None:
            return
        focused, base = self.columns.focused_id, self._base_column()
        # That of the columns knows the earlier versions that are open.
        compared = self.columns.comparison or self.comparison
        if base not in self._tables:
            self._tables[base] = TableRows(self.columns.articles, compared, base=base)
        if focused:
            self._tables[base].focus_on(focused)
        self.rows_view.show(self._tables[base])

    def _base_column(self) -> int:
        """The column whose order the rows follow: the one chosen, else the focused one."""
        keys = [column_key(article) for article in self.columns.articles]
        return keys.index(self._base) if self._base in keys else self.columns.focus.column

    @property
    def base_chosen(self) -> bool:
        """Whether the person chose the outlet whose order the rows follow."""
        return self._base is not None

    def next_base(self, count: int) -> None:
        """Let the rows follow another outlet's order."""
        articles = self.columns.articles
        if not self.in_rows or not articles or self.rows_view.table is None:
            order, rows = map(self.reader.key_for, ("story.rows-order", "story.view"))
            self.say(f"The order of the rows is another outlet's with {order}; {rows} shows the rows.")
            return
        base = (self.rows_view.table.base + count) % len(articles)
        self._base = column_key(articles[base])
        focused = self.focused_passage
        if focused is not None:
            self.columns.focus_on(focused.id)
        self.build_rows()
        self.tell()

    def toggle_sync(self) -> None:
        """In step by content, in proportion, or free."""
        modes = tuple(Sync)
        self.columns.sync = modes[(modes.index(self.columns.sync) + 1) % len(modes)]
        self.arrangement.sync = self.columns.sync
        self.columns.follow()
        self.columns_view.moved()
        self.tell()
