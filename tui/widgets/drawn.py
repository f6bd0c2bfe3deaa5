"""Widgets that draw their own lines, and keep each as long as it stays as it is.

Textual makes a strip of its own of each line, to lay borders and tints over it; what it worked out from a
line, how it is cut and what is written to the terminal, is lost with that. A kept line is handed on as it is,
so that a line which has only moved to another row costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual.color import Color
from textual.containers import Container
from textual.filter import LineFilter
from textual.geometry import Region, Size, Spacing
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from tui.widgets.scrollbar import ThinScrollBar
from tui.widgets.styles import layer

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the style sheet says of a widget, worked out once: Textual asks all that lies below each time."""

    ground: Style
    color: Color
    gutter: Spacing
    filters: Sequence[LineFilter]


class Drawn(Widget):
    """Subclasses draw a row of their content in `render_line`; `refresh`, also of regions, draws anew."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        self._rows: dict[int, Strip] = {}
        self._rows_size = Size(0, 0)
        self._inks: dict[str, Style] = {}
        self._looks: _Looks | None = None

    @property
    def looks(self) -> _Looks:
        """Ground, borders and filters."""
        if self._looks is None:
            color = self.background_colors[1]
            self._looks = _Looks(self.rich_style, color, self.styles.gutter, self.get_line_filters())
        return self._looks

    @property
    def ground(self) -> Style:
        """The widget's own style."""
        return self.looks.ground

    def ink(self, name: str) -> Style:
        """A component style as a layer (see `tui.widgets.styles`), worked out once for a theme."""
        if name not in self._inks:
            self._inks[name] = layer(self, name)
        return self._inks[name]

    def full(self, name: str) -> Style:
        """A component style with all that it inherits, worked out once for a theme."""
        key = f"full {name}"
        if key not in self._inks:
            self._inks[key] = self.get_component_rich_style(name)
        return self._inks[key]

    def forget_lines(self) -> None:
        """Nothing that was drawn holds any more."""
        self._rows.clear()

    def notify_style_update(self) -> None:
        """Another theme, or another state of the widget."""
        self._inks.clear()
        self._looks = None
        self.forget_lines()
        super().notify_style_update()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw all anew, or only what is in some regions of the content."""
        if not regions:
            self.forget_lines()
        top = self._looks.gutter.top if self._looks is not None else 0
        for region in regions:
            for y in region.line_range:
                self._rows.pop(y + top, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the screen in `crop`."""
        size, looks = self.outer_size, self.looks
        if looks.gutter.right or looks.gutter.bottom:
            return super().render_lines(crop)
        if self._rows_size != size:
            self.forget_lines()
            self._rows_size = size
        missing = [y for y in crop.line_range if y not in self._rows]
        if missing:
            self._draw(missing, size.width, looks)
        strips = [self._rows[y] for y in crop.line_range]
        return strips if crop.column_span == (0, size.width) else [s.crop(*crop.column_span) for s in strips]

    def _draw(self, rows: Sequence[int], width: int, looks: _Looks) -> None:
        """Draw rows of the screen: borders as Textual does, at the left the same for all of them."""
        top, left = looks.gutter.top, looks.gutter.left
        border = super().render_lines(Region(0, rows[-1], left, 1)) if left else []
        for y in rows:
            if y < top:
                (self._rows[y],) = super().render_lines(Region(0, y, width, 1))
                continue
            strip = self.render_line(y - top).adjust_cell_length(width - left, looks.ground)
            for change in looks.filters:
                strip = strip.apply_filter(change, looks.color)
            self._rows[y] = Strip.join([*border, strip]) if border else strip


class Empty(Widget):
    """What only lies behind others: its rows are all alike."""

    def __init__(self, *children: Any, **options: Any) -> None:
        super().__init__(*children, **options)
        self._blank: Strip | None = None

    def notify_style_update(self) -> None:
        """Another theme, or another state of the widget."""
        self._blank = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the screen in `crop`."""
        if self._blank is None or self._blank.cell_length != crop.width:
            self._blank = Strip.blank(crop.width, self.rich_style)
            for change in self.get_line_filters():
                self._blank = self._blank.apply_filter(change, self.background_colors[1])
        return [self._blank] * crop.height


class Pane(Container, Empty):
    """Holds others, side by side or one below the other."""


class Views(ContentSwitcher, Empty):
    """Shows one of several."""


class DrawnScroll(ScrollView, Drawn, inherit_bindings=False):
    """Lines that scroll. More or fewer of them are no reason to lay the whole screen out anew.

    Textual takes the style sheets of the first base.
    """

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            bar = ThinScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def show_height(self, rows: int) -> None:
        """There are so many rows to scroll through now."""
        size = Size(0, rows)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
            if self.styles.auto_dimensions:
                self.refresh(layout=True)
