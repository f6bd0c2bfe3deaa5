"""Panels of a story's screen: differences by section, words that differ, wording that is shared."""

from __future__ import annotations

from index.model import Role
from tui.screens.story_parts import StoryParts
from tui.shared_runs import shared_runs
from tui.widgets.words_panel import WordsPanel, words_entries


class StoryPanels(StoryParts):
    """What is shown beside, below or over the columns."""

    _section: int | None = None

    def show_differences(self) -> None:
        """Open the panel of differences, at the section shown last."""
        if self.story is None or self.comparison is None:
            self.say("The comparison is not ready yet.")
            return
        from tui.difference_entries import Entry, sections
        from tui.screens.differences import DifferencesScreen

        found = sections(self.story, self.comparison, self.listed_articles(self.story))
        panel = DifferencesScreen(found, self._section)

        def go(entry: Entry | None) -> None:
            self._section = panel.chosen
            if entry is None or entry.passage is None:
                return
            self.jumped()
            self.focus_passage(entry.passage)
            if found[panel.chosen].name == "Shared wording" and not self.columns_view.runs:
                self.toggle_wording()

        self.app.push_screen(panel, go)

    def toggle_wording(self) -> None:
        """Mark in the text what stands word for word in another outlet, or no longer."""
        if self.comparison is None:
            self.say("The comparison is not ready yet.")
            return
        if self.columns_view.runs:
            self.columns_view.runs = {}
        else:
            self.columns_view.runs = shared_runs(self.columns.articles, self.comparison)
            if not self.columns_view.runs:
                self.say("No two outlets shown have seven words or more in a row in common.")
        self.columns_view.refresh()

    def toggle_words(self) -> None:
        """Show what each outlet makes of the focused passage, word by word, or hide it."""
        self.toggle_panel("with-words")
        self.show_words()

    def show_words(self) -> None:
        """Show the words that differ from the focused passage, if that panel is open."""
        if not self.has_class("with-words"):
            return
        from tui.difference_entries import Entry

        passage, columns = self.focused_passage, self.columns
        partners = columns.partners(passage.id) if passage is not None else {}
        self.query_one(WordsPanel).show(
            words_entries(columns.articles, columns.focus.column, passage, partners)
            if passage is not None and passage.role in (Role.BODY, Role.TITLE)
            else [Entry("Words are compared of headlines and of the body of the text.", "muted")]
        )
