"""Which stems tell the same, learnt from sentences of several outlets on one event; part of `train_meanings`.

Articles of at most three days apart that are alike (cosine of tf-idf) are held against each other. A sentence
and the one that is nearest to it in the other article, each the other's nearest, mostly say the same: what
stands in one of them only is then counted with what stands in the other only, and so are the words of pairs
that are not alike. The log of the ratio of both says whether two words translate each other or merely belong
to one event, which is of no use inside a story; each event counts once. A second count shares each pair's
words out by the first one's ratios (as in IBM Model 1: Brown, Della Pietra, Della Pietra and Mercer 1993, The
mathematics of statistical machine translation), so that a word that is explained by its synonym explains
nothing else. After Quirk, Brockett and Dolan (2004), Monolingual machine translation for paraphrase
generation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WORDS = 10_000
_SEEN = 40
_APART = 3
_ALIKE, _COPY = 0.25, 0.9
_PARTNERS, _STRANGERS = 0.2, 0.12
_SENTENCES = 45
_FEWEST_SENTENCES, _FEWEST_WORDS = 4, 3
_EVENT_DAYS = 10
_SURE = 2.5
_SHARPENED, _NOTHING = 1.5, 3.0
_FLAT, _FLAT_SHARED = 1.0, 0.3
_LEAST, _SPAN = 1.2, 2.0
_MOST = 20
_Floats = NDArray[np.float32]
_Numbers = NDArray[np.int64]


class Text(NamedTuple):
    """An article: its day (a number; 0 if unknown) and the stems of its sentences, by number, each once."""

    day: int
    sentences: Sequence[NDArray[np.int32]]


class _Meeting(NamedTuple):
    """Two sentences that say the same: the words (by row) that stand in one only, and how sure that is."""

    ours: _Numbers
    theirs: _Numbers
    weight: float
    event: int


def likes(
    texts: Sequence[Text], told: NDArray[np.bool_]
) -> tuple[NDArray[np.uint16], NDArray[np.uint8], NDArray[np.uint8]]:
    """For each stem those that tell much the same (number after number), how much (255: as good as the same
    word), and how many each stem has. `told` says of which stems to look for any."""
    seen = np.bincount(np.concatenate([one for text in texts for one in text.sentences]), minlength=len(told))
    rows = np.flatnonzero(told & (seen >= _SEEN))
    rows = np.sort(rows[np.argsort(-seen[rows], kind="stable")][:WORDS])
    ratios = _ratios(texts, rows, len(told))
    counts = np.zeros(len(told), np.uint8)
    found: list[NDArray[np.uint16]] = []
    shares: list[NDArray[np.uint8]] = []
    for place, row in enumerate(rows):
        best = np.argsort(-ratios[place], kind="stable")[:_MOST]
        share = np.rint(np.clip((ratios[place, best] - _LEAST) / _SPAN, 0, 1) * 255).astype(np.uint8)
        order = np.argsort(best[share > 0])
        found.append(rows[best[share > 0]][order].astype(np.uint16))
        shares.append(share[share > 0][order])
        counts[row] = len(order)
    return np.concatenate(found), np.concatenate(shares), counts


def apart_from(labelled: Set[int], texts: Sequence[Text]) -> list[Text]:
    """The articles that have a sentence, without these and without those that are neighbours of these."""
    full = [(number in labelled, text) for number, text in enumerate(texts) if text.sentences]
    marked = {number for number, (out, _) in enumerate(full) if out}
    told = [text for _, text in full]
    left = marked | {other for pair in _neighbours(told, most=2.0) if marked & set(pair) for other in pair}
    return [text for number, text in enumerate(told) if number not in left]


def _ratios(texts: Sequence[Text], rows: _Numbers, size: int) -> _Floats:
    """The log ratio for each two of these stems (rows x rows)."""
    row = np.full(size, -1, np.int64)
    row[rows] = np.arange(len(rows))
    shape = len(rows), len(rows)
    apart, together = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    meetings: list[_Meeting] = []
    for one, two in _neighbours(texts):
        meetings.extend(_meetings(texts[one], texts[two], row, apart))
    once = _counted(meetings, shape, together=together)
    apart += apart.T
    # As many as chance would give, were they of events as different as those that were counted.
    chance = apart * (together.sum() / apart.sum()) * ((once + 0.5) / (together + 0.5))
    first = np.exp(np.log((once + _FLAT) / (chance + _FLAT)) * _SHARPENED)
    shared = _counted(meetings, shape, shares=first)
    part = shared.sum() / once.sum()
    found: _Floats = np.log((shared + _FLAT_SHARED) / (chance * part + _FLAT_SHARED))
    return found


def _counted(
    meetings: Sequence[_Meeting],
    shape: tuple[int, int],
    *,
    together: _Floats | None = None,
    shares: _Floats | None = None,
) -> _Floats:
    """How often two words met, once an event (and, into `together`, every time); of a meeting each counts
    in full, or by `shares` as far as neither has a better partner in it."""
    found = np.zeros(shape, np.float32)
    last = np.full(shape, -1, np.int32)
    for one in meetings:
        a, b = np.minimum.outer(one.ours, one.theirs), np.maximum.outer(one.ours, one.theirs)
        weight = np.full(a.shape, one.weight, np.float32)
        if shares is not None:
            share = shares[one.ours[:, None], one.theirs]
            rivals = np.maximum(share.sum(axis=1, keepdims=True), share.sum(axis=0, keepdims=True))
            weight *= share / (rivals + _NOTHING)
        if together is not None:
            together[a, b] += weight
        found[a, b] += np.where(last[a, b] != one.event, weight, 0.0)
        last[a, b] = one.event
    if together is not None:
        together += together.T
    found += found.T
    return found


def _neighbours(texts: Sequence[Text], most: float = _COPY) -> Iterator[tuple[int, int]]:
    """Articles of one event, by date: alike, but not from `most` on."""
    days = np.array([text.day for text in texts])
    rarity = _rarity(texts)
    order = np.argsort(days, kind="stable")
    dates = days[order]
    for day in np.unique(days[days > 0]):
        first, last, end = np.searchsorted(dates, (day, day + 1, day + _APART + 1))
        near = order[first:end]
        table = _weighed([np.concatenate(texts[n].sentences) for n in near], rarity)
        alike = table[: last - first] @ table.T
        for one, two in zip(*np.nonzero((alike >= _ALIKE) & (alike < most)), strict=True):
            if one < two:
                yield int(near[one]), int(near[two])


def _rarity(texts: Sequence[Text]) -> _Floats:
    """What each stem tells of an article, in nats; 0 for those of one article alone or of very many."""
    held = [np.unique(np.concatenate(text.sentences)) for text in texts]
    counts = np.bincount(np.concatenate(held))
    rarity = np.log(len(texts) / np.maximum(counts, 1))
    rarity[(counts < 2) | (counts > len(texts) / 5)] = 0.0
    return rarity.astype(np.float32)


def _weighed(articles: Sequence[NDArray[np.int32]], rarity: _Floats) -> _Floats:
    """Articles as unit vectors (articles x stems that any of them has)."""
    _, places = np.unique(np.concatenate(articles), return_inverse=True)
    present = np.unique(np.concatenate(articles))
    owner = np.repeat(np.arange(len(articles)), [len(one) for one in articles])
    table = np.zeros((len(articles), len(present)), np.float32)
    np.add.at(table, (owner, places), 1)
    table = np.where(table > 0, 1 + np.log(np.maximum(table, 1)), 0).astype(np.float32) * rarity[present]
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return table


def _meetings(one: Text, two: Text, row: _Numbers, apart: _Floats) -> Iterator[_Meeting]:
    """Sentences of two articles that say the same; the words of those that do not are added to `apart`."""
    ours, theirs = (
        [told for told in text.sentences if len(told) >= _FEWEST_WORDS][:_SENTENCES] for text in (one, two)
    )
    if min(len(ours), len(theirs)) < _FEWEST_SENTENCES:
        return
    keys, places = np.unique(np.concatenate((*ours, *theirs)), return_inverse=True)
    held = np.zeros((len(ours) + len(theirs), len(keys)), np.float32)
    held[np.repeat(np.arange(len(held)), [len(told) for told in (*ours, *theirs)]), places] = 1
    table = held * np.log(1 + len(held) / held.sum(axis=0))
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    alike = table[: len(ours)] @ table[len(ours) :].T
    known = np.flatnonzero(row[keys] >= 0)
    number = row[keys[known]]
    left, right = held[: len(ours), known], held[len(ours) :, known]
    apart[number[:, None], number] += left.T @ ((alike < _STRANGERS).astype(np.float32) @ right)
    nearest, back = alike.argmax(axis=1), alike.argmax(axis=0)
    for here, there in enumerate(nearest):
        told = float(alike[here, there])
        if back[there] == here and _PARTNERS <= told < _COPY:
            a = number[(left[here] > 0) & (right[there] == 0)]
            b = number[(right[there] > 0) & (left[here] == 0)]
            if len(a) and len(b):
                yield _Meeting(a, b, min(1.0, _SURE * told), one.day // _EVENT_DAYS)
