"""The folder of notes: Markdown files that the person owns, and may change from outside at any time."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index import files
from index.errors import NoteConflictError, NoteError, NotFoundError
from index.model import Problem
from index.notemodel import Anchor, Note
from index.notes import names, notefile
from index.notes.kept import Entry, Kept
from index.notes.walking import Signature, signature_of, walk
from index.notes.watch import Watch

_WORTH_KEEPING = 20
"""So many files read at once are worth remembering; fewer are read again as fast."""


def _age(note: Note) -> tuple[str, int, str]:
    """What notes are sorted by: when they changed, those of one second by the finer time of their files."""
    return note.updated, notefile.changed(note.stamp), note.id


class Notebook:
    """Reads and writes the notes of one folder and its subfolders; may be called from any thread.

    Files and folders whose names begin with a dot are not looked at. Nothing is created before the
    first note is. Deleted notes go to `trash` (default: `.trash` in the folder). In the folder `cache`
    is kept what was read, for the next process.
    """

    def __init__(self, folder: Path, trash: Path | None = None, cache: Path | None = None) -> None:
        self.folder = folder
        self.trash = trash or folder / ".trash"
        self._kept = Kept(folder, cache) if cache else None
        self._entries: dict[str, Entry] = {}
        self._by_id: dict[str, Note] = {}
        self._given: Mapping[str, Note] | None = None
        self._doubled: dict[str, str] = {}
        self._order: tuple[Note, ...] | None = None
        self._lock = threading.RLock()
        self._swept = False
        self._watch = Watch(folder)
        self._seen: Mapping[str, Signature] | None = None

    def all(self) -> list[Note]:
        """All notes, last changed first; what was changed, added or deleted outside is noticed here.

        A file with a broken front matter is among them, with status `broken`. Raises NoteError when the
        folder cannot be listed; a folder that does not exist yet has no notes.
        """
        return list(self.ordered())

    def ordered(self) -> tuple[Note, ...]:
        """As `all`; the same object as long as no note changed."""
        with self._lock:
            self._refresh()
            if self._order is None:
                # What was in order before nearly is still, which makes sorting cheap.
                self._by_id = {note.id: note for note in sorted(self._by_id.values(), key=_age, reverse=True)}
                self._order = tuple(self._by_id.values())
            return self._order

    def by_id(self) -> Mapping[str, Note]:
        """All notes by their ids; the same object as long as no note changed."""
        with self._lock:
            self._refresh()
            if self._given is None:
                self._given = dict(self._by_id)
            return self._given

    def version(self) -> int:
        """A number that changes with every change of a file; cheap to ask for every second."""
        return self._watch.version()

    def get(self, note_id: str) -> Note:
        """The note with this id, as it is on disk now; NotFoundError if there is none."""
        with self._lock:
            known = self._by_id.get(note_id)
            if known is None or not self._is_current(known):
                self._refresh(fresh=True)
                known = self._by_id.get(note_id)
        if known is None:
            raise NotFoundError("no such note", where=note_id, do="`bylines notes` lists them")
        return known

    def problems(self) -> list[Problem]:
        """What is wrong with files of the folder: broken front matter, doubled ids, unreadable files."""
        with self._lock:
            self._refresh()
            wrong = {relative: entry.problem for relative, entry in self._entries.items() if entry.problem}
            wrong.update(self._doubled)
            return [
                Problem(where=str(self.folder / relative), what=what, fix="open the file and repair it")
                for relative, what in sorted(wrong.items())
            ]

    def create(
        self,
        *,
        story: str | None = None,
        anchors: tuple[Anchor, ...] = (),
        title: str = "",
        text: str = "",
        tags: Sequence[str] = (),
        note_id: str | None = None,
        created: str | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> Note:
        """Write a new note; its file is named after the title. Raises NoteError if it cannot be written.

        `note_id` is used unless another note has it, `created` is a time as notes have it, `extra` are
        more keys for the front matter.
        """
        with self._lock, _explained(self.folder, "the note cannot be written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            return self._write_new(
                story=story,
                anchors=anchors,
                title=title,
                text=text,
                tags=tuple(tags),
                note_id=note_id,
                created=created,
                extra=extra,
            )

    def put(self, name: str, raw: bytes) -> Note:
        """Make a file of the folder with these bytes; `name` gets a number when it is taken.

        `name` is a file name, without a folder. Raises NoteError if it cannot be written.
        """
        stem = Path(name).stem
        with self._lock, _explained(self.folder, "the note cannot be written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            for number in itertools.count(2):
                path = self.folder / name
                with contextlib.suppress(FileExistsError):
                    files.create_atomically(path, raw)
                    return self._read_again(path)
                name = f"{stem}-{number}.md"
        raise AssertionError("the numbers have no end")

    def save(
        self, note: Note, *, text: str, title: str | None = None, tags: Sequence[str] | None = None
    ) -> Note:
        """Write the note's new text (and title, tags) and give the note as it is now.

        Bytes outside our own keys and the changed lines are kept. Raises NoteConflictError when the file
        was changed or deleted outside since `note` was read: the outside version stays, and the new
        text is kept in a note of its own beside it. Raises NoteError when writing fails: the old note
        is then intact, and the caller still holds the text.
        """
        with self._lock, _explained(note.path, "the note cannot be saved; the old version is intact"):
            with files.locked(self.folder):
                path = self._current_path(note)
                raw = path.read_bytes() if path else None
                if path is not None and raw is not None and notefile.same_content(note.stamp, raw):
                    new = notefile.rewrite(raw, note, text=text, title=title, tags=tags)
                    if new != raw:
                        files.replace_atomically(path, new)
                    return self._read_again(path)
            kept = self._write_new(
                story=note.story,
                anchors=note.anchors,
                title=f"{note.title if title is None else title} (conflict)",
                text=text,
                tags=note.tags if tags is None else tuple(tags),
                extra={"conflicts_with": note.id},
            )
        happened = "deleted" if raw is None else "changed"
        raise NoteConflictError(
            f"the note was {happened} outside since it was opened",
            where=str(note.path),
            do=f"your version is kept in {kept.path.name}; put the two together and delete one",
            kept=kept.id,
        )

    def delete(self, note_id: str) -> None:
        """Move the note's file to the trash; NotFoundError, or NoteError if it cannot be moved."""
        note = self.get(note_id)
        with self._lock, _explained(note.path, "the note cannot be deleted"):
            target = self.trash / f"{time.time_ns():020d}" / self._relative(note.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(note.path, target)
            self._refresh(fresh=True)

    def restore(self, note_id: str) -> Note:
        """Bring the note deleted last under this id back from the trash; NotFoundError if it is not there."""
        with self._lock, _explained(self.trash, "the note cannot be restored"):
            found = self._in_trash(note_id)
            if found is None:
                raise NotFoundError("no such note in the trash", where=note_id)
            trashed, relative = found
            target = self.folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists() or target.is_symlink():
                target = target.with_name(f"{target.stem}-{names.new_id()}.md")
            _move(trashed, target)
            for folder in trashed.relative_to(self.trash).parents:
                if folder.name:
                    with contextlib.suppress(OSError):
                        (self.trash / folder).rmdir()
            self._refresh(fresh=True)
            return self.get(note_id)

    def _write_new(
        self,
        *,
        story: str | None,
        anchors: tuple[Anchor, ...],
        title: str,
        text: str,
        tags: tuple[str, ...],
        note_id: str | None = None,
        created: str | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> Note:
        if not self._swept:
            files.sweep(self.folder)
            self._swept = True
        while True:
            if note_id is None or note_id in self._by_id:
                note_id = names.new_id()
                continue
            raw = notefile.compose(
                note_id=note_id,
                title=title,
                story=story,
                anchors=anchors,
                tags=tags,
                text=text,
                created=created or notefile.now(),
                extra=extra,
            )
            path = self.folder / names.file_name(title or text[:200], note_id)
            with contextlib.suppress(FileExistsError):
                files.create_atomically(path, raw)
                return self._read_again(path)
            note_id = None

    def _read_again(self, path: Path) -> Note:
        """Take one file's new state into the cache, without looking at the others."""
        relative = self._relative(path)
        old = self._entries.get(relative)
        entry = _load(path, relative, signature_of(path.stat()))
        note = entry.note
        if note is None:
            raise NoteError(entry.problem or "the note cannot be read", where=str(path))
        self._entries[relative] = entry
        known = self._by_id.get(note.id)
        if (known is None and old is None) or (known is not None and known.path == path):
            self._take(note)
        else:
            self._collect()
        return next(note for note in self._by_id.values() if note.path == path) if self._doubled else note

    def _current_path(self, note: Note) -> Path | None:
        """Where the note's file is now: it may have been renamed outside; None when it is gone."""
        if note.path.exists():
            return note.path
        if not self.folder.is_dir():
            raise FileNotFoundError(2, "the notes folder has vanished", str(self.folder))
        self._refresh(fresh=True)
        moved = self._by_id.get(note.id)
        return moved.path if moved else None

    def _is_current(self, note: Note) -> bool:
        entry = self._entries.get(self._relative(note.path))
        with contextlib.suppress(OSError):
            return entry is not None and entry.signature == signature_of(note.path.stat())
        return False

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _refresh(self, *, fresh: bool = False) -> None:
        with _explained(self.folder, "the notes cannot be listed"):
            found = self._watch.files(fresh=fresh)
        if found is self._seen:
            return
        first, self._seen = self._seen is None, found
        known = self._kept.entries() if first and found and self._kept else {}
        entries: dict[str, Entry] = {}
        read: list[str] = []
        for relative, signature in found.items():
            entry = self._entries.get(relative) or known.get(relative)
            if entry is None or entry.signature != signature:
                entry = _load(self.folder / relative, relative, signature)
                read.append(relative)
            entries[relative] = entry
        before, self._entries = self._entries, entries
        if self._only_rewritten(before, read):
            for relative in read:
                self._take(entries[relative].note)
        elif read or known or entries.keys() != before.keys():
            self._collect()
        if len(read) >= _WORTH_KEEPING and self._kept:
            self._kept.keep(entries, read)

    def _only_rewritten(self, before: Mapping[str, Entry], read: Sequence[str]) -> bool:
        """Whether every file is still there with its note's id, which spares giving out the ids anew."""
        if self._doubled or not read or before.keys() != self._entries.keys():
            return False
        pairs = [(before[relative].note, self._entries[relative].note) for relative in read]
        return all(old is not None and new is not None and old.id == new.id for old, new in pairs)

    def _take(self, note: Note | None) -> None:
        """Put a note's new state in the place of its old one."""
        if note is not None:
            self._by_id[note.id] = note
            self._order = self._given = None

    def _collect(self) -> None:
        """Give every note its id; a file that repeats another's id gets one of its own, and a problem."""
        by_id: dict[str, Note] = {}
        doubled: dict[str, str] = {}
        notes = [(relative, entry.note) for relative, entry in self._entries.items() if entry.note]
        # Of two files with one id the shorter name is the original: copies get something added to it.
        for relative, note in sorted(notes, key=lambda item: (item[1].created, len(item[0]), item[0])):
            first = by_id.setdefault(note.id, note)
            if first is not note:
                doubled[relative] = f"has the same id as {first.path.name}"
                own = _with_own_id(note, relative, by_id)
                by_id[own.id] = own
        self._by_id = by_id
        self._doubled = doubled
        self._order = self._given = None

    def _in_trash(self, note_id: str) -> tuple[Path, str] | None:
        if not self.trash.is_dir():
            return None
        for day in sorted(self.trash.iterdir(), reverse=True):
            if day.is_dir():
                for relative, signature in walk(day):
                    entry = _load(day / relative, relative, signature)
                    if entry.note is not None and entry.note.id == note_id:
                        return day / relative, relative
        return None


def _with_own_id(note: Note, relative: str, taken: dict[str, Note]) -> Note:
    own = names.id_from_path(relative)
    while own in taken:
        relative += "+"
        own = names.id_from_path(relative)
    return replace(note, id=own)


def _load(path: Path, relative: str, signature: Signature) -> Entry:
    if signature[1] > notefile.MAX_NOTE:
        return Entry(signature, None, f"too long for a note ({signature[1]} bytes); it is not read")
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Entry(signature, None, f"cannot be read: {error.strerror}")
    note, problem = notefile.parse(raw, path, relative, signature[0])
    return Entry(signature, note, problem)


def _move(source: Path, target: Path) -> None:
    """Move a file, also to another file system, and never over another; of a link, what it shows is kept."""
    if not source.is_symlink() and not target.exists():
        with contextlib.suppress(OSError):
            source.rename(target)
            files.sync_folder(target.parent)
            files.sync_folder(source.parent)
            return
    files.create_atomically(target, source.read_bytes())
    source.unlink()
    files.sync_folder(source.parent)


@contextlib.contextmanager
def _explained(path: Path, what: str) -> Iterator[None]:
    """Turn the system's errors into NoteError with the reason."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise NoteError(
            f"{what}: {reason}", where=str(path), do="check the disk's space and the folder's permissions"
        ) from error
