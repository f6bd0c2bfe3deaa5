"""How likely two different values are of one thing."""

from __future__ import annotations

import pytest

from index.compare.figure_weights import WEIGHTS
from index.compare.figures import Finder, figures
from index.compare.sameness import Evidence
from index.model import Article
from tests.index.compare.invented import article, link

_LEFT = "The fire in the Lund dye works killed 14 people and hurt 30 before dawn."
_RIGHT = "The fire in the Lund dye works killed 17 people and hurt 30 before dawn."


def _evidence(left: Article, right: Article) -> Evidence:
    finder = Finder((left, right), [link(left, 0, right, 0)])
    (a, *_), (b, *_) = (finder.mentions_of(one.passages[0].id) for one in (left, right))
    return finder.evidence(a, b)


def test_there_is_a_weight_for_each_fact_and_a_constant() -> None:
    assert len(WEIGHTS) == len(Evidence._fields) + 1


def test_what_is_known_of_two_values() -> None:
    found = _evidence(article("Alpha", _LEFT), article("Beta", _RIGHT))
    assert (found.kinds, found.close, found.linked, found.fate, found.before) == (0, 1, 1, 1, 2)
    assert (found.agreeing, found.percent, found.age, found.points, found.crowd) == (1, 0, 0, 0, 0)
    assert not any((found.strange, found.polled, found.other, found.open, found.opposed, found.apart))
    assert 0 < found.like <= 1
    assert _evidence(article("Alpha", _LEFT.replace("14", "140")), article("Beta", _RIGHT)).close == 0


def test_an_article_with_many_values_of_a_kind_says_less_of_each() -> None:
    others = [
        f"The fire of {year} in the valley killed {dead} people." for year, dead in ((1911, 3), (1932, 8))
    ]
    found = _evidence(article("Alpha", _LEFT, *others), article("Beta", _RIGHT))
    assert found.kinds > 1


@pytest.mark.parametrize(
    ("fact", "left", "right"),
    [
        ("strange", "At a dye works in Brindle a fire killed 14 people.", _RIGHT),
        ("polled", "In a poll 41 percent want the bridge in Lund.", "In Lund 38 percent want the bridge."),
        ("other", "Last year the fire in the Lund dye works killed 14 people.", _RIGHT),
        ("open", "Lund needs 30 boats for the ferry.", "The ferry of Lund should have 25 boats."),
        ("opposed", "Shares of the Lund mill rose to $14.", "Shares of the Lund mill fell to $12."),
        ("bounded", "The fire in the Lund dye works killed about 14 people.", _RIGHT),
    ],
)
def test_words_that_tell_two_things_from_one(fact: str, left: str, right: str) -> None:
    found = _evidence(article("Alpha", left), article("Beta", right))
    assert getattr(found, fact) == 1
    plain = _evidence(article("Alpha", _LEFT), article("Beta", _RIGHT))
    assert getattr(plain, fact) == 0


def test_a_name_that_the_other_article_has_anywhere_is_not_strange() -> None:
    left = article("Alpha", "At a dye works in Brindle a fire killed 14 people.")
    right = article("Beta", _RIGHT, "The works stand at the harbour of Brindle.")
    assert _evidence(left, right).strange == 0


def test_days_between_two_articles() -> None:
    left = article("Alpha", _LEFT, day="2023-05-05")
    later = (article("Beta", _RIGHT, day=day) for day in ("2023-05-06", "2023-05-07"))
    assert [_evidence(left, right).apart for right in later] == [False, True]


def test_more_values_of_a_kind_in_one_passage() -> None:
    crowded = _LEFT.replace("30 before dawn", "30 before dawn, where a fire had killed 12 people")
    assert _evidence(article("Alpha", crowded), article("Beta", _RIGHT)).crowd == 1


def test_a_value_joins_a_row_only_if_it_can_be_of_one_thing_with_all_of_it() -> None:
    a, b = article("Alpha", _LEFT), article("Beta", _LEFT.replace("Lund dye", "old dye"))
    c = article(
        "Gamma", "In the fire of the old dye works 9,000 people were killed, a letter of the king said."
    )
    rows = figures((a, b, c), [link(a, 0, b, 0), link(b, 0, c, 0)])
    assert all(len({value.outlet for value in row.values} & {"Alpha", "Gamma"}) < 2 for row in rows)


def test_a_month_and_a_bound_are_no_words_of_what_may_be_or_rose() -> None:
    left = article("Alpha", "The fire in the Lund dye works killed up to 14 people on May 3.")
    right = article("Beta", "The fire in the Lund dye works killed 17 people on May 3, down from 20.")
    found = _evidence(left, right)
    assert (found.open, found.opposed) == (0, 0)


@pytest.mark.parametrize(
    ("told", "strange"), [("The Annual Fair was held.", 1), ("It was Ann who led it.", 0)]
)
def test_a_name_is_looked_for_as_a_whole_word(told: str, strange: int) -> None:
    a = article("Alpha", "At the fair in Lund young Ann sold 14 boats.")
    b = article("Beta", "At the fair in Lund they sold 17 boats.", told)
    assert _evidence(a, b).strange == strange
