"""Ages: whose they are, and that those of two people are never held together."""

from __future__ import annotations

import pytest

from index.compare.figures import figures
from index.compare.numbers import quantities
from index.compare.persons import person
from index.compare.tokens import tokenize
from index.compared import Figure
from tests.index.compare.invented import article, link


def _ages(text: str) -> list[tuple[float, str]]:
    """The ages of a sentence, each with whose it is."""
    tokens = tokenize(text)
    found = []
    for number in quantities(text, tokens):
        if number.unit == "age":
            whose = person(tokens, number.first, number.last)
            found.append((number.low, whose.text if whose else ""))
    return found


def _differing(left: list[str], right: list[str]) -> list[Figure]:
    """The rows of differing ages where the last sentences are linked."""
    a, b = article("Alpha", *left), article("Beta", *right)
    rows = figures((a, b), [link(a, len(left) - 1, b, len(right) - 1)])
    return [row for row in rows if row.verdict != "equal" and row.values[0].unit == "age"]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("John Vale, 34, and Mary Stone, 51, were held.", [(34, "John Vale"), (51, "Mary Stone")]),
        ("The victims are John F. Vale Jr., 34, of Dover; Vale, 9.", [(34, "John F Vale"), (9, "Vale")]),
        ("Police held 34-year-old Lund plumber John Vale at home.", [(34, "John Vale")]),
        ("The 34 - year - old Vale was held.", [(34, "Vale")]),
        ("John Vale, a retired 34-year-old plumber, was held.", [(34, "John Vale")]),
        ("John Vale, 34 years old, was held.", [(34, "John Vale")]),
        ("John Vale is a 34-year-old plumber.", [(34, "John Vale")]),
        ("John Vale, aged 34, and Mary Stone, age 51, were held.", [(34, "John Vale"), (51, "Mary Stone")]),
        ("The actor John Vale has died at the age of 87.", [(87, "John Vale")]),
        ("Lars von Moss was 83.", [(83, "Lars von Moss")]),
        ("John Vale, a 34-year-old Democrat of Lund, was held.", [(34, "John Vale")]),
        # An age of nobody by name.
        ("It was a 34-year-old Moroccan.", [(34, "")]),
        ("In Lund, a 34-year-old man was shot.", [(34, "")]),
        ("According to Lund Radio, a 34-year-old plumber was shot.", [(34, "")]),
        ("A 34-year-old London plumber was held.", [(34, "")]),
        ("The 34-year-old told Mary Stone so.", [(34, "")]),
        ("The 180-year-old Lund Church burned.", [(180, "")]),
        # No age.
        ("John Vale, of New Haven, 34, was held.", []),
        ("On Monday, 34, or so it seemed, were held.", []),
        ("The toll in Lund was 34.", []),
        ("By age 13 he ran the Lund mill.", []),
        ("Women aged 34 to 50 were asked.", []),
    ],
)
def test_an_age_is_of_the_person_whose_name_stands_beside_it(
    text: str, ages: list[tuple[float, str]]
) -> None:
    assert _ages(text) == ages


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("John Vale, 34, was held in Lund.", "Police came for 36-year-old John Vale."),
        ("The 34-year-old John Vale was held.", "John Vale, a 36-year-old plumber, was held."),
        ("Plumber John Vale, 34, was held.", "John F. Vale, aged 36, was held."),
        ("John Vale, 34, died when a bus hit the pier.", "John Vale, 36, died as a bus hit the pier."),
    ],
)
def test_two_ages_of_one_person_are_a_row_named_after_the_person(left: str, right: str) -> None:
    (row,) = _differing([left], [right])
    assert (row.verdict, [value.value for value in row.values]) == ("clash", ["34", "36"])
    assert row.what.startswith("age, John") and row.what.endswith("Vale")


def test_a_last_name_is_the_person_who_has_it_elsewhere_in_the_article() -> None:
    told = ["The plumber is called John Vale.", "Vale, 34, was held in Lund."]
    assert len(_differing(told, ["John Vale, 36, was held in Lund."])) == 1
    assert not _differing(told, ["Paul Vale, 36, was held in Lund."])
    assert not _differing(["John Vale wed Mary Vale.", told[1]], ["John Vale, 36, was held in Lund."])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("John Vale, 34, was held in Lund.", "Mary Stone, 36, was held in Lund."),
        ("Police held 34-year-old John Vale at home.", "Police held 36-year-old Paul Vale at home."),
        ("John Vale Sr., 64, was held in Lund.", "John Vale Jr., 62, was held in Lund."),
        ("John Vale, 53, denied it in Lund.", "He met John Vale, then 47, in Lund."),
        ("John Vale, 53, denied it in Lund.", "John Vale was 17 in Lund."),
        ("John Vale, 53, denied it in Lund.", "John Vale was 47 when he left Lund."),
        ("John Vale, 53, denied it in Lund.", "John Vale, 47 at the time, left Lund."),
        ("John Vale, 53, denied it in Lund.", "John Vale, 47 years old at that time, left Lund."),
        ("John Vale, 53, denied it in Lund.", "John Vale, 47, at the time a plumber, left Lund."),
    ],
)
def test_ages_of_two_people_or_of_two_times_are_no_row(left: str, right: str) -> None:
    assert not _differing([left], [right])
