"""Notes as one text that leaves the program: Markdown, JSON, JSON-LD, CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from index.errors import NoteError
from index.notemodel import Anchor, Note
from index.notes import webannotation
from index.notes.quoting import escape, quote_of
from index.text import scrub

FORMS = ("md", "json", "jsonld", "csv")

_COLUMNS = (
    "id", "title", "tags", "created", "updated", "status", "story", "story title", "outlet", "article title",
    "published", "url", "quote", "text",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula; full-width signs count in some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def export(notes: Sequence[Note], stories: Mapping[str, str], form: str) -> str:
    """The notes in one of `FORMS`; `stories` has the titles of their stories. NoteError for another form."""
    if form not in _MAKERS:
        raise NoteError(f"notes cannot be exported as “{form}”", do=f"known are {', '.join(FORMS)}")
    made = _MAKERS[form](notes, stories)
    # Notes can be written by any program; what acts on a terminal does not leave through here.
    return made if form == "csv" else _harmless(made)


def markdown(notes: Sequence[Note], stories: Mapping[str, str]) -> str:
    """One document: a heading for each story, below it its notes with the quoted passages and the text."""
    by_story: dict[str | None, list[Note]] = {}
    for note in sorted(notes, key=lambda note: (note.created, note.id)):
        by_story.setdefault(note.story, []).append(note)
    parts = ["# Notes\n"]
    for story in sorted(by_story, key=lambda story: (story is None, by_story[story][0].created)):
        name = stories.get(story, story) if story is not None else "On no story"
        parts.append(f"## {escape(name)}\n")
        parts += [_section(note) for note in by_story[story]]
    return "\n".join(parts)


def _section(note: Note) -> str:
    facts = [note.updated[:10], *(f"#{tag}" for tag in note.tags), f"`{note.id}`"]
    if note.status == "orphan":
        facts.append("the passage is not in the article any more")
    parts = [f"### {escape(note.title) or 'Untitled'}\n", " · ".join(filter(None, facts)) + "\n"]
    parts += [quote_of(mark) for mark in note.anchors]
    text = note.text.strip("\n")
    if text:
        parts.append(text + "\n")
    return "\n".join(parts)


def plain_json(notes: Sequence[Note], stories: Mapping[str, str]) -> str:
    """A list of notes with the fields of `bylines notes --json`, and the story's title."""
    return _dumped([_fields(note, stories) for note in notes])


def web_annotations(notes: Sequence[Note], stories: Mapping[str, str]) -> str:  # noqa: ARG001 (one signature)
    """W3C Web Annotations."""
    return _dumped(webannotation.collection(notes))


def table(notes: Sequence[Note], stories: Mapping[str, str]) -> str:
    """One row for each quoted passage, or for the note if it has none; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for note in notes:
        for mark in note.anchors or (None,):
            writer.writerow(map(cell, _row(note, mark, stories)))
    return out.getvalue()


def cell(text: str) -> str:
    """The text for a cell; an apostrophe before what a spreadsheet would take for a formula."""
    plain = _harmless(text)
    return (
        f"'{plain}"
        if plain.lstrip(" \u00a0\ufeff").startswith(_FORMULA) or plain.startswith(_FORMULA)
        else plain
    )


def _harmless(text: str) -> str:
    return "\n".join("\t".join(map(scrub, line.split("\t"))) for line in text.split("\n"))


def _row(note: Note, mark: Anchor | None, stories: Mapping[str, str]) -> list[str]:
    about = [mark.outlet, mark.title, mark.published or "", mark.url or "", mark.exact] if mark else [""] * 5
    return [
        note.id,
        note.title,
        " ".join(note.tags),
        note.created,
        note.updated,
        note.status,
        note.story or "",
        stories.get(note.story or "", ""),
        *about,
        note.text,
    ]


def _fields(note: Note, stories: Mapping[str, str]) -> dict[str, Any]:
    anchors = [{name: getattr(mark, name) for name in Anchor.__dataclass_fields__} for mark in note.anchors]
    return {
        "id": note.id,
        "path": str(note.path),
        "story": note.story,
        "story_title": stories.get(note.story or ""),
        "anchor": anchors[0] if anchors else None,
        "status": note.status,
        "title": note.title,
        "tags": list(note.tags),
        "links": list(note.links),
        "created": note.created,
        "updated": note.updated,
        "text": note.text,
        "anchors": anchors,
        "passages": list(note.passages),
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


_MAKERS: dict[str, Callable[[Sequence[Note], Mapping[str, str]], str]] = {
    "md": markdown,
    "json": plain_json,
    "jsonld": web_annotations,
    "csv": table,
}
