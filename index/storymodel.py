"""What the corrections of stories and the lists of outlets hand out: frozen dataclasses, as in `model`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Something the person did: `kind` is story or state, `made` and `undone` are times (ISO 8601, UTC).

    `story` is the id of the story it led to, empty for marks on articles.
    """

    key: int
    kind: str
    what: str
    story: str
    made: str
    undone: str | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """Why one article is in its story. `confidence` is 0 to 1; `shared` are names and words, weightiest
    first; `by_person` says that the person put or kept it there."""

    article: str
    outlet: str
    title: str
    confidence: float
    shared: tuple[str, ...]
    by_person: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why the articles of a story are together: what most of them share, and each one's part in it."""

    story: str
    title: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    members: tuple[Belonging, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet as the person sees it; `colour`, `country` and `labels` are their own words, or missing.

    `short` is the name for lists, `long` the one for where there is room; the person's own is both.
    """

    name: str
    short: str
    colour: str | None = None
    country: str | None = None
    labels: tuple[tuple[str, str], ...] = ()
    long: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The stories of a list in its order: all `ids`; for each in `unread` whether something of it is, a
    byte of 1 or 0; and, where they were asked for, the newest day of each in `days`, in days since 1970
    (UTC), None where no article has a date."""

    ids: tuple[str, ...]
    unread: bytes = b""
    days: tuple[int | None, ...] = ()

    @property
    def unread_count(self) -> int:
        """How many of the stories have something unread."""
        return self.unread.count(1)
