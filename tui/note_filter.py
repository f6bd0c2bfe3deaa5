"""The filter of the notes screen: words, and what stands before a colon or behind a `#`. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from config.errors import BylinesError


class FilterError(BylinesError):
    """A filter with a field that does not exist."""


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What `Library.notes` is asked for."""

    query: str | None = None
    tag: str | None = None
    outlet: str | None = None
    since: str | None = None
    orphans: bool = False


def parse(text: str) -> NoteFilter:
    """A filter as typed: `kherson #check outlet:"Latin Times" since:2023-05 is:orphan`.

    Raises FilterError for an unknown field.
    """
    try:
        parts = shlex.split(text)
    except ValueError:
        parts = text.replace('"', " ").replace("'", " ").split()
    words: list[str] = []
    found: dict[str, str] = {}
    orphans = False
    for part in parts:
        field, colon, value = part.partition(":")
        if part.startswith("#") and len(part) > 1:
            found["tag"] = part[1:]
        elif colon and field in ("tag", "outlet", "since") and value:
            found[field] = value.lstrip("#") if field == "tag" else value
        elif colon and field == "is":
            if value not in ("orphan", "orphans"):
                raise FilterError(f"nothing is:{value}", do="is:orphan lists notes whose passage is gone")
            orphans = True
        else:
            words.append(part)
    return NoteFilter(
        query=" ".join(words) or None,
        tag=found.get("tag"),
        outlet=found.get("outlet"),
        since=found.get("since"),
        orphans=orphans,
    )
