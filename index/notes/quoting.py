"""Passages of an article as a Markdown quote that stays a quote, whatever the article says."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from index.addresses import without_secrets
from index.notemodel import Anchor

_INLINE = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|#(?=\w)|&(?=#?\w+;)|\$(?=\S)")
_LINE_START = re.compile(r"^(?:[-+=>#:]|[0-9]{1,9}(?=[.)]))")
_SPACE = re.compile(r"\s+")


def quote_of(mark: Anchor) -> str:
    """An anchor's passage as a Markdown blockquote, paragraphs apart, with outlet, date and address below.

    Every line begins with `>`, and what Markdown would read as markup is escaped: outside text becomes
    no heading, list, link, tag or front matter of the note. Ends with a line feed.
    """
    lines = [f"> {escape(part)}\n>\n" for part in mark.exact.split("\n") if part.strip()]
    return "".join(lines) + f"> — {_credited(mark.outlet or 'unknown outlet', mark.published, mark.url)}\n"


def escape(text: str) -> str:
    """One line of outside text in which Markdown finds nothing to do."""
    from index.text import scrub

    flat = _SPACE.sub(" ", scrub(text)).strip()
    escaped = _INLINE.sub(lambda match: "\\" + match.group(), flat)
    first = _LINE_START.match(escaped)
    if not first:
        return escaped
    start = first.group()
    # In a numbered list's marker the dot is what has to be escaped.
    return f"{start}\\{escaped[len(start) :]}" if start.isdigit() else f"\\{escaped}"


def web_address(url: str | None) -> str | None:
    """The address if it is http(s), without user name, password and tokens; None otherwise."""
    if not url or re.search(r"[\s<>\x00-\x20]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return without_secrets(urlunsplit(parts))


def _credited(outlet: str, published: str | None, url: str | None) -> str:
    parts = [escape(outlet)]
    if published:
        parts.append(escape(published.replace("T", " ")))
    address = web_address(url)
    if address:
        parts.append(f"<{address}>")
    return ", ".join(parts)
