"""Spellings of one name, so that who looks for one finds the others: Kyiv and Kiev, US and United States."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

Group = tuple[str, ...]
"""Spellings that mean the same, each of one word or several."""

BUILT_IN: tuple[Group, ...] = (
    ("Kyiv", "Kiev"),
    ("Kharkiv", "Kharkov"),
    ("Lviv", "Lvov"),
    ("Odesa", "Odessa"),
    ("Dnipro", "Dnepr"),
    ("Mykolaiv", "Nikolaev"),
    ("Zaporizhzhia", "Zaporizhia", "Zaporozhye"),
    ("Luhansk", "Lugansk"),
    ("Donbas", "Donbass"),
    ("Chernobyl", "Chornobyl"),
    ("Zelensky", "Zelenskyy", "Zelenskiy", "Selenskyj"),
    ("Lukashenko", "Lukashenka"),
    ("Navalny", "Nawalny"),
    ("Prigozhin", "Prigoschin"),
    ("Medvedev", "Medwedew"),
    ("Gaddafi", "Qaddafi", "Kadhafi"),
    ("Hezbollah", "Hizbollah", "Hizbullah"),
    ("Quran", "Koran"),
    ("Muhammad", "Mohammed", "Mohammad", "Mohamed"),
    ("Beijing", "Peking"),
    ("Mumbai", "Bombay"),
    ("Kolkata", "Calcutta"),
    ("Yangon", "Rangoon"),
    ("Myanmar", "Burma"),
    ("Türkiye", "Turkey"),
    ("Czechia", "Czech Republic"),
    ("Eswatini", "Swaziland"),
    ("Ivory Coast", "Côte d'Ivoire"),
    ("US", "USA", "United States"),
    ("UK", "United Kingdom"),
    ("EU", "European Union"),
    ("UN", "United Nations"),
    ("UAE", "United Arab Emirates"),
    ("NATO", "North Atlantic Treaty Organization"),
    ("USSR", "Soviet Union"),
    ("percent", "per cent"),
    ("defence", "defense"),
    ("centre", "center"),
    ("labour", "labor"),
    ("colour", "color"),
    ("organisation", "organization"),
)
"""Names and words of the news that outlets spell in more than one way."""

_AMBIGUOUS = frozenset({"us", "un"})
"""Initials that are words of some language in small letters."""


class Variants:
    """The built-in groups and the person's own."""

    def __init__(self, groups: Iterable[Sequence[str]] = BUILT_IN) -> None:
        self._others: dict[str, dict[str, str]] = {}
        for group in groups:
            forms = {key(form): form for form in group if key(form)}
            for own in forms:
                self._others.setdefault(own, {}).update(
                    (other, form) for other, form in forms.items() if other != own
                )
        for own in [name for name in self._others if name.endswith(".")]:
            if own[:-1] not in _AMBIGUOUS:
                self._others.setdefault(own[:-1], self._others[own])
        self.longest = max((name.count(" ") + 1 for name in self._others), default=0)

    def of(self, text: str) -> tuple[str, ...]:
        """The other spellings of a word or name; empty for most."""
        if not self._others:
            return ()
        return tuple(self._others.get(key(text), {}).values())


NONE = Variants(())


@lru_cache(maxsize=2_048)
def key(text: str) -> str:
    """What two ways to write one spelling share: `Kiev's` and `kiev`, `U.S.` and `US` (but not `us`)."""
    # Imported here so that the table can be had without the search room.
    from index.search.analyzer import initials, tokens

    name = text.strip()
    return initials(name) or " ".join(token.exact for token in tokens(name) if not token.joined)
