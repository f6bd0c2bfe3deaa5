"""How well articles are put into stories, how fast, and how well notes find their passages again."""

from __future__ import annotations

import json
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from index.ingest.jsonl import read_file
from index.model import Draft
from index.stories.grouper import DEFAULT, Grouper
from index.stories.profile import Profile, profile
from tests.bench import evaluate_headlines, gold, judged_stories
from tests.index.notes.edits import Tally

_TRIALS = 1000
_TEXTS = 400
_TIGHTNESS = (DEFAULT - 0.04, DEFAULT - 0.02, DEFAULT, DEFAULT + 0.02, DEFAULT + 0.04)


def report() -> str:
    """The tables for which there is data; empty without any."""
    shared = gold.shared()
    if shared is None:
        return ""
    folder = shared / "data"
    parts = []
    if (folder / "ecbplus.jsonl.xz").exists():
        parts.append(_grouping(folder / "ecbplus.jsonl.xz"))
    if (folder / "news-stream.jsonl.xz").exists():
        parts.append(judged_stories.report(folder / "news-stream.jsonl.xz"))
        if (folder / "ecbplus.jsonl.xz").exists():
            parts.append(_stand_ins(folder / "news-stream.jsonl.xz", folder / "ecbplus.jsonl.xz"))
        parts.append(_anchoring(folder / "news-stream.jsonl.xz"))
    return "\n\n".join(parts)


def b_cubed(stories: Mapping[str, str], truth: Mapping[str, str]) -> tuple[float, float, float]:
    """F1, precision and recall after Bagga and Baldwin (1998), each article weighing the same."""
    found: dict[str, set[str]] = defaultdict(set)
    right: dict[str, set[str]] = defaultdict(set)
    for item, story in stories.items():
        found[story].add(item)
        right[truth[item]].add(item)
    precision = recall = 0.0
    for item, story in stories.items():
        both = len(found[story] & right[truth[item]])
        precision += both / len(found[story]) / len(stories)
        recall += both / len(right[truth[item]]) / len(stories)
    return 2 * precision * recall / (precision + recall), precision, recall


def _grouping(path: Path) -> str:
    truth = {f"a{line['id']}": line["gold_story"] for line in _lines(path)}
    articles = [draft for draft in read_file(path) if isinstance(draft, Draft)]
    began = perf_counter()
    profiles = [(f"a{article.source_id}", profile(article)) for article in articles]
    profiling = perf_counter() - began
    rows = [f"Stories: ECB+ ({len(articles)} articles without dates, {len(set(truth.values()))} events)"]
    rows.append("  tightness   B-cubed F1   precision   recall   seconds")
    for tightness in _TIGHTNESS:
        began = perf_counter()
        stories = _stories(profiles, tightness)
        seconds = perf_counter() - began
        scores = "        ".join(f"{score:.3f}" for score in b_cubed(stories, truth))
        rows.append(
            f"  {tightness:.2f}{'*' if tightness == DEFAULT else ' '}       {scores}     {seconds:.2f}"
        )
    rows.append(f"  * as shipped; profiles of all articles took {profiling:.2f} s")
    return "\n".join(rows)


def _stand_ins(stream: Path, ecb: Path) -> str:
    truth = {line["id"]: line["gold_story"] for line in _lines(ecb)}
    return evaluate_headlines.report(stream, ecb, truth, b_cubed)


def _stories(profiles: list[tuple[str, Profile]], tightness: float) -> dict[str, str]:
    placed = Grouper(tightness=tightness).place(profiles)
    return {membership.article: membership.story for membership in placed}


def _anchoring(path: Path) -> str:
    texts = []
    for line in _lines(path):
        text = "\n".join(part.strip() for part in [line["title"], *line["text"].split("\n")] if part.strip())
        if 600 < len(text) < 20_000:
            texts.append(text)
        if len(texts) == _TEXTS:
            break
    rng = random.Random(1)
    tally = Tally()
    for _ in range(_TRIALS):
        tally.trial(rng.choice(texts), rng.choice(texts), rng)
    return (
        f"Notes: {_TRIALS} passages of real articles after 1 to 30 random edits\n"
        f"  {tally.survived} survived: {tally.right / tally.survived:.1%} re-anchored right, "
        f"{tally.orphaned} orphaned, {tally.wrong} on wrong text\n"
        f"  {tally.gone} did not: {tally.gone_wrong} on wrong text"
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    print(report())
