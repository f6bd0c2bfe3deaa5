"""The parent's side of extraction: killable child processes that read one page at a time."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any, BinaryIO, cast

from index.errors import ExtractionError
from index.ingest.html.model import Page
from index.ingest.html.pipes import Pipes
from index.ingest.html.worker import READY

__all__ = ["Extractor", "Page"]

_START = 60.0
# The child imports what the parent would; `-P` keeps the working folder out of its path.
_CODE = (
    "import sys; memory, *sys.path[:] = sys.argv[1:]; "
    "from index.ingest.html import worker; worker.run(int(memory))"
)


class Extractor:
    """Reads pages in up to `workers` child processes, started at the first page; a context manager.

    Each page may take `seconds` and `memory` bytes; what takes more costs that page alone. Thread-safe:
    as many threads as there are workers are served at once, others wait.
    """

    def __init__(self, *, workers: int = 2, seconds: float = 10.0, memory: int = 512 * 2**20) -> None:
        self.workers = max(1, workers)
        self.seconds = seconds
        self.memory = memory
        self._lock = threading.Lock()
        self._free = threading.Semaphore(self.workers)
        self._idle: list[_Child] = []
        self._children: set[_Child] = set()
        self._closed = False

    def extract(self, raw: bytes, *, url: str | None, charset: str | None = None) -> Page:
        """The article of a page, or a page with its `wall`. Blocks.

        `url` is where it was fetched from, `charset` what its HTTP header said. Raises ExtractionError when
        the page takes too much time or memory, breaks the process that reads it, or `close` was called.
        """
        with self._free:
            child = self._taken()
            try:
                answer = child.ask(
                    {"url": url, "charset": charset, "seconds": self.seconds}, raw, self.seconds
                )
            except BaseException:
                self._dropped(child)
                if self._closed:
                    raise ExtractionError("stopped before the page was read", where=url or "") from None
                raise
            if answer.get("last"):
                self._dropped(child)
            else:
                with self._lock:
                    self._idle.append(child)
        error = answer.get("error")
        if error == "memory":
            raise ExtractionError(f"needs more than {self.memory >> 20} MB to be read", where=url or "")
        if error:
            raise ExtractionError(
                f"the parser failed on it ({error})", where=url or "", do="report this page as a bug"
            )
        return Page.from_json(answer["page"])

    def close(self) -> None:
        """End the children at once; a page that is being read raises ExtractionError. May be called again."""
        with self._lock:
            self._closed = True
            children = list(self._children)
            self._children.clear()
            self._idle.clear()
        for child in children:
            child.kill()

    def _taken(self) -> _Child:
        with self._lock:
            if self._closed:
                raise ExtractionError("stopped before the page was read")
            if self._idle:
                return self._idle.pop()
            child = _Child(self.memory)
            self._children.add(child)
            return child

    def _dropped(self, child: _Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.kill()

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()


class _Child:
    """One worker process and the pipes to it."""

    def __init__(self, memory: int) -> None:
        path = [os.path.abspath(part) for part in sys.path]  # noqa: PTH100  (a name, not looked up)
        self._process = subprocess.Popen(  # noqa: S603  (this interpreter, on this project's own code)
            [sys.executable, "-P", "-c", _CODE, str(memory), *path],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which ends its children
        )
        # Both are pipes, as asked for above.
        self._pipes = Pipes(cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout))
        self._started = False
        self._asking = threading.Lock()
        self._reaping = threading.Lock()

    def ask(self, request: dict[str, Any], raw: bytes, seconds: float) -> dict[str, Any]:
        """The answer to a request. Raises ExtractionError when the child is too slow or ends."""
        with self._asking:
            if not self._started and not self._begun():
                raise ExtractionError(
                    "the process that reads pages does not start", do="see whether trafilatura is installed"
                )
            self._started = True
            answer = self._answer(json.dumps(request).encode(), raw, seconds)
        if answer is None:
            raise ExtractionError("the parser crashed on it", do="report this page as a bug")
        data: dict[str, Any] = json.loads(answer)
        return data

    def _begun(self) -> bool:
        try:
            return self._pipes.receive(until=time.monotonic() + _START) == READY
        except TimeoutError:
            return False

    def _answer(self, request: bytes, raw: bytes, seconds: float) -> bytes | None:
        until = time.monotonic() + seconds
        try:
            if not self._pipes.send(request, raw, until=until):
                return None
            return self._pipes.receive(until=until)
        except TimeoutError:
            raise ExtractionError(f"took longer than {seconds:g} s to be read") from None

    def kill(self) -> None:
        """End the process and wait for its end; safe to be called again and from any thread."""
        with self._reaping:
            self._process.kill()
            self._process.wait()
        # Who still waits for an answer of this process sees its end, and lets go of the pipes.
        with self._asking:
            self._pipes.close()
