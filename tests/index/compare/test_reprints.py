"""Copies are compared once, and have what their first has."""

from __future__ import annotations

import pytest

from index.compare import align, reprints
from index.model import Article
from tests.index.compare.telling import article, ferry


def copied(number: int) -> tuple[tuple[Article, ...], list[tuple[str, str]]]:
    first = ferry()[0]
    said = [p.text for p in first.passages]
    again = [article(f"c{n}", *([text] for text in said)) for n in range(number)]
    return (*ferry(), *again), [(one.id, "harbour") for one in again]


def test_copies_have_the_links_of_their_first_and_each_other() -> None:
    articles, same = copied(2)
    once = reprints.once(articles, same)
    assert [one.id for one in once.articles] == ["harbour", "evening", "wire"]
    found = {frozenset((one.a, one.b)) for one in reprints.links(align.links(once.articles), once.copies)}
    plain = {frozenset((one.a, one.b)) for one in align.links(once.articles)}
    assert plain < found
    for first, copies in once.copies.items():
        assert frozenset((first, copies[0])) in found and frozenset(copies) in found
        for other in {key for pair in plain if first in pair for key in pair} - {first}:
            assert all(frozenset((copy, other)) in found for copy in copies)


def test_of_very_many_copies_each_has_the_links_of_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprints, "MOST_LINKS", 10)
    articles, same = copied(3)
    once = reprints.once(articles, same)
    found = {frozenset((one.a, one.b)) for one in reprints.links(align.links(once.articles), once.copies)}
    first, copies = next(iter(once.copies.items()))
    assert all(frozenset((first, copy)) in found for copy in copies)
    assert frozenset(copies[:2]) not in found


def test_a_changed_copy_is_an_article_of_its_own() -> None:
    first = ferry()[0]
    cut = article("cut", *([p.text] for p in first.passages[:-1]))
    once = reprints.once((first, cut), [("cut", "harbour")])
    assert once.articles == (first, cut) and not once.copies


def test_pairs_are_shared_with_copies() -> None:
    assert reprints.passages([("a", "b")], {"a": ("c",), "b": ("d",)}) == [("a", "b"), ("c", "b"), ("a", "d")]
