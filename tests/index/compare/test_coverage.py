"""What one outlet alone tells, and what the others tell and it does not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compare import coverage
from index.compare.coverage import LIKELY, only
from index.compared import Figure, FigureValue, Link, LinkKind, Missing, Quote, QuoteVariant
from index.model import Article
from tests.index.compare.telling import article, ferry


def link(a: str, b: str, score: float = 0.9) -> Link:
    return Link(a, b, score, LinkKind.SAME)


def missing(articles: tuple[Article, ...], links: Sequence[Link]) -> tuple[Missing, ...]:
    pairs = [(link.a, link.b, link.score) for link in links]
    return coverage.missing(articles, [link for link in links if link.score >= 0.5], pairs)


A = article("a", ["a0.", "a1.", "a2."], title="Title of a")
B = article("b", ["b0.", "b1.", "b2."])
C = article("c", ["c0.", "c1."])
D = article("d", ["d0."])
# A's passages are numbered after its title.
LINKS = (link("a.1.1", "b.1.0"), link("b.1.0", "c.1.1"), link("a.1.1", "c.1.1"), link("b.1.1", "c.1.0", 0.7))


def test_only_here_are_body_passages_without_a_link_in_reading_order() -> None:
    assert only((A, B, C), LINKS) == ("a.1.2", "a.1.3", "b.1.2")


def test_an_echo_is_enough_not_to_be_only_here() -> None:
    assert only((A, B, C), LINKS, [("a.1.2", "b.1.2")]) == ("a.1.3",)


def test_a_second_article_of_the_same_outlet_is_not_elsewhere() -> None:
    again = article("b2", ["b0 again."], outlet="b")
    assert "b2.1.0" in only((B, again, C), (link("b.1.0", "b2.1.0"),))


def test_nothing_is_only_here_where_there_is_one_outlet() -> None:
    assert only((A,), ()) == ()
    assert only((B, article("b2", ["x."], outlet="b")), ()) == ()
    assert only((), ()) == ()


def test_missing_names_the_tellers_and_their_passages() -> None:
    assert missing((A, B, C, D), LINKS) == (
        Missing("a", ("b.1.1", "c.1.0"), ("b", "c")),
        Missing("d", ("a.1.1", "b.1.0", "c.1.1"), ("a", "b", "c")),
        Missing("d", ("b.1.1", "c.1.0"), ("b", "c")),
    )


def test_one_other_outlet_is_not_enough_to_miss_something() -> None:
    assert missing((A, B), (link("a.1.1", "b.1.0"),)) == ()
    assert missing((A, B, C), (link("a.1.1", "b.1.0"),)) == (Missing("c", ("a.1.1", "b.1.0"), ("a", "b")),)


def test_less_than_half_of_the_others_is_not_enough() -> None:
    crowd = tuple(article(f"x{n}", [f"x{n}."]) for n in range(4))
    assert missing((A, B, C, *crowd), (link("a.1.1", "b.1.0"),)) == ()


def test_an_outlet_that_touches_the_group_misses_nothing() -> None:
    weak = link("d.1.0", "a.1.1", 0.5)
    assert not [m for m in missing((A, B, C, D), (*LINKS, weak)) if m.outlet == "d" and "a.1.1" in m.passages]


def test_a_weaker_rival_does_not_join_two_facts() -> None:
    # b.1.1 says what c.1.0 says, and a little of what a.1.1 says: two facts, not one.
    found = missing((A, B, C, D), (*LINKS, link("a.1.1", "b.1.1", 0.51)))
    assert Missing("d", ("b.1.1", "c.1.0"), ("b", "c")) in found


def test_articles_of_one_outlet_count_together() -> None:
    again = article("d2", ["d said it."], outlet="d")
    found = missing((A, B, C, D, again), (*LINKS, link("d2.1.0", "a.1.1")))
    assert not [m for m in found if m.outlet == "d" and "a.1.1" in m.passages]


def test_links_of_passages_that_are_not_there_are_left_out() -> None:
    assert missing((A, B), (link("gone.1.0", "a.1.1"),)) == ()
    assert only((A, B), (link("gone.1.0", "a.1.1"),))[0] == "a.1.1"


def test_the_ferry_as_a_whole() -> None:
    from index.compare import align

    harbour, evening, wire = ferry()
    judged = align.judged(ferry())
    found = align.chosen(judged)
    gaps = coverage.missing(ferry(), found, coverage.chances(judged))
    said = {p.id: p.text for a in ferry() for p in a.passages}
    alone = [said[key] for key in only(ferry(), found)]
    assert "It rained all day." in alone
    assert "Shares of the operator fell by nine percent in Oslo." in alone
    assert any(m.outlet == "wire" and "questioned" in said[m.passages[0]] for m in gaps)
    assert {harbour.outlet_name, evening.outlet_name, wire.outlet_name} >= {m.outlet for m in gaps}


def test_what_is_missing_is_weighed_by_chances() -> None:
    told, faint = link("a.1.1", "b.1.0", 0.52), link("a.1.1", "c.1.1", 0.2)
    assert LIKELY < 0.52 * (1 - 0.2)
    assert missing((A, B, C), (told, faint)) == (Missing("c", ("a.1.1", "b.1.0"), ("a", "b")),)
    # Less than `LIKELY` that b tells it and c does not.
    assert LIKELY > 0.52 * (1 - 0.52 * 0.45)
    assert missing((A, B, C), (told, link("a.1.1", "c.1.1", 0.45))) == ()


def test_no_outlet_tells_what_it_misses() -> None:
    crowd = tuple(article(name, [f"{name}0."]) for name in "ambcd")
    told, *others = (one.passages[0].id for one in crowd)
    chances = [(told, other, 0.35 if other == others[0] else 0.3) for other in others]
    gaps = coverage.missing(crowd, (), chances)
    assert {gap.outlet for gap in gaps} == set("mbcd")
    assert all(gap.outlet not in gap.told_by for gap in gaps)


def test_an_outlet_of_two_voices_misses_what_half_of_the_others_tell() -> None:
    own, reprint = article("m", ["m0."]), article("r", ["r0."], outlet="m")
    crowd = (*(article(name, [f"{name}0."]) for name in "abcd"), own, reprint)
    first, second = crowd[0].passages[0].id, crowd[1].passages[0].id
    (gap,) = coverage.missing(crowd, (), [(first, second, 0.5)], voice={"r": "an agency"})
    assert (gap.outlet, gap.told_by) == ("m", ("a", "b"))


PASSAGES = st.sampled_from([f"{name}.1.{place}" for name in "abcdm" for place in (0, 1)])


@given(st.lists(st.tuples(PASSAGES, PASSAGES, st.floats(0, 1)), max_size=25))
def test_what_is_missing_is_told_by_others(pairs: list[tuple[str, str, float]]) -> None:
    crowd = tuple(article(name, [f"{name}0.", f"{name}1."]) for name in "abcdm")
    for gap in coverage.missing(crowd, (), pairs):
        assert gap.told_by == tuple(sorted({key[0] for key in gap.passages} - {gap.outlet}))
        assert len(set(gap.passages)) == len(gap.passages)


def test_what_is_missing_is_named_once() -> None:
    both = (link("a.1.1", "b.1.0", 0.8), link("a.1.2", "b.1.0", 0.7))
    (gap,) = missing((A, B, C), both)
    assert gap == Missing("c", ("a.1.1", "a.1.2", "b.1.0"), ("a", "b"))


def test_a_figure_or_quote_told_in_another_way_is_not_only_here() -> None:
    row = Figure("dead", "clash", tuple(FigureValue(p, p[0], "1", "1", "") for p in ("a.1.1", "b.1.0")))
    told = Quote(None, tuple(QuoteVariant(p, p[0], "x", "cut") for p in ("a.1.2", "b.1.1", "a.1.2")))
    pairs = coverage.told_in_rows([row], [told])
    assert pairs == [("a.1.1", "b.1.0"), ("a.1.2", "b.1.1")]
    assert only((A, B), (), pairs) == ("a.1.3", "b.1.2")


def test_a_third_article_s_partner_speaks_against_missing() -> None:
    links = (link("a.1.1", "b.1.0", 0.9), link("b.1.0", "c.1.1", 0.9))
    assert not [gap for gap in missing((A, B, C), links) if gap.outlet == "c"]


@pytest.mark.parametrize("number", [40, 200])
def test_among_very_many_outlets_half_are_counted(number: int) -> None:
    crowd = tuple(article(f"x{n}", [f"x{n}."]) for n in range(number))
    first = crowd[0].passages[0].id
    told = [link(first, one.passages[0].id, 0.99) for one in crowd[1 : number // 2 + 5]]
    assert [gap.outlet for gap in missing(crowd, told)] == [one.outlet for one in crowd[number // 2 + 5 :]]
    assert missing(crowd, told[: number // 2 - 10]) == ()


@given(st.integers(0, 5), st.lists(st.floats(0, 1), max_size=6))
def test_the_chance_of_so_many_is_that_of_all_ways_to_it(number: int, chances: list[float]) -> None:
    ways = (way for way in product((False, True), repeat=len(chances)) if sum(way) >= number)
    expected = sum(prod(c if told else 1 - c for c, told in zip(chances, way, strict=True)) for way in ways)
    assert coverage._at_least(number, chances) == pytest.approx(expected, abs=1e-9)
