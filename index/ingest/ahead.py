"""Slow steps worked on a few items ahead, in threads, while their results come out in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from typing import TypeVar

from index.model import Cancelled

T = TypeVar("T")

WORKERS = 2
"""How many steps run at once: as many as an extractor has children."""

_LOOK_AHEAD = 6
_POLL_SECONDS = 0.1


def in_order(
    items: Iterable[T | Callable[[], T]],
    *,
    workers: int = WORKERS,
    look_ahead: int = _LOOK_AHEAD,
    cancelled: Cancelled | None = None,
) -> Iterator[T]:
    """`items` in their order; those that are calls are made in `workers` threads and give their result.

    At most `look_ahead` items are taken before their turn, so that memory stays bounded. Without a call among
    the items no thread is started. What a call raises comes out at its place. When `cancelled` says so, the
    rest is left, and calls that run are not waited for: whoever made them must be able to end them.
    """
    pool: ThreadPoolExecutor | None = None
    waiting: deque[Future[T]] = deque()
    try:
        for item in items:
            if callable(item):
                pool = pool or ThreadPoolExecutor(workers, thread_name_prefix="ahead")
                waiting.append(pool.submit(item))
            elif waiting:
                waiting.append(_done(item))
            else:
                yield item
            while waiting and (len(waiting) >= look_ahead or waiting[0].done()):
                if not _wait(waiting[0], cancelled):
                    return
                yield waiting.popleft().result()
        while waiting and _wait(waiting[0], cancelled):
            yield waiting.popleft().result()
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _done(item: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(item)
    return future


def _wait(future: Future[T], cancelled: Cancelled | None) -> bool:
    """Wait for a result; False when `cancelled` says so first."""
    while True:
        if cancelled is not None and cancelled():
            return False
        if future.done():
            return True
        try:
            future.exception(_POLL_SECONDS)
        except TimeoutError:
            continue
