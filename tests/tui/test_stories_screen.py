"""The list of stories: tabs, days, corrections and their undoing, lists of any length."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from config.outlet_notes import OutletNote
from config.settings import Settings
from index.library import Library
from index.storymodel import Listed
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown, told, until, write
from tui.ahead import Ahead
from tui.app import BylinesApp
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen
from tui.screens.why import WhyScreen
from tui.session import Session
from tui.story_loading import Choice, Loaded, read
from tui.story_rows import day_name, rows_of, sparkline
from tui.widgets.preview import Preview

TELLING = {
    "quake": "An earthquake of magnitude six shook Kathmandu and Mayor Balen Shah opened all stadiums.",
    "merger": "Steelmaker Voestalpine agreed to merge with Swedish rival Ovako, if Brussels lets it.",
    "chess": "Grandmaster Alireza Firouzja won the Candidates tournament in Toronto after a tense endgame.",
}
ARTICLES = (
    ("quake", "Herald", "2024-03-01"),
    ("quake", "Courier", "2024-03-02"),
    ("quake", "Tribune", "2024-03-03"),
    ("merger", "Herald", "2024-04-01"),
    ("merger", "Courier", "2024-04-01"),
    ("chess", "Tribune", "2024-02-01"),
)


@pytest.fixture
def stocked(library: Library, tmp_path: Path) -> Iterator[Library]:
    """Three stories: of two, three and one outlets."""
    source = tmp_path / "news.jsonl"
    with source.open("w") as lines:
        for number, (event, outlet, day) in enumerate(ARTICLES):
            article = {
                "id": str(number),
                "outlet": outlet,
                "published": day,
                "title": " ".join(TELLING[event].split()[:6]),
                "text": f"{TELLING[event]}\nDetail {number}.",
            }
            lines.write(json.dumps(article) + "\n")
    library.add([str(source)])
    yield library


@asynccontextmanager
async def reading(library: Library, width: int = 120, height: int = 40, **settings: Any) -> Any:
    app = BylinesApp(library, Settings(**settings), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(width, height)) as pilot:
        await settled(pilot)
        yield pilot


def listed(pilot: Pilot[Any]) -> list[str]:
    """The events listed, in order."""
    screen = pilot.app.screen
    assert isinstance(screen, StoriesScreen)
    titles = [card.title for card in screen.library.cards(screen.story_list.rows.listed.ids)]
    return [next((event for event, text in TELLING.items() if text[:15] in title), title) for title in titles]


async def test_tabs_are_kept_shown_and_forgotten(stocked: Library) -> None:
    stocked.save_search("Mountains", "kathmandu")
    async with reading(stocked) as pilot:
        assert "Mountains" in shown(pilot)
        await press(pilot, "&")
        await write(pilot, "brussels")
        await press(pilot, "enter")
        assert listed(pilot) == ["merger"]
        await press(pilot, "ctrl+s")
        await write(pilot, "Deals")
        await press(pilot, "enter")
        assert [one.name for one in stocked.saved_filters()] == ["Deals"]
        assert "Deals" in shown(pilot)
        await press(pilot, "tab")
        assert listed(pilot) == ["quake"]
        await press(pilot, "shift+tab")
        assert listed(pilot) == ["merger"]
        await press(pilot, "X")
        assert stocked.saved_filters() == []
        assert listed(pilot) == ["merger", "quake", "chess"]
        await press(pilot, "shift+tab", "X")
        assert stocked.saved_searches() == []


async def test_a_wrong_filter_leaves_the_list_as_it_was(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        await press(pilot, "&")
        await write(pilot, "after:nonsense")
        await press(pilot, "enter")
        assert listed(pilot) == ["merger", "quake", "chess"]
        assert pilot.app.screen.filter == ""


async def test_a_long_filter_is_named_as_far_as_there_is_room(stocked: Library) -> None:
    async with reading(stocked, 80, 24) as pilot:
        pilot.app.screen.show_filter(" OR ".join(["brussels", *(f"word{number}" for number in range(30))]))
        await settled(pilot)
        first = shown(pilot).splitlines()[0]
        assert first.startswith("‹bylines  filter: brussels OR word0")
        assert first.endswith("…")


async def test_closing_the_filter_prompt_lays_nothing_out_anew(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        screen = pilot.app.screen
        await press(pilot, "&")
        await write(pilot, "brussels")
        laid_out: list[object] = []
        lay_out = screen._refresh_layout
        screen._refresh_layout = lambda *size, **how: (laid_out.append(size), lay_out(*size, **how))
        await press(pilot, "enter")
        assert listed(pilot) == ["merger"]
        assert not laid_out
        assert "filter: brussels" in shown(pilot)
        assert "empty for all" not in shown(pilot)


async def test_rows_that_tell_the_same_are_not_painted_again(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        rows = pilot.app.screen.story_list
        painted, row = [], rows._row
        rows._row = lambda card, *how: painted.append(card.id) or row(card, *how)
        pilot.app.screen.load(anew=True)
        await settled(pilot)
        assert painted == []
        marked = rows.rows.story(2)
        stocked.set_marked(marked, True)
        pilot.app.screen.load()
        await settled(pilot)
        assert painted == [marked]
        assert "★" in shown(pilot)
        pilot.app.choose_theme("bylines-light")
        await settled(pilot)
        assert set(painted[1:]) == set(rows.rows.listed.ids)


async def test_pinned_first_and_archived_in_a_tab_of_its_own(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        await press(pilot, "G", "P")
        assert listed(pilot) == ["chess", "merger", "quake"]
        assert "▲" in shown(pilot)
        await press(pilot, "G", "x")
        assert listed(pilot) == ["chess", "merger"]
        assert "archive" in shown(pilot)
        await press(pilot, "tab")
        assert listed(pilot) == ["quake"]
        await press(pilot, "x")
        assert sorted(listed(pilot)) == ["chess", "merger", "quake"]
        await press(pilot, "shift+tab", "x", "x", "x")
        assert "All stories are archived" in shown(pilot)
        await press(pilot, "tab")
        assert sorted(listed(pilot)) == ["chess", "merger", "quake"]


async def test_corrections_are_taken_back_newest_first(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        await press(pilot, "e")
        pilot.app.screen.query_one("Input").value = ""
        await write(pilot, "My own title")
        await press(pilot, "enter")
        assert listed(pilot) == ["My own title", "quake", "chess"]
        await press(pilot, "m", "ctrl+z")
        assert listed(pilot) == ["My own title", "quake", "chess"]
        assert not stocked.listing()[0].marked
        await press(pilot, "ctrl+z")
        assert listed(pilot) == ["merger", "quake", "chess"]
        await press(pilot, "ctrl+z")
        assert listed(pilot) == ["merger", "quake", "chess"]


async def test_a_story_is_merged_into_the_one_chosen(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        await press(pilot, "M")
        assert "choose where it belongs" in shown(pilot)
        assert "merge “" in shown(pilot)
        await press(pilot, "enter")
        assert len(listed(pilot)) == 3
        await press(pilot, "j", "enter")
        assert sorted(len(card.articles) for card in stocked.listing()) == [1, 5]
        await press(pilot, "ctrl+z")
        assert listed(pilot) == ["merger", "quake", "chess"]
        stocked.rename_story(pilot.app.screen.story_list.current_id, "A title " * 30)
        await press(pilot, "r", "M")
        assert "merge “A title A title" in shown(pilot).splitlines()[0]
        assert "” into …" in shown(pilot).splitlines()[0]
        assert "put here" in shown(pilot).splitlines()[-1]
        await press(pilot, "escape", "j", "enter")
        assert not isinstance(pilot.app.screen, StoriesScreen)


async def test_why_together_splits_and_moves(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        await press(pilot, "j", "w")
        assert isinstance(pilot.app.screen, WhyScreen)
        text = shown(pilot)
        assert "kathmandu" in text.lower()
        assert "%" in text
        await press(pilot, "space", "s")
        assert sorted(len(card.articles) for card in stocked.listing()) == [1, 1, 2, 2]
        await press(pilot, "ctrl+z")
        assert sorted(len(card.articles) for card in stocked.listing()) == [1, 2, 3]
        await press(pilot, "g", "g", "w", "m", "G", "enter")
        assert sorted(len(card.articles) for card in stocked.listing()) == [1, 2, 3]
        chess = next(card for card in stocked.listing() if "Grandmaster" in card.title or card.pinned)
        assert len(chess.articles) == 2


async def test_grouped_by_day_and_without_single_outlets(stocked: Library) -> None:
    async with reading(stocked) as pilot:
        await press(pilot, "g", "d")
        text = shown(pilot)
        for heading in ("Monday, 1 Apr 2024", "Sunday, 3 Mar 2024", "Thursday, 1 Feb 2024"):
            assert heading in text
            day = heading.partition(", ")[2]
            assert day not in text.replace(heading, "").replace(f"· {day}", "")
        await press(pilot, "j")
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        assert screen.story_list.current is not None
        assert "earthquake" in screen.story_list.current.title
        await press(pilot, "z")
        assert listed(pilot) == ["merger", "quake"]
        assert screen.story_list.current_id == screen.story_list.rows.listed.ids[1]


async def test_outlets_have_the_names_the_person_gave_them(stocked: Library) -> None:
    stocked._settings = Settings(outlets=(OutletNote("Herald", short="Hd", colour="red"),))
    async with reading(stocked, 180, 40) as pilot:
        assert "Hd, Courier" in shown(pilot)
    async with reading(stocked, 80, 24) as pilot:
        assert "Hd, Courier" in shown(pilot)


async def test_coverage_by_day_is_a_sparkline(stocked: Library) -> None:
    async with reading(stocked, 200, 50) as pilot:
        assert "███" in shown(pilot)
    async with reading(stocked, 80, 24) as pilot:
        assert "███" not in shown(pilot)
        await press(pilot, "j")
        assert "1–3 Mar 2024  ███" in shown(pilot)


async def test_what_is_typed_before_there_is_a_list_is_done_then(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = threading.Event()

    def late(*given: Any, **named: Any) -> Loaded:
        typed.wait(10)
        return read(*given, **named)

    monkeypatch.setattr("tui.screens.stories.read", late)
    app = BylinesApp(stocked, Settings(), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "enter", "g", "g")
        typed.set()
        await settled(pilot)
        assert isinstance(app.screen, StoryScreen)
        assert app.screen.story_id == stocked.order().ids[1]


async def test_the_end_asked_for_early_is_that_of_the_whole_list(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.stories.REST_SECONDS", 3600)
    app = BylinesApp(stocked, Settings(), env={"LANG": "C.UTF-8"})
    app.ahead = Ahead(stocked, Session())
    start = app.ahead.wait()
    assert start is not None
    assert not start.whole
    app.ahead._found = replace(start, rows=rows_of(Listed(start.rows.listed.ids[:2], b"\1\1"), by_day=False))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("G")
        screen = app.screen
        assert isinstance(screen, StoriesScreen)
        assert len(screen.story_list.rows) == 2
        screen.load()
        await settled(pilot)
        assert (len(screen.story_list.rows), screen.story_list.cursor) == (3, 2)


async def test_a_list_that_was_read_ahead_for_another_choice_is_not_shown(stocked: Library) -> None:
    app = BylinesApp(stocked, Settings(), env={"LANG": "C.UTF-8"})
    app.ahead = Ahead(stocked, Session(choice=Choice(query="Kathmandu")))
    app.ahead.wait()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert len(listed(pilot)) == 3


async def test_only_what_is_looked_at_is_loaded(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    with source.open("w") as lines:
        for number in range(700):
            word = "".join(chr(97 + number // 26**place % 26) for place in range(3))
            text = " ".join(f"{word}{part}" for part in ("alpha", "beta", "gamma", "delta", "eta"))
            article = {"id": str(number), "outlet": "Herald", "title": f"Story {word}", "text": text + "."}
            lines.write(json.dumps(article) + "\n")
    library.add([str(source)])
    asked: list[int] = []
    cards = library.cards
    library.cards = lambda ids: (asked.append(len(ids)), cards(ids))[1]  # type: ignore[method-assign, func-returns-value]
    async with reading(library) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        assert len(screen.story_list.rows) == 700
        await press(pilot, "G")
        await until(pilot, lambda: screen.story_list.current is not None)
        assert sum(asked) < 700
        assert max(asked) <= 250


async def test_of_a_story_of_hundreds_of_articles_the_first_are_previewed(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        card, preview = screen.story_list.current, screen.query_one(Preview)
        assert card is not None
        preview.show_story(replace(card, articles=card.articles * 100))
        await settled(pilot)
        assert preview._lines[-1].text == "… and 400 more"


def test_outlets_are_called_the_same_before_the_rest_of_the_list_is_there(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.story_loading.FIRST", 1)
    start, all_of_it = (read(stocked, Choice(), None, lambda: False, whole=whole) for whole in (False, True))
    assert len(start.rows) < len(all_of_it.rows)
    assert start.outlets == all_of_it.outlets


async def test_the_only_unread_story_is_told_when_it_has_the_cursor(stocked: Library) -> None:
    first, *others = stocked.stories()
    stocked.set_read([article.id for story in others for article in story.articles], True)
    async with BylinesApp(stocked).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "j", "u")
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        assert (screen.story_list.current_id, told(pilot)) == (first.id, "")
        await press(pilot, "u")
        assert told(pilot) == "No other story is unread."
        pilot.app.clear_notifications()
        pilot.app.push_screen(StoryScreen(first.id))
        await settled(pilot)
        await press(pilot, "u")
        assert told(pilot) == "No other story is unread."
        stocked.set_read([article.id for article in first.articles], True)
        pilot.app.clear_notifications()
        await press(pilot, "u")
        assert told(pilot) == "Everything is read."


def test_rows_with_days() -> None:
    rows = rows_of(Listed(("a", "b", "c"), b"\0\1\1", (19500, 19500, None)), by_day=True)
    assert [rows.story(row) for row in range(len(rows))] == [None, "a", "b", None, "c"]
    assert (rows.row("c"), rows.row("gone"), rows.story(9)) == (4, None, None)
    assert rows.headings == {0: day_name(19500), 3: "Date unknown"}
    assert [rows.next_unread(row) for row in range(-1, 5)] == [2, 2, 2, 4, 2, 2]
    assert rows_of(Listed(("a",), b"\0"), by_day=False).next_unread(0) is None
    assert day_name(0) == "Thursday, 1 Jan 1970"


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [((3,), ""), ((1, 0, 8), "1 8"), ((1, 1), "88"), (tuple([1] * 16), "88888888")],
)
def test_sparklines(counts: tuple[int, ...], drawn: str) -> None:
    timeline = tuple((f"d{place}", number) for place, number in enumerate(counts))
    assert sparkline(timeline, " 12345678", 8) == drawn
