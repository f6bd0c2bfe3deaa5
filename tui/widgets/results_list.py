"""Search results: story, then outlet, then the passages that match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.model import Hit
from tui.marks import UNICODE, Signs
from tui.render import padded, paint
from tui.widgets.lines import LineList
from tui.wording import day
from tui.wrap import Span, fit, overlap, width_of, wrap

LINES_OF_A_HIT = 3


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line: a story's or outlet's heading, or part of a hit's snippet (its first can be chosen)."""

    kind: str
    text: str
    hit: Hit | None = None
    span: Span = (0, 0)
    first: bool = False


def result_lines(hits: Sequence[Hit], titles: dict[str, str], width: int) -> list[ResultLine]:
    """The lines of all hits, grouped: stories in the order of their best hit, then outlets, then hits."""
    stories: dict[str | None, dict[tuple[str | None, str], list[Hit]]] = {}
    for hit in hits:
        key = (hit.article, hit.outlet)
        stories.setdefault(None if hit.note else hit.story, {}).setdefault(key, []).append(hit)
    lines: list[ResultLine] = []
    for story, outlets in stories.items():
        if lines:
            lines.append(ResultLine("gap", ""))
        title = "Your notes" if story is None else titles.get(story, "")
        outlet_count = len({outlet for _, outlet in outlets})
        facts = "" if story is None else f"  {outlet_count} outlet{'' if outlet_count == 1 else 's'}"
        lines.append(ResultLine("story", title + facts))
        for (_, outlet), found in outlets.items():
            if story is not None:
                lines.append(ResultLine("outlet", f"{outlet} · {day(found[0].published)}"))
            for hit in found:
                lines += _hit_lines(hit, width)
    return lines


def _hit_lines(hit: Hit, width: int) -> list[ResultLine]:
    spans = wrap(hit.snippet, max(10, width - 8))
    marked = next((i for i, span in enumerate(spans) if overlap(span, hit.highlights)), 0)
    start = max(0, min(marked - 1, len(spans) - LINES_OF_A_HIT))
    shown = spans[start : start + LINES_OF_A_HIT]
    return [
        ResultLine("hit", hit.snippet[a:b], hit, (a, b), first=index == 0)
        for index, (a, b) in enumerate(shown)
    ]


class ResultsList(LineList):
    """Draws the results; the cursor steps from hit to hit."""

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__()
        self.signs = signs
        self.lines: list[ResultLine] = []
        self._hits: Sequence[Hit] = ()
        self._titles: dict[str, str] = {}

    def show(self, hits: Sequence[Hit], titles: dict[str, str]) -> None:
        """Show other results; `titles` are those of the stories, by id."""
        self._hits, self._titles = hits, titles
        self.lines = result_lines(hits, titles, self.size.width or 80)
        self.changed(0)

    def on_resize(self) -> None:
        """Wrap the snippets for the new width."""
        current = self.current
        self.lines = result_lines(self._hits, self._titles, self.size.width or 80)
        place = next((i for i, line in enumerate(self.lines) if line.first and line.hit is current), 0)
        self.changed(place)

    @property
    def current(self) -> Hit | None:
        """The hit with the cursor."""
        return self.lines[self.cursor].hit if 0 <= self.cursor < len(self.lines) else None

    def length(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def selectable(self, index: int) -> bool:
        """Only a hit's first line."""
        return 0 <= index < len(self.lines) and self.lines[index].first

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        line = self.lines[index]
        if line.kind == "story":
            return Strip([Segment(fit(f" {line.text}", width), base + self.style("head"))], width)
        if line.kind == "outlet":
            return Strip([Segment(fit(f"   {line.text}", width), base + self.style("accent"))], width)
        if line.hit is None:
            return Strip.blank(width, base)
        if line.hit is self.current:
            name = "cursor" if self.has_focus else "cursor-blurred"
            base = self.get_component_rich_style(f"lines--{name}")
        text = line.text
        spans = overlap(line.span, line.hit.highlights)
        room = width - 6
        if width_of(text) > room:
            text = fit(text, room)
        layers = [(span, self.style("match")) for span in spans]
        segments = [Segment("     ", base), *paint(text, base, layers)]
        return Strip(padded(segments, width, base), width)
