"""Reading without furniture, and selecting passages: the modes of a story's screen that `Esc` ends."""

from __future__ import annotations

from textual import on

from tui.outside import copy
from tui.screens.story_parts import StoryParts
from tui.widgets.columns_view import ColumnsView
from tui.wording import count


class StorySelecting(StoryParts):
    """The part of the story's screen that holds a selection, and zen mode."""

    _anchor: str | None = None
    _zoomed_before = False

    # -- zen

    @property
    def zen(self) -> bool:
        """Whether there is only the text."""
        return self.has_class("zen")

    def toggle_zen(self) -> None:
        """Only the text of the focused outlet, or everything again."""
        if self.story is None:
            return
        arrangement = self.arrangement
        entering = not self.zen
        if entering:
            self._zoomed_before = arrangement.zoomed
            if self.in_rows:
                self.toggle_view()
        self.set_class(entering, "zen")
        self.columns_view.zen = entering
        arrangement.zoomed = entering or self._zoomed_before
        self.columns_view.zoom(arrangement.zoomed)
        self.tell()

    def toggle_panel(self, name: str) -> None:
        """Show a panel by its class, or hide it; one that is asked for in zen mode ends that."""
        shown = self.has_class(name) and not self.zen
        if self.zen:
            self.toggle_zen()
        self.set_class(not shown, name)

    # -- selecting passages

    @property
    def selecting(self) -> bool:
        """Whether passages are being selected."""
        return self._anchor is not None and not self.in_rows

    def toggle_selecting(self) -> None:
        """Begin a selection with the focused passage, or end it."""
        if self._anchor is not None:
            self.end_selection()
        elif self.in_rows:
            self.say(f"Passages are selected in the columns; {self.reader.key_for('story.view')} shows them.")
        elif self.columns.focused_id is not None:
            self._anchor = self.columns.focused_id
            self.show_selection()

    def end_selection(self) -> None:
        """Nothing is selected any more, neither by keys nor by the mouse."""
        self._anchor = None
        self.columns_view.unselect()
        self.show_selection()

    def show_selection(self) -> None:
        """Draw what is selected."""
        self.columns_view.select(frozenset(self.chosen_passages() if self.selecting else ()))

    def chosen_passages(self) -> tuple[str, ...]:
        """The selected passages, in their order; without a selection the focused one, or the row."""
        place = self.columns.place_of(self._anchor) if self._anchor and not self.in_rows else None
        focus = self.columns.focus
        if place is None:
            return super().chosen_passages()
        if place.column != focus.column:
            # A selection is of one outlet: in another column it begins anew.
            self._anchor = self.columns.focused_id
            return super().chosen_passages()
        low, high = sorted((place.passage, focus.passage))
        passages = self.columns.articles[focus.column].passages
        return tuple(passage.id for passage in passages[low : high + 1])

    def selection_words(self) -> str:
        """What the footer says of the selection."""
        if not self.selecting:
            return ""
        return f"{count(len(self.chosen_passages()), 'passage')} selected"

    def let_go(self) -> bool:
        """End the selection, then zen mode; False when there was neither."""
        if self._anchor is not None or self.columns_view.dragged is not None:
            self.end_selection()
        elif self.zen:
            self.toggle_zen()
        else:
            return False
        return True

    @on(ColumnsView.Selected)
    def _copy_dragged(self, event: ColumnsView.Selected) -> None:
        """What was selected with the mouse, as plain text."""
        copy(self.reader, event.text, "Copied.")
