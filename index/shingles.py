"""The wording of a text as numbers: its words, runs of five of them, and a small sketch of these.

Case, accents, typography and paragraphs make no difference; digits do.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

from index.model import Draft, Role
from index.words import fold, pieces

RUN = 5
"""Words in a shingle."""
KEYS = 8
"""Lowest hashes of a text by which others of the same wording are looked up."""
_ANCHOR = 9  # letters; one word in 17 of the news in English has so many
_RATE = 2**32 // 2
_MOST = 64
_LONGEST = 200_000
_WORD = re.compile(r"[^\W_]+")
# Translating ASCII and splitting at spaces takes a fifth of the time of a pattern.
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}
_TYPOGRAPHY = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0\u2022"


def words(text: str) -> list[str]:
    """Folded words in order; pairs of letters where a script does not space words."""
    folded = text[:_LONGEST].casefold()
    if not folded.isascii():
        for char in _TYPOGRAPHY:
            folded = folded.replace(char, " ")
    if folded.isascii():
        return folded.translate(_SPACED).split()
    found: list[str] = _WORD.findall(folded)
    return [part for word in found for part in ((word,) if word.isascii() else _parts(word))]


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    return tuple(pieces(fold(word)))


def body(draft: Draft) -> str:
    """The text that two outlets would share if one took it from the other: the body's paragraphs."""
    return "\n".join(block.text for block in draft.blocks if block.role is Role.BODY)


def shingles(found: Sequence[str]) -> set[int]:
    """The hash (32 bits) of every run of five words; a shorter text is one run. Empty for no words."""
    return set(_hashes(found, range(max(1, len(found) - RUN + 1)))) if found else set()


def sketch(found: Sequence[str]) -> tuple[int, ...]:
    """Some of a text's shingles, in order: about one in 34, at most 64, and 8 at least if there are so many.

    They are chosen by their words alone, so that they are the same ones in every text that has them: first
    those that begin with a word of nine letters (which spares hashing the others), of these one half. A
    text with too few of them, as in scripts without spaces, is sketched by the lowest of all.
    """
    runs = max(1, len(found) - RUN + 1)
    letters = map(len, found[:runs])
    low = sorted(set(_hashes(found, [place for place, n in enumerate(letters) if n == _ANCHOR])))
    if len(low) < KEYS:
        low = sorted(shingles(found))[:KEYS]
    return tuple(low[: max(KEYS, min(_MOST, bisect_left(low, _RATE)))])


def _hashes(found: Sequence[str], places: Iterable[int]) -> list[int]:
    return [crc32(" ".join(found[place : place + RUN]).encode("utf-8", "replace")) for place in places]


def alike(one: Sequence[int], other: Sequence[int]) -> float:
    """What share of the smaller of two sketches, as far as both reach, the other has; 0 to 1."""
    if not one or not other:
        return 0.0
    # Beyond the end of a sketch that was cut off nothing is known.
    reach = min(one[-1] if len(one) >= _MOST else 2**32, other[-1] if len(other) >= _MOST else 2**32)
    first, second = {n for n in one if n <= reach}, {n for n in other if n <= reach}
    return len(first & second) / max(1, min(len(first), len(second)))


def resemblance(one: set[int], other: set[int]) -> float:
    """The share of all shingles that both texts have; 0 to 1, 1 for the same wording."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def containment(one: set[int], other: set[int]) -> float:
    """The share of the first text's shingles that the second has; 0 to 1."""
    return len(one & other) / len(one) if one else 0.0


def digest(title: str | None, found: Sequence[str]) -> int:
    """A number (63 bits) for a title and a text, whatever their typography and breaks."""
    letters = "".join(words(title or "")) + "\n" + "".join(found)
    raw = hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(raw, "big") >> 1
