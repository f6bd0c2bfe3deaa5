"""Plain text of a feed as the HTML that items are kept in."""

from __future__ import annotations

import html
import re

MAX_HTML = 2_000_000
"""How much of one item's text is read, in characters."""

_BLOCK = re.compile(r"<(?:p|br|div|li|h\d|blockquote|table|ul|ol|pre)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_LINES = re.compile(r"\s*\n\s*")


def as_html(text: str, *, plain: bool) -> str:
    """`text` as HTML, at most MAX_HTML of it: escaped when it is `plain`, blank lines as paragraphs.

    Many feeds give descriptions with line breaks and no markup; there each blank line (or, where there is
    none, each line) ends a paragraph.
    """
    made = text[:MAX_HTML].replace("\r\n", "\n").strip()
    if plain:
        made = html.escape(made, quote=False)
    if "\n" not in made or _BLOCK.search(made):
        return made
    parts = _BLANK_LINES.split(made)
    if plain and len(parts) == 1:
        parts = _LINES.split(made)
    return "".join(f"<p>{part}</p>" for part in parts)
