"""What the words beside a number say of it: which different values may be of one thing."""

from __future__ import annotations

import pytest

from index.compare.figures import figures
from tests.index.compare.invented import article, link


def _differ(left: str, right: str, *, day: str | None = None) -> bool:
    """Whether linked sentences give a row of differing values."""
    a, b = article("Alpha", left, day=day), article("Beta", right, day=day)
    rows = figures((a, b), [link(a, 0, b, 0)])
    return any(row.verdict != "equal" and row.values[0].unit != "day" for row in rows)


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        (  # a part and all
            "Moss of the Lund club threw 28 long passes in the wet final.",
            "Moss of the Lund club threw 31 long passes in the wet final.",
            "Moss of the Lund club threw the first 17 long passes in the wet final.",
        ),
        (
            "The storm over Lund sank 12 fishing boats in the old harbour.",
            "The storm over Lund sank 14 fishing boats in the old harbour.",
            "The storm over Lund sank three of the fishing boats in the old harbour.",
        ),
        (  # so long, and so far off
            "The dean ran the Lund choir for 15 years before the flood closed the hall.",
            "The dean ran the Lund choir for 12 years before the flood closed the hall.",
            "The dean left the Lund choir 12 years ago when the flood closed the hall.",
        ),
        (  # measured from another place
            "The quake off the coast was centred 13 miles east of Saltby on the shelf.",
            "The quake off the coast was centred 17 miles east of Saltby on the shelf.",
            "The quake off the coast was centred 17 miles south-west of Brindle on the shelf.",
        ),
        (  # another way of it
            "The new stone bridge in Lund harbour is 300 feet long.",
            "The new stone bridge in Lund harbour is 330 feet long.",
            "The new stone bridge in Lund harbour is 330 feet wide.",
        ),
        (  # of something else
            "A survey of Lund found that 65 percent of the ferries to the islands were late.",
            "A survey of Lund found that 71 percent of the ferries to the islands were late.",
            "A survey of Lund found that 71 percent of shops near the ferries were late.",
        ),
        (  # once, and each year
            "The Lund council pays $20 million for the new harbour ferry contract.",
            "The Lund council pays $25 million for the new harbour ferry contract.",
            "The Lund council pays $2 million a year for the new harbour ferry contract.",
        ),
        (  # children are a part of the people
            "The blaze in the Lund dye works killed 14 people before dawn.",
            "The blaze in the Lund dye works killed 17 people before dawn.",
            "The blaze in the Lund dye works killed six children before dawn.",
        ),
        (  # soldiers, and soldiers with others
            "The shelling of the Lund border post killed 34 soldiers before dawn.",
            "The shelling of the Lund border post killed 36 soldiers before dawn.",
            "The shelling of the Lund border post killed 36 people before dawn.",
        ),
        (  # what would be, and what is
            "The Lund mill added 158 jobs a month in the average of the year.",
            "The Lund mill added 140 jobs a month in the average of the year.",
            "If the Lund mill adds 140 jobs a month, the average of the year is kept.",
        ),
        (  # another quarter
            "The Lund mill lost $30 million in the third quarter as orders for cloth fell.",
            "The Lund mill lost $36 million in the third quarter as orders for cloth fell.",
            "The Lund mill lost $36 million in the fourth quarter as orders for cloth fell.",
        ),
        (  # another day
            "The raid on the Lund bank hurt nine guards on Sunday evening.",
            "The raid on the Lund bank hurt seven guards on Sunday evening.",
            "The raid on the Lund bank hurt seven guards on Wednesday evening.",
        ),
        (  # a difference
            "The Lund mill hired 300 new weavers in the spring, its owner said.",
            "The Lund mill hired 340 new weavers in the spring, its owner said.",
            "The Lund mill hired 340 fewer weavers in the spring, its owner said.",
        ),
        (  # foreseen
            "The flood in the valley has killed 14 people in Lund.",
            "The flood in the valley has killed 19 people in Lund.",
            "A model predicts that the flood in the valley kills 19 people in Lund.",
        ),
        (  # a part and what stands beside it
            "The Lund court sent home 24 envoys before the hearing.",
            "The Lund court sent home 27 envoys and six clerks before the hearing.",
            "The Lund court sent home 18 envoys and six clerks before the hearing.",
        ),
        (  # who live there
            "The flood in the valley killed 14 people in Lund.",
            "The flood in the valley killed 19 people in Lund.",
            "The flood in the valley hit Lund, a town of 15,000 people.",
        ),
    ],
)
def test_different_values_of_one_thing_are_a_row_and_those_of_two_things_are_none(
    left: str, right: str, other: str
) -> None:
    assert _differ(left, right)
    assert not _differ(left, other)


def test_more_is_asked_where_one_sentence_tells_of_another_year() -> None:
    left = "The flood closed 14 bridges near Brindle and left the coast road under water."
    right = "In Brindle the flood had closed 17 bridges in 2003, older men recall."
    assert _differ(left, right.replace(" in 2003", ""), day="2024-01-05")
    assert not _differ(left, right, day="2024-01-05")
    assert _differ(left, right, day="2003-12-28")


def test_values_that_a_third_article_gives_both_are_of_two_things() -> None:
    a = article("Alpha", "The raiders of the Lund armoury took seven rifles in the night.")
    b = article("Beta", "The raiders of the Lund armoury took three rifles in the night.")
    c = article("Gamma", "They took seven rifles, and from the yard of the armoury three rifles.")
    d = article("Gamma", "They took seven rifles, the guard said, who earlier had spoken of three rifles.")
    assert figures((a, b), [link(a, 0, b, 0)])[0].verdict == "clash"
    assert all(row.verdict == "equal" for row in figures((a, b, c), [link(a, 0, b, 0)]))
    assert figures((a, b, d), [link(a, 0, b, 0)])[0].verdict == "clash"


def test_a_day_in_front_of_a_clause_of_its_own_does_not_date_the_verb_of_that() -> None:
    a = article("Alpha", "Residents who fled the Lund fire on Friday night have returned to their homes.")
    b = article("Beta", "All residents of the street had returned to their homes by Saturday evening.")
    assert all(row.verdict == "equal" for row in figures((a, b), [link(a, 0, b, 0)]))


def test_a_death_penalty_is_no_death() -> None:
    left = "The jury in Lund was split: nine for the death penalty, it was said."
    right = "The jury in Lund was split: three for the death penalty, it was said."
    assert not _differ(left, right)
