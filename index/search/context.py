"""Matches in their context: lines for a concordance, counts for a table of terms by outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.found import KwicLine, TermTable
from index.model import Article
from index.search.highlights import Finder, Mark
from index.search.passages import marks_of

AROUND = 60
"""So many characters are shown on each side."""


def kwic(article: Article, finder: Finder, story: str | None, around: int = AROUND) -> list[KwicLine]:
    """Each match of an article in reading order, with the text of its paragraph around it."""
    lines = []
    for number, marks in marks_of(article, finder).items():
        text = article.blocks[number].text
        for mark in _apart(marks):
            lines.append(
                KwicLine(
                    story,
                    article.id,
                    article.outlet_name,
                    article.published,
                    _passage(article, number, mark.start),
                    _flat(text[max(0, mark.start - around) : mark.start]),
                    _flat(text[mark.start : mark.end]),
                    _flat(text[mark.end : mark.end + around]),
                )
            )
    return lines


def term_table(story: str, articles: Sequence[Article], terms: Sequence[tuple[str, Any]]) -> TermTable:
    """How often each outlet has each of the terms, given as (wording, tree)."""
    outlets = tuple(dict.fromkeys(article.outlet_name for article in articles))
    rows = []
    for words, tree in terms:
        finder = Finder(tree)
        counts = dict.fromkeys(outlets, 0)
        for article in articles:
            found = marks_of(article, finder)
            counts[article.outlet_name] += sum(len(_apart(marks)) for marks in found.values())
        rows.append((words, tuple(counts.values())))
    return TermTable(story, outlets, tuple(rows))


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """The matches that do not lie inside another one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _passage(article: Article, paragraph: int, at: int) -> str | None:
    for passage in article.passages:
        if passage.paragraph == paragraph and passage.start <= at < passage.end:
            return passage.id
    return None


def _flat(text: str) -> str:
    return "".join(" " if char in "\r\n\t\u2028\u2029\x85" else char for char in text)
