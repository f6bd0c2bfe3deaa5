"""Taking in notes made elsewhere: folders of Markdown files, and web annotations in JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from config.errors import BylinesError
from config.paths import expanded
from index.errors import NoteError
from index.model import Article, Cancelled, Skipped
from index.notemodel import Anchor, ImportReport, Note
from index.notes import anchors, frontmatter, names, notefile, webannotation
from index.notes.notebook import Notebook
from index.notes.walking import walk
from index.notes.webannotation import Annotation

_JSON = (".json", ".jsonld")
_MOST_JSON = 64 * 1024 * 1024
_KEY = "imported"


class Importer:
    """Adds to one notebook; what it holds already is not added again."""

    def __init__(
        self,
        notebook: Notebook,
        article_named: Callable[[str], Article | None],
        story_of: Callable[[str], str | None],
    ) -> None:
        self._notebook = notebook
        self._article_named = article_named
        self._story_of = story_of
        held = notebook.all()
        self._ids = {note.id for note in held}
        self._digests = {note.stamp.rpartition("-")[2] for note in held}
        self._contents = {_content(note) for note in held}
        self._added: list[str] = []
        self._unchanged = 0
        self._skipped: list[Skipped] = []

    def run(self, sources: Sequence[str], cancelled: Cancelled | None = None) -> ImportReport:
        """Import files and folders; what is finished when `cancelled` says so is kept."""
        for source in sources:
            for path in self._files(expanded(source)):
                if cancelled is not None and cancelled():
                    break
                try:
                    self._file(path)
                except BylinesError as error:
                    self._skipped.append(Skipped(str(path), str(error)))
                except OSError as error:
                    self._skipped.append(Skipped(str(path), f"cannot be read: {error.strerror or error}"))
        return ImportReport(len(self._added), self._unchanged, tuple(self._skipped), tuple(self._added))

    def _files(self, source: Path) -> Iterator[Path]:
        """The files meant by a source: itself, or the Markdown files below a folder."""
        if not source.is_dir():
            yield source
            return
        try:
            found = sorted(relative for relative, _ in walk(source))
        except OSError as error:
            self._skipped.append(Skipped(str(source), f"cannot be listed: {error.strerror or error}"))
            return
        if not found:
            self._skipped.append(Skipped(str(source), "has no Markdown files"))
        for relative in found:
            yield source / relative

    def _file(self, path: Path) -> None:
        if not path.is_file():
            raise NoteError("no such file", do="name a Markdown file, a folder of them, or a JSON file")
        kind = path.suffix.lower()
        if kind in _JSON:
            self._annotations(path)
        elif kind in (".md", ".markdown"):
            self._markdown(path)
        else:
            raise NoteError("is neither Markdown nor JSON", do="notes are .md files, annotations .json files")

    def _markdown(self, path: Path) -> None:
        """A Markdown file, to the byte, but for an id that another note has."""
        status = path.stat()
        if status.st_size > notefile.MAX_NOTE:
            raise NoteError(f"too long for a note ({status.st_size:,} bytes)")
        raw = path.read_bytes()
        if notefile.digest(raw) in self._digests:
            self._unchanged += 1
            return
        note, _ = notefile.parse(raw, path, path.name, status.st_mtime_ns)
        stated = note.id in self._ids and note.status != "broken" and _states_id(raw)
        if stated:
            raw = _with_id(raw, _id_for(raw.hex()), str(path))
            if notefile.digest(raw) in self._digests:
                self._unchanged += 1
                return
        slug = names.slug(path.stem) or "note"
        self._remember(self._notebook.put(f"{slug}.md", raw))

    def _annotations(self, path: Path) -> None:
        if path.stat().st_size > _MOST_JSON:
            raise NoteError("larger than 64 MB", do="split it")
        try:
            document = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise NoteError(f"is not JSON: {error}", do="export the annotations again") from error
        found = False
        for annotation in webannotation.read(document):
            found = True
            self._annotation(annotation)
        if not found:
            raise NoteError("has no annotations with text or a quote")

    def _annotation(self, found: Annotation) -> None:
        marks = tuple(self._placed(mark) for mark in found.anchors)
        tags = tuple(tag for tag in found.tags if tag)
        key = _key(found.text, marks)
        if key in self._contents:
            self._unchanged += 1
            return
        story = found.story
        if story is None and marks:
            story = self._story_of(marks[0].article)
        note = self._notebook.create(
            story=story,
            anchors=marks,
            title=found.title or (marks[0].exact[:80] if marks else ""),
            text=found.text,
            tags=tags,
            note_id=found.id or None,
            created=found.created or None,
            extra={_KEY: found.source} if found.source and not found.id else None,
        )
        self._remember(note)

    def _placed(self, mark: Anchor) -> Anchor:
        """The anchor as it is; of a page the library holds, on that article's passage if it is there."""
        if "://" not in mark.article:
            return mark
        article = self._article_named(mark.article)
        place = anchors.locate(mark, article) if article else None
        if article is None or place is None:
            return mark
        made = anchors.on_span(article, *place)
        return replace(made, url=mark.url or made.url)

    def _remember(self, note: Note) -> None:
        self._added.append(note.id)
        self._ids.add(note.id)
        self._digests.add(note.stamp.rpartition("-")[2])
        self._contents.add(_content(note))


def _content(note: Note) -> tuple[str, ...]:
    return _key(note.text, note.anchors)


def _key(text: str, marks: Sequence[Anchor]) -> tuple[str, ...]:
    """What two notes that say the same of the same passages have in common."""
    return (text.strip(), *(mark.exact for mark in marks))


def _states_id(raw: bytes) -> bool:
    header = frontmatter.split(raw).header
    return bool(header) and names.is_id(str(frontmatter.read(header, where="").get("id", "")))


def _with_id(raw: bytes, note_id: str, where: str) -> bytes:
    parts = frontmatter.split(raw)
    header = frontmatter.edit(parts.header, {"id": note_id}, where=where)
    return parts.fence + header + parts.close + parts.body


def _id_for(content: str) -> str:
    """An id that the same content always gets, so that importing it twice is noticed."""
    return names.id_from_path(hashlib.sha256(content.encode()).hexdigest())
