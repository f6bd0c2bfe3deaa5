"""Search results: story, then outlet, then the passages that match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.found import Hit
from index.model import StoryCard
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


def result_lines(
    hits: Sequence[Hit], cards: Mapping[str, StoryCard], width: int, *, whole: bool = True
) -> list[ResultLine]:
    """The lines of all hits, grouped: stories in the order of their best hit, then outlets, then hits.

    When these are the `whole` of the hits, each story names the outlets that have none.
    """
    stories: dict[str | None, dict[tuple[str | None, str], list[Hit]]] = {}
    for hit in hits:
        key = (hit.article, hit.outlet)
        stories.setdefault(None if hit.note else hit.story, {}).setdefault(key, []).append(hit)
    lines: list[ResultLine] = []
    for story, outlets in stories.items():
        if lines:
            lines.append(ResultLine("gap", ""))
        card = cards.get(story or "")
        title = "Your notes" if story is None else card.title if card else ""
        outlet_count = len({outlet for _, outlet in outlets})
        facts = "" if story is None else f"  {outlet_count} outlet{'' if outlet_count == 1 else 's'}"
        lines.append(ResultLine("story", title + facts))
        silent = _silent(card, {outlet for _, outlet in outlets}) if whole else ""
        if silent:
            lines.append(ResultLine("silent", f"not in {silent}"))
        for (_, outlet), found in outlets.items():
            if story is not None:
                lines.append(ResultLine("outlet", f"{outlet} · {day(found[0].published)}"))
            for hit in found:
                lines += _hit_lines(hit, width)
    return lines


def _silent(card: StoryCard | None, telling: set[str]) -> str:
    """The outlets of a story that have no hit."""
    return ", ".join(outlet for outlet in card.outlets if outlet not in telling) if card else ""


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
        self._cards: Mapping[str, StoryCard] = {}
        self._whole = True

    def show(self, hits: Sequence[Hit], cards: Mapping[str, StoryCard], *, whole: bool = True) -> None:
        """Show other results; `cards` are those of the stories, by id."""
        self._hits, self._cards, self._whole = hits, cards, whole
        self.lines = self._lay_out()
        self.changed(0)

    def on_resize(self) -> None:
        """Wrap the snippets for the new width."""
        current = self.current
        self.lines = self._lay_out()
        place = next((i for i, line in enumerate(self.lines) if line.first and line.hit is current), 0)
        self.changed(place)

    def _lay_out(self) -> list[ResultLine]:
        return result_lines(self._hits, self._cards, self.size.width or 80, whole=self._whole)

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
        if line.kind == "silent":
            return Strip([Segment(fit(f"   {line.text}", width), base + self.style("muted"))], width)
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
