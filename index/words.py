"""Words of a text as the library compares them: folded, tokenised, stemmed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index import porter

_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*", re.UNICODE)
# What may be a combining mark after decomposition: nothing in Latin text, its quotation marks and dashes.
_MARKISH = re.compile("[^\x00-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]")
_POSSESSIVE = re.compile(r"['’]s?$")
# Scripts that put no space between words: Thai to Khmer, kana, Han, and Han beyond the first plane.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)

_STOPWORDS = """
    a about after all also an and any are as at be because been before being but by can could did do
    does for from further had has have having he her here hers him his how i if in into is it its just
    may me might more most my no nor not now of off on once only or other our out over own said same say
    says she should so some such than that the their theirs them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with
    would you your
"""

STOPWORDS = frozenset(_STOPWORDS.split())


def fold(text: str) -> str:
    """Case folded, accents removed, curly apostrophes made straight; the length may change."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    if not _MARKISH.search(decomposed):
        return decomposed
    return "".join([char for char in decomposed if not unicodedata.combining(char)])


def tokens(text: str) -> list[str]:
    """Folded words in order, inner hyphens and apostrophes kept, `'s` dropped, `U.S.` as `u.s`."""
    return [_bare(word) for word in _WORD.findall(fold(text))]


def folded(word: str) -> str:
    """One word as `tokens` gives it."""
    return _bare(fold(word))


def _bare(word: str) -> str:
    return word if word.isalnum() else _POSSESSIVE.sub("", word)


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The English Porter stem of a folded word, remembered; see `porter`."""
    return porter.stem(word)


def words(text: str) -> list[str]:
    """The words of a text as they are written, in order; what `tokens` folds."""
    return _WORD.findall(text)


def pieces(word: str) -> list[str]:
    """A word itself, or the overlapping pairs of its letters where its script does not space words."""
    if word.isascii() or not _UNSPACED.search(word):
        return [word]
    found: list[str] = []
    place = 0
    for run in _UNSPACED.finditer(word):
        found.append(word[place : run.start()])
        text = run.group()
        found.extend([text] if len(text) == 1 else [text[k : k + 2] for k in range(len(text) - 1)])
        place = run.end()
    found.append(word[place:])
    return [piece for piece in found if piece]


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, with repeats; see `pieces` for other scripts."""
    return [stem(piece) for word in tokens(text) if word not in STOPWORDS for piece in pieces(word)]
