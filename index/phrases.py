"""Dates, counts and names as people read them, on a screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import Article, Precision, Published

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

VERDICTS = {
    "clash": "they differ",
    "bound": "one gives a limit",
    "rounding": "one is rounded",
    "equal": "agree",
}
"""What is said of a figure to compare; never that one of them is wrong."""
DIFFERING = frozenset({"clash", "bound", "rounding"})
"""The figures worth a look."""
KINDS = {
    "identical": "word for word",
    "cut": "shortened",
    "altered": "other words",
    "paraphrased": "retold, not quoted",
}
"""How an outlet's form of a quote stands to the others."""


def day(published: Published | None, *, year: bool = True) -> str:
    """A date: `5 May 2023`, `May 2023`, or `date unknown`."""
    if published is None:
        return "date unknown"
    when = published.when
    month = MONTHS[when.month - 1]
    if published.precision is Precision.MONTH:
        return f"{month} {when.year}"
    return f"{when.day} {month} {when.year}" if year else f"{when.day} {month}"


def clock(published: Published | None) -> str:
    """A date with its time of day where that is known: `6 May 2023, 09:39`."""
    if published is None or published.precision is not Precision.MINUTE:
        return day(published)
    return f"{day(published)}, {published.when:%H:%M}"


def days(first: Published | None, last: Published | None) -> str:
    """A span of dates: `3–6 May 2023`, `30 Apr – 2 May 2023`; `date unknown` without any."""
    if first is None or last is None:
        return day(first or last)
    if str(first)[:10] == str(last)[:10]:
        return day(last)
    if Precision.MONTH in (first.precision, last.precision):
        return f"{day(first)} – {day(last)}"
    if (first.when.year, first.when.month) == (last.when.year, last.when.month):
        return f"{first.when.day}–{day(last)}"
    return f"{day(first, year=first.when.year != last.when.year)} – {day(last)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 note`, `2 notes`."""
    return f"{number:,} {counted(number, one, many)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """The words beside a number: `note`, `notes`."""
    return one if number == 1 else many or f"{one}s"


def column_names(articles: Sequence[Article]) -> list[str]:
    """A name per article: its outlet, with the day added where an outlet has several, or the version."""
    outlets = [article.outlet_name for article in articles if article.revision == article.revisions]
    return [
        f"{article.outlet_name}, version {article.revision}"
        if article.revision != article.revisions
        else f"{article.outlet_name} ({day(article.published, year=False)})"
        if outlets.count(article.outlet_name) > 1
        else article.outlet_name
        for article in articles
    ]
