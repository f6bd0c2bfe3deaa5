"""What a search gives: frozen dataclasses, as in `index.model`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.model import Published


@dataclass(frozen=True, slots=True)
class StoryReach:
    """Which outlets of a story have the words of a query, and which `lack` them."""

    story: str
    have: tuple[str, ...]
    lack: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the matching articles have a value; `kind` is outlet, month or tag.

    Adding `narrow` to the query leaves those alone.
    """

    kind: str
    value: str
    count: int
    narrow: str


@dataclass(frozen=True, slots=True)
class KwicLine:
    """A match with the text around it: a keyword in context."""

    story: str | None
    article: str
    outlet: str
    published: Published | None
    passage: str | None
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True)
class TermTable:
    """How often each outlet of a story has each term of a query: `counts` are in the outlets' order."""

    story: str
    outlets: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name, kept by the person."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result: one passage of one article, or a note (`note` is its id).

    `highlights` are (start, end) offsets into `snippet`; `passage` is None only for notes.
    """

    story: str | None
    article: str | None
    source_id: str | None
    outlet: str
    title: str
    published: Published | None
    score: float
    passage: str | None
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a query; `parsed` is what was understood, `total` counts matching articles.

    `stories` says of each story among the hits which outlets have the words and which have not. `facets`
    are counted over all matching articles, when asked for. `did_you_mean` is a better query, if any.
    """

    query: str
    parsed: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    stories: tuple[StoryReach, ...] = ()
    facets: tuple[Facet, ...] = ()
    did_you_mean: str | None = None
