"""Words of a text as the library compares them: folded, tokenised, stemmed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")

STOPWORDS = frozenset(
    """a about after all also an and any are as at be because been before being but by can could did do
    does for from further had has have having he her here hers him his how i if in into is it its just
    may me might more most my no nor not now of off on once only or other our out over own said same say
    says she should so some such than that the their theirs them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with
    would you your""".split()
)


def fold(text: str) -> str:
    """Case folded, accents removed, curly apostrophes made straight; the length may change."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """Folded words in order, inner hyphens and apostrophes kept, `'s` dropped, `U.S.` as `u.s`."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The English Porter stem of a folded word."""
    from whoosh.lang.porter import stem as porter

    return str(porter(word)) if word.isascii() and word.isalpha() else word


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, with repeats."""
    return [stem(word) for word in tokens(text) if word not in STOPWORDS]
