"""Line breaking never loses text, never exceeds the width, never splits a grapheme."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index.text import clean_line
from tui.wrap import _wrap_pieces, fit, overlap, width_of, wrap, wrap_lines

texts = st.text(max_size=200).map(clean_line)


def lines(text: str, width: int) -> list[str]:
    return [text[a:b] for a, b in wrap(text, width)]


def test_breaks_at_spaces() -> None:
    assert lines("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_keeps_inner_spaces_and_drops_those_at_breaks() -> None:
    assert lines("a  b   c", 4) == ["a  b", "c"]


def test_cuts_a_word_that_is_longer_than_the_line() -> None:
    assert lines("x unbreakable", 5) == ["x", "unbre", "akabl", "e"]


def test_ideographs_break_anywhere_and_take_two_cells() -> None:
    assert lines("克里姆林宫", 4) == ["克里", "姆林", "宫"]


def test_an_emoji_family_stays_together() -> None:
    family = "👨\u200d👩\u200d👧"
    assert lines(family * 3, 4) == [family * 2, family]


def test_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == [(0, 0)]
    assert wrap("   ", 10) == [(0, 0)]


def test_lines_of_a_text_keep_empty_ones() -> None:
    text = "one two\n\nthree"
    assert [text[a:b] for a, b in wrap_lines(text, 4)] == ["one", "two", "", "thre", "e"]


@given(texts, st.integers(2, 40))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, width: int) -> None:
    spans = wrap(text, width)
    assert all(cell_len(text[a:b]) <= width for a, b in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(texts, st.integers(0, 40))
def test_fit_is_as_wide_as_asked(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("short", 8, "short   "), ("too long here", 8, "too lon…"), ("克里姆林宫", 6, "克里… "), ("ab", 1, "…")],
)
def test_fit_cuts_with_an_ellipsis(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


def test_overlap_is_relative_to_the_span() -> None:
    assert overlap((10, 20), [(0, 5), (8, 12), (15, 30)]) == [(0, 2), (5, 10)]


def test_width_counts_cells() -> None:
    assert (width_of("abc"), width_of("克"), width_of("e\u0301")) == (3, 2, 1)


@given(st.text("ab .\t-", max_size=80), st.integers(1, 12))
def test_the_quick_way_breaks_as_the_other_does(text: str, width: int) -> None:
    assert wrap(text, width) == _wrap_pieces(text, width)


def test_no_line_opens_with_closing_punctuation_or_ends_with_an_opening_one() -> None:
    assert lines("克里姆林宫说，无人机", 10) == ["克里姆林宫", "说，无人机"]
    assert lines("克里姆林，宫", 8) == ["克里姆", "林，宫"]
    assert lines("普京（总统）", 6) == ["普京", "（总", "统）"]
    assert lines("他说：「是」。", 8) == ["他说：", "「是」。"]


def test_a_word_of_latin_letters_keeps_the_wide_full_stop_behind_it() -> None:
    assert lines("在 CNN。", 5) == ["在", "CNN。"]


def test_a_long_address_is_cut_behind_its_signs() -> None:
    assert lines("see https://example.org/news/2023/kremlin-drone now", 20) == [
        "see",
        "https://example.org/",
        "news/2023/kremlin-",
        "drone now",
    ]
