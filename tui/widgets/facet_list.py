"""The matching articles by outlet, month and tag; a value chosen narrows the query."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.found import Facet
from tui.render import padded
from tui.widgets.lines import LineList
from tui.wrap import fit

HEADINGS = {"outlet": "Outlets", "month": "Months", "tag": "Tags"}
COUNT = 6


class FacetList(LineList):
    """A line for each value with the number of its articles, under a heading for each kind."""

    DEFAULT_CSS = """
    FacetList > .lines--cursor-blurred { background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Facet | str] = []

    def show(self, facets: Sequence[Facet]) -> None:
        """Show other counts; the cursor stays on its value if that is still there, and the keys are here."""
        current = self.current if self.has_focus else None
        self._lines = []
        for kind, values in groupby(facets, key=lambda facet: facet.kind):
            self._lines += [""] if self._lines else []
            self._lines += [HEADINGS.get(kind, kind), *values]
        place = 0
        if current is not None:
            same = (current.kind, current.value)
            place = next(
                (
                    index
                    for index, line in enumerate(self._lines)
                    if isinstance(line, Facet) and (line.kind, line.value) == same
                ),
                0,
            )
        self.changed(place)

    @property
    def current(self) -> Facet | None:
        """The value with the cursor."""
        line = self._lines[self.cursor] if 0 <= self.cursor < len(self._lines) else None
        return line if isinstance(line, Facet) else None

    def length(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def selectable(self, index: int) -> bool:
        """Values, not headings."""
        return 0 <= index < len(self._lines) and isinstance(self._lines[index], Facet)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        line = self._lines[index]
        if isinstance(line, str):
            return Strip([Segment(fit(f" {line}", width), base + self.style("head"))], width)
        segments = [
            Segment("  " + fit(line.value, max(1, width - COUNT - 4)), base),
            Segment(f"{line.count:>{COUNT},} ", base + self.style("muted")),
        ]
        return Strip(padded(segments, width, base), width)
