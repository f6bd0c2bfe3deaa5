"""The overview at a column's right edge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown
from tests.tui.made import article
from tui.layout import ArticleLayout
from tui.overview import is_on_screen, line_at, placed, row_of

SHORT = article("alpha", "One. Two. Three.", title="The headline")


@given(st.integers(1, 5_000), st.integers(1, 60), st.data())
def test_every_line_has_one_row_and_a_row_leads_to_a_line_of_its_own(
    total: int, height: int, data: st.DataObject
) -> None:
    line = data.draw(st.integers(0, total - 1))
    row = row_of(line, total, height)
    assert 0 <= row < height
    assert line_at(row, total, height) <= line
    assert row_of(line_at(row, total, height), total, height) == row
    if total > height:
        assert is_on_screen(row, line, total, height)


def test_a_passage_of_a_short_article_has_the_row_of_its_line() -> None:
    layout = ArticleLayout(SHORT, 30)
    assert placed(layout, [1, 3], 40) == {layout.first_line[1]: 1, layout.first_line[3]: 3}
    assert not any(is_on_screen(row, 0, layout.height, 40) for row in range(40))


async def test_what_differs_is_on_the_overview_and_a_click_goes_there(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter")
        screen = open_story(pilot)
        view, start = screen.columns_view, screen.columns.focused_id
        column, left, width = view._cells()[0]
        edge = left + width - 1
        drawn = [line[edge] for line in shown(pilot).split("\n") if len(line) > edge]
        assert drawn.count("≠") == 2 and "┃" in drawn
        await pilot.click(offset=(edge, drawn.index("≠")))
        await settled(pilot)
        assert screen.columns.focus.column == column
        assert screen.columns.focused_id in screen.marks.differing
        await press(pilot, "ctrl+o")
        assert screen.columns.focused_id == start
        # Drawn along it to the end, and let go: nothing is selected.
        await pilot.mouse_down(view, offset=(edge, 12))
        await pilot.hover(view, offset=(edge, view.size.height - 1))
        await pilot.mouse_up(view, offset=(edge, view.size.height - 1))
        await settled(pilot)
        assert screen.columns.focus.passage == len(screen.columns.articles[column].passages) - 1
        assert view.dragged is None
