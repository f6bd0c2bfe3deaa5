"""Rows of differing figures in stories that the rules were not made on, judged by hand.

`labels/figures.json` holds ids and verdicts, no text: `right` where the values of a row are of one thing.
A row's passages carry a checksum, so that a row whose sentences are read in another way is left out, and
said to be. `python -m tests.bench.evaluate_figures draw SAMPLE NUMBER SEED` prints rows to be judged.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from index.compare import align, figures
from index.compare.names import BUILT_IN_NAMES
from index.compared import Figure
from index.ingest.jsonl import read_file
from index.model import Article, Draft
from tests.bench import gold, labelled

LABELS = Path(__file__).with_name("labels") / "figures.json"
_SAMPLES = {
    "events": "ECB+ (its 86 events), first draw",
    "events2": "ECB+, second draw",
    "events3": "ECB+, third draw",
    "events4": "ECB+, all others of then",
    "stream": "groups of the news stream",
    "stream2": "groups of the news stream, second draw",
}
_MOST = 12
"""Articles taken of an event, the first of them."""

_DRAWN_FROM = 600
"""Groups of the stream that a sample is drawn from."""


def report() -> str:
    """For each sample how many judged rows were right, and of those that are shown today."""
    rows = json.loads(LABELS.read_text("utf-8"))["rows"]
    lines = ["Rows of differing figures, judged by hand   right when drawn        shown today, right"]
    every: list[Mapping[str, Any]] = []
    for sample, name in _SAMPLES.items():
        judged = [row for row in rows if row["sample"] == sample]
        known = _known(sample, judged)
        if known is None:
            continue
        stories, sound = known
        shown = {_key(row) for articles in stories for row in differing(articles)}
        today = [row for row in sound if frozenset(_passages(row)) in shown]
        lines.append(f"  {name:<42}{_share(judged):>16}{_share(today):>26}")
        every += today if sample.startswith("events") else []
        if len(sound) < len(judged):
            lines.append(f"    {len(judged) - len(sound)} rows no longer fit their sentences: left out")
    if every:
        lines.append(f"  {'ECB+ in all':<42}{'':>16}{_share(every):>26}")
    return "\n".join(lines) if len(lines) > 1 else ""


def differing(articles: Sequence[Article]) -> list[Figure]:
    """The rows of a story's articles whose values differ."""
    links = align.links(articles)
    found = figures.figures(articles, links, spelt=BUILT_IN_NAMES)
    return [row for row in found if row.verdict != "equal"]


def _share(rows: Sequence[Mapping[str, Any]]) -> str:
    right = sum(row["right"] for row in rows)
    return f"{right} of {len(rows)} ({right / max(1, len(rows)):.0%})"


def _key(row: Figure) -> frozenset[str]:
    return frozenset(value.passage for value in row.values)


def _passages(row: Mapping[str, Any]) -> list[str]:
    return [passage for passage, _ in row["passages"]]


def _known(
    sample: str, judged: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Article, ...]], list[Mapping[str, Any]]] | None:
    """The stories of a sample's rows, and the rows whose sentences are read as when they were judged."""
    wanted = {tuple(row["story"]): None for row in judged}
    stories = _stories(sample, list(wanted))
    if not stories:
        return None
    texts = {p.id: p.text for articles in stories for article in articles for p in article.passages}
    sound = [
        row for row in judged if all(crc32(texts.get(p, "").encode()) == told for p, told in row["passages"])
    ]
    return stories, sound


def _stories(sample: str, wanted: Sequence[Sequence[str]]) -> list[tuple[Article, ...]]:
    """The stories of these articles, those left out that are not all there."""
    shared = gold.shared()
    streamed = sample.startswith("stream")
    path = shared / "data" / ("news-stream.jsonl.xz" if streamed else "ecbplus.jsonl.xz") if shared else None
    if path is None or not path.is_file():
        return []
    names = {name for story in wanted for name in story}
    drafts = labelled.drafts(path, names) if streamed else {d.source_id or "": d for d in _read(path)}
    return [
        tuple(_article(drafts[name]) for name in story) for story in wanted if all(n in drafts for n in story)
    ]


def _read(path: Path) -> Iterator[Draft]:
    return (draft for draft in read_file(path) if isinstance(draft, Draft))


def _article(draft: Draft) -> Article:
    told = {key: getattr(draft, key) for key in Draft.__dataclass_fields__}
    told["outlet"] = draft.outlet or draft.source_id
    name = draft.source_id or ""
    return Article(**told, id=name, revision=1, revisions=1, added=datetime(2023, 5, 5, tzinfo=UTC))


def draw(sample: str, number: int, seed: int) -> Iterator[str]:
    """So many rows that nobody has judged yet, as lines for the labels, each behind its sentences."""
    judged = {frozenset(_passages(row)) for row in json.loads(LABELS.read_text("utf-8"))["rows"]}
    rng = random.Random(seed)
    ids = _groups(sample, rng)
    found = [
        (row, [article.id for article in articles], {p.id: p.text for a in articles for p in a.passages})
        for articles in _stories(sample, ids)
        for row in differing(articles)
        if _key(row) not in judged
    ]
    for row, story, texts in rng.sample(found, min(number, len(found))):
        yield f"# {row.what} | {row.verdict}"
        for value in row.values:
            yield f"#   {value.text!r} in {value.outlet}: {texts[value.passage]}"
        passages = [[p, crc32(texts[p].encode())] for p in sorted(_key(row))]
        yield json.dumps({"sample": sample, "story": story, "passages": passages, "right": None})
    yield f"# {len(found)} rows in all"


def _groups(sample: str, rng: random.Random) -> list[list[str]]:
    """The ids of the articles of stories of two outlets and more."""
    shared = gold.shared()
    if shared is None:
        return []
    groups: dict[str, list[str]] = {}
    if sample.startswith("events"):
        with lzma.open(shared / "data" / "ecbplus.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                groups.setdefault(line["gold_story"], []).append(line["id"])
        return [ids[:_MOST] for ids in groups.values() if len(ids) > 1]
    from index.stories.grouper import Grouper
    from index.stories.profile import profile

    path = shared / "data" / "news-stream.jsonl.xz"
    outlets: dict[str, str] = {}
    profiles = []
    for one in _read(path):
        name = one.source_id or ""
        outlets[name] = one.outlet or ""
        profiles.append((name, profile(one)))
    for membership in Grouper().place(profiles):
        groups.setdefault(membership.story, []).append(membership.article)
    several = [ids[:_MOST] for ids in groups.values() if len({outlets[name] for name in ids}) > 1]
    return rng.sample(several, min(_DRAWN_FROM, len(several)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["draw"]:
        for line in draw(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])):
            print(line)
    else:
        print(report())
