"""Sentences as the aligner sees them: weighted words, letter groups, place, and quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from math import log, log2, sqrt
from operator import mul

from index.compare.stopping import watched
from index.model import Article, Cancelled, Passage, Role
from index.words import STOPWORDS, folded, pieces, stem, tokens, words

_QUOTE = re.compile(r"[\"“”„‟«»「」『』]|(?<!\w)[‘'](?=\w)")
_RUN_REST = 0.3
_GRAM = 4
_BANDS = 12
_SHOUTED = 0.7
_ASK = 100

# Names that are written as letters in one outlet and in full in the next.
_LONG_NAMES = {
    "united": ((("states",), "usa"), (("kingdom",), "uk"), (("nations",), "un")),
    "european": ((("union",), "eu"),),
    "soviet": ((("union",), "ussr"),),
}
_LETTERS = {"US": "usa", "USA": "usa", "UK": "uk", "UN": "un", "EU": "eu", "USSR": "ussr"}
_ALIASES = {
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "sgt": "sergeant",
    "capt": "captain",
    "prof": "professor",
    "dr": "doctor",
    "gop": "republican",
    "jan": "january",
    "feb": "february",
    "aug": "august",
    "sept": "september",
    "sep": "september",
    "oct": "october",
    "nov": "november",
    "dec": "december",
    "spokesperson": "spokesman",
    "spokeswoman": "spokesman",
    "congresswoman": "congressman",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
}
_EMPTY = STOPWORDS | {"mr", "mrs", "ms", "mx", "sir"}
_LINKING = frozenset(["of", "the", "for", "and", "de", "la", "von", "van", "al"])


@dataclass(frozen=True, slots=True)
class Statement:
    """A body sentence among those of its story.

    `number` counts the story's sentences, `column` is the index of its article, `place` 0 (first
    sentence) to 1 (last). `weights` give each word its share of information in nats, words of a name
    that runs on counting less; `total` and `norm` are their sum and Euclidean norm. `letters` are bit
    sets of its groups of four letters, a set for each band of frequency; `letters_norm` is the norm
    of all it has.
    """

    passage: str
    number: int
    column: int
    place: float
    quoted: bool
    length: int
    shape: str
    keys: frozenset[str]
    weights: Mapping[str, float]
    written: Mapping[str, str]
    total: float
    norm: float
    letters: tuple[int, ...]
    letters_norm: float


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements of a story, by column, and what a letter group of each band weighs (squared)."""

    columns: tuple[tuple[Statement, ...], ...]
    bands: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence before the story's word counts are known; `runs` name the run of capitals of each key."""

    passage: Passage
    place: float
    quoted: bool
    keys: Sequence[tuple[str, int, str]]
    shape: str
    grams: frozenset[str]


class _Letters:
    """Groups of letters as bits, in bands of like frequency, so that sets of them meet in one step.

    Groups of one sentence alone have no bits; two further bands make the sentences
    that hold a group twice as many, and each band weighs what its groups weigh on average.
    """

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        counts = Counter(chain.from_iterable(sets))
        weights = {found: log(1 + len(sets) / found) ** 2 for found in set(counts.values())}
        bands = {n: min(_BANDS - 1, int(2 * log2(n)) - 2) for n in weights if n > 1}
        self._band: dict[str, int] = {}
        self._bit: dict[str, int] = {}
        size, total = [0] * _BANDS, [0.0] * _BANDS
        for gram, found in counts.items():
            if found > 1:
                band = bands[found]
                self._band[gram] = band
                self._bit[gram] = 1 << size[band]
                size[band] += 1
                total[band] += weights[found]
        self._alone = weights.get(1, 0.0)
        self.bands = tuple(weight / max(1, number) for weight, number in zip(total, size, strict=True))

    def bits(self, grams: frozenset[str]) -> tuple[tuple[int, ...], float]:
        """The bit set of each band, and the norm of all groups."""
        sets = [0] * _BANDS
        shared = self._bit.keys() & grams
        for gram in shared:
            sets[self._band[gram]] |= self._bit[gram]
        square = (len(grams) - len(shared)) * self._alone
        square += sum(map(mul, self.bands, map(int.bit_count, sets)))
        return tuple(sets), sqrt(square) or 1.0


def statements(articles: Sequence[Article], cancelled: Cancelled | None = None) -> Statements:
    """Read all body sentences, weighing words by how few of the story's sentences hold them.

    CancelledError when asked to stop.
    """
    read = [list(watched(_readings(article), cancelled, _ASK)) for article in articles]
    every = [reading for column in read for reading in column]
    idf = _idf([{key for key, _, _ in reading.keys} for reading in every])
    letters = _Letters([reading.grams for reading in every])
    numbers = count()
    columns = tuple(
        tuple(_statement(reading, next(numbers), column, idf, letters) for reading in readings)
        for column, readings in enumerate(watched(read, cancelled, 1))
    )
    return Statements(columns, letters.bands)


def _idf(sets: Sequence[Set[str]]) -> dict[str, float]:
    """What each key tells, in nats, by how many of the sets hold it."""
    counts = Counter(chain.from_iterable(sets))
    by_count = {n: log(1 + len(sets) / n) for n in set(counts.values())}
    return {key: by_count[n] for key, n in counts.items()}


def _readings(article: Article) -> Iterator[_Reading]:
    body = [passage for passage in article.passages if passage.role is Role.BODY]
    for number, passage in enumerate(body):
        shape = " ".join(tokens(passage.text))
        yield _Reading(
            passage,
            number / max(1, len(body) - 1),
            bool(_QUOTE.search(passage.text)),
            _keys(words(passage.text)),
            shape,
            frozenset([shape[k : k + _GRAM] for k in range(max(1, len(shape) - _GRAM + 1))]),
        )


def _statement(
    reading: _Reading, number: int, column: int, idf: Mapping[str, float], letters: _Letters
) -> Statement:
    bits, letters_norm = letters.bits(reading.grams)
    heaviest: dict[int, str] = {}
    for key, run, _ in reading.keys:
        if run and (run not in heaviest or idf[key] > idf[heaviest[run]]):
            heaviest[run] = key
    weights: dict[str, float] = {}
    written: dict[str, str] = {}
    for key, run, word in reading.keys:
        # A long name is one piece of information, not as many as it has words.
        weight = idf[key] if not run or heaviest[run] == key else idf[key] * _RUN_REST
        weights[key] = max(weight, weights.get(key, 0.0))
        written.setdefault(key, word)
    return Statement(
        passage=reading.passage.id,
        number=number,
        column=column,
        place=reading.place,
        quoted=reading.quoted,
        length=reading.shape.count(" ") + bool(reading.shape),
        shape=reading.shape,
        keys=frozenset(weights),
        weights=weights,
        written=written,
        total=sum(weights.values()),
        norm=sqrt(sum(weight * weight for weight in weights.values())) or 1.0,
        letters=bits,
        letters_norm=letters_norm,
    )


def _keys(written: Sequence[str]) -> list[tuple[str, int, str]]:
    """Each key with the number of the run of capitalised words it stands in (0: none) and its word."""
    capitals = [word[0].isupper() for word in written]
    shouted = len(written) > 5 and sum(capitals) > _SHOUTED * len(written)
    found: list[tuple[str, int, str]] = []
    run, inside, skip = 0, False, 0
    for place, word in enumerate(written):
        if skip:
            skip -= 1
            continue
        capital = capitals[place] and not shouted
        if capital:
            run += not inside
            inside = True
        elif inside and word not in _LINKING:
            inside = False
        if capitals[place] and (name := _long_name(written, place)):
            short, skip = name
            found.append((short, run if capital else 0, " ".join(written[place : place + skip + 1])))
        else:
            found.extend([(key, run if capital else 0, word) for key in _forms(word)])
    return found


def _long_name(written: Sequence[str], place: int) -> tuple[str, int] | None:
    """The short form of a name that begins here in full, and how many more words it has."""
    for long, short in _LONG_NAMES.get(written[place].lower(), ()):
        end = place + 1 + len(long)
        if tuple(word.lower() for word in written[place + 1 : end]) == long:
            return short, len(long)
    return None


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, ...]:
    """What a word is compared by: nothing for an empty one, several keys for a compound."""
    letters = word.replace(".", "")
    if letters in _LETTERS:
        return (_LETTERS[letters],)
    base = folded(word)
    if base in _EMPTY:
        return ()
    base = _ALIASES.get(base, base)
    parts = base.split("-") if "-" in base else [base]
    return tuple(
        stem(piece)
        for part in parts
        if part and part not in _EMPTY
        for piece in pieces(_ALIASES.get(part, part))
    )
