"""What is kept of lines that were drawn: never more than what they still look like."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from tui.marks import UNICODE
from tui.widgets import scrollbar
from tui.widgets.lines import LineList

INKS = ("muted", "accent", "primary", "warning")


class Numbers(LineList):
    """Counts how often each line was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.drawn = "line", [0] * 100

    @property
    def stride(self) -> int:
        return 1

    def length(self) -> int:
        return len(self.drawn)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        self.drawn[index] += 1
        return Strip([Segment(f" {self.words} {index}".ljust(width), base)], width)

    def _with_bar(self, strip: Strip) -> Strip:
        return strip


class Page(App[None]):
    """Nothing but the list."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        names = ("ground-focus", "ground-blurred", *(f"text-{ink}" for ink in INKS))
        return {**dict.fromkeys(names, "#123456"), "ground-style": "none", "muted-style": "none"}

    def compose(self) -> ComposeResult:
        scrollbar.use(UNICODE)
        yield Numbers()


def _texts(numbers: Numbers) -> list[str]:
    lines = numbers.render_lines(Region(0, 0, *numbers.size))
    return [line.text.strip() for line in lines]


async def test_a_line_is_drawn_once_wherever_it_stands() -> None:
    async with Page().run_test(size=(30, 10)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.changed()
        await pilot.pause()
        assert _texts(numbers) == [f"line {n}" for n in range(10)]
        numbers.drawn = [0] * 100
        numbers.move(12)
        await pilot.pause()
        assert _texts(numbers) == [f"line {n}" for n in range(3, 13)]
        assert [n for n, times in enumerate(numbers.drawn) if times] == [10, 11, 12]
        numbers.move(-1)
        await pilot.pause()
        assert numbers.drawn[12] == 2
        assert sum(numbers.drawn) == 5


async def test_what_changed_is_drawn_anew() -> None:
    async with Page().run_test(size=(30, 10)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.changed()
        await pilot.pause()
        numbers.words = "other"
        numbers.refresh(Region(0, 2, 30, 1))
        assert _texts(numbers)[1:4] == ["line 1", "line 2", "line 3"]
        numbers.refresh()
        assert _texts(numbers) == [f"other {n}" for n in range(10)]
        await pilot.resize_terminal(24, 6)
        await pilot.pause()
        assert [len(line.text) for line in numbers.render_lines(Region(0, 0, *numbers.size))] == [24] * 6


async def test_more_lines_lay_nothing_out_anew() -> None:
    async with Page().run_test(size=(30, 10)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.changed()
        await pilot.pause()
        layouts: list[object] = []
        compositor: Any = pilot.app.screen._compositor
        reflow = compositor.reflow
        compositor.reflow = lambda *given: layouts.append(given) or reflow(*given)
        numbers.drawn = [0] * 50
        numbers.changed()
        await pilot.pause()
        assert numbers.max_scroll_y == 40
        assert not layouts
        numbers.drawn = [0] * 5
        numbers.changed()
        await pilot.pause()
        assert not numbers.show_vertical_scrollbar
        assert layouts
