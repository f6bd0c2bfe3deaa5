"""A table of numbers without objects keeps what a dictionary keeps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.hashes import MASK, Hashes

# Few slots, many collisions; and numbers of any size and sign, as `hash` gives them.
_KEYS = st.one_of(
    st.integers(1, 40).map(lambda n: n << 12), st.integers(-(2**63), 2**63 - 1).filter(lambda n: n & MASK)
)


@given(st.lists(st.tuples(_KEYS, st.integers(-(2**63), 2**63 - 1)), max_size=60))
def test_it_keeps_what_a_dictionary_keeps(pairs: list[tuple[int, int]]) -> None:
    table, known = Hashes(), dict[int, int]()
    for key, value in pairs:
        assert (key in table) == (key & MASK in known)
        assert table.setdefault(key, value) == known.setdefault(key & MASK, value & MASK)
    assert len(table) == len(known)


def test_it_grows() -> None:
    table = Hashes()
    for number in range(5_000):
        assert table.setdefault(hash(str(number)), number) == number
    assert len(table) == 5_000
    assert all(table.setdefault(hash(str(number)), -1) == number for number in range(5_000))
    assert 0 not in table
    assert table.setdefault(0, 3) == 3
    assert 0 in table
