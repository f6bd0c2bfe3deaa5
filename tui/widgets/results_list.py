"""Search results drawn line by line: passages by story and outlet, or matches in their context."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.render import padded, paint
from tui.results import ResultLine, Target
from tui.widgets.lines import LineList
from tui.wrap import fit, width_of


class ResultsList(LineList):
    """Draws the results; the cursor steps from one target to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ResultLine] = []
        self._lay_out: Callable[[int], list[ResultLine]] = lambda _: []

    def show(self, lay_out: Callable[[int], list[ResultLine]], *, keep: bool = False) -> None:
        """Show other results, laid out for a width in cells; `keep` leaves the cursor on its target."""
        current = self.current if keep else None
        self._lay_out = lay_out
        self.lines = lay_out(self.line_width or 80)
        self.changed(self._place_of(current))

    def settings_changed(self) -> None:
        """The person has chosen other settings."""
        self.on_resize()

    def on_resize(self) -> None:
        """Lay out anew for the new width."""
        current = self.current
        self.lines = self._lay_out(self.line_width or 80)
        self.changed(self._place_of(current))

    def _place_of(self, target: Target | None) -> int:
        if target is None:
            return 0
        return next((i for i, line in enumerate(self.lines) if line.first and line.target == target), 0)

    @property
    def current(self) -> Target | None:
        """The target with the cursor."""
        return self.lines[self.cursor].target if 0 <= self.cursor < len(self.lines) else None

    def length(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def selectable(self, index: int) -> bool:
        """Only a target's first line."""
        return 0 <= index < len(self.lines) and self.lines[index].first

    def has_cursor(self, index: int) -> bool:
        """All lines of the target with the cursor."""
        target = self.lines[index].target
        return target is not None and target is self.current

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        line = self.lines[index]
        if line.kind == "gap":
            return Strip.blank(width, base)
        if line.kind == "head":
            return self._heading(line, width, base)
        if line.target is None:
            return Strip([Segment(fit(f"   {line.text}", width), base + self.style(line.kind))], width)
        lead = [Segment("   ", base)]
        if line.label:
            lead.append(Segment(f"{line.label}  ", base + self.style("muted")))
        else:
            lead.append(Segment("  ", base))
        room = width - sum(width_of(segment.text) for segment in lead)
        text = fit(line.text, room) if width_of(line.text) > room else line.text
        segments = paint(text, base, [(span, self.style("match")) for span in line.lit])
        return Strip(padded([*lead, *segments], width, base), width)

    def _heading(self, line: ResultLine, width: int, base: Style) -> Strip:
        tail = f"  {line.label} " if line.label else ""
        room = max(1, width - 1 - width_of(tail))
        title = fit(line.text, min(room, width_of(line.text)))
        head = base + self.style("head")
        segments = [Segment(f" {title}", head), Segment(tail, base + self.style("muted"))]
        return Strip(padded(segments, width, base), width)
