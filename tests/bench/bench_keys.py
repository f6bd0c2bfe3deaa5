"""What a key costs, screen by screen: the UI thread's CPU time from the key to the repaint it led to.

The reader runs in a terminal on a large library, and meanwhile fetches feeds that answer slowly and indexes
a large dump. Only the UI thread is counted, as the kernel counts it: what the machine does besides makes a
key later, not dearer. BYLINES_BENCH_ARTICLES and BYLINES_BENCH_CACHE are those of the benchmark `reader`.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from config.paths import Paths
from index.library import Library
from tests.bench import fill, gold
from tests.bench.bench_reader import _compiled, _fill
from tests.tui.terminal import Terminal

LIMIT_MS = 16.0
"""A frame at sixty a second: what the 95th percentile is held against."""

ROUNDS = 60
FEEDS = 200
ANSWER_SECONDS = 3.0
INDEXED = 6_000
QUIET_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """A screen: the keys that lead to it from the list of stories, what shows that it is there, the keys
    that are measured on it, one after the other, and those that lead back."""

    name: str
    there: tuple[str, ...]
    sign: str
    keys: tuple[str, ...]
    back: tuple[str, ...]


DOWN, UP, RIGHT, ESCAPE, ENTER = "j", "k", "\t", "\x1b", "\r"
ARROW_DOWN, ARROW_UP, BACKSPACE = "\x1b[B", "\x1b[A", "\x7f"
PARTS = (
    Part("stories", (), "stories", (DOWN, DOWN, DOWN, " ", UP, "G", "gg"), ("gg",)),
    Part("story, columns", ("S", ENTER), "columns", (DOWN, RIGHT, DOWN, "]", "}", DOWN, UP), ()),
    Part("story, rows", ("v",), "rows", (DOWN, RIGHT, DOWN, DOWN, UP, " ", "gg"), ()),
    Part("differences", ("D",), "no verdicts", (DOWN, DOWN, UP, "\t"), (ESCAPE,)),
    Part("help", ("?",), "type to search", (ARROW_DOWN, ARROW_DOWN, ARROW_UP, "s", BACKSPACE), (ESCAPE,)),
    Part("palette", (":",), "letters", (ARROW_DOWN, ARROW_UP, "n", "e", BACKSPACE, BACKSPACE), (ESCAPE,)),
    Part("search, typing", ("/",), "words", (*"drone", *(BACKSPACE,) * 5), ()),
    Part("search, hits", (*"trump", "\t"), "", (DOWN, DOWN, DOWN, UP), (ESCAPE,)),
    Part("notes", ("A",), "otes", (DOWN, UP), (ESCAPE,)),
    Part("feeds", ("F",), "eeds", (DOWN, DOWN, DOWN, UP, "G", "gg"), (ESCAPE,)),
)


def report() -> str:
    """The figures, a line for each screen; one line saying why, where the articles are absent."""
    return "\n".join(lines())


def lines() -> Iterator[str]:
    """The lines of the report, as they come."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.exists():
        yield "Keys: skipped, BYLINES_SHARED has no data/news-stream.jsonl.xz"
        return
    wanted = int(os.environ.get("BYLINES_BENCH_ARTICLES", "5000").split(",")[0])
    with tempfile.TemporaryDirectory() as temporary, _slow_server() as address:
        folder = Path(os.environ.get("BYLINES_BENCH_CACHE") or temporary) / f"reader-{wanted}"
        _fill(folder, stream, wanted)
        own = Path(temporary) / "own"
        shutil.copytree(folder / "library", own / "library")
        dump = folder / f"more-{INDEXED}.jsonl"
        if not dump.exists():
            with dump.open("wb") as file:
                file.writelines(_later(stream, wanted))
        _follow(own, address)
        yield from _measured(own, dump, wanted)


def _later(stream: Path, wanted: int) -> Iterator[bytes]:
    """Articles that the library does not hold yet."""
    for number, line in enumerate(fill.filled(stream, wanted + INDEXED)):
        if number >= wanted:
            yield line


def _follow(own: Path, address: str) -> None:
    """Feeds that are all due."""
    outlines = "".join(f'<outline xmlUrl="{address}/{number}.xml"/>' for number in range(FEEDS))
    opml = own / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    library = Library.open(
        Paths(own / "library", own / "none.yaml", own / "state" / "bylines", own / "cache")
    )
    try:
        library.import_feeds(opml, allow_private=True)
    finally:
        library.close()


@contextmanager
def _slow_server() -> Iterator[str]:
    """A server whose feeds take their time; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(ANSWER_SECONDS)
            body = f"<rss><channel><title>Feed {self.path}</title></channel></rss>".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def _measured(own: Path, dump: Path, wanted: int) -> Iterator[str]:
    call = [sys.executable, "-m", "tui.cli", "--library", str(own / "library")]
    env = {**_compiled(), "XDG_CONFIG_HOME": str(own / "config"), "XDG_STATE_HOME": str(own / "state")}
    yield f"A key on {wanted:,} articles at 120x40; {FEEDS} feeds are fetched, {INDEXED:,} articles come in"
    yield "  ms of the UI thread's CPU      median    p95    max"
    with Terminal(call, env=env) as terminal:
        terminal.wait_for(lambda text: " stories" in text.splitlines()[0])
        _press(terminal, "R", "+")
        terminal.send(f"\x15{dump}\r")
        terminal.settle(1.0)
        for part in PARTS:
            yield from _part(terminal, part)
        still = terminal.text().splitlines()[0]
    yield f"  at the end the top line said: {' '.join(still.split())}"


def _part(terminal: Terminal, part: Part) -> Iterator[str]:
    _press(terminal, *part.there)
    terminal.wait_for(part.sign)
    terminal.settle(0.6)
    costs = []
    for turn in range(ROUNDS):
        before = _ui_cpu(terminal)
        _press(terminal, part.keys[turn % len(part.keys)])
        costs.append((_ui_cpu(terminal) - before) * 1000)
    _press(terminal, *part.back)
    if ESCAPE in part.back:
        terminal.wait_for(_in_the_story)
    median, p95, most = statistics.median(costs), statistics.quantiles(costs, n=20)[18], max(costs)
    mark = "" if p95 < LIMIT_MS else f"   over {LIMIT_MS:.0f}"
    yield f"  {part.name:28} {median:8.1f} {p95:6.1f} {most:6.1f}{mark}"


def _in_the_story(text: str) -> bool:
    """Whether the story is on top again, in rows as it was left. What follows an escape too soon would be
    taken for the rest of one key."""
    return text.splitlines()[0].rstrip().endswith("rows") and "╭─" not in text


def _press(terminal: Terminal, *keys: str) -> None:
    for key in keys:
        terminal.send(key)
        terminal.settle(QUIET_SECONDS)


def _ui_cpu(terminal: Terminal) -> float:
    """Seconds of CPU that the reader's main thread has used, in which Textual runs."""
    stat = Path(f"/proc/{terminal.pid}/task/{terminal.pid}/schedstat")
    return int(stat.read_text().split()[0]) / 1e9


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
