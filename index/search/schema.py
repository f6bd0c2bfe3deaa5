"""The fields of the search index, one Whoosh document for each article (its current revision) or note.

`text` holds stemmed terms with positions, title first and weighted; `exact` the same words unstemmed,
without positions, for `=exact`, `prefix*` and `fuzzy~`. `quote` and `quoteexact` hold the same of what
stands inside quotation marks alone. All four are views of one field `words` (see `codec.written`). Nothing
is stored: an answer is a list of ids, and the library has the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from index import bodies
from index.indexed import Indexed
from index.search import analyzer
from index.search.analyzer import Analysis

if TYPE_CHECKING:
    from index.notemodel import Note

VERSION = 6
"""Counts up whenever the analysis or the fields change; an index of another version is rebuilt."""

TITLE_WEIGHT = 3.0
BLOCK_GAP = 20
"""Positions left free between paragraphs, so that no phrase reaches across them."""

UNDATED = -(2**31)
_DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (wall-clock time as the source prints it)

ARTICLE = "article"
NOTE = "note"


class Kind(NamedTuple):
    """Whether a field's postings have positions, and whether what matches in it has a score."""

    positioned: bool
    scorable: bool


def schema() -> dict[str, Kind]:
    """The fields of this version."""
    return {
        "id": Kind(positioned=False, scorable=False),
        "kind": Kind(positioned=False, scorable=False),
        "lang": Kind(positioned=False, scorable=False),
        "tag": Kind(positioned=False, scorable=False),
        "outlet": Kind(positioned=True, scorable=False),
        "author": Kind(positioned=True, scorable=False),
        "title": Kind(positioned=True, scorable=True),
        "text": Kind(positioned=True, scorable=True),
        "exact": Kind(positioned=False, scorable=True),
        "quote": Kind(positioned=True, scorable=True),
        "quoteexact": Kind(positioned=False, scorable=True),
        "beside": Kind(positioned=True, scorable=False),
    }


@dataclass(slots=True)
class Occurrences:
    """The terms of one field of one document, `length` words long, as often as they are there.

    `positions` go with `terms`, in a field that has them.
    """

    terms: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    length: int = 0


@dataclass(frozen=True, slots=True)
class Texts:
    """A document's running text: its title (empty if there is none), then its blocks; see `bodies.joined`.

    The indexer makes the fields `title`, `text`, `exact`, `quote` and `quoteexact` of it. What is quoted is
    what stands in quotation marks (see `quotations`).
    """

    analysis: Analysis
    running: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of an article or a note; `published` is in minutes (see `minutes`)."""

    id: str
    published: int
    fields: dict[str, Occurrences]
    texts: Texts | None = None


def minutes(when: datetime) -> int:
    """A wall-clock time as minutes since 1970; the zone is dropped, as a reader sees the printed date."""
    since = (when.replace(tzinfo=None) if when.tzinfo is not None else when) - _EPOCH
    return max(UNDATED + 1, min(2**31 - 1, since.days * _DAY + since.seconds // 60))


def language_code(language: str | None) -> str:
    """The primary subtag of a language tag, in lower case; empty when unknown."""
    return (language or "").replace("_", "-").split("-")[0].lower()


def tag_key(tag: str) -> str:
    """A tag as it is compared: its folded words."""
    return " ".join(token.exact for token in analyzer.tokens(tag) if not token.joined)


def document(article: Indexed) -> Document:
    """The document of an article."""
    language = language_code(article.language)
    return Document(
        article.id,
        UNDATED if article.published is None else minutes(article.published),
        {
            "id": Occurrences([article.id]),
            "kind": _keyword(ARTICLE),
            "lang": _keyword(language),
            "outlet": _names((article.outlet_name,)),
            "author": _names(article.authors),
        },
        Texts(analyzer.analysis(language), article.running),
    )


def note_document(note: Note) -> Document:
    """The document of a note; what it quotes is no text of its own, and so in a field of its own."""
    quotes = [line for mark in note.anchors for line in mark.exact.split("\n")]
    return Document(
        note.id,
        UNDATED,
        {
            "id": keywords([note.id]),
            "kind": keywords([NOTE]),
            "tag": keywords(map(tag_key, note.tags)),
            "beside": worded([*quotes, *note.tags]),
        },
        Texts(analyzer.analysis(None), bodies.joined((note.title, *note.text.split("\n\n")))),
    )


def keywords(values: Iterable[str]) -> Occurrences:
    """Whole values as terms, each once, without positions."""
    return Occurrences([value for value in dict.fromkeys(values) if value])


@lru_cache(maxsize=256)
def _keyword(value: str) -> Occurrences:
    return keywords([value])


@lru_cache(maxsize=4_096)
def _names(names: tuple[str, ...]) -> Occurrences:
    """`worded`, of names that come again and again."""
    return worded(names)


@lru_cache(maxsize=8_192)
def _name(word: str) -> str:
    """The one term of a word of letters alone, as most of names are; empty for any other."""
    if not (word.isascii() and word.isalpha()) or analyzer.initials(word):
        return ""
    return analyzer.stem(word.lower()[: analyzer.MAX_TERM])


def worded(values: Iterable[str]) -> Occurrences:
    """Stemmed words of several values, with a gap between them; names, so by no other language's rules."""
    analysis = analyzer.analysis(None)
    terms: list[str] = []
    positions: list[int] = []
    at = 0
    for value in values:
        for word in analyzer.raw_words(value):
            term = _name(word)
            if term:
                terms.append(term)
                positions.append(at)
                at += 1
                continue
            width, pieces, initials = analysis.analysed(word)
            terms += [piece.term for piece in pieces]
            positions += [at + piece.position for piece in pieces]
            if initials:
                terms.append(initials)
                positions.append(at)
            at += width
        at += BLOCK_GAP
    return Occurrences(terms, positions, len(terms))
