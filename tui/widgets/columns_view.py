"""The outlets side by side, drawn line by line from `tui.columns.Columns`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.compared import LinkKind
from index.editions import Edit
from index.model import Role
from tui.columns import Columns
from tui.justify import justified
from tui.marks import NO_MARKS, UNICODE, Marks, Signs, Told
from tui.overview import is_on_screen, placed
from tui.render import padded, paint
from tui.widgets.columns_header import EDGE, GUTTER
from tui.widgets.columns_pointer import ColumnsPointer
from tui.wording import column_names
from tui.wrap import Span, fit, overlap, width_of

KEPT_LINES = 1_000

_ROLE_STYLES = {
    Role.TITLE: "title",
    Role.DECK: "deck",
    Role.CAPTION: "aside",
    Role.SUBHEAD: "subhead",
    Role.CREDIT: "aside",
}


class ColumnsView(ColumnsPointer, can_focus=True):
    """Draws the columns; all rules live in `Columns`."""

    DEFAULT_CSS = """
    ColumnsView { height: 1fr; background: $surface; color: $foreground; }
    ColumnsView > .columns--name { color: $text-muted; text-style: bold; }
    ColumnsView > .columns--name-focus { color: $text-primary; text-style: bold; }
    ColumnsView > .columns--muted { color: $text-muted; text-style: $muted-style; }
    ColumnsView > .columns--rule { color: $line; }
    ColumnsView > .columns--rule-focus { color: $line-focus; }
    ColumnsView > .columns--focus { background: $ground-focus; text-style: $ground-style; }
    ColumnsView > .columns--partner { background: $ground-partner; }
    ColumnsView > .columns--partly { background: $ground-partly; }
    ColumnsView > .columns--focus-bar { color: $text-primary; }
    ColumnsView > .columns--partner-bar { color: $text-success; }
    ColumnsView > .columns--partly-bar { color: $text-success; }
    ColumnsView > .columns--notice { color: $text-warning; text-style: italic; }
    ColumnsView > .columns--title { text-style: bold; color: $text-primary; }
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
    ColumnsView > .columns--thumb { color: $thumb; }
    ColumnsView > .columns--selected { background: $ground-partner; }
    ColumnsView > .columns--dragged { text-style: reverse; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"columns--{name}"
        for name in (
            *("name", "name-focus", "muted", "rule", "rule-focus", "focus", "partner", "partly", "notice"),
            *("focus-bar", "partner-bar", "partly-bar", "title", "deck", "subhead", "aside", "match"),
            *("shared", "all", "some", "only", "unclear", "differs", "thumb", "selected", "dragged"),
        )
    }

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(signs, id=id)
        self.marks: Marks = NO_MARKS
        self.matches: Mapping[str, tuple[Span, ...]] = {}
        self.runs: Mapping[str, tuple[Span, ...]] = {}
        self.locked: frozenset[str] = frozenset()
        self.edits: Mapping[str, Edit] = {}
        self.selected: frozenset[str] = frozenset()
        self._standings: dict[tuple[int, int], str] = {}
        self._texts: dict[tuple[object, ...], Strip] = {}
        self._bodies: dict[tuple[object, ...], list[Segment]] = {}
        self._drawn_of: tuple[object, ...] = ()
        self._before_zoom = 0

    # -- content

    def show(self, columns: Columns) -> None:
        """Draw another story."""
        self.columns = columns
        self.dragged = self._pressed = None
        self._names = column_names(columns.articles)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Lay out for the size of the screen."""
        if self.columns.articles and self.size.width:
            visible = min(self._fitting, len(self.columns.articles))
            gap = self._settings.column_gap * (visible - 1)
            room = max(1, (self.size.width - gap) // visible - self._around)
            width = min(self._settings.text_width or room, room)
            self.columns.resize(width, self.text_height, visible, header=self.header_height)
        self.refresh()
        self.moved()

    def moved(self) -> None:
        """The state has changed: draw it, and say so."""
        focused = self.columns.focused_id
        self._partners = self.columns.partners(focused) if focused else {}
        self._standings = self._standings_now()
        self._overviews = self._overviews_now()
        self._notices = {
            column: None if self.zen else self.columns.notice(column) for column in self.columns.shown
        }
        drawn_of = (self.columns, self.marks, self.matches, self.runs, self.locked, self.edits)
        if any(one is not other for one, other in zip_longest(drawn_of, self._drawn_of)):
            self._drawn_of = drawn_of
            self.refresh()
        else:
            # Of the lines, only where they stand, and which of them the focus is on, can have changed.
            self.refresh(self.size.region)
        self.post_message(self.Moved())

    def select(self, passages: frozenset[str]) -> None:
        """Draw these passages as selected."""
        if passages != self.selected:
            self.selected = passages
            self.refresh(self.size.region)

    def zoom(self, zoomed: bool) -> None:
        """One column alone, or as many as fit: those that stood there before, if the focus is among them."""
        if zoomed and not self.zoomed:
            self._before_zoom = self.columns.first_visible
        elif self.zoomed and not zoomed:
            self.columns.first_visible = self._before_zoom
        self.zoomed = zoomed
        self.fit_columns()

    def settings_changed(self) -> None:
        """The person has chosen other settings."""
        self.fit_columns()

    def on_resize(self) -> None:
        """Lay out anew; the focused passage stays where it is."""
        self.fit_columns()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """A line of the screen: the header, then text."""
        if not self.columns.layouts:
            return Strip.blank(self.size.width, self.ground)
        row = y - self.header_height
        if row < 0:
            return self.header_line(y)
        shown = self.columns.shown
        looks = tuple((self._look(column, row), self._edge_sign(column, row)) for column in shown)
        strip = self._texts.get(looks)
        if strip is None:
            if len(self._texts) > KEPT_LINES:
                self._texts.clear()
                self._bodies.clear()
            strip = self._side_by_side(lambda column, width: self._text(column, width, row))
            self._texts[looks] = strip
        return strip

    def forget_lines(self) -> None:
        """Nothing that was drawn holds any more."""
        super().forget_lines()
        self._texts.clear()
        self._bodies.clear()

    def _look(self, column: int, row: int) -> tuple[object, ...]:
        """What a row of a column looks like now depends on this alone, as long as its text, the marks and
        the size stay as they are."""
        state, notice, line = self.columns, self._notices.get(column), row
        if notice and row >= state.focus_row:
            if row == state.focus_row:
                return column, notice
            line -= 1
        line += state.tops[column]
        layout = state.layouts[column]
        place = layout.line(line).passage
        standing = self._standings.get((column, place))
        return column, line, standing, self._bar_shown(column), *self._selection_of(column, place)

    def _selection_of(self, column: int, place: int) -> tuple[bool, tuple[Span, ...]]:
        """Whether a passage is selected, and the part of it that is with the mouse."""
        if place < 0 or not (self.selected or self.dragged):
            return False, ()
        passage = self.columns.layouts[column].passages[place]
        dragged = self.dragged if self.dragged and self.dragged.column == column else None
        span = dragged.span(place, len(passage.text)) if dragged else None
        return passage.id in self.selected, (span,) if span else ()

    def _text(self, column: int, width: int, row: int) -> list[Segment]:
        look = self._look(column, row)
        if look not in self._bodies:
            self._bodies[look] = self._body(column, width, row)
        return [*self._bodies[look], *self._edge(column, row)]

    def _body(self, column: int, width: int, row: int) -> list[Segment]:
        """A row of a column without its edge."""
        state = self.columns
        base = self.ground
        notice = self._notices.get(column)
        if notice:
            if row == state.focus_row:
                return self._notice(notice, width - EDGE)
            if row > state.focus_row:
                row -= 1
        layout = state.layouts[column]
        line = layout.line(state.tops[column] + row)
        if line.passage < 0:
            return [Segment(" " * (width - EDGE), base)]
        passage = layout.passages[line.passage]
        standing = "" if self.zen else self._standings.get((column, line.passage), "")
        chosen, dragged = self._selection_of(column, line.passage)
        ground = base + self._style("selected" if chosen else standing) if chosen or standing else base
        text = passage.text[line.start : line.end]
        style = ground + self._style(_ROLE_STYLES[passage.role]) if passage.role in _ROLE_STYLES else ground
        match = self._style("match")
        spans = overlap((line.start, line.end), self.matches.get(passage.id, ()))
        shared = overlap((line.start, line.end), self.runs.get(passage.id, ()))
        layers = [
            *((span, self._style("shared")) for span in shared),
            *((span, match) for span in spans),
            *((span, self._style("dragged")) for span in overlap((line.start, line.end), dragged)),
        ]
        body = paint(text, style, layers)
        if self._stretches(line, passage):
            body = justified(body, layout.width)
        gutter = [Segment(" " * (GUTTER - 1), ground)]
        if line.opens and not self.zen:
            gutter = self._gutter(passage.id, ground)
        if chosen:
            gutter.append(Segment(self.signs.thumb, ground + self._style("focus-bar")))
        else:
            standing = self._standings.get((column, line.passage), "") if self._bar_shown(column) else ""
            gutter.append(
                self._third(
                    passage.id, ground, standing, opens=line.opens and not self.zen, shared=bool(shared)
                )
            )
        block = padded([*gutter, *body], min(width - EDGE, GUTTER + layout.width), ground)
        margin = [Segment(" " * self._settings.text_margin, base)]
        return padded([*margin, *block], width - EDGE, base)

    def _bar_shown(self, column: int) -> bool:
        """In zen only the focused passage has a bar, so that it is known where one is."""
        return not self.zen or column == self.columns.focus.column

    def _third(self, passage: str, ground: Style, standing: str, *, opens: bool, shared: bool) -> Segment:
        """The last cell of the gutter: a lock, what the passage is to the focused one, shared wording."""
        if opens and passage in self.locked:
            return Segment(self.signs.locked, ground + self._style("all"))
        if standing:
            return Segment(self._bars[standing], ground + self._style(f"{standing}-bar"))
        return Segment(self.signs.shared, ground + self._style("muted")) if shared else Segment(" ", ground)

    @property
    def _bars(self) -> dict[str, str]:
        return {"focus": self.signs.here, "partner": self.signs.same, "partly": self.signs.alike}

    def _notice(self, notice: str, width: int) -> list[Segment]:
        """A line of its own among the text, so that no text is hidden."""
        base = self.ground
        gap = self.signs.gap
        words = fit(f" {notice} ", min(width - GUTTER, width_of(notice) + 2))
        line = [
            Segment(f"{gap * 2} ".rjust(GUTTER), base + self._style("notice")),
            Segment(words, base + self._style("notice")),
            Segment(gap * max(0, width - GUTTER - width_of(words) - 1), base + self._style("rule")),
        ]
        return padded(line, width, base)

    def _standings_now(self) -> dict[tuple[int, int], str]:
        """What the (column, index) of the focused passage and of its partners are to it, by style name."""
        found = {(self.columns.focus.column, self.columns.focus.passage): "focus"}
        for column, partners in self._partners.items():
            passages = self.columns.articles[column].passages
            for index in partners:
                same = self._says_the_same(passages[index].id)
                found[column, index] = "partner" if same else "partly"
        return found

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
        styles = {self.signs.differs: "differs", self.signs.news: "only"}
        second_style = styles.get(second, "muted")
        return [
            Segment(self.signs.told[told], ground + self._style(told.value)),
            Segment(second, ground + self._style(second_style)),
        ]

    def _edge(self, column: int, row: int) -> list[Segment]:
        """The overview at a column's right: the part on the screen, what differs, where partners stand."""
        base, sign = self.ground, self._edge_sign(column, row)
        names = {self.signs.partner: "all", self.signs.differs: "differs", self.signs.thumb: "thumb"}
        style = base + self._style(names.get(sign, "rule"))
        return [Segment(" ", base), Segment(sign, style if sign.strip() else base)]

    def _edge_sign(self, column: int, row: int) -> str:
        if self.zen:
            return " "
        state = self.columns
        partners, differing = self._overviews[column]
        if row in partners:
            return self.signs.partner
        if row in differing:
            return self.signs.differs
        shown = is_on_screen(row, state.tops[column], state.layouts[column].height, state.height)
        return self.signs.thumb if shown else self.signs.rule

    def _overviews_now(self) -> dict[int, tuple[Mapping[int, int], Mapping[int, int]]]:
        """For each column on the screen the rows of its overview with partners of the focused passage, and
        with figures that differ."""
        state = self.columns
        if not state.layouts:
            return {}
        differing: dict[int, list[int]] = {}
        for place in filter(None, map(state.place_of, self.marks.differing)):
            differing.setdefault(place.column, []).append(place.passage)
        return {
            column: (
                placed(state.layouts[column], self._partners.get(column, ()), state.height),
                placed(state.layouts[column], differing.get(column, ()), state.height),
            )
            for column in state.shown
        }
