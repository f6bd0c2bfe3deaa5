"""The last line of a dialog: what can be pressed there, to be clicked, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from tui.render import padded
from tui.widgets.drawn import Drawn
from tui.wrap import fit, width_of

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Part:
    """A few words, and what a click on them does: what the key does that they name.

    What `stays` is shown also where there is not room for all: the way out.
    """

    text: str
    action: Callable[[], object] | None = None
    stays: bool = False


class HelpLine(Drawn):
    """Parts with dots between, as many as fit."""

    def __init__(self, *parts: Part, id: str | None = None) -> None:
        super().__init__(id=id, classes="help")
        self._parts = parts
        self._areas: list[tuple[int, int, Part]] = []

    def say(self, *parts: Part) -> None:
        """Say something else."""
        self._parts = parts
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.content_size.width
        self._areas = []
        segments: list[Segment] = []
        at = 0
        for part in self._fitting(width):
            text = fit(part.text, min(width_of(part.text), max(1, width - at)))
            self._areas.append((at, at + width_of(text), part))
            segments += [Segment(_BETWEEN, self.ground)] if segments else []
            segments.append(Segment(text, self.ground))
            at = sum(width_of(segment.text) for segment in segments) + width_of(_BETWEEN)
        return Strip(padded(segments, width, self.ground), width)

    def _fitting(self, width: int) -> list[Part]:
        chosen = list(self._parts)
        while len(chosen) > 1 and width_of(_BETWEEN.join(part.text for part in chosen)) > width:
            chosen.remove(next((part for part in reversed(chosen) if not part.stays), chosen[-1]))
        return chosen

    def on_click(self, event: events.Click) -> None:
        """Do what the words under the pointer say."""
        place = event.get_content_offset(self)
        for start, end, part in self._areas if place is not None else ():
            if place is not None and start <= place.x < end and part.action is not None:
                event.stop()
                part.action()
