"""What can be done while there is nothing to read: a short list, chosen from like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.commands.base import AnyCommand
from tui.render import padded
from tui.widgets.lines import LineList
from tui.wrap import fit, width_of, wrap

WIDEST = 78
TITLE = "Nothing to read yet"
FOOT = "What `bylines add` adds elsewhere appears here by itself."


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done first: its command, what it is called here, what it takes, its key."""

    command: AnyCommand
    title: str
    about: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a step's by its number, else a text in a style."""

    text: str = ""
    style: str = ""
    step: int | None = None


def lay_out(steps: Sequence[Step], width: int, height: int) -> list[Line]:
    """The lines for a place of this size: with air where there is room for it, without where there is not."""
    foot = [Line(FOOT[start:end], "muted") for start, end in wrap(FOOT, max(1, min(width, WIDEST) - 2))]
    tight = len(steps) + len(foot) + 3
    airy = height >= tight + len(steps) + 4
    lines = [Line()] * (max(1, (height - tight - len(steps)) // 4) if airy else 0)
    lines += [Line(TITLE, "head"), Line()]
    for number in range(len(steps)):
        lines += [Line(step=number), *([Line()] if airy else [])]
    return [*lines, *([] if airy else [Line()]), *foot]


class FirstSteps(LineList):
    """The steps, with the cursor on one."""

    DEFAULT_CSS = """
    FirstSteps { background: $background; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._lines: list[Line] = []

    @property
    def current(self) -> Step | None:
        """The step with the cursor."""
        number = self._lines[self.cursor].step if self.cursor < len(self._lines) else None
        return self._steps[number] if number is not None else None

    def show(self, steps: Sequence[Step]) -> None:
        """Show steps; the cursor stays on the one it is on."""
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            self._arrange()

    def on_resize(self) -> None:
        """Arrange for the new size."""
        self._arrange()

    def _arrange(self) -> None:
        number = self._lines[self.cursor].step if self.cursor < len(self._lines) else None
        self._lines = lay_out(self._steps, self.line_width, self.size.height)
        wanted = number or 0
        self.changed(next((at for at, line in enumerate(self._lines) if line.step == wanted), 0))

    def length(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def selectable(self, index: int) -> bool:
        """Only steps can be chosen."""
        return 0 <= index < len(self._lines) and self._lines[index].step is not None

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """A step: its key, what it is called, what it takes where there is room."""
        line = self._lines[index]
        left = Segment(" " * max(1, (width - WIDEST) // 2), base)
        room = min(width, WIDEST) - 2
        if line.step is None:
            style = base + self.style(line.style) if line.style else base
            return Strip(padded([left, Segment(fit(f"  {line.text}", room + 1), style)], width, base), width)
        step = self._steps[line.step]
        keys = max((width_of(one.key) for one in self._steps), default=0)
        titles = max(width_of(one.title) for one in self._steps)
        head = [
            Segment(f"  {fit(step.key, keys)}  ", base + self.style("accent")),
            Segment(fit(step.title, titles), base + self.style("strong")),
        ]
        used = keys + titles + 6
        about = Segment(f"  {fit(step.about, max(0, room - used))}", base + self.style("muted"))
        shown = [*head, about] if room - used >= width_of(step.about) // 2 else head
        return Strip(padded([left, *shown], width, base), width)
