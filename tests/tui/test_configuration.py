"""Settings in the running reader: taken up when their files change, problems told, presets of keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from config.loading import Sources
from config.settings import Settings
from index.library import Library
from tests.tui.driving import press, settled, shown, until
from tui import configuration
from tui.app import BylinesApp
from tui.configuration import Watch
from tui.screens.differences import DifferencesScreen
from tui.screens.help import HelpScreen
from tui.screens.palette import PaletteScreen
from tui.screens.problems import ProblemsScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen
from tui.widgets.entry_list import EntryList


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(configuration, "EVERY_SECONDS", 0.02)
    return tmp_path / "config.yaml"


@asynccontextmanager
async def reading(library: Library, file: Path, **options: Any) -> AsyncIterator[Pilot[Any]]:
    sources = Sources(file)
    app = BylinesApp(library, loaded=sources.load(), sources=sources, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(160, 30), **options) as pilot:
        await settled(pilot)
        yield pilot
        app.stop_watching()


def messages(pilot: Pilot[Any]) -> str:
    return "\n".join(f"{one.title}: {one.message}" for one in pilot.app._notifications)


async def test_what_changes_in_the_file_is_applied_at_once(seeded: Library, file: Path) -> None:
    file.write_text("theme: bylines-dark\n")
    async with reading(seeded, file, notifications=True) as pilot:
        app = pilot.app
        await press(pilot, "enter")
        text = "theme: bylines-light\nkeys: {story.view: ctrl+y, move.down: n, story.next-match: '.'}\n"
        file.write_text(text + "outlets: {Vision Times: {short: QQ, colour: red}}\n")
        await until(pilot, lambda: app.theme == "bylines-light")
        assert isinstance(app.screen, StoryScreen)
        assert "read anew" in messages(pilot)
        await press(pilot, "ctrl+y")
        assert app.screen.in_rows
        await press(pilot, "q")
        assert isinstance(app.screen, StoriesScreen)
        await until(pilot, lambda: "QQ" in shown(pilot))


async def test_messages_name_the_keys_that_the_person_chose(seeded: Library, file: Path) -> None:
    file.write_text("keys: {stories.filter: ctrl+y, stories.undo: [], stories.keep: ctrl+k}\n")
    async with reading(seeded, file, notifications=True) as pilot:
        await press(pilot, "tab")
        assert "ctrl+y filters, ctrl+k keeps the filter" in messages(pilot)
        await press(pilot, "P")
        assert "“Undo” of the palette takes it back" in messages(pilot)


async def test_a_broken_file_changes_nothing_and_is_told_with_its_place(seeded: Library, file: Path) -> None:
    file.write_text("theme: bylines-light\n")
    async with reading(seeded, file, notifications=True) as pilot:
        file.write_text("theme: bylines-contrast\nkeys: {move.down: [n\n")
        await until(pilot, lambda: bool(pilot.app._notifications))
        assert "1 problem in the settings" in messages(pilot)
        assert "config.yaml:" in messages(pilot)
        assert pilot.app.theme == "bylines-light"
        file.write_text("theme: bylines-contrast\n")
        await until(pilot, lambda: pilot.app.theme == "bylines-contrast")


async def test_all_problems_are_told_in_one_notice_and_in_a_panel(seeded: Library, file: Path) -> None:
    file.write_text("theem: x\ntheme: nrd\ngrouping: 7\neditor: [a]\nkeys: {move.down: q, no.such: x}\n")
    async with reading(seeded, file, notifications=True) as pilot:
        assert len(list(pilot.app._notifications)) == 1
        assert "6 problems in the settings" in messages(pilot)
        assert "config.yaml:1:1: unknown setting `theem`" in messages(pilot)
        assert "and 3 more" in messages(pilot)
        assert pilot.app.theme == "bylines-dark"
        pilot.app.clear_notifications()
        await press(pilot, ":")
        await pilot.press(*"problems", "enter")
        assert isinstance(pilot.app.screen, ProblemsScreen)
        assert "did you mean `nord`?" in shown(pilot)
        await press(pilot, "G")
        assert "move.down: q is taken by app.back (q)" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)


def test_a_file_is_read_when_it_stands_still(file: Path) -> None:
    watch, before = Watch(Sources(file)), Settings()
    assert watch.look(before) is None
    file.write_text("")
    assert watch.look(before) is None
    file.write_text("theme: nord\n")
    assert watch.look(before) is None
    found = watch.look(before)
    assert found is not None and found.settings.theme == "nord"
    assert watch.look(before) is None
    file.with_name("variants.yaml").write_text("Kyiv: {a: b}\n")
    assert watch.look(before) is None
    found = watch.look(before)
    assert found is not None and "spellings of `Kyiv`" in found.problems[0].what
    again = Watch(Sources(file)).look(before)
    assert again is not None and [*map(str, again.problems)] == [*map(str, found.problems)]
    file.unlink()
    watch.look(before)
    found = watch.look(before)
    assert found is not None and found.settings == Settings()


WAYS = {
    "emacs": ("ctrl+n", "ctrl+f", "question_mark", "ctrl+g", "ctrl+g", "alt+x"),
    "arrows": ("down", "right", "f1", "escape", "backspace", "f2"),
}


@pytest.mark.parametrize("preset", WAYS)
async def test_the_reader_and_its_dialogs_are_steered_by_each_preset(seeded: Library, preset: str) -> None:
    down, column, help_key, close, back, palette = WAYS[preset]
    app = BylinesApp(seeded, Settings(keymap=preset), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", column)
        assert isinstance(app.screen, StoryScreen) and app.screen.columns.focus.column == 1
        await press(pilot, "D")
        assert isinstance(app.screen, DifferencesScreen)
        entries = app.screen.query_one(EntryList)
        before = entries.cursor
        await pilot.press(down)
        assert entries.cursor > before
        await pilot.press(close, help_key)
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, close, back)
        assert isinstance(app.screen, StoriesScreen)
        await pilot.press(palette)
        assert isinstance(app.screen, PaletteScreen)
