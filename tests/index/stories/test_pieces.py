"""How alike articles must be hangs on how much else there is around them."""

from __future__ import annotations

import random
from collections.abc import Sequence, Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.stories import pieces
from index.stories.grouper import Grouper
from index.stories.pieces import Edges, Level, Piece
from index.stories.profile import Profile, profile
from tests.index.stories.test_grouper import article, date, parts


def graph(*edges: tuple[int, int, float]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {}
    for one, other, likeness in edges:
        found.setdefault(one, {})[other] = likeness
        found.setdefault(other, {})[one] = likeness
    return found


def small(edges: Edges, start: int, *, quiet: bool = False, but: Set[int] = frozenset()) -> Piece | None:
    def edges_of(numbers: Sequence[int]) -> Edges:
        return edges

    def allowed(level: Level, numbers: Set[int]) -> bool:
        return quiet or level is not pieces.QUIET

    return pieces.small(edges_of, start, 1.0, allowed, but)


def test_a_few_articles_that_stand_alone_are_asked_for_less() -> None:
    pair = graph((0, 1, 0.7))
    assert small(pair, 0) == Piece({0, 1}, 0.67)
    assert small(pair, 0, quiet=True) == Piece({0, 1}, pieces.QUIET.share)


def test_amid_many_others_the_full_likeness_is_asked_for() -> None:
    chain = graph(*((number, number + 1, 0.95) for number in range(12)))
    assert small(chain, 5) is None
    # Without the one in the middle the rest is few enough.
    assert small(chain, 0, but={6}) == Piece({0, 1, 2, 3, 4, 5}, 0.93)


def test_pieces_that_a_person_has_tied_together_become_one() -> None:
    found = [Piece({1, 2}, 0.2), Piece({3}, 0.3), Piece({4, 5}, 0.1)]
    assert pieces.merged(found, {2: "s", 4: "s"}) == [Piece({3}, 0.3), Piece({1, 2, 4, 5}, 0.2)]
    assert pieces.merged(found, {2: "s", 4: "other"}) == found


NAMES = ["Norwich", "Calder", "Lund", "Tarn", "Osk", "Pell", "Ravel", "Senn", "Tivoli", "Ulm", "Verd", "Wick"]


def told(place: str, other: str, day: int) -> Profile:
    text = f"The council of {place} met on the bridge question. A vote about {other} was close."
    return profile(article(f"{place} votes", text, date(2024, 5, day)))


def test_what_was_grouped_in_quiet_days_is_looked_at_again_when_they_fill_up() -> None:
    alike = [("a1", told("Norwich", "Lund", 6)), ("a2", told("Calder", "Tarn", 6))]
    rest = [(f"b{n}", told(NAMES[n % 12], NAMES[-1 - n % 12], 6 + n % 4)) for n in range(24)]
    assert len(parts(Grouper().place(alike))) == 1
    at_once = parts(Grouper().place([*alike, *rest]))
    grouper, stories = Grouper(), {}
    for one in [*alike, *rest]:
        stories.update({m.article: m.story for m in grouper.place([one])})
    assert parts(stories) == at_once
    assert not any({"a1", "a2"} <= group for group in at_once)


@pytest.mark.parametrize("seed", range(4))
def test_headlines_in_any_order_give_the_same_stories(seed: int) -> None:
    rng = random.Random(seed)
    articles = []
    for number in range(60):
        event = random.Random(f"{seed} {number % 20}")
        names = event.sample(NAMES, 3)
        title = " ".join(
            rng.sample([*names, event.choice(["strike", "vote", "fire", "storm"]), "council"], 4)
        )
        articles.append((f"a{number}", profile(article(title, "", date(2024, 5, event.randrange(1, 25))))))
    at_once = parts(Grouper().place(articles))
    assert any(len(group) > 1 for group in at_once)
    rng.shuffle(articles)
    grouper, stories = Grouper(), {}
    while articles:
        size = rng.choice([1, 1, 5])
        batch, articles = articles[:size], articles[size:]
        stories.update({m.article: m.story for m in grouper.place(batch)})
    assert parts(stories) == at_once


NUMBERS = st.sets(st.integers(0, 12), min_size=1, max_size=4)


@given(
    st.lists(st.builds(Piece, NUMBERS, st.sampled_from([0.1, 0.2, 0.3])), max_size=8),
    st.dictionaries(st.integers(0, 12), st.sampled_from("st"), max_size=6),
)
def test_merged_pieces_are_apart_and_ask_for_no_less(found: list[Piece], ties: dict[int, str]) -> None:
    whole = pieces.merged(found, ties)
    members = [number for piece in whole for number in piece.members]
    assert len(members) == len(set(members))
    assert set(members) == {number for piece in found for number in piece.members}
    for piece in found:
        (home,) = [one for one in whole if one.members & piece.members]
        assert piece.members <= home.members
        assert piece.bar <= home.bar
    names = [{ties[number] for number in piece.members if number in ties} for piece in whole]
    assert sum(map(len, names)) == len(set().union(*names))
