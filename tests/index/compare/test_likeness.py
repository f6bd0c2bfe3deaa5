"""What two sentences share, against its definition in plain steps."""

from __future__ import annotations

from collections import Counter
from math import log, log1p, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.compare.likeness import ROWS, Likeness
from index.compare.pairs import candidates
from index.compare.statements import Statement, statements
from index.model import Article
from tests.index.compare.telling import article, ferry

WORDS = st.text(alphabet="abcd 7é渡𝒜", max_size=30)


def read(articles: tuple[Article, ...]) -> list[Statement]:
    return [one for column in statements(articles).columns for one in column]


def groups(one: Statement) -> set[str]:
    return {one.shape[at : at + 4] for at in range(len(one.shape) - 3)}


def letters(every: list[Statement], a: Statement, b: Statement) -> float:
    """The cosine of two sentences' groups of four letters, each with the power 1.5 of its rarity."""
    found = Counter(group for one in every for group in groups(one))
    square = {group: log(1 + len(every) / number) ** 3 for group, number in found.items()}
    if a is b:
        return 1.0
    norms = [sqrt(sum(square[group] for group in groups(one))) or 1.0 for one in (a, b)]
    return sum(square[group] for group in groups(a) & groups(b)) / (norms[0] * norms[1])


def every_pair(told: list[Statement]) -> dict[str, list[list[float]]]:
    table = Likeness(told).against(range(len(told)), range(len(told)))
    return dict(zip(ROWS, table.tolist(), strict=True))


def test_words_and_letters_are_shared_as_defined() -> None:
    told = read(ferry())
    found = every_pair(told)
    for row, a in enumerate(told):
        for column, b in enumerate(told):
            common = [min(a.weights[key], b.weights[key]) for key in a.keys & b.keys]
            assert found["shared"][row][column] == pytest.approx(log1p(sum(common)))
            assert found["heaviest"][row][column] == pytest.approx(max(common, default=0.0))
            assert found["letters"][row][column] == pytest.approx(letters(told, a, b))
            assert found["meaning"][row][column] == 0.0


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=5))
def test_any_letters_of_any_script_are_told_apart(texts: list[str]) -> None:
    told = read((article("one", texts), article("two", texts[::-1])))
    found = every_pair(told)["letters"]
    for row, a in enumerate(told):
        for column, b in enumerate(told):
            assert found[row][column] == pytest.approx(letters(told, a, b))


def test_a_pair_knows_how_deep_its_sentences_stand() -> None:
    told = ["The Saint Olav ran aground off Bergen.", "Police questioned the captain for three hours."]
    other = [
        "It rained all day.",
        "Off Bergen the Saint Olav had run aground.",
        "The captain was questioned.",
    ]
    found = candidates(statements((article("one", told), article("two", other))))
    depths = {(pair.a.passage, pair.b.passage): pair.evidence.depth for pair in found}
    assert depths["one.1.0", "two.1.1"] == pytest.approx(log(1) + log(2))
    assert depths["one.1.1", "two.1.2"] == pytest.approx(log(2) + log(3))
