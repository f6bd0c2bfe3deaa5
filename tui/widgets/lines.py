"""A list of any length drawn line by line: the base of the lists of stories, hits and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.drawn import DrawnScroll

if TYPE_CHECKING:
    from tui.app import BylinesApp

HEADINGS = 4
KEPT_LINES = 500
SECOND_CLICK_SECONDS = 1.0
"""More than Textual lets pass between two clicks that belong together."""


class LineList(DrawnScroll, can_focus=True, inherit_bindings=False):
    """Lines of which some can be chosen. Subclasses say how many there are and draw one.

    Only the lines on the screen are ever drawn, so the length costs nothing.
    """

    DEFAULT_CSS = """
    LineList { background: $surface; overflow-x: hidden; }
    LineList { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    LineList > .lines--cursor { background: $ground-focus; text-style: $ground-style; }
    LineList > .lines--cursor-blurred { background: $ground-blurred; }
    LineList > .lines--bar { color: $text-primary; text-style: not bold; }
    LineList > .lines--muted { color: $text-muted; text-style: $muted-style; }
    LineList > .lines--strong { text-style: bold; }
    LineList > .lines--accent { color: $text-accent; }
    LineList > .lines--match { color: $text-warning; text-style: bold underline; }
    LineList > .lines--head { text-style: bold; color: $text-primary; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--cursor-blurred",
        "lines--bar",
        "lines--muted",
        "lines--strong",
        "lines--accent",
        "lines--match",
        "lines--head",
    }

    SPACED: ClassVar[bool] = False
    """Whether the person's choice of airy lists puts an empty line behind each of the lines."""

    cursor = reactive(0, repaint=False)

    class Moved(Message):
        """Another line has the cursor."""

        def __init__(self, lines: LineList) -> None:
            self.lines = lines
            super().__init__()

        @property
        def control(self) -> LineList:
            """The list."""
            return self.lines

    class Opened(Moved):
        """The line with the cursor is to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[int, Strip] = {}
        self._lit: set[int] = set()
        self._clicked = (-1, 0.0)

    # -- for subclasses

    def length(self) -> int:
        """The number of lines."""
        raise NotImplementedError

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line, exactly `width` cells, on `base`."""
        raise NotImplementedError

    def selectable(self, index: int) -> bool:
        """Whether the cursor may stand on a line."""
        return 0 <= index < self.length()

    def has_cursor(self, index: int) -> bool:
        """Whether a line is part of what has the cursor: that line itself, or all lines of its entry."""
        return index == self.cursor and self.selectable(index)

    def style(self, name: str) -> Style:
        """A component style, without its background, to be laid over the line's."""
        return self.ink(f"lines--{name}")

    # -- content

    @property
    def line_width(self) -> int:
        """The cells of a line: all but the scrollbar's, and one that keeps the text away from that."""
        return max(1, self.scrollable_content_region.width - 1)

    @property
    def stride(self) -> int:
        """The rows of the screen that a line takes."""
        airy = self.SPACED and cast("BylinesApp", self.app).settings.list_spacing == "airy"
        return 2 if airy else 1

    def settings_changed(self) -> None:
        """The person has chosen other settings."""
        self.changed()

    def changed(self, cursor: int | None = None) -> None:
        """The lines are others now; put the cursor on `cursor` or the nearest line it may stand on."""
        self.show_height(self.length() * self.stride)
        target = self._nearest(self.cursor if cursor is None else cursor)
        if target != self.cursor:
            self.cursor = target
        else:
            self.post_message(self.Moved(self))
        self.show_cursor()
        self.refresh()

    def _nearest(self, index: int) -> int:
        last = self.length() - 1
        index = max(0, min(index, last))
        for distance in range(last + 1):
            for candidate in (index + distance, index - distance):
                if self.selectable(candidate):
                    return candidate
        return 0

    # -- moving

    def move(self, count: int) -> None:
        """Move the cursor over `count` lines it may stand on (up when negative)."""
        step = 1 if count > 0 else -1
        index = self.cursor
        for _ in range(min(abs(count), self.length())):
            following = index + step
            while 0 <= following < self.length() and not self.selectable(following):
                following += step
            if not self.selectable(following):
                break
            index = following
        self.cursor = index

    def page(self, pages: float) -> None:
        """Move the cursor by pages."""
        rows = int((self.size.height // self.stride - 1) * pages) or (1 if pages > 0 else -1)
        self.cursor = self._nearest(self.cursor + rows)

    def to_edge(self, *, end: bool) -> None:
        """Move the cursor to the first or last line."""
        self.cursor = self._nearest(self.length() - 1 if end else 0)

    def watch_cursor(self) -> None:
        """Keep the cursor on the screen, draw the lines that have it or had it, and tell of it."""
        self.show_cursor()
        top, stride = self.scroll_offset.y, self.stride
        seen = range(max(0, top // stride), min(self.length(), (top + self.size.height) // stride + 1))
        for index in self._lit.union(filter(self.has_cursor, seen)):
            self.refresh(Region(0, index * stride - top, self.size.width, 1))
        self._lit.clear()
        self.post_message(self.Moved(self))

    def show_cursor(self) -> None:
        """Scroll so that the cursor's line, and the headings right above it, can be seen."""
        above = 0
        while above < min(self.cursor, HEADINGS) and not self.selectable(self.cursor - above - 1):
            above += 1
        stride = self.stride
        region = Region(0, (self.cursor - above) * stride, 1, (1 + above) * stride)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    # -- drawing

    def forget_lines(self) -> None:
        """Nothing that was drawn holds any more."""
        super().forget_lines()
        self._drawn.clear()
        self._lit.clear()

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        width = self.line_width
        index, rest = divmod(self.scroll_offset.y + y, self.stride)
        base = self.ground
        if rest or not 0 <= index < self.length():
            return Strip.blank(self.size.width, base)
        if self.has_cursor(index):
            self._lit.add(index)
            name = "cursor" if self.has_focus else "cursor-blurred"
            base = self.full(f"lines--{name}")
            return self._with_bar(self.draw(index, width, base)).extend_cell_length(self.size.width, base)
        if index not in self._drawn:
            if len(self._drawn) > KEPT_LINES:
                self._drawn.clear()
            self._drawn[index] = self.draw(index, width, base).extend_cell_length(self.size.width, base)
        return self._drawn[index]

    def _with_bar(self, strip: Strip) -> Strip:
        """The line with a bar in its first cell, so that the cursor is not told by a colour alone."""
        first, *rest = list(strip) or [Segment("")]
        if not first.text.startswith(" "):
            return strip
        signs = cast("BylinesApp", self.app).signs
        bar = Segment(
            signs.here if self.has_focus else signs.elsewhere,
            (first.style or Style()) + self.style("bar"),
        )
        return Strip([bar, Segment(first.text[1:], first.style), *rest], strip.cell_length)

    def on_resize(self) -> None:
        """The line with the cursor stays on the screen."""
        self.show_cursor()

    # -- mouse

    def pointed(self, index: int) -> int:
        """The line that gets the cursor when this one is clicked."""
        return index

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one there opens.

        The first of two quick clicks may have been on a panel that it closed.
        """
        index = self.pointed((self.scroll_offset.y + event.y) // self.stride)
        if not self.selectable(index):
            return
        before, when = self._clicked
        self._clicked = index, event.time
        if event.chain > 1 and before == index == self.cursor and event.time - when < SECOND_CLICK_SECONDS:
            self.post_message(self.Opened(self))
        else:
            self.cursor = index
