"""The bar at a column's right edge: the whole article in as many rows as the screen has. No widget.

Lines are those of the article's layout, rows those of the text's part of the screen; both from 0. An article
that is shorter than the screen is drawn line by line, and leaves the rest of the bar empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.layout import ArticleLayout


def row_of(line: int, total: int, height: int) -> int:
    """The row of a line of an article of `total` lines on a bar of `height` rows."""
    return min(height - 1, line * height // max(total, height, 1))


def line_at(row: int, total: int, height: int) -> int:
    """The first line that a row stands for."""
    return -(-row * max(total, height) // max(height, 1))


def is_on_screen(row: int, top: int, total: int, height: int) -> bool:
    """Whether the lines from `top` on that the screen shows are among those of a row; a text that the screen
    shows whole has no such part."""
    first, last = max(top, 0), min(top + height, total) - 1
    if total <= height or last < first:
        return False
    return row_of(first, total, height) <= row <= row_of(last, total, height)


def placed(layout: ArticleLayout, passages: Iterable[int], height: int) -> Mapping[int, int]:
    """The rows of some passages, each with the first of those that stand on it."""
    found: dict[int, int] = {}
    for passage in passages:
        row = row_of(layout.first_line[passage], layout.height, height)
        found[row] = min(passage, found.get(row, passage))
    return found
