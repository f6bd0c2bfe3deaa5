"""Searches kept in the store: the last ones asked, and those saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import rows
from index.database import Database
from index.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from index.found import SavedSearch

KEPT = 500
"""So many queries of the history are kept."""

_LONGEST_NAME = 60


class Searches:
    """The history and the saved searches of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, query: str) -> None:
        """Put a query at the top of the history."""
        with self._database.writing(quiet=True) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO search_history"
                " SELECT ?, coalesce(max(turn), 0) + 1 FROM search_history",
                (rows.plain(query),),
            )
            connection.execute(
                "DELETE FROM search_history WHERE turn <="
                " (SELECT turn FROM search_history ORDER BY turn DESC LIMIT 1 OFFSET ?)",
                (KEPT,),
            )

    def history(self, limit: int) -> list[str]:
        """The last queries, the newest first, each once."""
        with self._database.reading() as connection:
            query = "SELECT query FROM search_history ORDER BY turn DESC LIMIT ?"
            return [row[0] for row in connection.execute(query, (limit,))]

    def forget_history(self) -> None:
        """Empty the history."""
        with self._database.writing(quiet=True) as connection:
            connection.execute("DELETE FROM search_history")

    def save(self, name: str, query: str) -> None:
        """Keep a query under a name, in place of one of that name. Raises StoreError for a bad name."""
        name = " ".join(rows.plain(name).split())
        if not name or len(name) > _LONGEST_NAME:
            raise StoreError(f"a saved search needs a name of at most {_LONGEST_NAME} characters")
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO saved_search VALUES (?, ?)", (name, rows.plain(query)))

    def saved(self) -> list[SavedSearch]:
        """The saved searches, by name."""
        from index.found import SavedSearch

        with self._database.reading() as connection:
            found = connection.execute("SELECT name, query FROM saved_search ORDER BY name")
            return [SavedSearch(name, query) for name, query in found]

    def named(self, name: str) -> str:
        """The query saved under a name, in any case. Raises NotFoundError."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT query FROM saved_search WHERE name = ?", (_key(name),)
            ).fetchone()
        if row is None:
            raise _unknown(name)
        return str(row[0])

    def forget(self, name: str) -> None:
        """Forget a saved search. Raises NotFoundError."""
        with self._database.writing() as connection:
            done = connection.execute("DELETE FROM saved_search WHERE name = ?", (_key(name),))
            if not done.rowcount:
                raise _unknown(name)


def _key(name: str) -> str:
    return " ".join(rows.plain(name).split())


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(f"no saved search “{_key(name)[:60]}”", do="`bylines searches list` lists them")
