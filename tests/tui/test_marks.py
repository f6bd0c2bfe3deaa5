"""The gutter's marks."""

from __future__ import annotations

from dataclasses import replace

from tests.tui.made import article, comparison
from tui.marks import ASCII, UNICODE, Told, mark

A = article("alpha", "One. Two. Three. Four", title="Head")
B = article("beta", "One. Two")
C = article("gamma", "One")
LINKS = comparison(
    ("alpha.1.1", "beta.1.0"),
    ("alpha.1.1", "gamma.1.0"),
    ("alpha.1.2", "beta.1.1"),
    only=("alpha.1.3",),
    differing=("alpha.1.2",),
)


def test_all_some_only_and_unclear() -> None:
    told = mark((A, B, C), LINKS).told
    assert [told.get(f"alpha.1.{i}") for i in range(5)] == [
        None,
        Told.ALL,
        Told.SOME,
        Told.ONLY,
        Told.UNCLEAR,
    ]


def test_two_articles_of_one_outlet_count_once() -> None:
    again = replace(article("delta", "One"), outlet="Alpha")
    told = mark((A, again), comparison(("alpha.1.1", "delta.1.0"))).told
    assert told["alpha.1.1"] is Told.UNCLEAR


def test_a_difference_comes_before_a_note() -> None:
    marks = mark((A, B, C), LINKS)
    assert marks.second("alpha.1.2", UNICODE) == "≠"
    assert marks.second("alpha.1.1", UNICODE) == " "


def test_every_sign_is_one_cell() -> None:
    from rich.cells import cell_len

    for signs in (UNICODE, ASCII):
        single = [*signs.told.values(), signs.differs, signs.quoted, signs.noted, signs.rule, signs.thumb]
        assert all(
            cell_len(sign) == 1 for sign in [*single, signs.partner, signs.gap, signs.unread, signs.marked]
        )
    assert all(sign.isascii() for sign in ASCII.told.values())
