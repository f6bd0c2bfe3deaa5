"""Names that outlets of a story spell in different ways, and what makes one spelling of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.compare.stopping import watched
from index.compared import Spelling, SpellingUse
from index.model import Article, Cancelled, Role
from index.variants import Group
from index.words import fold, folded

_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?|[^\W_]+(?:-[^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS, _PRONOUN = 5, 2
"""Capitals of so many letters at most are initials; those of so few may be other words in small letters."""
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


class Spelt:
    """The words of a text with every spelling of a name as one word: `U.S.` and `United States` alike.

    Initials are matched as they are written, without their points (`us` is another word than `US`);
    other names in any case, those of several words with a capital. Groups that share a form are one.
    """

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._single: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        self._long: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        for group in _joined(groups):
            # The longest form is no other word in small letters, as `us` would be.
            one = _key(max(group, key=lambda form: form.count(" ")))
            self._forms[one] = tuple(fold(form) for form in group if len(form) > _PRONOUN)
            for form in group:
                self._learn(form, one)
        for names in self._long.values():
            names.sort(key=lambda name: -len(name[0]))

    def _learn(self, form: str, one: str) -> None:
        parts = tuple(folded(part) for part in form.split())
        bare = _bare(form)
        if len(parts) > 1:
            self._long.setdefault(parts[0], []).append((parts, form[0].isupper(), one))
        elif bare.isupper() and len(bare) <= _INITIALS:
            self._initials[bare] = one
            if len(bare) > _PRONOUN + 1:
                self._initials[bare.capitalize()] = one
        elif parts:
            self._single[parts[0]] = one

    def is_name(self, one: str) -> bool:
        """Whether a word stands for several spellings."""
        return one in self._forms

    def forms(self, one: str) -> tuple[str, ...]:
        """The folded spellings for which a word stands; of most words only itself."""
        return self._forms.get(one, (one,))

    def words(self, written: Sequence[str]) -> list[tuple[str, int, int]]:
        """The folded words, each name as the one word that stands for it: word, place in `written`, end."""
        small = [folded(word) for word in written]
        found: list[tuple[str, int, int]] = []
        place = 0
        while place < len(small):
            one, size = self._name(written, small, place)
            found.append((one, place, place + size))
            place += size
        return found

    def _name(self, written: Sequence[str], small: Sequence[str], place: int) -> tuple[str, int]:
        """What stands for the word at `place`, and how many words the name there has."""
        word = small[place]
        for name, capital, one in self._long.get(word, ()):
            if tuple(small[place : place + len(name)]) == name and (
                not capital or written[place][:1].isupper()
            ):
                return one, len(name)
        initials = self._initials.get(_POSSESSIVE.sub("", _bare(written[place]))) if self._initials else None
        return initials or self._single.get(word, word), 1


def _joined(groups: Iterable[Group]) -> list[list[str]]:
    """Groups, those that share a form put together, in their order."""
    found: dict[str, list[str]] = {}
    for group in groups:
        together: list[str] = []
        known = [found[_key(form)] for form in group if _key(form) in found]
        for forms in (*known, group):
            together += [form for form in forms if form not in together]
        found.update((_key(form), together) for form in together)
    return list({id(forms): forms for forms in found.values()}.values())


def _key(form: str) -> str:
    return "-".join(folded(part) for part in form.split())


AS_WRITTEN = Spelt()
"""No table: every word is itself."""


@lru_cache(maxsize=8)
def spelt_by(groups: tuple[Group, ...]) -> Spelt:
    """The words with every spelling of these groups; the same object for the same groups."""
    return Spelt(groups)


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
