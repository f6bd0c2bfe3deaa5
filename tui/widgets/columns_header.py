"""The lines above the columns: all outlets, the names of those that are shown, a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from config.settings import Settings
from index.model import Article
from index.since import NOTHING, Since
from tui.columns import Columns, columns_that_fit
from tui.folding import Also, also_line
from tui.marks import UNICODE, Signs
from tui.render import bar, padded, short_name, short_names
from tui.widgets.drawn import Drawn
from tui.wording import day
from tui.wrap import fit, width_of

if TYPE_CHECKING:
    from tui.app import BylinesApp

GUTTER = 3
EDGE = 2
TAB = 10
WITH_TABS, WITH_RULE, WITH_NAMES = 12, 7, 3
"""The least height of the view, in rows, at which each line above the text is worth its row."""


class ColumnsHead(Drawn):
    """What is drawn above the columns, as far as the height allows."""

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = Columns(())
        self.signs = signs
        self.also: Also = {}
        self.zoomed = False
        self.zen = False
        self.since: Since = NOTHING
        self._names: list[str] = []
        self._partners: dict[int, list[int]] = {}

    # -- geometry

    @property
    def _fitting(self) -> int:
        """How many columns stand side by side."""
        return 1 if self.zoomed else columns_that_fit(self.size.width, len(self.columns.articles))

    @property
    def _paged(self) -> bool:
        """Whether some outlets are off the screen, so that it must be said which there are."""
        return self._fitting < len(self._names)

    @property
    def _tabbed(self) -> bool:
        """Whether there is a line of all names."""
        return self._paged and self.size.height >= WITH_TABS and not self.zen

    @property
    def header_height(self) -> int:
        """The lines above the text: all outlets when not all are shown, names, a rule; in zen none."""
        if self.zen:
            return 0
        height = self.size.height
        return self._tabbed + (height >= WITH_NAMES) + (height >= WITH_RULE)

    @property
    def text_height(self) -> int:
        """The rows of text below the header."""
        return max(1, self.size.height - self.header_height)

    # -- drawing

    def _style(self, name: str) -> Style:
        return self.ink(f"columns--{name}")

    def header_line(self, y: int) -> Strip:
        """One of the lines above the text."""
        if y == 0 and self._tabbed:
            return self._tabs()
        return self._side_by_side(self._name_line if y == self._tabbed else self._rule)

    def _side_by_side(self, draw: Callable[[int, int], list[Segment]]) -> Strip:
        """A line of the screen of what is drawn for each (column, width)."""
        segments: list[Segment] = []
        base, at = self.ground, 0
        for column, left, width in self._cells():
            if left > at:
                segments.append(Segment(" " * (left - at), base))
            segments += draw(column, width)
            at = left + width
        if at < self.size.width:
            segments.append(Segment(" " * (self.size.width - at), base))
        if at > self.size.width:
            segments = padded(segments, self.size.width, base)
        return Strip(segments, self.size.width)

    def _cells(self) -> list[tuple[int, int, int]]:
        """(column, left edge, width) of each column on the screen.

        Columns are no wider than the text they hold; what is left over stands at both sides of them all.
        """
        shown = list(self.columns.shown)
        if not shown:
            return []
        settings = self._settings
        gap = settings.column_gap if len(shown) > 1 else 0
        room = self.size.width - gap * (len(shown) - 1)
        width = max(1, room // len(shown))
        spare = max(0, room - width * len(shown))
        if settings.text_width and width > self._around + settings.text_width:
            width, spare = self._around + settings.text_width, 0
        left = max(0, self.size.width - (width + gap) * len(shown) + gap - spare) // 2
        cells = [(column, left + number * (width + gap), width) for number, column in enumerate(shown)]
        column, left, width = cells[-1]
        return [*cells[:-1], (column, left, width + spare)]

    @property
    def _around(self) -> int:
        """The cells of a column that are not text: gutter, edge and margins."""
        return GUTTER + EDGE + 2 * self._settings.text_margin

    @property
    def _settings(self) -> Settings:
        return cast("BylinesApp", self.app).settings

    def _tabs(self) -> Strip:
        """All outlets in one line when not all columns are shown; a sign at those that tell the focus."""
        base = self.ground
        parts: list[tuple[str, Style]] = []
        for column, name in self._tab_names():
            focused = column == self.columns.focus.column
            has = column in self._partners
            style = base + self._style("name-focus" if focused else "name" if has else "muted")
            sign = self.signs.pointer if focused else self.signs.partner if has else " "
            parts.append((f"{sign}{name} ", style + Style(underline=column in self.columns.shown)))
            parts.append((" ", base))
        total = len(self._names)
        where = [(f" {self.columns.focus.column + 1}/{total} ", base + self._style("muted"))]
        return bar(parts, where, self.size.width, base)

    def _tab_names(self) -> list[tuple[int, str]]:
        """(column, short name) of the outlets named at the top: those that fit, round the focused one."""
        total = len(self._names)
        room = self.size.width - len(f" {total}/{total} ")
        names = short_names(self._names, max(TAB, room // total - 3))
        all_fit = sum(width_of(name) + 3 for name in names) <= room
        fitting = total if all_fit else max(1, room // (TAB + 3))
        first = max(0, min(self.columns.focus.column - fitting // 2, total - fitting))
        return list(enumerate(names))[first : first + fitting]

    def _name_line(self, column: int, width: int) -> list[Segment]:
        base = self.ground
        name = base + self._style("name-focus" if column == self.columns.focus.column else "name")
        article = self.columns.articles[column]
        date = f" {self._news(article)}{'partial · ' if article.partial else ''}{day(article.published)} "
        if self._paged and not self._tabbed and column == self.columns.focus.column:
            date = f" {column + 1}/{len(self._names)} ·{date}"
        if width_of(date) > width - TAB:
            date = ""
        muted = base + self._style("muted")
        outlet = short_name(self._names[column], width - 2 - width_of(date))
        line = bar([(f" {outlet}", name)], [(date, muted)], width - 1, base)
        return [*line, Segment(" ", base)]

    def _news(self, article: Article) -> str:
        """That an article came, or was changed, since the story was last read."""
        if article.revision != article.revisions:
            return ""
        if article.id in self.since.articles:
            return "new · "
        return "changed · " if article.id in self.since.revised else ""

    def _rule(self, column: int, width: int) -> list[Segment]:
        focused = column == self.columns.focus.column
        rule = self.signs.heavy if focused else self.signs.line
        base = self.ground
        style = base + self._style("rule-focus" if focused else "rule")
        also = self.also.get(self.columns.articles[column].id)
        if not also or width < GUTTER + EDGE:
            return [Segment(rule * (width - 1) + " ", style)]
        line = also_line(also)
        words = fit(f" {line} ", min(width - 2, width_of(line) + 2))
        rest = max(0, width - 2 - width_of(words))
        return [
            Segment(rule, style),
            Segment(words, base + self._style("muted")),
            Segment(rule * rest + " ", style),
        ]

    def _tab_at(self, x: int) -> int | None:
        """The column of the name under a cell of the line of all names."""
        left = 0
        for column, name in self._tab_names():
            left += width_of(name) + 3
            if x < left:
                return column
        return None
