"""What can be typed as a filter of notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.note_filter import FilterError, NoteFilter, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NoteFilter()),
        ("kherson count", NoteFilter(query="kherson count")),
        ("#check kherson", NoteFilter(query="kherson", tag="check")),
        ('outlet:"Latin Times"', NoteFilter(outlet="Latin Times")),
        ("tag:#check since:2023-05 is:orphan", NoteFilter(tag="check", since="2023-05", orphans=True)),
        ("9:39", NoteFilter(query="9:39")),
        ("it's", NoteFilter(query="it's")),
        ('story:"Drones over" "no one"', NoteFilter(story="Drones over", query='"no one"')),
        ("drone OR grain -bridge", NoteFilter(query="drone OR grain -bridge")),
        ('"half a phrase', NoteFilter(query='"half a phrase')),
    ],
)
def test_filters(text: str, expected: NoteFilter) -> None:
    assert parse(text) == expected


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(FilterError):
        parse("is:purple")


@given(st.text(max_size=60))
def test_nothing_else_is_raised(text: str) -> None:
    try:
        parse(text)
    except FilterError:
        assert "is:" in text
