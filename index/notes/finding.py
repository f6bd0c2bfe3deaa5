"""Choosing among notes by tag, outlet and date; by words they are found as everything is (`index.search`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.errors import NoteError
from index.model import Problem
from index.notemodel import Note
from index.notes import marks
from index.words import fold

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[0-9:]{0,8}Z?)?)?)?")


def chosen(
    notes: Sequence[Note], *, tag: str | None = None, outlet: str | None = None, since: str | None = None
) -> Sequence[Note]:
    """The notes that have the tag, a passage from the outlet, and were changed at or after the date.

    Raises NoteError for a date that is none.
    """
    found = notes
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


def orphan_problems(notes: Sequence[Note]) -> list[Problem]:
    """What to tell of notes whose passages are gone."""
    fix = "the note keeps the quote; put it on another passage, or leave it"
    return [Problem(str(note.path), "its passage is not in the article any more", fix) for note in notes]
