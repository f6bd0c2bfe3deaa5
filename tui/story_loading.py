"""What the screen of stories asks the library for: a list, or only its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.model import Cancelled, StoryCard
from index.storymodel import Outlet
from tui.story_rows import StoryRows, rows_of
from tui.story_tabs import ALL, Tab, tabs_of

if TYPE_CHECKING:
    from index.library import Library

Timelines = Mapping[str, tuple[tuple[str, int], ...]]

FIRST = 100
ORDERS = ("newest", "outlets", "disagreement", "unread", "oldest")
BY_DAY = ("newest", "oldest")


@dataclass(frozen=True)
class Choice:
    """Which stories are listed, and how."""

    query: str = ""
    sort: str = ORDERS[0]
    archived: bool = False
    single: bool = True
    by_day: bool = False


@dataclass(frozen=True)
class Known:
    """What a list has already: the cards of these stories, as they were at a version of the library."""

    version: int
    ids: frozenset[str]


@dataclass(frozen=True)
class Loaded:
    """What the library said: the list, the cards of the part looked at, and what stands around it.

    `kept` says that the cards that were known still hold, and are not among `cards`.
    """

    version: int
    rows: StoryRows
    cards: list[StoryCard]
    timelines: Timelines
    tabs: tuple[Tab, ...] = (ALL,)
    outlets: tuple[Outlet, ...] = field(default=())
    whole: bool = True
    kept: bool = False


def read(
    library: Library,
    choice: Choice,
    near: str | None,
    cancelled: Cancelled,
    *,
    whole: bool,
    known: Known | None = None,
) -> Loaded:
    """The list from the library; without `whole` only its start, drawn at once, if it has one."""
    version = library.version()
    by_day = choice.by_day and choice.sort in BY_DAY
    listed = library.order(
        choice.query or None,
        sort=choice.sort,
        archived=choice.archived,
        single=choice.single,
        limit=None if whole else FIRST,
        days=by_day,
    )
    rows = rows_of(listed, by_day=by_day)
    at = rows.row(near) or 0
    ids = [story for row in range(max(0, at - FIRST), at + FIRST) if (story := rows.story(row)) is not None]
    kept = known is not None and known.version == version
    if known is not None and kept:
        ids = [story for story in ids if story not in known.ids]
    cards, timelines = (library.cards(ids), library.timelines(ids)) if ids else ([], {})
    # Short names are told apart among all outlets, so that they stay the same when the rest comes.
    outlets = library.outlets()
    if (listed.ids and not whole) or cancelled():
        return Loaded(version, rows, cards, timelines, outlets=outlets, whole=False, kept=kept)
    return Loaded(version, rows, cards, timelines, tabs_of(library), outlets, kept=kept)
