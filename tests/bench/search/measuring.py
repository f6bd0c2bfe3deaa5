"""The table of one size: every operation, asked of bylines and of all peers in turn."""

from __future__ import annotations

import gc
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from index.library import Library
from tests.bench.search import corpus, operations, process, servers, sql, writing
from tests.bench.search.operations import Goal, Work

ROUNDS = 5
OURS = "bylines"
WHOOSH_MOST = 100_000
"""Stock Whoosh takes ten minutes to index so many; larger libraries are compared without it."""
LIKE_MOST = 100_000
"""And `LIKE` some seconds for each query, as it reads all the texts."""

_SLOW = 1000.0  # milliseconds; what takes longer is asked once
_PATIENCE = 60_000.0


class Peer(Protocol):
    """What can be asked for an operation."""

    @property
    def name(self) -> str:
        """The heading of its column."""

    def ask(self, operation: str, text: str = "", /) -> float | None:
        """Milliseconds of processor time; None for an operation that the peer has not got."""


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one operation by the peers' names; `goal` is a share, of FTS5 where not said otherwise."""

    name: str
    figures: dict[str, float]
    goal: Goal | None = None
    unit: str = "ms"


@dataclass(slots=True)
class Table:
    """All figures of one size; `notes` are lines to print below."""

    articles: int
    peers: list[str]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def measure(folder: Path, stream: Path, wanted: int) -> Table:
    """Build what is not there yet, and ask. Raises OSError, LibraryError."""
    with ExitStack() as stack:
        library = corpus.library(folder, stream, wanted)
        stack.callback(library.close)
        database = corpus.database(folder, library)
        stack.callback(database.close)
        fts5 = sql.Fts5(database)
        running = _servers(folder, library, wanted)
        for one in running:
            stack.callback(one.close)
        peers: list[Peer] = [fts5, *running, *([sql.Like(database)] if wanted <= LIKE_MOST else [])]
        count = library._store.counts()[0]
        table = Table(count, [OURS, *(peer.name for peer in peers)])
        table.notes += _filled(library, count)
        for part in (_asked, _typed):
            _settle()
            table.lines += part(library, peers)
        _settle()
        table.lines += _written(folder, library, database, running)
        # Last, as a reader has not indexed thousands of articles itself: its children do.
        table.lines += _indexing(_first(stack, folder, stream, library), folder, database, running)
        table.lines += _sizes(folder, database, fts5, running)
        needed = process.memory(folder)
        table.lines += [
            Line("memory, open", {OURS: needed["open"]}, unit="MB"),
            Line("memory, after all queries", {OURS: needed["asked"]}, unit="MB"),
            Line("segments", {OURS: len(library._search()._engine.segments())}, unit="files"),
        ]
        return table


def _settle() -> None:
    """What has been made by now is there to stay, as in the reader (see `tui.garbage`): looking for garbage
    among what the bench keeps is no part of a search."""
    gc.collect()
    gc.freeze()


@contextmanager
def _without_garbage() -> Iterator[None]:
    """Nobody looks for garbage meanwhile, as while the reader starts (see `tui.opening`)."""
    _settle()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _servers(folder: Path, library: Library, wanted: int) -> list[servers.Server]:
    named = os.environ.get("BYLINES_BENCH_PEERS", "tantivy,whoosh").split(",")
    data = folder / "peer.jsonl"
    if {"tantivy", "whoosh"} & {*named}:
        corpus.export(data, library)
    found = [servers.tantivy(folder, data)] if "tantivy" in named else []
    if "whoosh" in named and wanted <= WHOOSH_MOST:
        found.append(servers.whoosh(folder, data))
    return [one for one in found if one is not None]


def _filled(library: Library, count: int) -> list[str]:
    """Index what is not indexed yet; how long that took, if it did."""
    fresh = library._search()._engine.high_water() == 0
    began, used = time.perf_counter(), time.process_time()
    library._search().update()
    if not fresh:
        return []
    took, used = time.perf_counter() - began, time.process_time() - used
    return [
        f"the whole index was built in {took:.0f} s: {count / took:,.0f} articles/s"
        f" ({used:.0f} s of this process)"
    ]


def _asked(library: Library, peers: Sequence[Peer]) -> list[Line]:
    found = []
    for operation in operations.operations(library):
        ours = Ours(operation.work)
        figures = medians([ours, *peers], operation.name, operation.queries)
        print(f"{operation.name}: {figures}", file=sys.stderr, flush=True)  # a large library takes an hour
        found.append(Line(operation.name, figures, operation.goal))
    return found


class Ours:
    """bylines, asked by a function."""

    name = OURS

    def __init__(self, work: Work) -> None:
        self._work = work

    def ask(self, _: str, text: str = "", /) -> float:
        """Milliseconds of processor time."""
        began = time.process_time()
        self._work(text)
        return (time.process_time() - began) * 1000


def medians(peers: Sequence[Peer], operation: str, queries: Sequence[str]) -> dict[str, float]:
    """The median over all queries and rounds of each peer that has the operation.

    In each round a peer is asked all queries in a row: one that reads half a gigabyte leaves nothing of the
    others in the processor's caches, and nobody uses two of them in turn.
    """
    times: dict[str, list[float]] = {peer.name: [] for peer in peers}
    slow: set[tuple[str, str]] = set()
    for _ in range(ROUNDS):
        for peer in peers:
            for query in queries:
                if (peer.name, query) not in slow and (took := peer.ask(operation, query)) is not None:
                    times[peer.name].append(took)
                    if took > _SLOW:
                        slow.add((peer.name, query))
    return {name: statistics.median(some) for name, some in times.items() if some}


def _typed(library: Library, peers: Sequence[Peer]) -> list[Line]:
    """Keystrokes in the order they are typed, as often as a person types them: once."""
    keys = operations.keystrokes()
    _cool(library)
    engine = {peer.name: keystrokes(peer, keys) for peer in [Ours(operations.typing_engine(library)), *peers]}
    _cool(library)
    whole = {OURS: keystrokes(Ours(operations.typing(library)), keys)}
    found = []
    for name, all_times in (("as you type", engine), ("as you type, with passages", whole)):
        for part, goal in (("p50", Goal(itself=2)), ("p95", Goal(itself=10))):
            figures = {peer: times[part] for peer, times in all_times.items() if times}
            found.append(Line(f"{name}, {part}", figures, goal if all_times is engine else None))
    return found


def _cool(library: Library) -> None:
    """Have the index opened anew, as it is when a person begins to type."""
    library._search()._engine.close()


def keystrokes(peer: Peer, keys: Sequence[str]) -> dict[str, float]:
    """p50 and p95; nothing where it cannot be asked, or nobody would wait for it."""
    times: list[float] = []
    for key in keys:
        took = peer.ask("as you type", key)
        if took is None:
            return {}
        times.append(took)
        if sum(times) > _PATIENCE:
            return {}
    times.sort()
    return {"p50": times[len(times) // 2], "p95": times[int(len(times) * 0.95)]}


def _first(stack: ExitStack, folder: Path, stream: Path, library: Library) -> Library:
    """The library of the articles that are indexed to measure how fast that goes."""
    if library._store.counts()[0] <= writing.MOST:
        return library
    found = corpus.library(folder.with_name(f"search-{writing.MOST}"), stream, writing.MOST)
    stack.callback(found.close)
    return found


def _indexing(
    library: Library, folder: Path, database: sqlite3.Connection, running: Sequence[servers.Server]
) -> list[Line]:
    """How fast a library is indexed, from its store on; FTS5 is given the same articles in turn."""
    most = library._store.counts()[0]
    ways: list[tuple[str, Callable[[Library], writing.Cost], Goal | None]] = [
        ("indexing, one process", writing.indexing_alone, None)
    ]
    if writing.is_shared(most):
        ways.insert(0, ("indexing, two processes", writing.indexing, Goal(1.3, 0.8, least=True)))
    ours: dict[str, list[writing.Cost]] = {name: [] for name, _, _ in ways}
    fts5 = []
    for _ in range(ROUNDS):
        fts5.append(sql.indexing(database, folder / "part.db", most))
        for name, index, _ in ways:
            ours[name].append(index(library))
    costs = {"FTS5": writing.medians(fts5)}
    articles = dict.fromkeys((OURS, "FTS5", *(peer.name for peer in running)), most)
    for peer in running:
        if peer.name == "Whoosh":
            articles[peer.name] = min(most, writing.MOST_OF_WHOOSH)
        threads = {"threads": 2} if peer.name == "tantivy" else {}
        costs[peer.name] = peer.ask("indexing", most=articles[peer.name], **threads)
    found = []
    for name, _, goal in ways:
        every = {OURS: writing.medians(ours[name]), **costs}
        rates = [{peer: articles[peer] / cost[part] for peer, cost in every.items()} for part in (0, 1)]
        found += [
            Line(name, rates[0], goal, "articles/s"),
            Line(name, rates[1], unit="articles/s of processor"),
        ]
    return found


def _written(
    folder: Path, library: Library, database: sqlite3.Connection, running: Sequence[servers.Server]
) -> list[Line]:
    ten = {OURS: writing.ten_articles(folder, library)}
    ten["FTS5"] = writing.medians([sql.ten_articles(database) for _ in range(ROUNDS)])
    with _without_garbage():
        first = {OURS: writing.opening(folder, library)}
        first["FTS5"] = sql.opened(folder / "peers.db", writing.OPENED_BY)
    for peer in running:
        ten[peer.name] = writing.medians([peer.ask("ten articles") for _ in range(ROUNDS)])
        times = [peer.ask("open", writing.OPENED_BY) for _ in range(writing.ROUNDS)]
        first[peer.name] = statistics.median(times)
    found = [{name: cost[part] * 1000 for name, cost in ten.items()} for part in (0, 1)]
    return [
        Line("ten articles found", found[0], Goal(itself=20), "ms by the clock"),
        Line("ten articles found", found[1]),
        Line("open and first result", first, Goal(itself=2)),
    ]


def _sizes(
    folder: Path, database: sqlite3.Connection, fts5: sql.Fts5, running: Sequence[servers.Server]
) -> list[Line]:
    text = corpus.text_size(database)
    sizes = {OURS: writing.size(folder), "FTS5": fts5.size()}
    sizes |= {peer.name: peer.ask("size") for peer in running}
    figures = {name: size / text for name, size in sizes.items()}
    return [Line("index to text", figures, Goal(itself=0.6), "x")]
