"""What `[[links]]` lead to: notes by id, title or file name, stories by id or title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.model import Problem
from index.notemodel import Note
from index.words import fold


@dataclass(frozen=True, slots=True)
class NoteLink:
    """One link of a note: as written, and the id of the note or story it leads to; neither if it is dead."""

    target: str
    note: str | None = None
    story: str | None = None


class Links:
    """The links among these notes and to stories. Titles of stories are asked for only when needed."""

    def __init__(
        self,
        notes: Sequence[Note],
        story_titles: Callable[[], Sequence[tuple[str, str]]],
        story_home: Callable[[str], str | None],
    ) -> None:
        self._notes = notes
        self._linking = [note for note in notes if note.links]
        self._story_titles = story_titles
        self._story_home = story_home
        self._names: dict[str, str] | None = None
        self._stories: dict[str, str] | None = None
        self._led: dict[str, NoteLink] = {}

    def of(self, note: Note) -> tuple[NoteLink, ...]:
        """The links of one note, in their order."""
        return tuple(map(self._lead, note.links))

    def to(self, target_id: str) -> list[Note]:
        """The notes that link to this note or story, itself apart; in the notes' order."""
        return [
            note
            for note in self._linking
            if note.id != target_id and any(target_id in (link.note, link.story) for link in self.of(note))
        ]

    def problems(self) -> list[Problem]:
        """Links that lead nowhere."""
        fix = "write the note or story it names, or mend the link"
        return [
            Problem(str(note.path), f"the link [[{link.target}]] leads nowhere", fix)
            for note in self._linking
            for link in self.of(note)
            if link.note is None and link.story is None
        ]

    def _lead(self, target: str) -> NoteLink:
        found = self._led.get(target)
        if found is None:
            found = self._led[target] = self._found(target)
        return found

    def _found(self, target: str) -> NoteLink:
        names = self._note_names()
        note = names.get(target) or names.get(_key(target))
        if note is not None:
            return NoteLink(target, note=note)
        story = self._story_home(target)
        return NoteLink(target, story=story or self._story_names().get(_key(target)))

    def _note_names(self) -> dict[str, str]:
        """Ids before titles before file names; of several notes with one title the oldest."""
        if self._names is None:
            oldest = sorted(self._notes, key=lambda note: (note.created, note.id))
            self._names = {note.id: note.id for note in oldest}
            for note in oldest:
                self._names.setdefault(_key(note.title), note.id)
            for note in oldest:
                self._names.setdefault(_key(note.path.stem), note.id)
        return self._names

    def _story_names(self) -> dict[str, str]:
        if self._stories is None:
            self._stories = {}
            for story, title in self._story_titles():
                self._stories.setdefault(_key(title), story)
        return self._stories


def _key(name: str) -> str:
    """A name as links compare it: case, accents and spacing do not count, nor does `.md` or a folder."""
    plain = name.rpartition("/")[2] if name.lower().endswith(".md") else name
    return " ".join(fold(plain[:-3] if plain.lower().endswith(".md") else plain).split())
