"""A question for a path at the foot of the screen; Tab completes it, and what fits is listed above."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from tui import jobs
from tui.path_completion import Completion, complete, next_line
from tui.screens.prompt import Prompt
from tui.wrap import fit, width_of

if TYPE_CHECKING:
    from tui.app import BylinesApp


class PathInput(Input):
    """An input whose Tab completes."""

    # Its own, not the screen's with priority: that would run before letters typed before it.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "screen.complete", "complete")]


class PathPrompt(Prompt):
    """Dismissed with the line, or with None after `Esc`."""

    DEFAULT_CSS = """
    PathPrompt { align: left bottom; background: $background 0%; }
    PathPrompt ToastRack { margin-bottom: 2; }
    PathPrompt > Vertical { height: 2; dock: bottom; background: $panel; }
    PathPrompt Vertical Horizontal { height: 1; background: $panel; }
    PathPrompt #choices { width: 1fr; padding: 0 1; color: $text-muted; text-style: none; }
    PathPrompt #choices { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, question: str, value: str = "", *, about: str) -> None:
        super().__init__(question, value)
        self._about = about
        self._offered: Completion | None = None
        self._wanted = False

    def compose(self) -> ComposeResult:
        """What fits, the question and its input."""
        with Vertical():
            yield Label(self._about, id="choices", markup=False)
            with Horizontal():
                yield Label(self._question, markup=False)
                yield PathInput(self._value, select_on_focus=False)

    def on_mount(self) -> None:
        """Begin behind what is there."""
        self.query_one(Input).action_end()

    @on(jobs.Finished)
    def _deliver(self, event: jobs.Finished) -> None:
        event.deliver()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """Another line: what fits is looked for anew, unless Tab put it there."""
        if not self._offers(event.value):
            self._offered = None
            self._look()

    def _offers(self, line: str) -> bool:
        """Whether what fits is known for a line, which may be one that Tab made."""
        offered = self._offered
        return offered is not None and line in (offered.line, offered.common, *offered.choices)

    def _look(self) -> None:
        line = self.query_one(Input).value
        home = os.path.expanduser("~")  # noqa: PTH111 (the text is wanted, not a path)
        # A folder may be on a disk that sleeps, or on another machine.
        jobs.start(
            self,
            lambda _: complete(line, home),
            self._offer,
            cast("BylinesApp", self.app).show_error,
            group="paths",
        )

    def _offer(self, completion: Completion) -> None:
        if completion.line != self.query_one(Input).value:
            # Another line by now; its own look is under way.
            return
        self._offered = completion
        self._tell()
        if self._wanted:
            self._wanted = False
            self.action_complete()

    def _tell(self) -> None:
        offered = self._offered
        if offered is None or not offered.line:
            said = self._about
        else:
            none = "nothing there begins so"
            if offered.line.endswith("/"):
                none = "nothing there; a dot shows hidden names"
            said = listed(offered.names, self.size.width - 2) or none
        self.query_one("#choices", Label).update(said)

    def action_complete(self) -> None:
        """Go on with the path as far as that is clear; then through what fits, one after the other."""
        entry = self.query_one(Input)
        if self._offered is None or not self._offers(entry.value):
            self._wanted = True
            self._look()
            return
        line = next_line(self._offered, entry.value)
        if len(self._offered.choices) == 1:
            # The next Tab looks into the folder.
            self._offered = None
        entry.value = line
        entry.action_end()


def listed(names: list[str], width: int) -> str:
    """As many of the names as fit into `width` cells, and how many more there are; empty for none."""
    shown: list[str] = []
    for place, name in enumerate(names):
        more = len(names) - place - 1
        rest = f"  and {more:,} more" if more else ""
        line = "  ".join([*shown, name])
        if width_of(line) + width_of(rest) > width:
            left = len(names) - len(shown)
            return fit("  ".join(shown) + f"  and {left:,} more", width) if shown else fit(name, width)
        shown.append(name)
    return "  ".join(shown)
