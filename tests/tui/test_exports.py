"""The reader writes a story to a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from config.settings import Settings
from index.library import Library
from tests.tui.driving import press, settled, shown, told
from tui.app import BylinesApp
from tui.exports import wrote
from tui.widgets.help_line import HelpLine


@pytest.fixture
def app(compared: Library, tmp_path: Path) -> BylinesApp:
    folder = tmp_path / "out"
    folder.mkdir()
    return BylinesApp(compared, Settings(export_folder=str(folder)), env={"LANG": "C.UTF-8"})


async def test_a_story_goes_to_a_file_and_none_is_replaced_unasked(app: BylinesApp, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "O")
        assert "[html] md json csv (tab) · with notes" in shown(pilot)
        proposed = Path(app.screen.query_one(Input).value)
        assert proposed.parent == folder
        await press(pilot, "enter")
        page = proposed.read_text(encoding="utf-8")
        assert page.startswith("<!DOCTYPE html>")
        # Once more, from within the story: the file is in the way, and `n` leaves it there.
        proposed.write_text("mine", encoding="utf-8")
        await press(pilot, "enter", "O", "enter")
        assert "Replace" in shown(pilot)
        await press(pilot, "n")
        assert proposed.read_text(encoding="utf-8") == "mine"
        await press(pilot, "O", "enter", "y")
        assert proposed.read_text(encoding="utf-8") == page


async def test_form_notes_and_unfit_names(app: BylinesApp, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "O", "tab", "ctrl+n")
        assert "html [md] json csv (tab) · without notes" in shown(pilot)
        field = app.screen.query_one(Input)
        assert field.cursor_position == len(field.value)
        await pilot.click(HelpLine, offset=(3, 0))
        assert "html md [json] csv (tab)" in shown(pilot)
        await pilot.click(HelpLine, offset=(32, 0))
        assert "· with notes" in shown(pilot)
        field.value = str(tmp_path / "out" / "story.doc")
        await press(pilot, "enter")
        assert "end the name with .html, .md, .json, .csv" in shown(pilot)
        await press(pilot, "tab")
        assert field.value.endswith("story.doc.html")
        field.value = str(tmp_path / "nowhere" / "story.md")
        await press(pilot, "enter")
        assert "cannot be written" in told(pilot)
        await press(pilot, "O", "escape")
        assert not any((tmp_path / "out").iterdir())


def test_a_long_name_is_told_in_one_line() -> None:
    path = Path("~") / f"{'a-long-title-' * 8}end.html"
    told = wrote(path, 80)
    assert len(told) <= 78
    assert told.startswith("Wrote ~/a-long-title-")
    assert told.endswith("-end.html")
    assert wrote(path, 30) == f"Wrote {path}"
