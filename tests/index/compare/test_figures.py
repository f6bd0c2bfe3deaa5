"""Figures to compare across outlets: what is held together, and what must not be."""

from __future__ import annotations

from index.compare.figures import figures
from index.compared import Figure
from index.model import Article
from tests.index.compare.invented import article, link


def _shown(found: tuple[Figure, ...]) -> list[Figure]:
    return [figure for figure in found if figure.verdict != "equal"]


def _pair(left: str, right: str) -> tuple[Figure, ...]:
    a, b = article("Alpha", left), article("Beta", right)
    return figures((a, b), [link(a, 0, b, 0)])


def test_different_counts_of_the_same_dead_are_one_row_with_a_value_for_each_outlet() -> None:
    a = article("Alpha", "The ferry fire off Brindle Point killed 14 people on Monday.")
    b = article("Beta", "On Monday 14 people died in the ferry fire off Brindle Point.")
    c = article(
        "Gamma", "The blaze on the ferry off Brindle Point left some 17 dead, the harbour master said."
    )
    found = figures((a, b, c), [link(a, 0, b, 0), link(a, 0, c, 0), link(b, 0, c, 0)])
    (row,) = _shown(found)
    assert row.verdict == "clash"
    assert [(value.outlet, value.value) for value in row.values] == [
        ("Alpha", "14"),
        ("Beta", "14"),
        ("Gamma", "17"),
    ]
    assert row.values[2].text == "some 17 dead"
    assert row.values[2].passage == c.passages[0].id


def test_equal_values_are_kept_but_ranked_last() -> None:
    a = article("Alpha", "The dam holds 40 turbines and cost $3 million to repair in the winter.")
    b = article("Beta", "The dam, which holds 40 turbines, cost $5 million to repair in the winter.")
    assert [figure.verdict for figure in figures((a, b), [link(a, 0, b, 0)])] == ["clash", "equal"]


def test_clashes_come_before_bounds_before_roundings() -> None:
    a = article(
        "Alpha",
        "The quake in Orvel destroyed 300 wooden barns.",
        "Rescue teams in Orvel searched at least 12 flooded mines.",
        "The Orvel hospital treated 40 injured children.",
    )
    b = article(
        "Beta",
        "The quake in Orvel destroyed 304 wooden barns.",
        "Rescue teams in Orvel searched 15 flooded mines.",
        "The Orvel hospital treated 55 injured children.",
    )
    found = figures((a, b), [link(a, place, b, place) for place in range(3)])
    assert [figure.verdict for figure in found] == ["clash", "bound", "rounding"]


def test_things_of_another_kind_are_not_held_together() -> None:
    assert _pair("The storm over Lund killed 21 people.", "The storm over Lund hit at least 21 cities.") == ()
    assert not _shown(
        _pair("The storm over Lund killed 21 people.", "The storm over Lund injured 60 people.")
    )
    assert not _shown(
        _pair("Two senior officials in Lund resigned.", "Three former officials in Lund resigned.")
    )
    assert not _shown(
        _pair("Four men accused the mayor of Lund.", "Two other men accused the mayor of Lund.")
    )


def test_a_value_the_other_article_gives_elsewhere_is_no_clash() -> None:
    a = article("Alpha", "Gunners over Tarn harbour shot down 18 drones overnight.")
    b = article(
        "Beta",
        "Gunners over Tarn harbour shot down two drones overnight.",
        "In all, 18 drones were lost, the port said.",
    )
    assert _shown(figures((a, b), [link(a, 0, b, 0)])) == []


def test_sentences_that_share_nothing_but_the_unit_are_no_row() -> None:
    assert not _shown(
        _pair("Unemployment in Norvik fell to 4 percent.", "The choir sold 80 percent of its tickets.")
    )


def test_a_clash_is_found_without_a_link_only_where_the_words_leave_little_doubt() -> None:
    a = article("Alpha", "The collapse of the Merrow viaduct killed nine people near Saltby.")
    b = article("Beta", "Near Saltby 12 people died when the Merrow viaduct collapsed.")
    (row,) = _shown(figures((a, b), []))
    assert [value.value for value in row.values] == ["9", "12"]
    c = article("Gamma", "A bus crash in the capital killed 12 people.")
    assert figures((a, c), []) == ()


def _days(left: str, right: str, *, day: str | None = None) -> list[str]:
    a, b = article("Alpha", left, day=day), article("Beta", right, day=day)
    found = figures((a, b), [link(a, 0, b, 0)])
    return [figure.verdict for figure in found if figure.values[0].unit == "day"]


def test_one_event_on_two_weekdays_is_a_clash() -> None:
    left = "On Sunday evening a balloon was shot down over Karsk, near the old fort."
    right = "Guns shot down a balloon over Karsk on Thursday evening."
    assert _days(left, right) == ["clash"]


def test_two_events_on_two_weekdays_are_none() -> None:
    left = "The raid on the Karsk palace happened on Wednesday, officials said."
    right = "A spokesman on Thursday accused the navy of the raid on the Karsk palace."
    assert _days(left, right) == []
    said = "Police in Karsk said on Sunday that the gunman fired ten shots."
    assert _days("Police in Karsk said on Friday that the gunman fired ten shots.", said) == []


def test_a_day_dates_the_verb_nearest_to_it() -> None:
    left = "The mayor of Karsk was ousted on Saturday by the town council after the flood."
    assert _days(left, "The mayor of Karsk was ousted on Sunday by the town council after the flood.") == [
        "clash"
    ]
    right = "Ousted Mayor Ada Brook of Karsk was on the old town fort on Sunday after the flood."
    assert _days(left, right) == []


def test_a_date_and_its_weekday_are_one_day() -> None:
    left = "The tower in Karsk collapsed on May 3 during a storm."
    right = "The tower in Karsk collapsed on Wednesday during a storm."
    assert _days(left, right, day="2023-05-05") == ["equal"]
    assert _days(left, right) == []  # without a year nobody knows the weekday


def test_nothing_to_compare_gives_nothing() -> None:
    empty: list[Article] = []
    assert figures(empty, []) == ()
    assert figures([article("Alpha", "No number here.")], []) == ()


def test_a_long_list_is_compared_along_its_links_only() -> None:
    names = ("Alpha", "Beta")
    a, b = (
        article(name, *(f"The yard in Bergen sold {n} boats to dealers." for n in range(400)))
        for name in names
    )
    found = figures((a, b), [link(a, 7, b, 7)])
    assert len(found) == 1 and found[0].verdict == "equal"
    assert [value.text for value in found[0].values] == ["7 boats", "7 boats"]


def test_a_row_is_named_after_the_place_and_not_after_the_adjective() -> None:
    a = article("a", ["At least 12 people were killed in Russian shelling of Kherson on Monday."])
    b = article("b", ["Officials in Kherson said the Russian shelling killed 15 people on Monday."])
    (row,) = [one for one in figures([a, b], ()) if one.verdict != "equal"]
    assert row.what == "people dead, Kherson"


def test_a_name_at_the_beginning_of_a_sentence_is_one_where_the_story_names_it_elsewhere() -> None:
    told = "{} has worked at the old mill for {} years."
    left, right = told.format("Dorsey", 37), told.format("Ryan", 30)
    assert [row.what.split(",")[0] for row in _pair(left, right)] == ["duration"]
    a = article("Alpha", left, "The fire reached Dorsey before 2 alarms.")
    b = article("Beta", right, "The fire reached Ryan before 3 alarms.")
    found = figures((a, b), [link(a, 0, b, 0)])
    assert not [row for row in found if row.what.startswith("duration")]


def test_police_and_organisers_count_a_crowd_and_the_row_says_so() -> None:
    told = "The rally in Lund drew 20,000 people, police said."
    called = "Organisers said 75,000 people joined the rally in Lund."
    (row,) = _shown(_pair(told, called))
    assert (row.what, row.verdict) == ("people, Lund, told by police and organisers", "clash")
    assert not _shown(_pair(told, called.replace("Organisers said", "Police said")))
    assert not _shown(_pair(told, called.replace("said", "expect")))
    assert not _shown(figures((article("Alpha", told), article("Beta", called)), []))
    (row,) = _shown(_pair("A crowd of 20,000 was at the rally in Lund, police said.", called))
    assert row.what == "people, Lund, told by police and organisers"


def test_an_aside_ends_at_the_comma_of_its_own_clause() -> None:
    told = "In the Lund blaze 24 people, {}, were wounded in the hall."
    right = "The Lund blaze wounded 31 people in the hall."
    aside, clause = "including 10 children", "most of whom wept when help came"
    assert [row.what.partition(",")[0] for row in _shown(_pair(told.format(aside), right))] == ["people hurt"]
    assert _pair(told.format(clause), right) != _pair(told.format(aside), right)


def test_anybody_may_be_told_as_men_but_not_as_children() -> None:
    left = "Police arrested three {} after the raid on the Lund bank."
    right = "Four people were arrested after the raid on the Lund bank."
    assert _shown(_pair(left.format("men"), right))
    assert not _shown(_pair(left.format("children"), right))


def test_an_if_tells_only_of_numbers_in_its_own_clause() -> None:
    right = "The quake in Lund killed 52 people in the old town."
    killed = "the quake in Lund killed 40 people in the old town"
    assert _shown(_pair(f"It is unknown if he lived, but {killed}.", right))
    assert not _shown(_pair(f"It is unknown if {killed}.", right))
