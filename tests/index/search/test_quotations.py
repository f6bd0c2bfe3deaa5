"""Quotations found in the bytes of many texts are those of each text read by itself."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.bodies import joined
from index.compare.quotespans import paragraph_spans
from index.search.cutting import TextsOf, cut
from index.search.quotations import quoted

PLAIN = [
    'He said "it is over". ',
    "“Not yet”, she said. ",
    'Then: "no" (and "yes").',
    "The workers' “pay”’s fall.",
]
LETTERS = "a\"'“”‘’„«»‹›` (.é\u00a0…—s"


def together(articles: Sequence[Sequence[str]]) -> set[tuple[int, str, int]]:
    """The quotations of all texts: the text's number, what is quoted, and where in the text's bytes."""
    texts = [text for article in articles for text in article]
    sizes = np.array([len(article) for article in articles])
    pieces = cut(joined(texts))
    found = quoted(TextsOf(pieces), pieces, np.cumsum(sizes) - sizes)
    spans = zip(found.texts.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True)
    begins = pieces.texts.tolist()
    return {(at, pieces.data[start:end].decode(), start - begins[at]) for at, start, end in spans}


def one_by_one(articles: Sequence[Sequence[str]]) -> set[tuple[int, str, int]]:
    """The same from the outer spans of each article."""
    found = set()
    number = 0
    for article in articles:
        for text, spans in zip(article, paragraph_spans(article), strict=True):
            outer = [(span.start, span.end) for span in spans if span.outer < 0]
            found |= {(number, text[start:end], len(text[:start].encode())) for start, end in outer}
            number += 1
    return found


def worded(found: set[tuple[int, str, int]]) -> set[tuple[int, str, int]]:
    """Those with a word in them."""
    return {one for one in found if any(char.isalnum() for char in one[1])}


@given(st.lists(st.lists(st.text(LETTERS, max_size=14), min_size=1, max_size=3), min_size=1, max_size=3))
def test_made_up_texts(articles: list[list[str]]) -> None:
    assert worded(together(articles)) == one_by_one(articles)


_BITS = [
    "a",
    "s",
    "em ",
    "n",
    "'",
    "‘",
    "’",
    '"',
    "“",
    "”",
    " ",
    " 'Th",
    "a' ",
    ".' ",
    "s' ",
    "’ ",
    '." ',
    "\n",
    "4",
]


@given(
    st.lists(
        st.lists(st.lists(st.sampled_from(_BITS), max_size=12).map("".join), min_size=1, max_size=3),
        min_size=1,
        max_size=8,
    )
)
@example(
    [
        [
            "He said 'no' to 'them', the workers' way.",
            "It's '90s 'stuff'.",
            "‘I’m’ ‘em’",
            "“a",
            "“b”",
            '"c',
            '"',
        ]
    ]
)
def test_single_marks_and_such_as_run_on(articles: list[list[str]]) -> None:
    assert worded(together(articles)) == one_by_one(articles)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_short_runs_of_marks(width: int) -> None:
    marks = ['"', "'", "“", "”", "’", "‘", " ", "a", "(", "«", "é"]
    articles = [["", f"a{''.join(run)}b c"] for run in itertools.product(marks, repeat=width)]
    articles += [["", f"{''.join(run)}b“ d” c'"] for run in itertools.product(marks, repeat=width)]
    assert worded(together(articles)) == one_by_one(articles)


def test_plain_texts_and_quotations_that_run_on() -> None:
    running = [
        "Title",
        "He said: “It was cold.",
        '“It "was" dark.',
        "“Then it ended.” He left.",
        "No “more”.",
    ]
    articles = [running[:3], ["“It was.”"], running, ["", "“Cold"], ["“It was.”"], PLAIN]
    found = together(articles)
    assert worded(found) == one_by_one(articles)
    assert {text for _, text, _ in found} >= {"it is over", "Not yet", "no", "yes", "pay", "It was cold."}
