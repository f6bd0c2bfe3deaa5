"""The search screen: what stands there before a query, narrowing, contexts, terms, searches kept."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from textual.widgets import Input

from index.found import Facet, Hit, SearchResults
from index.library import Library
from index.model import Progress
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown, told, write
from tui.results import INDENT, _snippet_lines
from tui.screens.search import SearchScreen
from tui.screens.story import StoryScreen
from tui.screens.term_table import TermTableScreen
from tui.widgets.facet_list import FacetList


async def test_facets_narrow_the_query_where_it_can_be_seen(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "drone")
        assert "Outlets" in shown(pilot)
        assert "Months" in shown(pilot)
        await press(pilot, "tab", "tab", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await pilot.pause(0.2)
        await settled(pilot)
        assert re.fullmatch(r'drone outlet:"[^"]+"', screen.input.value)
        assert screen.answer is not None
        assert len({hit.outlet for hit in screen.answer.results.hits}) == 1


async def test_facets_stand_beside_only_where_there_is_room(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "/")
        await write(pilot, "drone")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert not screen.facet_list.display
        await press(pilot, "tab", "f")
        assert screen.facet_list.display
        assert screen.facet_list.length() > 0
        await press(pilot, "f")
        assert not screen.facet_list.display


async def test_the_cursor_stays_on_a_facet_only_where_the_keys_are(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "drone")
        facets = pilot.app.screen.query_one(FacetList)
        two = [Facet("outlet", name, number, name) for name, number in (("Herald", 2), ("Courier", 1))]
        facets.show(two)
        facets.show(two[::-1])
        assert facets.current == two[1]
        facets.focus()
        await pilot.pause()
        facets.show(two)
        assert facets.current == two[1]


async def test_matches_in_context_stand_below_each_other(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "drone")
        await press(pilot, "tab", "v")
        found = [
            {match.start() for match in re.finditer("drone", line[:80], re.IGNORECASE)}
            for line in shown(pilot).splitlines()[4:-1]
        ]
        assert len(found) > 30
        assert len(set.intersection(*found)) == 1
        await press(pilot, "enter")
        screen = open_story(pilot)
        assert screen.focused_passage is not None
        assert "drone" in screen.focused_passage.text.lower()


async def test_the_newest_can_come_first(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "drone")
        assert "best first" in shown(pilot)
        await press(pilot, "tab", "S")
        assert "newest first" in shown(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.answer is not None
        times = [str(hit.published) for hit in screen.answer.results.hits if hit.published]
        assert times == sorted(times, reverse=True)


async def test_how_often_each_outlet_has_each_term(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, '"lost control" kherson')
        assert "kherson* · best first" in shown(pilot)
        await press(pilot, "tab", "T")
        assert isinstance(pilot.app.screen, TermTableScreen)
        text = shown(pilot)
        assert re.search(r"Latin Times +\d+ +1", text)
        assert "Terms by outlet" in text
        assert "kherson*" not in text.partition("Terms by outlet")[2]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SearchScreen)


async def test_searches_are_saved_offered_and_forgotten(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "kherson")
        await press(pilot, "ctrl+s")
        await write(pilot, "The front")
        await press(pilot, "enter")
        assert [(one.name, one.query) for one in seeded.saved_searches()] == [("The front", "kherson")]
        await press(pilot, "enter")
        await press(pilot, "escape", "escape", "/")
        text = shown(pilot)
        assert "Saved searches" in text
        assert "The front" in text
        assert "Last searches" in text
        await press(pilot, "enter")
        await pilot.pause(0.2)
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == "kherson"
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        screen.input.value = ""
        await pilot.pause(0.2)
        await settled(pilot)
        await press(pilot, "tab", "d")
        assert seeded.saved_searches() == []


async def test_a_better_spelling_is_offered_and_taken(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "khersno")
        assert "Did you mean" in shown(pilot)
        await press(pilot, "enter")
        await pilot.pause(0.2)
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == "kherson"
        assert "Latin Times" in shown(pilot)


async def test_the_history_can_be_emptied(open_reader: Open, seeded: Library) -> None:
    seeded.remember_search("drone")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        assert "Last searches" in shown(pilot)
        await press(pilot, "ctrl+p")
        await write(pilot, "empty the history")
        await press(pilot, "enter")
        assert seeded.search_history() == []
        assert "saved ones stay" in told(pilot)


async def test_the_help_explains_the_search_language(open_reader: Open) -> None:
    async with open_reader(120, 60) as pilot:
        await press(pilot, "/", "f1", *"asked")
        assert "What can be asked" in shown(pilot)
        assert "scope:story" in shown(pilot)


async def test_what_is_added_elsewhere_is_found_without_asking_again(
    open_reader: Open, seeded: Library, tmp_path_factory: object
) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "zeppelin")
        assert "nothing found" in shown(pilot)
        assert "Fewer words find more" in shown(pilot)
        folder = seeded.paths.library.parent / "later"
        folder.mkdir()
        text = "A zeppelin over town\n\nA zeppelin was seen over the town on Monday."
        (folder / "new.txt").write_text(text)
        seeded.add([str(folder)])
        for _ in range(30):
            await pilot.pause(0.1)
            await settled(pilot)
            if "was seen over" in shown(pilot):
                return
        raise AssertionError(shown(pilot))


async def test_a_word_that_is_not_finished_is_found_by_its_beginning(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        await write(pilot, "zelens")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert screen.answer is not None
        assert len(screen.answer.results.hits) > 3
        await press(pilot, "enter")
        story = pilot.app.screen
        assert isinstance(story, StoryScreen)
        assert story.columns_view.matches


async def test_what_a_search_waits_for_is_said(open_reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.search.WAITING_SECONDS", 0.02)
    monkeypatch.setattr(Library, "indexing", lambda self: Progress("indexing", 4_000, 37_554))
    made = threading.Event()
    search = Library.search

    def wait(self: Library, *args: Any, **options: Any) -> SearchResults:
        made.wait(20)
        return search(self, *args, **options)

    monkeypatch.setattr(Library, "search", wait)
    async with open_reader(120, 40) as pilot:
        await press(pilot, "/")
        try:
            for char in "drone":
                await pilot.press(char)
            for _ in range(100):
                await pilot.pause(0.02)
                if "making the search index" in shown(pilot):
                    break
            assert "making the search index: 4,000 of 37,554 articles" in shown(pilot)
        finally:
            made.set()
        await settled(pilot)
        assert "best first" in shown(pilot)


@pytest.mark.parametrize(
    ("lit", "wanted"),
    [
        ("one", ["one two three", "four five six", "seven eight…"]),
        ("nine", ["…seven eight", "nine ten", "eleven twelve"]),
        ("six", ["one two three", "four five six", "seven eight…"]),
    ],
)
def test_what_is_cut_from_a_long_passage_is_told(lit: str, wanted: list[str]) -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    start = text.index(lit)
    hit = Hit("s", "a", None, "O", "T", None, 1.0, "a.1.1", text, ((start, start + len(lit)),))
    lines = _snippet_lines(hit, INDENT + 13)
    assert [line.text for line in lines] == wanted
    assert [line.text[low:high] for line in lines for low, high in line.lit] == [lit]
