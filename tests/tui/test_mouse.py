"""What the mouse does: the way back, lists, what dialogs say at their foot, and what lies beside them."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown, write
from tui.screens.bookmarks import BookmarksScreen
from tui.screens.confirm import Confirm
from tui.screens.differences import DifferencesScreen
from tui.screens.export_prompt import ExportPrompt
from tui.screens.help import HelpScreen
from tui.screens.note_editor import NoteEditor
from tui.screens.notes import NotesScreen
from tui.screens.palette import CommandList
from tui.screens.search import SearchScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen
from tui.screens.why import WhyScreen
from tui.widgets.facet_list import FacetList
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.lines import LineList
from tui.widgets.topbar import TopBar


async def click(pilot: Pilot[Any], words: str, times: int = 1) -> None:
    """Click the first place on the screen where some words stand."""
    lines = shown(pilot).splitlines()
    row = next(row for row, line in enumerate(lines) if words in line)
    await pilot.click(offset=(lines[row].index(words) + 1, row), times=times)
    await settled(pilot)


async def press_and_let_go(pilot: Pilot[Any], x: int, y: int, times: int = 1) -> None:
    """Click as a terminal tells it: Textual counts the clicks, and gives each to the screen shown by then."""
    for _ in range(times):
        for event in (events.MouseDown, events.MouseUp):
            await pilot.app.on_event(event(None, x, y, 0, 0, 1, False, False, False, x, y))
        await settled(pilot)


def screen(pilot: Pilot[Any]) -> type[Any]:
    return type(pilot.app.screen)


@pytest.mark.parametrize("width", [80, 120])
async def test_the_first_words_lead_back(open_reader: Open, width: int) -> None:
    async with open_reader(width, 24) as pilot:
        assert shown(pilot).startswith(" bylines")
        for key, there in (("enter", StoryScreen), ("A", NotesScreen)):
            await press(pilot, key)
            assert screen(pilot) is there
            assert shown(pilot).startswith("‹")
        await click(pilot, "‹Notes")
        assert screen(pilot) is StoryScreen
        await pilot.click(offset=(width - 3, 0))
        assert screen(pilot) is StoryScreen
        await click(pilot, "‹Kremlin")
        assert screen(pilot) is StoriesScreen
        await click(pilot, "bylines")
        assert screen(pilot) is StoriesScreen
        assert pilot.app._exit is False


async def test_a_filter_is_lifted_by_the_way_back_also_while_the_tour_is_on(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        pilot.app.touring.take_up(pilot.app.screen)  # type: ignore[attr-defined]
        await press(pilot, "ampersand")
        await write(pilot, "drone")
        await press(pilot, "enter")
        await click(pilot, "‹bylines")
        assert shown(pilot).startswith(" bylines")
        assert pilot.app.touring.shown  # type: ignore[attr-defined]


async def test_facets_narrow_the_search(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "slash")
        await write(pilot, "drone")
        entry = pilot.app.screen.query_one(Input)
        facets = pilot.app.screen.query_one(FacetList)
        await pilot.click(facets, offset=(4, 2))
        assert facets.current is not None
        assert entry.value == "drone"
        await pilot.click(facets, offset=(4, 0))
        assert facets.cursor == 2
        await pilot.click(facets, offset=(4, 2), times=2)
        await settled(pilot)
        assert entry.value == f"drone {facets.current.narrow}"


async def test_hits_and_notes_open_by_a_second_click(open_reader: Open, seeded: Library) -> None:
    story = seeded.stories()[0].id
    for text in ("First thought", "Second thought"):
        seeded.new_note(story=story, text=text)
    async with open_reader(80, 24) as pilot:
        await press(pilot, "slash")
        await write(pilot, "drone")
        await click(pilot, "ordering what Moscow", times=2)
        assert screen(pilot) is StoryScreen
        await press(pilot, "q")
        assert screen(pilot) is SearchScreen
        await press(pilot, "escape", "A")
        notes = pilot.app.screen
        assert isinstance(notes, NotesScreen)
        await click(pilot, "First thought")
        assert notes.note_list.current is not None
        assert notes.note_list.current.title == "First thought"
        await click(pilot, "Second thought", times=2)
        assert screen(pilot) is NoteEditor


async def test_a_command_that_was_clicked_is_run_by_enter_and_letters_go_on(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "colon")
        await click(pilot, "Mark  Mark")
        commands = pilot.app.screen.query_one(CommandList)
        assert commands.current is not None
        assert commands.current.id == "stories.mark"
        await press(pilot, "t", "a", "g")
        assert commands.current.id == "stories.tag"
        await click(pilot, "Tag  Give")
        await press(pilot, "enter")
        assert "words with spaces between" in shown(pilot)


@pytest.mark.parametrize("keys", ["t", "ampersand", "O", "plus", "question_mark", "w", "colon"])
async def test_a_click_beside_closes(open_reader: Open, keys: str) -> None:
    async with open_reader(100, 30) as pilot:
        await press(pilot, keys)
        assert screen(pilot) is not StoriesScreen
        await pilot.click(offset=(1, 1))
        await settled(pilot)
        assert screen(pilot) is StoriesScreen


async def test_a_second_click_beside_opens_nothing_beneath(open_reader: Open) -> None:
    async with open_reader(100, 30) as pilot:
        row = next(row for row, line in enumerate(shown(pilot).splitlines()) if "Kremlin" in line)
        await press(pilot, "t")
        await press_and_let_go(pilot, 20, row, times=2)
        assert screen(pilot) is StoriesScreen
        await press_and_let_go(pilot, 21, row, times=2)
        assert screen(pilot) is StoryScreen


async def test_a_second_click_does_not_close_what_the_first_opened(open_reader: Open) -> None:
    async with open_reader(100, 30) as pilot:
        last = shown(pilot).splitlines()[29]
        await press_and_let_go(pilot, last.index("help"), 29, times=2)
        assert screen(pilot) is HelpScreen
        await press_and_let_go(pilot, 1, 1)
        assert screen(pilot) is StoriesScreen


async def test_the_way_back_never_leaves_the_reader(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "ampersand")
        await write(pilot, "drone")
        await press(pilot, "enter")
        bar = pilot.app.screen.query_one(TopBar)
        for _ in range(2):
            bar.post_message(bar.Back())
        await settled(pilot)
        assert shown(pilot).startswith(" bylines")
        assert pilot.app._exit is False


async def test_a_click_beside_a_note_keeps_it(open_reader: Open, seeded: Library) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter", "a")
        await write(pilot, "Kept")
        await pilot.click(offset=(0, 12))
        await settled(pilot)
        assert screen(pilot) is StoryScreen
        assert [note.text.strip() for note in seeded.notes()] == ["Kept"]


@pytest.mark.parametrize(
    ("size", "keys", "panel"),
    [
        ((80, 24), ("enter", "D"), DifferencesScreen),
        ((80, 24), ("w",), WhyScreen),
        ((50, 20), ("w",), WhyScreen),
        ((50, 20), ("enter", "apostrophe"), BookmarksScreen),
        ((80, 24), ("enter", "a"), NoteEditor),
        ((80, 24), ("O",), ExportPrompt),
    ],
)
async def test_what_a_dialog_says_of_its_end_ends_it(
    open_reader: Open, size: tuple[int, int], keys: tuple[str, ...], panel: type[Any]
) -> None:
    async with open_reader(*size) as pilot:
        await press(pilot, *keys)
        assert screen(pilot) is panel
        await click(pilot, "esc ")
        assert screen(pilot) is not panel


async def test_the_foot_of_the_differences_is_clicked_and_their_list_scrolls(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter", "D")
        differences = pilot.app.screen
        assert isinstance(differences, DifferencesScreen)
        entries = differences.query_one(LineList)
        for _ in range(3):
            await pilot._post_mouse_events([events.MouseScrollDown], entries, offset=(5, 5), button=0)
        assert entries.scroll_offset.y > 0
        await click(pilot, "tab next list")
        assert differences.chosen == 1
        await click(pilot, "Figures")
        assert differences.chosen == 0
        await click(pilot, "enter goes to")
        assert screen(pilot) is StoryScreen


@pytest.mark.parametrize(("words", "answer"), [("y yes", True), ("n no", False), ("bylines", False)])
async def test_a_question_is_answered_by_its_words(open_reader: Open, words: str, answer: bool) -> None:
    async with open_reader(80, 24) as pilot:
        answers: list[bool | None] = []
        pilot.app.push_screen(Confirm("Follow it no longer?"), answers.append)
        await settled(pilot)
        assert "y yes · n no   Follow it no longer?" in shown(pilot)
        await click(pilot, words)
        assert answers == [answer]


def test_where_there_is_no_room_the_way_out_stays() -> None:
    line = HelpLine(
        Part("space chooses"), Part("s splits"), Part("esc closes", stays=True), Part("no verdicts")
    )
    fitting = {width: [part.text for part in line._fitting(width)] for width in (60, 40, 30, 5)}
    assert fitting[60] == ["space chooses", "s splits", "esc closes", "no verdicts"]
    assert fitting[40] == ["space chooses", "s splits", "esc closes"]
    assert fitting[30] == ["space chooses", "esc closes"]
    assert fitting[5] == ["esc closes"]
