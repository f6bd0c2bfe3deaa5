"""How much of each article stands word for word in another: runs of the same words, whoever took them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from index.compare.statements import REMEMBERED
from index.compare.stopping import ask, watched
from index.compared import SharedWording
from index.model import Article, Cancelled, Passage, Role
from index.words import fold

RUN = 7
"""Words in the shortest run that counts; shorter ones are names, titles and turns of phrase."""
UNSPACED_RUN = 14
"""The same in letters, in a story whose script does not space words."""
# A word; or one letter of Thai to Khmer, kana, Han.
_TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[^\\W_])+"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class _Text(NamedTuple):
    """An article's words as numbers, each with its passage (an index) and its span there."""

    article: str
    passages: tuple[Passage, ...]
    numbers: tuple[int, ...]
    places: list[tuple[int, int, int]]


def wording(articles: Sequence[Article], cancelled: Cancelled | None = None) -> tuple[SharedWording, ...]:
    """For each ordered pair of articles with a run in common: its share of the first one's words.

    Only body text counts; case, accents and punctuation do not, and runs go on over sentences. The time
    grows with the length of the texts, not with the number of pairs of their words. In the articles'
    order. CancelledError when asked to stop.
    """
    texts = _texts(watched(articles, cancelled))
    run = _run(texts)
    grams = [_grams(text.numbers, run) for text in watched(texts, cancelled)]
    holders: dict[tuple[int, ...], int] = {}
    for column, found in enumerate(watched(grams, cancelled)):
        bit = 1 << column
        for gram in found:
            holders[gram] = holders.get(gram, 0) | bit
    made: list[SharedWording] = []
    for column, (text, found) in enumerate(zip(texts, grams, strict=True)):
        ask(cancelled)
        runs = _runs([holders[gram] & ~(1 << column) for gram in found], run)
        made.extend(_shared(text, texts[other], runs[other]) for other in sorted(runs))
    return tuple(made)


def _texts(articles: Iterable[Article]) -> list[_Text]:
    known: dict[str, int] = {}
    found = []
    for article in articles:
        bodies = tuple(passage for passage in article.passages if passage.role is Role.BODY)
        numbers: list[int] = []
        places: list[tuple[int, int, int]] = []
        for index, passage in enumerate(bodies):
            for word, start, end in _marked(passage.text):
                numbers.append(known.setdefault(word, len(known)))
                places.append((index, start, end))
        found.append(_Text(article.id, bodies, tuple(numbers), places))
    return found


@lru_cache(maxsize=REMEMBERED)
def _marked(text: str) -> tuple[tuple[str, int, int], ...]:
    """The folded tokens of a passage with their places."""
    return tuple([(_folded(match[0]), *match.span()) for match in _TOKEN.finditer(text)])


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word)


def _run(texts: Sequence[_Text]) -> int:
    """How many tokens a run has: more where most of them are single letters."""
    sample = "".join(passage.text[:100] for text in texts for passage in text.passages[:5])
    return UNSPACED_RUN if len(_UNSPACED.findall(sample)) * 2 > len(sample) else RUN


def _grams(numbers: tuple[int, ...], run: int) -> list[tuple[int, ...]]:
    return [numbers[start : start + run] for start in range(len(numbers) - run + 1)]


def _runs(masks: Sequence[int], run: int) -> dict[int, list[tuple[int, int]]]:
    """For each other article the runs (first word, end) shared with it; bits of a mask are articles."""
    found: dict[int, list[tuple[int, int]]] = {}
    start = 0
    for mask, same in groupby(masks):
        end = start + sum(1 for _ in same)
        rest = mask
        while rest:
            other = (rest & -rest).bit_length() - 1
            rest &= rest - 1
            mine = found.setdefault(other, [])
            if mine and mine[-1][1] >= start:
                mine[-1] = (mine[-1][0], end + run - 1)
            else:
                mine.append((start, end + run - 1))
        start = end
    return found


def _shared(text: _Text, other: _Text, runs: Sequence[tuple[int, int]]) -> SharedWording:
    covered = sum(end - start for start, end in runs)
    spans = tuple(span for start, end in runs for span in _spans(text, start, end))
    return SharedWording(text.article, other.article, round(covered / len(text.numbers), 4), spans)


def _spans(text: _Text, start: int, end: int) -> Iterable[tuple[str, int, int]]:
    """A run's parts, passage by passage."""
    for index, places in groupby(text.places[start:end], key=lambda place: place[0]):
        found = list(places)
        yield text.passages[index].id, found[0][1], found[-1][2]
