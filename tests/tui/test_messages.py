"""What the reader tells: beside the text, for as long as it is needed, on the screen that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from config.errors import BylinesError
from index.library import Library
from tests.tui.driving import press, settled, shown, told
from tui import messages
from tui.app import BylinesApp
from tui.screens.base import ReaderScreen

LONG = "The disk is full, and nothing of what was to be written just now could be kept, not even a part."


@pytest.fixture
def app(compared: Library) -> BylinesApp:
    return BylinesApp(compared, env={"LANG": "C.UTF-8"})


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is read as fast as a test types."""
    monkeypatch.setattr(messages, "READING_SECONDS", 60.0)
    yield


def screen_of(pilot: Pilot[Any]) -> ReaderScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReaderScreen)
    return screen


async def test_a_message_of_one_line_covers_nothing(app: BylinesApp, seldom: None) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        before = shown(pilot).splitlines()
        app.show_error(BylinesError("no such place", where="here"))
        screen_of(pilot).say("Saved.")
        await settled(pilot)
        after = shown(pilot).splitlines()
        assert after[:-2] == before[:-2]
        assert after[-1].startswith(" Saved.")
        assert after[-1].endswith("? help")
        # What went wrong is not lost behind what is said by the way.
        assert "no such place" in after[-2]
        app.clear_notifications()
        await settled(pilot)
        assert shown(pilot).splitlines() == before
        screen_of(pilot).say("Said before.")
        screen_of(pilot).say(wide := "w" * 76)
        await settled(pilot)
        assert shown(pilot).splitlines()[-1].strip() == wide
        assert shown(pilot).splitlines()[:-1] == before[:-1]


async def test_a_key_ends_what_was_read_and_nothing_sooner(
    app: BylinesApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        app.show_error(BylinesError(LONG))
        await settled(pilot)
        assert LONG[:60] in shown(pilot)
        await press(pilot, "j")
        assert LONG[:60] in shown(pilot)
        monkeypatch.setattr(messages, "was_read", lambda _: True)
        await press(pilot, "j")
        assert LONG[:60] not in shown(pilot)
        assert not told(pilot)


async def test_what_a_screen_said_stays_there_and_what_went_wrong_goes_along(
    app: BylinesApp, seldom: None
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        screen_of(pilot).say("The list is short.")
        screen_of(pilot).warn("The list is long.")
        await press(pilot, ":")
        assert "The list is short." in told(pilot)
        await press(pilot, "escape", "enter")
        assert told(pilot) == "The list is long."


@pytest.mark.parametrize("keys", [("O",), ("+",), ("enter", "'")])
async def test_a_question_at_the_foot_hides_no_message(
    app: BylinesApp, seldom: None, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        asked = shown(pilot).splitlines()[-2:]
        app.show_error(BylinesError("no such place", where="here"))
        app.show_error(BylinesError(LONG))
        await settled(pilot)
        assert "no such place" in shown(pilot)
        assert LONG[:60] in shown(pilot)
        assert shown(pilot).splitlines()[-2:] == asked
        assert len(pilot.app.screen.query(Toast)) == 2


async def test_what_asks_for_the_next_step_is_not_hidden_by_what_was_said_before(
    app: BylinesApp, seldom: None
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "}")
        screen_of(pilot).say("Said before.")
        await press(pilot, "L")
        assert (
            "L on its partner in another column locks them; L here lets go" in shown(pilot).splitlines()[-1]
        )
        screen_of(pilot).say("Said before.")
        await settled(pilot)
        assert "Said before." in shown(pilot).splitlines()[-1]
        screen_of(pilot).say("Said since.")
        await settled(pilot)
        assert "Said since." in shown(pilot).splitlines()[-1]
