"""Columns in step by content."""

from __future__ import annotations

import pytest

from tests.tui.made import article, comparison
from tui.arrangement import Sync
from tui.columns import Columns, Focus, columns_that_fit

LONG = ". ".join(f"Sentence number {n} of this article" for n in range(30))
A = article("alpha", LONG, title="The headline")
B = article("beta", LONG, title="Another headline")
C = article("gamma", "Only this. And that")
LINKS = comparison(
    ("alpha.1.3", "beta.1.20"),
    ("alpha.1.5", "beta.1.2", 0.5),
    ("alpha.1.5", "beta.1.9", 0.9),
    ("alpha.1.30", "beta.1.1"),
    only=("alpha.1.4", "gamma.1.1"),
)


@pytest.fixture
def columns() -> Columns:
    made = Columns((A, B, C))
    made.start()
    made.resize(60, 20, visible=3)
    made.set_comparison(LINKS)
    return made


def row_of(columns: Columns, column: int, passage: int) -> int:
    return columns.layouts[column].first_line[passage] - columns.tops[column]


@pytest.mark.parametrize(
    ("width", "count", "expected"),
    [(80, 5, 1), (89, 5, 1), (90, 5, 2), (120, 5, 3), (200, 5, 5), (200, 2, 2), (40, 1, 1)],
)
def test_as_many_columns_as_are_readable(width: int, count: int, expected: int) -> None:
    assert columns_that_fit(width, count) == expected


def test_starts_at_the_headlines_with_all_columns_at_the_top(columns: Columns) -> None:
    assert columns.focused_id == "alpha.1.0"
    assert columns.tops == [0, 0, 0]


def test_a_story_opened_where_it_begins_has_no_blank_rows_above(columns: Columns) -> None:
    assert columns.focus_on("alpha.1.0", row=columns.resting_row("alpha.1.0"))
    assert columns.tops == [0, 0, 0]
    assert columns.focus_on("alpha.1.12", row=columns.resting_row("alpha.1.12"))
    assert columns.tops[0] >= 0 and columns.focus_row == columns.resting_row("alpha.1.12")


def test_the_partner_comes_to_the_same_row_and_others_stay(columns: Columns) -> None:
    columns.move(3)
    assert columns.focused_id == "alpha.1.3"
    assert row_of(columns, 1, 20) == columns.focus_row
    assert columns.tops[2] == 0


def test_the_best_of_several_partners_is_brought(columns: Columns) -> None:
    columns.move(5)
    assert row_of(columns, 1, 9) == columns.focus_row
    assert columns.partners("alpha.1.5") == {1: [9, 2]}


def test_a_first_passage_can_come_to_a_low_row(columns: Columns) -> None:
    columns.to_edge(end=True)
    assert columns.focused_id == "alpha.1.30"
    assert row_of(columns, 1, 1) == columns.focus_row
    assert columns.tops[1] < 0


def test_a_column_without_the_passage_says_so_and_does_not_move(columns: Columns) -> None:
    columns.move(3)
    before = columns.tops[1]
    columns.move(1)
    assert columns.notice(1) == "not in Beta"
    assert columns.notice(2) == "not in Gamma"
    assert columns.notice(0) is None
    assert columns.tops[1] == before


def test_no_notice_before_the_comparison_is_there() -> None:
    columns = Columns((A, B))
    columns.resize(60, 20, visible=2)
    columns.move(4)
    assert columns.notice(1) is None


def test_without_sync_nothing_moves_and_nothing_is_said(columns: Columns) -> None:
    columns.sync = Sync.OFF
    columns.move(3)
    assert columns.tops[1] == 0
    assert columns.notice(2) is None


def test_another_column_is_entered_at_the_partner(columns: Columns) -> None:
    columns.move(3)
    row = columns.focus_row
    columns.to_column(1)
    assert columns.focused_id == "beta.1.20"
    assert columns.focus_row == row


def test_another_column_without_partner_is_entered_on_the_row(columns: Columns) -> None:
    columns.move(4)
    columns.to_column(2)
    assert columns.focus == Focus(2, 1)


def test_headlines_are_partners(columns: Columns) -> None:
    assert columns.partners("alpha.1.0") == {1: [0]}


def test_paging_moves_by_rows_and_reaches_the_end(columns: Columns) -> None:
    for _ in range(10):
        columns.page(18)
    assert columns.focused_id == "alpha.1.30"
    assert columns.tops[0] == columns.layouts[0].height - 20
    for _ in range(10):
        columns.page(-18)
    assert columns.focused_id == "alpha.1.0"
    assert columns.tops[0] == 0


def test_the_focus_is_always_on_the_screen(columns: Columns) -> None:
    for step in (1, 7, 12, -3, 9, -30, 40):
        columns.move(step)
        assert 0 <= columns.focus_row < 20


def test_steps_go_through_the_wanted_passages_and_round(columns: Columns) -> None:
    seen = []
    for _ in range(3):
        assert columns.step(LINKS.only, 1)
        seen.append(columns.focused_id)
    assert seen == ["alpha.1.4", "gamma.1.1", "alpha.1.4"]
    columns.step(LINKS.only, -1)
    assert columns.focused_id == "gamma.1.1"
    assert not columns.step((), 1)


def test_a_resize_keeps_the_focused_passage_on_its_row(columns: Columns) -> None:
    columns.move(10)
    row = columns.focus_row
    columns.resize(30, 20, visible=2)
    assert columns.focused_id == "alpha.1.10"
    assert columns.focus_row == row


def test_a_focus_off_the_screen_pages_the_columns() -> None:
    columns = Columns((A, B, C))
    columns.resize(60, 20, visible=2)
    columns.to_column(2)
    assert list(columns.shown) == [1, 2]
    columns.to_column(0)
    assert list(columns.shown) == [0, 1]


def test_scrolling_the_focused_column_takes_the_partner_along(columns: Columns) -> None:
    columns.move(3)
    columns.scroll(0, 2)
    assert columns.focused_id == "alpha.1.3"
    assert row_of(columns, 1, 20) == columns.focus_row


def test_the_wheel_over_another_column_takes_the_others_along_unless_sync_is_off(columns: Columns) -> None:
    columns.move(3)
    columns.wheel(1, 2)
    assert columns.focused_id == "beta.1.20"
    assert row_of(columns, 0, 3) == columns.focus_row
    columns.sync = Sync.OFF
    tops = list(columns.tops)
    columns.wheel(0, 2)
    assert columns.focused_id == "beta.1.20"
    assert columns.tops == [tops[0] + 2, *tops[1:]]


def test_an_article_without_text_is_no_problem() -> None:
    columns = Columns((article("empty"), B))
    columns.start()
    columns.resize(40, 10, visible=2)
    columns.move(1)
    columns.page(10)
    columns.to_edge(end=True)
    columns.to_column(1)
    assert columns.focused_id == "beta.1.0"


def test_in_proportion_every_column_stands_as_far_down_as_the_focused_one() -> None:
    short = article("alpha", *(f"Short text number {n}." for n in range(10)))
    long = article("beta", *(f"Long text number {n}." for n in range(40)))
    columns = Columns([short, long])
    columns.resize(40, 20, 2)
    columns.set_comparison(comparison())
    columns.sync = Sync.PROPORTIONAL
    columns.move(5)
    share = columns.layouts[0].first_line[5] / columns.layouts[0].height
    assert columns.tops[1] + columns.focus_row == int(share * columns.layouts[1].height)
    assert columns.notice(1) is None


def test_a_passage_gone_to_rests_a_third_down_and_its_text_leaves_no_rows_empty(columns: Columns) -> None:
    passages, layout = columns.articles[0].passages, columns.layouts[0]
    columns.height = layout.height // 2
    rows = [columns.resting_row(passage.id) for passage in passages]
    assert columns.height // 3 in rows
    assert rows[1] == layout.first_line[1]
    assert rows[-1] == layout.first_line[-1] - (layout.height - columns.height)
    columns.height = layout.height
    assert [columns.resting_row(passage.id) for passage in passages] == list(layout.first_line)
    assert columns.resting_row("elsewhere") is None


def test_a_column_alone_begins_at_the_top(columns: Columns) -> None:
    focused = columns.articles[0].passages[1].id
    columns.focus_on(focused, row=10)
    assert columns.tops[0] < 0
    columns.resize(40, columns.height, 1)
    assert columns.tops[0] == 0
