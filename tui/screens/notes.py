"""All notes, or those of a story."""

from __future__ import annotations

from dataclasses import asdict
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.geometry import Size

from index.notemodel import Note
from tui import note_filter
from tui.commands.noting import NOTING
from tui.screens.base import ReaderScreen
from tui.screens.prompt import Prompt
from tui.widgets.drawn import Pane
from tui.widgets.footer import FooterBar, Hint
from tui.widgets.lines import LineList
from tui.widgets.note_list import NoteList, note_title
from tui.widgets.preview import Preview
from tui.widgets.topbar import TopBar
from tui.wording import count

SIDE_BY_SIDE = 110
POLL_SECONDS = 0.3
NO_NOTES = [
    ("", ""),
    ("Press a on a story or on a passage to write one.", ""),
    ("Each is a Markdown file of yours.", "muted"),
]


class NotesScreen(ReaderScreen):
    """A list with the note's text beside it."""

    NAME = "notes"
    ACTIONS = NOTING
    AUTO_FOCUS: ClassVar[str | None] = "NoteList"

    DEFAULT_CSS = """
    NotesScreen #panes { height: 1fr; layout: vertical; }
    NotesScreen #panes NoteList { height: 1fr; }
    NotesScreen #panes Preview { height: 1fr; border-top: solid $line; }
    NotesScreen.without-panels Preview { display: none; }
    NotesScreen.wide #panes { layout: horizontal; }
    NotesScreen.wide #panes NoteList { width: 1fr; }
    NotesScreen.wide #panes Preview { width: 1fr; border-top: none; border-left: solid $line; }
    """

    def __init__(self, story: str | None = None, note: str | None = None) -> None:
        super().__init__()
        self._story, self._wanted = story, note
        self.filter = ""
        self._deleted: list[str] = []
        self._shown: tuple[list[Note], str] | None = None
        self._version = -1

    def compose(self) -> ComposeResult:
        """Bar, list, text, footer."""
        yield TopBar("Notes")
        with Pane(id="panes"):
            yield NoteList(self.reader.signs)
            yield Preview(self.reader.signs)
        yield FooterBar()

    @property
    def note_list(self) -> NoteList:
        """The list."""
        return self.query_one(NoteList)

    def on_mount(self) -> None:
        """Load."""
        self.load()
        self.set_interval(POLL_SECONDS, self._look_for_changes)

    def _look_for_changes(self) -> None:
        """Notes are files that anybody may change; and of changed articles passages may be gone."""

        def changed(version: int) -> None:
            self._version = version
            self.load()

        self.look_for_changes(lambda: self._version, changed)

    def adapt(self, size: Size) -> None:
        """Choose the arrangement."""
        super().adapt(size)
        self.set_class(size.width >= SIDE_BY_SIDE, "wide")

    def on_screen_resume(self) -> None:
        """Back from the editor."""
        if self._shown is not None:
            self.load()

    def load(self) -> None:
        """Ask the library for the notes."""
        library, story = self.library, self._story
        try:
            wanted = note_filter.parse(self.filter)
        except note_filter.FilterError as error:
            self.show_error(error)
            return

        def find(_: object) -> list[Note]:
            of_story = library.resolve_story(wanted.story) if wanted.story else story
            return library.notes(places=False, **{**asdict(wanted), "story": of_story})

        self.job(find, self._show, group="notes")

    def _show(self, notes: list[Note]) -> None:
        if (notes, self.filter) == self._shown and self._wanted is None:
            return
        self._shown = (notes, self.filter)
        self.note_list.show(notes)
        if self._wanted is not None:
            place = next((i for i, note in enumerate(notes) if note.id == self._wanted), None)
            self._wanted = None
            if place is not None:
                self.note_list.cursor = place
        if not notes:
            self.query_one(Preview).show_texts(self._nothing())
        where = "on this story" if self._story else "on all stories"
        facts = f"{count(len(notes), 'note')} {where}"
        self.query_one(TopBar).show("Notes", facts, f"filter: {self.filter}" if self.filter else "")

    def _nothing(self) -> list[tuple[str, str]]:
        """What is said where there is no note to show; others may have been left out."""
        if self.filter:
            key = self.reader.key_for("notes.filter")
            return [
                ("No note fits the filter", "title"),
                ("", ""),
                (f"{key} changes it; an empty one lists all.", ""),
            ]
        return [("No notes on this story yet" if self._story else "No notes yet", "title"), *NO_NOTES]

    @on(LineList.Moved)
    def _preview(self) -> None:
        note = self.note_list.current
        if note is None:
            return
        self._show_note(note, [])
        library = self.library

        def found(others: list[Note]) -> None:
            if others and self.note_list.current is note:
                self._show_note(note, others)

        self.job(lambda _: library.backlinks(note.id), found, group="backlinks")

    def _show_note(self, note: Note, others: list[Note]) -> None:
        texts = [(note_title(note), "title"), (" ".join(f"#{tag}" for tag in note.tags), "muted")]
        if note.status == "orphan":
            texts.append(("What it quotes is not in the article any more:", "strong"))
        for anchor in note.anchors:
            where = f"{anchor.outlet} · {anchor.published or 'date unknown'}"
            texts += [(where, "outlet"), (anchor.exact, "muted")]
        texts += [("", ""), (note.text, "")]
        if others:
            texts += [("", ""), ("Linked from", "strong"), *((note_title(other), "") for other in others)]
        texts += [("", ""), (str(note.path), "muted")]
        self.query_one(Preview).show_texts(texts)

    @on(LineList.Opened)
    def _opened(self) -> None:
        self.edit()

    def hints(self) -> list[Hint]:
        """All but the way here."""
        return [hint for hint in super().hints() if hint.command.id != "app.notes"]

    # -- commands

    def move(self, count: int) -> None:
        """Move the cursor."""
        self.note_list.move(count)

    def page(self, pages: float) -> None:
        """Move by pages."""
        self.note_list.page(pages)

    def to_edge(self, *, end: bool) -> None:
        """Move to an end."""
        self.note_list.to_edge(end=end)

    def edit(self) -> None:
        """Edit in place."""
        if self.note_list.current is not None:
            self.reader.edit_note(self.note_list.current)

    def edit_outside(self) -> None:
        """Edit in the person's editor."""
        if self.note_list.current is not None:
            self.reader.edit_outside(self.note_list.current.path)
            self.load()

    def go_to(self) -> None:
        """Open the note's story at its passage."""
        note = self.note_list.current
        if note is None:
            return
        if note.story is None:
            self.say("This note belongs to no story.")
            return
        library, story = self.library, note.story

        def go(now: Note) -> None:
            self.reader.open_story(story, passage=now.passages[0] if now.passages else None)

        self.job(lambda _: library.note(note.id), go, group="place")

    def delete(self) -> None:
        """To the trash."""
        note = self.note_list.current
        if note is None:
            return
        library = self.library

        def done(_: object) -> None:
            self._deleted.append(note.id)
            self.say(f"Moved to the trash; {self.reader.key_for('notes.undo')} brings it back.")
            self.load()

        self.change(lambda: library.delete_note(note.id), done)

    def undo(self) -> None:
        """Bring the last deleted note back."""
        if not self._deleted:
            self.say("Nothing to bring back.")
            return
        library, note_id = self.library, self._deleted.pop()

        def done(_: object) -> None:
            self.say("Brought back.")
            self.load()

        self.change(lambda: library.restore_note(note_id), done)

    def edit_filter(self) -> None:
        """Ask for the filter."""

        def take(query: str | None) -> None:
            if query is not None:
                self.filter = query.strip()
                self.load()

        self.app.push_screen(
            Prompt("filter", self.filter, "words  #tag  story:name  outlet:name  since:2023-05  is:orphan"),
            take,
        )
