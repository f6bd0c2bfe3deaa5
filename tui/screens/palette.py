"""The command palette: every command of the screen below it, found by a few of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.fuzzy import FuzzySearch
from textual.strip import Strip
from textual.widgets import Input

from tui.commands.base import AnyCommand
from tui.render import padded, paint
from tui.screens.panel import Panel
from tui.widgets.lines import LineList
from tui.widgets.typing_ahead import type_ahead
from tui.wrap import fit, width_of

Entry = tuple[AnyCommand, str]
"""A command and its keys as a person writes them."""
_MENTIONED = 0.01
"""The score of what is not called so: behind all that is."""


class CommandList(LineList):
    """A line for each command that fits, best first; without a query those run last. The keys stay with the
    letters that are typed, also when a line was clicked."""

    can_focus = False

    def __init__(self, entries: Sequence[Entry], recent: Sequence[str] = ()) -> None:
        super().__init__()
        order = {name: place for place, name in enumerate(recent)}
        self._all = sorted(entries, key=lambda entry: order.get(entry[0].id, len(order)))
        self.found: list[tuple[Entry, tuple[int, ...]]] = [(entry, ()) for entry in self._all]

    def filter(self, query: str) -> None:
        """Keep the commands whose title has the letters of `query` in order, then those whose help has its
        words, or whose id or key it is."""
        search = FuzzySearch()
        scored: list[tuple[float, Entry, tuple[int, ...]]] = []
        for entry in self._all:
            score, places = search.match(query, entry[0].title) if query else (1.0, ())
            if score <= 0 and _mentions(entry, query):
                score, places = _MENTIONED, ()
            if score > 0:
                scored.append((score, entry, tuple(places)))
        scored.sort(key=lambda item: -item[0])
        self.found = [(entry, places) for _, entry, places in scored]
        self.changed(0)

    @property
    def current(self) -> AnyCommand | None:
        """The command with the cursor."""
        return self.found[self.cursor][0][0] if self.cursor < len(self.found) else None

    def length(self) -> int:
        """The number of commands that fit."""
        return len(self.found)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """Title, what it does, keys."""
        (command, keys), places = self.found[index]
        muted, match = base + self.style("muted"), self.style("match")
        title = paint(f" {command.title}  ", base, [((place + 1, place + 2), match) for place in places])
        tail = f" {keys} "
        room = width - width_of(command.title) - 3 - width_of(tail)
        segments = [
            *title,
            Segment(fit(command.help(), max(0, room)), muted),
            Segment(tail, base + self.style("accent")),
        ]
        return Strip(padded(segments, width, base), width)


def _mentions(entry: Entry, query: str) -> bool:
    """Whether a command's help has all words of the query, or its id or a key is the query."""
    command, keys = entry
    help_text = command.help().casefold()
    words = query.casefold().split()
    return query in keys.split("  ") or query in command.id or all(word in help_text for word in words)


class PaletteScreen(Panel[AnyCommand | None]):
    """Dismissed with the command to run."""

    OPENED_BY = "app.palette"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "down"),
        Binding("up", "step(-1)", "up"),
        Binding("pagedown", "step(10)", "page down"),
        Binding("pageup", "step(-10)", "page up"),
    ]

    DEFAULT_CSS = """
    PaletteScreen { align: center top; }
    PaletteScreen > Vertical { max-width: 100; height: 80%; margin: 2; }
    PaletteScreen Input { border: none; height: 1; padding: 0 1; background: $panel; }
    PaletteScreen Input:focus { border: none; }
    PaletteScreen CommandList { height: 1fr; }
    """

    def __init__(
        self, entries: Sequence[Entry], recent: Sequence[str] = (), *, heading: str = "Commands"
    ) -> None:
        super().__init__()
        self._entries, self._recent, self._heading = entries, recent, heading

    def compose(self) -> ComposeResult:
        """Input and list."""
        with Vertical() as box:
            box.border_title = self._heading
            yield Input(placeholder="a few letters of what you want to do")
            yield CommandList(self._entries, self._recent)

    def on_mount(self) -> None:
        """List all commands."""
        self.query_one(CommandList).changed(0)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        commands = self.query_one(CommandList)
        commands.filter(event.value.strip())
        self.query_one(Vertical).border_subtitle = None if commands.found else "nothing here is called so"

    def on_key(self, event: events.Key) -> None:
        """Letters typed while this screen was opening."""
        if event.is_printable and self.focused is None:
            type_ahead(self, "Input", event)

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.query_one(CommandList).move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.query_one(CommandList).page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end."""
        self.query_one(CommandList).to_edge(end=end)

    @on(Input.Submitted)
    @on(LineList.Opened)
    def _choose(self) -> None:
        self.dismiss(self.query_one(CommandList).current)

    def action_step(self, count: int) -> None:
        """Move the cursor."""
        self.query_one(CommandList).move(count)
