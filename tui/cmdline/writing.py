"""What a command writes into a file: nothing is replaced without `--force`."""

from __future__ import annotations

from pathlib import Path

from config.errors import BylinesError
from tui import exporting


def write(path: Path, text: str, form: str, *, force: bool) -> None:
    """Put a document into a file, whole or not at all. Raises BylinesError."""
    try:
        exporting.write(path, text, form, replace=force)
    except exporting.ExistsError as error:
        raise exists(path) from error


def exists(path: Path) -> BylinesError:
    """What to say of a file that is in the way."""
    return BylinesError("this file is there already", where=str(path), do="name another one, or --force")
