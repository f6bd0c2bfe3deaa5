"""One file or stream by its kind: opened safely, looked at, and given to the room that reads it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from index.errors import SourceError
from index.ingest import guard, jsonl, kinds, packing, plaintext
from index.ingest.folders import Found
from index.ingest.html.ahead import PageJob
from index.ingest.kinds import Kind
from index.ingest.places import folder_outlet, given_outlet, shown, why
from index.ingest.run import Item, Run, Step
from index.model import Role, Skipped, Source, SourceKind

MAX_TEXT = 20_000_000
"""The largest text, page or mail read, in bytes."""

_NOT_READ = f"not a kind of file that is read ({kinds.READ})"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is read from, and the outlets it may have."""

    location: str
    outlet: str | None
    fallback: str | None

    @property
    def shown(self) -> str:
        return shown(Path(self.location))

    def source(self) -> Source:
        kind = SourceKind.STDIN if self.location == "-" else SourceKind.FILE
        return Source(kind, self.location)


def read(found: Found, run: Run) -> Iterator[Step]:
    """The articles of one file; a file the person named is tried whatever its suffix is."""
    path = found.path
    kind = kinds.by_name(path.name)
    try:
        os.fsencode(path).decode("utf-8")
    except UnicodeDecodeError:
        yield Skipped(shown(path), "its name is not UTF-8; rename it")
        return
    if kinds.is_archive(path.name):
        yield Skipped(shown(path), kinds.ARCHIVE)
        return
    if kind is None and not found.named:
        yield Skipped(shown(path), _NOT_READ)
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Skipped(shown(path), "not a regular file")
            return
        outlet, problem = given_outlet(path, found.root, run)
        if problem is not None:
            yield problem
        place = _Place(str(path), outlet, folder_outlet(path, found.root))
        if kind in (Kind.TEXT, Kind.HTML, Kind.MAIL, Kind.MHTML):
            yield _later(lambda: _whole(path, kind, place, run), place, kind)
        else:
            with _open(path) as file:
                run.position = file.tell
                try:
                    yield from _streamed(file, kind, place, run)
                finally:
                    run.position = None
    except (OSError, SourceError) as error:
        yield Skipped(shown(path), why(error))


def read_stdin(run: Run) -> Iterator[Step]:
    """The articles of standard input, whose kind its first bytes tell."""
    if run.stdin is None:
        yield Skipped("-", "nothing is piped in")
        return
    try:
        yield from _streamed(run.stdin, None, _Place("-", run.outlet, None), run)
    except (OSError, SourceError) as error:
        yield Skipped("-", why(error))


def _streamed(raw: IO[bytes], kind: Kind | None, place: _Place, run: Run) -> Iterator[Step]:
    """The articles of a stream. Without a kind from its name it is looked at, unpacked if need be."""
    packed = packing.by_name(place.location) if kind is not None else None
    if kind is None:
        raw, head = _peeked(raw)
        packed = packing.by_content(head)
        try:
            raw, head = _peeked(packing.opened(raw, packed)) if packed else (raw, head)
        except packing.DAMAGED as error:
            yield Skipped(place.shown, f"damaged: {error}")
            return
        kind = kinds.by_content(head)
        if kinds.is_archive("", head):
            yield Skipped(place.shown, kinds.ARCHIVE)
            return
    else:
        raw = packing.opened(raw, packed)
    if kind is Kind.LINES:
        for item in jsonl.items(raw, place.location, outlet=place.outlet, cancelled=run.cancelled):
            yield _reader(item, place, run) if isinstance(item, PageJob) else item
    elif kind is Kind.WARC:
        from index.ingest import warc

        yield from warc.read(raw, place.location, run, outlet=place.outlet, fallback_outlet=place.fallback)
    else:
        try:
            content = raw.read(MAX_TEXT + 1)
        except packing.DAMAGED as error:
            yield Skipped(place.shown, f"damaged: {error}")
            return
        known = kind or Kind.TEXT
        yield _later(lambda: _one(content, known, place, run), place, known)


def _reader(job: PageJob, place: _Place, run: Run) -> Step:
    """A page in a line of a dump as a call."""

    def call() -> Item:
        try:
            return job.work(run.extractor())
        except SourceError as error:
            return Skipped(place.shown, why(error))

    return call


def _later(call: Callable[[], Item], place: _Place, kind: Kind) -> Step:
    """A page as a call for another thread, as it is read by another process; the rest at once."""

    def guarded() -> Item:
        try:
            item = call()
            return Skipped(place.shown, item.reason) if isinstance(item, Skipped) else item
        except (OSError, SourceError) as error:
            return Skipped(place.shown, why(error))
        except Exception as error:  # noqa: BLE001  (whatever it is, the other articles are read)
            return guard.failed(place.shown, error)

    return guarded if kind in (Kind.HTML, Kind.MHTML) else guarded()


def _whole(path: Path, kind: Kind, place: _Place, run: Run) -> Item:
    with _open(path) as file:
        raw = file.read(MAX_TEXT + 1)
    return _one(raw, kind, place, run)


def _one(raw: bytes, kind: Kind, place: _Place, run: Run) -> Item:
    """The article in the bytes of one file."""
    reason = unreadable(raw)
    if reason is not None:
        return Skipped(place.shown, reason)
    if kind is Kind.HTML:
        from index.ingest.html import page, saved

        return page.read_page(
            raw,
            place.source(),
            extractor=run.extractor(),
            url=saved.address(raw),
            outlet=place.outlet,
            fallback_outlet=place.fallback,
        )
    if kind in (Kind.MAIL, Kind.MHTML):
        from index.ingest import mail

        return mail.read(raw, place.source(), run, outlet=place.outlet, fallback_outlet=place.fallback)
    if raw[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        from index.feeds.discover import why_no_article

        reason = why_no_article(raw)
        if reason is not None:
            return Skipped(place.shown, reason)
    draft = plaintext.parse(raw, place.source(), outlet=place.outlet, fallback_outlet=place.fallback)
    if not any(block.role in (Role.BODY, Role.TITLE) for block in draft.blocks):
        return Skipped(place.shown, "holds no article text")
    return draft


def unreadable(raw: bytes) -> str | None:
    """Why bytes are no text, page or mail, or None when they are."""
    if not raw.strip():
        return "empty"
    if len(raw) > MAX_TEXT:
        return f"larger than {MAX_TEXT // 1_000_000} MB"
    if kinds.is_archive("", raw):
        return kinds.ARCHIVE
    return kinds.BINARY if kinds.is_binary(raw) or kinds.is_garbled(raw) else None


def _open(path: Path) -> BinaryIO:
    # Opened without blocking: the file may have become a pipe since it was looked at.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    return os.fdopen(descriptor, "rb")


def _peeked(raw: IO[bytes]) -> tuple[IO[bytes], bytes]:
    """The stream as from its start, and its first bytes."""
    import io

    head = raw.read(kinds.HEAD)
    return io.BufferedReader(packing.Joined(head, raw)), head
