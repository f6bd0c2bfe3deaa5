"""Where a page that was saved to a file came from, as browsers write it into the file."""

from __future__ import annotations

import re

from index import text as texts

_HEAD = 8192
# Chromium: `<!-- saved from url=(0043)https://… -->`; SingleFile: a comment with `url: https://…`.
_SAVED = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{4,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://[^\s<>\"]{4,2000})", re.IGNORECASE
)


def address(raw: bytes) -> str | None:
    """The address a saved page was loaded from, or None."""
    head = raw[:_HEAD]
    found = _SAVED.search(head) or _SINGLE_FILE.search(head)
    return texts.clean_line(texts.decode(found[1])) or None if found else None
