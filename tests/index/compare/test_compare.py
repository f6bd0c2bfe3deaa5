"""The comparison as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.compare.compare import compare
from index.errors import CancelledError
from index.lockmodel import Lock, LockKind
from index.model import Article, Story, StoryCard
from tests.index.compare.telling import ferry


def story(*articles: Article) -> Story:
    return Story(StoryCard("s1", "Ferry", None, None, ()), articles)


def after(calls: int) -> Callable[[], bool]:
    """Asks to stop from that call on."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def test_every_part_is_there_and_names_passages_of_the_story() -> None:
    found = compare(story(*ferry()))
    known = {p.id for a in ferry() for p in a.passages}
    assert found.story == "s1"
    assert found.links and found.only and found.missing
    assert {key for link in found.links for key in (link.a, link.b)} <= known
    assert set(found.only) <= known - set(found.partners)
    assert {value.passage for figure in found.figures for value in figure.values} <= known
    assert {variant.passage for quote in found.quotes for variant in quote.variants} <= known


def test_the_same_story_gives_the_same_comparison() -> None:
    assert compare(story(*ferry())) == compare(story(*ferry()))


def test_a_story_of_one_article_has_nothing_to_compare() -> None:
    found = compare(story(ferry()[0]))
    assert (found.links, found.only, found.missing) == ((), (), ())


def test_what_is_kept_apart_from_all_who_tell_it_is_missing() -> None:
    a, b, c = ferry()
    met = [next(p.id for p in one.passages if "aground" in p.text) for one in (a, b, c)]
    assert not any(
        gap.outlet == c.outlet_name and met[0] in gap.passages for gap in compare(story(a, b, c)).missing
    )
    locks = [Lock(key, met[2], LockKind.NEVER) for key in met[:2]]
    found = compare(story(a, b, c), locks=locks)
    assert any(gap.outlet == c.outlet_name and met[0] in gap.passages for gap in found.missing)


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_an_interrupted_comparison_is_not_taken_for_a_whole_one(calls: int) -> None:
    with pytest.raises(CancelledError):
        compare(story(*ferry()), after(calls))
