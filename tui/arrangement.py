"""Which columns of a story are shown, in which order and what keeps them in step. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from index.model import Article


class Sync(StrEnum):
    """What keeps the columns in step: what the passages say, how far down they stand, or nothing."""

    CONTENT = "content"
    PROPORTIONAL = "proportional"
    OFF = "off"


def column_key(article: Article) -> str:
    """What a column goes by: its article, and for an earlier version the number of it, too."""
    return article.id if article.revision == article.revisions else f"{article.id}@{article.revision}"


@dataclass(slots=True)
class Arrangement:
    """`order` are keys of columns, empty for that of the story; `earlier` are earlier versions shown."""

    hidden: set[str] = field(default_factory=set)
    order: list[str] = field(default_factory=list)
    earlier: dict[str, Article] = field(default_factory=dict)
    unfolded: bool = False
    zoomed: bool = False
    sync: Sync = Sync.CONTENT

    def lasting(self) -> Arrangement:
        """A copy of what outlasts the reader: all but the earlier versions."""
        return replace(self, hidden=set(self.hidden), order=list(self.order), earlier={})

    def arranged(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        """The columns of these articles: an earlier version behind its newer one, hidden ones left out.

        All are shown when every one of them is hidden. An article that came in later stands where the
        story has it.
        """
        by_key, found = self._ordered(articles)
        shown = [key for key in found if key not in self.hidden] or found
        return tuple(by_key[key] for key in shown)

    def listed(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        """All of these articles in the order of their columns: hidden ones, too, and no earlier version."""
        by_key, found = self._ordered(articles)
        return tuple(by_key[key] for key in found if key not in self.earlier)

    def _ordered(self, articles: Sequence[Article]) -> tuple[dict[str, Article], list[str]]:
        """All columns by their keys, and these in order."""
        natural = [one for article in articles for one in (article, *self._earlier_of(article))]
        by_key = {column_key(article): article for article in natural}
        found = [key for key in self.order if key in by_key]
        before: str | None = None
        for key in by_key:
            if key not in found:
                found.insert(found.index(before) + 1 if before is not None else 0, key)
            before = key
        return by_key, found

    def _earlier_of(self, article: Article) -> list[Article]:
        """The earlier versions of an article that are shown, the newest of them first."""
        found = [one for one in self.earlier.values() if one.id == article.id]
        return sorted(found, key=lambda one: -one.revision)

    def hidden_among(self, articles: Sequence[Article]) -> int:
        """How many of these articles are hidden."""
        return sum(column_key(article) in self.hidden for article in articles)

    def move(self, shown: Sequence[Article], column: int, by: int) -> bool:
        """Put a shown column `by` places further to the right; False at the edge.

        Hidden columns keep their place behind the shown one they follow.
        """
        keys = [column_key(article) for article in shown]
        target = max(0, min(len(keys) - 1, column + by))
        if target == column:
            return False
        behind: dict[str | None, list[str]] = {}
        before: str | None = None
        for key in self.order:
            if key in self.hidden:
                behind.setdefault(before, []).append(key)
            else:
                before = key
        keys.insert(target, keys.pop(column))
        self.order = [*behind.get(None, ()), *(one for key in keys for one in (key, *behind.get(key, ())))]
        return True
