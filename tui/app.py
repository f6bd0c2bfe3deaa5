"""The Textual app: wiring only. Screens hold the views, `index.library` the data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import BindingType
from textual.reactive import reactive

from config.errors import BylinesError
from config.loading import Loaded, Sources
from config.settings import Settings
from index.library import Library
from index.model import Cancelled
from tui import hangup, jobs, themes
from tui.adding import Adding
from tui.arrangement import Arrangement
from tui.fetching import Fetching
from tui.garbage import LOOK_SECONDS, Garbage
from tui.going import Going, Leaving
from tui.recording import Recording
from tui.restoring import Restoring
from tui.safe import readable_traceback
from tui.touring import Touring
from tui.wandering import Wandering
from tui.warming import warm_up
from tui.work import Work

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.ahead import Ahead

STARTED_SECONDS = 2.0
NOTICES_SECONDS = 1.0


class BylinesApp(Going, Recording):
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
        self._notices_told = 0

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
        self._tell_notices()
        self.set_interval(NOTICES_SECONDS, self._tell_notices)

    def _tell_notices(self) -> None:
        """Tell what the library found out since last asked: a file set aside, articles that are damaged."""
        notices = self.library.notices
        for notice in notices[self._notices_told :]:
            self.notify(notice, severity="warning", markup=False, timeout=15)
        self._notices_told = len(notices)

    def _settle(self) -> None:
        """Load what the screens and comparing need before one is opened; then everything is there to stay."""
        self.in_steps = True

        def load(cancelled: Cancelled) -> None:
            warm_up(cancelled)
            if not cancelled():  # leaving waits for this thread
                self.library.prepare_comparisons()

        def failed(error: BylinesError) -> None:
            self.show_error(error)
            self._look_for_garbage()

        jobs.start(self, load, lambda _: self._look_for_garbage(), failed, group="prepare")

    def _look_for_garbage(self) -> None:
        self.garbage.begin()
        self.set_interval(LOOK_SECONDS, self.garbage.look)

    async def on_event(self, event: events.Event) -> None:
        """Keys come before tidying up."""
        if isinstance(event, events.InputEvent):
            self.garbage.touch()
        if isinstance(event, events.Key | events.MouseDown):
            self.touched()
        elif isinstance(event, events.AppBlur):
            self.garbage.away()
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

    def edit_outside(self, path: Path) -> None:
        """Suspend the reader and run the person's editor on a file."""
        from tui.editor import edit
        from tui.outside import in_terminal

        in_terminal(self, "The editor", lambda: edit(path, self.settings.editor))

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
        self.notify(str(error), severity="error", markup=False, timeout=10)
