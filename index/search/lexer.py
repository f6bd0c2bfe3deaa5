"""The query text cut into lexemes. Nothing here can fail but by a QueryError with a position."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from index.errors import QueryError
from index.search import analyzer

FIELDS = {
    "title": "title",
    "outlet": "outlet",
    "author": "author",
    "by": "author",
    "lang": "lang",
    "language": "lang",
    "tag": "tag",
    "kind": "kind",
    "after": "after",
    "since": "after",
    "before": "before",
    "until": "before",
    "date": "date",
    "story": "story",
    "note": "note",
    "in": "in",
    "is": "is",
    "has": "has",
    "outlets": "outlets",
    "scope": "scope",
    "covered": "covered",
}
"""What may stand before a colon, and the name it goes by from here on."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″〝〞＂", '"'))
_SPACE = re.compile(r"[\s\x00-\x1f]+")
_FIELD = re.compile(r"([A-Za-z]+):(?=[^\s:/)])")
_NAME = re.compile(r"([A-Za-z]+):(?=\s|\)|$)")
_BARE = re.compile(r'[^\s\x00-\x1f"()]+')
_SLOP = re.compile(r"~(\d{1,3})")
_OPERATORS = ("AND", "OR", "NOT")


class Kind(Enum):
    """What a lexeme is."""

    WORD = "word"
    PHRASE = "phrase"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    OPEN = "("
    CLOSE = ")"
    END = "end"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query; `position` is its offset. `slop` is how far apart a phrase's words may be."""

    kind: Kind
    text: str
    position: int
    field: str | None = None
    slop: int = 1


def lex(text: str) -> list[Lexeme]:
    """The lexemes of a query, an END last; what holds no letter or digit is left out.

    A quotation mark that is never closed reaches to the end, so that results come while one types.
    """
    plain = text.translate(_QUOTES)
    found: list[Lexeme] = []
    at = 0
    while at < len(plain):
        space = _SPACE.match(plain, at)
        if space:
            at = space.end()
            continue
        lexeme, at = _one(plain, at)
        if lexeme is not None:
            found.append(lexeme)
    found.append(Lexeme(Kind.END, "", len(plain)))
    return found


def _one(plain: str, at: int) -> tuple[Lexeme | None, int]:
    char = plain[at]
    if char in "()":
        return Lexeme(Kind(char), char, at), at + 1
    if char == "+":
        return None, at + 1
    if char == "-":
        follows = plain[at + 1 : at + 2]
        if follows and not follows.isspace() and follows not in "-)":
            return Lexeme(Kind.NOT, char, at), at + 1
        return None, at + 1
    if char == '"':
        return _phrase(plain, at, at, None)
    return _field(plain, at) or _bare(plain, at, at, None)


def _field(plain: str, at: int) -> tuple[Lexeme | None, int] | None:
    match = _FIELD.match(plain, at)
    if match is None:
        empty = _NAME.match(plain, at)
        if empty is not None and empty.group(1).lower() in FIELDS:
            raise QueryError(f"{empty.group(1).lower()}: has nothing after it", position=empty.end())
        return None
    name = match.group(1).lower()
    if name not in FIELDS:
        near = get_close_matches(name, FIELDS, 1, 0.6)
        advice = f"did you mean {near[0]}:?" if near else "write " + " ".join(f"{name}:" for name in FIELDS)
        raise QueryError(f"there is no field {name[:20]}:", do=advice, position=at)
    end = match.end()
    reader = _phrase if plain[end] == '"' else _bare
    lexeme, after = reader(plain, end, at, FIELDS[name])
    if lexeme is None:
        raise QueryError(f"{name}: has nothing to search for after it", position=end)
    return lexeme, after


def _phrase(plain: str, at: int, position: int, field: str | None) -> tuple[Lexeme | None, int]:
    end = plain.find('"', at + 1)
    end = len(plain) if end < 0 else end
    text, after, slop = plain[at + 1 : end], min(end + 1, len(plain)), 1
    near = _SLOP.match(plain, after)
    if near:
        slop, after = max(1, min(100, int(near.group(1)))), near.end()
    if not _has_words(text):
        return None, after
    return Lexeme(Kind.PHRASE, text, position, field, slop), after


def _bare(plain: str, at: int, position: int, field: str | None) -> tuple[Lexeme | None, int]:
    match = _BARE.match(plain, at)
    if match is None:
        return None, at + (0 if field else 1)
    text = match.group()
    if field is None and text in _OPERATORS:
        return Lexeme(Kind(text), text, position), match.end()
    if not _has_words(text) and (text != "*" or field):
        return None, match.end()
    return Lexeme(Kind.WORD, text, position, field), match.end()


def _has_words(text: str) -> bool:
    # A plain word is one; what else there may be in a query is looked at.
    return (text.isascii() and text.isalnum()) or next(analyzer.tokens(text), None) is not None
