"""Texts cut in their bytes give the words of the texts, and every piece has one number of its own."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.bodies import joined
from index.search import analyzer
from index.search.codec.written import named, stem_of
from index.search.cutting import TextsOf, cut
from index.search.vocabulary import Kept, Vocabulary

SIZES = [1, 2, 7, 8, 9, 16, 31, 32, 33, 70]
CHARACTERS = "aBé7,.'’-‘“”«» \n\u00a0\x1d&$_国U.S–…\u0301ж𐍈"


def pieces(texts: list[str]) -> list[list[str]]:
    found = cut(joined(texts))
    each = [found.data[start:end].decode() for start, end in zip(found.starts, found.ends, strict=True)]
    bounds = found.first.tolist()
    return [each[first:last] for first, last in pairwise(bounds)]


@given(st.lists(st.text(st.sampled_from(CHARACTERS), max_size=30), min_size=1, max_size=4))
@example(["The U.S. said 'James’s 3,000,' and \"don't\"…", "a.b, c.d. e", ""])
def test_pieces_have_the_words_of_their_texts(texts: list[str]) -> None:
    english = analyzer.analysis("en")
    for text, own in zip(texts, pieces(texts), strict=True):
        assert [word for piece in own for word in analyzer.raw_words(piece)] == analyzer.raw_words(text)
        for piece in own:
            analysed = [english.analysed(word) for word in analyzer.raw_words(piece)]
            simple = english.simple(piece)
            if simple is not None:
                assert [(one.width, one.initials) for one in analysed] == [(1, "")]
                assert [(token.term, token.exact) for token in analysed[0].pieces] == [simple]


def test_offsets_are_those_of_the_texts() -> None:
    texts = ["„Café“ – ", "", "the U.S., ‘old’ ways"]
    found = cut(joined(texts))
    for text, begin in zip(texts, found.texts.tolist(), strict=True):
        assert found.data[begin : begin + len(text.encode())].decode() == text
    assert [TextsOf(found)[number] for number in range(len(TextsOf(found)))] == texts
    assert pieces(texts) == [["Café"], [], ["the", "U.S", "old", "ways"]]


@pytest.mark.parametrize("most", [20, 3_000])
def test_each_piece_has_one_number_and_keeps_it(most: int) -> None:
    chance = random.Random(most)
    words = Vocabulary(analyzer.analysis("en"))
    known: dict[str, int] = {}
    for _ in range(8):
        text = [
            chance.choice("abж") * chance.choice(SIZES) + str(chance.randrange(most)) for _ in range(2_000)
        ]
        for piece, number in zip(text, words.numbers(cut(" ".join(text).encode())).tolist(), strict=True):
            assert known.setdefault(piece, number) == number
    meant = words.piece_terms()
    assert len(set(known.values())) == len(known) == len(meant.counts) - 1
    terms = words.terms.names(meant.terms[np.array(list(known.values())) - 1]).listed()
    assert {stem_of(term).decode() for term in terms} == {
        analyzer.analysis("en").simple(piece)[0] for piece in known if analyzer.analysis("en").simple(piece)
    }


@given(st.text("aBgLsS7-'’ʼ.,Ué ", max_size=40))
@example("B-’s")
@example("B-a’s US's US-a a'-s s-a's-B")
@example("7.7 7.7's 7.7-a 7,777 7,777.77's BB,7 77.7.7 UÉ US UB7")
def test_a_piece_stands_for_what_its_words_are_analysed_to(text: str) -> None:
    english = analyzer.analysis("en")
    words = Vocabulary(english)
    found = words.numbers(cut(text.encode())).tolist()
    meant = words.piece_terms()
    ends = np.cumsum(meant.counts).tolist()
    names = words.terms.names(meant.terms).listed()
    for piece, number in zip(pieces([text])[0], found, strict=True):
        expected, width = [], 0
        for word in analyzer.raw_words(piece):
            own, tokens, initials = english.analysed(word)
            expected += [(named(one.exact, one.term), width + one.position) for one in tokens]
            expected += [(named("", initials), width)] if initials else []
            width += own
        span = slice(ends[number - 1], ends[number])
        assert list(zip(names[span], meant.places[span].tolist(), strict=True)) == expected
        assert meant.widths[number] == width


def test_a_vocabulary_is_lent_to_one_alone() -> None:
    english = analyzer.analysis("en")
    kept = Kept(10)
    one, other = kept.borrow(english), kept.borrow(english)
    assert one is not other
    kept.give_back(english, one)
    assert kept.borrow(english) is one
    one.numbers(cut(" ".join(map(str, range(20))).encode()))
    kept.give_back(english, one)
    assert kept.borrow(english) is not one, "as it is large"
