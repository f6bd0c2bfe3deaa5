"""Draws rows of differing figures that nobody has judged, to be judged by hand.

`python -m tests.bench.draw_figures SAMPLE NUMBER SEED` prints lines for `labels/figures.json`, each behind
its sentences. A sample is drawn from ECB+ (`events...`) or from groups of the news stream: those of some
outlets (`stream...`), of many (`many...`), or two groups that tell of very like events of one week, put
together (`mixed...`). Groups with an article of the gold labels, of the training labels or of a row or pair
that was judged, or that was read for what is missed, are left out.

`open...` and `kept...` are loose groups: of the articles that stand in no group of three outlets, put
together by a lower bar than the program's, so that more of them tell of two events. Three quarters of them,
by chance, are `kept` for tests; rules are made and weights fitted on the others. `keptmixed...` is two like
ones of the kept; `wide...` are groups by a bar lower still.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from index.compare.verdicts import CLASH
from index.stories.grouper import Grouper
from index.stories.profile import Profile, profile
from tests.bench import gold, labelled
from tests.bench.evaluate_figures import LABELS, PAIRS, differing, key, passages, read, stories

_MOST = 12
"""Articles taken of a group, the first of them."""

_DRAWN_FROM = 600
"""Groups that a sample is drawn from."""

_LOOSE, _WIDE = 0.13, 0.09
"""How alike the articles of loose and of wide groups are on average; the program asks for .27."""

_SOME = 3
"""Groups of so many outlets were used up by earlier samples."""

_DAYS = 7
_LIKEST = 150
"""So many pairs of like groups of one week, the likest, are what `mixed` is drawn from."""


class Kind(NamedTuple):
    """Which groups of the stream a sample is drawn from: of at least how many outlets, two put together or
    each alone, by which bar (`None`: the program's), and the kept ones, the others or all."""

    least: int
    mixed: bool = False
    bar: float | None = None
    kept: bool | None = None


_KINDS = {
    "stream": Kind(_SOME),
    "mixed": Kind(_SOME, mixed=True),
    "many": Kind(6),
    "open": Kind(2, bar=_LOOSE, kept=False),
    "keptmixed": Kind(2, mixed=True, bar=_LOOSE, kept=True),
    "kept": Kind(2, bar=_LOOSE, kept=True),
    "wide": Kind(2, bar=_WIDE),
}


class Told(NamedTuple):
    """What a draw must know of an article of the stream: its telling terms are those of the grouper."""

    outlet: str
    day: int | None
    terms: Mapping[str, float]
    title: str


def draw(sample: str, number: int, seed: int) -> Iterator[str]:
    """So many rows that clash, in a new order, as lines for the labels, each behind its sentences."""
    labels = json.loads(LABELS.read_text("utf-8"))
    judged = {frozenset(passages(row)) for row in labels["rows"]}
    rng = random.Random(seed)
    found = [
        (row, [article.id for article in articles], {p.id: p.text for a in articles for p in a.passages})
        for articles in stories(sample, groups(sample, rng))
        for row in differing(articles)
        if row.verdict == CLASH and key(row) not in judged
    ]
    for row, story, texts in rng.sample(found, min(number, len(found))):
        yield f"# {row.what} | {row.verdict}"
        for value in row.values:
            yield f"#   {value.text!r} in {value.outlet}: {texts[value.passage]}"
        told = [[p, crc32(texts[p].encode())] for p in sorted(key(row))]
        yield json.dumps({"sample": sample, "story": story, "passages": told, "right": None})
    yield f"# {len(found)} rows in all"


def groups(sample: str, rng: random.Random) -> list[list[str]]:
    """The ids of the articles of the groups that a sample is drawn from."""
    shared = gold.shared()
    if shared is None:
        return []
    if sample.startswith("events"):
        return _events(shared)
    kind = next(kind for name, kind in _KINDS.items() if sample.startswith(name))
    told, made = grouped(shared / "data" / "news-stream.jsonl.xz", kind.bar)
    looked_at = _looked_at()
    titles = {article.title for story in gold.stories() for article in story.articles}
    fresh = [
        ids
        for ids in made
        if _outlets(ids, told) >= kind.least
        and (kind.kept is None or _kept(ids) == kind.kept)
        and looked_at.isdisjoint(ids)
        and not any(told[name].title in titles for name in ids)
    ]
    chosen = _mixed(fresh, told) if kind.mixed else [ids[:_MOST] for ids in fresh]
    return rng.sample(chosen, len(chosen) if kind.bar else min(_DRAWN_FROM, len(chosen)))


def _outlets(ids: Sequence[str], told: Mapping[str, Told]) -> int:
    return len({told[name].outlet for name in ids})


def _kept(ids: Sequence[str]) -> bool:
    """Whether a group is one of those, chosen by chance, that are kept for tests."""
    return crc32(" ".join(sorted(ids)).encode()) % 4 != 0


def _looked_at() -> set[str]:
    """The articles of stories that somebody has judged, read or labelled."""
    labels = json.loads(LABELS.read_text("utf-8"))
    trained = json.loads(labelled.LABELS.read_text("utf-8"))["stories"]
    pairs = json.loads(PAIRS.read_text("utf-8"))["pairs"]
    known = [*(row["story"] for row in (*labels["rows"], *pairs)), labels["read"]]
    known += [story["articles"].values() for story in trained]
    return {name for story in known for name in story}


def _events(shared: Path) -> list[list[str]]:
    events: dict[str, list[str]] = {}
    with lzma.open(shared / "data" / "ecbplus.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            events.setdefault(line["gold_story"], []).append(line["id"])
    return [ids[:_MOST] for ids in events.values() if len(ids) > 1]


def grouped(stream: Path, bar: float | None = None) -> tuple[dict[str, Told], list[list[str]]]:
    """The articles of a stream, and its groups as the program makes them, or by another bar of the others."""
    told: dict[str, Told] = {}
    profiles = []
    for one in read(stream):
        name, kept = one.source_id or "", profile(one)
        told[name] = Told(one.outlet or "", kept.day, dict(kept.terms), one.title or "")
        profiles.append((name, kept))
    made = _made(Grouper(), profiles)
    if bar is None:
        return told, made
    used = {name for ids in made if _outlets(ids, told) >= _SOME for name in ids}
    return told, _made(Grouper(tightness=bar), [one for one in profiles if one[0] not in used])


def _made(grouper: Grouper, profiles: Sequence[tuple[str, Profile]]) -> list[list[str]]:
    made: dict[str, list[str]] = {}
    for membership in grouper.place(profiles):
        made.setdefault(membership.story, []).append(membership.article)
    return list(made.values())


def _mixed(fresh: Sequence[list[str]], told: Mapping[str, Told]) -> list[list[str]]:
    """Two groups each, of very like events at most a week apart: the likest pairs, no group in two."""
    vectors = _vectors(fresh, told)
    days = [min((told[name].day or 0) for name in ids) for ids in fresh]
    postings: dict[str, list[int]] = {}
    alike: list[tuple[float, int, int]] = []
    for number, vector in enumerate(vectors):
        products: dict[int, float] = {}
        for term, weight in vector.items():
            for other in postings.setdefault(term, []):
                products[other] = products.get(other, 0.0) + weight * vectors[other][term]
            postings[term].append(number)
        near = [
            (value, other, number)
            for other, value in products.items()
            if abs(days[other] - days[number]) <= _DAYS
        ]
        alike += sorted(near, reverse=True)[:_MOST]
    used: set[int] = set()
    pairs: list[list[str]] = []
    for _, a, b in sorted(alike, reverse=True):
        if not {a, b} & used and len(pairs) < _LIKEST:
            used |= {a, b}
            pairs.append([*fresh[a][: _MOST // 2], *fresh[b][: _MOST // 2]])
    return pairs


def _vectors(fresh: Sequence[list[str]], told: Mapping[str, Told]) -> list[dict[str, float]]:
    """Unit vectors of groups: their articles' terms, those of few groups weighing more."""
    sums: list[dict[str, float]] = []
    for ids in fresh:
        total: dict[str, float] = {}
        for term, weight in (item for name in ids for item in told[name].terms.items()):
            total[term] = total.get(term, 0.0) + weight
        sums.append(total)
    having = Counter(term for total in sums for term in total)
    vectors = []
    for total in sums:
        weighed = {term: value * log(len(sums) / having[term]) for term, value in total.items()}
        length = sqrt(sum(value * value for value in weighed.values())) or 1.0
        vectors.append({term: value / length for term, value in weighed.items()})
    return vectors


if __name__ == "__main__":
    for line in draw(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])):
        print(line)
