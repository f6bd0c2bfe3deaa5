"""Publication dates in metadata lines, in many languages, as exact as they are written and no more.

Only whole dates with a four-digit year count, so no word of a body ("We", "now", "may") is ever one.
`06/05/2023` has two readings and is none, unless a weekday or the article's language decides. A date
that is impossible, or later than tomorrow, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from index.datewords import DAY_FIRST, LABELS, MONTHS, WEEKDAYS, Label
from index.model import Precision, Published

_EARLIEST_YEAR = 1600
_NEWEST_SURE = date(2026, 1, 1)  # a computer clock before this is wrong and proves nothing

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_WEEKDAY = "|".join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))
_YEAR = r"(?:1[6-9]|20|21)\d\d"
_ZONE = r"(?:Z\b|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d\b|\(?[A-Z]{2,5}\)?(?![\w]))"
_CLOCK = (
    r"(?P<@ampm0>上午|下午|오전|오후)?\s*(?<!\d)(?P<@hour>\d{1,2})"
    r"(?:(?::|\s?[hH]\s?|時|时|点|點|시\s?)(?P<@minute>\d\d)(?::\d\d(?:[.,]\d+)?)?(?:分|분)?"
    r"|\.(?P<@minute1>\d\d)(?=\s*(?:[ap]\.?\s?m\b|uhr|GMT|UTC|BST|ET\b|IST))"
    r"|(?=\s*(?:[ap]\.?\s?m\b|uhr)))"
    r"(?!\d)(?:\s*(?P<@ampm>[ap])\.?\s?m\b\.?)?(?:\s*(?:uhr|hrs|часов)\b)?(?:\s*(?P<@zone>" + _ZONE + r"))?"
)
_JOIN = r"[\s,•·|–—/\-]*(?:(?:\bat|à|\bum|a\s+las|às|alle(?:\s+ore)?|ore|\bkl\.?|\bom|\bв|\bо|\bklo|-)\s*)?"
_DATE = (
    rf"(?:(?P<weekday>{_WEEKDAY})\b\.?,?\s+(?:(?:the|den|le|dem|el|il)\s+)?)?(?:"
    rf"(?P<y1>(?<!\d){_YEAR})(?P<sep1>[-/.])(?P<m1>\d\d?)(?P=sep1)(?P<d1>\d\d?)(?!\d)"
    rf"|(?P<mon2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\.?,?\s+(?P<y2>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.|er|º|ª|-an)?[\s\-]*(?:(?:of|de"
    rf"|di)\s+)?(?P<mon3>{_MONTH})\.?,?[\s\-]*"
    rf"(?:(?:de|del|of)\s+)?(?P<y3>{_YEAR})(?!\d)"
    rf"|(?<!\d)(?P<a4>\d{{1,2}})(?P<sep4>[./-])(?P<b4>\d{{1,2}})(?P=sep4)(?P<y4>{_YEAR})(?!\d)"
    rf"|(?P<y5>(?<!\d){_YEAR})\s?(?:年|년)\s?(?P<m5>\d{{1,2}})\s?(?:月|월)\s?(?P<d5>\d{{1,2}})\s?(?:日|号|일)"
    r")(?:\s?(?:г\.?|року|р\.)(?!\w))?(?:\s*[(（](?:[月火水木金土日一二三四五六]|星期[一二三四五六日天])[)）]|\s*星期[一二三四五六日天])?"
)
_FULL = re.compile(
    "(?:"
    + _CLOCK.replace("@", "b")
    + r"[\s,•·|–—\-]*(?:\bon\s+)?)?"
    + _DATE
    + "(?:T(?=\\d)|"
    + _JOIN
    + ")?(?:"
    + _CLOCK.replace("@", "a")
    + ")?",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(
    rf"(?<![\w.-])(?P<mon>{_MONTH})\.?,?\s+(?:de\s+|del\s+)?(?P<year>{_YEAR})(?!\d)", re.IGNORECASE
)
_CJK_MONTH = re.compile(rf"(?<!\d)(?P<year>{_YEAR})\s?[年년]\s?(?P<mon>\d{{1,2}})\s?[月월](?!\s?\d)")
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_QUICK = re.compile(r"(?:1[6-9]|2[01])\d\d")
_DIGITS = {
    **{base + n: ord("0") + n for base in (0x660, 0x6F0, 0x966, 0xFF10) for n in range(10)},
    0xA0: 0x20,
    0x202F: 0x20,
    0x3000: 0x20,
}
_OFFSETS = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "mez": 60,
    "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "мск": 180, "pkt": 300,
    "hkt": 480, "sgt": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip
_AMERICAN = {"et": -300, "ct": -360, "mt": -420, "pt": -480}


@dataclass(frozen=True, slots=True)
class Found:
    """A date at `start` to `end` of a line; `label` is what the words before it call it."""

    start: int
    end: int
    published: Published
    label: Label | None = None


def parse(text: str, language: str | None = None) -> Published | None:
    """The date that the whole of `text` is, or None. `language` (ISO 639-1) may decide day or month first."""
    trimmed = text.strip(" \t\n.,;:|•·()[]–—-")
    found = list(_dates(trimmed, language))
    if len(found) != 1 or len(trimmed) - (found[0].end - found[0].start) > 1:
        return None
    return found[0].published


def find(line: str, language: str | None = None) -> list[Found]:
    """All dates of a metadata line, in order, each with the label before it."""
    if not _QUICK.search(line.translate(_DIGITS)):
        return []
    found: list[Found] = []
    for item in _dates(line, language):
        before = found[-1].end if found else 0
        found.append(Found(item.start, item.end, item.published, label_of(line[before : item.start])))
    return found


def label_of(before: str) -> Label | None:
    """What the words right before a date call it: published, updated, or something else (accessed)."""
    before = _GLUE.sub(" ", before[-60:])
    for label, pattern in LABELS:
        if pattern.search(before):
            return label
    return None


def publication(found: list[Found]) -> Published | None:
    """The publication date among the dates of one metadata line, or None when they do not agree.

    Dates labelled as published win over plain ones; updates and visits never count. Of several forms
    of one day the most exact is taken.
    """
    for label in (Label.PUBLISHED, None):
        dates = [item.published for item in found if item.label is label]
        if label is Label.PUBLISHED and dates:
            dates += [
                item.published for item in found if item.label is None and _same_day(item.published, dates[0])
            ]
        if dates:
            best = max(dates, key=_exactness)
            agree = all(_agrees(item, best) for item in dates)
            return best if agree else None
    return None


def value(raw: object, language: str | None = None) -> Published | None:
    """A publication time given as data: a string in any form known here, or seconds since 1970."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        seconds = raw / 1000 if abs(raw) > 1e11 else float(raw)
        if not 1e8 < seconds < 1e10:
            return None
        when = datetime.fromtimestamp(int(seconds), UTC).replace(second=0)
        return _possible(Published(when, Precision.MINUTE))
    if not isinstance(raw, str) or len(raw) > 200:
        return None
    text = raw.strip()
    month = re.fullmatch(rf"({_YEAR})-(\d\d)", text)
    if month and 1 <= int(month[2]) <= 12:
        return _possible(Published(datetime(int(month[1]), int(month[2]), 1), Precision.MONTH))  # noqa: DTZ001
    return parse(text, language)


def _same_day(one: Published, other: Published) -> bool:
    return one.when.date() == other.when.date()


def _exactness(item: Published) -> tuple[int, bool]:
    return [Precision.MONTH, Precision.DAY, Precision.MINUTE].index(
        item.precision
    ), item.when.tzinfo is not None


def _agrees(item: Published, best: Published) -> bool:
    if item.precision is Precision.MONTH:
        return (item.when.year, item.when.month) == (best.when.year, best.when.month)
    return _same_day(item, best)


def _dates(line: str, language: str | None) -> Iterator[Found]:
    text = line.translate(_DIGITS)
    end = 0
    for match in _FULL.finditer(text):
        published = _read(match, language)
        if published is not None:
            yield from _months(text, end, match.start())
            stop = match.start() + len(match[0].rstrip(" ,•·|–—/-"))
            yield Found(match.start(), stop, published)
        end = match.end()
    yield from _months(text, end, len(text))


def _months(text: str, start: int, end: int) -> Iterator[Found]:
    for pattern in (_MONTH_ONLY, _CJK_MONTH):
        for match in pattern.finditer(text, start, end):
            name = match["mon"].lower()
            month = int(name) if name.isdigit() else MONTHS[name]
            if 1 <= month <= 12:
                published = _possible(Published(datetime(int(match["year"]), month, 1), Precision.MONTH))  # noqa: DTZ001
                if published is not None:
                    yield Found(match.start(), match.end(), published)


def _read(match: re.Match[str], language: str | None) -> Published | None:
    day = _day(match, language)
    if day is None:
        return None
    for prefix in ("a", "b"):
        clock = _clock(match, prefix)
        if clock is not None:
            when = datetime(day.year, day.month, day.day, *clock, tzinfo=_zone(match[f"{prefix}zone"], day))
            return _possible(Published(when, Precision.MINUTE))
    return _possible(Published(datetime(day.year, day.month, day.day), Precision.DAY))  # noqa: DTZ001


def _day(match: re.Match[str], language: str | None) -> date | None:
    groups = match.groupdict()
    if groups["a4"]:
        return _numeric(groups, language)
    if groups["y1"]:
        parts = (groups["y1"], groups["m1"], groups["d1"])
    elif groups["y2"]:
        parts = (groups["y2"], str(MONTHS[groups["mon2"].lower()]), groups["d2"])
    elif groups["y3"]:
        parts = (groups["y3"], str(MONTHS[groups["mon3"].lower()]), groups["d3"])
    else:
        parts = (groups["y5"], groups["m5"], groups["d5"])
    return _date(*map(int, parts))


def _numeric(groups: dict[str, str | None], language: str | None) -> date | None:
    """Day and month by value, weekday or language; None while both readings stand."""
    first, second, year = (int(groups[key] or 0) for key in ("a4", "b4", "y4"))
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if groups["weekday"]:
        wanted = WEEKDAYS[groups["weekday"].lower()]
        fitting = [day for day in (day_first, month_first) if day.weekday() == wanted]
        return fitting[0] if len(fitting) == 1 else None
    return day_first if language in DAY_FIRST else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str], prefix: str) -> tuple[int, int] | None:
    hour_text = match[f"{prefix}hour"]
    if hour_text is None:
        return None
    hour, minute = int(hour_text), int(match[f"{prefix}minute"] or match[f"{prefix}minute1"] or 0)
    half = (match[f"{prefix}ampm"] or "").lower() or {"上午": "a", "下午": "p", "오전": "a", "오후": "p"}.get(
        match[f"{prefix}ampm0"] or "", ""
    )
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _zone(text: str | None, day: date) -> timezone | None:
    """The offset a zone name or `+02:00` stands for; None (no zone) for names with several meanings."""
    if not text:
        return None
    name = text.strip("() ").lower()
    offset = re.search(r"([+-])(\d\d):?(\d\d)$", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes > 14 * 60 or int(offset[3]) > 59:
            return None
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if name in _AMERICAN:
        return timezone(timedelta(minutes=_AMERICAN[name] + (60 if _american_summer(day) else 0)))
    return timezone(timedelta(minutes=_OFFSETS[name])) if name in _OFFSETS else None


def _american_summer(day: date) -> bool:
    """Daylight saving in the United States since 2007: second Sunday of March to first of November."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begins = march + timedelta(days=(6 - march.weekday()) % 7)
    ends = november + timedelta(days=(6 - november.weekday()) % 7)
    return begins <= day < ends


def _possible(published: Published) -> Published | None:
    latest = max(datetime.now(UTC).date(), _NEWEST_SURE) + timedelta(days=1)
    day = published.when.date()
    return published if day.year >= _EARLIEST_YEAR and day <= latest else None
