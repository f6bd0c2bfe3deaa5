"""Places of files: their names for showing, and the outlets that sidecars and folders give them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from config.errors import YamlError
from config.outlets import sidecar
from index import text as texts
from index.ingest.run import Run
from index.model import Skipped

# A folder that sorts by date or topic order names no outlet.
_NO_OUTLET = re.compile(
    r"[\d\W_]+|(?:articles?|news|text|texts|txt|data|files|archive|inbox|new|old|misc"
    r"|html|pages?|saved|mails?|newsletters?|warcs?|crawls?|downloads?)",
    re.IGNORECASE,
)


def given_outlet(path: Path, root: Path | None, run: Run) -> tuple[str | None, Skipped | None]:
    """The outlet from the command or a sidecar of the file's folder, or of one between it and `root`.

    With it, what was wrong with a sidecar, once.
    """
    if run.outlet:
        return run.outlet, None
    problem: Skipped | None = None
    folder = path.parent
    while True:
        if folder not in run.sidecars:
            try:
                run.sidecars[folder] = sidecar(folder)
            except YamlError as error:
                run.sidecars[folder] = {}
                problem = Skipped(error.where, f"{error.what} ({error.do})")
        names = run.sidecars[folder]
        if names:
            relative = path.relative_to(folder)
            for key in (relative.as_posix(), *(parent.as_posix() for parent in relative.parents)):
                name = names.get("" if key == "." else key)
                if name:
                    return texts.clean_line(name), problem
        if root is None or folder == root or root not in folder.parents:
            return None, problem
        folder = folder.parent


def folder_outlet(path: Path, root: Path | None) -> str | None:
    """The name of the first folder between `root` and the file that is no date and no topic."""
    if root is None or root not in path.parents:
        return None
    for part in path.relative_to(root).parts[:-1]:
        if not _NO_OUTLET.fullmatch(part):
            return texts.clean_line(part) or None
    return None


def shown(path: Path) -> str:
    """A path as text that can be stored and shown: bytes that are not UTF-8 become U+FFFD."""
    return texts.clean_line(os.fsencode(path).decode("utf-8", "replace"))


def why(error: Exception) -> str:
    """In words for the person, why a file was not read."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; see whether its name is spelt right"
    if isinstance(error, PermissionError):
        return "no permission to read it; `chmod u+r` gives it"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return f"cannot be read: {error}"
