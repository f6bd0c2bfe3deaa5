"""Rows of differing figures in stories that the rules were not made on, judged by hand.

`labels/figures.json` holds ids and verdicts, no text: `right` where the values of a row are of one thing.
A row's passages carry a checksum, so that a row whose sentences are read in another way is left out, and
said to be. `tests.bench.draw_figures` prints rows to be judged.
"""

from __future__ import annotations

import json
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
PAIRS = LABELS.with_name("figure_pairs.json")
_SAMPLES = {
    "events": "ECB+ (its 86 events), first draw",
    "events2": "ECB+, second draw",
    "events3": "ECB+, third draw",
    "events4": "ECB+, all others of then",
    "events5": "ECB+, rows of new kinds, in view",
    "stream": "groups of the news stream",
    "stream2": "groups of the news stream, second draw",
    "stream3": "clashes in groups of three outlets",
    "mixed": "clashes in two like groups put together",
    "stream4": "clashes in other groups of three outlets",
    "mixed2": "clashes in other like groups",
    "stream5": "others that differ, in those groups",
    "kept": "clashes in loose groups",
    "keptmixed": "clashes in two like loose groups",
    "wide": "clashes in wide groups",
    "stream6": "groups of the stream, new kinds, in view",
    "wide2": "loose and wide groups, rows of new kinds",
}


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
        told, sound = known
        shown = {key(row) for articles in told for row in differing(articles)}
        today = [row for row in sound if frozenset(passages(row)) in shown]
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


def key(row: Figure) -> frozenset[str]:
    return frozenset(value.passage for value in row.values)


def passages(row: Mapping[str, Any]) -> list[str]:
    return [passage for passage, _ in row["passages"]]


def _known(
    sample: str, judged: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Article, ...]], list[Mapping[str, Any]]] | None:
    """The stories of a sample's rows, and the rows whose sentences are read as when they were judged."""
    wanted = {tuple(row["story"]): None for row in judged}
    told = stories(sample, list(wanted))
    if not told:
        return None
    texts = {p.id: p.text for articles in told for article in articles for p in article.passages}
    sound = [
        row for row in judged if all(crc32(texts.get(p, "").encode()) == told for p, told in row["passages"])
    ]
    return told, sound


def stories(sample: str, wanted: Sequence[Sequence[str]]) -> list[tuple[Article, ...]]:
    """The stories of these articles, those left out that are not all there."""
    shared = gold.shared()
    streamed = not sample.startswith("events")
    path = shared / "data" / ("news-stream.jsonl.xz" if streamed else "ecbplus.jsonl.xz") if shared else None
    if path is None or not path.is_file():
        return []
    names = {name for story in wanted for name in story}
    drafts = labelled.drafts(path, names) if streamed else {d.source_id or "": d for d in read(path)}
    return [
        tuple(_article(drafts[name]) for name in story) for story in wanted if all(n in drafts for n in story)
    ]


def read(path: Path) -> Iterator[Draft]:
    return (draft for draft in read_file(path) if isinstance(draft, Draft))


def _article(draft: Draft) -> Article:
    told = {key: getattr(draft, key) for key in Draft.__dataclass_fields__}
    told["outlet"] = draft.outlet or draft.source_id
    name = draft.source_id or ""
    return Article(**told, id=name, revision=1, revisions=1, added=datetime(2023, 5, 5, tzinfo=UTC))


if __name__ == "__main__":
    print(report())
