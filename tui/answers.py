"""What the screen of searches asks the library for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.found import KwicLine, SearchResults
from index.library import Library
from index.model import Cancelled, StoryCard

LIMIT = 60
CONTEXT_LIMIT = 300


@dataclass(frozen=True)
class Answer:
    """What the library said to the query as it was `typed`; `context` only when the matches are shown in
    theirs."""

    typed: str
    results: SearchResults
    cards: Mapping[str, StoryCard] = field(default_factory=dict)
    context: Sequence[KwicLine] | None = None
    version: int = 0


def ask(
    library: Library, query: str, *, typing: bool, newest: bool, in_context: bool, cancelled: Cancelled
) -> Answer:
    """The library's answer, with the cards of the stories it names."""
    version = library.version()
    limit = 1 if in_context else LIMIT
    found = library.search(query, limit=limit, newest=newest, typing=typing, cancelled=cancelled)
    context = None
    if in_context:
        context = library.kwic(found.query, limit=CONTEXT_LIMIT, newest=newest, cancelled=cancelled)
    stories = {hit.story for hit in found.hits} | {line.story for line in context or ()}
    cards = library.cards([story for story in stories if story is not None])
    return Answer(query, found, {card.id: card for card in cards}, context, version)
