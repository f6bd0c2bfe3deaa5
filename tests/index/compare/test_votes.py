"""Votes: both sides are one figure; scores of games and votes of another body are none."""

from __future__ import annotations

import pytest

from index.compare.figures import figures
from index.compare.numbers import quantities
from index.compared import Figure
from tests.index.compare.invented import article, link


def _rows(left: str, right: str) -> list[Figure]:
    a, b = article("Alpha", left), article("Beta", right)
    return [row for row in figures((a, b), [link(a, 0, b, 0)]) if row.values[0].unit == "votes"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The Lund council voted 54-46 for the ferry.", [(54, 46)]),
        ("The ferry bill failed on a vote of 46 to 54.", [(54, 46)]),
        ("The ferry bill passed by 52 votes to 46.", [(52, 46)]),
        ("Senators approved the ferry bill 54–46.", [(54, 46)]),
        ("The vote was 85 to 15 in the Senate and 342 to 67 in the House.", [(85, 15), (342, 67)]),
        ("Lund beat Verel 3-1, and fans voted it the best match.", []),
        ("Lund won 3-1 on Sunday.", []),
        ("With a 54-46 majority the Senate may vote.", []),
        ("In the poll 54 to 46 percent would vote for him.", []),
    ],
)
def test_both_sides_of_a_vote_are_read_as_one_figure(text: str, sides: list[tuple[float, float]]) -> None:
    assert [(one.low, one.against) for one in quantities(text) if one.unit == "votes"] == sides


def test_votes_told_otherwise_are_a_row_with_both_sides() -> None:
    (row,) = _rows("The senate passed the bill by 52 votes to 46.", "Senators approved the bill 54-46.")
    assert (row.verdict, [value.value for value in row.values]) == ("clash", ["52-46", "54-46"])
    (row,) = _rows("The senate passed the bill 54-46.", "Senators approved the bill by 54 votes to 46.")
    assert row.verdict == "equal"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Senate voted 52-46 for the bill.", "The House voted 54-46 for the bill."),
        ("The House Justice Committee voted 23-17 for the bill.", "The House voted 25-17 for the bill."),
        ("The Senate voted 52-46 for the bridge bill.", "The Senate voted 68-31 for the bridge bill."),
    ],
)
def test_votes_of_two_bodies_and_those_far_apart_are_no_row(left: str, right: str) -> None:
    assert not _rows(left, right)
