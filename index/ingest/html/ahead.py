"""Pages among other items, read ahead in the worker processes while the order stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from index.ingest import ahead
from index.model import Draft, Skipped

if TYPE_CHECKING:
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
    """The items in their order, pages read by as many threads as an extractor has workers.

    Without an `extractor` one is made at the first page and closed at the end, also when the caller stops
    in the middle. At most AHEAD items are taken ahead of what is given.
    """
    own: Extractor | None = None

    def steps() -> Iterator[Draft | Skipped | Callable[[], Draft | Skipped]]:
        nonlocal own
        for item in items:
            if not isinstance(item, PageJob):
                yield item
                continue
            if extractor is None and own is None:
                own = _extractor()
            reader = extractor or own
            assert reader is not None
            yield partial(item.work, reader)

    found: Iterator[Draft | Skipped] = ahead.in_order(steps(), look_ahead=AHEAD)
    try:
        yield from found
    finally:
        if own is not None:
            own.close()


def _extractor() -> Extractor:
    from index.ingest.html.extractor import Extractor

    return Extractor()
