"""What the person named: files, folders, globs, standard input; every file read or skipped by name."""

from __future__ import annotations

import glob
import io
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from config.errors import YamlError
from config.outlets import SIDECAR, sidecar
from index import text as texts
from index.errors import SourceError
from index.ingest import guard, jsonl, plaintext
from index.model import Cancelled, Draft, OnProgress, Progress, Role, Skipped, Source, SourceKind

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
MAX_TEXT = 20_000_000
"""The largest plain-text file read, in bytes."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BINARY = (
    b"\x89PNG",
    b"%PDF",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xfd7zXZ",
    b"BZh",
)
# A folder that sorts by date or topic order names no outlet.
_NO_OUTLET = re.compile(
    r"[\d\W_]+|(?:articles?|news|text|texts|txt|data|files|archive|inbox|new|old|misc)", re.IGNORECASE
)


@dataclass
class _Job:
    """One run: what is asked for, and the sidecars read so far."""

    outlet: str | None
    stdin: BinaryIO | None
    on_progress: OnProgress | None
    cancelled: Cancelled | None
    sidecars: dict[Path, dict[str, str]] = field(default_factory=dict)

    def stop(self) -> bool:
        return self.cancelled is not None and self.cancelled()


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
    When `cancelled` says so, the rest is left.
    """
    job = _Job(outlet, stdin, on_progress, cancelled)
    done = 0
    for source in sources:
        for item in _source(source, job):
            if job.stop():
                return
            done += 1
            if on_progress is not None:
                where = item.source if isinstance(item, Skipped) else item.source.location
                on_progress(Progress("reading", done, None, where))
            yield item


def _source(source: str, job: _Job) -> Iterator[Draft | Skipped]:
    if source == "-":
        yield from _stdin(job)
        return
    if _URL.match(source):
        reason = "addresses are not fetched yet; save the page's text to a file and add that"
        yield Skipped(texts.clean_line(source), reason)
        return
    path = Path(source).expanduser()
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if glob.has_magic(source) and "\0" not in source:
            yield from _globbed(str(path), job)
        else:
            yield Skipped(_shown(path), _why(error))
        return
    path = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
    if stat.S_ISDIR(mode):
        yield from _folder(path, path, job, set())
    else:
        yield from _file(path, None, job, named=True)


def _globbed(pattern: str, job: _Job) -> Iterator[Draft | Skipped]:
    fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    root = Path(os.path.abspath(os.path.dirname(fixed) or "."))  # noqa: PTH100, PTH120
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (keeps names that are not UTF-8)
    if not matches:
        yield Skipped(texts.clean_line(pattern), "no file fits this pattern")
    for match in matches:
        path = Path(os.path.abspath(match))  # noqa: PTH100
        if path.is_dir():
            if "**" not in pattern:
                yield from _folder(path, root, job, set())
        else:
            yield from _file(path, root, job, named=False)


def _folder(folder: Path, root: Path, job: _Job, seen: set[tuple[int, int]]) -> Iterator[Draft | Skipped]:
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Skipped(_shown(folder), _why(error))
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in found:
        if job.stop():
            return
        if entry.name.startswith(".") or entry.name == SIDECAR:
            continue
        path = folder / entry.name
        if entry.is_symlink():
            yield Skipped(_shown(path), "a symbolic link; name its target to read it")
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(path, root, job, seen)
        else:
            yield from _file(path, root, job, named=False)


def _file(path: Path, root: Path | None, job: _Job, *, named: bool) -> Iterator[Draft | Skipped]:
    """The articles of one file; a file the person named is tried whatever its suffix is."""
    name = path.name.lower()
    if not named and name == SIDECAR:
        return
    try:
        os.fsencode(path).decode("utf-8")
    except UnicodeDecodeError:
        yield Skipped(_shown(path), "its name is not UTF-8; rename it")
        return
    lines = name.endswith(jsonl.SUFFIXES)
    if not (lines or named or name.endswith(TEXT_SUFFIXES)):
        yield Skipped(
            _shown(path), "not a kind of file that is read (.txt, .md, .jsonl, .jsonl.gz, .jsonl.xz)"
        )
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Skipped(_shown(path), "not a regular file")
            return
        outlet, problem = _given_outlet(path, root, job)
        if problem is not None:
            yield problem
        if lines:
            yield from jsonl.read_file(path, outlet=outlet, cancelled=job.cancelled)
        else:
            yield _text_file(path, outlet, _folder_outlet(path, root))
    except (OSError, SourceError) as error:
        yield Skipped(_shown(path), _why(error))


def _text_file(path: Path, outlet: str | None, fallback: str | None) -> Draft | Skipped:
    # Opened without blocking: the file may have become a pipe since it was looked at.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123
        raw = file.read(MAX_TEXT + 1)
    return _text(raw, Source(SourceKind.FILE, str(path)), outlet, fallback)


def _text(raw: bytes, source: Source, outlet: str | None, fallback: str | None) -> Draft | Skipped:
    reason = unreadable(raw)
    if reason is not None:
        return Skipped(_shown(Path(source.location)), reason)
    try:
        draft = plaintext.parse(raw, source, outlet=outlet, fallback_outlet=fallback)
    except Exception as error:  # noqa: BLE001  (whatever it is, the other articles are read)
        return guard.failed(_shown(Path(source.location)), error)
    if not any(block.role in (Role.BODY, Role.TITLE) for block in draft.blocks):
        return Skipped(_shown(Path(source.location)), "holds no article text")
    return draft


def unreadable(raw: bytes) -> str | None:
    """Why bytes are no text file, or None when they are."""
    if not raw.strip():
        return "empty"
    if len(raw) > MAX_TEXT:
        return f"larger than {MAX_TEXT // 1_000_000} MB"
    if raw.startswith(_BINARY):
        return "a binary file"
    head = texts.decode(raw[:4096] if len(raw) % 4 == 0 or len(raw) > 4096 else raw)
    controls = sum(char < " " and char not in "\t\n\r\f\x1b" for char in head)
    if controls > max(8, len(head) // 20) or "\0" * 8 in head:
        return "a binary file"
    return None


def _stdin(job: _Job) -> Iterator[Draft | Skipped]:
    if job.stdin is None:
        yield Skipped("-", "nothing is piped in")
        return
    head = job.stdin.read(1 << 16)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        stream = io.BufferedReader(_Joined(head, job.stdin))
        yield from jsonl.read(stream, "-", outlet=job.outlet, cancelled=job.cancelled)
        return
    raw = head + job.stdin.read(MAX_TEXT + 1 - len(head))
    yield _text(raw, Source(SourceKind.STDIN, "-"), job.outlet, None)


class _Joined(io.RawIOBase):
    """What was read of a stream to look at it, then its rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            part = self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _given_outlet(path: Path, root: Path | None, job: _Job) -> tuple[str | None, Skipped | None]:
    """The outlet from the command or a sidecar of the file's folder, or of one between it and `root`."""
    if job.outlet:
        return job.outlet, None
    problem: Skipped | None = None
    folder = path.parent
    while True:
        if folder not in job.sidecars:
            try:
                job.sidecars[folder] = sidecar(folder)
            except YamlError as error:
                job.sidecars[folder] = {}
                problem = Skipped(error.where, f"{error.what} ({error.do})")
        names = job.sidecars[folder]
        relative = path.relative_to(folder)
        for key in (relative.as_posix(), *(parent.as_posix() for parent in relative.parents)):
            name = names.get("" if key == "." else key)
            if name:
                return texts.clean_line(name), problem
        if root is None or folder == root or root not in folder.parents:
            return None, problem
        folder = folder.parent


def _folder_outlet(path: Path, root: Path | None) -> str | None:
    if root is None or root not in path.parents:
        return None
    for part in path.relative_to(root).parts[:-1]:
        if not _NO_OUTLET.fullmatch(part):
            return texts.clean_line(part) or None
    return None


def _shown(path: Path) -> str:
    """A path as text that can be stored and shown: bytes that are not UTF-8 become U+FFFD."""
    return texts.clean_line(os.fsencode(path).decode("utf-8", "replace"))


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return f"cannot be read: {error}"
