"""A large index made by several child processes; the thread that wants it only puts their work together.

The children end with this process, are ended at once when the work is given up, and write where nobody
looks, so that nothing has to be repaired after either.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from index.errors import CancelledError
from index.indexed import Unreadable, refuse
from index.model import Cancelled
from index.search.codec.naming import Named
from index.search.writer import Built

WORKERS = 2
FROM = 4_000
"""So many articles are worth starting processes for, which takes a second."""
_MOST = 10_000
"""So many are handed to a process at a time at most: they become one segment."""

_CODE = (
    # Nothing that is made there refers to itself, and looking for what does took a fifth of the time.
    "import gc; gc.disable(); "
    "import sys; database, folder, *sys.path[:] = sys.argv[1:]; "
    "from index import inverter; inverter.run(database, folder)"
)
# NumPy's library of linear algebra, which is not used, starts a thread for each processor, and they spin.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}
_PATIENCE = 0.1

_Message = tuple[int, dict[str, Any] | None]
"""The number of a child, and what it answered; None stands for its end."""


def share(articles: int) -> int:
    """How many of so many articles to hand to a process at a time, so that all have equally much to do.

    Larger segments take less time for each article, and need no merging.
    """
    rounds = -(-articles // (WORKERS * _MOST))
    return -(-articles // (WORKERS * max(1, rounds)))


class Inverters:
    """Child processes that make segments in `folder`; a context manager that ends them."""

    def __init__(
        self,
        database: Path,
        folder: Path,
        workers: int = WORKERS,
        unreadable: Callable[[Unreadable], None] = refuse,
    ) -> None:
        """`unreadable` is given the damaged articles of the segments that were made without them."""
        self._folder = folder
        self._unreadable = unreadable
        self._messages: queue.Queue[_Message] = queue.Queue()
        self._early: deque[_Message] = deque()
        self._children: list[_Child] = []
        self._idle: deque[int] = deque()
        # Where no process is to be had, those that are do it, and without any the caller does.
        with contextlib.suppress(OSError):
            for number in range(workers):
                self._children.append(_Child(database, folder, number, self._messages))

    def __enter__(self) -> Inverters:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.kill()
        for child in self._children:
            child.end()

    def built(
        self, chunks: Iterable[Sequence[str]], on_progress: Callable[[int], None], cancelled: Cancelled
    ) -> Iterator[list[Built]]:
        """The segments of each chunk of ids, in their order; none for one that no child could make.

        A chunk is asked for when it is its turn. `on_progress` is told how many articles are done. Raises
        CancelledError.
        """
        coming = enumerate(chunks)
        waiting = next(coming, None)
        busy: dict[int, int] = {}
        ready: dict[int, list[Built]] = {}
        done: dict[int, int] = {}
        idle = self._idle = deque(range(len(self._children)))
        following = 0
        while waiting is not None or busy or ready:
            # No more is made ahead than there are children, as each segment waits on the disk.
            while idle and waiting is not None and waiting[0] < following + 2 * len(self._children):
                number, (chunk, ids) = idle.popleft(), waiting
                waiting = next(coming, None)
                if self._children[number].ask(ids):
                    busy[number] = chunk
                else:
                    ready[chunk] = []
            if following in ready:
                yield ready.pop(following)
                following += 1
                continue
            if not busy and not idle and waiting is not None:
                ready[waiting[0]] = []
                waiting = next(coming, None)
                continue
            number, answer = self._answer(cancelled)
            found = busy.get(number)
            if answer is not None and found is not None and "done" in answer:
                done[found] = answer["done"]
                on_progress(sum(done.values()))
                continue
            if found is not None:
                ready[found] = self._made(answer)
                del busy[number]
            if answer is not None:
                idle.append(number)

    def merged(self, folder: Path, segments: Sequence[Named], cancelled: Cancelled) -> Built | None:
        """Segments of a folder written as one by a child; None when none could, or nothing in them is live.

        Merging takes memory that a process gives back only by its end. A child that makes a segment just
        now merges after that. To be called between two of what `built` gives. Raises CancelledError.
        """
        names = [(one.name, one.deletions) for one in segments]
        request = {"folder": str(folder), "segments": names}
        children = sorted(range(len(self._children)), key=lambda number: number not in self._idle)
        asked = next((number for number in children if self._children[number].ask(request)), None)
        if asked is None:
            return None
        others: list[_Message] = []
        while True:
            number, answer = self._answer(cancelled)
            if number == asked and answer is not None and "merged" in answer:
                break
            others.append((number, answer))
            if number == asked and answer is None:
                break
        self._early.extend(others)
        name = None if answer is None else answer["merged"]
        return None if name is None else Built(self._folder, Named(name), ())

    def _answer(self, cancelled: Cancelled) -> _Message:
        while not self._early:
            if cancelled():
                raise CancelledError
            with contextlib.suppress(queue.Empty):
                return self._messages.get(timeout=_PATIENCE)
        return self._early.popleft()

    def _made(self, answer: dict[str, Any] | None) -> list[Built]:
        made = None if answer is None else answer.get("made")
        if answer is not None and made:
            for fields in answer["unreadable"]:
                self._unreadable(Unreadable(*fields))
        return [
            Built(self._folder, Named(name, deletions), tuple(ids)) for name, deletions, ids in made or ()
        ]


class _Child:
    """One process, and a thread that passes its answers on."""

    def __init__(
        self,
        database: Path,
        folder: Path,
        number: int,
        messages: queue.Queue[_Message],
    ) -> None:
        path = [os.path.abspath(part) for part in sys.path]  # noqa: PTH100  (a name, not looked up)
        self._process = subprocess.Popen(  # noqa: S603  (this interpreter, on this project's own code)
            [sys.executable, "-P", "-c", _CODE, str(database), str(folder), *path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, **_ENVIRONMENT},
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, which ends its children
        )
        self._number = number
        self._messages = messages
        self._thread = threading.Thread(target=self._listen, name="inverting", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._messages.put((self._number, json.loads(line)))
        self._messages.put((self._number, None))

    def ask(self, request: Sequence[str] | Mapping[str, Any]) -> bool:
        """Send a request (see `inverter`); whether the child is there to answer it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def kill(self) -> None:
        """Have it end at once."""
        self._process.kill()

    def end(self) -> None:
        """Wait for its end."""
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
