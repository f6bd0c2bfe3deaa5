"""Stories that many outlets copied, and very long ones: the shortcuts, and that they lose nothing."""

from __future__ import annotations

import pytest

from index.compare import align, search
from index.compare.meanings import shipped
from index.compare.pairs import REPEATED, candidates
from index.compare.standing import standings
from index.compare.statements import statements
from index.compare.weights import SHIPPED
from index.compared import Link
from index.model import Article
from tests.index.compare.telling import article, ferry


def everything(articles: tuple[Article, ...]) -> tuple[Link, ...]:
    """The links without any shortcut: every candidate, and support looked for everywhere."""
    judged = align.judged(articles)
    model = judged.model
    pairs = candidates(statements(articles), meanings=shipped() if model is SHIPPED.meaning else None)
    firsts = [align._dot(model.first, pair.evidence) for pair in pairs]
    found = [
        align.Judged(pair, first, max(last, model.same + 4.0) if pair.twin else last)
        for pair, first, standing in zip(pairs, firsts, standings(pairs, firsts), strict=True)
        for last in [align._dot(model.second, standing)]
    ]
    assert len(judged.pairs) <= len(found)
    return align.chosen(align.Judgement(found, model))


def copies(number: int) -> tuple[Article, ...]:
    """The ferry's first story, copied by so many outlets, each with a sentence of its own."""
    said = [p.text for p in ferry()[0].passages]
    return tuple(
        article(f"c{n}", said, [f"Readers of outlet {n} may write to us at the usual address {n * 37}."])
        for n in range(number)
    )


def long(name: str, sentences: int, told: str) -> Article:
    return article(name, *([told.format(n=n, odd=n * 7919 % 10007)] for n in range(sentences)))


@pytest.mark.parametrize("articles", [ferry(), ferry()[:2], copies(5), (*ferry(), *copies(3))])
def test_leaving_out_the_hopeless_changes_no_link(articles: tuple[Article, ...]) -> None:
    assert align.links(articles) == everything(articles)


def test_copies_are_linked_with_each_other() -> None:
    found = {frozenset((link.a, link.b)) for link in align.links(copies(12))}
    for sentence in range(5):
        for one in range(12):
            for two in range(one):
                assert frozenset((f"c{one}.1.{sentence}", f"c{two}.1.{sentence}")) in found


def test_looking_up_finds_the_partners_that_trying_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Ship {odd} left the harbour of Bergen with {n} crates of salted cod on Monday."
    pair = (long("one", 150, told), long("two", 150, told.replace("Monday", "Tuesday")))
    monkeypatch.setattr(search, "EVERY_PAIR", 20)
    found = {frozenset((link.a, link.b)) for link in align.links(pair)}
    wanted = [frozenset((f"one.1.{n}", f"two.1.{n}")) for n in range(150)]
    assert sum(each in found for each in wanted) >= 145
    read = [one for column in statements(pair).columns for one in column]
    assert sum(len(list(others)) for _, others in search.partners(read)) <= len(read) * search.CAP


def test_a_sentence_repeated_a_thousand_times_is_paired_with_the_nearest() -> None:
    same = "The market in Oslo closed higher on Monday."
    pairs = candidates(statements((long("one", 1000, same), long("two", 1000, same))))
    assert 1000 <= len(pairs) <= 2 * REPEATED * 1000
    assert {pair.a.number for pair in pairs} == set(range(1000))


def test_one_article_has_nothing_to_judge() -> None:
    assert not align.judged(ferry()[:1]).pairs and not align.judged(()).pairs
