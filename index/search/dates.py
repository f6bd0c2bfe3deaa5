"""Dates in queries: absolute, partial and relative, as the span of time they name."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_ABSOLUTE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$")
_AGO = re.compile(r"(\d{1,4})\s*(d|w|m|y|days?|weeks?|months?|years?)$")

Span = tuple[datetime, datetime]


def span(text: str, today: date) -> Span | None:
    """The time a date names, end exclusive; None when it is no date. A range has `..` in it."""
    text = " ".join(text.lower().replace("_", " ").split())
    first, dots, last = text.partition("..")
    if dots:
        start, end = span(first, today), span(last, today)
        return (start[0], end[1]) if start and end and start[0] < end[1] else None
    try:
        days = _absolute(text) or _relative(text, today)
        return None if days is None else (_midnight(days[0]), _midnight(days[1]))
    except (ValueError, OverflowError):
        return None


def _absolute(text: str) -> tuple[date, date] | None:
    match = _ABSOLUTE.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if day:
        first = date(year, month, day)
        return first, first + timedelta(days=1)
    if match.group(2):
        return date(year, month, 1), _months_later(date(year, month, 1), 1)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _relative(text: str, today: date) -> tuple[date, date] | None:
    tomorrow = today + timedelta(days=1)
    week = today - timedelta(days=today.weekday())
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    named = {
        "today": (today, tomorrow),
        "yesterday": (today - timedelta(days=1), today),
        "this week": (week, week + timedelta(days=7)),
        "last week": (week - timedelta(days=7), week),
        "this month": (month, _months_later(month, 1)),
        "last month": (_months_later(month, -1), month),
        "this year": (year, date(today.year + 1, 1, 1)),
        "last year": (date(today.year - 1, 1, 1), year),
    }
    if text in named:
        return named[text]
    match = _AGO.match(text)
    if match is None:
        return None
    count, unit = int(match.group(1)), match.group(2)[0]
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1)), tomorrow
    return _months_later(today, -count * (12 if unit == "y" else 1)), tomorrow


def _months_later(day: date, months: int) -> date:
    """The same day of the month that many months on, or that month's last."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    following = number + 1
    last = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (wall-clock time, as articles print it)
