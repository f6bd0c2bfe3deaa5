"""A story into a file: written in one step, and nothing is replaced unasked. No widget."""

from __future__ import annotations

import json
from pathlib import Path

from config.errors import BylinesError
from index.dossier import Dossier
from index.files import create_atomically, replace_atomically
from index.library import Library
from tui.cmdline.output import cleaned

FORMS = ("html", "md", "json", "csv")
_ENDINGS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".json": "json", ".csv": "csv"}


class ExistsError(BylinesError):
    """There is a file in the place of the one to be written."""


def form_of(path: Path) -> str | None:
    """The form that a file's ending stands for."""
    return _ENDINGS.get(path.suffix.lower())


def made(library: Library, found: Dossier, form: str) -> str:
    """The document, in one of `FORMS`; it ends with a line end."""
    if form != "json":
        return library.export_story(found, form)
    from tui.cmdline.export_shape import export

    return json.dumps(cleaned(export(found)), ensure_ascii=False, indent=1) + "\n"


def write(path: Path, text: str, form: str, *, replace: bool = False) -> None:
    """Put the document into a file, whole or not at all.

    Raises ExistsError for a file that is there, unless it is to be replaced, and BylinesError for what
    cannot be written.
    """
    # A spreadsheet takes a CSV file for UTF-8 only when it begins with a mark.
    raw = text.encode("utf-8-sig" if form == "csv" else "utf-8", "replace")
    try:
        if path.is_dir():
            raise BylinesError("this is a folder", where=str(path), do="name a file in it")
        if replace:
            replace_atomically(path, raw)
        else:
            create_atomically(path, raw)
    except FileExistsError as error:
        raise ExistsError("this file is there already", where=str(path), do="name another one") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise BylinesError(f"cannot be written: {reason}", where=str(path), do="name another file") from error
