"""How two numbers stand to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compare.numbers import Quantity, quantities
from index.compare.verdicts import verdict


def _one(phrase: str) -> Quantity:
    (found,) = quantities(f"They saw {phrase} there.")
    return found


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("21 boats", "21 boats", "equal"),
        ("about 21 boats", "21 boats", "equal"),
        ("twelve boats", "a dozen boats", "equal"),
        ("20 boats", "21 boats", "clash"),
        ("some 23 boats", "21 boats", "clash"),
        ("about 20 boats", "21 boats", "rounding"),
        ("more than 500 boats", "525 boats", "rounding"),
        ("nearly 1,000 boats", "987 boats", "rounding"),
        ("1,000 boats", "1,012 boats", "rounding"),
        ("$1.2 billion", "$1.23 billion", "rounding"),
        ("4 percent", "4.3 percent", "rounding"),
        ("100 miles", "about 150 miles", "clash"),
        ("at least 20 boats", "35 boats", "bound"),
        ("at least 35 boats", "20 boats", "clash"),
        ("up to 50 boats", "30 boats", "bound"),
        ("up to 30 boats", "50 boats", "clash"),
        ("30 boats", "less than 30 boats", "bound"),
        ("10 to 15 boats", "12 boats", "bound"),
        ("10 to 15 boats", "16 boats", "clash"),
        ("dozens of boats", "37 boats", "bound"),
        ("4,000 acres", "1,600 hectares", "equal"),
        ("about 12 miles", "20 km", "equal"),
        ("120 mph", "193 km/h", "equal"),
        ("120 mph", "150 km/h", "clash"),
        ("8 meters", "25 feet", "equal"),
        ("58 km", "64 km", "clash"),
        ("dozens of boats", "900 boats", "clash"),
    ],
)
def test_verdicts_are_symmetrical(a: str, b: str, expected: str) -> None:
    assert verdict(_one(a), _one(b)) == expected
    assert verdict(_one(b), _one(a)) == expected


@given(st.integers(2, 10**7), st.integers(2, 10**7))
def test_equal_means_equal_values(a: int, b: int) -> None:
    found = verdict(_one(f"{a:,} boats"), _one(f"{b:,} boats"))
    assert (found == "equal") == (a == b)
