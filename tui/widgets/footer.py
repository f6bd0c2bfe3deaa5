"""The last line of a screen: a status at the left, the keys that matter now at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.commands.base import AnyCommand
from tui.render import padded
from tui.widgets.drawn import Drawn
from tui.wrap import fit, width_of

PARTS = " · "
WARNS = "! "
"""Before what is more than said by the way, as colour alone tells some people nothing."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does here."""

    key: str
    label: str
    command: AnyCommand


def _width(hint: Hint) -> int:
    return width_of(hint.key) + width_of(hint.label) + 3


def _shortened(status: str, room: int) -> str:
    """A status of several facts without the first ones, where not all have room: the last are of what has
    the focus."""
    while width_of(status) > room and PARTS in status:
        status = " " + status.split(PARTS, 1)[1]
    return status


class FooterBar(Drawn):
    """Status and hints; hints that do not fit are left out from the end, a click runs one."""

    DEFAULT_CSS = """
    FooterBar { dock: bottom; height: 1; background: $panel; color: $foreground; }
    FooterBar > .footer--key { color: $text-accent; text-style: bold; background: $panel; }
    FooterBar > .footer--label { color: $text-muted; background: $panel; }
    FooterBar > .footer--status { background: $panel; }
    FooterBar > .footer--information { background: $panel; text-style: bold; }
    FooterBar > .footer--warning { color: $text-warning; background: $panel; text-style: bold; }
    FooterBar > .footer--error { color: $text-error; background: $panel; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("footer--key", "footer--label", "footer--status"),
        *("footer--information", "footer--warning", "footer--error"),
    }

    pending = reactive("")

    class Chosen(Message):
        """A hint was clicked."""

        def __init__(self, command: AnyCommand) -> None:
            self.command = command
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._status = ""
        self._hints: list[Hint] = []
        self._asks = False
        self._covered = ""
        self._told, self._severity = "", "information"
        self._areas: list[tuple[int, int, AnyCommand]] = []

    def show(self, status: str, hints: list[Hint], *, asks: bool = False) -> None:
        """Show another status and other hints; one that `asks` for the next step is not hidden by what was
        said by the way before."""
        if (status, hints, asks) != (self._status, self._hints, self._asks):
            self._covered = self._told if asks and not self._asks else self._covered if asks else ""
            self._status, self._hints, self._asks = status, hints, asks
            self.refresh()

    def has_room(self, message: str) -> bool:
        """Whether a message can stand here."""
        return "\n" not in message and width_of(message) + len(WARNS) + 2 <= self.app.size.width

    def tell(self, message: str, severity: str) -> None:
        """Show a message in place of the status, and of hints that have no room beside it; none, if empty."""
        if (message, severity) != (self._told, self._severity):
            if not message:
                self._covered = ""  # the same may be told anew
            self._told, self._severity = message, severity
            self.refresh()

    @property
    def _left(self) -> tuple[str, str]:
        """What stands at the left, and its component class."""
        by_the_way = self._severity == "information"
        if self._told and not self.pending and not (by_the_way and self._told == self._covered):
            return f" {'' if by_the_way else WARNS}{self._told}", f"footer--{self._severity}"
        return f" {self._status}" + (f"  {self.pending}" if self.pending else ""), "footer--status"

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        key = self.full("footer--key")
        label = self.full("footer--label")
        left, style = self._left
        most = width * 2 // 5 if style == "footer--status" and not self._asks else width
        chosen = self._fitting(width - min(width_of(left) + 2, most))
        hints: list[Segment] = []
        for hint in chosen:
            hints += [Segment(hint.key, key), Segment(f" {hint.label}  ", label)]
        hints_width = sum(width_of(segment.text) for segment in hints)
        start = width - hints_width
        self._areas = []
        for hint in chosen:
            end = start + _width(hint)
            self._areas.append((start, end, hint.command))
            start = end
        room = max(0, width - hints_width)
        status = [Segment(fit(fit(_shortened(left, room - 1), room - 1), room), self.full(style))]
        return Strip([*status, *padded(hints, hints_width, label)], width)

    def _fitting(self, room: int) -> list[Hint]:
        """The hints that fit, in their order; the last way to all others, the help, is never left out."""
        last = [hint for hint in self._hints if hint.command.id == "app.help"]
        if self._told and sum(_width(hint) for hint in last) > room:
            return []  # only as long as the message is there
        room -= sum(_width(hint) for hint in last)
        chosen: list[Hint] = []
        for hint in self._hints:
            if hint in last:
                continue
            room -= _width(hint)
            if room < 0:
                break
            chosen.append(hint)
        return chosen + last

    def on_click(self, event: events.Click) -> None:
        """Run the hint under the pointer."""
        for start, end, command in self._areas:
            if start <= event.x < end:
                self.post_message(self.Chosen(command))
