"""Many words at once have the stems that each has by itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import porter
from index.search import letters, stemming

_DOCS = Path(__file__).parents[3] / "docs"
_BEGINNINGS = ["", "a", "y", "b", "at", "bl", "iz", "hop", "by", "tr", "oy", "ll", "tt", "rel", "activ", "1o"]
_ENDINGS = sorted(
    {"s", "sses", "ies", "ss", "eed", "ed", "ing", "y", "e", "l", "ll", "at", "bl", "iz", "tt", "zz"}.union(
        suffix
        for step in (porter.STEP_2, porter.STEP_3, porter.STEP_4)
        for rules in step.values()
        for suffix, _ in rules
    )
)


def stems(words: Iterable[str]) -> dict[str, str]:
    some = sorted({word for word in words if 0 < len(word) <= stemming.LONGEST})
    packed = np.array(some, f"S{stemming.LONGEST}").view(np.uint64).reshape(-1, 2)
    found, sizes = stemming.stems(packed, letters.sizes(packed))
    written = [stem.decode() for stem in found.view(f"S{stemming.LONGEST}").ravel().tolist()]
    assert list(map(len, written)) == sizes.tolist()
    return dict(zip(some, written, strict=True))


def each(words: Iterable[str]) -> dict[str, str]:
    return {word: porter.stem(word) for word in words}


@given(
    st.lists(st.lists(st.sampled_from([*_BEGINNINGS, *_ENDINGS, *"aeiouybstlwx7"]), max_size=5).map("".join))
)
def test_made_up_words(words: list[str]) -> None:
    found = stems(words)
    assert found == each(found)


def test_every_pair_of_endings() -> None:
    parts = itertools.product(_BEGINNINGS, _ENDINGS, ["", "s", "ed", "ing", "y", "e"])
    found = stems(map("".join, parts))
    assert len(found) > 4_000
    assert found == each(found)


def test_real_words() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in _DOCS.glob("*.md"))
    found = stems(re.findall("[a-z0-9]+", text.lower()))
    assert len(found) > 1_500
    assert found == each(found)
