"""Numbers in sentences: value, bound, unit and head noun, and what is not a number at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compare.numbers import number_text, quantities
from index.compare.whens import whens


@pytest.mark.parametrize(
    ("text", "phrase", "low", "high", "bound", "unit", "head"),
    [
        ("They found 34 lanterns in the cellar.", "34 lanterns", 34, 34, "", "count", "lanterns"),
        ("Some 23 people died in the storm.", "Some 23 people", 23, 23, "about", "count", "people"),
        (
            "The flood closed at least 21 bridges.",
            "at least 21 bridges",
            21,
            21,
            "at least",
            "count",
            "bridges",
        ),
        (
            "More than 1,200 sheep farmers came.",
            "More than 1,200 sheep farmers",
            1200,
            1200,
            "over",
            "count",
            "farmers",
        ),
        ("Nearly two hundred and fifty ferries sailed.", None, 250, 250, "under", "count", "ferries"),
        ("It came with 12 minutes, 30 seconds left.", None, 750, 750, "", "duration", "duration"),
        ("The pole is 6 feet 2 inches long.", "6 feet 2 inches", 1.8796, 1.8796, "", "length", "length"),
        ("The farm is 20 miles (32 km) off.", "20 miles (32 km)", 32186.88, 32186.88, "", "length", "length"),
        ("The Aug. 21 storm sank 14 boats.", "14 boats", 14, 14, "", "count", "boats"),
        ("A dozen goats escaped.", "A dozen goats", 12, 12, "", "count", "goats"),
        ("Twenty-one old bells rang.", "Twenty-one old bells", 21, 21, "", "count", "bells"),
        ("Between 10 and 15 boats sank.", None, 10, 15, "", "count", "boats"),
        ("It took 10-15 buses.", "10-15 buses", 10, 15, "", "count", "buses"),
        ("The bridge cost $1.2 billion to build.", "$1.2 billion", 1.2e9, 1.2e9, "", "money:usd", "usd"),
        ("A plan of $2-3 million was agreed.", "$2-3 million", 2e6, 3e6, "", "money:usd", "usd"),
        ("It lost 3bn euros last year.", "3bn euros", 3e9, 3e9, "", "money:eur", "eur"),
        ("Half a million dollars were paid.", "Half a million dollars", 5e5, 5e5, "", "money:usd", "usd"),
        ("Prices rose 4.5 per cent.", "4.5 per cent", 4.5, 4.5, "", "percent", "percent"),
        ("Prices rose about 4%.", "about 4%", 4, 4, "about", "percent", "percent"),
        ("A 20-year-old man swam ashore.", "20-year-old", 20, 20, "", "age", "age"),
        ("A 20 - year - old man swam ashore.", "20 - year - old", 20, 20, "", "age", "age"),
        ("It was a 2 - year - long war.", "2 - year - long", 63115200, 63115200, "", "duration", "duration"),
        ("It drowned 170, 000 goats.", "170, 000 goats", 170_000, 170_000, "", "count", "goats"),
        ("On May 15, 230 goats came.", "230 goats", 230, 230, "", "count", "goats"),
        ("The talks lasted three days.", "three days", 259200, 259200, "", "duration", "duration"),
        ("The road is 20km long.", "20km", 20000, 20000, "", "length", "length"),
        ("The crash left 21 dead.", "21 dead", 21, 21, "", "count", "dead"),
        ("Thousands of pilgrims walked.", "Thousands of pilgrims", 2000, 20000, "about", "count", "pilgrims"),
        ("Rangers counted 12 of 15 wolves.", "12 of 15 wolves", 12, 12, "", "count", "wolves"),
    ],
)
def test_reads_a_number_with_its_bound_and_what_it_counts(
    text: str, phrase: str | None, low: float, high: float, bound: str, unit: str, head: str
) -> None:
    found = quantities(text)[0]
    assert (found.low, found.high) == pytest.approx((low, high))
    assert (found.bound, found.unit, found.head) == (bound, unit, head)
    if phrase is not None:
        assert text[found.start : found.end] == phrase


@pytest.mark.parametrize(
    "text",
    [
        "The pact was signed on May 9 in Oslo.",
        "It was rebuilt on 9 May after the fire.",
        "The mill burned down in 1987 and was sold in 2003.",
        "Sirens sounded at 2:30 a.m. and again at 5 p.m.",
        "He flew an F-16 over the MH17 memorial.",
        "The company relies on Section 230 of the law.",
        "Rovers beat United 3-2 at home.",
        "The 1st and 2nd of the riders fell, and the 1990s were over.",
        "She was one of the founders.",
        "No number stands in this sentence.",
    ],
)
def test_dates_times_names_scores_and_ordinals_are_no_figures(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He ran 20 miles (18 miles on Sunday).", ["20 miles", "18 miles"]),
        ("He fell 5 feet (2 metres in May).", ["5 feet", "2 metres"]),
        ("So they may. 21 boats sank.", ["21 boats"]),
    ],
)
def test_values_of_two_things_stay_two(text: str, values: list[str]) -> None:
    assert [text[one.start : one.end] for one in quantities(text)] == values


def test_a_change_from_one_value_to_another_is_no_range() -> None:
    found = quantities("The price rose from 5 to 10 dollars.")
    assert [(q.low, q.high) for q in found][-1] == (10, 10)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error_and_within_its_bounds(text: str) -> None:
    for found in quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.low <= found.high


def test_digits_without_end_are_no_number() -> None:
    assert quantities(f"They counted {'9' * 400} pebbles and {'1' * 400} stones.") == []


@pytest.mark.parametrize(
    "text",
    ["The senate voted {} to 46.", "The senate voted 54-{}.", "John Vale, {}, died.", "It rained on May {}."],
)
def test_more_digits_than_python_reads_are_no_vote_age_or_day(text: str) -> None:
    assert not [one for one in quantities(text.format("1" * 5000)) if one.low > 100]
    assert whens(text.format("1" * 5000)) == []


@given(st.integers(min_value=2, max_value=99_999_999))
def test_a_count_in_digits_keeps_its_value(value: int) -> None:
    found = quantities(f"They counted {value:,} pebbles.")
    assert [(q.low, q.head) for q in found] == [(value, "pebbles")]


@pytest.mark.parametrize(
    ("value", "text"), [(21, "21"), (12_500, "12,500"), (1.2e9, "1.2 billion"), (4.5, "4.5"), (0.25, "0.25")]
)
def test_values_are_written_for_people(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("Winds of 100 miles per hour tore at the roof.", "speed", 160.9344),
        ("Winds of 160 km/h tore at the roof.", "speed", 160),
        ("A 100-mile-an-hour wind tore at the roof.", "speed", 160.9344),
        ("The road is 100 miles long.", "length", 160934.4),
        ("The park covers 30 square kilometres.", "area", 30e6),
        ("It is a 30-square-kilometre park.", "area", 30e6),
        ("They found 100 pounds of salt.", "mass", 45.36),
        ("They found a 100-pound shell.", "mass", 45.36),
        ("It cost 100 pounds.", "count", 100),
    ],
)
def test_measures_are_told_by_the_words_behind_them(text: str, unit: str, value: float) -> None:
    (found,) = quantities(text)
    assert (found.unit, found.low) == (unit, pytest.approx(value))
