"""The first line of a screen: what is open, facts about it, and slow work that goes on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tui.render import bar
from tui.widgets.drawn import Drawn
from tui.work import Work, work_line
from tui.wrap import fit, width_of

if TYPE_CHECKING:
    from tui.app import BylinesApp

LEAST_FACTS = 20
LEAST_TITLE = 16


class TopBar(Drawn):
    """A title, facts behind it, and at the right the app's slow work and a state.

    Where a way leads back, a sign before the title says so, and a click on either goes it.
    """

    DEFAULT_CSS = """
    TopBar { dock: top; height: 1; background: $panel; }
    TopBar > .topbar--title { text-style: bold; color: $text-primary; background: $panel; }
    TopBar > .topbar--facts { color: $text-muted; background: $panel; }
    TopBar > .topbar--work { color: $text-accent; background: $panel; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"topbar--title", "topbar--facts", "topbar--work"}

    leads_back = reactive(False)

    class Back(Message):
        """The way back was clicked."""

    def __init__(self, title: str = "", facts: str = "", state: str = "") -> None:
        super().__init__()
        self._title, self._facts, self._state = title, facts, state
        self._work: Work | None = None

    def on_mount(self) -> None:
        """Follow the app's slow work."""
        self.watch(self.app, "work", self._show_work)

    def _show_work(self, work: Work | None) -> None:
        if work != self._work:
            self._work = work
            if self.screen.is_active or self.app.screen.is_modal:
                self.refresh()
            else:
                # Out of sight; drawn when it comes back into it.
                self.forget_lines()

    def show(self, title: str, facts: str = "", state: str = "") -> None:
        """Show other texts."""
        if (title, facts, state) != (self._title, self._facts, self._state):
            self._title, self._facts, self._state = title, facts, state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line; facts and a long title give way to work and state, the facts before the title."""
        title = self.full("topbar--title")
        facts = self.full("topbar--facts")
        state = f"  {self._state} "
        beside = self.size.width - width_of(self._title) - 1
        if width_of(state) > beside >= self.size.width // 2:
            # Behind a short title a long state, such as a filter, is shown as far as there is room.
            state = fit(f"  {self._state}", beside - 1) + " "
        room = self.size.width - width_of(state)
        crowded = room <= self.size.width // 2 and width_of(self._title) + 1 > room
        right = [(state, facts)] if self._state and not crowded else []
        sign = cast("BylinesApp", self.app).signs.back
        left = [(sign, facts), (self._title, title)] if self.leads_back else [(f" {self._title}", title)]
        work = self._work_line(sum(width_of(text) for text, _ in right))
        if work:
            right.insert(0, (f"  {work} ", self.full("topbar--work")))
        room = self.size.width - sum(width_of(text) for text, _ in (*left, *right))
        if self._facts and room >= LEAST_FACTS:
            left.append((f"   {self._facts}", facts))
        return bar(left, right, self.size.width, facts)

    def on_click(self, event: events.Click) -> None:
        """Go back."""
        if self.leads_back and event.x <= width_of(self._title):
            self.post_message(self.Back())

    def _work_line(self, taken: int) -> str:
        if self._work is None:
            return ""
        title = min(width_of(self._title) + 1, max(LEAST_TITLE, self.size.width // 3))
        room = self.size.width - taken - title - 3
        return work_line(self._work, room, cast("BylinesApp", self.app).signs)
