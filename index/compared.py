"""What holding a story's outlets against each other gives: frozen dataclasses, as in `index.model`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

VERSION = 17
"""Part of the key under which a comparison is kept; raised whenever the method changes."""

BY_YOU = "by you"
"""The reason of a link between passages that the person locked."""


class LinkKind(StrEnum):
    """How far two passages say the same."""

    SAME = "same"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Link:
    """Two passages of different articles that say the same; `score` is 0 to 1, `reason` for people."""

    a: str
    b: str
    score: float
    kind: LinkKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One outlet's figure: the span as written, its value, and what it counts or measures."""

    passage: str
    outlet: str
    text: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to compare; `verdict` is equal, rounding, bound or clash."""

    what: str
    verdict: str
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True)
class QuoteVariant:
    """One outlet's form of a quote; `kind` is identical, cut, altered or paraphrased."""

    passage: str
    outlet: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The same utterance as several outlets give it."""

    speaker: str | None
    variants: tuple[QuoteVariant, ...]

    @property
    def fullest(self) -> str:
        """The form that most outlets print, the longest of those; empty when all only retell it.

        Forms that differ in case, accents and punctuation alone are one.
        """
        from index.worddiff import word_spans

        outlets: dict[tuple[str, ...], set[str]] = {}
        words = {}
        for variant in self.variants:
            if variant.kind != "paraphrased":
                words[variant.text] = tuple(span.word for span in word_spans(variant.text))
                outlets.setdefault(words[variant.text], set()).add(variant.outlet)
        return max(words, key=lambda text: (len(outlets[words[text]]), len(text)), default="")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something most other outlets tell and `outlet` does not."""

    outlet: str
    passages: tuple[str, ...]
    told_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedWording:
    """`share` (0 to 1) of the words of article `a` stand in runs that article `b` has word for word.

    `spans` are these runs: a passage of `a` with start and end in its text, in reading order.
    """

    a: str
    b: str
    share: float
    spans: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SpellingUse:
    """Where an outlet first writes a name in one of its spellings."""

    form: str
    outlet: str
    passage: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name that stands in several spellings: `forms` in the order they are met, and who writes which."""

    forms: tuple[str, ...]
    uses: tuple[SpellingUse, ...]


@dataclass(frozen=True)
class Comparison:
    """A story's outlets held against each other. `only` are ids of passages one outlet alone has.

    `copies` are articles of the same text, each with the one it is a copy of: they count as one voice.
    """

    story: str
    links: tuple[Link, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    only: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    wording: tuple[SharedWording, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    spellings: tuple[Spelling, ...] = ()

    @cached_property
    def partners(self) -> dict[str, tuple[Link, ...]]:
        """For each linked passage its links, best first."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.a, []).append(link)
            found.setdefault(link.b, []).append(link)
        return {key: tuple(sorted(links, key=lambda link: -link.score)) for key, links in found.items()}
