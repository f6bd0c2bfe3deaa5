"""Another size of the terminal: nothing breaks, and what is read stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from index.library import Library
from tests.tui.driving import open_story, press, settled, shown
from tests.tui.scenes import library_with_a_note, reader
from tui.screens.story import StoryScreen

SIZES = ((160, 50), (80, 24), (40, 12), (80, 24), (160, 50))
LEAST = (10, 3)
STEPS = ("D", "escape", "a", "escape", "?", "escape", "q", "/")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_with_a_note(tmp_path_factory.mktemp("resizing")) as found:
        yield found


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    await pilot.resize_terminal(width, height)
    await settled(pilot)


def row_of_focus(screen: StoryScreen) -> int:
    """The row of the screen on which the focused passage begins."""
    table = screen.rows_view.table
    if screen.in_rows and table is not None:
        return screen.rows_view.region.y + screen.rows_view._header + table.starts[table.row] - table.top
    view = screen.columns_view
    return view.region.y + view.header_height + screen.columns.focus_row


@pytest.mark.parametrize("keys", ["w", "vp"])
async def test_what_is_read_keeps_its_row_through_sizes(library: Library, keys: str) -> None:
    async with reader(library).run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "9", "j", *keys)
        screen = open_story(pilot)
        focused, rows = screen.focused_passage, [row_of_focus(screen)]
        assert focused is not None
        for width, height in SIZES[1:]:
            await resize(pilot, width, height)
            assert screen.focused_passage == focused
            rows.append(row_of_focus(screen))
            assert 0 < rows[-1] < height - 1
            assert focused.text[:12] in shown(pilot)
        assert rows[0] == rows[-1]
        assert rows[1] == rows[3]


async def test_no_screen_breaks_at_any_size(library: Library) -> None:
    async with reader(library).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        for step in STEPS:
            await press(pilot, step)
            if step in ("escape", "q"):
                continue
            await resize(pilot, *LEAST)
            assert shown(pilot).strip(), step
            await resize(pilot, 80, 24)
