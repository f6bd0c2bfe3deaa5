"""The outlets side by side, drawn line by line from `tui.columns.Columns`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from index.compared import LinkKind
from index.editions import Edit
from index.model import Role
from tui.columns import Columns, columns_that_fit
from tui.folding import Also, also_line
from tui.marks import NO_MARKS, UNICODE, Marks, Signs, Told
from tui.render import bar, padded, paint, short_names
from tui.widgets.styles import layer
from tui.wording import column_names, day
from tui.wrap import Span, fit, overlap, width_of

NAMES = 2
GUTTER = 3
EDGE = 2
MEASURE = 84
TAB = 10

_ROLE_STYLES = {
    Role.TITLE: "title",
    Role.DECK: "deck",
    Role.CAPTION: "aside",
    Role.SUBHEAD: "subhead",
    Role.CREDIT: "aside",
}


class ColumnsView(Widget, can_focus=True):
    """Draws the columns and turns the mouse into moves; all rules live in `Columns`."""

    DEFAULT_CSS = """
    ColumnsView { height: 1fr; background: $surface; color: $foreground; }
    ColumnsView > .columns--name { color: $text-muted; text-style: bold; }
    ColumnsView > .columns--name-focus { color: $primary; text-style: bold; }
    ColumnsView > .columns--muted { color: $text-muted; }
    ColumnsView > .columns--rule { color: $primary-muted; }
    ColumnsView > .columns--rule-focus { color: $primary; }
    ColumnsView > .columns--focus { background: $primary 35%; }
    ColumnsView > .columns--partner { background: $success 25%; }
    ColumnsView > .columns--partly { background: $success 12%; }
    ColumnsView > .columns--notice { color: $text-warning; text-style: italic; }
    ColumnsView > .columns--title { text-style: bold; color: $primary; }
    ColumnsView > .columns--deck { text-style: italic; }
    ColumnsView > .columns--subhead { text-style: bold; }
    ColumnsView > .columns--aside { color: $text-muted; text-style: italic; }
    ColumnsView > .columns--match { text-style: bold underline; color: $text-warning; }
    ColumnsView > .columns--shared { text-style: underline; }
    ColumnsView > .columns--all { color: $text-success; }
    ColumnsView > .columns--some { color: $text-primary; }
    ColumnsView > .columns--only { color: $text-warning; }
    ColumnsView > .columns--unclear { color: $text-muted; }
    ColumnsView > .columns--differs { color: $text-error; text-style: bold; }
    ColumnsView > .columns--thumb { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"columns--{name}"
        for name in (
            *("name", "name-focus", "muted", "rule", "rule-focus", "focus", "partner", "partly", "notice"),
            *(
                "title",
                "deck",
                "subhead",
                "aside",
                "match",
                "shared",
                "all",
                "some",
                "only",
                "unclear",
                "differs",
                "thumb",
            ),
        )
    }

    class Moved(Message):
        """The focused passage, or what a column shows, has changed."""

    class Opened(Message):
        """A passage was double-clicked."""

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = Columns(())
        self.marks: Marks = NO_MARKS
        self.matches: Mapping[str, tuple[Span, ...]] = {}
        self.signs = signs
        self.also: Also = {}
        self.runs: Mapping[str, tuple[Span, ...]] = {}
        self.locked: frozenset[str] = frozenset()
        self.edits: Mapping[str, Edit] = {}
        self.zoomed = False
        self._styles: dict[str, Style] = {}
        self._names: list[str] = []
        self._partners: dict[int, list[int]] = {}
        self._notices: dict[int, str | None] = {}

    # -- content

    def show(self, columns: Columns) -> None:
        """Draw another story."""
        self.columns = columns
        self._names = column_names(columns.articles)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Lay out for the size of the screen."""
        if self.columns.articles and self.size.width:
            visible = self._fitting
            cell = self.size.width // visible
            self.columns.resize(min(MEASURE, cell - GUTTER - EDGE), self.text_height, visible)
        self.moved()

    def moved(self) -> None:
        """The state has changed: draw it, and say so."""
        focused = self.columns.focused_id
        self._partners = self.columns.partners(focused) if focused else {}
        self._notices = {column: self.columns.notice(column) for column in self.columns.shown}
        self.refresh()
        self.post_message(self.Moved())

    @property
    def _paged(self) -> bool:
        """Whether some outlets are off the screen, so that a line of all their names is needed."""
        return self._fitting < len(self._names)

    @property
    def _fitting(self) -> int:
        """How many columns stand side by side."""
        return 1 if self.zoomed else columns_that_fit(self.size.width, len(self.columns.articles))

    def zoom(self, zoomed: bool) -> None:
        """One column alone, or as many as fit."""
        self.zoomed = zoomed
        self.fit_columns()

    @property
    def header_height(self) -> int:
        """The lines above the text: all outlets when not all are shown, then names and a rule."""
        return NAMES + self._paged

    @property
    def text_height(self) -> int:
        """The rows of text below the header."""
        return max(1, self.size.height - self.header_height)

    def on_resize(self) -> None:
        """Lay out anew; the focused passage stays where it is."""
        self.fit_columns()

    def notify_style_update(self) -> None:
        """Another theme: forget the styles of the old one."""
        self._styles.clear()
        super().notify_style_update()

    # -- drawing

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.rich_style if name == "base" else layer(self, f"columns--{name}")
        return self._styles[name]

    def _cells(self) -> list[tuple[int, int]]:
        """(column, width) of each column on the screen; the last takes what is left over."""
        shown = list(self.columns.shown)
        if not shown:
            return []
        width = self.size.width // len(shown)
        widths = [width] * len(shown)
        widths[-1] += self.size.width - width * len(shown)
        return list(zip(shown, widths, strict=True))

    def render_line(self, y: int) -> Strip:
        """A line of the screen: the header, then text."""
        if not self.columns.layouts:
            return Strip.blank(self.size.width, self._style("base"))
        if y == 0 and self._paged:
            return self._tabs()
        row = y - self.header_height
        segments: list[Segment] = []
        for column, width in self._cells():
            if row == -1:
                segments += self._rule(column, width)
            elif row < 0:
                segments += self._name_line(column, width)
            else:
                segments += self._text(column, width, row)
        return Strip(segments, self.size.width)

    def _tabs(self) -> Strip:
        """All outlets in one line when not all columns are shown; a sign at those that tell the focus."""
        base = self._style("base")
        parts: list[tuple[str, Style]] = []
        for column, name in self._tab_names():
            focused = column == self.columns.focus.column
            has = column in self._partners
            style = base + self._style("name-focus" if focused else "name" if has else "muted")
            pointer = "▸" if self.signs is UNICODE else "="
            sign = pointer if focused else self.signs.partner if has else " "
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
        fitting = max(1, room // (TAB + 3)) if room // total - 3 < TAB else total
        first = max(0, min(self.columns.focus.column - fitting // 2, total - fitting))
        return list(enumerate(names))[first : first + fitting]

    def _name_line(self, column: int, width: int) -> list[Segment]:
        base = self._style("base")
        name = base + self._style("name-focus" if column == self.columns.focus.column else "name")
        article = self.columns.articles[column]
        date = f" {'partial · ' if article.partial else ''}{day(article.published)} "
        muted = base + self._style("muted")
        line = bar([(f" {self._names[column]}", name)], [(date, muted)], width - 1, base)
        return [*line, Segment(" ", base)]

    def _rule(self, column: int, width: int) -> list[Segment]:
        focused = column == self.columns.focus.column
        rule = ("━" if focused else "─") if self.signs is UNICODE else ("=" if focused else "-")
        base = self._style("base")
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

    def _text(self, column: int, width: int, row: int) -> list[Segment]:
        state = self.columns
        base = self._style("base")
        edge = self._edge(column, row)
        notice = self._notices.get(column)
        if notice:
            if row == state.focus_row:
                return [*self._notice(notice, width - EDGE), *edge]
            if row > state.focus_row:
                row -= 1
        layout = state.layouts[column]
        line = layout.line(state.tops[column] + row)
        if line.passage < 0:
            return [Segment(" " * (width - EDGE), base), *edge]
        passage = layout.passages[line.passage]
        ground = base + self._ground(column, line.passage, passage.id)
        text = passage.text[line.start : line.end]
        style = ground + self._style(_ROLE_STYLES[passage.role]) if passage.role in _ROLE_STYLES else ground
        match = self._style("match")
        spans = overlap((line.start, line.end), self.matches.get(passage.id, ()))
        shared = overlap((line.start, line.end), self.runs.get(passage.id, ()))
        layers = [*((span, self._style("shared")) for span in shared), *((span, match) for span in spans)]
        body = paint(text, style, layers)
        gutter = self._gutter(passage.id, ground) if line.opens else [Segment(" " * (GUTTER - 1), ground)]
        gutter.append(self._third(passage.id, ground, opens=line.opens, shared=bool(shared)))
        block = padded([*gutter, *body], min(width - EDGE, GUTTER + layout.width), ground)
        return [*padded(block, width - EDGE, base), *edge]

    def _third(self, passage: str, ground: Style, *, opens: bool, shared: bool) -> Segment:
        """The last cell of the gutter: a locked passage, or a line with wording of another outlet."""
        if opens and passage in self.locked:
            return Segment(self.signs.locked, ground + self._style("all"))
        return Segment(self.signs.shared, ground + self._style("muted")) if shared else Segment(" ", ground)

    def _notice(self, notice: str, width: int) -> list[Segment]:
        """A line of its own among the text, so that no text is hidden."""
        base = self._style("base")
        gap = self.signs.gap
        words = fit(f" {notice} ", min(width - GUTTER, width_of(notice) + 2))
        line = [
            Segment(f"{gap * 2} ".rjust(GUTTER), base + self._style("notice")),
            Segment(words, base + self._style("notice")),
            Segment(gap * max(0, width - GUTTER - width_of(words) - 1), base + self._style("rule")),
        ]
        return padded(line, width, base)

    def _ground(self, column: int, index: int, passage: str) -> Style:
        if column == self.columns.focus.column:
            return self._style("focus") if index == self.columns.focus.passage else Style()
        if index not in self._partners.get(column, ()):
            return Style()
        return self._style("partner" if self._says_the_same(passage) else "partly")

    def _says_the_same(self, passage: str) -> bool:
        focused, comparison = self.columns.focused_id, self.columns.comparison
        links = comparison.partners.get(passage, ()) if comparison and focused else ()
        found = [link for link in links if focused in (link.a, link.b)]
        return not found or any(link.kind is LinkKind.SAME for link in found)

    def _gutter(self, passage: str, ground: Style) -> list[Segment]:
        edit = self.edits.get(passage)
        if edit is not None:
            sign = self.signs.edits[edit].ljust(GUTTER - 1)
            return [Segment(sign, ground + self._style("differs"))]
        told = self.marks.told.get(passage, Told.UNCLEAR)
        second = self.marks.second(passage, self.signs)
        second_style = "differs" if second == self.signs.differs else "muted"
        return [
            Segment(self.signs.told[told], ground + self._style(told.value)),
            Segment(second, ground + self._style(second_style)),
        ]

    def _edge(self, column: int, row: int) -> list[Segment]:
        """The overview at a column's right: the part on the screen, and where the partners stand."""
        state, base, height = self.columns, self._style("base"), self.columns.height
        layout = state.layouts[column]
        total = max(layout.height, 1)
        low, high = row * total // height, max(row * total // height + 1, (row + 1) * total // height)
        if any(low <= layout.first_line[index] < high for index in self._partners.get(column, ())):
            return [Segment(" ", base), Segment(self.signs.partner, base + self._style("all"))]
        top = state.tops[column]
        inside = low < top + height and high > top
        sign = self.signs.thumb if inside and total > height else self.signs.rule
        name = "thumb" if sign == self.signs.thumb else "rule"
        return [Segment(" ", base), Segment(sign, base + self._style(name))]

    # -- mouse

    def _column_at(self, x: int) -> tuple[int, int] | None:
        """(column, its left edge) under a screen column."""
        left = 0
        for column, width in self._cells():
            if left <= x < left + width:
                return column, left
            left += width
        return None

    def on_click(self, event: events.Click) -> None:
        """A click focuses a passage, or an outlet by its name; a second one opens."""
        if event.y == 0 and self._paged:
            self._click_tab(event.x)
            return
        found = self._column_at(event.x)
        if found is None:
            return
        column, row = found[0], event.y - self.header_height
        if row < 0:
            self.columns.to_column(column)
        else:
            if self._notices.get(column) and row > self.columns.focus_row:
                row -= 1
            line = self.columns.layouts[column].line(self.columns.tops[column] + row)
            if line.passage >= 0:
                self.columns.focus_on(self.columns.articles[column].passages[line.passage].id)
                if event.chain > 1:
                    self.post_message(self.Opened())
        self.moved()

    def _click_tab(self, x: int) -> None:
        left = 0
        for column, name in self._tab_names():
            left += width_of(name) + 3
            if x < left:
                self.columns.to_column(column)
                self.moved()
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the pointer."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the pointer."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        found = self._column_at(event.x)
        if found is not None:
            self.columns.scroll(found[0], rows)
            self.moved()
