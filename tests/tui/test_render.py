"""From model to text and segments."""

from __future__ import annotations

from datetime import datetime

import pytest
from rich.style import Style

from index.model import Precision, Published
from tests.tui.made import article
from tui.render import bar, padded, paint, short_names
from tui.wording import clock, column_names, day, days
from tui.wrap import width_of

BASE, RED, BOLD = Style(), Style(color="red"), Style(bold=True)


def at(text: str, precision: Precision = Precision.DAY) -> Published:
    return Published(datetime.fromisoformat(text), precision)


def test_paint_lays_styles_over_spans() -> None:
    segments = paint("abcdef", BASE, [((1, 4), RED), ((3, 5), BOLD)])
    assert [(s.text, s.style) for s in segments] == [
        ("a", BASE),
        ("bc", RED),
        ("d", RED + BOLD),
        ("e", BOLD),
        ("f", BASE),
    ]


def test_paint_never_reads_markup() -> None:
    text = "the presence of [drones] in [/x] [@click=app.quit]the sky[/]"
    assert "".join(s.text for s in paint(text, BASE, [((0, 5), RED)])) == text


def test_padded_is_exact_for_wide_characters() -> None:
    for width in range(12):
        segments = padded(paint("克里姆林宫", BASE), width, BASE)
        assert sum(width_of(s.text) for s in segments) == width


def test_a_bar_keeps_its_right_part() -> None:
    strip = bar([("a very long title", BASE)], [("in sync", BASE)], 16, BASE)
    assert strip.text == "a very … in sync" or strip.text.endswith("in sync")
    assert strip.cell_length == 16


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, "date unknown"),
        (at("2023-05-05"), at("2023-05-05"), "5 May 2023"),
        (at("2023-05-03"), at("2023-05-06"), "3–6 May 2023"),
        (at("2023-04-30"), at("2023-05-02"), "30 Apr – 2 May 2023"),
        (at("2022-12-31"), at("2023-01-01"), "31 Dec 2022 – 1 Jan 2023"),
        (at("2023-05-01", Precision.MONTH), at("2023-05-06"), "May 2023 – 6 May 2023"),
    ],
)
def test_spans_of_days(first: Published | None, last: Published | None, expected: str) -> None:
    assert days(first, last) == expected


def test_days_and_clock() -> None:
    assert day(None) == "date unknown"
    assert clock(at("2023-05-06T09:39", Precision.MINUTE)) == "6 May 2023, 09:39"
    assert clock(at("2023-05-06")) == "6 May 2023"


def test_an_outlet_with_two_articles_is_told_apart_by_day() -> None:
    first, second = article("beta", "x"), article("beta", "y", day="2023-05-07")
    assert column_names((first, second, article("gamma", "z"))) == ["Beta (5 May)", "Beta (7 May)", "Gamma"]


def test_short_names_drop_the_article() -> None:
    assert short_names(["The News International", "BBC"], 20) == ["News International", "BBC"]
    assert short_names(["The News International"], 9) == ["News Int…"]


def test_short_names_that_would_be_alike_keep_what_tells_them_apart() -> None:
    versions = ["Middle Post", "Middle Post, version 12", "Middle Post, version 1"]
    assert short_names(versions, 11) == ["Middle Post", "Middle… v12", "Middle… v1"]
    assert short_names(["Middle Post", "Middle Post, version 2"], 14) == ["Middle Post", "Middle Post v2"]
    assert short_names(["Courier (5 May)", "Courier (6 May)"], 10) == ["C… (5 May)", "C… (6 May)"]
    assert short_names(["Washington Post (reprint)", "Herald"], 12) == ["Washington…", "Herald"]
