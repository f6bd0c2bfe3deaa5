"""What differs in a story: figures, quotes, and what outlets leave out. Entries jump to the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Label

from index.compared import Comparison
from index.model import Story
from tui.marks import DIFFERING, Signs
from tui.render import padded
from tui.widgets.lines import LineList
from tui.wrap import fit, width_of

VERDICTS = {"clash": "differ", "bound": "one gives a bound", "rounding": "rounded", "equal": "agree"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the panel; `passage` is where it jumps to, None for a heading."""

    text: str
    style: str = ""
    label: str = ""
    passage: str | None = None


def entries(story: Story, comparison: Comparison) -> list[Entry]:
    """The lines: figures to compare, quotes given differently, then what each outlet leaves out."""
    text_of = {passage.id: passage.text for a in story.articles for passage in a.passages}
    found: list[Entry] = []
    figures = [figure for figure in comparison.figures if figure.verdict in DIFFERING]
    if figures:
        found.append(Entry("Figures to compare", "head"))
        for figure in figures:
            found.append(Entry(f"{figure.what}: {VERDICTS.get(figure.verdict, figure.verdict)}", "accent"))
            found += [Entry(v.text, "", v.outlet, v.passage) for v in figure.values]
    quotes = [quote for quote in comparison.quotes if len({v.outlet for v in quote.variants}) > 1]
    if quotes:
        found += [Entry(""), Entry("Quotes", "head")]
        for quote in quotes:
            found.append(Entry(quote.speaker or "speaker not named", "accent"))
            found += [Entry(f"{v.text}  ({v.kind})", "", v.outlet, v.passage) for v in quote.variants]
    if comparison.missing:
        found += [Entry(""), Entry("Told by most, not by this outlet", "head")]
        for missing in comparison.missing:
            told = ", ".join(missing.told_by)
            found.append(Entry(f"not in {missing.outlet}; told by {told}", "accent"))
            passage = missing.passages[0]
            found.append(Entry(text_of.get(passage, ""), "", "", passage))
    while found and not found[0].text:
        found.pop(0)
    return found or [
        Entry("Nothing was found that differs. The method misses things: see docs/comparison.md.", "muted")
    ]


class EntryList(LineList):
    """Draws the entries."""

    def __init__(self, lines: list[Entry]) -> None:
        super().__init__()
        self.lines = lines

    def length(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def selectable(self, index: int) -> bool:
        """Only entries that jump."""
        return 0 <= index < len(self.lines) and self.lines[index].passage is not None

    @property
    def current(self) -> Entry | None:
        """The entry with the cursor."""
        return self.lines[self.cursor] if self.selectable(self.cursor) else None

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One line."""
        line = self.lines[index]
        style = base + self.style(line.style) if line.style else base
        indent = {"head": 1, "accent": 2}.get(line.style, 4)
        segments = [Segment(" " * indent, base)]
        if line.label:
            segments.append(Segment(fit(line.label, min(24, width // 3)) + " ", base + self.style("muted")))
        used = sum(width_of(segment.text) for segment in segments)
        segments.append(Segment(fit(" ".join(line.text.split()), max(1, width - used - 1)), style))
        return Strip(padded(segments, width, base), width)


class DifferencesScreen(ModalScreen[str | None]):
    """A panel over the story; dismissed with the passage to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,D", "dismiss", "close"),
        Binding("j,down", "step(1)", "down"),
        Binding("k,up", "step(-1)", "up"),
        Binding("space,pagedown,ctrl+d", "page(1)", "page down"),
        Binding("b,pageup,ctrl+u", "page(-1)", "page up"),
        Binding("G,end", "edge(True)", "end"),
        Binding("g,home", "edge(False)", "top"),
        Binding("enter,l,right", "go", "go to the passage"),
    ]

    DEFAULT_CSS = """
    DifferencesScreen { align: center middle; background: $background 60%; }
    DifferencesScreen > Vertical { width: 90%; height: 85%; border: round $primary; background: $surface; }
    DifferencesScreen Label { width: 1fr; color: $text-muted; padding: 0 1; }
    DifferencesScreen EntryList { height: 1fr; }
    """

    def __init__(self, story: Story, comparison: Comparison, signs: Signs) -> None:
        super().__init__()
        self._entries = entries(story, comparison)
        self._signs = signs

    def compose(self) -> ComposeResult:
        """The list and a line of help."""
        with Vertical() as box:
            box.border_title = "Differences"
            yield EntryList(self._entries)
            yield Label("enter goes to the passage · esc closes · no verdict on who is right", markup=False)

    def on_mount(self) -> None:
        """Put the cursor on the first entry."""
        self.query_one(EntryList).changed(0)

    def action_step(self, count: int) -> None:
        """Move."""
        self.query_one(EntryList).move(count)

    def action_page(self, pages: int) -> None:
        """Move by pages."""
        self.query_one(EntryList).page(pages)

    def action_edge(self, end: bool) -> None:
        """Move to an end."""
        self.query_one(EntryList).to_edge(end=end)

    @on(LineList.Opened)
    def action_go(self) -> None:
        """Close and go."""
        entry = self.query_one(EntryList).current
        self.dismiss(entry.passage if entry else None)
