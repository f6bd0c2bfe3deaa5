"""Sentences as the aligner sees them: weighted words, place, and quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, count
from math import log
from typing import NamedTuple

from index.compare.chunks import REMEMBERED, cut
from index.compare.names import BUILT_IN_NAMES, REMEMBERED_WORDS, NamedWord, Names
from index.compare.remembered import Remembered
from index.compare.stopping import watched
from index.model import Article, Cancelled, Passage, Role
from index.words import STOPWORDS, pieces, stem

# A set of characters first, so that the search is a plain scan.
_QUOTE = re.compile(r"[\"“”„‟«»「」『』‘'](?:(?<![‘'])|(?<!\w[‘'])(?=\w))")
_RUN_REST = 0.3
_SHOUTED = 0.7
_ASK = 100

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


class Statement(NamedTuple):
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


class _Reading(NamedTuple):
    """A sentence's text before its story is known.

    `keys` are each once and in order, `known` the same as a set, `written` the word that each stands for
    where it is first met. `runs` are the keys of each run of several words with capitals, `whole` (where
    there is such a run) those that also stand outside of these. `names` are the names in it that the table
    knows and that begin with a capital: word and form.
    """

    quoted: bool
    length: int
    shape: str
    keys: Sequence[str]
    known: frozenset[str]
    written: Mapping[str, str]
    runs: Sequence[Sequence[str]]
    whole: Sequence[str]
    names: Sequence[tuple[str, str]]


def statements(
    articles: Sequence[Article], cancelled: Cancelled | None = None, names: Names = BUILT_IN_NAMES
) -> Statements:
    """Read all body sentences, weighing words by how few of the story's sentences hold them.

    Names in several spellings are one word. CancelledError when asked to stop.
    """
    bodies = [[p for p in article.passages if p.role is Role.BODY] for article in articles]
    read = [[_read(p.text, names) for p in watched(body, cancelled, _ASK)] for body in bodies]
    idf = _idf([reading.keys for readings in read for reading in readings])
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


def _idf(read: Sequence[Sequence[str]]) -> dict[str, float]:
    """What each key tells, in nats, by how many of the sentences have it; each has it once."""
    counts = Counter(chain.from_iterable(read))
    by_count = {n: log(1 + len(read) / n) for n in set(counts.values())}
    return {key: by_count[n] for key, n in counts.items()}


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, names: Names) -> _Reading:
    """One sentence as it is written."""
    words = cut(text).words
    # Word by word: in letters, a name of several words has little in common with its initials.
    keys, found = names.keyed(words)
    shape = " ".join(keys)
    told = list(map(_meant(names).__getitem__, words))
    shouted = len(words) > 5 and sum([one.capital for one in told]) > _SHOUTED * len(words)
    texts, told = _with_names(words, told, found) if found else (words, told)
    written, runs, whole = _in_runs(texts, told, shouted=shouted)
    return _Reading(
        bool(_QUOTE.search(text)),
        shape.count(" ") + bool(shape),
        shape,
        tuple(written),
        frozenset(written),
        written,
        runs,
        whole,
        [(one.word, one.form) for one in found if one.form[0].isupper() and words[one.start][0].isupper()],
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
    weights = {key: idf[key] for key in reading.keys}
    if reading.runs:
        whole, light = set(reading.whole), set[str]()
        for run in reading.runs:
            whole.add(max(run, key=idf.__getitem__))
            light.update(run)
        for key in light - whole:
            # A long name is one piece of information, not as many as it has words.
            weights[key] *= _RUN_REST
    return Statement(
        passage.id,
        number,
        column,
        index / max(1, among - 1),
        log(1 + index),
        among,
        reading.quoted,
        reading.length,
        reading.shape,
        reading.known,
        weights,
        reading.written,
    )


class _Meant(NamedTuple):
    """What a word is compared by, and whether it begins with a capital."""

    keys: tuple[str, ...]
    capital: bool


@lru_cache(maxsize=8)
def _meant(names: Names) -> Remembered[str, _Meant]:
    """What each word is compared by, with these names."""
    return Remembered(partial(_look, names), REMEMBERED_WORDS)


def forms(word: str, names: Names) -> tuple[str, ...]:
    """What a word is compared by: nothing for an empty one, several keys for a compound."""
    return _meant(names)[word].keys


def _look(names: Names, word: str) -> _Meant:
    keys = tuple([key for part in word.split("-") if part for key in _part(part, names)])
    return _Meant(keys, word[0].isupper())


def _with_names(
    words: Sequence[str], told: Sequence[_Meant], named: Sequence[NamedWord]
) -> tuple[list[str], list[_Meant]]:
    """The words with each name as one."""
    texts: list[str] = []
    meant: list[_Meant] = []
    place = 0
    for name in named:
        texts += (*words[place : name.start], " ".join(words[name.start : name.end]))
        meant += (*told[place : name.start], _Meant((stem(name.word),), told[name.start].capital))
        place = name.end
    return [*texts, *words[place:]], [*meant, *told[place:]]


def _in_runs(
    words: Sequence[str], told: Sequence[_Meant], *, shouted: bool
) -> tuple[dict[str, str], list[list[str]], Sequence[str]]:
    """Each key with the word it is first met as; the keys of each run of capitalised words that has
    several; and, where there is such a run, those that stand by themselves."""
    written: dict[str, str] = {}
    runs: list[list[str]] = []
    alone: list[str] = []
    inside = False
    for word, (keys, capital) in zip(words, told, strict=True):
        if capital and not shouted:
            if inside:
                runs[-1] += keys
            else:
                runs.append([*keys])
                inside = True
        else:
            if inside and word.partition(" ")[0] not in _LINKING:
                inside = False
            alone += keys
        for key in keys:
            if key not in written:
                written[key] = word
    alone += [run[0] for run in runs if len(run) == 1]
    several = [run for run in runs if len(run) > 1]
    return written, several, tuple(alone) if several else ()


def _part(word: str, names: Names) -> tuple[str, ...]:
    one = names.word(word)
    if one.form:
        return (stem(one.word),)
    base = _ALIASES.get(one.word, one.word)
    if not base or base in _EMPTY:
        return ()
    return tuple([stem(piece) for piece in pieces(base)])
