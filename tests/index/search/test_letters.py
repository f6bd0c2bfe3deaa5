"""What is asked of many short pieces at once is what Python says of each."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from index.search import letters
from index.search.slots import Keys


def packed(pieces: list[bytes]) -> Keys:
    return np.array(pieces, "S16").view(np.uint64).reshape(-1, 2)


_PIECES = st.lists(
    st.text("aZ059mUSs-'’.é@[`{/:", min_size=1, max_size=16)
    .map(str.encode)
    .filter(lambda one: len(one) <= 16),
    min_size=1,
)


@given(_PIECES)
@example([b"a-b", b"-ab", b"ab-", b"a--b", b"abcdefg-h", b"abcdefg--h", b"abcdefgh-i", b"abcdefghijklmno-"])
def test_kinds(pieces: list[bytes]) -> None:
    kinds = letters.Kinds(packed(pieces))
    assert kinds.plain.tolist() == [piece.isalnum() for piece in pieces]
    hyphened = [b"-" in piece and all(map(bytes.isalnum, piece.split(b"-"))) for piece in pieces]
    assert kinds.hyphened.tolist() == hyphened
    for piece, is_plain, small, initials in zip(
        pieces, kinds.plain, kinds.small.view("S16").ravel().tolist(), kinds.initials, strict=True
    ):
        if is_plain:
            assert small == piece.lower()
            assert initials == piece.isupper() or len(piece) > 8
    assert letters.are_ascii(packed(pieces)).tolist() == [piece.isascii() for piece in pieces]
    assert letters.sizes(packed(pieces)).tolist() == list(map(len, pieces))


@given(_PIECES)
@example([b"ab's", b"ab'S", "ab’s".encode(), b"abs", b"s", b"x's", b"'s"])
def test_possessives(pieces: list[bytes]) -> None:
    every = packed(pieces)
    bare = letters.first_of(every, letters.bare_sizes(every, letters.sizes(every))).view("S16").ravel()
    for piece, found in zip(pieces, bare.tolist(), strict=True):
        expected = piece
        for mark in ("'s", "’s"):
            if piece.lower().endswith(mark.encode()):
                expected = piece[: -len(mark.encode())]
        assert found == (expected or piece)
