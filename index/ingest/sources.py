"""What the person named: files, folders, globs, standard input, addresses; each read or skipped by name."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from index.ingest import ahead, folders, onefile
from index.ingest.run import Item, Run, Step
from index.model import Cancelled, Draft, OnProgress, Progress, Skipped

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|(?:javascript|data|file):", re.IGNORECASE)


def drafts(
    sources: Sequence[str],
    *,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[Draft | Skipped]:
    """Every article of `sources`, in their order, folders sorted by name; what cannot be read is Skipped.

    A source is a file, a folder (read to its depth), a glob, a web address, or `-`. The outlet of an
    article is `outlet` if given; else what an `outlets.yaml` beside it or above it says; else the
    article's own front matter or text; else, in a folder or glob, the name of the first sub-folder on
    the way to it. When `cancelled` says so, the rest is left. Pages are read a few ahead, in processes
    that end with this.
    """
    run = Run(outlet=outlet, stdin=stdin, cancelled=cancelled)
    steps: Iterator[Step] = (
        step
        for addresses, group in groupby(sources, is_address)
        for step in (_fetched(group, run, on_progress) if addresses else _paths(group, run))
    )
    done = 0
    countable = not any(source == "-" or is_address(source) for source in sources)
    try:
        items: Iterator[Item] = ahead.in_order(steps, cancelled=cancelled)
        for item in items:
            if run.stop():
                return
            done += 1
            if on_progress is not None:
                where = item.source if isinstance(item, Skipped) else item.source.location
                on_progress(Progress("reading", done, None, where, run.share() if countable else None))
            yield item
    finally:
        run.close()


def is_address(source: str) -> bool:
    """Whether a source is meant as an address, and not as a path."""
    return _ADDRESS.match(source) is not None


def _fetched(urls: Iterable[str], run: Run, on_progress: OnProgress | None) -> Iterator[Step]:
    # What fetches is heavy, and most sources are files.
    from index.ingest.web import drafts_from

    yield from drafts_from(list(urls), run, on_progress)


def _paths(sources: Iterable[str], run: Run) -> Iterator[Step]:
    found = [one for source in sources for one in _found(source, run)]
    sizes = [_size(one.path) if isinstance(one, folders.Found) else 0 for one in found]
    run.size = sum(sizes)
    for one, size in zip(found, sizes, strict=True):
        if one is None:
            yield from onefile.read_stdin(run)
        elif isinstance(one, Skipped):
            yield one
        else:
            yield from onefile.read(one, run)
        run.read += size


def _found(source: str, run: Run) -> Iterator[folders.Found | Skipped | None]:
    """The files that a source names; None stands for standard input."""
    if source == "-":
        yield None
    else:
        yield from folders.walked(source, run)


def _size(path: Path) -> int:
    """A file's size in bytes; 0 for one that cannot be looked at, or that is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
