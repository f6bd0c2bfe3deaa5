"""An empty library: what to do next is shown and done by key, and the list fills."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from index.library import Library
from index.model import AddReport, Skipped
from tests.tui.driving import paste, press, settled, shown, write
from tui.adding import told
from tui.app import BylinesApp
from tui.path_completion import Completion, complete, next_line
from tui.screens.path_prompt import PathPrompt, listed
from tui.screens.stories_beginning import STEPS
from tui.widgets.first_steps import FOOT, TITLE, FirstSteps, Step, lay_out
from tui.wrap import width_of


@asynccontextmanager
async def beginning(library: Library, width: int = 80, height: int = 24) -> AsyncIterator[Pilot[Any]]:
    app = BylinesApp(library, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(width, height)) as pilot:
        await settled(pilot)
        yield pilot


def said(pilot: Pilot[Any]) -> list[str]:
    """The notices."""
    return [notice.message for notice in pilot.app._notifications]


@pytest.mark.parametrize(("width", "height"), [(40, 12), (80, 24), (120, 40)])
async def test_everything_there_is_to_do_can_be_seen(library: Library, width: int, height: int) -> None:
    async with beginning(library, width, height) as pilot:
        text = shown(pilot)
        for wanted in (TITLE, *(title for _, title, _ in STEPS), "itself", "choose", "help"):
            assert wanted in text
        assert not pilot.app.screen.query_one(FirstSteps).max_scroll_y


async def test_a_folder_is_added_by_key_and_the_list_fills(
    library: Library, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(seeds, tmp_path / "articles")
    (tmp_path / "arthur.txt").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    async with beginning(library) as pilot:
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, PathPrompt)
        await write(pilot, "ar")
        assert "arthur.txt  articles/" in shown(pilot)
        await press(pilot, "tab")
        assert pilot.app.screen.query_one(Input).value == "~/art"
        await write(pilot, "i")
        await press(pilot, "tab", "enter")
        for _ in range(200):
            # The list looks for what is new once a second.
            if "1 story" in shown(pilot):
                break
            await pilot.pause(0.05)
        assert "1 story" in shown(pilot)
        assert said(pilot) == ["5 articles added."]
        assert not pilot.app.screen.query_one(FirstSteps).display
        await press(pilot, "enter")
        assert "columns" in shown(pilot)


async def test_a_step_may_be_left_again_and_says_what_is_wrong(library: Library, tmp_path: Path) -> None:
    async with beginning(library) as pilot:
        await press(pilot, "+", "escape")
        assert TITLE in shown(pilot)
        await press(pilot, "+", "enter")
        assert "your whole home folder is not added" in said(pilot)[-1]
        await press(pilot, "+", "ctrl+u")
        await write(pilot, "nowhere.txt")
        assert "nothing there begins so" in shown(pilot)
        (tmp_path / "bare").mkdir()
        (tmp_path / "bare" / ".hidden").touch()
        await press(pilot, "ctrl+u")
        await paste(pilot, f"{tmp_path}/bare/")
        assert "nothing there; a dot shows hidden names" in shown(pilot)
        await press(pilot, "ctrl+u")
        await write(pilot, "nowhere.txt")
        await press(pilot, "enter")
        assert "Left out nowhere.txt" in said(pilot)[-1]
        assert TITLE in shown(pilot)


async def test_feeds_are_imported_from_another_reader(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opml = '<opml version="2.0"><body><outline xmlUrl="https://feed.example/a.xml"/></body></opml>'
    (tmp_path / "mine.opml").write_text(opml)
    monkeypatch.setenv("HOME", str(tmp_path))
    started: list[str] = []
    async with beginning(library) as pilot:
        assert isinstance(pilot.app, BylinesApp)
        monkeypatch.setattr(pilot.app.fetching, "start", lambda: started.append("fetch"))
        await press(pilot, "G", "enter")
        await write(pilot, "mi")
        await press(pilot, "tab", "enter")
        assert [feed.url for feed in library.feeds()] == ["https://feed.example/a.xml"]
        assert started == ["fetch"]


async def test_the_demo_is_opened_after_this_library_was_left(library: Library) -> None:
    async with beginning(library) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app, BylinesApp)
        assert (pilot.app.demo_wanted, pilot.app.left) == (True, True)


async def test_a_filter_that_nothing_fits_is_no_beginning(seeded: Library) -> None:
    async with beginning(seeded) as pilot:
        await press(pilot, "&")
        await write(pilot, "tortoise")
        await press(pilot, "enter")
        assert "No story fits" in shown(pilot)
        assert TITLE not in shown(pilot)


def test_what_came_of_an_addition() -> None:
    left = tuple(Skipped(f"/a/{name}.bin", "no text") for name in "abcde")
    assert told(AddReport(added=1, articles=("a",))) == "1 article added."
    assert told(AddReport(unchanged=2, articles=("a", "b"))) == "2 there already."
    assert told(AddReport(), stopped=True) == "Stopped: 0 articles added."
    lines = told(AddReport(added=1200, updated=3, partial=1, skipped=left, articles=("a",))).split("\n")
    assert lines[0] == "1,200 articles added, 3 updated, 1 only in part."
    assert lines[1:] == [
        "Left out a.bin: no text",
        "Left out b.bin: no text",
        "Left out c.bin: no text",
        "and 2 more; `bylines add` names all",
    ]


# -- completing paths


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("news/deep", "notes", ".hidden"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("news.txt", "a b.txt"):
        (tmp_path / name).touch()
    (tmp_path / "bad\nname").touch()
    return tmp_path


def test_paths_are_completed(home: Path) -> None:
    def offered(line: str) -> tuple[str, ...]:
        return complete(line, str(home)).choices

    assert offered("~") == ("~/",)
    assert offered("~/") == ("~/a b.txt", "~/news.txt", "~/news/", "~/notes/")
    assert offered("~/.") == ("~/.hidden/",)
    assert offered(f"{home}/no") == (f"{home}/notes/",)
    assert offered("~/news/d") == ("~/news/deep/",)
    assert offered("~/nowhere/x") == offered("~/news.txt/") == offered("\0") == ()


def test_tab_goes_as_far_as_is_clear_and_then_round() -> None:
    three = Completion("n", ("news.txt", "news/", "notes/"))
    assert three.names == ["news.txt", "news/", "notes/"]
    assert [next_line(three, line) for line in ("", "n", "news.txt", "news/", "notes/")] == [
        "n", "news.txt", "news/", "notes/", "news.txt",
    ]  # fmt: skip
    assert next_line(Completion("no", ("notes/",)), "no") == "notes/"
    assert next_line(Completion("x"), "x") == "x"


@pytest.mark.parametrize(
    "names", [[], ["a"], ["漢字漢字漢字漢字"], ["abc", "d/"] * 4, ["long" * 9, "b", "c"]]
)
@pytest.mark.parametrize("width", [8, 20, 60])
def test_names_offered_fit_their_line(names: list[str], width: int) -> None:
    line = listed(names, width)
    assert width_of(line) <= width
    assert bool(line) == bool(names)


@given(st.integers(20, 200), st.integers(8, 60))
def test_every_step_and_the_foot_have_their_lines(width: int, height: int) -> None:
    steps = [Step(command, title, about) for command, title, about in STEPS]
    lines = lay_out(steps, width, height)
    assert [line.step for line in lines if line.step is not None] == list(range(len(steps)))
    told_at_the_foot = " ".join(line.text.strip() for line in lines if line.style == "muted")
    assert told_at_the_foot == FOOT
    if width >= 39 and height >= 10:
        assert len(lines) <= height
