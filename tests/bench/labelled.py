"""Stories of the news stream whose sentences were labelled for training, as articles of the library.

The labels (tests/bench/labels/alignment.json) hold ids and verdicts; the texts come from the folder that
BYLINES_SHARED names.
"""

from __future__ import annotations

import json
import lzma
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from zlib import crc32

from index.ingest.jsonl import read_file
from index.model import Article, Draft
from tests.bench import gold
from tests.bench.gold import GoldStory

_ID = re.compile(r'\{"id": "([^"\\]*)"')
LABELS = Path(__file__).with_name("labels") / "alignment.json"


@lru_cache(maxsize=1)
def stories() -> tuple[GoldStory, ...]:
    """The labelled stories whose articles are all there and read as when they were labelled."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.is_file():
        return ()
    labels = json.loads(LABELS.read_text("utf-8"))["stories"]
    read = drafts(stream, {name for story in labels for name in story["articles"].values()})
    made = [_story(story, read) for story in labels if all(n in read for n in story["articles"].values())]
    return tuple(story for story in made if story is not None)


def articles() -> frozenset[str]:
    """The ids of all articles of the labelled stories."""
    labels = json.loads(LABELS.read_text("utf-8"))["stories"]
    return frozenset(name for story in labels for name in story["articles"].values())


def drafts(stream: Path, wanted: set[str]) -> dict[str, Draft]:
    """The articles of the stream with these ids."""
    with lzma.open(stream, "rt", encoding="utf-8") as file:
        lines = [line for line in file if (found := _ID.match(line)) is None or found[1] in wanted]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labelled.jsonl"
        path.write_text("".join(lines), "utf-8")
        read = [draft for draft in read_file(path) if isinstance(draft, Draft)]
    return {draft.source_id: draft for draft in read if draft.source_id in wanted}


def _story(data: Mapping[str, Any], drafts: Mapping[str, Draft]) -> GoldStory | None:
    name = next(iter(data["articles"].values()))[:8]
    articles: list[Article] = []
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    for letter, source in data["articles"].items():
        told = {key: getattr(drafts[source], key) for key in Draft.__dataclass_fields__}
        told["outlet"] = f"{name} {letter}"
        one = Article(
            **told, id=f"{name}-{letter}", revision=1, revisions=1, added=datetime(2023, 5, 5, tzinfo=UTC)
        )
        articles.append(one)
        for number, passage in enumerate(one.passages):
            ids[f"{letter}{number}"] = passage.id
            texts[f"{letter}{number}"] = passage.text
    if any(crc32(texts.get(key, "").encode()) != told for key, told in data["sentences"].items()):
        print(f"labels of the story {name} no longer fit its sentences: left out")
        return None
    levels: dict[tuple[str, str], int] = {}
    for fact in data["facts"]:
        for a, b in product(fact.split(), repeat=2):
            if a[0] != b[0]:
                pair = ids[a.rstrip("~")], ids[b.rstrip("~")]
                levels[pair] = max(levels.get(pair, 0), 1 if "~" in a + b else 2)
    return GoldStory(name, tuple(articles), ids, levels, None)
