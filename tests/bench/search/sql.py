"""SQLite's FTS5, and `LIKE` over title and text as newsboat searches, over the peers' database."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from tests.bench.search.operations import FIRST, ROWS, TOP, YEAR
from tests.bench.search.writing import Cost, since, spent

_COLUMNS = "title, content, outlet UNINDEXED, day UNINDEXED, story UNINDEXED"
_TABLE = f"CREATE VIRTUAL TABLE fts USING fts5({_COLUMNS}, tokenize = 'porter unicode61')"
_FILL = "INSERT INTO fts SELECT title, content, outlet, day, story FROM plain"
_BEST = f"SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT {TOP}"
_NEXT_YEAR = str(int(YEAR) + 1)
_FTS5 = {
    "date range": f"SELECT rowid FROM fts WHERE fts MATCH ? AND day >= '{YEAR}' AND day < '{_NEXT_YEAR}'"
    f" ORDER BY rank LIMIT {TOP}",
    "newest first": _BEST.replace("rank", "day DESC"),
    "facets": "SELECT outlet, count(*) FROM fts WHERE fts MATCH ? GROUP BY outlet",
    "grouped by story": "SELECT story, min(rank) AS best FROM fts WHERE fts MATCH ?"
    f" GROUP BY story ORDER BY best LIMIT {ROWS}",
    "top 20 with highlights": "SELECT snippet(fts, 1, '[', ']', '…', 30) FROM fts WHERE fts MATCH ?"
    f" ORDER BY rank LIMIT {TOP}",
    "list of 50 stories of a word": "SELECT story, max(day) AS newest, title, outlet, count(*) FROM fts"
    f" WHERE fts MATCH ? GROUP BY story ORDER BY newest DESC LIMIT {ROWS}",
    "list of 50 stories": "SELECT plain.story, title, outlet, day FROM (SELECT story, max(day) AS newest"
    f" FROM plain WHERE ? = '' GROUP BY story ORDER BY newest DESC LIMIT {ROWS}) AS chosen"
    " JOIN plain ON plain.story = chosen.story",
}
_MATCHING = ("one word", "two words", "either of two words", "phrase", "prefix")
_LIKE = "SELECT rowid FROM plain WHERE title LIKE ?1 OR content LIKE ?1"
_SCANNED = {
    **dict.fromkeys(("one word", "two words", "phrase", "prefix"), _LIKE),
    "date range": f"SELECT rowid FROM plain WHERE day >= '{YEAR}' AND day < '{_NEXT_YEAR}'"
    " AND (title LIKE ?1 OR content LIKE ?1)",
    "newest first": f"{_LIKE} ORDER BY day DESC LIMIT {TOP}",
    "facets": f"SELECT outlet, count(*) FROM ({_LIKE.replace('rowid', 'outlet')}) GROUP BY outlet",
    "grouped by story": f"{_LIKE.replace('rowid', 'story')} GROUP BY story"
    f" ORDER BY max(day) DESC LIMIT {ROWS}",
}


class Fts5:
    """The table with its contents, in the peers' database; made once."""

    name = "FTS5"

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'fts'").fetchone():
            database.execute(_TABLE)
            database.execute(_FILL)
            database.execute("CREATE INDEX by_story ON plain (story, day)")
            database.commit()

    def ask(self, operation: str, text: str = "", /) -> float | None:
        """Milliseconds of processor time."""
        operation = operation.removesuffix(FIRST)
        if operation == "as you type":
            return _timed(self._database, _BEST, _typed(text))
        if operation in _MATCHING:
            return _timed(self._database, _BEST, _match(operation, text))
        statement = _FTS5.get(operation)
        return None if statement is None else _timed(self._database, statement, text)

    def size(self) -> int:
        """Bytes of the index, without the texts."""
        parts = ("fts_data", "fts_idx", "fts_docsize")
        rows = [
            self._database.execute(f"SELECT sum(length({column})) FROM {table}").fetchone()[0]
            for table, column in zip(parts, ("block", "term", "sz"), strict=True)
        ]
        return sum(int(row or 0) for row in rows)


class Like:
    """The plain table, read from end to end."""

    name = "LIKE"

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def ask(self, operation: str, text: str = "", /) -> float | None:
        """Milliseconds of processor time; all matches are found, as they have no rank."""
        statement = _SCANNED.get(operation)
        return None if statement is None else _timed(self._database, statement, f"%{text}%")


def indexing(database: sqlite3.Connection, path: Path, most: int) -> Cost:
    """What FTS5 takes for the first `most` articles."""
    path.unlink(missing_ok=True)
    made = sqlite3.connect(path)
    try:
        made.execute("CREATE TABLE plain (title, content, outlet, day, story)")
        some = database.execute("SELECT title, content, outlet, day, story FROM plain LIMIT ?", (most,))
        made.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?)", some)
        made.execute(_TABLE)
        made.commit()
        began = spent()
        made.execute(_FILL)
        made.commit()
        return since(began)
    finally:
        made.close()
        path.unlink()


def ten_articles(database: sqlite3.Connection) -> Cost:
    """What it takes until ten more articles are committed and found; they are removed again."""
    (last,) = database.execute("SELECT max(rowid) FROM fts").fetchone()
    began = spent()
    database.execute(f"{_FILL} LIMIT 10")
    database.commit()
    database.execute(_BEST, ("president",)).fetchall()
    took = since(began)
    database.execute("DELETE FROM fts WHERE rowid > ?", (last,))
    database.commit()
    return took


def opened(path: Path, text: str) -> float:
    """Milliseconds of processor time from nothing to a first result."""
    began = time.process_time()
    database = sqlite3.connect(path)
    database.execute(_BEST, (text,)).fetchall()
    took = (time.process_time() - began) * 1000
    database.close()
    return took


def _timed(database: sqlite3.Connection, statement: str, value: str) -> float:
    began = time.process_time()
    database.execute(statement, (value,)).fetchall()
    return (time.process_time() - began) * 1000


def _match(operation: str, text: str) -> str:
    if operation == "phrase":
        return f'"{text}"'
    if operation == "prefix":
        return f"{text}*"
    return " OR ".join(text.split()) if operation == "either of two words" else text


def _typed(text: str) -> str:
    """The query with its last word as a beginning; a phrase that was not closed yet is."""
    words = text.strip().strip('"').split()
    if text.startswith('"'):
        return f'"{" ".join(words)}" *'
    return " ".join([*words[:-1], f"{words[-1]}*"]) if words else '""'
