"""What the person named: files, folders, globs, standard input; every file read or skipped by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from index import text as texts
from index.ingest import ahead, folders, onefile
from index.ingest.run import Item, Run, Step
from index.model import Cancelled, Draft, OnProgress, Progress, Skipped

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def drafts(
    sources: Sequence[str],
    *,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[Draft | Skipped]:
    """Every article of `sources`, in their order, folders sorted by name; what cannot be read is Skipped.

    A source is a file, a folder (read to its depth), a glob, or `-`. The outlet of an article is
    `outlet` if given; else what an `outlets.yaml` beside it or above it says; else the article's own
    front matter or text; else, in a folder or glob, the name of the first sub-folder on the way to it.
    When `cancelled` says so, the rest is left. Pages are read a few ahead, in processes that end with this.
    """
    run = Run(outlet=outlet, stdin=stdin, cancelled=cancelled)
    steps: Iterator[Step] = (step for source in sources for step in _source(source, run))
    done = 0
    try:
        items: Iterator[Item] = ahead.in_order(steps, cancelled=cancelled)
        for item in items:
            if run.stop():
                return
            done += 1
            if on_progress is not None:
                where = item.source if isinstance(item, Skipped) else item.source.location
                on_progress(Progress("reading", done, None, where))
            yield item
    finally:
        run.close()


def _source(source: str, run: Run) -> Iterator[Step]:
    if source == "-":
        yield from onefile.read_stdin(run)
        return
    if _URL.match(source):
        reason = "addresses are not fetched yet; save the page's text to a file and add that"
        yield Skipped(texts.clean_line(source), reason)
        return
    for found in folders.walked(source, run):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from onefile.read(found, run)
