"""Why the articles of a story are together, and where some of them are taken out again."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Label

from index.storymodel import Belonging, Why
from tui.commands.panels import WHY
from tui.render import padded
from tui.screens.panel import Panel
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.lines import LineList
from tui.wrap import fit

OUTLET = 22
TITLE = 36


@dataclass(frozen=True, slots=True)
class Decision:
    """What the person wants done with articles: split them off, or move one."""

    articles: tuple[str, ...]
    split: bool


class BelongingList(LineList):
    """A line for each article: how sure it is, by which outlet, and what it shares with the others."""

    def __init__(self, members: tuple[Belonging, ...]) -> None:
        super().__init__()
        self.members = members
        self.chosen: set[str] = set()

    @property
    def current(self) -> Belonging | None:
        """The article with the cursor."""
        return self.members[self.cursor] if 0 <= self.cursor < len(self.members) else None

    def length(self) -> int:
        """The number of articles."""
        return len(self.members)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One article."""
        member = self.members[index]
        muted = base + self.style("muted")
        sure = "by you" if member.by_person else f"{member.confidence:.0%}"
        title = min(TITLE, max(10, (width - OUTLET) // 2))
        rest = max(1, width - OUTLET - title - 14)
        segments = [
            Segment(" x " if member.article in self.chosen else "   ", base + self.style("accent")),
            Segment(f"{sure:>6}  ", base + self.style("accent")),
            Segment(fit(member.outlet, OUTLET) + " ", base + self.style("strong")),
            Segment(fit(member.title, title) + " ", base),
            Segment(fit(", ".join(member.shared), rest), muted),
        ]
        return Strip(padded(segments, width, base), width)


class WhyScreen(Panel[Decision | None]):
    """A panel over the list; dismissed with what is to be done, or None."""

    ACTIONS = WHY
    OPENED_BY = "stories.why"

    DEFAULT_CSS = """
    WhyScreen > Vertical { width: 94%; }
    WhyScreen Label { width: 1fr; padding: 0 1; }
    WhyScreen BelongingList { height: 1fr; margin: 1 0; }
    """

    def __init__(self, why: Why) -> None:
        super().__init__()
        self._why = why

    def compose(self) -> ComposeResult:
        """What all share, the articles, a line of help."""
        with Vertical() as box:
            box.border_title = "Why together"
            yield Label(self._why.title, markup=False)
            yield Label(f"Names they share: {', '.join(self._why.names) or '—'}", markup=False)
            yield Label(f"Words they share: {', '.join(self._why.words) or '—'}", markup=False)
            yield BelongingList(self._why.members)
            choose, split, move = (self.key_for(f"why.{one}") for one in ("choose", "split", "move"))
            yield HelpLine(
                Part(f"{choose} chooses", self.choose),
                Part(f"{split} splits the chosen off", lambda: self.decide(split=True)),
                Part(f"{move} moves this one elsewhere", lambda: self.decide(split=False)),
                Part("esc closes", self.close, stays=True),
            )

    def on_mount(self) -> None:
        """Put the cursor on the first article."""
        self.query_one(BelongingList).changed(0)

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.query_one(BelongingList).move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.query_one(BelongingList).page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end."""
        self.query_one(BelongingList).to_edge(end=end)

    def choose(self) -> None:
        """Choose the article, or not."""
        members = self.query_one(BelongingList)
        if members.current is not None:
            members.chosen ^= {members.current.article}
            members.move(1)
            members.refresh()

    def decide(self, *, split: bool) -> None:
        """Close with the decision."""
        members = self.query_one(BelongingList)
        if members.current is None:
            return
        chosen = [member.article for member in members.members if member.article in members.chosen]
        current = members.current.article
        self.dismiss(Decision(tuple(chosen or [current]) if split else (current,), split))
