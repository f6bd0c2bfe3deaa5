"""The aligned table: every passage once, partners on one row, the base's order kept."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from index.table import table
from tests.tui.made import article, comparison

A = article("alpha", "One. Two. Three", title="Head")
B = article("beta", "Drei. Neu. Eins")


def test_partners_share_a_row_though_they_cross() -> None:
    rows = table((A, B), comparison(("alpha.1.1", "beta.1.2"), ("alpha.1.3", "beta.1.0")))
    assert [row.cells for row in rows] == [
        ((0,), ()),
        ((1,), (2,)),
        ((2,), ()),
        ((3,), (0,)),
        ((), (1,)),
    ]


def test_the_best_partner_decides() -> None:
    rows = table((A, B), comparison(("alpha.1.1", "beta.1.0", 0.4), ("alpha.1.2", "beta.1.0", 0.9)))
    assert ((2,), (0,)) in [row.cells for row in rows]


def test_another_base_gives_another_order() -> None:
    rows = table((A, B), comparison(("alpha.1.1", "beta.1.2"), ("alpha.1.3", "beta.1.0")), base=1)
    assert [row.cells[1] for row in rows if row.cells[1]] == [(0,), (1,), (2,)]


def test_nothing_gives_nothing() -> None:
    assert table((), comparison()) == ()


def test_thousands_of_passages_take_no_time() -> None:
    long, other = (
        article(name, ". ".join(f"{name} {n}" for n in range(3000))) for name in ("gamma", "delta")
    )
    long.passages, other.passages  # noqa: B018  (cut into sentences before the clock runs)
    start = process_time()
    rows = table((long, other), comparison(("gamma.1.2999", "delta.1.0")))
    # Some 15 ms; with a search for each row among all rows it is seconds.
    assert process_time() - start < 0.5
    assert [row.cells for row in rows[2998:3001]] == [((2998,), ()), ((2999,), (0,)), ((), (1,))]


ids = st.sampled_from([p.id for p in A.passages[1:]] + [p.id for p in B.passages])


@given(st.lists(st.tuples(ids, ids, st.floats(0, 1)), max_size=12), st.integers(0, 1))
def test_every_passage_stands_exactly_once(pairs: list[tuple[str, str, float]], base: int) -> None:
    rows = table((A, B), comparison(*pairs), base)
    for column, whole in enumerate((A, B)):
        found = [index for row in rows for index in row.cells[column]]
        assert sorted(found) == list(range(len(whole.passages)))
