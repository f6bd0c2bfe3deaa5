"""The aligner: what links, what does not, and what holds of any text."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.compare.align import links
from index.compare.model import AlignmentModel, AlignmentModels
from index.compare.pairs import Evidence
from index.compared import LinkKind
from index.errors import CancelledError
from index.model import Article, Role
from tests.index.compare.telling import article, ferry


def texts(articles: tuple[Article, ...]) -> dict[str, str]:
    return {p.id: p.text for a in articles for p in a.passages}


def pairs(articles: tuple[Article, ...]) -> set[frozenset[str]]:
    return {frozenset((link.a, link.b)) for link in links(articles)}


def test_the_same_statement_in_other_words_and_another_place_links() -> None:
    said = texts(ferry())
    found = {frozenset((said[link.a], said[link.b])) for link in links(ferry())}
    aground = "The ferry Sankt Olav ran aground off Bergen on Monday with 212 passengers aboard."
    assert (
        frozenset((aground, "With 212 passengers aboard, the Sankt Olav ferry had run aground off Bergen."))
        in found
    )
    assert any("questioned" in a and "questioned" in b for a, b in map(tuple, found))
    assert any("strike" in a and "strike" in b for a, b in map(tuple, found))


def test_statements_cross() -> None:
    harbour, evening, _ = ferry()
    order = {p.id: n for a in ferry() for n, p in enumerate(a.passages)}
    found = [(order[link.a], order[link.b]) for link in links((harbour, evening))]
    assert any((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(found, 2))


def test_what_nobody_else_tells_has_no_link() -> None:
    said = texts(ferry())
    linked = {said[key] for link in links(ferry()) for key in (link.a, link.b)}
    assert "It rained all day." not in linked
    assert "Shares of the operator fell by nine percent in Oslo." not in linked


def test_links_name_body_passages_of_different_articles_and_are_sorted() -> None:
    found = links(ferry())
    body = {p.id: p.article for a in ferry() for p in a.passages if p.role is Role.BODY}
    assert found
    assert all(body[link.a] != body[link.b] for link in found)
    assert [link.score for link in found] == sorted((link.score for link in found), reverse=True)
    assert all((link.kind is LinkKind.SAME) == (link.score >= 0.5) for link in found)
    assert all(link.reason for link in found)


def test_titles_and_other_roles_are_never_linked() -> None:
    title = "Ferry runs aground off Bergen with 212 passengers"
    one = article("one", ["The weather was calm."], title=title)
    two = article("two", ["The harbour was closed."], title=title)
    assert links((one, two)) == ()


def test_the_order_of_articles_does_not_matter() -> None:
    expected = pairs(ferry())
    assert all(pairs(order) == expected for order in permutations(ferry()))


def test_identical_articles_link_each_sentence_with_its_twin() -> None:
    one = ferry()[0]
    two = article("copy", *([b.text[s:e] for s, e in b.sentences] for b in one.blocks))
    found = pairs((one, two))
    for a, b in zip(one.passages, two.passages, strict=True):
        assert frozenset((a.id, b.id)) in found


def test_a_short_verbatim_sentence_links_though_its_words_are_common() -> None:
    one = article("one", ["He said it was not so.", "Rain fell."])
    two = article("two", ["Snow lay on the hills.", "He said it was not so."])
    assert pairs((one, two)) == {frozenset((one.passages[0].id, two.passages[1].id))}


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_articles_have_no_links(count: int) -> None:
    assert links(ferry()[:count]) == ()


def test_articles_without_body_are_no_trouble() -> None:
    assert links((article("one", title="A title"), article("two"), ferry()[0])) == ()


def test_name_in_full_and_in_letters_is_the_same_name() -> None:
    one = article("one", ["The United States denied any role in the sinking of the tanker.", "Seas rose."])
    two = article("two", ["Washington woke to fog.", "The U.S. has denied any role in the tanker's sinking."])
    assert frozenset((one.passages[0].id, two.passages[1].id)) in pairs((one, two))


def test_script_without_spaces_is_aligned_too() -> None:
    one = article("one", ["渡輪週一在卑爾根外海擱淺，船上有乘客。", "警方詢問了船長。"])
    two = article("two", ["股價下跌了百分之九。", "船上有乘客的渡輪週一在卑爾根外海擱淺。"])
    (found,) = links((one, two))
    assert {found.a, found.b} == {one.passages[0].id, two.passages[1].id}
    told = found.reason.removeprefix("both have ").split(", ")
    assert all(part in passage.text for part in told for passage in (one.passages[0], two.passages[1]))


def test_the_same_words_are_linked_whatever_the_weights_make_of_them() -> None:
    doubtful = AlignmentModel(
        (*[0.0] * len(Evidence._fields), -3.0), (1.0, 0.0, 0.0, 0.0, 0.0), 1.0, 1.0, 9.0
    )
    one = article("one", ["He said it was not so."], ["Rain fell."])
    two = article("two", ["Snow lay on the hills."], ["He said it was not so."])
    (found,) = links((one, two), models=AlignmentModels(doubtful, doubtful))
    assert (found.a, found.b) == (one.passages[0].id, two.passages[1].id)
    assert found.kind is LinkKind.SAME


def test_another_language_finds_nothing_rather_than_nonsense() -> None:
    english = ferry()[0]
    german = article("de", ["Der Kapitän wurde drei Stunden lang befragt.", "Es regnete den ganzen Tag."])
    assert pairs((english, german)) == set()


def test_stops_when_asked() -> None:
    with pytest.raises(CancelledError):
        links(ferry(), lambda: True)


WORDS = "the ferry Olav 212 ran aground police said “no” U.S. captain 船長 é’s — Berg's was"
SENTENCE = st.lists(
    st.sampled_from(WORDS.split()),
    min_size=1,
    max_size=9,
).map(" ".join)
STORY = st.lists(st.lists(SENTENCE, max_size=4), max_size=4).map(
    lambda told: tuple(article(f"a{n}", lines) if lines else article(f"a{n}") for n, lines in enumerate(told))
)


@settings(max_examples=60, deadline=None)
@given(STORY)
def test_any_text_gives_well_formed_links(told: tuple[Article, ...]) -> None:
    found = links(told)
    owner = {p.id: p.article for a in told for p in a.passages}
    assert all(0.0 <= link.score <= 1.0 and owner[link.a] != owner[link.b] for link in found)
    assert len({frozenset((link.a, link.b)) for link in found}) == len(found)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40).filter(str.strip), min_size=1, max_size=4))
def test_arbitrary_characters_are_no_trouble(lines: list[str]) -> None:
    told = (article("one", lines), article("two", lines[::-1]))
    found = links(told)
    passages = [{p.id for p in one.passages} for one in told]
    assert all(link.a in passages[0] and link.b in passages[1] for link in found)
    assert links(told) == found
