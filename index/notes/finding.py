"""Choosing among notes: by words, tag, outlet and date, fast also among tens of thousands."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Sequence

from index.errors import NoteError
from index.model import Problem
from index.notemodel import Note
from index.notes import marks
from index.words import fold, tokens

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[0-9:]{0,8}Z?)?)?)?")


def chosen(
    notes: Sequence[Note], *, tag: str | None = None, outlet: str | None = None, since: str | None = None
) -> list[Note]:
    """The notes that have the tag, a passage from the outlet, and were changed at or after the date.

    Raises NoteError for a date that is none.
    """
    found = list(notes)
    if since is not None:
        if not _DATE.fullmatch(since):
            raise NoteError(f"“{since}” is no date", do="write 2023, 2023-05 or 2023-05-07")
        found = [note for note in found if note.updated[: len(since)] >= since]
    if tag is not None:
        found = [note for note in found if marks.has_tag(note.tags, tag)]
    if outlet is not None:
        wanted = fold(outlet)
        names = {mark.outlet for note in found for mark in note.anchors}
        fitting = {name for name in names if wanted in fold(name)}
        found = [note for note in found if any(mark.outlet in fitting for mark in note.anchors)]
    return found


def tag_counts(notes: Sequence[Note]) -> dict[str, int]:
    """Each tag, as it is written first, with the number of notes that have it; the most used first."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for note in notes:
        for tag in note.tags:
            spelled.setdefault(tag.casefold(), tag)
            counts[tag.casefold()] += 1
    return {
        spelled[tag]: number for tag, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    }


def orphan_problems(notes: Sequence[Note]) -> list[Problem]:
    """What to tell of notes whose passages are gone."""
    fix = "the note keeps the quote; put it on another passage, or leave it"
    return [Problem(str(note.path), "its passage is not in the article any more", fix) for note in notes]


class Finder:
    """The words of notes, read once for each version of a note. May be called from any thread."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, frozenset[str]]] = {}
        self._having: dict[str, set[str]] = {}
        self._learned: Sequence[Note] = ()
        self._lock = threading.Lock()

    def find(self, notes: Sequence[Note], query: str, everything: Sequence[Note]) -> list[Note]:
        """The notes that hold all words of the query, in title, text, tags or quotes; in their order.

        `everything` are all notes there are; the same object as before says that nothing changed.
        """
        words = set(tokens(query))
        with self._lock:
            if everything is not self._learned:
                self._learn(everything)
                self._learned = everything
            if not words:
                return list(notes)
            groups = sorted((self._having.get(word, set()) for word in words), key=len)
            found = set.intersection(*groups)
        return [note for note in notes if note.id in found]

    def _learn(self, notes: Sequence[Note]) -> None:
        for note in notes:
            known = self._words.get(note.id)
            if known is not None and known[0] == note.stamp:
                continue
            words = _words(note)
            for word in known[1] - words if known is not None else ():
                self._having[word].discard(note.id)
            for word in words - known[1] if known is not None else words:
                self._having.setdefault(word, set()).add(note.id)
            self._words[note.id] = (note.stamp, words)


def _words(note: Note) -> frozenset[str]:
    quotes = (mark.exact for mark in note.anchors)
    return frozenset(tokens(" ".join((note.title, note.text, *note.tags, *quotes))))
