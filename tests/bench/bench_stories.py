"""Stories as a library grows: how fast articles find theirs, how fast lists are, how much memory it takes.

Needs the stream of 37,554 articles in the folder that BYLINES_SHARED names. The library of 100,000 is
filled up with articles made of the stream's own paragraphs, mixed.
"""

from __future__ import annotations

import random
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

from config.paths import Paths
from index.grouping import Grouping, profiles_of
from index.identity import Run
from index.ingest.jsonl import read_file
from index.library import Library
from index.model import Block, Draft, Role
from index.stories.grouper import Grouper
from index.stories.profile import Profile
from tests.bench import gold

_FULL = 100_000
_HELD_OUT = 40
_PAGE = 60


def report() -> str:
    """The figures; empty without the stream."""
    shared = gold.shared()
    stream = None if shared is None else shared / "data" / "news-stream.jsonl.xz"
    if stream is None or not stream.exists():
        return ""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(_lines(stream, Path(folder)))


def _lines(stream: Path, folder: Path) -> Iterator[str]:
    library = Library.open(Paths(folder / "l", folder / "config.yaml", folder / "state", folder / "cache"))
    drafts = [draft for draft in read_file(stream) if isinstance(draft, Draft)]
    later = drafts[-_HELD_OUT:]
    seconds = _fill(library, drafts[:-_HELD_OUT])
    articles, stories = library._store.counts()
    yield f"Stories: {articles:,} articles of a real stream in {stories:,} stories"
    yield f"  stored and grouped, after parsing: {seconds:.0f} s"
    known = _known(library)
    for part in (len(known) // 4, len(known) // 2, len(known)):
        rate, memory = _apart(known[:part])
        yield f"  grouping {part:,} with vectors: {rate:,.0f} a second of CPU, {memory:.0f} MB more memory"
    yield _online(library, later, known)
    yield from _lists(library)
    fill = _FULL - library._store.counts()[0]
    _fill(library, _mixed(drafts, fill))
    articles, stories = library._store.counts()
    yield f"Stories: filled to {articles:,} articles in {stories:,} stories"
    yield from _lists(library)
    library.close()


def _known(library: Library) -> list[tuple[str, str, Profile, bool]]:
    """Every article of the library as a grouper without a shelf takes it in."""
    placed = library._store.placed_of(library._store.article_ids())
    told = profiles_of(library._store, [row.article for row in placed])
    return [
        (row.article, row.story, replace(one, made=row.vector or b""), row.by_person)
        for row, one in zip(placed, told, strict=True)
    ]


def _fill(library: Library, drafts: list[Draft]) -> float:
    """Store and group, without the search index, which has a benchmark of its own."""
    began, run, left = perf_counter(), Run(), iter(drafts)
    grouping = Grouping(library._store)
    while batch := list(islice(left, 500)):
        library._store.add(batch, run)
        grouping.run()
    return perf_counter() - began


def _apart(known: list[tuple[str, str, Profile, bool]]) -> tuple[float, float]:
    """Articles a second of CPU, and MB, in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_group, ([(article_id, profile) for article_id, _, profile, _ in known],))


def _group(profiles: list[tuple[str, Profile]]) -> tuple[float, float]:
    before = _resident()
    began = process_time()
    grouper = Grouper()
    for start in range(0, len(profiles), 500):
        grouper.place(profiles[start : start + 500])
    seconds = process_time() - began
    return len(profiles) / seconds, _resident() - before


def _resident() -> float:
    """MB of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_048_576


def _online(library: Library, later: list[Draft], known: list[tuple[str, str, Profile, bool]]) -> str:
    """One new article at a time, with everything in memory, and what getting it there costs."""
    from index.stories.profile import profile

    began = perf_counter()
    grouper = Grouper()
    grouper.load(known)
    loading = perf_counter() - began
    times = []
    for number, draft in enumerate(later):
        new = [(f"anew{number:05}", profile(draft))]
        began = perf_counter()
        grouper.place(new)
        times.append((perf_counter() - began) * 1000)
    whole = _milliseconds(lambda: _fill(library, [later.pop()]), 3)
    return (
        f"  one new article finds its story: median {statistics.median(times):.1f} ms,"
        f" worst {max(times):.1f} ms; loading the library before: {loading * 1000:.0f} ms;"
        f" all of it, read from and written to the store: {whole:.0f} ms"
    )


def _lists(library: Library) -> Iterator[str]:
    stories = len(library.order().ids)
    for sort in ("newest", "oldest", "outlets", "unread", "disagreement"):
        first = _milliseconds(partial(library.listing, sort=sort, limit=_PAGE))
        deep = _milliseconds(partial(library.listing, sort=sort, limit=_PAGE, offset=stories // 2))
        yield f"  a page of {_PAGE} by {sort}: {first:.1f} ms; from the middle of the list: {deep:.1f} ms"
    page = [card.id for card in library.listing(single=False, limit=_PAGE)]
    articles = [article.id for card in library.listing(limit=_PAGE) for article in card.articles]
    yield (
        "  stories of several outlets:"
        f" {_milliseconds(lambda: library.listing(single=False, limit=_PAGE)):.1f} ms;"
        f" all in order {_milliseconds(library.order):.1f} ms;"
        f" timelines of a page {_milliseconds(lambda: library.timelines(page)):.1f} ms;"
        f" one story marked read {_milliseconds(lambda: library.set_read(articles[:3], True)):.1f} ms"
    )


def _milliseconds(do: Callable[[], object], times: int = 7) -> float:
    found = []
    for _ in range(times):
        began = perf_counter()
        do()
        found.append((perf_counter() - began) * 1000)
    return statistics.median(found)


def _mixed(drafts: list[Draft], count: int) -> list[Draft]:
    """Articles whose paragraphs come from several of the stream's, each with the day of one of them."""
    rng = random.Random(4)
    found = []
    for number in range(count):
        first, second, third = rng.sample(drafts, 3)
        blocks: list[Block] = [block for block in first.blocks if block.role is Role.TITLE]
        for draft in (first, second, third):
            blocks += [block for block in draft.blocks if block.role is Role.BODY][:2]
        name = f"mixed-{number}"
        found.append(
            replace(
                first,
                source=replace(first.source, location=name, item=name),
                digest=f"{number:064x}",
                blocks=tuple(blocks),
                source_id=name,
                url=None,
            )
        )
    return found


if __name__ == "__main__":
    print(report())
