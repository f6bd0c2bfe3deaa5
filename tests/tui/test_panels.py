"""The panels of a story: differences by section, words that differ, shared wording."""

from __future__ import annotations

from dataclasses import replace

from index.compared import Comparison, Quote, QuoteVariant, SharedWording
from index.model import Role, Story, StoryCard
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown
from tests.tui.made import article
from tui.difference_entries import sections
from tui.screens.story import StoryScreen
from tui.shared_runs import shared_runs


async def test_each_section_has_a_tab_and_entries_that_jump(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "D", "tab")
        assert "held against the form that most of them print" in shown(pilot)
        assert "[-Obviously, it’s a-] ludicrous" in shown(pilot)
        await press(pilot, "tab")
        assert "What one outlet tells" in shown(pilot)
        await press(pilot, "j", "enter")
        screen = open_story(pilot)
        assert screen.comparison is not None
        assert screen.columns.focused_id in screen.comparison.only
        await press(pilot, "D")
        assert "What one outlet tells" in shown(pilot)
        await press(pilot, "4")
        assert "Not in " in shown(pilot)
        missing = screen.comparison.missing[0].passages[0]
        await press(pilot, "enter")
        assert screen.columns.focused_id == missing


async def test_shared_wording_is_a_matrix_and_its_entries_mark_the_text(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "D", "5")
        assert "stands in" in shown(pilot)
        assert "1 News International" in shown(pilot)
        await press(pilot, "enter")
        screen = open_story(pilot)
        assert screen.columns.focused_id in screen.columns_view.runs
        line = next(line for line in shown(pilot).splitlines() if "=" in line[:4])
        assert line
        await press(pilot, "W")
        assert not screen.columns_view.runs


async def test_words_that_differ_stand_below_and_follow_the_focus(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "5", "j", "w")
        screen = open_story(pilot)
        assert "Against The News International" in shown(pilot)
        assert "{+" in shown(pilot)
        assert "[-" in shown(pilot)
        await press(pilot, "}")
        assert "No other outlet was found" in shown(pilot)
        await press(pilot, "v", "w")
        assert "No other outlet" not in shown(pilot)
        assert screen.in_rows


def test_runs_of_several_outlets_are_joined_and_only_shown_ones_count() -> None:
    a, b, c = (article(name, "One two three four five six seven eight nine ten.") for name in "abc")
    name = a.passages[0].id
    found = Comparison(
        "s",
        wording=(
            SharedWording("a", "b", 0.7, ((name, 0, 20),)),
            SharedWording("a", "c", 0.7, ((name, 10, 30),)),
        ),
    )
    assert shared_runs((a, b, c), found) == {name: ((0, 30),)}
    assert shared_runs((a, b), found) == {name: ((0, 20),)}


def test_articles_of_one_outlet_are_told_apart_and_a_little_is_not_nothing() -> None:
    early = article("one", "Two drones fell.", day="2023-05-04")
    late = replace(article("two", "Two drones flew."), outlet=early.outlet)
    first, second = early.passages[0].id, late.passages[0].id
    found = Comparison(
        "s",
        wording=(SharedWording("one", "two", 0.005, ((first, 0, 3),)),),
        only=(first, second),
        quotes=(
            Quote(
                "kirby",
                (QuoteVariant(first, "One", "a", "verbatim"), QuoteVariant(second, "Two", "a", "verbatim")),
            ),
        ),
    )
    card = StoryCard("s", "s", None, None, ())
    _, quotes, only, _, wording, _ = sections(Story(card, (early, late)), found, (early, late))
    assert [entry.label for entry in quotes.entries if entry.label] == ["One (4 May)", "One (5 May)"]
    assert [entry.text for entry in only.entries if entry.style == "head"] == [
        "One (4 May): 1 passage",
        "One (5 May): 1 passage",
    ]
    assert any("<1% stands in One (5 May)" in entry.text for entry in wording.entries)


async def test_rows_follow_the_order_of_any_outlet_and_mark_each_cell(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "]", "B", "v")
        screen = open_story(pilot)
        table = screen.rows_view.table
        assert table is not None
        assert table.base == 0
        focused = screen.focused_passage
        assert focused is not None
        assert f"≠ {focused.text[:12]}" in shown(pilot)
        await press(pilot, "B")
        table = screen.rows_view.table
        assert table is not None
        assert table.base == 1
        assert screen.focused_passage == focused
        assert "order of Vision Times" in shown(pilot)
        assert "↓ Vision Times" in shown(pilot)
        own = [cell for row in table.rows for cell in row.cells[1]]
        assert own == sorted(own)
        await press(pilot, "5", "B")
        assert screen.rows_view.table is not None
        assert screen.rows_view.table.base == 1


async def test_every_entry_goes_to_its_passage_with_columns_hidden_moved_and_zoomed(
    open_reader: Open,
) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "x", "x", "greater_than_sign", "z", "D")
        screen = pilot.app.screen_stack[-2]
        assert isinstance(screen, StoryScreen)
        assert screen.story is not None
        assert screen.comparison is not None
        hidden = set(screen.arrangement.hidden)
        assert len(hidden) == 2
        listed = sections(screen.story, screen.comparison, screen.listed_articles(screen.story))
        assert "Shared wording 14" in shown(pilot)
        await press(pilot, "escape")
        passages = {one.id: one for article in screen.story.articles for one in article.passages}
        for view in ("columns", "rows"):
            for passage in {entry.passage for one in listed for entry in one.entries if entry.passage}:
                screen.focus_passage(passage)
                if screen.in_rows:
                    assert screen.rows_view.table is not None
                    assert passage in screen.rows_view.table.ids()
                else:
                    assert screen.columns.focused_id == passage
                    assert 0 <= screen.columns.focus_row < screen.columns.height
                if screen.in_rows != (view == "rows"):
                    # Captions have no row: the columns show them.
                    assert passages[passage].role not in (Role.BODY, Role.TITLE)
                    screen.toggle_view()
            assert not screen.arrangement.hidden
            screen.arrangement.hidden |= hidden
            screen.lay_out()
            await press(pilot, "v")


async def test_what_only_outlets_off_the_screen_tell_is_read_across_the_empty_cells(
    open_reader: Open,
) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "enter", "v")
        screen = open_story(pilot)
        view, table = screen.rows_view, screen.rows_view.table
        assert table is not None
        row = next(n for n, one in enumerate(table.rows) if any(one.cells) and not any(one.cells[:3]))
        (said,) = (
            table.articles[n].passages[cell[0]] for n, cell in enumerate(table.rows[row].cells) if cell
        )
        for column in (0, 1):
            table.row, table.column, table.top = row, column, table.starts[row]
            view.moved()
            await settled(pilot)
            line = shown(pilot).splitlines()[3]  # below the title, the names and a rule
            assert "Washington Post" in line
            assert said.text[:20] in line.replace("▌", "")
            assert line.count("▌") == 1
