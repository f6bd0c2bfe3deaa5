"""Pages among other items, read ahead in the worker processes while the order stays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.model import Draft, Skipped

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from index.ingest.html.extractor import Extractor

AHEAD = 16
"""How many items wait at most for the page before them."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page still to be read; `work` gives its draft and raises nothing."""

    work: Callable[[Extractor], Draft | Skipped]


def in_order(
    items: Iterable[Draft | Skipped | PageJob], extractor: Extractor | None = None
) -> Iterator[Draft | Skipped]:
    """The items in their order, pages read by as many threads as the extractor has workers.

    Without an `extractor` one is made at the first page and closed at the end, also when the caller stops
    in the middle. At most AHEAD items are taken ahead of what is given.
    """
    pool: ThreadPoolExecutor | None = None
    own: Extractor | None = None
    waiting: deque[Draft | Skipped | Future[Draft | Skipped]] = deque()
    try:
        for item in items:
            if isinstance(item, PageJob):
                if extractor is None:
                    extractor = own = _extractor()
                if pool is None:
                    pool = _pool(extractor.workers)
                waiting.append(pool.submit(item.work, extractor))
            elif not waiting:
                yield item
                continue
            else:
                waiting.append(item)
            while waiting and (len(waiting) > AHEAD or _ready(waiting[0])):
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    finally:
        if own is not None:
            own.close()
        if pool is not None:
            pool.shutdown(wait=own is not None, cancel_futures=True)


def _extractor() -> Extractor:
    from index.ingest.html.extractor import Extractor

    return Extractor()


def _pool(threads: int) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(threads, thread_name_prefix="pages")


def _ready(item: Draft | Skipped | Future[Draft | Skipped]) -> bool:
    return isinstance(item, Draft | Skipped) or item.done()


def _result(item: Draft | Skipped | Future[Draft | Skipped]) -> Draft | Skipped:
    return item if isinstance(item, Draft | Skipped) else item.result()
