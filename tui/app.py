"""The Textual app: wiring only. Screens hold the views, `index.library` the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from rich.text import Text
from textual import events, on
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen

from config.errors import BylinesError
from config.loading import Loaded, Sources
from config.settings import Settings
from index.errors import LibraryError
from index.library import Library
from index.model import Article, Passage, StoryCard
from tui import hangup, jobs, themes
from tui.adding import Adding
from tui.arrangement import Arrangement
from tui.commands.base import AnyCommand
from tui.configuring import Configuring
from tui.fetching import Fetching
from tui.garbage import LOOK_SECONDS, Garbage
from tui.restoring import Restoring
from tui.safe import readable_traceback
from tui.screens.base import ReaderScreen
from tui.screens.stories import StoriesScreen
from tui.story_rows import rows_of
from tui.touring import Touring
from tui.wandering import Wandering
from tui.work import Work

if TYPE_CHECKING:
    from textual.driver import Driver

    from index.notemodel import Note, NoteDraft
    from tui.ahead import Ahead
    from tui.screens.note_editor import Writing
    from tui.screens.story_parts import Matches

MATCH_LIMIT = 500
STARTED_SECONDS = 2.0
RECENT = 20


@runtime_checkable
class Leaving(Protocol):
    """A screen that has something to keep when the reader is left."""

    def leave(self) -> None:
        """Keep it."""


class BylinesApp(Configuring):
    """The reader."""

    TITLE = "bylines"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False

    work: reactive[Work | None] = reactive(None, init=False, repaint=False)
    """The slow work that the top line of every screen tells of."""

    def __init__(
        self,
        library: Library,
        settings: Settings | None = None,
        *,
        demo: bool = False,
        env: Mapping[str, str] | None = None,
        loaded: Loaded | None = None,
        sources: Sources | None = None,
        session: Path | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        super().__init__(loaded or Loaded(settings or Settings()), sources, env)
        self.library = library
        self.ahead = ahead
        self.writes = jobs.Writes(self)
        self.fetching = Fetching(self)
        self.adding = Adding(self)
        self.touring = Touring(self)
        self.wandering = Wandering(self)
        self.restoring = Restoring(self, session)
        self.garbage = Garbage()
        self._works: dict[str, Work | None] = {}
        self.demo_wanted = False
        self.arrangements: dict[str, Arrangement] = {}
        self.recent: tuple[str, ...] = ()
        self.stay = False
        self.left = False
        self._gone = False
        self._demo = demo

    # -- start

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, which outlives its terminal for as long as it takes to end well."""
        return hangup.enduring(super().get_driver_class())

    def on_mount(self) -> None:
        """Choose the theme and show the stories."""
        if not self.is_headless:
            hangup.watch(0, self.hang_up)
        self.load_themes(self.library.paths.themes)
        known = self.choose_theme(self.settings.theme)
        if not known:
            self.choose_theme(themes.DARK.name)
        if self._demo:
            self.touring.offer()
        self.restoring.start()
        self.set_timer(STARTED_SECONDS, self._settle)
        self.tell_problems()
        self.watch_settings()
        self.recover_drafts()
        for notice in self.library.notices:
            self.notify(notice, severity="warning", markup=False, timeout=15)

    def _settle(self) -> None:
        """Load what comparing needs before a story is opened; then everything is there to stay."""
        work = self.library.prepare_comparisons
        jobs.start(self, lambda _: work(), self._look_for_garbage, self.show_error, group="prepare")

    def _look_for_garbage(self, _: None) -> None:
        self.garbage.begin()
        self.set_interval(LOOK_SECONDS, self.garbage.look)

    async def on_event(self, event: events.Event) -> None:
        """Keys come before tidying up."""
        if isinstance(event, events.InputEvent):
            self.garbage.touch()
        await super().on_event(event)

    def _fatal_error(self) -> None:
        """A bug ends the app; its traceback may quote outside text, so it is cleaned like all text."""
        error = self._exception
        message = readable_traceback(error) if error is not None else "unknown error"
        self._exit_renderables.append(Text(message, no_wrap=True, overflow="ignore"))
        self._close_messages_no_wait()

    @on(jobs.Finished)
    def _deliver(self, event: jobs.Finished) -> None:
        event.deliver()

    # -- screens

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
            return None if found is None or found == here else rows.story(found)

        def show(found: str | None) -> None:
            from tui.screens.story import StoryScreen

            if found is None:
                self.notify("Everything is read.", markup=False)
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

    def leave(self) -> None:
        """Keep what the open screens hold, finish what is being written, and end."""
        self.fetching.stop()
        self.adding.stop()
        self.stop_watching()
        for screen in self.screen_stack:
            if isinstance(screen, Leaving):
                screen.leave()
        self.restoring.keep()
        self.writes.then(self._end)

    def _end(self) -> None:
        if not self.stay or self._gone:
            self.left = True
            self.exit(return_code=hangup.STATUS if self._gone else 0)
        self.stay = False

    def hang_up(self) -> None:
        """The terminal is gone: keep what is open, as when the reader is left, and end in any case."""
        hangup.detach(0, 1, 2)
        self._gone = True
        self.leave()

    async def action_quit(self) -> None:
        """`ctrl+q`, also where a dialog is open."""
        self.leave()

    def tell_work(self, kind: str, work: Work | None) -> None:
        """How far one kind of slow work is; of several kinds the top lines show one."""
        self._works[kind] = work
        self.work = next((one for one in self._works.values() if one is not None), None)

    def open_demo(self) -> None:
        """Leave this library for that of the demonstration."""
        self.demo_wanted = True
        self.leave()

    def show_error(self, error: BylinesError) -> None:
        """Tell the person what went wrong and what to do."""
        self.notify(str(error), severity="error", markup=False, timeout=6)

    # -- notes and states

    def write_note(
        self,
        *,
        story: str,
        about: str,
        passages: Sequence[str],
        quotes: Sequence[tuple[Article, Passage]],
    ) -> None:
        """Open the editor on a new note; the file is made when it is first saved."""
        from tui.screens.note_editor import NoteEditor
        from tui.writing import NewNote

        self.push_screen(NoteEditor(NewNote(self.library, story, passages), about=about, quotes=quotes))

    def edit_note(self, note: Note) -> None:
        """Open the editor on a note."""
        from tui.screens.note_editor import NoteEditor
        from tui.writing import KnownNote

        about = ", ".join(dict.fromkeys(anchor.outlet for anchor in note.anchors)) or "on the story"
        writing = KnownNote(self.library, note)
        self.push_screen(NoteEditor(writing, about=about, title=note.title, text=note.text))

    def recover_drafts(self) -> None:
        """Open what was being written when a reader ended without saving, one after the other."""
        library = self.library

        def find(_: object) -> tuple[NoteDraft, Writing] | None:
            drafts = library.drafts()
            if not drafts:
                return None
            from tui.writing import recovered

            return drafts[0], recovered(library, drafts[0])

        def go_on(found: tuple[NoteDraft, Writing] | None) -> None:
            if found is None:
                return
            from tui.screens.note_editor import NoteEditor

            draft, writing = found
            editor = NoteEditor(
                writing,
                about=f"not saved, kept at {draft.saved}",
                title=draft.title,
                text=draft.text,
                unsaved=True,
            )
            self.push_screen(editor, lambda _: self.recover_drafts())

        self._job(find, go_on, group="drafts")

    def edit_outside(self, path: Path) -> None:
        """Suspend the reader and run the person's editor on a file."""
        from tui.editor import edit
        from tui.outside import in_terminal

        in_terminal(self, "The editor", lambda: edit(path, self.settings.editor))

    def edit_tags(self, card: StoryCard, then: Callable[[], None]) -> None:
        """Ask for a story's tags and store them."""
        from tui.screens.prompt import Prompt

        library = self.library

        def take(answer: str | None) -> None:
            if answer is not None:
                tags = list(dict.fromkeys(word.lstrip("#") for word in answer.split() if word.lstrip("#")))
                self.writes.start(lambda: library.set_tags(card.id, tags), lambda _: then(), self.show_error)

        self.push_screen(Prompt("tags", " ".join(card.tags), "words with spaces between"), take)

    def remember(self, story_id: str, passage: str) -> None:
        """Keep the reading position of a story."""
        library = self.library

        def keep() -> None:
            with suppress(LibraryError):
                library.set_position(story_id, passage)

        self.writes.start(keep, lambda _: None, self.show_error)

    def _job(self, work: Callable[[Any], Any], done: Callable[[Any], None], *, group: str) -> None:
        screen = self.screen

        jobs.start(screen, work, done, self.show_error, group=group)
