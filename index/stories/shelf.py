"""The library as the grouper sees it: what it asks for, and what it is told of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol


class Known(NamedTuple):
    """An article that is in a story: its encoded vector, its day, and whether the person put it there."""

    article: str
    story: str
    vector: bytes
    day: int | None
    fixed: bool


class Shelf(Protocol):
    """The library's articles that are in a story, read as they are needed."""

    def between(self, first: int, last: int) -> Iterable[Known]:
        """Those of these days, both included."""
        ...

    def undated(self) -> Iterable[Known] | None:
        """Those without a date; None when these are too many to be read for each."""
        ...

    def sharing(self, terms: Sequence[int], *, undated: bool) -> Sequence[str]:
        """The ids of those that share `heaviest.SHARED` of their heaviest terms with these; of all, or of
        those without a date."""
        ...

    def of_stories(self, story_ids: Sequence[str]) -> Iterable[Known]:
        """Those in these stories."""
        ...

    def articles(self, article_ids: Sequence[str]) -> Iterable[Known]:
        """Those with these ids."""
        ...
