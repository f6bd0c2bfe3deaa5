"""The rows view's state."""

from __future__ import annotations

from tests.tui.made import article, comparison
from tui.table_rows import TableRows

A = article("alpha", "One two three four. Five", title="Head")
B = article("beta", "Five and more. Nothing else")
LINKS = comparison(("alpha.1.2", "beta.1.0"))


def made(width: int = 10, height: int = 5) -> TableRows:
    table = TableRows((A, B), LINKS)
    table.resize(width, height)
    return table


def test_a_row_is_as_tall_as_its_tallest_cell_and_a_gap() -> None:
    assert made().starts == [0, 2, 5, 8, 11]


def test_a_line_knows_its_row_and_cell() -> None:
    table = made()
    row, within, cell = table.cell_line(6, 1)
    assert (row, within) == (2, 1)
    assert cell is not None
    assert B.passages[cell.passage].text[slice(*cell.span)] == "more"
    assert table.cell_line(6, 0)[2] is None
    assert table.is_gap(7)
    assert not table.is_gap(6)


def test_scrolling_takes_the_focus_along() -> None:
    table = made()
    table.scroll(4)
    assert (table.top, table.row) == (4, 2)
    table.scroll(-4)
    assert (table.top, table.row) == (0, 1)


def test_focus_finds_rows_by_passage_and_keeps_them_in_view() -> None:
    table = made()
    assert table.focus_on("beta.1.1")
    assert (table.row, table.column) == (3, 1)
    assert table.top == table.total - 5
    assert not table.focus_on("unknown")


def test_a_row_gives_all_its_passages() -> None:
    table = made()
    table.focus_on("alpha.1.2")
    assert table.ids() == ("alpha.1.2", "beta.1.0")
    assert table.focused_id == "alpha.1.2"
    table.to_column(1)
    assert table.focused_id == "beta.1.0"


def test_moving_stays_inside() -> None:
    table = made()
    table.move(99)
    assert table.row == 3
    table.page(-99)
    table.move(-99)
    assert (table.row, table.top) == (0, 0)


def test_a_resize_keeps_the_focused_row() -> None:
    table = made()
    table.focus_on("alpha.1.2")
    offset = table.starts[table.row] - table.top
    table.resize(30, 5)
    assert table.starts[table.row] - table.top == min(offset, table.starts[table.row])


def test_only_columns_on_the_screen_make_a_row_tall() -> None:
    table = made()
    table.show_columns(range(1))
    assert table.starts == [0, 2, 5, 7, 9]
