"""Word-level differences as one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.word_changes import word_changes


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b c", "A b, c!", "A b, c!"),
        (
            "Twenty-one people died on Sunday.",
            "Some 23 people died, on Thursday, the governor said.",
            "[-Twenty-one-] {+Some 23+} people died, on [-Sunday-] {+Thursday, the governor said+}.",
        ),
        (
            "At least 21 killed",
            "21 killed in Kherson",
            "[-At least-] 21 killed {+in Kherson+}",
        ),
        ("", "new words", "{+new words+}"),
        ("old words", "", "[-old words-]"),
        ("", "", ""),
        ("We lost", "“We have lost”", "“We {+have+} lost”"),
    ],
)
def test_what_is_cut_and_added_stands_in_brackets(before: str, after: str, shown: str) -> None:
    assert word_changes(before, after).text == shown


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_marks_are_the_brackets(before: str, after: str) -> None:
    changed = word_changes(before, after)
    for (start, end), kind in changed.marks:
        left, right = ("[-", "-]") if kind == "cut" else ("{+", "+}")
        assert changed.text[start:end].startswith(left)
        assert changed.text[start:end].endswith(right)
