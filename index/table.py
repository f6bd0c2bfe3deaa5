"""A story as a table: rows of passages that say the same, one cell per article. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.compared import Comparison, Link
from index.model import Article, Role


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for each article, in the order given to `table`, the passages of its cell.

    A cell holds indices into that article's passages, in reading order; an empty one is a gap.
    """

    cells: tuple[tuple[int, ...], ...]

    @property
    def told_by(self) -> int:
        """How many articles have something in this row."""
        return sum(bool(cell) for cell in self.cells)


class _Line:
    """A row while it is being filled: its cells by column, and the row behind it."""

    def __init__(self) -> None:
        self.cells: dict[int, list[int]] = {}
        self.below: _Line | None = None

    def put_behind(self, other: _Line) -> None:
        self.below, other.below = other.below, self

    def frozen(self, width: int) -> Row:
        return Row(tuple(tuple(sorted(self.cells.get(column, ()))) for column in range(width)))


def table(articles: Sequence[Article], comparison: Comparison, base: int = 0) -> tuple[Row, ...]:
    """All headlines and body passages, each exactly once, in rows that say the same.

    The base article gives the order. Each further article's passages go to the row of their best
    partner; those without one get a row of their own behind the passage they follow in their article.
    """
    width = len(articles)
    place = {p.id: (a, i) for a, article in enumerate(articles) for i, p in enumerate(article.passages)}
    headlines = _headlines(articles)
    row_of: dict[str, _Line] = {}
    order = [base, *(index for index in range(width) if index != base)] if width else []
    for column in order:
        previous = headlines
        for index, passage in enumerate(articles[column].passages):
            if passage.role is not Role.BODY:
                continue
            row = _best_row(passage.id, comparison.partners.get(passage.id, ()), row_of, place, column)
            if row is None:
                row = _Line()
                row.put_behind(previous)
            row.cells.setdefault(column, []).append(index)
            row_of[passage.id] = row
            previous = row
    return tuple(line.frozen(width) for line in _from(headlines) if line.cells)


def _from(line: _Line | None) -> Iterator[_Line]:
    """The line and all below it."""
    while line is not None:
        yield line
        line = line.below


def _headlines(articles: Sequence[Article]) -> _Line:
    row = _Line()
    for column, article in enumerate(articles):
        if titles := [i for i, p in enumerate(article.passages) if p.role is Role.TITLE]:
            row.cells[column] = titles
    return row


def _best_row(
    passage: str,
    links: Sequence[Link],
    row_of: dict[str, _Line],
    place: dict[str, tuple[int, int]],
    column: int,
) -> _Line | None:
    """The row of the best-scored partner that has a row already; `links` come best first."""
    for link in links:
        other = link.b if link.a == passage else link.a
        if other in row_of and place[other][0] != column:
            return row_of[other]
    return None
