"""The engine alone as it grows, far past the stream: each size's index begins with the smaller one's.

No library is made for that, which would take longer than all else: articles are put together from the
paragraphs of real ones, as in `corpus`, and go from there into segments made by two processes. FTS5 has the
same texts in a table that keeps none of them.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.model import Article, Role
from index.search.codec.build import Builder
from index.search.engine import SearchEngine
from index.search.query import as_typed, parse
from index.search.schema import document, schema
from index.search.writer import Built
from tests.bench.search import corpus, measuring, operations, process, sql, writing
from tests.bench.search.measuring import OURS, Line, Table
from tests.bench.search.operations import TOP
from tests.index.search.builders import indexed

REAL = 37_554
"""So many articles of the stream are taken, and taken apart."""

_CHUNK = 5_000
_TYPED = "as you type"
_FTS5 = "CREATE VIRTUAL TABLE fts USING fts5(title, content, content = '', tokenize = 'porter unicode61')"


class Made:
    """Real articles, and behind them as many more as are asked for; each follows from its number."""

    def __init__(self, real: Sequence[Article]) -> None:
        self._real = real
        self._order = sorted(real, key=lambda one: (str(one.published or ""), one.id))
        self._bodies = [
            [block for block in one.blocks if block.role is not Role.TITLE] for one in self._order
        ]

    def article(self, number: int) -> Article:
        """The article with a number."""
        if number < len(self._real):
            return self._real[number]
        chance = random.Random(number)
        at = chance.randrange(len(self._order))
        near = [chance.randint(-corpus.NEAR, corpus.NEAR) for _ in range(corpus.DONORS - 1)]
        places = [min(max(0, at + one), len(self._order) - 1) for one in near]
        donors = [found for one in (at, *places) if (found := self._bodies[one])]
        own = self._order[at]
        titles = [block for block in own.blocks if block.role is Role.TITLE]
        body = [chance.choice(chance.choice(donors)) for _ in self._bodies[at]]
        return replace(own, id=f"m{number}", source_id=None, blocks=(*titles, *body))


class Index:
    """The engine's index and FTS5's in a folder, which only grow; what is there already is kept."""

    def __init__(self, folder: Path, made: Made) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._made = made
        self.folder = corpus.paths(folder).index
        self.key = writing.key_file(folder)
        self.engine = self.open()
        self.database = sqlite3.connect(folder / "fts5.db")
        self.spent: dict[str, float] = {}
        if not self.database.execute("SELECT 1 FROM sqlite_master WHERE name = 'fts'").fetchone():
            self.database.execute(_FTS5)

    def open(self) -> SearchEngine:
        """Another engine on the index."""
        return SearchEngine(self.folder, self.key)

    def close(self) -> None:
        """Close both."""
        self.engine.close()
        self.database.close()

    def grow(self, wanted: int) -> None:
        """Fill both up to `wanted` articles; seconds of all processors are added to `spent`."""
        for name, fill in ((OURS, self._fill), ("FTS5", self._fill_fts5)):
            _, used = writing.spent()
            fill(wanted)
            self.spent[name] = writing.spent()[1] - used

    def _fill(self, wanted: int) -> None:
        start = self.engine.document_count()
        chunks = [range(at, min(at + _CHUNK, wanted)) for at in range(start, wanted, _CHUNK)]
        if not chunks:
            return
        # A process that is forked has the real articles without reading them.
        forking = multiprocessing.get_context("fork")
        with self.engine.workplace() as folder, forking.Pool(2, _have, (self._made,)) as pool:
            for built in pool.imap(partial(_built, folder), chunks):
                self.engine.adopt([built], 1)
            pool.close()
            pool.join()

    def _fill_fts5(self, wanted: int) -> None:
        (start,) = self.database.execute("SELECT count(*) FROM fts_docsize").fetchone()
        rows = (_texts(self._made.article(number)) for number in range(start, wanted))
        self.database.executemany("INSERT INTO fts (title, content) VALUES (?, ?)", rows)
        self.database.commit()

    def fts5_size(self) -> int:
        """Bytes of FTS5's index."""
        return sql.Fts5(self.database).size()


_had: list[Made] = []


def _have(made: Made) -> None:
    """In a child process: remember what it was forked with."""
    _had[:] = [made]


def _built(folder: Path, numbers: Iterable[int]) -> Built:
    builder = Builder(folder, schema())
    for number in numbers:
        builder.add(document(indexed(_had[0].article(number))))
    named = builder.finish()
    return Built(folder, named, tuple(builder.ids))


def _texts(article: Article) -> tuple[str, str]:
    body = "\n".join(block.text for block in article.blocks if block.role is not Role.TITLE)
    return article.title or "", body


def measure(cache: Path, stream: Path, sizes: Sequence[int]) -> Iterator[Table]:
    """A table for each size, from the smallest on. Raises OSError, LibraryError."""
    with closing(corpus.library(cache / f"search-{REAL}", stream, REAL)) as library:
        made = Made(list(corpus.articles(library)))
    smaller: Path | None = None
    for size in sorted(sizes):
        folder = cache / f"scale-{size}"
        if smaller is not None and not folder.exists():
            shutil.copytree(smaller, folder)
        smaller = folder
        with closing(Index(folder, made)) as index:
            before = index.engine.document_count()
            index.grow(size)
            yield _table(index, size, size - before)


def _table(index: Index, size: int, grown: int) -> Table:
    fts5 = sql.Fts5(index.database)
    table = Table(index.engine.document_count(), [OURS, fts5.name])
    for operation in _operations(index.engine):
        medians = measuring.medians([measuring.Ours(operation.work), fts5], operation.name, operation.queries)
        table.lines.append(Line(operation.name, medians, operation.goal))
    index.engine.close()
    typing = measuring.Ours(lambda text: index.engine.search(parse(as_typed(text)), limit=TOP))
    times = measuring.keystrokes(typing, operations.keystrokes())
    table.lines += [Line(f"{_TYPED}, {part}", {OURS: times[part]}) for part in ("p50", "p95")]
    table.lines.append(Line("open and first result", {OURS: _opened(index)}))
    needed = process.of_index(index.folder, index.key)
    table.lines += [
        Line("memory, open", {OURS: needed["open"]}, unit="MB"),
        Line("memory, after all queries", {OURS: needed["asked"]}, unit="MB"),
        Line("index", {OURS: _size(index.folder) / 1e6, "FTS5": index.fts5_size() / 1e6}, unit="MB"),
        Line("segments", {OURS: len(index.engine.segments())}, unit="files"),
    ]
    if grown > 0:
        rates = {name: grown / used for name, used in index.spent.items() if used}
        table.lines.append(Line("indexing", rates, unit="articles/s of processor"))
    return table


def _operations(engine: SearchEngine) -> list[operations.Operation]:
    """Those of `operations` that ask the engine alone."""

    def best(query: str) -> object:
        return engine.search(parse(query), limit=TOP)

    def newest(query: str) -> object:
        return engine.search(parse(query), limit=TOP, newest_first=True)

    either = " OR ".join
    one, two, goal = operations.ONE, operations.TWO, operations.Goal
    return [
        operations.Operation("one word", one, best, goal(0.03)),
        operations.Operation("two words", two, best, goal(0.05)),
        operations.Operation(
            "either of two words", two, lambda query: best(either(query.split())), goal(0.05)
        ),
        operations.Operation("phrase", operations.PHRASES, lambda query: best(f'"{query}"'), goal(0.05)),
        operations.Operation("prefix", operations.PREFIXES, lambda query: best(f"{query}*"), goal(0.05)),
        operations.Operation(
            "of one year", one, lambda query: best(f"{query} date:{operations.YEAR}"), goal()
        ),
        operations.Operation("the newest", one, newest, goal()),
    ]


def _opened(index: Index) -> float:
    times = []
    for _ in range(writing.ROUNDS):
        began = time.process_time()
        engine = index.open()
        engine.search(parse(writing.OPENED_BY), limit=TOP)
        times.append((time.process_time() - began) * 1000)
        engine.close()
    return sorted(times)[len(times) // 2]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
