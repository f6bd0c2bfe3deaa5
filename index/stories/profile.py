"""What the grouper keeps of an article: its telling terms and its day."""

from __future__ import annotations

import math
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from index import words
from index.model import Draft, Precision, Role
from index.stories import background
from index.stories.stopwords import function_words

VERSION = 1
VECTOR_VERSION = 1
"""The first byte of every vector; one of another version is made anew."""

_TOLD = (Role.DECK, Role.SUBHEAD, Role.BODY)
SENTENCES = 12
"""So many sentences of the body say what an article is about; later ones are history and comment."""

TERMS = 80
_TITLE_TIMES = 2
_MAX_TERM = 40
# Of a headline that is an address, no word is to be trusted.
_ADDRESS = re.compile(r"(?:https?\s*:|www\s*\.)", re.IGNORECASE)
_CAPITAL_WORD = r"[^\W\d_a-zß-öø-ÿа-џ][\w'’&.\-]*"
_NAME = re.compile(
    rf"{_CAPITAL_WORD}(?:\s+(?:(?:of|the|de|la|al|bin|van|von|del|di|da|for)\s+)?{_CAPITAL_WORD})+"
)
# Scripts written without spaces: their words cannot be told apart, so pairs of characters stand for them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
_CALENDAR_WORDS = """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov
    dec"""
_CALENDAR = frozenset(_CALENDAR_WORDS.split())


@dataclass(frozen=True, slots=True)
class Profile:
    """Terms with their weight in the article (not yet their rarity), and the day published.

    `packed` has the terms as `term:tenths`, parted by spaces: a library holds many profiles and reads
    few. `day` is the proleptic ordinal of the date, None when the article does not say it to the day.
    `made` is the vector, where it came along with the terms; see `vector`.
    """

    packed: str
    day: int | None
    made: bytes = field(default=b"", repr=False, compare=False)

    @property
    def terms(self) -> list[tuple[str, float]]:
        """Folded words as written and two-word names joined by `_`, with weights; at most 80."""
        pairs = (item.rpartition(":") for item in self.packed.split())
        return [(term, int(tenths) / 10) for term, _, tenths in pairs]

    @property
    def vector(self) -> bytes:
        """The terms weighed by their rarity: a version, then numbers (uint32) ascending, then weights
        (float32) of length 1 together."""
        return self.made if is_current(self.made) else _vector(_by_stem(self.terms))

    def words(self, numbers: Sequence[int]) -> dict[int, str]:
        """Those of a vector's term numbers that are this profile's, and their terms as written."""
        found: dict[int, str] = {}
        wanted = set(numbers)
        for item in self.packed.split():
            if not wanted:
                break
            term = item[: item.rindex(":")]
            number = _numbered(stemmed(term))[0]
            if number in wanted:
                wanted.discard(number)
                found[number] = term
        return found

    def encode(self) -> str:
        """One line of text for the store."""
        return f"{VERSION}\t{'' if self.day is None else self.day}\t{self.packed}"

    @classmethod
    def decode(cls, text: str) -> Profile:
        """What `encode` wrote; ValueError for anything else, also of another version: make it anew."""
        # A library may have texts with the outlet behind.
        version, day, packed, *_ = text.split("\t")
        if version != str(VERSION):
            raise ValueError(f"a profile of version {version}")
        return cls(packed, int(day) if day else None)


def profile(article: Draft) -> Profile:
    """The profile of an article, from its headline and the first sentences of its body."""
    title, sentences = telling_text(article)
    counts, shown = _count(title, sentences)
    weighed = {term: _damped(count) for term, count in counts.items()}
    if not sentences:
        # A headline has a name's words or has not; whether they count as a name hangs on its capitals.
        weighed = {term: weight // 2 if "_" in term else weight for term, weight in weighed.items()}
    ranked = sorted([(-weight * _numbered(term)[1], term) for term, weight in weighed.items()])
    telling = [term for _, term in ranked[:TERMS]]
    published = article.published
    day = None
    if published is not None and published.precision is not Precision.MONTH:
        day = published.when.toordinal()
    packed = " ".join(f"{shown[term]}:{weighed[term]}" for term in telling)
    return Profile(packed, day, _vector({term: weighed[term] / 10 for term in telling}))


@lru_cache(maxsize=256)
def _damped(count: int) -> int:
    """What a term weighs that is there so often, in tenths."""
    return round(10 + 10 * math.log(count))


def is_current(vector: bytes | None) -> bool:
    """Whether a stored vector can be used."""
    return vector is not None and vector[:1] == bytes((VECTOR_VERSION,))


@lru_cache(maxsize=1 << 13)
def _numbered(stem: str) -> tuple[int, float]:
    """The number of a stem, and its rarity. About one stem of 15,000 shares its number with another,
    which no comparison of 80 terms notices."""
    return zlib.crc32(stem.encode()), background.weight(stem)


def _by_stem(terms: Sequence[tuple[str, float]]) -> dict[str, float]:
    weighed: dict[str, float] = {}
    for word, weight in terms:
        stem = stemmed(word)
        weighed[stem] = weighed.get(stem, 0.0) + weight
    return weighed


def _vector(weighed: Mapping[str, float]) -> bytes:
    pairs: dict[int, float] = {}
    for stem, weight in weighed.items():
        number, rarity = _numbered(stem)
        pairs[number] = pairs.get(number, 0.0) + weight * rarity
    length = math.sqrt(math.fsum([weight * weight for weight in pairs.values()])) or 1.0
    numbers = sorted(pairs)
    weights = array("f", [pairs[number] / length for number in numbers])
    return b"".join((bytes((VECTOR_VERSION,)), array("I", numbers).tobytes(), weights.tobytes()))


def telling_text(article: Draft) -> tuple[str, list[str]]:
    """The headline (or the first sentence in its place) and the first sentences of the body."""
    title = article.title or ""
    if _ADDRESS.match(title.strip()):
        title = ""
    sentences = list(_body_sentences(article, title))
    if not title and sentences:
        title = sentences.pop(0)
    return title, sentences[:SENTENCES]


@lru_cache(maxsize=1 << 14)
def stemmed(term: str) -> str:
    """The form in which terms of a profile are compared: stems, of names the two stems."""
    first, joint, second = term.partition("_")
    return f"{words.stem(first)}_{words.stem(second)}" if joint else words.stem(term)


def forget() -> None:
    """Let go of what is remembered of words while many profiles are made, some ten megabytes."""
    for remembered in (stemmed, _numbered, words.stem):
        remembered.cache_clear()


def words_of(text: str) -> list[str]:
    """Folded words that can tell one event from another, in order, with repeats."""
    skipped = _untelling()
    told = [word for word in words.tokens(text) if word not in skipped and len(word) <= _MAX_TERM]
    if "".join(told).isascii():
        return [word for word in told if len(word) > 1]
    found: list[str] = []
    for word in told:
        if len(word) > 2 and not word.isascii() and _UNSPACED.search(word):
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) > 1:
            found.append(word)
    return found


@lru_cache(maxsize=1)
def _untelling() -> frozenset[str]:
    return words.STOPWORDS | function_words() | _CALENDAR


def names_of(text: str) -> list[str]:
    """Names of two words and more, as overlapping pairs `vladimir_putin` of their folded words."""
    found: list[str] = []
    if _is_title_case(text):
        return found
    for match in _NAME.finditer(text):
        parts = words_of(match.group())
        found.extend(f"{one}_{other}" for one, other in pairwise(parts))
    return found


def _is_title_case(text: str) -> bool:
    """Whether all words but the small ones are capitalised, so that a capital marks no name."""
    parts = text.split()
    small = [word for word in parts if word[0].islower()]
    if not all(map(words.STOPWORDS.__contains__, small)):
        return False
    return sum(word[0].isalpha() for word in parts) - len(small) > 3


def _body_sentences(article: Draft, title: str) -> Iterator[str]:
    """Deck and body, sentence by sentence; one that only repeats the headline is left out."""
    given = 0
    for block in article.blocks:
        if block.role not in _TOLD or _ADDRESS.match(block.text):
            continue
        for start, end in block.sentences:
            if block.text[start:end] != title:
                yield block.text[start:end]
                given += 1
        if given > SENTENCES:
            return


def _count(title: str, sentences: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Weighted counts by stem, and for each stem the word as it was first written."""
    headline = [*words_of(title), *names_of(title)]
    found = headline * _TITLE_TIMES
    for sentence in sentences:
        found += words_of(sentence)
        found += names_of(sentence)
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for term, times in Counter(found).items():
        stem = stemmed(term)
        counts[stem] = counts.get(stem, 0) + times
        shown.setdefault(stem, term)
    return counts, shown
