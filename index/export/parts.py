"""What the sections of the page have in common: places to link to, names, times, languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from index.dossier import Dossier
from index.export.markup import Child, Href, Html, Value, group, inside, tag
from index.model import Article, Passage, Precision, Published
from index.phrases import DIFFERING, clock

DIFFERS, QUOTED, NOTED, ONLY, GAP = "≠", "“", "✎", "○", "—"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Page:
    """A dossier with the places on its page. All ids are numbers of ours, none is taken from outside."""

    dossier: Dossier

    @cached_property
    def _places(self) -> dict[str, str]:
        return {
            passage.id: f"p{number}-{index}"
            for number, article in enumerate(self.dossier.articles, start=1)
            for index, passage in enumerate(article.passages, start=1)
        }

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {article.id: number for number, article in enumerate(self.dossier.articles, start=1)}

    @cached_property
    def _writing(self) -> dict[str, Mapping[str, Value]]:
        return {article.id: writing(article) for article in self.dossier.articles}

    def writing(self, article: Article | None) -> Mapping[str, Value]:
        """The attributes that say in which language and direction an article is written."""
        return {} if article is None else self._writing[article.id]

    def article_id(self, article: str) -> str:
        """The id of an article's text on the page."""
        return f"a{self._numbers[article]}"

    def passage_id(self, passage: str) -> str:
        """The id of a passage in its article's text."""
        return self._places[passage]

    def in_text(self, passage: str) -> Href | None:
        """Where a passage stands in its text; None if the text is not on the page."""
        place = self._places.get(passage)
        return None if place is None else inside(place)

    def in_rows(self, passage: str) -> Href | None:
        """The row of a passage, or its place in the text, where it is in none."""
        row = self.dossier.row_of.get(passage)
        return self.in_text(passage) if row is None else inside(f"r{row}")

    def name(self, article: str) -> Html:
        """What an article is called, kept from mixing with the direction of what is around it."""
        return tag("bdi", self.dossier.names[article])

    def article_of(self, passage: str) -> Article | None:
        """The article of a passage, if it is on the page."""
        number = self._numbers.get(passage.partition(".")[0])
        return None if number is None else self.dossier.articles[number - 1]

    def said(self, passage: str, figure: str = "") -> Html:
        """A passage's words, in its language, as a link to its row; a figure in them stands out."""
        article, found = self.article_of(passage), self.dossier.passages.get(passage)
        if article is None or found is None:
            return group()
        before, figure, after = found.text.partition(figure) if figure else (found.text, "", "")
        words = (before, tag("strong", figure) if figure else None, after)
        return tag("a", *words, href=self.in_rows(passage), **self.writing(article))

    @cached_property
    def _figures(self) -> dict[str, list[str]]:
        """The figures, as they are written, of each passage in which one differs."""
        found: dict[str, list[str]] = {}
        for figure in self.dossier.comparison.figures:
            if figure.verdict in DIFFERING:
                for value in figure.values:
                    found.setdefault(value.passage, []).append(value.text)
        return found

    def worded(self, passage: Passage) -> list[Child]:
        """A passage's words with the figures set off that differ from another outlet's."""
        made: list[Child] = []
        end = 0
        places = {text: passage.text.find(text) for text in self._figures.get(passage.id, ()) if text}
        for text, start in sorted(places.items(), key=lambda place: place[1]):
            if start >= end:
                made += [passage.text[end:start], tag("span", text, class_="differs-here")]
                end = start + len(text)
        return [*made, passage.text[end:]]

    def marks(self, passages: tuple[Passage, ...]) -> list[tuple[str, str]]:
        """The signs of what is to be said of passages, each with its words."""
        known = self.dossier
        found = []
        if any(passage.id in known.differing for passage in passages):
            found.append((DIFFERS, "figure differs"))
        if any(passage.id in known.quoted for passage in passages):
            found.append((QUOTED, "quoted"))
        return found

    def note_links(self, passages: tuple[Passage, ...]) -> list[Html]:
        """Links to the notes on passages."""
        numbers = sorted({n for passage in passages for n in self.dossier.notes_on.get(passage.id, ())})
        return [
            tag("a", f"{NOTED} note {number}", href=inside(f"n{number}"), class_="noted")
            for number in numbers
        ]


def section(identifier: str, title: str, about: Child, *children: Child, class_: str | None = None) -> Html:
    """A section with its heading, a sentence about it, and what is in it."""
    return tag(
        "section",
        tag("h2", title, id=f"{identifier}-head"),
        tag("p", about, class_="about"),
        *children,
        id=identifier,
        class_=class_,
        aria_labelledby=f"{identifier}-head",
    )


def unseen(words: str) -> Html:
    """Words for those who hear the page."""
    return tag("span", words, class_="sr")


def writing(article: Article) -> Mapping[str, Value]:
    """The attributes that say in which language and direction an article is written."""
    known = article.language if article.language and _LANGUAGE.fullmatch(article.language) else None
    return MappingProxyType({"lang": known, "dir": _direction(article)})


def _direction(article: Article) -> str:
    """`rtl` where most letters are written from right to left."""
    letters = "".join(block.text for block in article.blocks)[:_LOOKED_AT]
    kinds = [unicodedata.bidirectional(letter) for letter in letters]
    leftwards = sum(kind in ("R", "AL") for kind in kinds)
    return "rtl" if leftwards > kinds.count("L") else "ltr"


def when(published: Published | None) -> Html:
    """A time as people read it, with its zone where that is known."""
    if published is None:
        return tag("span", "date unknown")
    words = clock(published)
    if published.precision is Precision.MINUTE and published.when.tzinfo is not None:
        words += f" (UTC{published.when:%z})" if published.when.utcoffset() else " (UTC)"
    return tag("time", words, datetime=str(published))
