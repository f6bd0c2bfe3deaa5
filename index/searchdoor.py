"""The facade's part about searching; `index.library.Library` is the door itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from index.model import Cancelled, Progress
from index.store import Store

if TYPE_CHECKING:
    from index.found import KwicLine, SavedSearch, SearchResults, TermTable
    from index.searching import Searching


class SearchDoor(ABC):
    """Searches over articles and notes. See `Library` for threads and errors."""

    _store: Store
    _searching: Searching | None

    @abstractmethod
    def _search(self) -> Searching: ...

    def search(
        self,
        query: str,
        *,
        limit: int = 50,
        story: str | None = None,
        newest: bool = False,
        facets: bool = False,
        typing: bool = False,
        cancelled: Cancelled | None = None,
    ) -> SearchResults:
        """Passages and notes that match, at most `limit`; inside one story only, when one is given.

        The best come first, or the `newest`. `facets` counts all matching articles by outlet, month and
        tag. While the person is `typing`, the last word may be the beginning of one; the answer's `query`
        says so. Raises QueryError for a query that cannot be understood, SearchError when the engine fails,
        CancelledError when `cancelled` says so.
        """
        return self._search().search(
            query,
            limit=limit,
            story=story,
            newest=newest,
            facets=facets,
            typing=typing,
            cancelled=cancelled,
        )

    def indexing(self) -> Progress | None:
        """How far the search index is while it is being made and searches wait for it; else None.

        Does not wait.
        """
        return None if self._searching is None else self._searching.progress()

    def kwic(
        self,
        query: str,
        *,
        limit: int = 200,
        story: str | None = None,
        newest: bool = False,
        cancelled: Cancelled | None = None,
    ) -> list[KwicLine]:
        """Every match in its context, at most `limit`, article by article. Raises as `search` does."""
        return self._search().kwic(query, limit=limit, story=story, newest=newest, cancelled=cancelled)

    def term_table(self, query: str, story: str) -> TermTable:
        """How often each outlet of a story has each word and phrase of a query. Raises QueryError."""
        return self._search().term_table(query, self._store.current_id(story))

    # Searches kept

    def remember_search(self, query: str) -> None:
        """Put a query at the top of the history: one that was asked, not each letter on the way to it."""
        if query.strip():
            self._store.searches.remember(query.strip())

    def search_history(self, limit: int = 50) -> list[str]:
        """The last queries, the newest first."""
        return self._store.searches.history(limit)

    def forget_search_history(self) -> None:
        """Empty the history."""
        self._store.searches.forget_history()

    def save_search(self, name: str, query: str) -> None:
        """Keep a query under a name, in place of one of that name.

        Raises QueryError for a query that cannot be understood, StoreError for a bad name.
        """
        from index.search.query import parse

        parse(query)
        self._store.searches.save(name, query)

    def saved_searches(self) -> list[SavedSearch]:
        """The saved searches, by name."""
        return self._store.searches.saved()

    def saved_search(self, name: str) -> str:
        """The query saved under a name. Raises NotFoundError."""
        return self._store.searches.named(name)

    def forget_search(self, name: str) -> None:
        """Forget a saved search. Raises NotFoundError."""
        self._store.searches.forget(name)
