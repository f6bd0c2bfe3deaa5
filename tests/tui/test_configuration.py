"""Settings in the running reader: taken up when their files change, problems told, presets of keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from config.keymap import PRESETS
from config.loading import Sources
from config.settings import Settings
from index.library import Library
from tests.tui.driving import press, settled, shown
from tui import configuration
from tui.app import BylinesApp
from tui.configuration import Watch
from tui.screens.help import HelpScreen
from tui.screens.problems import ProblemsScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen


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


async def until(pilot: Pilot[Any], happened: Callable[[], bool]) -> None:
    for _ in range(250):
        if happened():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not happen")


def messages(pilot: Pilot[Any]) -> str:
    return "\n".join(f"{one.title}: {one.message}" for one in pilot.app._notifications)


async def test_what_changes_in_the_file_is_applied_at_once(seeded: Library, file: Path) -> None:
    file.write_text("theme: bylines-dark\n")
    async with reading(seeded, file, notifications=True) as pilot:
        app = pilot.app
        await press(pilot, "enter")
        text = "theme: bylines-light\nkeys: {story.view: Z, move.down: n, story.next-match: '.'}\n"
        file.write_text(text + "outlets: {Vision Times: {short: QQ, colour: red}}\n")
        await until(pilot, lambda: app.theme == "bylines-light")
        assert isinstance(app.screen, StoryScreen)
        assert "read anew" in messages(pilot)
        await press(pilot, "Z")
        assert app.screen.in_rows
        await press(pilot, "q")
        assert isinstance(app.screen, StoriesScreen)
        await until(pilot, lambda: "QQ" in shown(pilot))


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
        for key in "problems":
            await pilot.press(key)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ProblemsScreen)
        text = shown(pilot)
        assert "move.down: q is taken by app.back (q)" in text
        assert "did you mean `nord`?" in text
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
    file.unlink()
    watch.look(before)
    found = watch.look(before)
    assert found is not None and found.settings == Settings()


WAYS = {
    "vim": ("j", "enter", "l", "v", "?", "escape", "q"),
    "newsboat": ("j", "enter", "tab", "v", "?", "escape", "q"),
    "emacs": ("ctrl+n", "enter", "ctrl+f", "v", "question_mark", "escape", "ctrl+g"),
    "arrows": ("down", "enter", "right", "v", "f1", "escape", "backspace"),
}


@pytest.mark.parametrize("preset", PRESETS)
async def test_the_reader_is_steered_by_each_preset(seeded: Library, preset: str) -> None:
    app = BylinesApp(seeded, Settings(keymap=preset), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        _, enter, column, rows, help_key, close, back = WAYS[preset]
        await press(pilot, enter)
        screen = app.screen
        assert isinstance(screen, StoryScreen)
        await press(pilot, column)
        assert screen.columns.focus.column == 1
        await press(pilot, WAYS[preset][0], rows)
        assert screen.in_rows
        await press(pilot, help_key)
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, close, back)
        assert isinstance(app.screen, StoriesScreen)
