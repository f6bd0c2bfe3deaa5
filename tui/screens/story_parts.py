"""What the parts of a story's screen share: its state, its two views, and what is focused."""

from __future__ import annotations

from textual.widgets import ContentSwitcher

from index.compared import Comparison
from index.model import Article, Passage, Story
from index.notemodel import Note
from index.since import NOTHING, Since
from tui import marks
from tui.arrangement import Arrangement
from tui.columns import Columns
from tui.screens.base import ReaderScreen
from tui.table_rows import TableRows
from tui.widgets.columns_view import ColumnsView
from tui.widgets.rows_view import RowsView
from tui.wrap import Span

Matches = dict[str, tuple[Span, ...]]


class StoryParts(ReaderScreen):
    """The base of the mixins of the story's screen."""

    def __init__(self, story_id: str, passage: str | None = None, matches: Matches | None = None) -> None:
        super().__init__()
        self.story_id = story_id
        self._wanted = passage
        self._matches: Matches = matches or {}
        self.story: Story | None = None
        self.comparison: Comparison | None = None
        self.notes: tuple[Note, ...] = ()
        self.since: Since = NOTHING
        self.marks = marks.NO_MARKS
        self._tables: dict[int, TableRows] = {}

    @property
    def arrangement(self) -> Arrangement:
        """What the person made of this story's columns."""
        return self.reader.arrangements.setdefault(self.story_id, Arrangement())

    @property
    def columns_view(self) -> ColumnsView:
        """The columns."""
        return self.query_one(ColumnsView)

    @property
    def rows_view(self) -> RowsView:
        """The table."""
        return self.query_one(RowsView)

    @property
    def in_rows(self) -> bool:
        """Whether the table is shown."""
        return self.query_one(ContentSwitcher).current == "rows"

    @property
    def columns(self) -> Columns:
        """The state of the columns."""
        return self.columns_view.columns

    @property
    def focused_passage(self) -> Passage | None:
        """The focused passage of the view that shows."""
        table = self.rows_view.table
        focused = table.focused_id if self.in_rows and table else self.columns.focused_id
        place = self.columns.place_of(focused) if focused else None
        return self.columns.articles[place.column].passages[place.passage] if place else None

    @property
    def focused_article(self) -> Article | None:
        """The article of the focused passage."""
        passage = self.focused_passage
        place = self.columns.place_of(passage.id) if passage else None
        return self.columns.articles[place.column] if place else None

    def chosen_passages(self) -> tuple[str, ...]:
        """The focused passage; in the rows view all passages of the row."""
        if self.in_rows and self.rows_view.table:
            return self.rows_view.table.ids()
        focused = self.columns.focused_id
        return (focused,) if focused else ()

    @property
    def selecting(self) -> bool:
        """Whether passages are being selected."""
        return False

    def end_selection(self) -> None:
        """Nothing is selected any more."""

    @property
    def table_column(self) -> int:
        """The column of the focused cell of the table."""
        return self.rows_view.table.column if self.rows_view.table else 0

    # -- what the screen does for its parts

    def toggle_panel(self, name: str) -> None:
        """Show a panel by its class, or hide it; one that is asked for in zen mode ends that."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Make the columns anew of what is visible; the focused passage stays focused if it is shown."""
        raise NotImplementedError

    def bring_back(self, passage: str | None) -> None:
        """Show the column of a passage that has none now, if the story has the passage."""
        raise NotImplementedError

    def listed_articles(self, story: Story) -> tuple[Article, ...]:
        """The articles that lists tell of: hidden ones, too, each as it is now, in the columns' order."""
        raise NotImplementedError

    def toggle_view(self) -> None:
        """Columns or rows; the focused passage stays focused."""
        raise NotImplementedError

    def focus_passage(self, passage: str) -> None:
        """Focus a passage by its id, in the view that shows."""
        raise NotImplementedError

    def focus_column(self, column: int) -> None:
        """Focus a column by its number."""
        raise NotImplementedError

    def reload(self) -> None:
        """The story, its notes or its state have changed."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say anew in the top bar which view is shown, and how."""
        raise NotImplementedError
