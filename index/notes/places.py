"""Where notes stand in the articles as they are now, worked out once and remembered until one changes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from index.errors import DamagedTextError, NotFoundError
from index.model import Article
from index.notemodel import Note
from index.notes.resolving import resolve

_BATCH = 200
_MANY_CHANGES = 10_000


class Articles(Protocol):
    """What of the store is asked here."""

    def article(self, article_id: str, revision: int | None = None) -> Article: ...
    def readable(self, article_ids: Sequence[str]) -> list[Article]: ...
    def last_change(self) -> int: ...
    def changed_since(self, change: int, limit: int = 1000) -> list[tuple[int, str]]: ...
    def revisions(self) -> dict[str, int]: ...
    def article_at(self, url: str) -> str | None: ...


class Places:
    """Resolves notes: gives them the passages of the current revisions and their status."""

    def __init__(self, store: Articles) -> None:
        self._store = store
        self._known: dict[str, Note] = {}
        self._upto = -1
        self._revisions: dict[str, int] | None = None
        self._judged: tuple[tuple[Note, ...], Sequence[Note]] | None = None
        self._lock = threading.RLock()

    def resolved(self, notes: Sequence[Note]) -> list[Note]:
        """The notes with passages and status, in their order."""
        with self._lock:
            self._look_for_changes()
            waiting = [note for note in notes if note.anchors and self._of(note) is None]
            for start in range(0, len(waiting), _BATCH):
                self._resolve(waiting[start : start + _BATCH])
            return [self._of(note) or note for note in notes]

    def judged(self, notes: tuple[Note, ...]) -> Sequence[Note]:
        """The notes with their status alone, which thousands of notes get without reading an article.

        A note on the current revision is where it was made; one on an older revision is resolved. The
        same tuple of notes again is answered at once, unless articles changed.
        """
        with self._lock:
            self._look_for_changes()
            if self._judged is not None and self._judged[0] is notes:
                return self._judged[1]
            if self._revisions is None:
                self._revisions = self._store.revisions()
            now = self._revisions
            unsure = [
                note
                for note in notes
                if note.anchors and not self._stands(note, now) and self._of(note) is None
            ]
            for start in range(0, len(unsure), _BATCH):
                self._resolve(unsure[start : start + _BATCH])
            known = self._known
            found = [self._of(note) or note if note.id in known else note for note in notes]
            self._judged = notes, found
            return found

    @staticmethod
    def _stands(note: Note, now: Mapping[str, int]) -> bool:
        """Whether a passage of the note is in an article that is as it was."""
        first = note.anchors[0]
        return now.get(first.article) == first.revision or any(
            now.get(mark.article) == mark.revision for mark in note.anchors
        )

    def forget(self, note_ids: Iterable[str]) -> None:
        """Let go of notes that are no more."""
        with self._lock:
            for note_id in note_ids:
                self._known.pop(note_id, None)

    def _of(self, note: Note) -> Note | None:
        known = self._known.get(note.id)
        return known if known is not None and (known.stamp, known.path) == (note.stamp, note.path) else None

    def _resolve(self, notes: Sequence[Note]) -> None:
        ids = {mark.article for note in notes for mark in note.anchors}
        homes = {name: self._store.article_at(name) if "://" in name else name for name in ids}
        held = {article.id: article for article in self._store.readable([*filter(None, homes.values())])}
        found: Mapping[str, Article | None] = {
            name: held.get(home) if home else None for name, home in homes.items()
        }
        for note in notes:
            self._known[note.id] = resolve(note, found.get, self._old)

    def _old(self, article_id: str, revision: int) -> Article | None:
        try:
            return self._store.article(article_id, revision)
        except (NotFoundError, DamagedTextError):
            return None

    def _look_for_changes(self) -> None:
        """Forget the notes on articles that changed, or that may have come, since the last call."""
        last = self._store.last_change()
        if last == self._upto:
            return
        self._revisions = self._judged = None
        changed = self._store.changed_since(self._upto, _MANY_CHANGES) if 0 <= self._upto < last else None
        self._upto = last
        if changed is None or len(changed) == _MANY_CHANGES:
            self._known.clear()
            return
        names = {article_id for _, article_id in changed}
        self._known = {
            note_id: note
            for note_id, note in self._known.items()
            # An orphan's article may have been added, under another id too when it is known by its address.
            if note.status != "orphan" and not any(mark.article in names for mark in note.anchors)
        }
