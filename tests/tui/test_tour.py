"""The tour: each lesson is done by pressing its key, in any key map; no key is taken away; it can be left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from config.keymap import PRESETS, KeyChange
from config.settings import Settings
from index.library import Library
from tests.tui.driving import press, settled, shown
from tui import tour
from tui.app import BylinesApp
from tui.commands.registry import commands_by_id
from tui.marks import UNICODE, Told
from tui.screens.base import ReaderScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen
from tui.tour import LESSONS, Tour
from tui.widgets.tour_strip import TourStrip

SIGNS = {
    "all": UNICODE.told[Told.ALL],
    "some": UNICODE.told[Told.SOME],
    "only": UNICODE.told[Told.ONLY],
    "differs": UNICODE.differs,
}


@asynccontextmanager
async def touring(
    library: Library, width: int = 120, height: int = 40, *, demo: bool = True, **settings: Any
) -> AsyncIterator[Pilot[Any]]:
    app = BylinesApp(library, Settings(**settings), demo=demo, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(width, height)) as pilot:
        await settled(pilot)
        yield pilot


def lit(pilot: Pilot[Any]) -> list[str]:
    """The keys lit in the strip of the open screen."""
    strip = pilot.app.screen.query_one(TourStrip)
    return [strip._text[start:end] for start, end in strip._places]


async def press_key(pilot: Pilot[Any], key: str) -> None:
    """Press a key, or one after the other, as it is written for people."""
    await press(pilot, *("escape" if part == "esc" else part for part in key.split(" ")))


async def back_to_the_story(pilot: Pilot[Any]) -> None:
    while not isinstance(pilot.app.screen, StoryScreen):
        await press(pilot, "escape")


@pytest.mark.parametrize("preset", PRESETS)
async def test_every_lesson_is_done_by_the_key_it_asks_for(compared: Library, preset: str) -> None:
    async with touring(compared, 80, 24, keymap=preset) as pilot:
        for number, lesson in enumerate(LESSONS, 1):
            if lesson.screen == "story" and not isinstance(pilot.app.screen, StoryScreen):
                await back_to_the_story(pilot)
            assert f"Tour {number}/{len(LESSONS)}" in shown(pilot)
            command = commands_by_id()[lesson.command]
            app = pilot.app
            assert isinstance(app, BylinesApp)
            (key,) = [key for key in lit(pilot) if key in app.keys_of(command)]
            await press_key(pilot, key)
        await back_to_the_story(pilot)
        assert "That was the tour." in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)
        assert not pilot.app.screen.query(TourStrip)
    async with touring(compared, 80, 24, keymap=preset) as pilot:
        assert "Tour" not in shown(pilot)


async def test_it_is_left_with_escape_and_taken_up_where_it_was(compared: Library) -> None:
    async with touring(compared, 80, 24) as pilot:
        await press(pilot, "enter", "j", "V", "escape")
        assert "Tour" in shown(pilot) and "selected" not in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)
        assert "Tour" not in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)
    async with touring(compared, 80, 24, demo=False) as pilot:
        assert "Tour" not in shown(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReaderScreen)
        screen.run_command(commands_by_id()["app.tour"])
        await settled(pilot)
        assert "Tour 3/" in shown(pilot)
        assert "enter opens the story, where the tour goes on" in " ".join(shown(pilot).split())


async def test_it_never_takes_a_key_away(compared: Library) -> None:
    async with touring(compared, 80, 24) as pilot:
        await press(pilot, "m", "F")
        assert "goes back to where the tour goes on" in shown(pilot)
        assert "Tour 1/" in shown(pilot)
        await press(pilot, "escape", "enter", "slash")
        await press(pilot, *"drone")
        assert "drone" in shown(pilot)
        assert "Tour 2/" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)
        assert "Tour 2/" in shown(pilot)
        await press(pilot, "q", "q")
        assert isinstance(pilot.app, BylinesApp)
        assert pilot.app.left


async def test_an_unbound_key_is_told_by_the_name_of_its_command(compared: Library) -> None:
    async with touring(compared, keys=(KeyChange("stories.open", ()),)) as pilot:
        assert lit(pilot) == ["“Open story” of the palette"]


@pytest.mark.parametrize(("width", "height"), [(40, 12), (80, 24), (200, 50)])
async def test_what_it_says_fits(compared: Library, width: int, height: int) -> None:
    async with touring(compared, width, height) as pilot:
        await press(pilot, "enter")
        strip = pilot.app.screen.query_one(TourStrip)
        assert strip.size.height == len(strip._lines) + 1
        assert " ".join(shown(pilot).split()).count("stands on one row") == 1
        assert isinstance(pilot.app.screen, StoryScreen)
        assert pilot.app.screen.columns_view.size.height >= 4


def test_its_lessons_name_what_there_is() -> None:
    commands = commands_by_id()
    templates = [lesson.says.replace("{key}", "") for lesson in LESSONS]
    templates += [tour.LAST_WORDS, tour.BACK, *tour.ELSEWHERE.values()]
    for template in templates:
        text, places = tour.filled(template, lambda name: commands[name].title, SIGNS)
        assert all(
            text[start:end] in {command.title for command in commands.values()} for start, end in places
        )
    assert all("{key}" in lesson.says and lesson.command in commands for lesson in LESSONS)


def test_how_far_it_is_survives_whatever_the_file_holds(tmp_path: Path) -> None:
    path = tmp_path / "state" / "tour.json"
    assert tour.load(path) is None
    tour.save(path, Tour(3, shown=True))
    assert tour.load(path) == Tour(3)
    for text in ("", "[]", '{"done": "x"}', '{"done": 99}', "\udcff"):
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        assert tour.load(path) in (None, Tour(len(LESSONS)))
    (tmp_path / "file").touch()
    tour.save(tmp_path / "file" / "tour.json", Tour(1))


def test_lessons_follow_each_other_only_while_it_is_shown() -> None:
    begun = Tour().taken_up()
    assert begun.after("app.fetch") == begun
    assert Tour().after(LESSONS[0].command) == Tour()
    for lesson in LESSONS:
        begun = begun.after(lesson.command)
    assert begun.finished
    assert begun.says("story") == tour.LAST_WORDS
    assert begun.closed().taken_up() == Tour(0, shown=True)
