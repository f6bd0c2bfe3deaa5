"""English stems are Whoosh's to the letter."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.lang.porter import stem as whoosh_stem

from index import porter
from index.porter import stem

_DOCS = Path(__file__).parents[2] / "docs"
_BEGINNINGS = ["", "a", "y", "b", "at", "bl", "iz", "hop", "by", "tr", "oy", "ll", "tt", "rel", "activ", "Yo"]
_ENDINGS = """
    s sses ies ss eed ed ing y ational tional enci anci izer bli alli entli eli ousli ization ation ator alism
    iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er ic
    able ible ant ement ment ent ou ism ate iti ous ive ize ion sion tion e l ll at bl iz tt zz
"""
_PARTS = _ENDINGS.split()


@given(st.lists(st.sampled_from([*_BEGINNINGS, *_PARTS, *"aeiouybstlwx"]), max_size=5).map("".join))
def test_made_up_words_have_whooshs_stems(word: str) -> None:
    assert stem(word) == whoosh_stem(word)


def test_every_pair_of_endings_has_whooshs_stem() -> None:
    for parts in itertools.product(_BEGINNINGS, _PARTS, ["", "s", "ed", "ing", "y", "e"]):
        word = "".join(parts)
        assert stem(word) == whoosh_stem(word), word


def test_real_words_have_whooshs_stems() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in _DOCS.glob("*.md"))
    found = set(re.findall("[a-z]+", text.lower()))
    assert len(found) > 1_500
    assert {word: stem(word) for word in found} == {word: whoosh_stem(word) for word in found}


@pytest.mark.parametrize("word", ["", "a", "is", "1990s", "naïves", "l'amies", "東京s", "covid-19s"])
def test_what_is_no_word_of_letters_is_its_own_stem(word: str) -> None:
    assert porter.stem(word) == word
