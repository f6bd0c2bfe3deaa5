"""The reader on a large library: start to first paint, keys, sorting, memory, held against an empty one.

BYLINES_BENCH_ARTICLES says how many articles (5,000); BYLINES_BENCH_CACHE where the library is kept.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from config.paths import Paths
from index.library import Library
from tests.bench import gold
from tests.tui.terminal import Terminal

ROUNDS = 7
KEYS = 60
COMPILED = str(Path(tempfile.gettempdir()) / "bylines-bench-compiled")


def report() -> list[str]:
    """The figures' lines; one line saying why, where the articles are absent."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.exists():
        return ["Reader: skipped, BYLINES_SHARED has no data/news-stream.jsonl.xz"]
    wanted = int(os.environ.get("BYLINES_BENCH_ARTICLES", "5000"))
    with tempfile.TemporaryDirectory() as temporary:
        given = os.environ.get("BYLINES_BENCH_CACHE")
        folder = Path(given or temporary) / f"reader-{wanted}"
        large, empty = folder / "library", Path(temporary) / "empty"
        _fill(large, stream, wanted)
        return [f"The reader on {wanted:,} articles, in a terminal of 120x40", *_starts(large, empty)]


def _fill(library: Path, stream: Path, wanted: int) -> None:
    import lzma

    if library.exists():
        return
    library.mkdir(parents=True)
    chosen = library.parent / "articles.jsonl"
    with lzma.open(stream, "rb") as lines:
        chosen.write_bytes(b"".join(islice(lines, wanted)))
    own = Paths(library, library.parent / "none.yaml", library.parent / "state", library.parent / "cache")
    opened = Library.open(own)
    try:
        opened.add([str(chosen)])
    finally:
        opened.close()


def _starts(large: Path, empty: Path) -> list[str]:
    """Interleaved, so that what else the machine does falls on all alike."""
    times: dict[str, list[float]] = {"large": [], "empty": [], "textual": []}
    moved: list[float] = []
    sorted_in: list[float] = []
    memory = 0.0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import textual.app"], env=_compiled(), check=True)
        times["textual"].append(time.perf_counter() - began)
        with _reader(empty) as terminal:
            times["empty"].append(_until(terminal, lambda text: "No stories yet" in text))
        with _reader(large) as terminal:
            times["large"].append(_until(terminal, lambda text: " 1 " in text and "enter open" in text))
            terminal.wait_for(lambda text: "stories" in text.splitlines()[0])
            terminal.settle(0.5)
            before = _cpu(terminal)
            for _ in range(KEYS):
                terminal.send("j")
                terminal.settle(0.03)
            moved.append((_cpu(terminal) - before) / KEYS * 1000)
            terminal.send("S")
            sorted_in.append(_until(terminal, lambda text: "by outlets" in text.splitlines()[0]) * 1000)
            memory = max(memory, _resident(terminal))
    large_ms, empty_ms, textual_ms = (statistics.median(times[name]) * 1000 for name in times)
    return [
        f"  start to first list: {large_ms:.0f} ms; an empty library {empty_ms:.0f} ms"
        f" ({large_ms / empty_ms:.2f}x); import textual.app {textual_ms:.0f} ms"
        f" ({large_ms / textual_ms:.2f}x)",
        f"  a key that moves the cursor: {statistics.median(moved):.1f} ms of CPU, all of Textual's included",
        f"  another order, from the key to the screen: {statistics.median(sorted_in):.0f} ms",
        f"  resident memory after that: {memory:.0f} MB",
    ]


def _reader(library: Path) -> Terminal:
    call = [sys.executable, "-m", "tui.cli", "--library", str(library)]
    return Terminal(call, env={**_compiled(), "XDG_CONFIG_HOME": str(library.parent / "config")})


def _compiled() -> dict[str, str]:
    """An environment in which compiled modules are kept, as they are where bylines is installed."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": COMPILED}


def _until(terminal: Terminal, shown: Callable[[str], bool]) -> float:
    began = time.perf_counter()
    terminal.wait_for(shown)
    return time.perf_counter() - began


def _cpu(terminal: Terminal) -> float:
    """Seconds of CPU that the reader has used."""
    fields = Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(terminal: Terminal) -> float:
    """MB of memory that the reader has in use."""
    pages = int(Path(f"/proc/{terminal.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576
