"""A sentence read chunk by chunk is read as if it were whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.compare import chunks
from index.compare.chunks import DAY, DIGIT, NUMBER, REVISED, TELLING, cut
from index.compare.remembered import Remembered
from index.words import fold, words

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(" \t\u00a0.,'’-“U.S.Kyiv23俄罗斯é")), max_size=40)


class TestCut:
    @given(TEXTS)
    def test_words_and_tokens_are_those_of_the_whole_text(self, text: str) -> None:
        found = cut(text)
        assert list(found.words) == words(text)
        assert list(found.tokens) == [fold(token) for token in chunks.token_pattern(text).findall(text)]
        assert bool(found.hints & DIGIT) == any(char.isdecimal() for char in text)

    def test_hints_tell_what_a_text_may_hold(self) -> None:
        assert cut("“Twenty-one died”, he SAID.").hints == NUMBER | TELLING
        assert cut("The toll rose on Sunday's count: 3").hints == REVISED | DAY | DIGIT
        assert cut("  ") == ((), (), 0)


def test_what_is_remembered_is_forgotten_together() -> None:
    asked: list[int] = []

    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    kept = Remembered(double, 2)
    assert [kept[n] for n in (1, 2, 1, 3, 2)] == [2, 4, 2, 6, 4]
    assert asked == [1, 2, 3, 2]
