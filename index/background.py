"""A thread of its own for slow work that others wait for, or give up waiting for."""

from __future__ import annotations

import threading
from collections.abc import Callable

from index.errors import LibraryError, StoreError
from index.model import Progress


class Job:
    """One run of the background thread."""

    def __init__(self, work: Callable[[Job], None]) -> None:
        self.done = threading.Event()
        self.progress: Progress | None = None
        self.failure: LibraryError | None = None
        # A daemon: the program may end at once, as an unfinished index is finished next time.
        self.thread = threading.Thread(target=self._run, args=(work,), name="indexing", daemon=True)

    def _run(self, work: Callable[[Job], None]) -> None:
        try:
            work(self)
        except LibraryError as error:
            self.failure = error
        except Exception as error:  # noqa: BLE001 (a thread's failure must reach whoever waits for it)
            self.failure = StoreError(
                f"indexing failed: {type(error).__name__}: {error}", do="bylines reindex"
            )
        finally:
            self.done.set()
