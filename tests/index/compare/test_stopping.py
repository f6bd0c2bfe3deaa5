"""Stopping: every part of a comparison asks, often, and stops at the first yes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.compare import align, coverage, figures, pairs, quotes, standing, statements
from index.compare.compare import compare
from index.compare.stopping import watched
from index.errors import CancelledError
from index.model import Article, Story, StoryCard
from tests.index.compare.telling import article, ferry

STORY = ferry()
LINKS = align.links(STORY)


def yes() -> bool:
    return True


def story(articles: tuple[Article, ...]) -> Story:
    return Story(StoryCard("s1", "Ferry", None, None, ()), articles)


def big() -> tuple[Article, ...]:
    """Six outlets with as many figures and quotes as sentences."""
    return tuple(
        article(
            f"o{n}",
            *([f"“The ferry will sail {k} times a day from pier {n},” Tom Berg said."] for k in range(20)),
        )
        for n in range(6)
    )


@pytest.mark.parametrize(
    "part",
    [
        lambda: statements.statements(STORY, yes),
        lambda: pairs.candidates(statements.statements(STORY), yes),
        lambda: standing.standings(
            found := pairs.candidates(statements.statements(STORY)), [0.0] * len(found), yes
        ),
        lambda: align.chosen(align.judged(STORY), yes),
        lambda: figures.figures(STORY, LINKS, yes),
        lambda: quotes.quotes(STORY, LINKS, yes),
        lambda: coverage.only(STORY, LINKS, cancelled=yes),
        lambda: coverage.missing(STORY, LINKS, (), yes),
    ],
)
def test_every_part_asks(part: Callable[[], object]) -> None:
    with pytest.raises(CancelledError):
        part()


def test_a_big_comparison_stops_at_the_first_yes_and_asks_often() -> None:
    questions = 0

    def never() -> bool:
        nonlocal questions
        questions += 1
        return False

    compare(story(big()), never)
    assert questions > 50
    for calls in {questions * part // 7 for part in range(7)}:
        asked = 0

        def later(calls: int = calls) -> bool:
            nonlocal asked
            asked += 1
            return asked > calls

        with pytest.raises(CancelledError):
            compare(story(big()), later)
        assert asked == calls + 1


def test_watching_changes_nothing() -> None:
    assert list(watched(range(5), None)) == list(watched(range(5), lambda: False, 2)) == list(range(5))
