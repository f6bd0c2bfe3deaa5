"""Help, palette, footer and panels in the reader: whatever the keys are, they can be found."""

from __future__ import annotations

import re

from textual.widgets import Input

from config.keymap import KeyChange
from config.settings import Settings
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown
from tui.app import BylinesApp
from tui.screens.help import HelpScreen
from tui.screens.palette import CommandList
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen


def footer(text: str) -> str:
    return text.splitlines()[-1]


async def test_typing_searches_the_help(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Next unread story" in shown(pilot) and "Next list (n)" in shown(pilot)
        await pilot.press(*"spaces")
        await pilot.pause()
        text = shown(pilot)
        assert "Give the story tags" in text and "Next unread story" not in text
        await pilot.press("escape")
        await pilot.pause()
        assert "Next unread story" in shown(pilot)
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert "Next unread story" not in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, StoriesScreen)


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


async def test_what_is_said_of_the_focus_is_left_of_a_status_that_does_not_fit(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter", "4", "j")
        assert re.match(r" \d+ only here · told by 5 of 5 ", footer(shown(pilot)))
        await press(pilot, "v")
        assert "told by 5 of 5 " in footer(shown(pilot)) and "v columns" in footer(shown(pilot))


async def test_the_footer_fits_forty_columns(open_reader: Open) -> None:
    async with open_reader(40, 12) as pilot:
        for keys, hint in (((), "? help"), (("g",), "g top"), (("escape", "1", "2"), "12    j down")):
            await pilot.press(*keys)
            line = footer(shown(pilot))
            assert len(line) <= 40
            assert hint in line


async def test_what_was_run_last_comes_first_in_the_palette(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", ":")
        await pilot.press(*"rder", "enter")
        await press(pilot, ":")
        commands = pilot.app.screen.query_one(CommandList)
        assert commands.found[0][0][0].id == "story.rows-order"
        assert {entry[0].id for entry, _ in commands.found} >= {"app.stop-fetching", "app.problems"}
        commands.filter("word for word")
        assert [entry[0].id for entry, _ in commands.found] == ["story.wording"]
        for query, name in (("story.lock", "story.lock"), ("ctrl+d", "move.half-down")):
            commands.filter(query)
            assert [entry[0].id for entry, _ in commands.found] == [name]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)


async def test_the_note_editor_has_the_keys_of_the_key_map(seeded: Library) -> None:
    keys = (KeyChange("editor.close", ("f8",)), KeyChange("editor.save", ("ctrl+w",)))
    app = BylinesApp(seeded, Settings(keys=keys), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "a")
        assert "f8 saves and closes · ctrl+w saves · ctrl+e editor · ctrl+g drops" in shown(pilot)
        await press(pilot, "x", "ctrl+w")
        assert [note.text.strip() for note in seeded.notes()] == ["x"]
        await press(pilot, "y", "f8")
        assert isinstance(app.screen, StoriesScreen)
        assert [note.text.strip() for note in seeded.notes()] == ["xy"]


async def test_a_letter_typed_while_the_palette_opens_is_no_key_of_its_own(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, ":")
        palette = pilot.app.screen
        palette.set_focus(None)
        await press(pilot, "q")
        assert pilot.app.screen is palette
        assert palette.query_one(Input).value == "q"
