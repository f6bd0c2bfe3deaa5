"""newsboat as a peer of the reader: fed the same articles by a feed on the loopback, then started."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

from tests.tui.terminal import Terminal

_PATIENCE = 1800
_TITLE = "The same articles"


def is_here() -> bool:
    """Whether newsboat is installed; `apt-get install newsboat` does it on Debian."""
    return shutil.which("newsboat") is not None


def fed(articles: Path, folder: Path) -> Path:
    """Have newsboat fetch the articles of a JSON Lines file into a cache of its own; its folder."""
    folder.mkdir(parents=True)
    (folder / "config").write_text(f"max-items 0\ndownload-timeout {_PATIENCE}\ndownload-retries 1\n")
    with (folder / "feed.xml").open("w", encoding="utf-8") as file:
        file.writelines(_feed(articles))
    with _served(folder) as address:
        (folder / "urls").write_text(f"{address}/feed.xml\n")
        subprocess.run([*_call(folder), "-x", "reload"], check=True, capture_output=True, timeout=_PATIENCE)
    (folder / "feed.xml").unlink()
    return folder


def starts(folder: Path) -> tuple[float, float]:
    """Seconds from the start to the list of feeds, and to the list of articles that Enter opens there."""
    began = time.perf_counter()
    with Terminal(_call(folder), env={"HOME": str(folder)}) as terminal:
        terminal.wait_for(_TITLE)
        feeds = time.perf_counter() - began
        terminal.send("\r")
        terminal.wait_for(lambda text: "Articles in feed" in text)
        return feeds, time.perf_counter() - began


def _call(folder: Path) -> list[str]:
    return [
        "newsboat",
        *(f"-{flag}{folder / name}" for flag, name in (("u", "urls"), ("c", "cache.db"), ("C", "config"))),
    ]


def _feed(articles: Path) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{_TITLE}</title>\n'
    yield "<link>http://127.0.0.1/</link><description>all</description>\n"
    with articles.open("rb") as lines:
        for line in lines:
            data = json.loads(line)
            when = format_datetime(datetime.fromisoformat(data["published"])) if data.get("published") else ""
            yield (
                f"<item><title>{escape(data['title'])}</title>"
                f"<guid isPermaLink='false'>{escape(data['id'])}</guid>"
                f"<link>http://127.0.0.1/{escape(data['id'])}</link><pubDate>{when}</pubDate>"
                f"<description>{escape(data['text'])}</description></item>\n"
            )
    yield "</channel></rss>\n"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is told of requests."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
