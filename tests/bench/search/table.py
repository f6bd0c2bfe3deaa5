"""The figures as lines of text: one size's table, and how each operation grows from size to size."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from tests.bench.search.measuring import OURS, Line, Table

_NAME = 35


def shown(table: Table) -> list[str]:
    """One size: a column for each peer, the shares that goals are about, and whether these are met."""
    heads = "".join(f"{name:>10}" for name in table.peers)
    found = [
        f"Search over {table.articles:,} articles; milliseconds of processor time unless it says otherwise,"
        " medians, interleaved",
        f"  {'':{_NAME}}{heads}  of FTS5  of tantivy  goal",
    ]
    for line in table.lines:
        cells = "".join(f"{_number(line.figures.get(peer)):>10}" for peer in table.peers)
        shares = "".join(f"{_share(line, peer):>{width}}" for peer, width in (("FTS5", 9), ("tantivy", 12)))
        found.append(f"  {_named(line):{_NAME}}{cells}{shares}  {_verdict(line)}".rstrip())
    return found + [f"  {note}" for note in table.notes]


def growth(tables: Sequence[Table]) -> list[str]:
    """bylines alone: every size side by side, and the power of the number of articles it grows by."""
    small, large = tables[0], tables[-1]
    heads = "".join(f"{table.articles:>12,}" for table in tables)
    found = [
        "Growth (bylines; 0 is constant, 1 in proportion to the articles)",
        f"  {'':{_NAME}}{heads}  power",
    ]
    for line in small.lines:
        values = [_of(table, line) for table in tables]
        cells = "".join(f"{_number(value):>12}" for value in values)
        first, last = values[0], values[-1]
        power = ""
        if first and last and not line.unit.startswith("articles"):
            power = f"{log(last / first) / log(large.articles / small.articles):7.2f}"
        found.append(f"  {_named(line):{_NAME}}{cells}{power}")
    return found


def _named(line: Line) -> str:
    return line.name if line.unit == "ms" else f"{line.name} ({line.unit})"


def _of(table: Table, wanted: Line) -> float | None:
    same = (line for line in table.lines if (line.name, line.unit) == (wanted.name, wanted.unit))
    return next((line.figures.get(OURS) for line in same), None)


def _ratio(line: Line, peer: str) -> float | None:
    ours, theirs = line.figures.get(OURS), line.figures.get(peer)
    return ours / theirs if ours is not None and theirs else None


def _share(line: Line, peer: str) -> str:
    ratio = _ratio(line, peer)
    return "" if ratio is None else f"{ratio:.3f}" if ratio < 10 else f"{ratio:,.0f}"


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _verdict(line: Line) -> str:
    """The goals and whether they are met; goals against a peer that is not there are not judged."""
    goal = line.goal
    if goal is None:
        return ""
    judged = [
        (_ratio(line, "FTS5"), goal.of_fts5, "FTS5"),
        (_ratio(line, "tantivy"), goal.of_tantivy, "tantivy"),
        (line.figures.get(OURS), goal.itself, ""),
    ]
    parts = [
        f"{'≥' if goal.least else '≤'} {wanted:g}{f' {peer}' if peer else ''}"
        f" {'met' if (value >= wanted if goal.least else value <= wanted) else 'MISSED'}"
        for value, wanted, peer in judged
        if value is not None and wanted is not None
    ]
    return ", ".join(parts)
