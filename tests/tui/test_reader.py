"""The keys of each screen, on the seeds."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from textual import events

from index.errors import StoreError
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown, told, until, write
from tui.app import BylinesApp
from tui.commands.registry import commands_by_id
from tui.screens.notes import NotesScreen
from tui.screens.search import SearchScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen


async def test_the_list_shows_the_story_with_its_outlets_and_a_preview(open_reader: Open) -> None:
    async with open_reader() as pilot:
        text = shown(pilot)
        assert "1 story" in text
        for outlet in ("The News International", "Vision Times", "Latin Times", "Euro Weekly News"):
            assert outlet in text


async def test_enter_opens_the_story_and_q_goes_back_and_leaves(open_reader: Open) -> None:
    async with open_reader() as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StoryScreen)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, StoriesScreen)
        await press(pilot, "q")
        assert not pilot.app.is_running or pilot.app.return_code is not None or pilot.app._exit


async def test_what_comparing_needs_is_loaded_before_a_story_is_opened(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr("tui.app.STARTED_SECONDS", 0.01)
    monkeypatch.setattr("index.compare.compare.prepare", lambda: loaded.append(True))
    async with open_reader() as pilot:
        await until(pilot, lambda: bool(loaded))
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_garbage_is_looked_for_also_when_that_cannot_be_loaded(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("the table of meanings is damaged", do="install bylines again")

    begun: list[bool] = []
    monkeypatch.setattr("tui.app.STARTED_SECONDS", 0.01)
    monkeypatch.setattr("index.compare.compare.prepare", fail)
    monkeypatch.setattr("tui.garbage.Garbage.begin", lambda _: begun.append(True))
    async with open_reader() as pilot:
        await until(pilot, lambda: bool(begun))
        assert "the table of meanings is damaged (install bylines again)" in told(pilot)
        await press(pilot, "enter")
        assert open_story(pilot)
    assert begun == [True]


@pytest.mark.parametrize("failing", [False, True])
async def test_leaving_while_that_is_being_loaded_ends_in_order(
    seeded: Library, monkeypatch: pytest.MonkeyPatch, failing: bool
) -> None:
    loading, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def prepare() -> None:
        loading.set()
        go_on.wait(30)
        ended.set()
        if failing:
            raise StoreError("the table of meanings is damaged")

    monkeypatch.setattr("tui.app.STARTED_SECONDS", 0.01)
    monkeypatch.setattr("index.compare.compare.prepare", prepare)
    app = BylinesApp(seeded, env={"LANG": "C.UTF-8"})
    async with app.run_test() as pilot:
        await until(pilot, loading.is_set)
        app.simulate_key("q")
        await until(pilot, lambda: app.left)
        assert not ended.is_set()
    go_on.set()
    assert await asyncio.to_thread(ended.wait, 30)
    assert (app.return_code, app._exception) == (0, None)


async def test_an_article_that_search_leaves_out_is_told_of_once(
    open_reader: Open, seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.NOTICES_SECONDS", 0.2)
    with closing(sqlite3.connect(seeded.paths.database)) as connection, connection:
        connection.execute("UPDATE revision SET body = x'00' WHERE article = 1")
    async with open_reader() as pilot:
        await asyncio.to_thread(seeded.reindex)
        await until(pilot, lambda: "1 article is not found by search" in told(pilot))
        pilot.app._tell_notices()  # type: ignore[attr-defined]
        assert told(pilot).count("not found by search") == 1


@pytest.mark.parametrize(("width", "columns"), [(80, 1), (120, 3), (200, 5)])
async def test_as_many_outlets_as_fit_stand_side_by_side(open_reader: Open, width: int, columns: int) -> None:
    async with open_reader(width, 40) as pilot:
        await press(pilot, "enter")
        screen = open_story(pilot)
        assert len(screen.columns.shown) == columns


async def test_moving_brings_partners_to_the_same_row(open_reader: Open) -> None:
    async with open_reader(200, 50) as pilot:
        await press(pilot, "enter")
        screen = open_story(pilot)
        columns = screen.columns
        moved = 0
        for _ in range(12):
            await press(pilot, "j")
            for column, partners in columns.partners(columns.focused_id or "").items():
                layout = columns.layouts[column]
                assert layout.first_line[partners[0]] - columns.tops[column] == columns.focus_row
                moved += 1
        assert moved > 10


async def test_a_column_without_the_passage_says_so(open_reader: Open) -> None:
    async with open_reader(200, 50) as pilot:
        await press(pilot, "enter")
        for _ in range(15):
            await press(pilot, "j")
            if "not in " in shown(pilot):
                return
        pytest.fail("no column ever said so")


async def test_one_column_switches_at_once_to_the_partner(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter", "j", "j")
        screen = open_story(pilot)
        partners = screen.columns.partners(screen.columns.focused_id or "")
        await press(pilot, "l")
        focus = screen.columns.focus
        assert focus.column == 1
        assert 1 not in partners or focus.passage == partners[1][0]


async def test_counts_and_sequences(open_reader: Open) -> None:
    async with open_reader() as pilot:
        await press(pilot, "enter", "5", "j")
        screen = open_story(pilot)
        assert screen.columns.focus.passage == 5
        await press(pilot, "g", "g")
        assert screen.columns.focus.passage == 0
        await press(pilot, "G")
        assert screen.columns.focus.passage == len(screen.columns.articles[0].passages) - 1


async def test_rows_and_back_keep_the_passage(open_reader: Open) -> None:
    async with open_reader(200, 50) as pilot:
        await press(pilot, "enter", "4", "j")
        screen = open_story(pilot)
        focused = screen.columns.focused_id
        await press(pilot, "v")
        assert screen.in_rows
        assert screen.focused_passage is not None
        assert screen.focused_passage.id == focused
        assert "—" in shown(pilot)
        await press(pilot, "j", "l", "ctrl+d", "ctrl+u", "G", "g", "g", "v")
        assert not screen.in_rows


async def test_only_here_and_differences_are_walked(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "}")
        screen = open_story(pilot)
        assert screen.comparison is not None
        assert screen.columns.focused_id in screen.comparison.only
        await press(pilot, "]")
        assert screen.columns.focused_id in screen.marks.differing
        await press(pilot, "[", "{")
        assert screen.columns.focused_id in screen.comparison.only


async def test_differences_are_listed_and_jumped_to(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "D")
        text = shown(pilot)
        assert "Figures to compare" in text
        assert "some 23" in text
        await press(pilot, "j", "enter")
        screen = open_story(pilot)
        assert screen.columns.focused_id in screen.marks.differing


async def test_sync_can_be_switched_off(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "s")
        assert "in proportion" in shown(pilot)
        await press(pilot, "s")
        assert "sync off" in shown(pilot)
        screen = open_story(pilot)
        tops = list(screen.columns.tops)
        await press(pilot, "j", "j", "j")
        assert screen.columns.tops[1:] == tops[1:]


async def test_search_answers_while_typing_and_lands_on_the_passage(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        assert isinstance(pilot.app.screen, SearchScreen)
        await write(pilot, '"lost control"')
        text = shown(pilot)
        assert "Latin Times" in text
        assert "Washington Post (reprint)" in text
        assert "not in The News International, Vision Times, Euro Weekly News" in text
        await press(pilot, "enter")
        screen = open_story(pilot)
        assert screen.focused_passage is not None
        assert "lost control" in screen.focused_passage.text
        first = screen.columns.focused_id
        await press(pilot, "n")
        assert screen.focused_passage is not None
        assert "lost control" in screen.focused_passage.text
        assert screen.columns.focused_id != first
        await press(pilot, "N")
        assert screen.columns.focused_id == first


async def test_a_wrong_query_says_so(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "after:nonsense")
        assert "not a date" in shown(pilot).splitlines()[0]


async def test_a_note_on_a_passage_is_written_listed_found_and_deleted(
    open_reader: Open, seeded: Library
) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "j", "j", "a")
        await write(pilot, "watchword of mine")
        await press(pilot, "escape")
        notes = seeded.notes()
        assert [note.text.strip() for note in notes] == ["watchword of mine"]
        assert notes[0].passages
        assert notes[0].path.is_file()
        screen = open_story(pilot)
        assert notes[0].passages[0] in screen.marks.noted
        assert "1 note" in shown(pilot)
        await press(pilot, "A")
        assert isinstance(pilot.app.screen, NotesScreen)
        assert "watchword of mine" in shown(pilot)
        await press(pilot, "d")
        assert seeded.notes() == []
        await press(pilot, "ctrl+z")
        assert told(pilot) == "Brought back."
        assert len(seeded.notes()) == 1
        await press(pilot, "q", "/")
        await write(pilot, "watchword")
        assert "Your notes" in shown(pilot)


async def test_a_note_on_a_story(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "a")
        await write(pilot, "on the whole")
        await press(pilot, "ctrl+s", "escape")
        (note,) = seeded.notes()
        assert note.story == seeded.stories()[0].id
        assert note.passages == ()


async def test_an_empty_note_is_not_kept(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "a", "escape")
        assert seeded.notes() == []


async def test_a_story_behind_a_panel_is_read_behind_another_screen_it_waits(
    open_reader: Open, seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = "tui.screens.story.READ_AFTER_SECONDS"
    monkeypatch.setattr(after, 600.0)
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter")
        screen = open_story(pilot)
        await press(pilot, "A")
        screen._mark_read()
        await settled(pilot)
        assert seeded.stories()[0].unread == 5
        monkeypatch.setattr(after, 0.01)
        await press(pilot, "q")
        await until(pilot, lambda: seeded.stories()[0].unread == 0)
        monkeypatch.setattr(after, 600.0)
        await press(pilot, "q", "r", "enter")
        screen = open_story(pilot)
        await press(pilot, "D")
        assert seeded.stories()[0].unread == 5
        screen._mark_read()
        await settled(pilot)
        assert seeded.stories()[0].unread == 0


async def test_read_mark_and_tag(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "r")
        assert seeded.stories()[0].unread == 0
        await press(pilot, "r", "m")
        card = seeded.stories()[0]
        assert card.unread == 5
        assert card.marked
        await press(pilot, "t")
        await write(pilot, "war #kyiv")
        await press(pilot, "enter")
        assert set(seeded.stories()[0].tags) == {"war", "kyiv"}
        assert "#war" in shown(pilot)


async def test_the_filter_narrows_and_q_lifts_it(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "&")
        await write(pilot, "xylophone")
        await press(pilot, "enter")
        assert "No story fits" in shown(pilot)
        await press(pilot, "q")
        assert "1 story" in shown(pilot)


async def test_the_place_is_remembered(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "6", "j", "q")
        await settled(pilot)
        story = seeded.stories()[0].id
        assert seeded.position(story) is not None
        await press(pilot, "enter")
        screen = open_story(pilot)
        assert screen.columns.focus.passage == 6


async def test_help_and_palette(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "?")
        text = shown(pilot)
        assert "Next outlet" in text
        await press(pilot, "escape", ":")
        await write(pilot, "sync")
        await press(pilot, "enter")
        assert "in proportion" in shown(pilot)


async def test_an_empty_library_says_what_to_do(library: Library) -> None:
    from tui.app import BylinesApp

    async with BylinesApp(library).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Nothing to read yet" in shown(pilot) and "Open the demo" in shown(pilot)
        await press(pilot, "j", "r", "m", "u", "a", "t", "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_what_is_asked_before_the_text_is_there_is_done_when_it_is(
    open_reader: Open, seeded: Library
) -> None:
    async with open_reader(120, 40) as pilot:
        screen = StoryScreen(seeded.stories()[0].id)
        pilot.app.push_screen(screen)
        screen.run_command(commands_by_id()["move.down"], 3)
        await settled(pilot)
        assert screen.columns.focus.passage == 3


async def test_all_outlets_with_short_names_are_named_above_the_columns(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter")
        view = open_story(pilot).columns_view
        view._names = [f"Post {number}" for number in range(8)]
        assert [name for _, name in view._tab_names()] == view._names
        view._names = [f"Evening Courier {number}" for number in range(8)]
        assert len(view._tab_names()) == 5


async def test_the_mouse_focuses_and_scrolls(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter")
        screen = open_story(pilot)
        await pilot.click("ColumnsView", offset=(60, 12))
        await settled(pilot)
        assert screen.columns.focus.column == 1


async def test_the_mouse_in_the_rows_and_in_the_list_of_differences(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "j", "v")
        screen = open_story(pilot)
        row = screen.rows_view.table.row if screen.rows_view.table else None
        names = shown(pilot).split("\n")[1]
        await pilot.click(offset=(names.index("Vision Times"), 1))
        await settled(pilot)
        assert screen.table_column == 1 and screen.rows_view.table
        assert screen.rows_view.table.row == row
        await press(pilot, "D")
        lines = shown(pilot).split("\n")
        second = next(number for number, line in enumerate(lines) if "were killed on Wednesday" in line)
        assert "Latin Times" in lines[second - 1]
        await pilot.click(offset=(60, second))
        await settled(pilot)
        assert "▌  Latin Times" in shown(pilot)
        await pilot.click(offset=(2, second))
        await settled(pilot)
        assert pilot.app.screen is screen


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (80, 24), (300, 80)])
async def test_no_size_breaks_anything(open_reader: Open, size: tuple[int, int]) -> None:
    async with open_reader(*size) as pilot:
        await press(
            pilot,
            "enter",
            "j",
            "l",
            "v",
            "j",
            "l",
            "v",
            "G",
            "D",
            "escape",
            "?",
            "escape",
            "/",
            "escape",
            "A",
        )
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoryScreen)


async def test_the_notes_panel_shows_those_of_the_focused_passage_first(
    open_reader: Open, seeded: Library
) -> None:
    story = seeded.story(seeded.stories()[0].id)
    passages = story.articles[0].passages
    seeded.new_note(story=story.card.id, passages=[passages[5].id], text="on the sixth")
    seeded.new_note(story=story.card.id, text="on the whole")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "p")
        assert "On this passage" not in shown(pilot)
        await press(pilot, "5", "j")
        text = shown(pilot)
        assert text.index("On this passage") < text.index("on the sixth") < text.index("on the whole")
        await press(pilot, "p")
        assert "on the whole" not in shown(pilot)
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter", "p")
        assert "on the whole" in shown(pilot)


async def test_a_note_changed_by_another_program_is_noticed(open_reader: Open, seeded: Library) -> None:
    note = seeded.new_note(story=seeded.stories()[0].id, text="as it was")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A")
        assert "as it was" in shown(pilot)
        note.path.write_text(note.path.read_text().replace("as it was", "as it is now"))
        await pilot.pause(1.2)
        await settled(pilot)
        assert "as it is now" in shown(pilot)


async def test_notes_are_filtered_by_tag_and_words(open_reader: Open, seeded: Library) -> None:
    story = seeded.stories()[0].id
    seeded.new_note(story=story, title="first", text="alpha #check")
    seeded.new_note(story=story, title="second", text="beta")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A", "&")
        await write(pilot, "#check")
        await press(pilot, "enter")
        assert "first" in shown(pilot)
        assert "second" not in shown(pilot)
        await press(pilot, "&", "end", *["backspace"] * 6)
        await write(pilot, "beta")
        await press(pilot, "enter")
        assert "second" in shown(pilot)
        assert "first" not in shown(pilot)
        await press(pilot, "&")
        await write(pilot, "gamma")
        await press(pilot, "enter")
        assert "No note fits the filter" in shown(pilot)
        assert "No notes yet" not in shown(pilot)


async def test_what_links_to_a_note_is_shown_with_it(open_reader: Open, seeded: Library) -> None:
    story = seeded.stories()[0].id
    seeded.new_note(story=story, title="cites", text="see [[target]]")
    seeded.new_note(story=story, title="target", text="here")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A")
        if "Linked from" not in shown(pilot):
            await press(pilot, "j")
        assert "Linked from" in shown(pilot)


async def test_a_note_that_was_being_written_at_a_crash_is_opened_again(seeded: Library) -> None:
    from tui.app import BylinesApp

    story = seeded.stories()[0].id
    before = Library.open(seeded.paths)
    before.keep_draft("new-1", text="never saved", story=story)
    before.close()
    async with BylinesApp(seeded).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "never saved" in shown(pilot)
        await press(pilot, "escape")
        assert [note.text.strip() for note in seeded.notes()] == ["never saved"]
        assert seeded.notes()[0].story == story
        assert seeded.drafts() == []


async def test_what_is_being_written_is_kept_against_a_crash(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "a")
        await write(pilot, "in the making")
        await pilot.pause(2.2)
        await settled(pilot)
        kept = list(seeded.paths.drafts.glob("*.json"))
        assert len(kept) == 1
        assert "in the making" in kept[0].read_text()
        await press(pilot, "escape")
        assert list(seeded.paths.drafts.glob("*.json")) == []
        assert [note.text.strip() for note in seeded.notes()] == ["in the making"]


@pytest.mark.parametrize(
    "keys",
    [
        "enter q", "enter v q", "? q", "? ? q", "enter a q", "enter D q", "enter a h e l l o q", ": : q",
        "/ q q", "enter escape escape", "A q", "A enter q", "m m m", "enter enter", "enter l v l v q",
        "& x enter q", "5 escape",
    ],
)  # fmt: skip
async def test_keys_typed_faster_than_screens_open_break_nothing(open_reader: Open, keys: str) -> None:
    async with open_reader(120, 40) as pilot:
        for key in keys.split():
            pilot.app.post_message(_key(key))
        await settled(pilot)
        await pilot.pause(0.1)


def _key(name: str) -> events.Key:
    character = name if len(name) == 1 else None
    return events.Key(name, character)


async def test_letters_typed_ahead_reach_the_search(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        for key in "/kherson":
            pilot.app.post_message(_key(key))
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.input.value == "kherson"


async def test_leaving_from_the_editor_saves_the_note(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "a")
        await write(pilot, "not lost")
        await pilot.press("ctrl+q")
        await settled(pilot)
    assert [note.text.strip() for note in seeded.notes()] == ["not lost"]


async def test_leaving_keeps_the_place(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "4", "j")
        screen = open_story(pilot)
        focused = screen.columns.focused_id
        await pilot.press("ctrl+q")
        await settled(pilot)
    assert seeded.position(seeded.stories()[0].id) == focused


async def test_escape_never_leaves_and_forgets_a_count(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "escape", "escape", "5", "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)
        assert pilot.app.return_code is None
        await press(pilot, "enter", "5", "escape", "j")
        screen = open_story(pilot)
        assert screen.columns.focus.passage == 1


async def test_quick_changes_are_all_written(library: Library, tmp_path: Path) -> None:
    from tui.app import BylinesApp

    texts = {
        "volcano": "Lava buried the harbour road while ash grounded flights over Reykjavik.",
        "election": "Voters in Ecuador chose Maria Salazar after a recount of ballots.",
        "orchestra": "Conductor Jonas Weber left the philharmonic over unpaid rehearsals.",
        "drought": "Wheat farmers near Adelaide sold cattle because the reservoir ran dry.",
        "marathon": "Kenyan runner Ruth Chebet broke the course record in Osaka.",
        "satellite": "Engineers lost contact with the weather probe above Antarctica.",
    }
    for word, text in texts.items():
        (tmp_path / f"{word}.txt").write_text(f"{text.split(' ', 3)[0]} {word} news\n\n{text}\n")
    library.add([str(tmp_path)])
    async with BylinesApp(library).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        for key in "mjmjmjmjmjm":
            pilot.app.post_message(_key(key))
        await settled(pilot)
        await settled(pilot)
    assert [card.marked for card in library.stories()] == [True] * 6


async def test_an_open_story_follows_what_another_process_adds(
    seeded: Library, seeds: Path, tmp_path: Path
) -> None:
    import shutil

    from tui.app import BylinesApp

    folder = tmp_path / "copy"
    shutil.copytree(seeds, folder)
    seeded.add([str(folder)])
    story = seeded.stories()[0].id
    async with BylinesApp(seeded).run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "6", "j")
        screen = open_story(pilot)
        before = screen.focused_passage
        text = (seeds / "latin-times.txt").read_text()
        for name in ("latin-times.txt",):
            (seeds_copy := folder / name).write_text(text.replace("tiny explosion", "small explosion"))
        other = Library.open(seeded.paths)
        other.add([str(seeds_copy)])
        other.close()
        await pilot.pause(1.3)
        await settled(pilot)
        assert before is not None
        assert screen.focused_passage is not None
        assert screen.focused_passage.text == before.text
        assert screen.story is not None
        stored = {(a.id, a.revision) for a in seeded.story(story).articles}
        assert {(a.id, a.revision) for a in screen.story.articles} == stored
        # But for two words the new one is the text of another, and folded under it.
        assert len(screen.columns.articles) == len(stored) - 1
        assert screen.comparison is not None
        assert screen.marks.told


async def test_enter_opens_only_what_was_asked_for(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "after:zzz")
        await press(pilot, "enter", "ctrl+u")
        await write(pilot, "kremlin")
        assert isinstance(pilot.app.screen, SearchScreen)


async def test_an_archived_story_is_not_listed_and_the_order_can_be_changed(
    open_reader: Open, seeded: Library
) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "S")
        assert "by outlets" in shown(pilot)
        await press(pilot, "S", "S", "S", "S")
        assert "by " not in shown(pilot).splitlines()[0]
        seeded.archive_story(seeded.stories()[0].id)
        await pilot.pause(1.2)
        await settled(pilot)
        assert "0 stories" in shown(pilot)
