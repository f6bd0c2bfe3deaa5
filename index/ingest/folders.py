"""Walking: the files below a folder or of a glob, in order of their names, without following links."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.outlets import SIDECAR
from config.paths import expanded
from index import text as texts
from index.ingest.places import shown, why
from index.ingest.run import Run
from index.model import Skipped

_PAGE = re.compile(r"\.x?html?\Z", re.IGNORECASE)
# What browsers call the folder of a saved page's pictures and scripts, in their languages.
_RESOURCES = re.compile(
    r"(.+)[_ -](?:files|file|dateien|fichiers|ficheros|archivos|bestanden|arquivos|ficheiros|filer|pliki"
    r"|soubory|elemei|dosyalar|файлы|файли|tiedostot|failid|datoteke|arxius)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file, the folder the person named (None: the file itself), and whether they named this very file."""

    path: Path
    root: Path | None
    named: bool = False


def walked(source: str, run: Run) -> Iterator[Found | Skipped]:
    """The files of what the person named: a file, a folder or a glob; what cannot be read is Skipped."""
    path = expanded(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if glob.has_magic(source) and "\0" not in source:
            yield from _globbed(str(path), run)
        else:
            yield Skipped(shown(path), why(error))
        return
    path = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
    if stat.S_ISDIR(mode):
        yield from _folder(path, path, run, set())
    else:
        yield Found(path, None, named=True)


def _globbed(pattern: str, run: Run) -> Iterator[Found | Skipped]:
    fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    root = Path(os.path.abspath(os.path.dirname(fixed) or "."))  # noqa: PTH100, PTH120
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (keeps names that are not UTF-8)
    if not matches:
        yield Skipped(texts.clean_line(pattern), "no file fits this pattern")
    for match in matches:
        path = Path(os.path.abspath(match))  # noqa: PTH100
        if path.is_dir():
            if "**" not in pattern:
                yield from _folder(path, root, run, set())
        elif path.name != SIDECAR:
            yield Found(path, root)


def _folder(folder: Path, root: Path, run: Run, seen: set[tuple[int, int]]) -> Iterator[Found | Skipped]:
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Skipped(shown(folder), why(error))
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    pages = {_PAGE.sub("", entry.name) for entry in found if _PAGE.search(entry.name)}
    for entry in found:
        if run.stop():
            return
        if entry.name.startswith(".") or entry.name == SIDECAR:
            continue
        path = folder / entry.name
        if entry.is_symlink():
            yield Skipped(shown(path), "a symbolic link; name its target to read it")
        elif not entry.is_dir(follow_symlinks=False):
            yield Found(path, root)
        elif not _belongs_to(entry.name, pages):
            yield from _folder(path, root, run, seen)


def _belongs_to(name: str, pages: set[str]) -> bool:
    """Whether a folder holds the pictures and scripts of a page saved beside it."""
    found = _RESOURCES.fullmatch(name)
    return found is not None and found[1] in pages
