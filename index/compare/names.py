"""Names in several spellings, of one word or more, as the aligner reads them: each is one word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.compare.spellings import respelling
from index.variants import BUILT_IN, Group
from index.words import folded, stem, words

# Besides the table: what is never looked for, but is one name all the same.
_MORE: tuple[Group, ...] = (("USSR", "Soviet Union"),)
_INITIALS = 5


class Names:
    """What stands for each spelling; instances are kept, so that what was read with one is found again.

    `spelling` maps a folded word to the folded word of its group. `letters` maps initials as written,
    without points, to a key (`us` is another word than `US`).
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        every = (*groups, *_MORE)
        self.spelling: Mapping[str, str] = respelling(every)
        self.letters: dict[str, str] = {}
        self._long: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group in every:
            self._learn(group)

    def _learn(self, group: Group) -> None:
        spoken = [tuple(words(form)) for form in group]
        single = [form[0] for form in spoken if len(form) == 1]
        initials = [form for form in single if form.isupper() and form.isalpha() and len(form) <= _INITIALS]
        if not single:
            return
        first = folded(single[0])
        # `US` is `usa`: in small letters the shorter one would be a word.
        key = max(initials, key=len).lower() if initials else stem(self.spelling.get(first, first))
        for form in spoken:
            if len(form) > 1:
                rest = tuple(word.lower() for word in form[1:])
                self._long.setdefault(form[0].lower(), []).append((rest, key))
            elif form and form[0] in initials:
                self.letters[form[0]] = key

    def long(self, written: Sequence[str], place: int) -> tuple[str, int] | None:
        """The key of a name of several words that begins at `place`, and how many more words it has."""
        for rest, key in self._long.get(written[place].lower(), ()):
            end = place + 1 + len(rest)
            if tuple(word.lower() for word in written[place + 1 : end]) == rest:
                return key, len(rest)
        return None


@lru_cache(maxsize=8)
def names(groups: tuple[Group, ...]) -> Names:
    """The names of these groups; the same object for the same groups."""
    return Names(groups)


BUILT_IN_NAMES = names(BUILT_IN)
