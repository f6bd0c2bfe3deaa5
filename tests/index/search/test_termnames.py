"""Names of terms in one order, short ones as numbers and long ones among them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from index.search.termnames import Names, in_one_order

_NAME = st.binary(max_size=30) | st.sampled_from([b"a" * 23, b"a" * 24, b"a" * 25, b"a" * 24 + b"\0"])


@given(st.lists(st.lists(_NAME, unique=True), max_size=3))
@example([[b"a\0\2", b"a\0", b"a" * 30, b"a\0\1b"], [b"a" * 30, b"a\0\2"]])
def test_in_one_order(each: list[list[bytes]]) -> None:
    collections = [Names.of(names) for names in each]
    assert [names.listed() for names in collections] == each
    together, ranks = in_one_order(collections)
    assert together == sorted({name for names in each for name in names})
    assert [[together[at] for at in rank] for rank in ranks] == each
