"""The part of the app that opens screens and closes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen

from tui import jobs
from tui.commands.base import AnyCommand
from tui.configuring import Configuring
from tui.screens.base import ReaderScreen
from tui.screens.stories import StoriesScreen
from tui.story_rows import rows_of

if TYPE_CHECKING:
    from tui.screens.story_parts import Matches
    from tui.touring import Touring
    from tui.wandering import Wandering

MATCH_LIMIT = 500
RECENT = 20


@runtime_checkable
class Leaving(Protocol):
    """A screen that has something to keep when the reader is left."""

    def leave(self) -> None:
        """Keep it."""


class Going(Configuring):
    """An app whose screens lie on each other."""

    touring: Touring
    wandering: Wandering
    recent: tuple[str, ...]
    """The ids of the commands run last from the palette, the last one first."""

    def leave(self) -> None:
        """End the app in good order."""
        raise NotImplementedError

    def open_story(self, story_id: str, *, passage: str | None = None, query: str | None = None) -> None:
        """Open a story; with a query, its matches are lit."""
        from tui.screens.story import StoryScreen

        self.wandering.leave_open()
        if not query:
            self.push_screen(StoryScreen(story_id, passage))
            return
        library = self.library

        def find(_: object) -> Matches:
            results = library.search(query, story=story_id, limit=MATCH_LIMIT)
            texts = {p.id: p.text for article in library.story(story_id).articles for p in article.passages}
            found: Matches = {}
            for hit in results.hits:
                start = texts.get(hit.passage or "", "").find(hit.snippet)
                if hit.passage and start >= 0:
                    found[hit.passage] = tuple((start + a, start + b) for a, b in hit.highlights)
            return found

        def show(matches: Matches) -> None:
            self.push_screen(StoryScreen(story_id, passage, matches))

        self._job(find, show, group="open")

    def open_next_unread(self, story_id: str) -> None:
        """Replace the story on the screen by the next one with something unread."""
        library = self.library

        def find(_: object) -> str | None:
            rows = rows_of(library.order(), by_day=False)
            here = rows.row(story_id)
            found = rows.next_unread(-1 if here is None else here)
            return None if found is None else rows.story(found)

        def show(found: str | None) -> None:
            from tui.screens.story import StoryScreen

            if found is None:
                self.notify("Everything is read.", markup=False)
            elif found == story_id:
                self.notify("No other story is unread.", markup=False)
            else:
                if isinstance(self.screen, ReaderScreen):
                    self.wandering.leave_open()
                    self.screen.leave()
                self.switch_screen(StoryScreen(found))

        self._job(find, show, group="open")

    def open_search(self) -> None:
        """The search screen."""
        from tui.screens.search import SearchScreen

        self.push_screen(SearchScreen())

    def open_palette(self, screen: ReaderScreen) -> None:
        """All commands of a screen, to be found by name and run; those run last from here come first."""
        from tui.commands.theming import theme_commands
        from tui.screens.palette import PaletteScreen

        def run(command: AnyCommand | None) -> None:
            if command is not None:
                before = (name for name in self.recent if name != command.id)
                self.recent = (command.id, *before)[:RECENT]
                screen.run_command(command)

        entries = [(command, "  ".join(keys)) for command, keys in self.bound_commands(screen)]
        keyless = (*screen.own_commands(), *theme_commands(self.theme_names))
        entries += [(command, "") for command in keyless]
        self.push_screen(PaletteScreen(entries, self.recent), run)

    def open_notes(self, screen: Screen[Any], note: str | None = None) -> None:
        """The notes: of the story when called from one, else all."""
        from tui.screens.notes import NotesScreen

        opened = self.wandering.open_story
        story = opened.story_id if opened is not None and opened is screen else None
        if not isinstance(screen, NotesScreen):
            self.push_screen(NotesScreen(story, note))

    def open_feeds(self, screen: Screen[Any]) -> None:
        """The feeds."""
        from tui.screens.feeds import FeedsScreen

        if not isinstance(screen, FeedsScreen):
            self.push_screen(FeedsScreen())

    def filter_stories(self, query: str) -> None:
        """Back to the list of stories, with those that fit a query."""
        while not isinstance(self.screen, StoriesScreen):
            if isinstance(self.screen, Leaving):
                self.screen.leave()
            self.pop_screen()
        self.screen.show_filter(query)

    def open_help(self, screen: ReaderScreen) -> None:
        """The keys of a screen."""
        from tui.help_lines import key_line
        from tui.screens.help import HelpScreen

        lines = [key_line(command, keys) for command, keys in self.bound_commands(screen)]
        card = screen.help_card()
        self.push_screen(HelpScreen(lines, card, preset=self.settings.keymap))

    def go_back(self, *, or_quit: bool = False) -> None:
        """End what is under way, then the tour, then close the screen; the list of stories lifts its filter
        first, and quits only when asked to."""
        screen = self.screen
        if isinstance(screen, ReaderScreen) and screen.let_go():
            return
        if not or_quit and self.touring.close(screen):
            return
        if isinstance(screen, StoriesScreen):
            if not screen.lift_filter() and or_quit:
                self.leave()
        elif isinstance(screen, ReaderScreen):
            screen.jumped()
            screen.leave()
            self.pop_screen()

    def _job(self, work: Callable[[Any], Any], done: Callable[[Any], None], *, group: str) -> None:
        jobs.start(self.screen, work, done, self.show_error, group=group)
