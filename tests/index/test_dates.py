"""Publication dates: as exact as written, and none where there is any doubt."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import find, parse, publication, value
from index.datewords import DAY_FIRST, MONTHS, WEEKDAYS, Label


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("May 05, 2023", "2023-05-05"),
        ("May 5th, 2023", "2023-05-05"),
        ("Sept. 5, 2023", "2023-09-05"),
        ("5th of May 2023", "2023-05-05"),
        ("05-May-2023", "2023-05-05"),
        ("06 May 2023 • 9:39", "2023-05-06T09:39"),
        ("May 5, 2023 5:30 pm", "2023-05-05T17:30"),
        ("6 May 2023, 9pm", "2023-05-06T21:00"),
        ("12 May 2023 12:05 a.m.", "2023-05-12T00:05"),
        ("2023-05-06", "2023-05-06"),
        ("2023/05/06 18:20", "2023-05-06T18:20"),
        ("2023-05-06T09:39:00Z", "2023-05-06T09:39+00:00"),
        ("2023-05-06 09:39 +0200", "2023-05-06T09:39+02:00"),
        ("2023-05-06T09:39:41.123-07:00", "2023-05-06T09:39-07:00"),
        ("Fri, 05 May 2023 09:39:00 GMT", "2023-05-05T09:39+00:00"),
        ("Friday, May 5, 2023 at 9:39 a.m. EDT", "2023-05-05T09:39-04:00"),
        ("9:39 PM ET, Sat May 6, 2023", "2023-05-06T21:39-04:00"),
        ("9:39 PM ET, Fri January 6, 2023", "2023-01-06T21:39-05:00"),
        ("Sat 6 May 2023 09.39 BST", "2023-05-06T09:39+01:00"),
        ("6 May 2023 09:39 IST", "2023-05-06T09:39"),
        ("May 2023", "2023-05"),
        ("13/05/2023", "2023-05-13"),
        ("05/13/2023", "2023-05-13"),
        ("05/05/2023", "2023-05-05"),
        ("Saturday 06/05/2023", "2023-05-06"),
        ("6 mai 2023", "2023-05-06"),
        ("1er mai 2023", "2023-05-01"),
        ("vendredi 5 mai 2023 à 9h39", "2023-05-05T09:39"),
        ("6. Mai 2023, 9.39 Uhr", "2023-05-06T09:39"),
        ("6 de mayo de 2023", "2023-05-06"),
        ("6 maggio 2023 alle 9:39", "2023-05-06T09:39"),
        ("6 мая 2023 г.", "2023-05-06"),
        ("6 травня 2023, 09:39", "2023-05-06T09:39"),
        ("2023年5月6日", "2023-05-06"),
        ("2023年5月6日 下午3:05", "2023-05-06T15:05"),
        ("2023년 5월 6일", "2023-05-06"),
        ("٦ مايو ٢٠٢٣", "2023-05-06"),
    ],
)
def test_forms(text: str, wanted: str) -> None:
    assert str(parse(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "We",
            "now",
            "may",
            "May",
            "A second",
            "9:39",
            "",
            "2023",
            "May 5",
            "20230506",
            "in May 2019 the council",
        ),
        *("06/05/2023", "6-5-2023", "06.05.2023", "2023-02-30", "31 April 2023", "0000-01-01", "9999-12-31"),
        *("99/99/9999", "2999-05-05", "yesterday-ish 99/99/9999", "© 2024", "Monday 06/05/2023 07/08/2023"),
    ],
)
def test_no_date(text: str) -> None:
    assert parse(text) is None


def test_the_language_decides_day_or_month_and_english_does_not() -> None:
    assert str(parse("06/05/2023", "fr")) == "2023-05-06"
    assert str(parse("06.05.2023, 10:15 Uhr", "de")) == "2023-05-06T10:15"
    assert parse("06/05/2023", "en") is None
    assert parse("06/05/2023", "zh") is None


def test_nothing_later_than_tomorrow() -> None:
    later = max(date.today(), date(2026, 1, 1)) + timedelta(days=3)
    assert parse(later.isoformat()) is None


@given(st.dates(date(1990, 1, 1), date(2025, 12, 31)))
def test_round_trips(day: date) -> None:
    names = [
        day.strftime("%B %d, %Y"),
        day.strftime("%d %b %Y"),
        day.strftime("%A, %d %B %Y"),
        day.isoformat(),
    ]
    names.append(f"{day.year}年{day.month}月{day.day}日")
    for name in names:
        assert str(parse(name)) == day.isoformat(), name


@given(st.dates(date(1990, 1, 1), date(2025, 12, 31)), st.sampled_from(sorted(MONTHS.items())))
def test_every_month_name(day: date, month: tuple[str, int]) -> None:
    name, number = month
    wanted = f"{day.year}-{number:02}-{min(day.day, 28):02}"
    assert str(parse(f"{min(day.day, 28)} {name} {day.year}")) == wanted


@given(
    st.integers(1, 12), st.integers(1, 12), st.integers(1990, 2025), st.sampled_from([*DAY_FIRST, "en", None])
)
def test_day_and_month_are_never_swapped_in_silence(
    day: int, month: int, year: int, language: str | None
) -> None:
    found = parse(f"{day:02}/{month:02}/{year}", language)
    if found is None:
        assert language not in DAY_FIRST and day != month
    else:
        assert found.when == datetime(year, month, day)


@given(st.dates(date(1990, 1, 1), date(2025, 12, 31)), st.booleans())
def test_a_weekday_decides_only_rightly(day: date, month_first: bool) -> None:
    form = "%A %m/%d/%Y" if month_first else "%A %d/%m/%Y"
    found = parse(day.strftime(form))
    assert found is None or found.when.date() == day


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for item in find(text):
        assert 0 <= item.start < item.end <= len(text)
    parse(text)


def test_words_of_a_body_hold_no_date() -> None:
    for word in (*MONTHS, *WEEKDAYS):
        assert find(f"We said {word} and the second of them now") == []


def test_labels() -> None:
    assert [item.label for item in find("Published 5 May 2023 | Updated 6 May 2023")] == [
        Label.PUBLISHED,
        Label.UPDATED,
    ]
    assert [item.label for item in find("Retrieved 6 May 2023")] == [Label.OTHER]
    assert str(publication(find("Published: May 5, 2023, updated May 6, 2023"))) == "2023-05-05"
    assert str(publication(find("date 2023-05-06 By Someone • 06 May 2023 • 9:39"))) == "2023-05-06T09:39"
    assert publication(find("Last updated: 6 May 2023")) is None
    assert publication(find("5 May 2023 | 9 May 2023")) is None


def test_values_of_data() -> None:
    assert str(value("2023-05")) == "2023-05"
    assert str(value(1_683_365_940)) == "2023-05-06T09:39+00:00"
    assert str(value(1_683_365_940_000)) == "2023-05-06T09:39+00:00"
    for raw in (None, True, 5, -1, [1, 2], {"a": 1}, "2023-05-06 maybe", "x" * 10_000, 1e300, float("nan")):
        assert value(raw) is None
