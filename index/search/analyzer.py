"""Text to search terms: one way for articles, notes, queries and highlights.

A raw word becomes one or more tokens. `text` terms are stemmed by the rules of the text's language
(`analysis`), English where it is not known; `exact` forms are only folded. A
hyphenated word gives its parts and, at the place of the first, the joined word, so that it is
found however it is written. Scripts written without spaces become overlapping character pairs
and a last single character, so that every substring is a run of tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from index import porter, words

MAX_TERM = 64
"""Longer words are cut to this many characters, in the index and in queries alike."""
INITIALS = (2, 3)
"""So many capitals are initials; see `initials`."""

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_MARKS += (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
)
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_PART = rf"[^\W_]++(?:[{_MARKS}{_HIDDEN}]++[^\W_]*+)*+"
_HYPHENS = "\\-\u2010\u2011"
RAW = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|{_PART}(?:[.'’ʼ{_HYPHENS}]{_PART})*")
"""A word as written: letters and digits, and what joins them."""
# Han, kana, Hangul, Thai, Lao, Myanmar, Khmer: no spaces between words, or particles glued to them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+"
)
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_APOSTROPHE = re.compile("['’ʼ]")
_POSSESSIVE = re.compile("['’ʼ][sS]$")
_OUTSIDE = ".,'’"
_OWNED = ("'s", "’s", "ʼs", "'S", "’S", "ʼS")
_ELISION = re.compile("(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ](?=..)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*$")
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

# Words of which it is kept how they are analysed; some 250 bytes each, or 500 for those of several pieces.
# The articles that are indexed at once have 7,000 that have to be, in a language.
_CACHE_SIZE = 16_000

DEFAULT_LANGUAGE = "en"
_SNOWBALL = frozenset(["da", "de", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv"])


class Token(NamedTuple):
    """A search token. `position` counts words; `start`, `end` are offsets in the text it came from.

    `joined` marks a hyphenated word in one piece, which comes after its parts, at their first place.
    """

    position: int
    term: str
    exact: str
    start: int
    end: int
    joined: bool = False


class Pieces(NamedTuple):
    """The tokens of one raw word, relative to it, and how many places they take.

    `initials` is one more term, for a word written as initials; see `initials`.
    """

    width: int
    pieces: tuple[Token, ...]
    initials: str = ""


class Analysis:
    """One language's way from raw words to terms; what it found is kept as long as the process lives."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self.stem = stem
        self.simple_terms: dict[str, str] = {}
        """The stem of each raw word seen so far that is a single token: the quick way for the indexer."""
        self.simple_surfaces: dict[str, str] = {}
        """And its folded form."""
        self._cache: dict[str, Pieces] = {}

    def analysed(self, word: str) -> Pieces:
        """The tokens of one raw word."""
        plain = word.isalnum()
        if plain and (term := self.simple_terms.get(word)) is not None:
            return Pieces(1, (Token(0, term, self.simple_surfaces[word], 0, len(word)),))
        found = self._cache.get(word)
        if found is None:
            self._make_room()
            found = _analyse(word, self.stem)
            simple = found.width == len(found.pieces) == 1 and not found.initials
            if simple:
                self.simple_terms[word] = found.pieces[0].term
                self.simple_surfaces[word] = found.pieces[0].exact
            if not (simple and plain):
                self._cache[word] = found
        return found

    def analysed_once(self, word: str) -> Pieces:
        """The same, of a word that will not come again."""
        return _analyse(word, self.stem)

    def _make_room(self) -> None:
        if len(self._cache) + len(self.simple_terms) >= _CACHE_SIZE:
            self._cache.clear()
            self.simple_terms.clear()
            self.simple_surfaces.clear()

    def simple(self, piece: str) -> tuple[str, str] | None:
        """The term and the form of a piece of text that is one token, as most are; None for any other."""
        bare = piece.strip(_OUTSIDE)
        if bare[-2:] in _OWNED:
            bare = bare[:-2]
        if bare.isascii() and bare.isalnum() and not (bare.isupper() and len(bare) in INITIALS):
            exact = bare.lower()[:MAX_TERM]
            return self.stem(exact), exact
        words = raw_words(piece)
        if len(words) != 1:
            return None
        width, tokens, initials = self.analysed(words[0])
        return None if width != 1 or len(tokens) != 1 or initials else (tokens[0].term, tokens[0].exact)

    def tokens(self, text: str) -> Iterator[Token]:
        """All tokens of a text in order of position; a joined word has the position of its first part."""
        base = 0
        for match in RAW.finditer(text):
            width, pieces, _ = self.analysed(match.group())
            at = match.start()
            for position, term, exact, start, end, joined in pieces:
                yield Token(base + position, term, exact, at + start, at + end, joined)
            base += width


def fold(word: str) -> str:
    """A word without case, accents and hidden characters, at most `MAX_TERM` characters long."""
    if not word.isascii():
        word = words.fold(word.translate(_DROPPED)).translate(_PLAIN)
    return word.lower()[:MAX_TERM]


def stem(word: str) -> str:
    """The term under which a folded English word is indexed."""
    return porter.stem(word)


def is_unspaced(term: str) -> bool:
    """Whether a term is of a script written without spaces, and so one or two of its characters."""
    return not term.isascii() and _UNSPACED.match(term) is not None


def raw_words(text: str) -> list[str]:
    """The words of a text as written, in order: what `analysed` takes one at a time."""
    return RAW.findall(text)


def initials(word: str) -> str:
    """The extra term of a word written as two or three initials, `U.S.` or `US`; else empty.

    It ends in a dot, as no other term does, and tells the initials from the word `us`.
    """
    letters = word.replace(".", "")
    if len(letters) not in INITIALS or not letters.isascii() or not letters.isalpha():
        return ""
    return f"{letters.lower()}." if letters.isupper() else ""


_ENGLISH = Analysis(porter.stem)
_analyses = {DEFAULT_LANGUAGE: _ENGLISH}
analysed = _ENGLISH.analysed
tokens = _ENGLISH.tokens


def analysis(language: str | None) -> Analysis:
    """The analysis of a language by its two-letter code; English's where there is no stemmer for it."""
    found = _analyses.get(language or DEFAULT_LANGUAGE)
    if found is None:
        found = _analyses[str(language)] = _made(str(language))
    return found


def _made(language: str) -> Analysis:
    if language not in _SNOWBALL:
        return _ENGLISH
    # Imported here because most libraries are in English alone.
    from index.search.quiet import snowball

    stemmer = snowball(language)

    def stemmed(word: str) -> str:
        if not word.isalpha():
            return word
        try:
            return stemmer(word) or word
        except IndexError:  # Whoosh's stemmers stumble over a few very short words
            return word

    return Analysis(stemmed)


def _analyse(word: str, stem: Callable[[str], str]) -> Pieces:
    end = len(word) - 2 if word[-2:] in _OWNED else len(word)
    bare = word[:end]
    if bare.isascii() and bare.isalnum():  # as most words are: what follows would come to the same
        exact = bare.lower()[:MAX_TERM]
        return Pieces(1, (Token(0, stem(exact), exact, 0, end),), initials(word))
    pieces: list[Token] = []
    width = at = 0
    for run in _UNSPACED.finditer(word):
        width = _spaced(word, at, run.start(), width, pieces, stem)
        width = _unspaced(run, width, pieces)
        at = run.end()
    width = _spaced(word, at, len(word), width, pieces, stem)
    return Pieces(width, tuple(pieces), initials(word))


def _unspaced(run: re.Match[str], width: int, pieces: list[Token]) -> int:
    characters = [unicodedata.normalize("NFKC", char)[:1] for char in run.group()]
    for index in range(len(characters)):
        term = "".join(characters[index : index + 2])
        start = run.start() + index
        pieces.append(Token(width + index, term, term, start, start + len(term)))
    return width + len(characters)


def _spaced(
    word: str, start: int, end: int, width: int, pieces: list[Token], stem: Callable[[str], str]
) -> int:
    """Adds the tokens of `word[start:end]`, which is in an alphabet with spaces; returns the new width."""
    first = width
    for part in _split(word, start, end):
        left, right = _core(word, *part)
        exact = _surface(word[left:right])
        if exact:
            pieces.append(Token(width, stem(exact), exact, left, right))
            width += 1
    if width - first > 1 and _HYPHEN.search(word, start, end):
        joined = "".join(piece.exact for piece in pieces[-(width - first) :])[:MAX_TERM]
        pieces.append(
            Token(first, stem(joined), joined, pieces[-(width - first)].start, pieces[-1].end, True)
        )
    return width


def _split(word: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the parts of a word are: split at hyphens, and at dots unless in numbers and initials."""
    parts: list[tuple[int, int]] = []
    for left, right in _between(word, start, end, _HYPHEN):
        part = word[left:right]
        if "." not in part or _NUMBER.match(part) or all(len(name) <= 2 for name in part.split(".")):
            parts.append((left, right))
        else:
            parts.extend(_between(word, left, right, _DOT))
    return parts


_DOT = re.compile(r"\.")


def _between(word: str, start: int, end: int, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in separator.finditer(word, start, end):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    if end > start:
        found.append((start, end))
    return found


def _core(word: str, start: int, end: int) -> tuple[int, int]:
    """A part without `'s` at its end or an elided article at its start."""
    possessive = _POSSESSIVE.search(word, start, end)
    end = possessive.start() if possessive else end
    elided = _ELISION.match(word, start, end)
    return (elided.end() if elided else start), end


def _surface(part: str) -> str:
    """The folded form of a part, its apostrophes and inner dots closed up; commas too in a number."""
    if _NUMBER.match(part):
        return fold(part.replace(",", ""))
    return fold(_APOSTROPHE.sub("", part).replace(".", ""))
