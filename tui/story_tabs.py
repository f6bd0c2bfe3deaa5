"""The lists a person keeps: what each tab of the stories' screen shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from index.library import Library

if TYPE_CHECKING:
    from index.found import SavedSearch


class Origin(Enum):
    """Where a tab comes from, and so how it is forgotten."""

    ALL = auto()
    FILTER = auto()
    SEARCH = auto()
    ARCHIVE = auto()


@dataclass(frozen=True, slots=True)
class Tab:
    """A list: its name, query and order."""

    name: str
    origin: Origin
    query: str = ""
    sort: str = "newest"


ALL = Tab("all stories", Origin.ALL)
ARCHIVE = Tab("archive", Origin.ARCHIVE)


def tabs_of(library: Library) -> tuple[Tab, ...]:
    """All stories, the saved filters, the saved searches, and the archive if there is one."""
    filters = [Tab(one.name, Origin.FILTER, one.query, one.sort) for one in library.saved_filters()]
    searches = [_search_tab(one) for one in library.saved_searches()]
    archive = [ARCHIVE] if library.order(archived=True, limit=1).ids else []
    return (ALL, *filters, *searches, *archive)


def _search_tab(search: SavedSearch) -> Tab:
    return Tab(search.name, Origin.SEARCH, search.query)


def place_of(tabs: Iterable[Tab], wanted: Tab) -> int:
    """The place of the tab of this name and origin; 0 when it is gone."""
    same = (wanted.origin, wanted.name)
    return next((at for at, tab in enumerate(tabs) if (tab.origin, tab.name) == same), 0)
