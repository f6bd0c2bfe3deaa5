"""Manners, as pure functions: how long to wait, and what of an address may be shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_plus

from index.addresses import HIDDEN, names_a_secret
from index.text import clean_line

LEAST_WAIT = 60.0
"""Seconds: the shortest wait a server's wish is read as, so that `Retry-After: -1` is not a licence."""

LONGEST_WAIT = 86_400.0
"""Seconds: the longest wait, so that no server can switch a feed off."""

FIRST_BACK_OFF = 900.0
"""Seconds to wait after the first failure."""

_LONGEST_SHOWN = 200
_SECONDS = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?")
_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9+/=_.~-]{20,}")
_AUTHORITY_END = re.compile(r"[/?#\\]")
_PORT = re.compile(r"[^:]*(?::[0-9]*)?|\[[^\]]*\](?::[0-9]*)?")
_PATH_PARAMETER = re.compile(r"(;)([^=;/]*)=([^;/]*)")
_PARAMETER = re.compile(r"([;&?#])([^=;&?#]*)=([^;&#]*)")
_PATH_END = re.compile(r"(?=[?#])")


def retry_after(header: str | None, now: datetime) -> float | None:
    """The seconds to wait by a `Retry-After` header, from LEAST_WAIT to LONGEST_WAIT.

    None for no header and for one that is neither seconds nor a date. `now` has a time zone.
    """
    if header is None:
        return None
    text = header.strip()[:100]
    if _SECONDS.fullmatch(text):
        return _within(float(text))
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    try:
        return _within((when - now).total_seconds())
    except OverflowError:
        return None


def _within(seconds: float) -> float:
    return min(max(seconds, LEAST_WAIT), LONGEST_WAIT)


def back_off(failures: int) -> float:
    """The seconds to wait after so many failures in a row: 15 minutes, doubled each time, a day at most."""
    if failures <= 0:
        return 0.0
    return min(FIRST_BACK_OFF * 2.0 ** min(failures - 1, 20), LONGEST_WAIT)


def masked(url: str) -> str:
    """`url` for messages: one clean line, name and password hidden, and values that look secret.

    It takes any text, also what is no address at all, and rather hides too much.
    """
    line = clean_line(url)
    scheme, mark, rest = line.partition("//")
    if not mark:
        scheme, rest = "", line
    path, *tail = _PATH_END.split(_without_userinfo(rest), maxsplit=1)
    path = _PATH_PARAMETER.sub(_masked_parameter, path)
    shown = scheme + mark + path + _PARAMETER.sub(_masked_parameter, "".join(tail))
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"


def _without_userinfo(rest: str) -> str:
    """`rest` of an address from its authority on, without name and password."""
    end = _AUTHORITY_END.search(rest)
    authority = rest[: end.start()] if end else rest
    at = authority.rfind("@")
    if at < 0 and not _PORT.fullmatch(authority):
        # A password with a slash in it: the authority ends early, and what follows is still secret.
        at = rest.rfind("@")
        if at < 0:
            return HIDDEN
    return rest if at < 0 else f"{HIDDEN}{rest[at:]}"


def _masked_parameter(match: re.Match[str]) -> str:
    """One `name=value` of a query, a fragment or a path's parameters."""
    start, name, value = match.groups()
    plain = unquote_plus(value)
    secret = names_a_secret(name) or _RANDOM.fullmatch(plain) or "@" in plain or "=" in plain
    return f"{start}{name}={HIDDEN}" if value and secret else match.group()
