"""Writing a note: the quoted passages above, the text below. Nothing written is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, TextArea

from config.errors import BylinesError
from config.keynames import written
from index.errors import NoteConflictError
from index.model import Article, Passage
from index.notemodel import Note
from tui import jobs
from tui.commands.panels import EDITOR, CloseNote
from tui.keys import textual_name
from tui.screens.dialog import Dialog
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.preview import Preview
from tui.widgets.typing_ahead import type_ahead

if TYPE_CHECKING:
    from tui.app import BylinesApp

AUTOSAVE_SECONDS = 2.0


class Writing(Protocol):
    """The note that is being written, as the library keeps it. Called in threads."""

    @property
    def exists(self) -> bool:
        """Whether the note has its file already."""

    def save(self, title: str, text: str) -> Note:
        """Write the note and return it; its draft is no longer needed."""

    def keep(self, title: str, text: str) -> None:
        """Keep a draft against a crash."""

    def drop(self) -> None:
        """The draft is not wanted any more."""


class NoteEditor(Dialog[Note | None]):
    """Title and text of one note. `Esc` saves and closes; an empty new note is not kept."""

    DEFAULT_CSS = """
    NoteEditor > Vertical { max-width: 100; }
    NoteEditor Preview { height: auto; max-height: 8; background: $surface; }
    NoteEditor.low Preview { display: none; }
    NoteEditor Input { border: none; height: 1; padding: 0 1; background: $panel; }
    NoteEditor Input:focus { border: none; }
    NoteEditor TextArea { height: 1fr; border: none; padding: 0 1; background: $surface; }
    NoteEditor TextArea:focus { border: none; }
    """

    def __init__(
        self,
        writing: Writing,
        *,
        about: str,
        title: str = "",
        text: str = "",
        quotes: Sequence[tuple[Article, Passage]] = (),
        unsaved: bool = False,
    ) -> None:
        super().__init__()
        self._unsaved = unsaved
        self._writing = writing
        self._about = about
        self._title, self._text = title, text
        self._quotes = tuple(quotes)
        self._saved: Note | None = None

    @property
    def reader(self) -> BylinesApp:
        """The app, typed."""
        return cast("BylinesApp", self.app)

    def compose(self) -> ComposeResult:
        """Quotes, title, text, help."""
        with Vertical() as box:
            box.border_title = "Note"
            yield Preview(self.reader.signs)
            yield Input(self._title, placeholder="title (may stay empty)", max_length=200)
            yield TextArea(self._text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
            yield HelpLine(*self._bind())

    def _bind(self) -> list[Part]:
        """Bind the keys, which come before those of the text, and say them in a line."""
        named = []
        for command, does in zip(EDITOR, ("saves and closes", "saves", "editor", "drops"), strict=True):
            sequences = self.reader.configured.bindings[command.id]
            for keys in (one for one in sequences if len(one) == 1):
                self._bindings.bind(
                    textual_name(keys[0]), f"do('{command.id}')", command.title, priority=True
                )
            if sequences:
                key = written(sequences[0]).replace("escape", "esc")
                closes = command is CloseNote
                named.append(Part(f"{key} {does}", partial(self.action_do, command.id), stays=closes))
        return named

    def action_do(self, command_id: str) -> None:
        """Run one of the commands."""
        next(command for command in EDITOR if command.id == command_id).run(self, None)

    def on_mount(self) -> None:
        """Show what the note is about; start in the text."""
        texts = [(self._about, "muted")]
        for article, passage in self._quotes:
            texts += [(article.outlet_name, "outlet"), (passage.text, "")]
        preview = self.query_one(Preview)
        preview.styles.height = min(8, 1 + 3 * len(self._quotes))
        preview.show_texts(texts)
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

        self.set_interval(AUTOSAVE_SECONDS, self._keep_draft)

    def _keep_draft(self) -> None:
        title, text = self.query_one(Input).value, self.query_one(TextArea).text
        if self._changed:
            keep = self._writing.keep
            jobs.start(self, lambda _: keep(title, text), lambda _: None, self._tell, group="draft")

    @property
    def _changed(self) -> bool:
        now = (self.query_one(Input).value, self.query_one(TextArea).text)
        return self._unsaved or now != (self._title, self._text)

    def _write(self, then: Callable[[], None]) -> None:
        """Save if there is something to save, then go on. A new note without a word is not kept."""
        title, text = self.query_one(Input).value.strip(), self.query_one(TextArea).text
        if not self._changed or not (title or text.strip() or self._writing.exists):
            then()
            return
        save = self._writing.save

        def done(note: Note) -> None:
            self._saved, self._title, self._text, self._unsaved = note, title, text, False
            then()

        def failed(error: BylinesError) -> None:
            self._tell(error)
            if isinstance(error, NoteConflictError):
                # Nothing is left to save: saving again would only make another copy.
                self._title, self._text, self._unsaved = title, text, False
                then()
            else:
                self._keep_draft()

        self.reader.writes.start(lambda: save(title, text), done, failed)

    def leave(self) -> None:
        """The reader is being left: save, and stay if that fails."""
        title, text = self.query_one(Input).value.strip(), self.query_one(TextArea).text
        if self._changed and (title or text.strip() or self._writing.exists):
            save = self._writing.save
            self.reader.writes.start(lambda: save(title, text), lambda _: None, self._stay)

    def _stay(self, error: BylinesError) -> None:
        self._tell(error)
        if not isinstance(error, NoteConflictError):
            self.reader.stay = True
            self._keep_draft()

    def on_key(self, event: events.Key) -> None:
        """Letters typed while this screen was opening."""
        if event.is_printable and not isinstance(self.focused, Input | TextArea):
            type_ahead(self, "TextArea", event)

    @on(jobs.Finished)
    def _deliver(self, event: jobs.Finished) -> None:
        event.deliver()

    def _tell(self, error: BylinesError) -> None:
        """Saving failed: the text stays here, and the reason is shown."""
        advice = "" if isinstance(error, NoteConflictError) else " The text is still here."
        self.app.notify(f"{error}{advice}", severity="error", markup=False, timeout=10)

    @on(Input.Submitted)
    def _to_text(self) -> None:
        self.query_one(TextArea).focus()

    def action_save(self) -> None:
        """Save and stay."""
        self._write(lambda: self.notify("Saved.", markup=False))

    def beside(self) -> None:
        """A click beside the note is no way to lose it."""
        self.action_close()

    def action_close(self) -> None:
        """Save and close."""

        def close() -> None:
            self.dismiss(self._saved)

        self._write(close)

    def action_discard(self) -> None:
        """Close without saving."""
        self.workers.cancel_group(self, "draft")
        self.reader.writes.start(self._writing.drop, lambda _: None, self._tell)
        self.dismiss(self._saved)

    def action_outside(self) -> None:
        """Save, close, and go on in the person's editor."""

        def hand_over() -> None:
            note = self._saved
            self.dismiss(note)
            if note is not None:
                self.reader.edit_outside(note.path)

        if self._saved is None and not (
            self.query_one(TextArea).text.strip() or self.query_one(Input).value.strip()
        ):
            self.notify("Write a word first, so that there is a file to edit.", markup=False)
            return
        self._write(hand_over)
