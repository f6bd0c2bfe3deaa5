"""Adding: drafts into the store and into stories, in batches, so that what is done stays done."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from index.errors import LibraryError
from index.identity import Run
from index.memory import give_back
from index.model import AddReport, Cancelled, Draft, Skipped
from index.shelving import ADDED, UNCHANGED, UPDATED
from index.store import Store

_LARGEST_BATCH = 500
_LONGEST_WAIT = 1.0
_GROUPED_TOGETHER = 2_000
_LONGEST_UNGROUPED = 10.0


class Group(Protocol):
    """Finds a story for every article without one, unless fewer than `least` are; how many there were."""

    def __call__(self, *, least: int = 1) -> int: ...


@dataclass
class _Tally:
    """What has been done so far."""

    counts: dict[str, int] = field(default_factory=lambda: {ADDED: 0, UPDATED: 0, UNCHANGED: 0})
    skipped: list[Skipped] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    """The ids, those of a batch joined by spaces: one by one they would take ten times the memory."""
    partial: int = 0

    def report(self) -> AddReport:
        return AddReport(
            added=self.counts[ADDED],
            updated=self.counts[UPDATED],
            unchanged=self.counts[UNCHANGED],
            skipped=tuple(self.skipped),
            articles=tuple(dict.fromkeys(" ".join(self.articles).split())),
            partial=self.partial,
        )


def add(
    store: Store,
    found: Iterable[Draft | Skipped],
    *,
    group: Group,
    cancelled: Cancelled | None = None,
) -> AddReport:
    """Store what the sources gave, and `group` it: from time to time, as many at once take less, and last.

    When `cancelled` says so, what has been read is still stored, and the report tells what was done.
    Raises StoreError when the store fails; earlier batches are kept.
    """
    tally, run = _Tally(), Run()
    catch_up(store, cancelled)
    grouped = time.monotonic()
    try:
        for batch in _batches(found, tally, cancelled):
            stored = store.add(batch, run)
            tally.articles.append(" ".join(article_id for article_id, _ in stored))
            for draft, (_, done) in zip(batch, stored, strict=True):
                tally.counts[done] += 1
                # A part of what is stored as a whole was not stored.
                tally.partial += draft.partial is not None and done != UNCHANGED
            long_ago = time.monotonic() - grouped > _LONGEST_UNGROUPED
            if group(least=1 if long_ago else _GROUPED_TOGETHER):
                grouped = time.monotonic()
                give_back()  # of what grouping took, small holes all over the heap are left otherwise
    except Exception:
        # What was stored before has its stories all the same; the first failure is the one to tell.
        with suppress(LibraryError):
            group()
        raise
    group()
    return tally.report()


def catch_up(store: Store, cancelled: Cancelled | None = None) -> None:
    """Make up for what an older bylines did not keep of its articles; nothing to do in most runs."""
    while store.keep_wordings(_LARGEST_BATCH) and not (cancelled is not None and cancelled()):
        pass


def _batches(
    found: Iterable[Draft | Skipped], tally: _Tally, cancelled: Cancelled | None
) -> Iterator[list[Draft]]:
    """Drafts in batches that are large enough to be quick and come often enough to lose little."""
    batch: list[Draft] = []
    began = time.monotonic()
    try:
        for item in found:
            if isinstance(item, Skipped):
                tally.skipped.append(item)
            else:
                batch.append(item)
            if batch and (len(batch) >= _LARGEST_BATCH or time.monotonic() - began > _LONGEST_WAIT):
                full, batch, began = batch, [], time.monotonic()
                yield full
            if cancelled is not None and cancelled():
                break
    except Exception:
        # A source that fails must not take along what was read before it.
        if batch:
            yield batch
        raise
    if batch:
        yield batch
