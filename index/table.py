"""A story as a table: rows of passages that say the same, one cell per article. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Article, Comparison, Link, Role


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
    """A row while it is being filled."""

    def __init__(self, width: int) -> None:
        self.cells: list[list[int]] = [[] for _ in range(width)]

    def frozen(self) -> Row:
        return Row(tuple(tuple(sorted(cell)) for cell in self.cells))


def table(articles: Sequence[Article], comparison: Comparison, base: int = 0) -> tuple[Row, ...]:
    """All headlines and body passages, each exactly once, in rows that say the same.

    The base article gives the order. Each further article's passages go to the row of their best
    partner; those without one get a row of their own behind the passage they follow in their article.
    """
    width = len(articles)
    place = {p.id: (a, i) for a, article in enumerate(articles) for i, p in enumerate(article.passages)}
    headlines = _headlines(articles)
    lines: list[_Line] = [headlines]
    row_of: dict[str, _Line] = {}
    order = [base, *(index for index in range(width) if index != base)] if width else []
    for column in order:
        previous = headlines
        for index, passage in enumerate(articles[column].passages):
            if passage.role is not Role.BODY:
                continue
            row = _best_row(passage.id, comparison.partners.get(passage.id, ()), row_of, place, column)
            if row is None:
                row = _Line(width)
                lines.insert(lines.index(previous) + 1, row)
            row.cells[column].append(index)
            row_of[passage.id] = row
            previous = row
    return tuple(line.frozen() for line in lines if any(line.cells))


def _headlines(articles: Sequence[Article]) -> _Line:
    row = _Line(len(articles))
    for column, article in enumerate(articles):
        row.cells[column] = [i for i, p in enumerate(article.passages) if p.role is Role.TITLE]
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
