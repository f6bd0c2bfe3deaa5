"""How much of each article stands word for word in another: runs of the same words, whoever took them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from index.compare.chunks import FAR, REMEMBERED, cut, token_pattern
from index.compare.stopping import ask, watched
from index.compared import SharedWording
from index.model import Article, Cancelled, Passage, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 7
"""Words in the shortest run that counts; shorter ones are names, titles and turns of phrase."""
UNSPACED_RUN = 14
"""The same in letters, in a story whose script does not space words."""
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"


class _Text(NamedTuple):
    """An article's words as numbers, and at which of them each of its passages begins."""

    article: str
    passages: tuple[Passage, ...]
    numbers: tuple[int, ...]
    begins: tuple[int, ...]


def wording(articles: Sequence[Article], cancelled: Cancelled | None = None) -> tuple[SharedWording, ...]:
    """For each ordered pair of articles with a run in common: its share of the first one's words.

    Only body text counts; case, accents and punctuation do not, and runs go on over sentences. The time
    grows with the length of the texts, not with the number of pairs of their words. In the articles'
    order. CancelledError when asked to stop.
    """
    texts = _texts(watched(articles, cancelled))
    run = _run(texts)
    found = list(_stretches(texts, run, cancelled))
    holders: dict[tuple[int, ...], int] = {}
    for column, (_, stretches) in enumerate(watched(found, cancelled, 1)):
        for gram in chain.from_iterable(stretch.grams for stretch in stretches):
            holders[gram] = holders.get(gram, 0) | 1 << column
    made: list[SharedWording] = []
    for column, (text, stretches) in enumerate(watched(found, cancelled, 1)):
        runs = _runs(stretches, holders, 1 << column, run)
        made.extend(_shared(text, texts[other], runs[other]) for other in sorted(runs))
    return tuple(made)


def _texts(articles: Iterable[Article]) -> list[_Text]:
    known: defaultdict[str, int] = defaultdict()
    known.default_factory = known.__len__
    found = []
    for article in articles:
        bodies = tuple(passage for passage in article.passages if passage.role is Role.BODY)
        numbers: list[int] = []
        begins: list[int] = []
        for passage in bodies:
            begins.append(len(numbers))
            numbers.extend(map(known.__getitem__, cut(passage.text).tokens))
        found.append(_Text(article.id, bodies, tuple(numbers), tuple(begins)))
    return found


def _run(texts: Sequence[_Text]) -> int:
    """How many tokens a run has: more where most of them are single letters."""
    sample = "".join(passage.text[:100] for text in texts for passage in text.passages[:5])
    far = len(re.findall(_UNSPACED, sample)) if FAR.search(sample) else 0
    return UNSPACED_RUN if far * 2 > len(sample) else RUN


class _Stretch(NamedTuple):
    """Words of an article one after another: the number of the first, and the runs that begin with each."""

    first: int
    grams: Sequence[tuple[int, ...]]


def _stretches(
    texts: Sequence[_Text], run: int, cancelled: Cancelled | None
) -> Iterator[tuple[_Text, list[_Stretch]]]:
    """The parts of each text that may stand in another: every two words of theirs are neighbours there.

    Of most texts that is little, and the runs of the rest need not be looked at.
    """
    import numpy as np

    sizes = [len(text.numbers) for text in texts]
    numbers = np.fromiter(chain.from_iterable(text.numbers for text in texts), np.int64, sum(sizes))
    ask(cancelled)
    apart = np.flatnonzero(~_neighbours_elsewhere(numbers, np.repeat(np.arange(len(texts)), sizes))) + 1
    bounds = np.concatenate(([0], apart, [len(numbers)]))
    long = np.flatnonzero(np.diff(bounds) >= run)
    parts = zip(bounds[long].tolist(), bounds[long + 1].tolist(), strict=True)
    begin, part = 0, next(parts, None)
    for text, size in zip(watched(texts, cancelled, 1), sizes, strict=True):
        found: list[_Stretch] = []
        while part is not None and part[1] <= begin + size:
            first, end = part[0] - begin, part[1] - begin
            starts = range(first, end - run + 1)
            found.append(_Stretch(first, [text.numbers[start : start + run] for start in starts]))
            part = next(parts, None)
        yield text, found
        begin += size


def _neighbours_elsewhere(numbers: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of each word but the last (of all texts, one behind another), whether it and the next are of one text
    and stand side by side in another text, too."""
    import numpy as np

    owners = int(owner.max(initial=0)) + 1
    pairs = numbers[:-1] * (int(numbers.max(initial=0)) + 1) + numbers[1:]
    inside = owner[:-1] == owner[1:]
    # Each pair once for each text that has it; by sorting, since a hash table takes several times as long.
    held = np.sort((pairs * owners + owner[:-1])[inside])
    held = held[np.diff(held, prepend=-1) > 0] // owners
    several = held[1:][held[1:] == held[:-1]]
    if not len(several):
        return np.zeros(len(pairs), np.bool_)
    near = np.minimum(np.searchsorted(several, pairs), len(several) - 1)
    shared: NDArray[np.bool_] = inside & (several[near] == pairs)
    return shared


def _runs(
    stretches: Iterable[_Stretch], holders: Mapping[tuple[int, ...], int], own: int, run: int
) -> dict[int, list[tuple[int, int]]]:
    """For each other article the runs (first word, end) shared with it; bits of a mask are articles, `own`
    that of this one."""
    found: dict[int, list[tuple[int, int]]] = {}
    for first, grams in stretches:
        start = first
        for mask, same in groupby(holders[gram] for gram in grams):
            end = start + sum(1 for _ in same)
            rest = mask & ~own
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


def _spans(text: _Text, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """A run's parts, passage by passage."""
    place = bisect_right(text.begins, start) - 1
    while start < end:
        passage, begin = text.passages[place], text.begins[place]
        place += 1
        last = min(end, text.begins[place]) if place < len(text.begins) else end
        if last > start:
            marks = _marks(passage.text)
            yield passage.id, marks[start - begin][0], marks[last - begin - 1][1]
            start = last


@lru_cache(maxsize=REMEMBERED)
def _marks(text: str) -> tuple[tuple[int, int], ...]:
    """Where the tokens of a passage stand."""
    return tuple([found.span() for found in token_pattern(text).finditer(text)])
