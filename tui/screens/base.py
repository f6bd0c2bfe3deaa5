"""What all screens share: commands by key, a footer, jobs, messages to the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, cast, runtime_checkable

from textual import events, on
from textual.geometry import Size
from textual.screen import Screen

from config.errors import BylinesError
from config.keynames import written
from config.settings import Settings
from index.model import Cancelled
from tui import jobs
from tui.commands.base import AnyCommand
from tui.keys import KeyDispatcher, key_name
from tui.widgets.drawn import Empty
from tui.widgets.footer import FooterBar, Hint
from tui.widgets.topbar import TopBar
from tui.widgets.typing_ahead import takes_text, type_ahead

if TYPE_CHECKING:
    from config.settings import Settings
    from index.library import Library
    from tui.app import BylinesApp

T = TypeVar("T")

WITH_PANELS, WITH_BAR, WITH_FOOTER = 10, 7, 4
"""The least height of a screen, in rows, at which these are worth their rows."""


@runtime_checkable
class Adapts(Protocol):
    """A widget whose lines depend on the settings."""

    def settings_changed(self) -> None:
        """Lay them out anew."""


class ReaderScreen(Screen[None], Empty):
    """A screen whose keys run commands.

    `NAME` is its scope in the key map. Keys that the focused input uses for typing stay its own.
    """

    DEFAULT_CSS = """
    ReaderScreen.without-bar TopBar { display: none; }
    ReaderScreen.without-footer FooterBar { display: none; }
    """
    NAME: ClassVar[str] = ""
    ACTIONS: ClassVar[tuple[AnyCommand, ...]] = ()
    AUTO_FOCUS: ClassVar[str | None] = "*"
    TYPES_INTO: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._dispatcher: KeyDispatcher | None = None
        self._early: list[tuple[AnyCommand, int | None]] = []

    # -- the app

    @property
    def reader(self) -> BylinesApp:
        """The app, typed."""
        return cast("BylinesApp", self.app)

    @property
    def library(self) -> Library:
        """The door to the library."""
        return self.reader.library

    # -- commands

    def commands(self) -> tuple[AnyCommand, ...]:
        """This screen's commands, then those of the app."""
        from tui.commands.everywhere import EVERYWHERE

        return self.ACTIONS + EVERYWHERE

    def own_commands(self) -> list[AnyCommand]:
        """The person's own commands, which only the palette has besides."""
        return []

    @property
    def waiting(self) -> bool:
        """Whether what this screen's own commands work on is still on its way."""
        return False

    def run_early(self) -> None:
        """Run the commands that waited for it, in their order."""
        early, self._early = self._early, []
        for command, count in early:
            self.run_command(command, count)

    def run_command(self, command: AnyCommand, count: int | None = None) -> None:
        """Run a command on this screen; one of its own, or a move, when there is something to work on."""
        if self.waiting and command.id.startswith((f"{self.NAME}.", "move.")):
            self._early.append((command, count))
            return
        command.run(self, count)
        self.reader.touring.ran(command.id, self)
        self.refresh_footer()

    def on_key(self, event: events.Key) -> None:
        """Give the key to the commands unless the focused input types with it."""
        if self.leaving:
            event.stop()
            return
        if not self.is_active:
            # Typed faster than the screen above this one opened: it belongs to that one.
            event.stop()
            self.app.screen.post_message(events.Key(event.key, event.character))
            return
        if self._is_typing(event) or self._typed_ahead(event):
            return
        if self._dispatcher is None:
            self._dispatcher = KeyDispatcher(self.reader.bindings_of(self))
        key = key_name(event.key, event.character)
        if self._dispatcher.waiting and (key,) in self.reader.forgetting:
            event.stop()
            self._dispatcher.reset()
            self._show_pending("")
            return
        outcome = self._dispatcher.feed(key)
        if not outcome.used:
            self._show_pending("")
            return
        event.stop()
        event.prevent_default()
        self._show_pending(outcome.pending)
        if outcome.command is not None:
            by_id = {command.id: command for command in self.commands()}
            self.run_command(by_id[outcome.command], outcome.count)

    def _is_typing(self, event: events.Key) -> bool:
        focused = self.focused
        if focused is None or not takes_text(focused):
            return False
        return event.is_printable or event.key in focused._bindings.key_to_bindings

    def _typed_ahead(self, event: events.Key) -> bool:
        """Whether this is a letter typed before the screen's input had the focus; the input gets it."""
        if self.focused is not None or not self.TYPES_INTO or not event.is_printable:
            return False
        return type_ahead(self, self.TYPES_INTO, event)

    def help_card(self) -> list[tuple[str, str]]:
        """What the help of this screen says besides its keys: (text, style) lines."""
        return []

    @property
    def types_now(self) -> bool:
        """Whether letters are typed into an input now."""
        return self.focused is not None and takes_text(self.focused)

    def settings_changed(self, before: Settings) -> None:
        """The settings are others now: keys, and whatever is drawn by them, is laid out anew."""
        self._dispatcher = None
        self._show_pending("")
        for widget in self.walk_children():
            if isinstance(widget, Adapts):
                widget.settings_changed()
        self.reader.touring.show_on(self)
        self.refresh_footer()
        self.refresh(layout=True)

    # -- footer

    def hints(self) -> list[Hint]:
        """The commands named in the footer, with the keys that run them now.

        After a number or the start of a sequence, what may follow it.
        """
        if self._dispatcher is not None and self._dispatcher.waiting:
            return self._following(self._dispatcher)
        found: list[Hint] = []
        taken: set[str] = set()
        typing = self.types_now
        for command in self.commands():
            keys = [key for key in self.reader.keys_of(command, typing=typing) if key not in taken]
            taken.update(keys)
            label = command.label(self)
            if label and keys:
                found.append(Hint(keys[0], label, command))
        return found

    def _following(self, dispatcher: KeyDispatcher) -> list[Hint]:
        """Each command that may follow once, by its shortest way; after a number those that mind it."""
        by_id = {command.id: command for command in self.commands()}
        found: dict[str, Hint] = {}
        for keys, name in dispatcher.following():
            command = by_id[name]
            if name not in found and (command.counted or dispatcher.count is None):
                found[name] = Hint(written(keys), command.footer or command.title.lower(), command)
        # Moving is what most numbers are for.
        return sorted(found.values(), key=lambda hint: not hint.command.id.startswith("move."))

    def back_label(self) -> str:
        """What leaving this screen is called in the footer."""
        return "back"

    def leads_back(self) -> bool:
        """Whether going back shows another list or screen."""
        return True

    def status(self) -> str:
        """What the footer says at its left."""
        return ""

    def asks(self) -> bool:
        """Whether the status says what is to be done next, in the midst of something."""
        return False

    def refresh_footer(self) -> None:
        """Show status and hints anew."""
        if not self.is_mounted:
            return
        for footer in self.query(FooterBar):
            footer.show(self.status(), self.hints(), asks=self.asks())
        for bar in self.query(TopBar):
            bar.leads_back = self.leads_back()

    def _show_pending(self, pending: str) -> None:
        for footer in self.query(FooterBar):
            if footer.pending != pending:
                footer.pending = pending
                footer.show(self.status(), self.hints(), asks=self.asks())

    @on(TopBar.Back)
    def _back_clicked(self, event: TopBar.Back) -> None:
        event.stop()
        if self.is_current and self.leads_back():  # it may have been gone since the click
            self.reader.go_back(or_quit=True)

    @on(FooterBar.Chosen)
    def _run_chosen(self, event: FooterBar.Chosen) -> None:
        event.stop()
        count = self._dispatcher.count if self._dispatcher is not None else None
        if self._dispatcher is not None:
            self._dispatcher.reset()
            self._show_pending("")
        self.run_command(event.command, count)

    # -- jobs and messages

    @property
    def leaving(self) -> bool:
        """Whether the reader is closing: the screen's widgets may be gone already."""
        return self.reader.left or not self.reader.is_running

    def change(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Change something in the library, in its turn; `done` only if this screen is still open."""

        def deliver(result: T) -> None:
            if self.is_attached:
                done(result)

        self.reader.writes.start(work, deliver, self.reader.show_error)

    def job(
        self,
        work: Callable[[Cancelled], T],
        done: Callable[[T], None],
        *,
        group: str,
        failed: Callable[[BylinesError], None] | None = None,
    ) -> None:
        """Run slow work in a thread; see `tui.jobs.start`."""
        jobs.start(self, work, done, failed or self.show_error, group=group)

    def look_for_changes(self, shown: Callable[[], int | None], changed: Callable[[int], None]) -> None:
        """Call `changed` with the library's version if that is not the one shown; not while there is none.

        Another process may have added articles, another program have written a note.
        """
        library = self.library

        def compare(version: int) -> None:
            if shown() not in (None, version):
                changed(version)

        if self.is_active and shown() is not None:
            self.job(lambda _: library.version(), compare, group="version")

    @on(jobs.Finished)
    def _deliver(self, event: jobs.Finished) -> None:
        if not self.leaving:
            event.deliver()
            self.refresh_footer()

    def show_error(self, error: BylinesError) -> None:
        """Tell the person what went wrong and what to do."""
        self.reader.show_error(error)

    def say(self, message: str) -> None:
        """A short message, which is gone with the screen; never read as markup."""
        self.reader.say_on(self, message)

    def warn(self, message: str) -> None:
        """What should be read wherever the person is by now; never read as markup."""
        self.notify(message, severity="warning", markup=False, timeout=8)

    def on_mount(self) -> None:
        """Show the footer as soon as there is one."""
        self.refresh_footer()

    def on_compose(self) -> None:
        """Choose the arrangement while there is nothing yet whose styles would change with it."""
        self.adapt(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the arrangement."""
        self.adapt(event.size)

    def adapt(self, size: Size) -> None:
        """On very few rows the text matters most: first the top line goes, then the footer."""
        self.set_class(size.height < WITH_BAR, "without-bar")
        self.set_class(size.height < WITH_FOOTER, "without-footer")
        self.set_class(size.height < WITH_PANELS, "without-panels")

    def let_go(self) -> bool:
        """End what is under way on this screen, such as a selection; False when nothing is."""
        return False

    def jumped(self) -> None:
        """A jump is about to be made from here; keep the place to come back to, if this screen has one."""

    def leave(self) -> None:
        """This screen is about to close; keep what should be kept."""

    def on_screen_resume(self) -> None:
        """Another screen was closed on top of this one."""
        self.refresh_footer()
        self.reader.touring.show_on(self)
