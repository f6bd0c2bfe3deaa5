"""Copies are compared once, and have what their first has."""

from __future__ import annotations

import pytest

from index.compare import align, reprints
from index.compare.compare import compare
from index.compared import Link, LinkKind, Missing
from index.errors import CancelledError
from index.model import Article
from tests.index.compare.telling import article, ferry
from tests.index.compare.test_compare import story


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


def test_what_an_article_says_twice_is_not_linked_with_itself() -> None:
    found = [Link("first.1.0", "other.1.3", 0.9, LinkKind.SAME)]
    made = reprints.links(found, {"first.1.0": ("other.1.1", "other.1.2", "third.1.0")})
    articles = [{one.a.split(".")[0], one.b.split(".")[0]} for one in made]
    assert len(made) == 7 and all(len(pair) == 2 for pair in articles)


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


def test_articles_that_are_each_other_s_copy_do_not_vanish() -> None:
    articles, _ = copied(1)
    once = reprints.once(articles, [("c0", "harbour"), ("harbour", "c0")])
    assert [one.id for one in once.articles] == ["harbour", "evening", "wire"]


def test_pairs_are_shared_with_copies() -> None:
    assert reprints.passages([("a", "b")], {"a": ("c",), "b": ("d",)}) == [("a", "b"), ("c", "b"), ("a", "d")]


def test_among_very_many_a_reworded_copy_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ferry()[0]
    reworded = [p.text.replace("the", "that") for p in first.passages]
    again = article("again", *([text] for text in reworded))
    new = article("new", *(["Not one word here is anything like it."] for _ in reworded))
    same = [("again", "harbour"), ("new", "harbour")]
    assert reprints.once((first, again, new), same).articles == (first, again, new)
    monkeypatch.setattr(reprints, "MANY", 2)
    found = reprints.once((first, again, new), same)
    assert found.articles == (first, new)
    assert [key for copies in found.copies.values() for key in copies] == [p.id for p in again.passages]
    with pytest.raises(CancelledError):
        reprints.once((first, again, new), same, lambda: True)


def test_links_between_two_families_of_copies_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprints, "MOST_LINKS", 10)
    copies = {"a": ("a1", "a2", "a3"), "b": ("b1", "b2", "b3")}
    made = reprints.links([Link("a", "b", 0.9, LinkKind.SAME)], copies)
    pairs = {frozenset((one.a, one.b)) for one in made}
    assert len(pairs) == len(made) == 1 + 3 + 3 + 3 + 3
    assert frozenset(("a1", "b")) in pairs and frozenset(("a1", "b1")) not in pairs


def test_what_an_outlet_misses_names_the_copies_that_tell_it() -> None:
    articles = (*ferry(), article("again", [ferry()[0].passages[0].text]))
    first, copy = articles[0].passages[0].id, articles[-1].passages[0].id
    (gap,) = reprints.missing([Missing("wire", (first,), ("harbour",))], {first: (copy,)}, articles)
    assert gap == Missing("wire", (first, copy), ("harbour", "again"))


def test_a_copy_that_is_missing_with_its_first_is_named_once() -> None:
    articles, _ = copied(1)
    a, c = articles[0].passages[0].id, articles[3].passages[0].id
    (gap,) = reprints.missing([Missing("wire", (a, c), ("harbour", "c0"))], {a: (c,)}, articles)
    assert gap.passages == (a, c)


def test_among_very_many_a_sentence_that_several_have_is_compared_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reprints, "MANY", 2)
    said = "The ferry sank off Brindle Point at dawn."
    a, b = article("a", [said], ["Nobody was hurt."]), article("b", [said], ["Two were hurt."])
    c = article("c", [said])
    once = reprints.once((a, b, c), ())
    assert [[p.text for p in one.passages] for one in once.articles] == [
        [said, "Nobody was hurt."],
        ["Two were hurt."],
    ]
    first = a.passages[0].id
    assert once.copies == {first: [b.passages[0].id, c.passages[0].id]}
    # The articles themselves are whole.
    assert len(b.passages) == 2
    found = compare(story(a, b, c))
    linked = {frozenset((link.a, link.b)) for link in found.links}
    assert {frozenset((first, b.passages[0].id)), frozenset((first, c.passages[0].id))} <= linked
    assert not [gap for gap in found.missing if first in gap.passages]
    assert first not in found.only and len(found.wording) == 2


def test_in_a_crowd_sentences_nearly_the_same_are_compared_once_but_not_those_that_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = "The ferry with forty people aboard sank off Brindle Point at dawn on Tuesday"
    told = [
        said,
        f"{said}, officials said.",
        said.replace("forty", "fifty"),
        said.replace("sank", "never sank"),
    ]
    articles = [article(f"a{number}", [told[number % 4]]) for number in range(12)]
    assert reprints.once(articles, ()) == reprints.Once(tuple(articles), {})
    monkeypatch.setattr(reprints, "CROWDED", 10)
    once = reprints.once(articles, ())
    assert [one.id for one in once.articles] == ["a0", "a2", "a3"]
    assert {key: len(copies) for key, copies in once.copies.items()} == {
        articles[0].passages[0].id: 5,
        articles[2].passages[0].id: 2,
        articles[3].passages[0].id: 2,
    }
    assert once.many
    assert once.reworded == {articles[number].passages[0].id for number in (1, 5, 9)}
    found = compare(story(*articles))
    assert not found.only
    reasons = {frozenset((link.a, link.b)): link.reason for link in found.links}
    first = articles[0].passages[0].id
    assert reasons[frozenset((first, articles[4].passages[0].id))] == "the same words"
    assert reasons[frozenset((first, articles[5].passages[0].id))] == "nearly the same words"
    with pytest.raises(CancelledError):
        reprints.once(articles, (), lambda: True)


def test_of_two_sentences_as_near_the_earlier_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprints, "MANY", 0)
    words = [
        "a",
        "ferry",
        "from",
        "the",
        "north",
        "ran",
        "aground",
        "off",
        "the",
        "old",
        "harbour",
        "yesterday",
    ]
    told = [["x", "y", *words[2:]], [*words[:-2], "x", "y"], words]
    once = reprints.once([article(f"n{n}", [" ".join(each)]) for n, each in enumerate(told)], [])
    assert dict(once.copies) == {"n0.1.0": ["n2.1.0"]}
