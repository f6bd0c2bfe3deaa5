"""The places marked with letters: press a letter to mark the focused passage with it, or to go there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip

from index.bookmarks import LETTERS, Bookmark
from tui import jobs
from tui.render import padded
from tui.screens.dialog import Dialog
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.lines import LineList
from tui.wrap import fit, width_of

if TYPE_CHECKING:
    from tui.app import BylinesApp

GO_BACK = "'"
"""In place of a letter: the place before the last jump."""
NAME = 18


class BookmarkList(LineList):
    """A line for each bookmark; where there is none, one that says so."""

    def __init__(self, nothing: str) -> None:
        super().__init__()
        self.bookmarks: tuple[Bookmark, ...] = ()
        self._nothing = nothing
        self._known = False

    def show(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show these."""
        self.bookmarks, self._known = tuple(bookmarks), True
        self.changed()
        self.refresh(layout=True)

    def length(self) -> int:
        """The number of bookmarks, or of lines that say that there are none."""
        return len(self.bookmarks) or int(self._known)

    def selectable(self, index: int) -> bool:
        """Whether there is a bookmark on the line."""
        return bool(self.bookmarks)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """Letter, outlet, the words of the passage."""
        if not self.bookmarks:
            return Strip(padded([Segment(fit(f" {self._nothing}", width), base)], width, base), width)
        one = self.bookmarks[index]
        outlet = fit(one.outlet, min(NAME, width // 3))
        room = width - width_of(outlet) - 6
        segments = [
            Segment(f" {one.letter}  ", base + self.style("accent")),
            Segment(f"{outlet}  ", base + self.style("muted")),
            Segment(fit(one.text, max(0, room)), base),
        ]
        return Strip(padded(segments, width, base), width)


class BookmarksScreen(Dialog[str | None]):
    """Dismissed with a letter, with GO_BACK, or with None."""

    DEFAULT_CSS = """
    BookmarksScreen { align: left bottom; background: $background 0%; }
    BookmarksScreen > Vertical { width: 100%; height: auto; max-height: 60%; }
    BookmarksScreen BookmarkList { height: auto; max-height: 20; scrollbar-size-horizontal: 0; }
    BookmarksScreen.small > Vertical { height: auto; max-height: 100%; background: $panel; }
    BookmarksScreen.low .help { display: block; }
    BookmarksScreen ToastRack { dock: top; margin-bottom: 0; }
    """

    def __init__(self, *, setting: bool) -> None:
        super().__init__()
        self._setting = setting

    def compose(self) -> ComposeResult:
        """The list and what to press."""
        with Vertical() as box:
            box.border_title = "Mark this passage" if self._setting else "Go to a mark"
            key = self._reader.key_for("story.set-mark")
            there = "" if self._setting else f" {key} in a story marks a passage with a letter."
            yield BookmarkList(f"No passage is marked yet.{there}")
            back = Part("' the last jump", lambda: self.dismiss(GO_BACK))
            yield HelpLine(
                Part("a letter marks the passage" if self._setting else "a letter goes there"),
                *(() if self._setting else (back,)),
                Part("del forgets", self._forget),
                Part("esc closes", self.beside, stays=True),
            )

    def on_mount(self) -> None:
        """Ask the library for the marks; a letter can be pressed before they are there."""
        self.query_one(BookmarkList).focus()
        reader = self._reader
        jobs.start(
            self,
            lambda _: reader.library.bookmarks(),
            self.query_one(BookmarkList).show,
            reader.show_error,
            group="bookmarks",
        )

    @on(jobs.Finished)
    def _deliver(self, event: jobs.Finished) -> None:
        event.deliver()

    @property
    def _reader(self) -> BylinesApp:
        return cast("BylinesApp", self.app)

    def on_key(self, event: events.Key) -> None:
        """A letter, or a move in the list."""
        event.stop()
        event.prevent_default()
        if not self.is_active:
            # Typed faster than this closed: it belongs to the screen below.
            self.app.screen.post_message(events.Key(event.key, event.character))
            return
        marks = self.query_one(BookmarkList)
        if event.key in ("up", "down"):
            marks.move(1 if event.key == "down" else -1)
        elif event.key == "enter":
            self._choose()
        elif event.key == "delete":
            self._forget()
        elif event.key == "escape":
            self.dismiss(None)
        elif event.character and event.character in LETTERS:
            self.dismiss(event.character)
        elif event.character == GO_BACK and not self._setting:
            self.dismiss(GO_BACK)

    @on(LineList.Opened)
    def _choose(self) -> None:
        marks = self.query_one(BookmarkList)
        if marks.bookmarks:
            self.dismiss(marks.bookmarks[marks.cursor].letter)

    def _forget(self) -> None:
        marks = self.query_one(BookmarkList)
        if marks.bookmarks:
            letter, library = marks.bookmarks[marks.cursor].letter, self._reader.library
            marks.show([one for one in marks.bookmarks if one.letter != letter])
            self._reader.writes.start(
                lambda: library.drop_bookmark(letter), lambda _: None, self._reader.show_error
            )
