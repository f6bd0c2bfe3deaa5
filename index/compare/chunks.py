"""Sentences cut at their spaces, for all who read them: what stands between two spaces is read once.

Words never reach over a space, and most of what stands between two was met in an earlier sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from index.compare.lexicon import REVISING, TELLING_VERBS
from index.compare.numerals import NUMBER_WORDS
from index.compare.remembered import Remembered
from index.compare.whens import DAY_WORDS
from index.words import fold, words

REMEMBERED = 8192
"""How many sentences are kept as read: a story is compared again whenever an article joins it."""

REMEMBERED_CHUNKS = 20_000
"""Chunks kept as read (6 MB): more than a story of a hundred articles has different ones."""

DIGIT, NUMBER, DAY, TELLING, REVISED = (1 << place for place in range(5))
"""Hints: a digit, a number word, a day or month by name, a verb of saying, a word of a value that changed."""

FAR = re.compile("[^\0-\u0dff\u2000-\u2fff]")
"""A letter that may be of a script without spaces between words; in most languages there is none."""

_RUN = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile("[a-z]+")
_AROUND = '.,;:!?"“”()'
_HINTS: dict[str, int] = {}
for _bit, _words in (
    (NUMBER, NUMBER_WORDS),
    (DAY, DAY_WORDS),
    (TELLING, TELLING_VERBS),
    (REVISED, REVISING),
):
    for _word in _words:
        _HINTS[_word] = _HINTS.get(_word, 0) | _bit


class Chunk(NamedTuple):
    """What stands between two spaces: its `words` as written, its `tokens` (words without anything inside
    them) folded, and `hints` at what it may tell, of the words in it."""

    words: tuple[str, ...]
    tokens: tuple[str, ...]
    hints: int


class Cut(NamedTuple):
    """A text by the same names; `hints` are those of all its chunks together."""

    words: tuple[str, ...]
    tokens: tuple[str, ...]
    hints: int


@lru_cache(maxsize=REMEMBERED)
def cut(text: str) -> Cut:
    """A text as its chunks tell it."""
    chunks = list(map(_CHUNKS.__getitem__, text.split()))
    if not chunks:
        return Cut((), (), 0)
    every, tokens, told = zip(*chunks, strict=True)
    hints = 0
    for hint in set(told):
        hints |= hint
    return Cut(tuple(chain.from_iterable(every)), tuple(chain.from_iterable(tokens)), hints)


def _chunk(written: str) -> Chunk:
    bare = written.strip(_AROUND)
    if bare.isascii() and bare.isalpha():
        # As most are.
        small = bare.lower()
        return Chunk((bare,), (small,), _HINTS.get(small, 0))
    hints = DIGIT if _DIGIT.search(written) else 0
    for word in _LETTERS.findall(written.lower()):
        hints |= _HINTS.get(word, 0)
    tokens = token_pattern(written).findall(written)
    return Chunk(tuple(words(written)), tuple([fold(token) for token in tokens]), hints)


def token_pattern(text: str) -> re.Pattern[str]:
    """What finds the tokens of a text: words without anything inside them, and in scripts that put no
    spaces between words each letter."""
    return _letter_by_letter() if FAR.search(text) else _RUN


@cache
def _letter_by_letter() -> re.Pattern[str]:
    """Made when first needed, as this takes a millisecond."""
    # One letter of Thai to Khmer, kana, Han; or a word of others.
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
        "|(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[^\\W_])+"
    )


_CHUNKS = Remembered(_chunk, REMEMBERED_CHUNKS)
