"""Without Unicode: every cell stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import clean_line
from tui.marks import ASCII, UNICODE, signs_for
from tui.plain import plain
from tui.wrap import width_of


@given(st.text(max_size=60).map(clean_line))
def test_ascii_is_as_wide(text: str) -> None:
    found = plain(text, letters=False)
    assert found.isascii()
    assert len(found) == width_of(text)


@given(st.text(max_size=60).map(clean_line))
def test_what_keeps_its_letters_is_as_wide(text: str) -> None:
    assert width_of(plain(text, letters=True)) == width_of(text)


@pytest.mark.parametrize(
    ("text", "ascii_only", "with_letters"),
    [
        ("“café” – 5 outlets · …", '"cafe" - 5 outlets | ~', '"café" - 5 outlets | ~'),
        ("Кремль ≠ 克", "?????? ! ??", "Кремль ! 克"),
        ("👨\u200d👩\u200d👧 ok", "?? ok", "?? ok"),
        ("╭─ Note ─╮", "+- Note -+", "+- Note -+"),
    ],
)
def test_signs_and_letters(text: str, ascii_only: str, with_letters: str) -> None:
    assert plain(text, letters=False) == ascii_only
    assert plain(text, letters=True) == with_letters


@pytest.mark.parametrize(
    ("env", "wanted", "signs"),
    [
        ({"LANG": "de_DE.UTF-8"}, "auto", UNICODE),
        ({"LANG": "de_DE.UTF-8", "TERM": "linux"}, "auto", ASCII),
        ({"LANG": "de_DE.UTF-8", "TERM": "linux"}, "yes", UNICODE),
        ({"LC_ALL": "C"}, "auto", ASCII),
        ({"LANG": "C.UTF-8"}, "no", ASCII),
    ],
)
def test_who_gets_which_signs(env: dict[str, str], wanted: str, signs: object) -> None:
    assert signs_for(env, wanted) is signs
