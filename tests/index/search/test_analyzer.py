"""Words to terms: what a person may type for what an article says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search import analyzer


def exact(text: str) -> list[str]:
    return [token.exact for token in analyzer.tokens(text) if not token.joined]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Russia's attack", ["russia", "attack"]),
        ("Russia’s allies’ words", ["russia", "allies", "words"]),
        ("don't don’t", ["dont", "dont"]),
        ("O'Brien l’Ukraine d'Ivoire", ["obrien", "ukraine", "ivoire"]),
        ("the U.S. and the US", ["the", "us", "and", "the", "us"]),
        ("1,500 and 1500 and 2.5", ["1500", "and", "1500", "and", "2.5"]),
        ("Zürich Łódź Straße", ["zurich", "lodz", "strasse"]),
        ("Zu\u0308rich kre\u200bmlin co\u00adop", ["zurich", "kremlin", "coop"]),
        ("end.Next bbc.co.uk", ["end", "next", "bbc", "co", "uk"]),
        ("Ｋｒｅｍｌｉｎ", ["kremlin"]),
        ("Кремль НЕ", ["кремль", "не"]),
        ("snake_case — &!?", ["snake", "case"]),
        ("3–6 May", ["3", "6", "may"]),
    ],
)
def test_words_are_folded(written: str, words: list[str]) -> None:
    assert exact(written) == words


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011"])
def test_a_hyphenated_word_is_its_parts_and_joined(hyphen: str) -> None:
    found = list(analyzer.tokens(f"a full{hyphen}scale war"))
    assert [(token.exact, token.position) for token in found] == [
        ("a", 0),
        ("full", 1),
        ("scale", 2),
        ("fullscale", 1),
        ("war", 3),
    ]


def test_english_words_are_stemmed() -> None:
    stems = {analyzer.stem(word) for word in ("attack", "attacks", "attacked", "attacking")}
    assert len(stems) == 1


def test_text_without_spaces_becomes_pairs() -> None:
    assert exact("克里姆林宫") == ["克里", "里姆", "姆林", "林宫", "宫"]
    assert exact("F16戦闘機") == ["f16", "戦闘", "闘機", "機"]


def test_a_very_long_word_is_cut() -> None:
    assert [len(token.term) for token in analyzer.tokens("x" * 5000)] == [analyzer.MAX_TERM]


@given(st.text(max_size=200))
def test_tokens_stay_inside_the_text(text: str) -> None:
    last = -1
    for token in analyzer.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert 0 < len(token.term) <= analyzer.MAX_TERM
        token.term.encode()
        if not token.joined:
            assert token.position >= last
            last = token.position


@given(st.text(alphabet="abcÄé'’-.,12 克里", max_size=60))
def test_folding_is_stable(text: str) -> None:
    once = exact(text)
    assert exact(" ".join(once)) == once or any(analyzer.is_unspaced(word) for word in once)
