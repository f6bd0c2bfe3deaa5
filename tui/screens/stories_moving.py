"""Moving in the list of stories."""

from __future__ import annotations

from tui.screens.stories_beginning import StoriesBeginning
from tui.widgets.story_list import StoryList


class StoriesMoving(StoriesBeginning):
    """The part of the stories' screen that moves the cursor."""

    _end_wanted = False

    @property
    def story_list(self) -> StoryList:
        """The list."""
        return self.query_one(StoryList)

    @property
    def whole(self) -> bool:
        """Whether all of the list is there, and not its start alone."""
        raise NotImplementedError

    def move(self, count: int) -> None:
        """Move the cursor."""
        self._end_wanted = False
        self.lines.move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self._end_wanted = False
        self.lines.page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end of the list; to its last story once that is there."""
        self._end_wanted = end and not self.whole
        self.lines.to_edge(end=end)

    def run_late(self) -> None:
        """All of the list is there now: go to its end, if that was asked for."""
        if self._end_wanted:
            self._end_wanted = False
            self.lines.to_edge(end=True)

    def next_unread(self) -> None:
        """Move to the next story with something unread, round the end."""
        row = self.story_list.rows.next_unread(self.story_list.cursor)
        if row is None:
            self.say("Everything is read.")
        elif row == self.story_list.cursor:
            self.say("No other story is unread.")
        else:
            self.story_list.cursor = row
