"""The address of a page: what it says of itself, resolved, and believed only where it can be true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from index import text as texts

_SAVED = re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S{8,2000}?)\s*-->")
_LANGUAGES = "en|de|fr|es|it|pt|nl|pl|ru|uk|us|sv|da|no|fi|cs|tr|el|ar|fa|he|hi|zh|ja|ko|ro|hu|bg|sr|hr"
_FRONT = re.compile(
    rf"/?(?:(?:index|home|default|main)(?:\.\w{{2,5}})?/?)?(?:(?:{_LANGUAGES})(?:[-_][a-z]{{2}})?/?)?",
    re.IGNORECASE,
)
MAX_URL = 2000
"""The longest address kept, in characters."""


def base(url: str | None, declared: str | None, head: str) -> str | None:
    """What relative addresses are relative to: `<base>` when it is http(s), else where the page came from.

    A page saved by a browser says in a comment at its head where it came from.
    """
    real = checked(url) or saved_from(head)
    if declared:
        joined = checked(_joined(real, declared))
        if joined:
            return joined
    return real


def saved_from(head: str) -> str | None:
    """The address in the comment that browsers put into the pages they save."""
    found = _SAVED.search(head)
    return checked(found[1]) if found else None


def canonical(url: str | None, relative_to: str | None, told: Sequence[str]) -> str | None:
    """The first of the addresses that a page tells which can be its own; else where it came from.

    A front page's address on an article is a mistake of the site, and would make all its articles one.
    """
    real = checked(url)
    for each in told:
        found = checked(_joined(relative_to, each))
        if found and not is_front(found):
            return found
    if real:
        return real
    return relative_to if relative_to and not is_front(relative_to) else None


def is_front(url: str) -> bool:
    """Whether an address is of a site's front page: no path, or the name of an index alone."""
    parts = urlsplit(url)
    return not parts.query and bool(_FRONT.fullmatch(parts.path))


@lru_cache(maxsize=64)
def checked(url: str | None) -> str | None:
    """An http or https address with a host, cleaned, without credentials and fragment; else None."""
    if not url:
        return None
    line = texts.clean_line(url)
    if not line or len(line) > MAX_URL or re.search(r"[\s\\<>\"]", line):
        return None
    try:
        parts = urlsplit(line)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    place = f"[{host}]" if ":" in host else host
    place = f"{place}:{port}" if port else place
    return urlunsplit(SplitResult(parts.scheme.lower(), place, parts.path, parts.query, ""))


def _joined(relative_to: str | None, address: str) -> str | None:
    try:
        return urljoin(relative_to or "", texts.clean_line(address))
    except ValueError:
        return None
