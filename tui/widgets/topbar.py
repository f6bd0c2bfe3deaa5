"""The first line of a screen: what is open, and facts about it."""

from __future__ import annotations

from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from tui.render import bar
from tui.wrap import width_of

LEAST_FACTS = 20


class TopBar(Widget):
    """A title, facts behind it, and a state at the right."""

    DEFAULT_CSS = """
    TopBar { dock: top; height: 1; background: $panel; }
    TopBar > .topbar--title { text-style: bold; color: $primary; background: $panel; }
    TopBar > .topbar--facts { color: $text-muted; background: $panel; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"topbar--title", "topbar--facts"}

    def __init__(self, title: str = "", facts: str = "", state: str = "") -> None:
        super().__init__()
        self._title, self._facts, self._state = title, facts, state

    def show(self, title: str, facts: str = "", state: str = "") -> None:
        """Show other texts."""
        if (title, facts, state) != (self._title, self._facts, self._state):
            self._title, self._facts, self._state = title, facts, state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line; the facts give way before the title does."""
        title = self.get_component_rich_style("topbar--title")
        facts = self.get_component_rich_style("topbar--facts")
        right = [(f"  {self._state} ", facts)] if self._state else []
        left = [(f" {self._title}", title)]
        room = self.size.width - sum(width_of(text) for text, _ in (*left, *right))
        if self._facts and room >= LEAST_FACTS:
            left.append((f"   {self._facts}", facts))
        return bar(left, right, self.size.width, facts)
