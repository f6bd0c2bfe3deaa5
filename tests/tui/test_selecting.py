"""Selecting passages and text, and reading without furniture."""

from __future__ import annotations

import pytest

from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown
from tests.tui.made import article
from tui.justify import justified
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen
from tui.widgets.columns_header import GUTTER
from tui.widgets.columns_mouse import Dragged, Letter, letter_span
from tui.widgets.footer import FooterBar
from tui.widgets.topbar import TopBar

TEXT = article("alpha", "One sentence. Another one.\n\nA third paragraph.", title="Head")


# -- pure


@pytest.mark.parametrize(
    ("text", "cell", "width", "letter"),
    [
        ("abc", 1, 0, "b"),
        ("abc", -4, 0, "a"),
        ("abc", 99, 0, "c"),
        ("漢字x", 3, 0, "字"),
        ("e\u0301x", 0, 0, "e\u0301"),
        ("👩‍👩‍👧x", 2, 0, "x"),
        ("a b c", 4, 9, "b"),
        ("a b c", 4, 5, "c"),
        ("", 3, 0, ""),
    ],
)
def test_the_letter_under_a_cell(text: str, cell: int, width: int, letter: str) -> None:
    low, high = letter_span(text, cell, width)
    assert text[low:high] == letter


def test_stretched_lines_are_mapped_as_they_are_drawn() -> None:
    from rich.segment import Segment

    text = "all of these words are spread out"
    drawn = "".join(segment.text for segment in justified([Segment(text)], 40))
    at = -1
    for place, char in enumerate(text):
        at = drawn.index(char, at + 1)
        assert letter_span(text, at, 40) == (place, place + 1)


def test_what_lies_between_two_letters_is_the_same_from_both_ends() -> None:
    one, other = Letter(2, 3, 4), Letter(1, 4, 5)
    for dragged in (Dragged(0, one, other), Dragged(0, other, one)):
        text = dragged.text(TEXT.passages)
        first, second = TEXT.passages[1].text, TEXT.passages[2].text
        assert text in (first[4:] + " " + second[:4], first[4:] + "\n" + second[:4])
        assert dragged.span(0, 4) is None


# -- on the screen


async def test_passages_are_selected_with_keys_and_copied_together(open_reader: Open) -> None:
    async with open_reader() as pilot:
        await press(pilot, "enter", "j", "j", "V", "j", "j")
        screen = open_story(pilot)
        chosen = screen.chosen_passages()
        assert len(chosen) == 3
        assert "3 passages selected" in shown(pilot)
        assert screen.columns_view.selected == set(chosen)
        await press(pilot, "Y")
        texts = [passage.text for _, passage in screen._quotes(chosen)]
        assert pilot.app.clipboard.replace("\n", " ") == " ".join(texts)
        assert not screen.selecting
        assert not screen.columns_view.selected
        await press(pilot, "V", "k", "y")
        assert pilot.app.clipboard.startswith("> ")
        assert pilot.app.clipboard.count("—") >= 1


async def test_escape_ends_the_selection_and_another_outlet_begins_it_anew(open_reader: Open) -> None:
    async with open_reader() as pilot:
        await press(pilot, "enter", "j", "V", "j", "escape")
        assert not open_story(pilot).selecting
        await press(pilot, "V", "j", "l")
        assert len(open_story(pilot).chosen_passages()) == 1
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_the_mouse_selects_the_text_of_one_column_and_copies_it(open_reader: Open) -> None:
    async with open_reader() as pilot:
        await press(pilot, "enter")
        screen = open_story(pilot)
        view = screen.columns_view
        column, left, _ = view._cells()[1]
        top = view.header_height
        passage = screen.columns.articles[column].passages[0]
        start = left + GUTTER
        await pilot.mouse_down(view, offset=(start + 4, top))
        await pilot.hover(view, offset=(start + 12, top))
        await pilot.mouse_up(view, offset=(start + 12, top))
        await settled(pilot)
        assert pilot.app.clipboard == passage.text[4:13]
        assert view.dragged is not None
        focused = screen.columns.focused_id
        await press(pilot, "escape")
        assert view.dragged is None
        assert isinstance(pilot.app.screen, StoryScreen)
        assert screen.columns.focused_id == focused
        await pilot.click(view, offset=(start + 4, top))
        await settled(pilot)
        assert screen.columns.focused_id == passage.id


@pytest.mark.parametrize("width", [80, 200])
async def test_zen_shows_nothing_but_the_text_of_one_outlet(open_reader: Open, width: int) -> None:
    async with open_reader(width, 24) as pilot:
        await press(pilot, "enter", "j", "j", "j", "p", "w")
        screen = open_story(pilot)
        focused, before = screen.columns.focused_id, shown(pilot)
        await press(pilot, "Z")
        assert not any(bar.display for bar in screen.query(TopBar))
        assert not any(bar.display for bar in screen.query(FooterBar))
        assert screen.columns_view.size.height == 24
        text = shown(pilot)
        passages = screen.columns.articles[screen.columns.focus.column].passages
        words = " ".join(passage.text for passage in passages).split()
        signs = screen.reader.signs
        assert [word for word in text.replace(signs.here, " ").split() if word not in words] == []
        assert all(len(line.strip()) <= screen.reader.settings.text_width + 2 for line in text.split("\n"))
        assert screen.columns.focused_id == focused
        await press(pilot, "j", "k", "escape")
        assert shown(pilot) == before
        await press(pilot, "Z", "w")
        assert shown(pilot) == before


async def test_zen_from_the_table_and_with_all_outlets(compared: Library) -> None:
    from tui.app import BylinesApp

    async with BylinesApp(compared, env={"LANG": "C.UTF-8"}).run_test(size=(200, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "v", "Z")
        screen = open_story(pilot)
        assert not screen.in_rows
        assert len(screen.columns.shown) == 1
        await press(pilot, "z")
        assert screen.zen
        assert len(screen.columns.shown) > 1
        await press(pilot, "escape")
        assert not screen.zen
        assert len(screen.columns.shown) > 1
