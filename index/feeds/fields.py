"""The values of a feed, cleaned: addresses, titles, languages, dates, authors; nothing here fails."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from time import struct_time
from urllib.parse import urljoin, urlsplit

from index import dates
from index import text as texts
from index.ingest import bylines
from index.model import Precision, Published

MAX_ADDRESS = 4096
"""The longest address kept, in characters."""

_EARLIEST_YEAR = 1990
_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strong|sub"
    r"|sup|tt|u|wbr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,30})?")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+(\d{4})\s+"
    r"(\d\d):(\d\d)(?::\d\d)?\s+(?:GMT|UTC|UT|Z|([+-]\d{4}))",
    re.IGNORECASE,
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
_BY = re.compile(r"\A(?:by|von|par|por)\s+", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\b\d{1,2}[ -][A-Za-z]{3,9}[ -](\d\d)\b")
_SURE = datetime(2026, 1, 1, tzinfo=UTC)  # a computer clock before this is wrong and proves nothing
_ABSOLUTE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_OFFSET = re.compile(r":\d\d(?:[.,]\d+)?\s*(?:UTC|GMT)?\s*[+-](\d+):?(\d*)\s*(?:\([^)]*\))?\s*\Z")


def line(raw: object) -> str | None:
    """A cleaned line of text, None when it is empty or no text."""
    return (texts.clean_line(raw) or None) if isinstance(raw, str) else None


def title(raw: object) -> str | None:
    """A title without markup, with its entities read, also those that were escaped twice.

    Only the tags that writers put into titles are taken for markup: `Why <T> matters` stays as it is.
    """
    if not isinstance(raw, str):
        return None
    text = raw[:20_000]
    for _ in range(3):
        plain = _TAG.sub(_gap, text) if "<" in text else text
        plain = _ENTITY.sub(_character, plain) if "&" in plain else plain
        if plain == text:
            break
        text = plain
    return texts.clean_line(text) or None


def _gap(tag: re.Match[str]) -> str:
    return " " if tag[0].lower().startswith(("<br", "<p", "</p", "<div", "</div", "<img")) else ""


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def address(raw: object, base: str = "") -> str | None:
    """An absolute http(s) address without white space, or None; a relative one is joined to `base`."""
    if not isinstance(raw, str) or len(raw) > MAX_ADDRESS:
        return None
    text = texts.clean_line(raw)
    if not text:
        return None
    try:
        joined = text if _ABSOLUTE.match(text) else urljoin(base, text)
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        _ = parts.port
    except ValueError:
        return None
    return joined.replace(" ", "%20") if len(joined) <= MAX_ADDRESS else None


def language(raw: object) -> str | None:
    """`en` for `en-US`; None for what is no language tag."""
    found = _LANGUAGE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return found[1].lower() if found else None


def authors(raw: Iterable[object]) -> tuple[str, ...]:
    """The names in authors as feeds write them, each once, without `By`."""
    names: list[str] = []
    for item in raw:
        if isinstance(item, str):
            names += _names(item[:500])
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=512)
def _names(text: str) -> tuple[str, ...]:
    return bylines.names(_BY.sub("", title(text) or ""))


def published(raw: object, parsed: object = None) -> Published | None:
    """A date as exact as it is written, with its zone; None when it is missing, wrong or in the future.

    `parsed` is what feedparser made of it (UTC), for the forms that `index.dates` does not know.
    """
    if not isinstance(raw, str) or not raw.strip() or len(raw) > 200:
        return None
    text = raw.strip()
    offset = _OFFSET.search(text)
    if offset and not _is_offset(offset[1] + offset[2]):
        return None
    found = _standard(text)
    if found is None:
        found = dates.value(text)
    if found is None and isinstance(parsed, struct_time):
        found = _from_struct(text, parsed)
    return found if found is not None and found.when.year >= _EARLIEST_YEAR else None


def _standard(text: str) -> Published | None:
    """The two forms nearly all feeds write, RFC 822 and RFC 3339, when they name a zone."""
    found = _RFC822.fullmatch(text)
    if found is None and not _RFC3339.fullmatch(text):
        return None
    try:
        if found is None:
            when = datetime.fromisoformat(text)
        else:
            day, month, year, hour, minute, zone = found.groups()
            offset = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:])) if zone else timedelta()
            clock = int(hour), int(minute)
            when = datetime(
                int(year), _MONTHS.index(month.lower()) // 3 + 1, int(day), *clock, tzinfo=timezone(offset)
            )
    except ValueError:
        return None
    return _not_later(Published(when.replace(second=0, microsecond=0), Precision.MINUTE))


def _not_later(found: Published) -> Published | None:
    """None for what lies more than a day ahead."""
    return found if found.when <= max(datetime.now(UTC), _SURE) + timedelta(days=1) else None


def _is_offset(digits: str) -> bool:
    """Whether `02`, `0200` is an offset that some place on earth may have."""
    return len(digits) in (2, 4) and int(digits[:2]) <= 14 and int(digits[2:] or 0) < 60


def _from_struct(text: str, parsed: struct_time) -> Published | None:
    """feedparser's reading, when the year it found is really written there (it makes 2000 of `0000`)."""
    try:
        when = datetime(*parsed[:5], tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    years = {str(when.year + step) for step in (-1, 0, 1)}
    numbers = re.findall(r"\d+", text)
    short = _SHORT_YEAR.search(text)
    if not any(number[:4] in years for number in numbers) and not (
        short and int(short[1]) == when.year % 100
    ):
        return None
    return _not_later(Published(when, Precision.MINUTE))
