"""Help, palette, footer and panels in the reader: whatever the keys are, they can be found."""

from __future__ import annotations

import pytest

from config.keymap import KeyChange
from config.settings import Settings
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown, write
from tui.app import BylinesApp
from tui.screens.differences import DifferencesScreen
from tui.screens.help import HelpScreen
from tui.screens.palette import CommandList, PaletteScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen
from tui.widgets.entry_list import EntryList


def footer(text: str) -> str:
    return text.splitlines()[-1]


async def test_typing_searches_the_help(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Next difference (n)" in shown(pilot)
        await write(pilot, "wording")
        text = shown(pilot)
        assert "Mark shared wording" in text and "Next outlet" not in text
        await press(pilot, "escape")
        assert "Next outlet" in shown(pilot)
        await press(pilot, *("pagedown",) * 9)
        assert "Next outlet" not in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)
        await press(pilot, "?", "?")
        assert isinstance(pilot.app.screen, StoryScreen)


async def test_the_footer_shows_what_may_follow(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "g")
        assert "g top" in footer(shown(pilot)) and "d group by day" in footer(shown(pilot))
        assert "open" not in footer(shown(pilot))
        await press(pilot, "escape")
        assert "enter open" in footer(shown(pilot)) and "quit" in footer(shown(pilot))
        await press(pilot, "4")
        assert "j down" in footer(shown(pilot)) and "enter open" not in footer(shown(pilot))
        await press(pilot, "percent_sign")
        assert "enter open" in footer(shown(pilot))
        await press(pilot, "enter", "v")
        assert "v columns" in footer(shown(pilot))


async def test_the_footer_fits_forty_columns(open_reader: Open) -> None:
    async with open_reader(40, 12) as pilot:
        for keys in ((), ("g",), ("escape",), ("1", "2"), ("escape", "enter"), ("v",), ("A",)):
            await press(pilot, *keys)
            line = footer(shown(pilot))
            assert len(line) <= 40
            assert "help" in line or "g" in keys or "2" in keys


async def test_what_was_run_last_comes_first_in_the_palette(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", ":")
        await write(pilot, "rder")
        await press(pilot, "enter", ":")
        commands = pilot.app.screen.query_one(CommandList)
        assert commands.found[0][0][0].id == "story.rows-order"
        assert {entry[0].id for entry, _ in commands.found} >= {"app.stop-fetching", "app.problems"}
        await write(pilot, "word for word")
        assert [entry[0].id for entry, _ in commands.found] == ["story.wording"]
        for query, name in (("story.lock", "story.lock"), ("ctrl+d", "move.half-down")):
            commands.filter(query)
            assert [entry[0].id for entry, _ in commands.found] == [name]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)


@pytest.mark.parametrize(("preset", "down"), [("emacs", "ctrl+n"), ("arrows", "down")])
async def test_panels_follow_the_key_map(seeded: Library, preset: str, down: str) -> None:
    keys = (KeyChange("app.close", ("escape", "f9")),)
    app = BylinesApp(seeded, Settings(keymap=preset, keys=keys), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "D")
        panel = app.screen
        assert isinstance(panel, DifferencesScreen)
        entries = panel.query_one(EntryList)
        before = entries.cursor
        await press(pilot, down)
        assert entries.cursor > before
        await press(pilot, "f9")
        assert isinstance(app.screen, StoryScreen)
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "f9", "f9")
        assert isinstance(app.screen, StoriesScreen)
        await press(pilot, "alt+x" if preset == "emacs" else "f2")
        assert isinstance(app.screen, PaletteScreen)
