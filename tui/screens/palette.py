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
from tui.screens.dialog import Dialog
from tui.widgets.lines import LineList
from tui.widgets.typing_ahead import type_ahead
from tui.wrap import fit, width_of

Entry = tuple[AnyCommand, str]
"""A command and its keys as a person writes them."""


class CommandList(LineList):
    """A line for each command that fits, best first."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._all = list(entries)
        self.found: list[tuple[Entry, tuple[int, ...]]] = [(entry, ()) for entry in entries]

    def filter(self, query: str) -> None:
        """Keep the commands whose title has the letters of `query` in order."""
        search = FuzzySearch()
        scored = [(search.match(query, entry[0].title), entry) for entry in self._all]
        fitting = [
            (score, tuple(places), entry) for (score, places), entry in scored if score > 0 or not query
        ]
        fitting.sort(key=lambda item: -item[0])
        self.found = [(entry, places) for _, places, entry in fitting]
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


class PaletteScreen(Dialog[AnyCommand | None]):
    """Dismissed with the command to run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+p", "cancel", "close"),
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

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = entries

    def compose(self) -> ComposeResult:
        """Input and list."""
        with Vertical() as box:
            box.border_title = "Commands"
            yield Input(placeholder="a few letters of what you want to do")
            yield CommandList(self._entries)

    def on_mount(self) -> None:
        """List all commands."""
        self.query_one(CommandList).changed(0)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self.query_one(CommandList).filter(event.value.strip())

    def on_key(self, event: events.Key) -> None:
        """Letters typed while this screen was opening."""
        if event.is_printable and self.focused is None:
            type_ahead(self, "Input", event)

    @on(Input.Submitted)
    @on(LineList.Opened)
    def _choose(self) -> None:
        self.dismiss(self.query_one(CommandList).current)

    def action_step(self, count: int) -> None:
        """Move the cursor."""
        self.query_one(CommandList).move(count)

    def action_cancel(self) -> None:
        """Run nothing."""
        self.dismiss(None)
