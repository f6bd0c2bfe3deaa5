"""A note while it is written: where it is saved, and its draft against a crash."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from index.errors import NoteConflictError, NotFoundError
from index.library import Library
from index.notemodel import Note, NoteDraft


class NewNote:
    """A note that is not there yet; its file is made when it is first saved."""

    def __init__(self, library: Library, story: str | None, passages: Sequence[str], key: str = "") -> None:
        self._library = library
        self._story, self._passages = story, tuple(passages)
        self._key = key or f"new-{secrets.token_hex(8)}"
        self._written: Note | None = None

    @property
    def exists(self) -> bool:
        """Whether it was saved."""
        return self._written is not None

    def save(self, title: str, text: str) -> Note:
        """Make the note, or write it again; see `tui.screens.note_editor.Writing`."""
        if self._written is None:
            story, passages = self._story, self._passages
            self._written = self._library.new_note(story=story, passages=passages, title=title, text=text)
        else:
            known = KnownNote(self._library, self._written, self._key)
            try:
                known.save(title, text)
            finally:
                self._written = known.note
        self.drop()
        return self._written

    def keep(self, title: str, text: str) -> None:
        """Keep a draft."""
        self._library.keep_draft(
            self._key, title=title, text=text, note=self._written, story=self._story, passages=self._passages
        )

    def drop(self) -> None:
        """Forget the draft."""
        self._library.drop_draft(self._key)


class KnownNote:
    """A note that has its file."""

    def __init__(self, library: Library, note: Note, key: str = "") -> None:
        self._library = library
        self._note = note
        self._key = key or note.id

    @property
    def note(self) -> Note:
        """The note as it was saved last."""
        return self._note

    @property
    def exists(self) -> bool:
        """It does."""
        return True

    def save(self, title: str, text: str) -> Note:
        """Write the note; see `tui.screens.note_editor.Writing`."""
        unchanged = not text or text == self._note.text
        ended = text if unchanged or text.endswith("\n") else f"{text}\n"
        try:
            self._note = self._library.save_note(self._note, text=ended, title=title)
        except NoteConflictError as error:
            # The text is in a note of its own now, and writing goes on there.
            self._note = self._library.note(error.kept)
            self.drop()
            raise
        self.drop()
        return self._note

    def keep(self, title: str, text: str) -> None:
        """Keep a draft."""
        self._library.keep_draft(self._key, title=title, text=text, note=self._note)

    def drop(self) -> None:
        """Forget the draft."""
        self._library.drop_draft(self._key)


def recovered(library: Library, draft: NoteDraft) -> NewNote | KnownNote:
    """Go on writing a draft that an ended reader left; a note that is gone is written as a new one.

    The note's stamp is the one it had then, so that a change made since is noticed when saving.
    """
    with suppress(NotFoundError):
        if draft.note is not None:
            return KnownNote(library, replace(library.note(draft.note), stamp=draft.stamp), draft.key)
    return NewNote(library, draft.story, draft.passages, draft.key)
