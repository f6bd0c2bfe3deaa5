"""The stems of many words, sorted some at a time, are as if they had been sorted at once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.search.codec import stemmed
from index.search.codec.sections import SectionFile, SectionWriter
from index.search.codec.stemmed import StemsWriter
from index.search.codec.terms import TermList

STEMS = st.lists(
    (st.text("abзж1", max_size=5) | st.sampled_from(["a" * 24, "a" * 25, "a" * 23 + "bc"])).map(str.encode),
    max_size=40,
)


@pytest.mark.parametrize("at_once", [1, 7, 5_000])
@given(stems=STEMS)
@example(stems=[])
@example(stems=[b"b", b"", b"ab", b"a", b"ba", b"ab", b"", b"a\xff"])
def test_each_stem_has_its_words(at_once: int, stems: list[bytes]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(stemmed, "_AT_ONCE", at_once)
        writer = SectionWriter(Path(folder) / "file")
        collected = StemsWriter(writer, "stems")
        for some in (stems[:9], stems[9:]):
            collected.add(b"".join(some), np.array(list(map(len, some)), np.int64))
        assert len(collected) == len(stems)
        collected.finish()
        writer.finish({})
        file = SectionFile(Path(folder) / "file")
        starts, members = file.array("stems/starts").tolist(), file.array("stems/members").tolist()
        words = [members[one:other] for one, other in pairwise(starts)]
        terms = TermList(file, "stems").terms()
    assert terms == sorted(set(stems))
    assert words == [[at for at, own in enumerate(stems) if own == term] for term in terms]
