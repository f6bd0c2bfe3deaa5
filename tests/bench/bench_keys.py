"""What a key costs, screen by screen: the UI thread's CPU time from the key to the repaint it led to.

The reader runs in a terminal on a large library, and meanwhile fetches feeds that answer slowly and indexes
a large dump. Only the UI thread's own time is counted: what the machine does besides makes a key later, not
dearer. BYLINES_BENCH_ARTICLES and BYLINES_BENCH_CACHE are those of the benchmark `reader`.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from config.paths import Paths
from index.library import Library
from index.notes import notefile
from index.notes.names import file_name, new_id
from tests.bench import fill, gold
from tests.bench.bench_reader import fill_library
from tests.bench.compiled import compiled
from tests.tui.terminal import Terminal

LIMIT_MS = 16.0
"""A frame at sixty a second: what the 95th percentile is held against."""

ROUNDS = 60
FEEDS = 1_500
ANSWER_SECONDS = 3.0
INDEXED = 20_000
NOTES = 300
QUIET_SECONDS = 0.02
PATIENCE_SECONDS = 3.0
ESCAPE_SECONDS = 0.4
STEPS_HOME = 6
WORKS = ("fetching", "adding", "reading", "indexing", "stopping")


@dataclass(frozen=True, slots=True)
class Part:
    """A screen: the keys that lead to it from the list of stories, what shows that it is there, and the keys
    that are measured on it, one after the other."""

    name: str
    there: tuple[str, ...]
    sign: str
    keys: tuple[str, ...]


DOWN, UP, TAB, ESCAPE, ENTER = "j", "k", "\t", "\x1b", "\r"
ARROW_DOWN, ARROW_UP, BACKSPACE = "\x1b[B", "\x1b[A", "\x7f"
PARTS = (
    Part("stories", (), "stories", (DOWN, DOWN, DOWN, " ", UP, "G", "g", "g")),
    Part("story, columns", (ENTER,), "shared", (DOWN, TAB, DOWN, "]", "}", DOWN, UP)),
    Part("story, rows", (ENTER, "v"), "rows", (DOWN, TAB, DOWN, DOWN, UP, " ", "g", "g")),
    Part("differences", (ENTER, "D"), "no verdicts", (DOWN, DOWN, UP, TAB)),
    Part("help", (ENTER, "?"), "type to search", (ARROW_DOWN, ARROW_DOWN, ARROW_UP, "s", BACKSPACE)),
    Part("palette", (ENTER, ":"), "letters", (ARROW_DOWN, ARROW_UP, "n", "e", BACKSPACE, BACKSPACE)),
    Part("search, typing", ("/",), "words", (*"drone", *(BACKSPACE,) * 5)),
    Part("search, hits", ("/", *"trump", TAB), "trump", (DOWN, DOWN, DOWN, UP)),
    Part("notes", ("A",), "otes", (DOWN, UP)),
    Part("feeds", ("F",), "eeds", (DOWN, DOWN, DOWN, UP, "G", "g", "g")),
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
        fill_library(folder, stream, wanted)
        own = Path(temporary) / "own"
        shutil.copytree(folder / "library", own / "library")
        dump = folder / f"more-{INDEXED}.jsonl"
        if not dump.exists():
            with dump.open("wb") as file:
                file.writelines(_later(stream, wanted))
        _furnish(own, address)
        yield from _measured(own, dump, wanted)


def _later(stream: Path, wanted: int) -> Iterator[bytes]:
    """Articles that the library does not hold yet."""
    for number, line in enumerate(fill.filled(stream, wanted + INDEXED)):
        if number >= wanted:
            yield line


def _furnish(own: Path, address: str) -> None:
    """Feeds that are all due, and notes on the newest stories."""
    outlines = "".join(f'<outline xmlUrl="{address}/{number}.xml"/>' for number in range(FEEDS))
    opml = own / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    library = Library.open(
        Paths(own / "library", own / "none.yaml", own / "state" / "bylines", own / "cache")
    )
    try:
        library.import_feeds(opml, allow_private=True)
        _write_notes(library)
    finally:
        library.close()


def _write_notes(library: Library) -> None:
    library.paths.notes.mkdir(parents=True, exist_ok=True)
    for number, card in enumerate(library.stories(limit=NOTES)):
        note_id, title = new_id(), f"Note {number}"
        text = "\n\n".join(article.lede or article.title for article in card.articles)
        raw = notefile.compose(
            note_id=note_id, title=title, story=card.id, anchors=(), tags=("bench",), text=text,
            created=notefile.now(),
        )  # fmt: skip
        (library.paths.notes / file_name(title, note_id)).write_bytes(raw)


@contextmanager
def _slow_server() -> Iterator[str]:
    """A server whose feeds take their time; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(ANSWER_SECONDS)
            body = f"<rss><channel><title>Feed {self.path}</title></channel></rss>".encode()
            # The reader may have been left meanwhile.
            with suppress(OSError):
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
    costs = own / "costs"
    call = [sys.executable, "-m", "tests.bench.key_probe", str(costs), "--library", str(own / "library")]
    env = {**compiled(), "XDG_CONFIG_HOME": str(own / "config"), "XDG_STATE_HOME": str(own / "state")}
    yield f"A key on {wanted:,} articles at 120x40; {FEEDS} feeds are fetched, {INDEXED:,} articles come in"
    yield "  ms of the UI thread's CPU      median    p95    max   p95 of the clock   meanwhile"
    with Terminal(call, env=env) as terminal:
        reader = _Reader(terminal, costs)
        terminal.wait_for(lambda text: " stories" in text.splitlines()[0])
        # By the number of outlets: the story that is opened has many columns.
        reader.press("S", "R", "+", "\x15")
        terminal.send(f"{dump}\r")
        terminal.settle(1.0, PATIENCE_SECONDS)
        for part in PARTS:
            try:
                yield _part(reader, part)
            except AssertionError as error:
                what, *screen = str(error).splitlines()
                yield f"  {part.name:28} not measured: {what}"
                print(*screen, sep="\n", file=sys.stderr)


class _Reader:
    """A reader in a terminal, and the file into which its probe writes what keys cost."""

    def __init__(self, terminal: Terminal, costs: Path) -> None:
        self.terminal = terminal
        self._costs = costs

    def told(self) -> list[tuple[float, float]]:
        """What each key cost so far: ms of CPU, ms by the clock."""
        if not self._costs.exists():
            return []
        # The last line may be on its way.
        rows = [line.split() for line in self._costs.read_text().split("\n")[:-1]]
        return [(float(cpu), float(wall)) for cpu, wall in rows]

    def press(self, *keys: str) -> None:
        """Press keys, each when the screen has answered the one before."""
        for key in keys:
            before, until = len(self.told()), time.monotonic() + PATIENCE_SECONDS
            self.terminal.send(key)
            while len(self.told()) <= before and time.monotonic() < until:
                self.terminal.settle(QUIET_SECONDS, PATIENCE_SECONDS)

    def home(self) -> None:
        """Back to the list of stories, at its top, from wherever the reader is; AssertionError when it does
        not come there."""
        for _ in range(STEPS_HOME):
            if self._is_home():
                break
            self.terminal.send(ESCAPE)
            # What follows an escape too soon would be taken for the rest of one key.
            self.terminal.settle(ESCAPE_SECONDS, ESCAPE_SECONDS)
        self.terminal.wait_for(lambda _: self._is_home())
        self.press("g", "g")

    def _is_home(self) -> bool:
        text = self.terminal.text()
        return text.startswith(" bylines") and "╭─" not in text

    def work(self) -> str:
        """What the top line says is going on."""
        line = self.terminal.text().splitlines()[0]
        return next((word for word in WORKS if word in line), "nothing")


def _part(reader: _Reader, part: Part) -> str:
    reader.home()
    if part.there[:1] == (ENTER,):
        # What is asked for next needs the comparison.
        reader.press(ENTER)
        reader.terminal.wait_for("shared")
    reader.press(*part.there[part.there[:1] == (ENTER,) :])
    reader.terminal.wait_for(part.sign)
    reader.terminal.settle(QUIET_SECONDS)
    before, began = len(reader.told()), reader.work()
    for turn in range(ROUNDS):
        reader.press(part.keys[turn % len(part.keys)])
    costs, clock = zip(*reader.told()[before:], strict=True)
    ended = reader.work()
    median, p95, most = statistics.median(costs), _p95(costs), max(costs)
    mark = "" if p95 < LIMIT_MS else f", over {LIMIT_MS:.0f}"
    works = began if began == ended else f"{began}, then {ended}"
    return f"  {part.name:28} {median:8.1f} {p95:6.1f} {most:6.1f} {_p95(clock):18.1f}   {works}{mark}"


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
