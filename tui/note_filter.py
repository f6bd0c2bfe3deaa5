"""The filter of the notes screen: a query, and what stands before a colon or behind a `#`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from config.errors import BylinesError

_PART = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_FIELDS = ("tag", "story", "outlet", "since")


class FilterError(BylinesError):
    """A filter with a field that does not exist."""


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What `Library.notes` is asked for; `story` is a name that `Library.resolve_story` understands."""

    query: str | None = None
    tag: str | None = None
    story: str | None = None
    outlet: str | None = None
    since: str | None = None
    orphans: bool = False


def parse(text: str) -> NoteFilter:
    """A filter as typed: `kherson #check outlet:"Latin Times" since:2023-05 is:orphan`.

    All else is a query in the search's language, left as it is. Raises FilterError for an unknown field.
    """
    words: list[str] = []
    found: dict[str, str] = {}
    orphans = False
    for part in _PART.findall(text):
        field, colon, value = part.partition(":")
        value = value.replace('"', "")
        if part.startswith("#") and len(part) > 1:
            found["tag"] = part[1:]
        elif colon and field in _FIELDS and value:
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
        story=found.get("story"),
        outlet=found.get("outlet"),
        since=found.get("since"),
        orphans=orphans,
    )
