"""Adding a real stream as one process does it: seconds by what they go to, and the most memory held.

Needs the stream of 37,554 articles in the folder that BYLINES_SHARED names. Each size is added by a
process of its own, whose clocks are put around the library's parts from outside. Sizes may be given:
`python -m tests.bench.bench_adding 5000 37554` adds 5,000 articles and then all, which takes some minutes
and shows whether memory grows; without any, 1,000 and 5,000 are added.
"""

from __future__ import annotations

import json
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench import gold

_SIZES = (1_000, 5_000)
_PARTS = ("parse", "store", "group", "index")
_ONE = """{"id": "bench-one", "outlet": "Bench", "title": "%s", "published": "%s", "text": "%s"}\n"""


def report(sizes: Sequence[int] = _SIZES) -> str:
    """The figures; empty without the stream."""
    shared = gold.shared()
    stream = None if shared is None else shared / "data" / "news-stream.jsonl.xz"
    if stream is None or not stream.exists():
        return ""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(_lines(stream, Path(folder), sizes))


def _lines(stream: Path, folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    yield "Adding the news stream: whole process, CPU seconds (one thread at a time, all processes)"
    peaks = []
    for size in sizes:
        source = folder / f"{size}.jsonl"
        with lzma.open(stream, "rb") as lines, source.open("wb") as file:
            file.writelines(islice(lines, size))
        library = folder / f"library-{size}"
        told = _child("add", str(library), str(source))
        peaks.append(told["peak"])
        parts = ", ".join(f"{part} {told[part]:.1f}" for part in _PARTS)
        other = told["cpu"] - sum(told[part] for part in _PARTS)
        yield (
            f"  {told['articles']:,} articles: {told['cpu']:.1f} s of CPU, {told['wall']:.1f} s on the clock,"
            f" {told['articles'] / told['cpu']:.0f} articles a second of CPU,"
            f" {told['articles'] / told['wall']:.0f} on the clock"
        )
        yield f"    {parts}, starting and other {other:.1f}; at most {told['peak']:.0f} MB"
        for name, published in (("dated", "2016-03-04"), ("undated", "")):
            one = folder / f"{name}-{size}.jsonl"
            text = "The minister said on Friday that talks on the harbour of Rotterdam go on. " * 8
            one.write_text(_ONE % (f"Talks on the harbour {name}", published, text), encoding="utf-8")
            again = _child("add", str(library), str(one))
            parts = ", ".join(f"{part} {again[part] * 1000:.0f}" for part in _PARTS)
            yield (
                f"    then one {name} article: {again['cpu'] * 1000:.0f} ms of CPU as a whole process"
                f" ({parts}), at most {again['peak']:.0f} MB"
            )
    if len(peaks) > 1:
        yield f"  most memory, {sizes[-1]:,} against {sizes[0]:,} articles: {peaks[-1] / peaks[0]:.2f}x"


def _child(*arguments: str) -> dict[str, Any]:
    """What a process of its own printed, with its time and its highest memory, its children's too."""
    command = [sys.executable, "-m", "tests.bench.bench_adding", *arguments]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    wall = time.perf_counter() - began
    return {**json.loads(done.stdout), "wall": wall}


def _add(library: str, source: str) -> None:
    """Add a source to a library and print what it took, as JSON."""
    from config.paths import Paths
    from index import grouping, searching, store
    from index.ingest import sources
    from index.library import Library

    folder = Path(library)
    spent = dict.fromkeys(_PARTS, 0.0)
    _clocked(store.Store, "add", "store", spent)
    _clocked(grouping.Grouping, "run", "group", spent)
    _clocked(searching.Searching, "update", "index", spent)
    plain = sources.drafts

    def drafts(*arguments: Any, **options: Any) -> Iterator[Any]:
        found = plain(*arguments, **options)
        while True:
            with _clock("parse", spent):
                item = next(found, None)
            if item is None:
                return
            yield item

    sources.drafts = drafts
    paths = Paths(folder / "l", folder / "config.yaml", folder / "state", folder / "cache")
    opened = Library.open(paths)
    added = opened.add([source])
    opened.close()
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    peak = (own.ru_maxrss + children.ru_maxrss) / 1024
    print(json.dumps({**spent, "articles": added.added, "cpu": cpu, "peak": peak}))


def _clocked(owner: Any, name: str, part: str, spent: dict[str, float]) -> None:
    """Put a clock around a method."""
    plain: Callable[..., Any] = getattr(owner, name)

    def timed(*arguments: Any, **options: Any) -> Any:
        with _clock(part, spent):
            return plain(*arguments, **options)

    setattr(owner, name, timed)


@contextmanager
def _clock(part: str, spent: dict[str, float]) -> Iterator[None]:
    began = time.process_time()
    yield
    spent[part] += time.process_time() - began


if __name__ == "__main__":
    if sys.argv[1:2] == ["add"]:
        _add(*sys.argv[2:])
    else:
        print(report([int(size) for size in sys.argv[1:]] or _SIZES))
