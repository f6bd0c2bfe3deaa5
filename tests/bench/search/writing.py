"""The rest of the table: how fast articles are indexed and found, how soon an index is open."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from index import inverting
from index.indexed import Indexed
from index.indexing import Indexing
from index.library import Library
from index.search.engine import SearchEngine
from index.search.query import parse
from tests.bench.search import corpus

Cost = tuple[float, float]
"""Seconds by the clock, and of all processors."""

MOST = 10_000
"""So many articles are indexed to measure how fast that goes."""

MOST_OF_WHOOSH = 1_000
ROUNDS = 5
OPENED_BY = "hospital"


def key_file(folder: Path) -> Path:
    """What the index of a folder's library is signed with."""
    return corpus.paths(folder).state / "index.key"


def spent() -> Cost:
    """The clock, and the processor time of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(one.ru_utime + one.ru_stime for one in used)


def since(began: Cost) -> Cost:
    """What was spent since then."""
    clock, used = spent()
    return clock - began[0], used - began[1]


def is_shared(articles: int) -> bool:
    """Whether two child processes index so many articles."""
    return articles >= inverting.FROM and (os.cpu_count() or 1) > 1


def indexing(opened: Library) -> Cost:
    """What it takes to index a library as the reader does, into an index of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        began = spent()
        made = Indexing(corpus.paths(Path(temporary)), opened._store, dict)
        made.update()
        made.close()
        return since(began)


def indexing_alone(opened: Library) -> Cost:
    """The same by this process alone."""
    with tempfile.TemporaryDirectory() as temporary:
        engine = SearchEngine(Path(temporary) / "index", Path(temporary) / "key")
        began = spent()
        engine.apply(corpus.indexed(opened), (), (), (), 1)
        engine.close()
        return since(began)


def ten_articles(folder: Path, opened: Library) -> Cost:
    """What it takes until ten more articles are committed and found, in a copy of the index; medians."""
    more = list(map(_renamed, corpus.indexed(opened, 10 * ROUNDS)))
    with _copy(folder) as copy:
        engine = SearchEngine(Path(copy), key_file(folder), library=opened._store.identity())
        engine.search(parse(OPENED_BY), limit=20)
        upto = engine.high_water()
        times = []
        for start in range(0, len(more), 10):
            times.append(_found_within(engine, more[start : start + 10], upto))
        engine.close()
    return medians(times)


def medians(costs: Sequence[Sequence[float]]) -> Cost:
    """The median of each part."""
    clocks, used = zip(*costs, strict=True)
    return statistics.median(clocks), statistics.median(used)


def _found_within(engine: SearchEngine, articles: Iterable[Indexed], upto: int) -> Cost:
    began = spent()
    engine.apply(articles, (), (), (), upto)
    engine.search(parse("president"), limit=20)
    return since(began)


def _renamed(article: Indexed) -> Indexed:
    return replace(article, id=f"{article.id}-more")


def _copy(folder: Path) -> tempfile.TemporaryDirectory[str]:
    copy = tempfile.TemporaryDirectory(dir=folder)
    shutil.copytree(corpus.paths(folder).index, copy.name, dirs_exist_ok=True)
    return copy


def opening(folder: Path, opened: Library) -> float:
    """Milliseconds of processor time from nothing to a first result; the modules are there already."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        engine = SearchEngine(corpus.paths(folder).index, key_file(folder), library=opened._store.identity())
        engine.search(parse(OPENED_BY), limit=20)
        times.append((time.process_time() - began) * 1000)
        engine.close()
    return statistics.median(times)


def size(folder: Path) -> int:
    """Bytes of the index, without what was set aside."""
    return sum(path.stat().st_size for path in corpus.paths(folder).index.iterdir() if path.is_file())
