"""The part of the app that writes down what the person thinks of what is read: notes, tags, and the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.model import Article, Passage, StoryCard
from tui import jobs
from tui.configuring import Configuring

if TYPE_CHECKING:
    from index.notemodel import Note, NoteDraft
    from tui.screens.note_editor import Writing


class Recording(Configuring):
    """An app that writes to the library, in the order that was asked for."""

    writes: jobs.Writes

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

        jobs.start(self.screen, find, go_on, self.show_error, group="drafts")

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
