"""The state of the columns view: what is focused, where each column stands. Knows no widget.

Rows of the screen are counted from 0 at the top of the text area. Each column shows the lines of its
article from `tops[column]`, which may be negative or past the end: a partner must be able to come
to the focused row even when it is its article's first or last passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.compared import Comparison
from index.model import Article, Role
from tui.arrangement import Sync
from tui.layout import ArticleLayout, lead_passage

NARROW = 90
COLUMN = 39
MARGIN = 2


@dataclass(frozen=True, slots=True)
class Focus:
    """The focused passage: its column and its index among that article's passages."""

    column: int
    passage: int


def columns_that_fit(width: int, count: int) -> int:
    """How many columns of a readable measure stand in `width` cells; one on a narrow screen."""
    if width < NARROW:
        return min(1, count)
    return max(1, min(count, max(2, width // COLUMN)))


class Columns:
    """The columns of one story and the rules that keep them in step."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = tuple(articles)
        self.comparison: Comparison | None = None
        self.sync = Sync.CONTENT
        self.focus = Focus(0, 0)
        self.first_visible = 0
        self.visible = 1
        self.height = 1
        self.layouts: list[ArticleLayout] = []
        self.tops = [0] * len(self.articles)
        self._header = 0
        self._resized: tuple[Focus, int, int] | None = None
        self._place = {
            passage.id: Focus(column, index)
            for column, article in enumerate(self.articles)
            for index, passage in enumerate(article.passages)
        }

    # -- layout

    def resize(self, text_width: int, height: int, visible: int, *, header: int = 0) -> None:
        """Lay the articles out anew; the focused passage keeps its row of the screen where it can.

        `header` are the rows above the text. A row that a small screen does not have is remembered: back on
        a larger one the passage stands where it stood, unless something was moved meanwhile.
        """
        known = bool(self.layouts)
        wanted = self._wanted_row() if known else header
        row = max(0, min(wanted - header, height - 1))
        self.height = max(1, height)
        self.visible = max(1, visible)
        if not known or self.layouts[0].width != text_width:
            at = self.focus_row if known else 0
            anchors = [
                layout.passage_at(top + at) for layout, top in zip(self.layouts, self.tops, strict=False)
            ]
            self.layouts = [ArticleLayout(article, text_width) for article in self.articles]
            for column, anchor in enumerate(anchors):
                if self.layouts[column].first_line:
                    self.tops[column] = self.layouts[column].first_line[anchor] - row
        if known and any(self.tops):
            self._put_focus_on(row)
        if self.layouts:
            self._bring_into_view(self.focus.column)
            self._show_focused_column()
            self.follow()
            self._header = header
            self._resized = (self.focus, self.tops[self.focus.column], wanted)

    def _wanted_row(self) -> int:
        """The row of the screen for the focused passage: its own, or that of before the last resizing."""
        focus, top, row = self._resized or (None, 0, 0)
        if focus == self.focus and top == self.tops[self.focus.column]:
            return row
        return self.focus_row + self._header

    def set_comparison(self, comparison: Comparison) -> None:
        """Take the alignment when it is ready; columns come into step at once."""
        self.comparison = comparison
        self.follow()

    @property
    def shown(self) -> range:
        """The columns on the screen."""
        return range(self.first_visible, min(len(self.articles), self.first_visible + self.visible))

    # -- asking

    @property
    def focused_id(self) -> str | None:
        """The id of the focused passage."""
        passages = self.articles[self.focus.column].passages if self.articles else ()
        return passages[self.focus.passage].id if passages else None

    @property
    def focus_row(self) -> int:
        """The screen row of the focused passage's first line."""
        layout = self.layouts[self.focus.column]
        if not layout.first_line:
            return 0
        return layout.first_line[self.focus.passage] - self.tops[self.focus.column]

    def place_of(self, passage: str) -> Focus | None:
        """Where a passage stands, None when no column has it."""
        return self._place.get(passage)

    def partners(self, passage: str) -> dict[int, list[int]]:
        """For each other column, the passages there that say the same, best first.

        Titles are each other's partners: every outlet's headline is its word for the same event.
        """
        place = self._place.get(passage)
        if place is None:
            return {}
        if self._role(place) is Role.TITLE:
            return {
                column: [0]
                for column, article in enumerate(self.articles)
                if column != place.column and article.passages and article.passages[0].role is Role.TITLE
            }
        found: dict[int, list[int]] = {}
        for link in self.comparison.partners.get(passage, ()) if self.comparison else ():
            other = self._place.get(link.b if link.a == passage else link.a)
            if other is not None and other.column != place.column:
                found.setdefault(other.column, []).append(other.passage)
        return found

    def notice(self, column: int) -> str | None:
        """What to say in a column that does not have the focused passage; None when it has."""
        focused = self.focused_id
        if focused is None or column == self.focus.column or self.comparison is None:
            return None
        if self.sync is not Sync.CONTENT:
            return None
        if self._role(self.focus) is not Role.BODY or column in self.partners(focused):
            return None
        return f"not in {self.articles[column].outlet_name}"

    def _role(self, place: Focus) -> Role:
        return self.articles[place.column].passages[place.passage].role

    # -- moving

    def focus_on(self, passage: str, row: int | None = None) -> bool:
        """Focus a passage by its id, on `row` if given; False when no column has it."""
        place = self._place.get(passage)
        if place is None:
            return False
        self.focus = place
        self._show_focused_column()
        if self.layouts:
            if row is not None:
                self._put_focus_on(row)
            self._bring_into_view(place.column)
            self.follow()
        return True

    def resting_row(self, passage: str) -> int | None:
        """The row for a passage that is gone to: a third down, unless that leaves rows empty."""
        place = self._place.get(passage)
        if place is None or not self.layouts:
            return None
        layout = self.layouts[place.column]
        line, most = layout.first_line[place.passage], max(0, layout.height - self.height)
        return max(min(self.height // 3, line), line - most)

    def start(self) -> None:
        """Focus the first body passage of the first column, every column at its top."""
        if self.articles and self.articles[0].passages:
            self.focus = Focus(
                0, 0 if self._role(Focus(0, 0)) is Role.TITLE else lead_passage(self.articles[0].passages)
            )

    def move(self, count: int) -> None:
        """Focus the passage `count` further down (up when negative) in the focused column."""
        last = len(self.articles[self.focus.column].passages) - 1
        target = max(0, min(last, self.focus.passage + count))
        self.focus = Focus(self.focus.column, max(0, target))
        self._bring_into_view(self.focus.column)
        self.follow()

    def page(self, rows: int) -> None:
        """Scroll the focused column by `rows` and focus what then stands on the focused row."""
        column = self.focus.column
        layout, row = self.layouts[column], self.focus_row
        before = self.tops[column]
        self.tops[column] = self._clamp(column, before + rows)
        target = layout.passage_at(self.tops[column] + max(0, row))
        if self.tops[column] == before:
            target = len(layout.passages) - 1 if rows > 0 else 0
        self.focus = Focus(column, target)
        self._bring_into_view(column)
        self.follow()

    def to_edge(self, *, end: bool) -> None:
        """Focus the first or last passage of the focused column."""
        last = len(self.articles[self.focus.column].passages) - 1
        self.focus = Focus(self.focus.column, max(0, last) if end else 0)
        self._bring_into_view(self.focus.column, natural=True)
        self.follow()

    def to_column(self, column: int) -> None:
        """Focus another column: at the partner of the focused passage, else what stands on its row."""
        if not 0 <= column < len(self.articles) or column == self.focus.column:
            return
        row, focused = self.focus_row, self.focused_id
        partners = self.partners(focused).get(column) if focused else None
        layout = self.layouts[column]
        if partners and self.sync is Sync.CONTENT:
            self.focus = Focus(column, partners[0])
        else:
            self.focus = Focus(column, layout.passage_at(self.tops[column] + row))
        self._show_focused_column()
        self._bring_into_view(column)
        self.follow()

    def wheel(self, column: int, rows: int) -> None:
        """Scroll the column under the pointer: in step it gets the focus and takes the others with it."""
        if self.layouts and self.sync is not Sync.OFF:
            self.to_column(column)
        self.scroll(column, rows)

    def scroll(self, column: int, rows: int) -> None:
        """Scroll one column freely; scrolling the focused one takes the others with it."""
        if not self.layouts or not 0 <= column < len(self.articles):
            return
        self.tops[column] = self._clamp(column, self.tops[column] + rows)
        if column != self.focus.column:
            return
        layout = self.layouts[column]
        first, end = layout.span(self.focus.passage) if layout.first_line else (0, 1)
        top = self.tops[column]
        if end <= top or first >= top + self.height:
            row = 0 if end <= top else self.height - 1
            target = layout.passage_at(top + row)
            if layout.first_line and layout.first_line[target] < top and target + 1 < len(layout.passages):
                target += 1
            self.focus = Focus(column, target)
        self.follow()

    def step(self, wanted: Iterable[str], count: int) -> bool:
        """Focus the `count`-th next (previous when negative) of `wanted` in reading order.

        The order runs down the focused column, then through the columns to its right, and round.
        """
        places = sorted(
            (place for place in map(self._place.get, wanted) if place is not None),
            key=lambda place: (place.column, place.passage),
        )
        if not places:
            return False
        here = (self.focus.column, self.focus.passage)
        after = sum((place.column, place.passage) <= here for place in places)
        before = sum((place.column, place.passage) < here for place in places)
        index = (after + count - 1) if count > 0 else (before + count)
        place = places[index % len(places)]
        return self.focus_on(self.articles[place.column].passages[place.passage].id)

    # -- keeping in step

    def follow(self) -> None:
        """Bring each column's best partner of the focused passage to the focused row.

        A column that has none is not moved. In proportion, every column stands as far down as the
        focused passage does in its own.
        """
        focused = self.focused_id
        if self.sync is Sync.OFF or focused is None or not self.layouts:
            return
        row = self.focus_row
        if self.sync is Sync.PROPORTIONAL:
            self._follow_in_proportion(row)
            return
        for column, partners in self.partners(focused).items():
            self.tops[column] = self.layouts[column].first_line[partners[0]] - row

    def _follow_in_proportion(self, row: int) -> None:
        own = self.layouts[self.focus.column]
        line = own.first_line[self.focus.passage] if own.first_line else 0
        for column, layout in enumerate(self.layouts):
            if column != self.focus.column:
                self.tops[column] = line * layout.height // max(1, own.height) - row

    def carry(self, before: Columns) -> None:
        """Let the columns stand where those of the same articles stood before they were made anew."""
        if not before.layouts or not self.layouts:
            return
        row = before.focus_row
        old = {
            (article.id, article.revision): place
            for place, article in enumerate(before.articles)
            if before.layouts[place].first_line
        }
        for column, article in enumerate(self.articles):
            place = old.get((article.id, article.revision))
            if place is not None:
                top, layout = before.tops[place], before.layouts[place]
                anchor = layout.passage_at(top + row)
                inside = top - layout.first_line[anchor]
                same = layout.width == self.layouts[column].width
                self.tops[column] = self.layouts[column].first_line[anchor] + (inside if same else -row)
        self.first_visible = before.first_visible

    def _show_focused_column(self) -> None:
        last_start = max(0, len(self.articles) - self.visible)
        first = min(self.first_visible, last_start)
        first = min(first, self.focus.column)
        self.first_visible = max(first, self.focus.column - self.visible + 1)

    def _put_focus_on(self, row: int) -> None:
        column = self.focus.column
        layout = self.layouts[column]
        if layout.first_line:
            self.tops[column] = layout.first_line[self.focus.passage] - max(0, row)

    def _clamp(self, column: int, top: int) -> int:
        """Keep a column from running out of its text further than it already stands."""
        natural = max(0, self.layouts[column].height - self.height)
        low, high = min(0, self.tops[column]), max(natural, self.tops[column])
        return max(low, min(high, top))

    def _bring_into_view(self, column: int, *, natural: bool = False) -> None:
        layout = self.layouts[column]
        if not layout.first_line:
            return
        first, end = layout.span(self.focus.passage)
        top = self.tops[column]
        margin = MARGIN if self.height > 4 * MARGIN else 0
        if end + margin > top + self.height:
            top = end + margin - self.height
        if first - margin < top:
            top = first - margin
        limit = max(0, layout.height - self.height)
        if natural or top != self.tops[column]:
            top = max(min(0, first), min(top, max(limit, end - self.height)))
        # Rows left empty above a text keep columns in step; where one is shown alone they say nothing.
        self.tops[column] = max(0, top) if self.visible == 1 else top
