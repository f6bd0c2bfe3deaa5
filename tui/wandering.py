"""Going about between stories: back and forth over the jumps, and to the places marked with letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from index.bookmarks import Bookmark
from index.text import clean_line
from tui import jobs
from tui.jumps import Jumps, Place

if TYPE_CHECKING:
    from tui.app import BylinesApp
    from tui.screens.story import StoryScreen


class Wandering:
    """Belongs to the app, as jumps lead from story to story."""

    def __init__(self, app: BylinesApp) -> None:
        self._app = app
        self.jumps = Jumps()

    def leave(self, screen: StoryScreen) -> None:
        """A jump is made from the focused passage of a story."""
        place = _place(screen)
        if place is not None:
            self.jumps.leave(place)

    @property
    def open_story(self) -> StoryScreen | None:
        """The screen of the story that was opened last and is open, if there is one."""
        # By its name: its module takes a few frames to import, and where none is open it need not be there.
        named = (one for one in reversed(self._app.screen_stack) if getattr(one, "NAME", "") == "story")
        return cast("StoryScreen | None", next(named, None))

    def leave_open(self) -> None:
        """A jump is made from the story that was opened last, if one is open."""
        screen = self.open_story
        if screen is not None:
            self.leave(screen)

    def back(self, count: int) -> None:
        """To the place before the last jump."""
        self._step(self.jumps.back(self._here(), count), "There was no jump before this.")

    def forward(self, count: int) -> None:
        """To where the last step back began."""
        self._step(self.jumps.forward(self._here(), count), "This is the newest place.")

    def _step(self, place: Place | None, nothing: str) -> None:
        if place is None:
            self._app.say_here(nothing)
        else:
            self.go(place)

    def _here(self) -> Place | None:
        screen = self.open_story
        return _place(screen) if screen is not None and screen is self._app.screen else None

    def go(self, place: Place) -> None:
        """To a passage: of the story on the screen, or of another one in its place."""
        from tui.screens.story import StoryScreen

        screen = self._app.screen
        if not isinstance(screen, StoryScreen):
            self._app.push_screen(StoryScreen(place.story, place.passage))
        elif screen.story_id != place.story:
            screen.leave()
            self._app.switch_screen(StoryScreen(place.story, place.passage))
        elif place.passage is not None:
            screen.focus_passage(place.passage)

    # -- marks

    def set_mark(self, screen: StoryScreen) -> None:
        """Ask for a letter, and mark the focused passage with it."""
        from tui.screens.bookmarks import BookmarksScreen

        passage, article = screen.focused_passage, screen.focused_article
        if passage is None or article is None:
            return

        def put(letter: str | None) -> None:
            if letter is None:
                return
            text, title = clean_line(passage.text), clean_line(article.headline)
            marked = Bookmark(
                letter, screen.story_id, article.id, passage.id, text, article.outlet_name, title
            )
            self._app.writes.start(
                lambda: self._app.library.set_bookmark(marked),
                lambda _: self._app.say_here(f"Marked with {letter}."),
                self._app.show_error,
            )

        self._app.push_screen(BookmarksScreen(setting=True), put)

    def go_to_mark(self) -> None:
        """Ask for a letter, and go to what is marked with it."""
        from tui.screens.bookmarks import GO_BACK, BookmarksScreen

        app = self._app

        def show(found: tuple[str, str]) -> None:
            self.leave_open()
            self.go(Place(*found))

        def find(letter: str | None) -> None:
            if letter == GO_BACK:
                self.back(1)
            elif letter is not None:
                library = app.library
                jobs.start(app, lambda _: library.bookmarked(letter), show, app.show_error, group="open")

        app.push_screen(BookmarksScreen(setting=False), find)


def _place(screen: StoryScreen) -> Place | None:
    if screen.story is None or not screen.is_attached:
        return None
    passage = screen.focused_passage
    return Place(screen.story_id, passage.id if passage is not None else None)
