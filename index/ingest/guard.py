"""A mistake of the parser itself costs one article and never the whole run."""

from __future__ import annotations

from index import text as texts
from index.model import Skipped


def failed(place: str, error: Exception) -> Skipped:
    """The article at `place` as skipped by name, after an `error` of the parser that nobody foresaw."""
    what = texts.clean_line(f"{type(error).__name__}: {error}")[:200]
    return Skipped(place, f"the parser failed on it ({what}); please report this text as a bug")
