"""What differs in a story, section by section: figures, quotes, who is silent, shared wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tui.commands.panels import DIFFERENCES
from tui.difference_entries import Entry, Section
from tui.screens.panel import Panel
from tui.widgets.entry_list import EntryList
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.lines import LineList
from tui.widgets.tabs import TabBar
from tui.wrap import width_of


class DifferencesScreen(Panel[Entry | None]):
    """A panel over the story, a tab for each section; dismissed with the entry to go to."""

    ACTIONS = DIFFERENCES
    OPENED_BY = "story.differences"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"choose({number})", show=False) for number in range(1, 10)
    ]

    DEFAULT_CSS = """
    DifferencesScreen EntryList { height: 1fr; margin-top: 1; }
    DifferencesScreen.low EntryList { margin-top: 0; }
    """

    def __init__(self, sections: Sequence[Section], chosen: int | None = None) -> None:
        super().__init__()
        self._sections = tuple(sections)
        filled = next((place for place, one in enumerate(self._sections) if one.size), 0)
        self.chosen = filled if chosen is None else chosen

    def compose(self) -> ComposeResult:
        """Tabs, the list and a line of help."""
        with Vertical() as box:
            box.border_title = "Differences"
            yield TabBar()
            yield EntryList()
            following, go = self.key_for("differences.next"), self.key_for("differences.go")
            yield HelpLine(
                Part(f"{following} next list", lambda: self.section(1)),
                Part(f"{go} goes to the text", self.action_go),
                Part("esc closes", self.close, stays=True),
                Part("no verdicts"),
            )

    def on_mount(self) -> None:
        """Show the first section that has something."""
        self.call_after_refresh(self._show)

    def on_resize(self, event: events.Resize) -> None:
        """The tabs go without their numbers where these do not fit."""
        self._show_tabs()

    def _show(self) -> None:
        self._show_tabs()
        self.query_one(EntryList).show(self._sections[self.chosen].entries)

    def _show_tabs(self) -> None:
        names = [f"{one.name} {one.size}" for one in self._sections]
        room = self.query_one(TabBar).size.width
        if room and sum(width_of(name) + 3 for name in names) > room:
            names = [one.name for one in self._sections]
        self.query_one(TabBar).show(names, self.chosen)

    def section(self, count: int) -> None:
        """Another section, round the end."""
        self.chosen = (self.chosen + count) % len(self._sections)
        self._show()

    def action_choose(self, number: int) -> None:
        """A section by its number."""
        if number <= len(self._sections):
            self.chosen = number - 1
            self._show()

    @on(TabBar.Chosen)
    def _clicked(self, event: TabBar.Chosen) -> None:
        self.action_choose(event.place + 1)

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.query_one(EntryList).move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.query_one(EntryList).page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end."""
        self.query_one(EntryList).to_edge(end=end)

    @on(LineList.Opened)
    def action_go(self) -> None:
        """Close and go."""
        entry = self.query_one(EntryList).current
        if entry is not None:
            self.dismiss(entry)
