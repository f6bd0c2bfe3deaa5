"""Names in several spellings as one word: `Kyiv` and `Kiev`, `U.S.` and `United States`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.compare.remembered import Remembered
from index.variants import BUILT_IN, Group
from index.words import fold, folded, words

_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS, _PRONOUN = 5, 2
"""Capitals of so many letters at most are initials; those of so few may be other words in small letters."""

REMEMBERED_WORDS = 20_000
"""Words kept as looked up, of each table of names: more than a story has different ones (4 MB)."""


class NamedWord(NamedTuple):
    """A word, or a name of several: what stands for it, and its place among the words as written.

    `word` is folded, and one for all spellings of a name; `form` is that spelling as the table has it,
    empty for what is no name.
    """

    word: str
    start: int
    end: int
    form: str = ""


class _Long(NamedTuple):
    """A name of several words: these folded, whether it begins with a capital, its key and form."""

    words: tuple[str, ...]
    capital: bool
    key: str
    form: str


class _Known(NamedTuple):
    """A word as written: folded, the key and form of the name that it is, the names it may begin, and what
    stands for it by itself: the key of a name, else the word folded."""

    small: str
    key: str
    form: str
    long: tuple[_Long, ...]
    single: str


class Names:
    """Tells which words of a text are a name, in whatever spelling. Groups that share a form are one.

    Initials are matched as they are written, without their points (`us` is another word than `US`),
    other names in any case, those of several words with a capital. The key of a name is a folded word:
    its longest initials, or the first of its spellings of one word, built-in ones before others.
    """

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._single: dict[str, tuple[str, str]] = {}
        self._initials: dict[str, tuple[str, str]] = {}
        self._long: dict[str, list[_Long]] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._known = Remembered(self._look, REMEMBERED_WORDS)
        # Words as written that were found to be a name or to begin one: in most texts there is none.
        self._beginning: set[str] = set()
        for group in _joined(groups):
            key = _key(group)
            self._forms[key] = tuple(fold(form) for form in group if len(form) > _PRONOUN)
            for form in group:
                self._learn(form, key)
        for several in self._long.values():
            several.sort(key=lambda name: -len(name.words))

    def _learn(self, form: str, key: str) -> None:
        parts = _parts(form)
        bare = _bare(form)
        if len(parts) > 1:
            self._long.setdefault(parts[0], []).append(_Long(parts, form[0].isupper(), key, form))
        elif _is_initials(bare):
            self._initials[bare] = key, form
            if len(bare) > _PRONOUN + 1:
                self._initials[bare.capitalize()] = key, form
        elif parts:
            self._single[parts[0]] = key, form

    def forms(self, word: str) -> tuple[str, ...]:
        """The folded spellings for which a word stands; of most words only itself."""
        return self._forms.get(word, (word,))

    def word(self, written: str) -> NamedWord:
        """A word by itself."""
        found = self._known[written]
        return NamedWord(found.single, 0, 1, found.form)

    def read(self, written: Sequence[str]) -> tuple[list[str], list[NamedWord]]:
        """Each word folded, and the names, in order."""
        seen = self._seen(written)
        return [one.small for one in seen], self._found(written, seen)

    def folded(self, written: Sequence[str]) -> list[str]:
        """The folded words, each name as the one word that stands for it."""
        folded, names = self.read(written)
        found: list[str] = []
        place = 0
        for name in names:
            found += (*folded[place : name.start], name.word)
            place = name.end
        return [*found, *folded[place:]] if names else folded

    def found(self, written: Sequence[str]) -> list[NamedWord]:
        """The names alone, in order."""
        return self._found(written, self._seen(written))

    def keyed(self, written: Sequence[str]) -> tuple[list[str], list[NamedWord]]:
        """What each word by itself is compared by: the key of a name, else the word folded; and the names."""
        seen = self._seen(written)
        return [one.single for one in seen], self._found(written, seen)

    def _seen(self, written: Sequence[str]) -> list[_Known]:
        return list(map(self._known.__getitem__, written))

    def _found(self, written: Sequence[str], seen: Sequence[_Known]) -> list[NamedWord]:
        found: list[NamedWord] = []
        if self._beginning.isdisjoint(written):
            return found
        end = 0
        for place, (_, key, form, several, _) in enumerate(seen):
            if place < end or not (key or several):
                continue
            for name in several:
                last = place + len(name.words)
                if (
                    last <= len(seen)
                    and (not name.capital or written[place][:1].isupper())
                    and all(seen[at].small == word for at, word in enumerate(name.words, start=place))
                ):
                    found.append(NamedWord(name.key, place, last, name.form))
                    end = last
                    break
            else:
                if key:
                    end = place + 1
                    found.append(NamedWord(key, place, end, form))
        return found

    def _look(self, word: str) -> _Known:
        small = folded(word)
        bare = _bare(word)
        initials = self._initials.get(_POSSESSIVE.sub("", bare))
        key, form = initials or self._single.get(small, ("", ""))
        several = tuple(self._long.get(small, ()))
        if key or several:
            self._beginning.add(word)
        return _Known(small, key, form, several, key or small)


def _joined(groups: Iterable[Group]) -> list[list[str]]:
    """Groups, those that share a form put together, in their order."""
    found: dict[tuple[str, ...], list[str]] = {}
    for group in groups:
        together: list[str] = []
        known = [found[_parts(form)] for form in group if _parts(form) in found]
        for forms in (*known, group):
            together += [form for form in forms if form not in together]
        found.update((_parts(form), together) for form in together)
    return list({id(forms): forms for forms in found.values()}.values())


def _key(group: Sequence[str]) -> str:
    single = [form for form in group if " " not in form.strip()]
    known = [form for form in single if form in _BUILT_IN_FORMS] or single
    if initials := [_bare(form) for form in known if _is_initials(_bare(form))]:
        # `US` is `usa`: in small letters the shorter one would be a word.
        return max(initials, key=len).lower()
    return folded(known[0].strip()) if known else "-".join(_parts(group[0]))


def _is_initials(bare: str) -> bool:
    return bare.isupper() and len(bare) <= _INITIALS


def _parts(form: str) -> tuple[str, ...]:
    # Cut as texts are, so that `St. Petersburg` and `AT&T` are found in them.
    return tuple(folded(part) for part in words(form)) or (fold(form.strip()),)


def _bare(word: str) -> str:
    """Initials without their points: `U.S.` is `US`."""
    return word.replace(".", "") if "." in word else word


# The keys of the built-in table are those by which the table of meanings knows these names.
_BUILT_IN_FORMS = frozenset(form for group in BUILT_IN for form in group)

AS_WRITTEN = Names()
"""No table: every word is itself."""


@lru_cache(maxsize=8)
def names(groups: tuple[Group, ...]) -> Names:
    """The names of these groups; the same object for the same groups."""
    return Names(groups)


BUILT_IN_NAMES = names(BUILT_IN)
