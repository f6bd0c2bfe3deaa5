"""The reader on a large library, held against an empty one: start, keys, orders, filters, memory.

BYLINES_BENCH_ARTICLES says how many articles (5,000), several numbers with commas between them: past the end
of the stream it is filled with its paragraphs, mixed. BYLINES_BENCH_CACHE is where the libraries are kept;
without it they are made anew each time, which takes half an hour for `37554,100000`. newsboat is started on
the same articles where it is installed, up to the length of the stream.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from config.paths import Paths
from index.library import Library
from tests.bench import fill, gold, newsboat, own_work
from tests.bench.compiled import compiled
from tests.tui.terminal import Terminal

ROUNDS = 5
KEYS = 60
STREAM = 37_554
FILTERS = ("outlets:>=2", "is:unread outlets:1", "after:2020-01", "trump")


def report() -> str:
    """The figures; one line saying why, where the articles are absent."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.exists():
        return "Reader: skipped, BYLINES_SHARED has no data/news-stream.jsonl.xz"
    sizes = os.environ.get("BYLINES_BENCH_ARTICLES", "5000").split(",")
    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(os.environ.get("BYLINES_BENCH_CACHE") or temporary)
        return "\n".join(line for size in sizes for line in _size(stream, int(size), cache, Path(temporary)))


def _size(stream: Path, wanted: int, cache: Path, temporary: Path) -> Iterator[str]:
    folder, empty = cache / f"reader-{wanted}", temporary / f"empty-{wanted}"
    fill_library(folder, stream, wanted)
    yield f"The reader on {wanted:,} articles, in a terminal of 120x40; CPU time where it says so"
    yield from _starts(folder, empty)
    yield own_work.line(folder / "library")
    yield from _newsboat(folder, wanted)


def fill_library(folder: Path, stream: Path, wanted: int) -> None:
    """Make the folder's library of so many articles of the stream, unless it is there already."""
    library = folder / "library"
    if library.exists():
        return
    library.mkdir(parents=True)
    chosen = folder / "articles.jsonl"
    with chosen.open("wb") as file:
        file.writelines(fill.filled(stream, wanted))
    state = folder / "state" / "bylines"
    opened = Library.open(Paths(library, folder / "none.yaml", state, folder / "cache"))
    try:
        opened.add([str(chosen)])
    finally:
        opened.close()


def _starts(folder: Path, empty: Path) -> Iterator[str]:
    """Interleaved, so that what else the machine does falls on all alike."""
    starts: dict[str, list[tuple[float, float]]] = {"large": [], "empty": [], "textual": []}
    keys: list[float] = []
    orders: list[tuple[float, float]] = []
    filters: dict[str, list[tuple[float, float]]] = {}
    memory = searched = 0.0
    for _ in range(ROUNDS):
        starts["textual"].append(_import_of_textual())
        with _reader(empty) as terminal:
            starts["empty"].append(_until(terminal, lambda text: "Nothing to read yet" in text))
        with _reader(folder / "library", folder / "state") as terminal:
            starts["large"].append(_until(terminal, lambda text: " 1 " in text and "enter open" in text))
            terminal.wait_for(lambda text: " stories" in text.splitlines()[0])
            terminal.settle(0.5)
            before = _cpu(terminal)
            for _ in range(KEYS):
                terminal.send("j")
                terminal.settle(0.03)
            keys.append((_cpu(terminal) - before) / KEYS)
            orders.append(_answer(terminal, "S", "by outlets"))
            memory = max(memory, _resident(terminal))
            for query in FILTERS:
                filters.setdefault(query, []).append(_filtered(terminal, query))
            searched = max(searched, _resident(terminal))
    (large, large_cpu), (none, none_cpu), (textual, textual_cpu) = (
        _medians(times) for times in starts.values()
    )
    yield (
        f"  start to first list: {large * 1000:.0f} ms ({large_cpu * 1000:.0f} CPU); an empty library"
        f" {none * 1000:.0f} ({none_cpu * 1000:.0f}): {large / none:.2f}x ({large_cpu / none_cpu:.2f}x);"
        f" import textual.app {textual * 1000:.0f} ({textual_cpu * 1000:.0f}):"
        f" {large / textual:.2f}x ({large_cpu / textual_cpu:.2f}x)"
    )
    yield f"  a key that moves the cursor: {statistics.median(keys) * 1000:.1f} ms of CPU, Textual's included"
    wall, cpu = _medians(orders)
    yield f"  another order, from the key to the screen: {wall * 1000:.0f} ms ({cpu * 1000:.0f} CPU)"
    for query, times in filters.items():
        wall, cpu = _medians(times)
        yield f"  filter {query}: {wall * 1000:.0f} ms ({cpu * 1000:.0f} CPU)"
    yield f"  resident memory: {memory:.0f} MB, after searching {searched:.0f} MB"


def _newsboat(folder: Path, wanted: int) -> Iterator[str]:
    if not newsboat.is_here():
        yield "  newsboat: skipped, it is not installed (apt-get install newsboat)"
    elif wanted <= STREAM:
        fed = folder / "newsboat"
        if not fed.exists():
            newsboat.fed(folder / "articles.jsonl", fed)
        times = [(newsboat.starts(fed), _first_list(folder)) for _ in range(ROUNDS)]
        feeds, items, ours = (
            statistics.median(values) * 1000
            for values in zip(*((*theirs, mine) for theirs, mine in times), strict=True)
        )
        yield (
            f"  newsboat on the same: {feeds:.0f} ms to its list of feeds, {items:.0f} ms to that of"
            f" articles; bylines beside it {ours:.0f} ms"
        )


def _first_list(folder: Path) -> float:
    with _reader(folder / "library", folder / "state") as terminal:
        return _until(terminal, lambda text: " 1 " in text and "enter open" in text)[0]


def _import_of_textual() -> tuple[float, float]:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "import textual.app"], env=compiled(), check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - began, sum(after[:2]) - sum(before[:2])


def _filtered(terminal: Terminal, query: str) -> tuple[float, float]:
    """From Enter in the prompt to the list."""
    terminal.send("&")
    terminal.wait_for("a query, as in search")
    terminal.send(query)
    terminal.wait_for(query)
    terminal.settle(0.2)
    found = _answer(terminal, "\r", f"filter: {query}")
    terminal.send("q")
    terminal.wait_for(
        lambda text: "filter: " not in text.splitlines()[0] and " stories" in text.splitlines()[0]
    )
    terminal.settle(0.2)
    return found


def _answer(terminal: Terminal, key: str, state: str) -> tuple[float, float]:
    """Wall and CPU seconds from a key to the top line saying so, and with it the list."""
    before = _cpu(terminal)
    terminal.send(key)
    wall, after = _until(terminal, lambda text: state in text.splitlines()[0])
    terminal.settle(0.5)
    return wall, after - before


def _reader(library: Path, state: Path | None = None) -> Terminal:
    call = [sys.executable, "-m", "tui.cli", "--library", str(library)]
    env = {**compiled(), "XDG_CONFIG_HOME": str(library.parent / "config")}
    return Terminal(call, env={**env, "XDG_STATE_HOME": str(state or library.parent / "state")})


def _until(terminal: Terminal, shown: Callable[[str], bool]) -> tuple[float, float]:
    """Wall seconds until the screen shows something, and the CPU seconds used up to then in all."""
    began = time.perf_counter()
    terminal.wait_for(shown)
    return time.perf_counter() - began, _cpu(terminal)


def _cpu(terminal: Terminal) -> float:
    """Seconds of CPU that the reader's threads have used."""
    tasks = Path(f"/proc/{terminal.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(wall for wall, _ in times), statistics.median(cpu for _, cpu in times)


def _resident(terminal: Terminal) -> float:
    """MB of memory that the reader has in use."""
    pages = int(Path(f"/proc/{terminal.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_048_576


if __name__ == "__main__":
    print(report())
