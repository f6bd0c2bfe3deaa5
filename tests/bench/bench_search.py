"""Search held against SQLite FTS5, tantivy and `LIKE`, over real articles; see `report`.

BYLINES_BENCH_ARTICLES says how many (10,000), BYLINES_BENCH_CACHE where the library is kept between runs.
tantivy runs in a virtual environment of its own beside it, and is left out where it cannot be installed.
"""

from __future__ import annotations

import lzma
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from config.paths import Paths
from index.facets import facets
from index.identity import Run
from index.ingest.jsonl import read_file
from index.library import Library
from index.model import Draft, Membership
from index.search.query import parse
from tests.bench import gold, peer

ONE = ["attack", "president", "economy", "virus", "senate", "hospital", "climate"]
TWO = ["white house", "police officer", "health care", "climate change", "border wall", "court ruling"]
PHRASES = ["white house", "climate change", "supreme court", "in the united states", "the end of the"]
TYPED = ["president trump", "climate change", "supreme court ruling", "the economy of china", '"in the end"']
SPAN = ("2018-01-01", "2019-01-01")
ROUNDS = 3
_STORY = 3  # articles a story in this benchmark, in the order of the stream

Operation = Callable[[str], object]


def report() -> list[str]:
    """The table's lines; one line saying why, where the articles are absent."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.exists():
        return ["Search: skipped, BYLINES_SHARED has no data/news-stream.jsonl.xz"]
    wanted = int(os.environ.get("BYLINES_BENCH_ARTICLES", "10000"))
    given = os.environ.get("BYLINES_BENCH_CACHE")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(given or temporary) / f"search-{wanted}"
        folder.mkdir(parents=True, exist_ok=True)
        return _measured(folder, stream, wanted)


def _measured(folder: Path, stream: Path, wanted: int) -> list[str]:
    library, indexed = _library(folder, stream, wanted)
    database, fts_indexed = _database(folder, library)
    tantivy = peer.start(folder, library)
    count = library._store.counts()[0]
    lines = [f"Search over {count:,} articles; milliseconds, medians, interleaved"]
    if indexed:
        lines.append(
            f"  indexing: bylines {count / indexed:,.0f} articles/s, FTS5 {count / fts_indexed:,.0f}"
        )
    lines.append(f"  {'':24} {'bylines':>9} {'FTS5':>9} {'tantivy':>9} {'LIKE':>9}   of FTS5")
    try:
        for name, queries, ours, sql, like in _operations(library):
            rows: list[list[float]] = [[], [], [], []]
            for _ in range(ROUNDS):
                for query in queries:
                    rows[0].append(_timed(ours, query))
                    rows[1].append(_timed(_sql(database, sql, _match(name, query)), query))
                    if tantivy is not None:
                        rows[2].append(tantivy.ask(name, query))
                    if like:
                        rows[3].append(_timed(_sql(database, like, f"%{query}%"), query))
            lines.append(_line(name, rows))
        lines += _typing(library)
    finally:
        if tantivy is not None:
            tantivy.close()
        database.close()
        library.close()
    return lines


def _operations(library: Library) -> Iterator[tuple[str, list[str], Operation, str, str]]:
    """Name, queries, ours, FTS5's SQL and `LIKE`'s, which is for the first kind alone."""
    searching = library._search()
    engine = searching._engine
    top = "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT 20"
    dated = f"SELECT rowid FROM fts WHERE fts MATCH ? AND day >= '{SPAN[0]}' AND day < '{SPAN[1]}'"
    like = "SELECT rowid FROM plain WHERE title LIKE ?1 OR content LIKE ?1 ORDER BY rowid LIMIT 20"
    unlimited = like.replace(" ORDER BY rowid LIMIT 20", "")
    by_day = like.replace("rowid LIMIT", "day LIMIT")
    snippet = "SELECT snippet(fts, 1, '[', ']', '…', 30) FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT 20"

    def best(query: str) -> object:
        return engine.search(parse(query), limit=20)

    def newest(query: str) -> object:
        return engine.search(parse(query), limit=20, newest_first=True)

    def counted(query: str) -> object:
        return facets(searching._facts(searching._overview()), engine.found(parse(query).query))

    def ranged(query: str) -> object:
        return engine.search(parse(f"{query} date:{SPAN[0][:4]}"), limit=20)

    yield "one word", ONE, best, top, unlimited
    yield "two words", TWO, best, top, unlimited
    yield "phrase", PHRASES, lambda query: best(f'"{query}"'), top, unlimited
    yield "date range", ONE, ranged, dated + " ORDER BY rank LIMIT 20", ""
    yield (
        "newest first",
        ONE,
        newest,
        top.replace("rank", "day DESC"),
        by_day,
    )
    yield "facets", ONE, counted, "SELECT outlet, count(*) FROM fts WHERE fts MATCH ? GROUP BY outlet", ""
    grouped = (
        "SELECT story, min(rank) AS best FROM fts WHERE fts MATCH ? GROUP BY story ORDER BY best LIMIT 50"
    )
    yield "grouped by story", ONE, searching.stories, grouped, ""
    yield "top 20 with highlights", ONE, lambda query: library.search(query, limit=20), snippet, ""


def _typing(library: Library) -> list[str]:
    """Every beginning of some queries, as the search screen asks for them while one types."""
    times = []
    for query in TYPED:
        for end in range(2, len(query) + 1):
            times.append(_timed(lambda asked: library.search(asked, limit=60, typing=True), query[:end]))
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    return [f"  as you type, {len(times)} keystrokes, 60 hits: p50 {middle:.0f} ms, p95 {late:.0f} ms"]


def _timed(work: Operation, query: str) -> float:
    began = time.perf_counter()
    work(query)
    return (time.perf_counter() - began) * 1000


def _sql(database: sqlite3.Connection, statement: str, value: str) -> Operation:
    return lambda _: database.execute(statement, (value,)).fetchall()


def _match(name: str, query: str) -> str:
    return f'"{query}"' if name == "phrase" else query


def _line(name: str, rows: list[list[float]]) -> str:
    medians = [statistics.median(row) if row and row[0] == row[0] else None for row in rows]
    cells = " ".join(f"{value:9.2f}" if value is not None else f"{'—':>9}" for value in medians)
    ratio = f"{medians[0] / medians[1]:8.2f}" if medians[0] and medians[1] else ""
    return f"  {name:24} {cells}  {ratio}"


# What is searched


def _library(folder: Path, stream: Path, wanted: int) -> tuple[Library, float]:
    """The library, made once; seconds that indexing took, 0 when it was there."""
    paths = Paths(folder / "library", folder / "config.yaml", folder / "state", folder / "cache")
    library = Library.open(paths)
    store = library._store
    if store.counts()[0] < wanted // 2:
        source = folder / "articles.jsonl"
        with lzma.open(stream, "rb") as packed, source.open("wb") as plain:
            plain.writelines(islice(packed, wanted))
        run = Run()
        for batch in _batches(read_file(source)):
            ids = list(dict.fromkeys(name for name, _ in store.add(batch, run)))
            stories = [f"s{ids[at - at % _STORY][1:]}" for at in range(len(ids))]
            store.place(Membership(name, story, 1.0) for name, story in zip(ids, stories, strict=True))
    began = time.perf_counter()
    fresh = library._search()._engine.high_water() == 0
    library._search().update()
    return library, time.perf_counter() - began if fresh else 0.0


def _batches(found: Iterable[object]) -> Iterator[list[Draft]]:
    drafts = (one for one in found if isinstance(one, Draft))
    while batch := list(islice(drafts, 600)):
        yield batch


def _database(folder: Path, library: Library) -> tuple[sqlite3.Connection, float]:
    """The same articles in FTS5 and in a plain table; seconds that FTS5 took to index them."""
    path = folder / "peers.db"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE plain (title, content, outlet, day, story)")
    database.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?)", peer.rows(library))
    columns = "title, content, outlet UNINDEXED, day UNINDEXED, story UNINDEXED"
    database.execute(f"CREATE VIRTUAL TABLE fts USING fts5({columns}, tokenize = 'porter unicode61')")
    began = time.perf_counter()
    database.execute("INSERT INTO fts SELECT * FROM plain")
    database.commit()
    return database, time.perf_counter() - began


if __name__ == "__main__":
    print(date.today().isoformat())
    print("\n".join(report()))
