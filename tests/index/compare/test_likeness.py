"""What two sentences share, against its definition in plain steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, log1p, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.compare.likeness import ROWS, Likeness
from index.compare.meanings import Meanings
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


def every_pair(
    told: list[Statement], meanings: Meanings | None = None, beside: Sequence[Sequence[int]] = ()
) -> dict[str, list[list[float]]]:
    table = Likeness(told, meanings, beside).against(range(len(told)), range(len(told)))
    return dict(zip(ROWS, table.tolist(), strict=True))


LIKE = {("quit", "resign"): 0.8, ("quit", "captain"): 0.2, ("resign", "leav"): 0.4, ("ship", "ferri"): 1.0}


def table() -> Meanings:
    """A table of nothing but these like words."""
    names = sorted({word for pair in LIKE for word in pair} | {"absent"})
    shares = LIKE | {(two, one): share for (one, two), share in LIKE.items()}
    found = [
        sorted((names.index(b), share) for (a, b), share in shares.items() if a == name) for name in names
    ]
    return Meanings(
        rows={name: row for row, name in enumerate(names)},
        vectors=np.zeros((len(names), 4), np.int8),
        weights=np.ones(len(names), np.float32),
        likes=np.array([row for each in found for row, _ in each], np.uint16),
        shares=np.array([round(share * 255) for each in found for _, share in each], np.uint8),
        bounds=np.cumsum([0, *map(len, found)]),
    )


CHANGES = (
    article("one", ["The captain of the ferry quit.", "He will leave on Monday.", "It rained."]),
    article("two", ["The master resigned after the ship sank.", "The captain quit and the master resigned."]),
)


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


def test_like_words_cover_as_far_as_they_go() -> None:
    told = read(CHANGES)
    found = every_pair(told, table())["covered"]

    def like(key: str, other: Statement) -> float:
        if key in other.keys:
            return 1.0
        return max((LIKE.get((key, two), LIKE.get((two, key), 0.0)) for two in other.keys), default=0.0)

    assert like("quit", told[3]) == 0.8 and like("ship", told[0]) == 1.0
    for row, a in enumerate(told):
        for column, b in enumerate(told):
            ways = [
                sum(w * like(key, two) for key, w in one.weights.items()) for one, two in ((a, b), (b, a))
            ]
            assert found[row][column] == pytest.approx(log1p(sum(ways) / 2), abs=0.003)


def test_words_beside_a_sentence_are_looked_for_in_the_other() -> None:
    told = read((*CHANGES, *ferry()))
    beside = [
        [at + step for step in (-1, 1) if 0 <= at + step < len(told) and told[at + step].column == one.column]
        for at, one in enumerate(told)
    ]
    found = every_pair(told, None, beside)["around"]
    for row, a in enumerate(told):
        for column, b in enumerate(told):
            total = 0.0
            for one, near, two in ((a, beside[row], b), (b, beside[column], a)):
                for key in two.keys - one.keys:
                    total += max((told[at].weights.get(key, 0.0) for at in near), default=0.0)
            assert found[row][column] == pytest.approx(log1p(total / 2))


def test_the_evidence_does_not_depend_on_the_order_of_the_articles() -> None:
    articles = (*CHANGES, *ferry())
    for turned in (articles, articles[::-1]):
        every = candidates(statements(turned), meanings=table())
        found = {frozenset((pair.a.passage, pair.b.passage)): pair.evidence for pair in every}
        if turned is articles:
            first = found
    assert first.keys() == found.keys()
    assert all(first[pair] == pytest.approx(found[pair]) for pair in first)


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
