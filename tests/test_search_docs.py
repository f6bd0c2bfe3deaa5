"""The searches of docs/search.md, each run on the seeds: what is promised there is answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.library import Library
from index.search.conditions import _HAVING, _STATES
from index.search.lexer import FIELDS

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "search.md").read_text(encoding="utf-8")
QUERIES = [
    query
    for row in re.findall(r"^\| (`.*?) \| [^|]*\|$", PAGE, re.MULTILINE)
    for query in re.findall("`([^`]+)`", row)
]
FOUND = {
    "drone attack": 5,
    '"lost control"': 2,
    "in:quotes lost control": 2,
    'outlet:"latin times"': 1,
    "is:unread": 5,
    "is:read": 0,
    "outlets:>=3": 5,
    'covered:"latin times" -covered:sky': 5,
    "scope:story kirby explosion": 5,
    "story:kremlin": 5,
    "kind:note": 0,
    "date:2023-05": 3,
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_of_the_page_is_answered(seeded: Library, query: str) -> None:
    results = seeded.search(query)
    assert results.parsed
    if query in FOUND:
        assert results.total == FOUND[query]


def test_the_page_has_the_searches_with_known_answers_and_every_field() -> None:
    assert FOUND.keys() <= set(QUERIES)
    assert [name for name in FIELDS if f"`{name}:" not in PAGE] == []
    assert "`feed:" in PAGE, "the list of stories has a field of its own"
    states = [f"is:{state}" for state in _STATES] + [f"has:{what}" for what in _HAVING]
    assert [words for words in states if f"`{words}`" not in PAGE] == []
