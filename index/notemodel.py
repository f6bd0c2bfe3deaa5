"""Notes and what they hold on to: frozen dataclasses, as in `index.model`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.model import Skipped


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a note holds on: a text quote and a position, after the W3C Web Annotation model.

    `start` and `end` are character offsets into the article's plain text (its blocks' texts joined
    by a line feed) at `revision`. `outlet`, `title`, `url` and `published` identify the article to a
    person, and to a library that does not hold it.
    """

    article: str
    revision: int
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    outlet: str = ""
    title: str = ""
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A personal note: one Markdown file. `status` is anchored, orphan, broken, or story (no passage).

    `tags` are those of the front matter and then those of the text; `links` are the targets of the
    text's `[[...]]`, as written.
    """

    id: str
    path: Path
    story: str | None
    anchors: tuple[Anchor, ...]
    passages: tuple[str, ...]
    status: str
    title: str
    tags: tuple[str, ...]
    created: str
    updated: str
    text: str
    stamp: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note being written, as it was last kept against a crash; `saved` is when, in UTC.

    `key` names it as long as it is written. `note` and `stamp` are the note's that is changed, None
    and empty for a new one, for which `story` and `passages` say where it belongs.
    """

    key: str
    title: str
    text: str
    note: str | None = None
    stamp: str = ""
    story: str | None = None
    passages: tuple[str, ...] = ()
    saved: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What taking in notes did; `notes` are the ids of those that were added."""

    added: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
