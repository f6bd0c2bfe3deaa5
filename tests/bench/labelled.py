"""Stories of the news stream whose sentences were labelled by hand, as articles of the library.

Those of tests/bench/labels/alignment.json are for training, those of unseen.json for measuring alone. The
labels hold ids and verdicts; the texts come from the folder that BYLINES_SHARED names.
"""

from __future__ import annotations

import json
import lzma
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
UNSEEN = LABELS.with_name("unseen.json")


@dataclass(frozen=True)
class Reading:
    """A story as one reader labelled it and, where there was a second one, as that one did."""

    first: GoldStory
    second: GoldStory | None


@lru_cache(maxsize=1)
def stories() -> tuple[GoldStory, ...]:
    """The stories labelled for training whose articles are all there and read as when they were labelled."""
    return tuple(_story(story, read, "facts") for story, read in _readable(LABELS))


def unseen() -> tuple[Reading, ...]:
    """The stories that nothing is fitted to, by the same condition."""
    return tuple(
        Reading(_story(story, read, "facts"), _story(story, read, "second") if "second" in story else None)
        for story, read in _readable(UNSEEN)
    )


def articles() -> frozenset[str]:
    """The ids of all articles of the stories labelled for training."""
    return frozenset(name for story in _labels(LABELS) for name in _names(story))


def _labels(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["stories"]
    return found


def _names(story: Mapping[str, Any]) -> Iterable[str]:
    names: dict[str, str] = story["articles"]
    return names.values()


def _readable(path: Path) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Draft]]]:
    """The labels of each story that can be read, with the articles of all."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.is_file():
        return
    labels = _labels(path)
    read = drafts(stream, {name for story in labels for name in _names(story)})
    for story in labels:
        if all(name in read for name in _names(story)) and _fits(story, read):
            yield story, read


def _fits(data: Mapping[str, Any], read: Mapping[str, Draft]) -> bool:
    """Whether the labelled sentences are those that the articles have today."""
    texts = {
        f"{letter}{number}": passage.text
        for letter, source in data["articles"].items()
        for number, passage in enumerate(_article(read[source], letter).passages)
    }
    if all(crc32(texts.get(key, "").encode()) == told for key, told in data["sentences"].items()):
        return True
    print(f"labels of the story {next(iter(_names(data)))} no longer fit its sentences: left out")
    return False


def drafts(stream: Path, wanted: set[str]) -> dict[str, Draft]:
    """The articles of the stream with these ids."""
    with lzma.open(stream, "rt", encoding="utf-8") as file:
        lines = [line for line in file if (found := _ID.match(line)) is None or found[1] in wanted]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labelled.jsonl"
        path.write_text("".join(lines), "utf-8")
        read = [draft for draft in read_file(path) if isinstance(draft, Draft)]
    return {draft.source_id: draft for draft in read if draft.source_id in wanted}


def _article(draft: Draft, identity: str, outlet: str = "") -> Article:
    told = {key: getattr(draft, key) for key in Draft.__dataclass_fields__}
    told["outlet"] = outlet
    return Article(**told, id=identity, revision=1, revisions=1, added=datetime(2023, 5, 5, tzinfo=UTC))


def _story(data: Mapping[str, Any], read: Mapping[str, Draft], hand: str) -> GoldStory:
    """A story by the facts under that key of its labels."""
    name = next(iter(_names(data)))[:8]
    articles: list[Article] = []
    ids: dict[str, str] = {}
    for letter, source in data["articles"].items():
        one = _article(read[source], f"{name}-{letter}", f"{name} {letter}")
        articles.append(one)
        ids.update((f"{letter}{number}", passage.id) for number, passage in enumerate(one.passages))
    levels: dict[tuple[str, str], int] = {}
    for fact in data[hand]:
        for a, b in product(fact.split(), repeat=2):
            if a[0] != b[0]:
                pair = ids[a.rstrip("~")], ids[b.rstrip("~")]
                levels[pair] = max(levels.get(pair, 0), 1 if "~" in a + b else 2)
    return GoldStory(name, tuple(articles), ids, levels, None)
