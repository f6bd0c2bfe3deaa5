"""Justified lines: as wide as asked, the same words, each letter with its style."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tui.justify import MOST, justified
from tui.render import paint
from tui.wrap import width_of

LIT = Style(underline=True)
words = st.lists(st.text("abcdé", min_size=1, max_size=9), min_size=1, max_size=9)


def text_of(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def test_spaces_are_widened_evenly() -> None:
    assert text_of(justified([Segment("a bb c d")], 11)) == "a  bb  c  d"
    assert text_of(justified([Segment("a bb c d")], 10)) == "a bb  c  d"


def test_what_would_be_torn_apart_stays() -> None:
    assert text_of(justified([Segment("two words")], 20)) == "two words"
    assert text_of(justified([Segment("word")], 20)) == "word"


def test_no_space_beside_an_ideograph_is_widened() -> None:
    assert text_of(justified([Segment("克里 姆林")], 10)) == "克里 姆林"
    assert text_of(justified([Segment("克里 a b")], 9)) == "克里 a  b"


@given(words, st.integers(0, 12), st.data())
def test_every_letter_keeps_its_style(parts: list[str], missing: int, data: st.DataObject) -> None:
    text = " ".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    painted = paint(text, Style(), [((start, end), LIT)])
    stretched = justified(painted, width_of(text) + missing)
    assert text_of(stretched).split() == parts
    fits = 0 < missing <= (MOST - 1) * text.count(" ")
    assert width_of(text_of(stretched)) == width_of(text) + (missing if fits else 0)
    letters = [
        (char, bool(one.style and one.style.underline))
        for one in stretched
        for char in one.text
        if char != " "
    ]
    assert letters == [(char, start <= at < end) for at, char in enumerate(text) if char != " "]
