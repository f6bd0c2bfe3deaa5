"""The list of notes: one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.notemodel import Note
from tui.marks import UNICODE, Signs
from tui.render import padded
from tui.widgets.lines import LineList
from tui.wrap import fit, width_of

DATE, LEAST_TITLE = 13, 16
STATUS = {"orphan": "its passage is gone", "story": "on the story", "anchored": ""}
STATUS_WIDTH = 1 + max(map(len, STATUS.values()))


def note_title(note: Note) -> str:
    """The title, or the first words of the text, or of the quoted passage."""
    first = next((line.strip(" #>*") for line in note.text.splitlines() if line.strip(" #>*")), "")
    quote = note.anchors[0].exact if note.anchors else ""
    return note.title or first or quote or "empty note"


def notes_texts(notes: Sequence[Note], passage: str | None) -> list[tuple[str, str]]:
    """The notes of a story as paragraphs with styles: those on the focused passage first."""
    here = [note for note in notes if passage is not None and passage in note.passages]
    rest = [note for note in notes if note not in here]
    texts: list[tuple[str, str]] = []
    for heading, group in (("On this passage", here), ("Elsewhere in this story", rest)):
        if not group:
            continue
        texts += [("", "")] if texts else []
        texts.append((heading, "title"))
        for note in group:
            outlets = ", ".join(dict.fromkeys(anchor.outlet for anchor in note.anchors))
            where = STATUS["orphan"] if note.status == "orphan" else outlets or STATUS["story"]
            texts += [("", ""), (note_title(note), "strong"), (f"{where} · {note.updated[:10]}", "muted")]
            texts.append((note.text, ""))
    return texts or [
        ("No notes on this story", "title"),
        ("", ""),
        ("a writes one on the focused passage.", "muted"),
    ]


class NoteList(LineList):
    """Date, title, outlet, tags."""

    SPACED: ClassVar[bool] = True

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__()
        self.signs = signs
        self.notes: Sequence[Note] = ()

    def show(self, notes: Sequence[Note]) -> None:
        """List other notes; the cursor stays on its note if that is still there."""
        current = self.current
        self.notes = notes
        place = next((i for i, note in enumerate(notes) if current and note.id == current.id), None)
        self.changed(self.cursor if place is None else place)

    @property
    def current(self) -> Note | None:
        """The note with the cursor."""
        return self.notes[self.cursor] if 0 <= self.cursor < len(self.notes) else None

    def length(self) -> int:
        """The number of notes."""
        return len(self.notes)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One note."""
        note = self.notes[index]
        muted = base + self.style("muted")
        where = ", ".join(dict.fromkeys(a.outlet for a in note.anchors)) or STATUS.get(note.status, "")
        if note.status == "orphan":
            where = STATUS["orphan"]
        tags = "".join(f" #{tag}" for tag in note.tags)
        most = max(min(24, width // 3), STATUS_WIDTH if note.status == "orphan" else 0)
        right = fit(f" {where}", most) if where else ""
        if width - DATE - width_of(right) - width_of(tags) < LEAST_TITLE:
            tags = ""
        if width - DATE - width_of(right) < LEAST_TITLE:
            right = ""
        room = width - DATE - width_of(right) - width_of(tags)
        segments = [
            Segment(fit(f" {note.updated[:10]}", DATE), muted),
            Segment(fit(note_title(note), max(1, room)), base),
            Segment(tags, muted),
            Segment(right, base + self.style("accent")),
        ]
        return Strip(padded(segments, width, base), width)
