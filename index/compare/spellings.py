"""Names that outlets of a story spell in different ways, and what makes one spelling of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from index.compare.stopping import watched
from index.compared import Spelling, SpellingUse
from index.model import Article, Cancelled, Role
from index.variants import Group
from index.words import fold

_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?|[^\W_]+(?:-[^\W_]+)*")
_READ = frozenset({Role.TITLE, Role.DECK, Role.BODY})


def respelling(groups: Iterable[Group]) -> dict[str, str]:
    """For each folded spelling of one word the one that stands for all of its group."""
    found: dict[str, str] = {}
    for group in groups:
        single = [fold(form) for form in group if " " not in form and len(form) > 2]
        for form in single:
            if form != single[0]:
                found.setdefault(form, found.get(single[0], single[0]))
    return found


def respelled(words: Iterable[str], table: Mapping[str, str]) -> tuple[str, ...]:
    """Folded words, each in the spelling that stands for its group."""
    return tuple(table.get(word, word) for word in words)


def spellings(
    articles: Sequence[Article], groups: Sequence[Group], cancelled: Cancelled | None = None
) -> tuple[Spelling, ...]:
    """The names that stand in two spellings or more, with the first use of each by each outlet.

    Only names: spellings of common words (`centre`, `center`) tell no reader anything. Small letters
    are other words (`us`, `turkey`). CancelledError when asked to stop.
    """
    table = _table(groups)
    uses: dict[int, dict[tuple[str, str], SpellingUse]] = {}
    for article in watched(articles, cancelled, 1):
        for passage in article.passages:
            if passage.role in _READ:
                for number, form in _forms(passage.text, table):
                    use = SpellingUse(form, article.outlet_name, passage.id)
                    uses.setdefault(number, {}).setdefault((form, article.outlet_name), use)
    return tuple(
        Spelling(tuple(dict.fromkeys(use.form for use in found.values())), tuple(found.values()))
        for _, found in sorted(uses.items())
        if len({use.form for use in found.values()}) > 1
    )


_Table = dict[str, list[tuple[tuple[str, ...], int, str]]]


def _table(groups: Sequence[Group]) -> _Table:
    """By its first word, each name: its words, its group, and how it is written."""
    found: _Table = {}
    for number, group in enumerate(groups):
        for form in group:
            words = tuple(_WORD.findall(form))
            if words and form[:1].isupper():
                found.setdefault(words[0], []).append((words, number, form))
    for names in found.values():
        names.sort(key=lambda name: -len(name[0]))
    return found


def _forms(text: str, table: _Table) -> Iterable[tuple[int, str]]:
    words = [_bare(word) for word in _WORD.findall(text)]
    place = 0
    while place < len(words):
        size = 1
        for name, number, form in table.get(words[place], ()):
            if tuple(words[place : place + len(name)]) == name:
                yield number, form
                size = len(name)
                break
        place += size


def _bare(word: str) -> str:
    """Initials without their points: `U.S.` is `US`."""
    return word.replace(".", "") if "." in word else word
