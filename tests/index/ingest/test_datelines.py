"""Datelines whose pattern names no agency are read like the others."""

from __future__ import annotations

import pytest

from index.ingest.datelines import split


@pytest.mark.parametrize(
    ("paragraph", "place", "agency"),
    [
        ("Baker City, Oregon — The council met on Tuesday evening to settle it.", "Baker City, Oregon", None),
        ("WASHINGTON (AP) — The council met on Tuesday evening to settle it.", "WASHINGTON", "AP"),
        ("(CNN) The council met on Tuesday evening to settle the matter at last.", None, None),
    ],
)
def test_place_and_agency(paragraph: str, place: str | None, agency: str | None) -> None:
    assert split(paragraph)[:2] == (place, agency)
