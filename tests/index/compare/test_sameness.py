"""How likely two different values are of one thing."""

from __future__ import annotations

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
    assert (found.kinds, found.close, found.lead, found.linked, found.fate) == (0, 1, 1, 1, 1)
    assert (found.agreeing, found.percent, found.money, found.age, found.points) == (1, 0, 0, 0, 0)
    assert 0 < found.like <= 1
    assert _evidence(article("Alpha", _LEFT.replace("14", "140")), article("Beta", _RIGHT)).close == 0


def test_an_article_with_many_values_of_a_kind_says_less_of_each() -> None:
    others = [
        f"The fire of {year} in the valley killed {dead} people." for year, dead in ((1911, 3), (1932, 8))
    ]
    found = _evidence(article("Alpha", _LEFT, *others), article("Beta", _RIGHT))
    assert found.kinds > 1


def test_a_value_joins_a_row_only_if_it_can_be_of_one_thing_with_all_of_it() -> None:
    a, b = article("Alpha", _LEFT), article("Beta", _LEFT.replace("Lund dye", "old dye"))
    c = article(
        "Gamma", "In the fire of the old dye works 9,000 people were killed, a letter of the king said."
    )
    rows = figures((a, b, c), [link(a, 0, b, 0), link(b, 0, c, 0)])
    assert all(len({value.outlet for value in row.values} & {"Alpha", "Gamma"}) < 2 for row in rows)
