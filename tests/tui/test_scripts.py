"""Chinese, Arabic, Hebrew, combining marks and emoji keep to their column, in both views."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult

from config.settings import Settings
from tests.tui.made import article, comparison
from tui.columns import Columns
from tui.looks import LooksApp
from tui.table_rows import TableRows
from tui.widgets.columns_view import ColumnsView
from tui.widgets.rows_view import RowsView

FAMILY, FLAG, HEART = "👨\u200d👩\u200d👧\u200d👦", "🇺🇦", "❤\ufe0f"
CHINESE = "克里姆林宫星期三说，两架无人机袭击了总统官邸（“恐怖袭击”）。乌克兰否认。"
ARABIC = "قال الكرملين يوم الأربعاء إن طائرتين مسيرتين (2) هاجمتا مقر الرئيس. ونفت أوكرانيا ذلك. "
HEBREW = "הקרמלין אמר ביום רביעי כי 2 רחפנים תקפו. אוקראינה הכחישה. "
EMOJI = f"Kyiv {FLAG} denies {FAMILY * 3} it {HEART} all 1\ufe0f\u20e3. "
ADDRESS = "See https://example.org/world/2023/05/03/kremlin-drone-attack?utm=x#top now. And more."
ARTICLES = (
    article("beijing", CHINESE * 2, title="无人机袭击"),
    article("cairo", ARABIC * 2),
    article("haifa", HEBREW, title="רחפנים"),
    article("emoji", EMOJI * 3 + "e\u0301" * 80),
    article("links", ADDRESS),
)
LINKS = comparison(("beijing.1.1", "cairo.1.0"), ("cairo.1.0", "emoji.1.0"), ("haifa.1.1", "emoji.1.0"))


class Host(LooksApp):
    """The two views, and nothing else."""

    def compose(self) -> ComposeResult:
        yield ColumnsView()
        yield RowsView()

    def on_mount(self) -> None:
        columns = Columns(ARTICLES)
        columns.set_comparison(LINKS)
        self.query_one(ColumnsView).show(columns)
        self.query_one(RowsView).show(TableRows(ARTICLES, LINKS))


def cell_at(line: list[str], x: int) -> str:
    """The grapheme or piece of a line of the screen that begins at a cell."""
    text = "".join(line)
    for end in range(len(text) + 1):
        if cell_len(text[:end]) == x and end < len(text) and cell_len(text[: end + 1]) > x:
            return text[end]
    return ""


@pytest.mark.parametrize("justified", [False, True], ids=["ragged", "justified"])
async def test_every_sign_stays_in_its_cell(justified: bool) -> None:
    app = Host(Settings(justified=justified), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(210, 60)) as pilot:
        await pilot.pause()
        view = app.query_one(ColumnsView)
        for step in range(4):
            view.columns.move(min(step, 1))
            view.moved()
            edges = [left + width - 1 for _, left, width in view._cells()]
            for y in range(view.header_height, view.size.height):
                strip = view.render_line(y)
                line = [segment.text for segment in strip]
                assert cell_len("".join(line)) == view.size.width
                assert all(cell_at(line, edge) in "│┃◆" for edge in edges), "".join(line)
        rows = app.query_one(RowsView)
        assert rows.table is not None
        rules = [rows._label + place * rows._cell() for place in range(rows._visible())]
        for y in range(rows._header, min(rows.size.height, rows.table.total)):
            line = [segment.text for segment in rows.render_line(y)]
            assert cell_len("".join(line)) == rows.size.width
            assert all(cell_at(line, rule) in "│┃▌" for rule in rules), "".join(line)
