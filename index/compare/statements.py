"""Sentences as the aligner sees them: weighted words, place, and quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from math import log

from index.compare.names import BUILT_IN_NAMES, REMEMBERED_WORDS, NamedWord, Names
from index.compare.stopping import watched
from index.model import Article, Cancelled, Passage, Role
from index.words import STOPWORDS, pieces, stem, words

# A set of characters first, so that the search is a plain scan.
_QUOTE = re.compile(r"[\"“”„‟«»「」『』‘'](?:(?<![‘'])|(?<!\w[‘'])(?=\w))")
_RUN_REST = 0.3
_SHOUTED = 0.7
_ASK = 100
REMEMBERED = 4096
"""How many sentences are kept as read: a story is compared again whenever an article joins it."""

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
    sentence) to 1 (last), `depth` the log of how many sentences stand up to it, `among` how many body
    sentences its article has. `weights` give each word its share of information in nats, words of a
    name that runs on counting less. `shape` is all its words, folded, names of one word in one spelling.
    """

    passage: str
    number: int
    column: int
    place: float
    depth: float
    among: int
    quoted: bool
    length: int
    shape: str
    keys: frozenset[str]
    weights: Mapping[str, float]
    written: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements of a story, by column."""

    columns: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence's text before its story is known; the numbers in `keys` name runs of capitals (0: none).

    `names` are the names in it that the table knows and that begin with a capital: word and form.
    """

    quoted: bool
    keys: Sequence[tuple[str, int, str]]
    shape: str
    names: Sequence[tuple[str, str]]


def statements(
    articles: Sequence[Article], cancelled: Cancelled | None = None, names: Names = BUILT_IN_NAMES
) -> Statements:
    """Read all body sentences, weighing words by how few of the story's sentences hold them.

    Names in several spellings are one word. CancelledError when asked to stop.
    """
    bodies = [[p for p in article.passages if p.role is Role.BODY] for article in articles]
    read = [[_read(p.text, names) for p in watched(body, cancelled, _ASK)] for body in bodies]
    idf = _idf([{key for key, _, _ in reading.keys} for readings in read for reading in readings])
    numbers = count()
    return Statements(
        tuple(
            tuple(
                _statement(reading, passage, idf, next(numbers), column, index, len(body))
                for index, (passage, reading) in enumerate(zip(body, readings, strict=True))
            )
            for column, (body, readings) in enumerate(watched(zip(bodies, read, strict=True), cancelled, 1))
        )
    )


def _idf(sets: Sequence[Set[str]]) -> dict[str, float]:
    """What each key tells, in nats, by how many of the sets hold it."""
    counts = Counter(chain.from_iterable(sets))
    by_count = {n: log(1 + len(sets) / n) for n in set(counts.values())}
    return {key: by_count[n] for key, n in counts.items()}


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, names: Names) -> _Reading:
    """One sentence as it is written."""
    written = words(text)
    found = names.found(written)
    return _Reading(
        bool(_QUOTE.search(text)),
        _keys(written, found, names),
        # Word by word: in letters, a name of several words has little in common with its initials.
        " ".join(names.keys(written)),
        [(one.word, one.form) for one in found if one.form[0].isupper() and written[one.start][0].isupper()],
    )


def names_in(text: str, names: Names) -> Sequence[tuple[str, str]]:
    """The names in a sentence that stand in the table, each with the form in which it is written; only
    what begins with a capital, both in the table and here."""
    return _read(text, names).names


def _statement(
    reading: _Reading,
    passage: Passage,
    idf: Mapping[str, float],
    number: int,
    column: int,
    index: int,
    among: int,
) -> Statement:
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
        passage=passage.id,
        number=number,
        column=column,
        place=index / max(1, among - 1),
        depth=log(1 + index),
        among=among,
        quoted=reading.quoted,
        length=reading.shape.count(" ") + bool(reading.shape),
        shape=reading.shape,
        keys=frozenset(weights),
        weights=weights,
        written=written,
    )


def _keys(written: Sequence[str], named: Sequence[NamedWord], names: Names) -> list[tuple[str, int, str]]:
    """Each key with the number of the run of capitalised words it stands in (0: none) and its word."""
    capitals = [word[0].isupper() for word in written]
    shouted = len(written) > 5 and sum(capitals) > _SHOUTED * len(written)
    found: list[tuple[str, int, str]] = []
    starts = {one.start: one for one in named}
    run, inside, end = 0, False, 0
    for start, word in enumerate(written):
        if start < end:
            continue
        capital = capitals[start] and not shouted
        if capital:
            run += not inside
            inside = True
        elif inside and word not in _LINKING:
            inside = False
        here = run if capital else 0
        name = starts.get(start)
        if name is None:
            for each in forms(word, names):
                found.append((each, here, word))
        else:
            end = name.end
            found.append((stem(name.word), here, " ".join(written[start:end])))
    return found


@lru_cache(maxsize=REMEMBERED_WORDS)
def forms(word: str, names: Names) -> tuple[str, ...]:
    """What a word is compared by: nothing for an empty one, several keys for a compound."""
    return tuple([key for part in word.split("-") if part for key in _part(part, names)])


def _part(word: str, names: Names) -> tuple[str, ...]:
    one = names.word(word)
    if one.form:
        return (stem(one.word),)
    base = _ALIASES.get(one.word, one.word)
    if not base or base in _EMPTY:
        return ()
    return tuple([stem(piece) for piece in pieces(base)])
