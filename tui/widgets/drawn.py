"""Widgets that draw their own lines, and keep each as long as it stays as it is.

Textual makes a strip of its own of each line, to lay borders and tints over it; what it worked out from a
line, how it is cut and what is written to the terminal, is lost with that. A kept line is handed on as it is,
so that a line which has only moved to another row costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.scrollbar import ThinScrollBar
from tui.widgets.styles import layer

if TYPE_CHECKING:
    from typing import Self


class Drawn(Widget):
    """Subclasses draw a row of the screen in `render_line`; `refresh`, also of regions, has it drawn anew."""

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        self._rows: dict[int, Strip] = {}
        self._rows_size = Size(0, 0)
        self._inks: dict[str, Style] = {}

    def ink(self, name: str) -> Style:
        """A component style as a layer (see `tui.widgets.styles`), worked out once for a theme."""
        found = self._inks.get(name)
        if found is None:
            found = self._inks[name] = layer(self, name)
        return found

    def forget_lines(self) -> None:
        """Nothing that was drawn holds any more."""
        self._rows.clear()

    def notify_style_update(self) -> None:
        """Another theme, or another state of the widget."""
        self._inks.clear()
        self.forget_lines()
        super().notify_style_update()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw all anew, or only what is in some regions of the content."""
        if not regions:
            self.forget_lines()
        for region in regions:
            for y in region.line_range:
                self._rows.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the screen in `crop`."""
        if any(self.styles.gutter):
            return super().render_lines(crop)
        if self._rows_size != self.size:
            self.forget_lines()
            self._rows_size = self.size
        width, rows = self.size.width, self._rows
        strips = []
        for y in crop.line_range:
            if y not in rows:
                rows[y] = self.render_line(y).adjust_cell_length(width, self.rich_style)
            strips.append(rows[y])
        for change in self.get_line_filters():
            strips = [strip.apply_filter(change, self.background_colors[1]) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


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
