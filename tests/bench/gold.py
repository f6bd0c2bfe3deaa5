"""The hand-labelled stories as articles of the library, read from the folder BYLINES_SHARED names.

Every labelled sentence becomes one sentence of a block, so the labels' ids map to passage ids
without going through any parser of articles.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from index.model import Article, Block, Role, Source, SourceKind

_ROLES = {
    "body": Role.BODY,
    "title": Role.TITLE,
    "standfirst": Role.DECK,
    "caption": Role.CAPTION,
    "subhead": Role.SUBHEAD,
    "related_link": Role.CREDIT,
}


@dataclass(frozen=True)
class GoldStory:
    """One labelled story. All ids are passage ids; `levels` holds both orders of each labelled pair.

    `unique` are the sentences labelled as told by one outlet alone (None where nobody labelled them).
    `ids` maps the labels' sentence ids to passage ids.
    """

    name: str
    articles: tuple[Article, ...]
    ids: Mapping[str, str]
    levels: Mapping[tuple[str, str], int]
    unique: frozenset[str] | None

    @property
    def bodies(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the body passages of each article, in reading order."""
        return tuple(tuple(p.id for p in a.passages if p.role is Role.BODY) for a in self.articles)

    def alone(self, level: int) -> frozenset[str]:
        """The body passages that no passage of another article matches at this level or above."""
        paired = {passage for pair, found in self.levels.items() if found >= level for passage in pair}
        return frozenset(passage for column in self.bodies for passage in column) - paired


def shared() -> Path | None:
    """The folder of labelled data, or None when this machine has none."""
    default = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("BYLINES_SHARED", default))
    return folder if (folder / "gold").is_dir() else None


def read(name: str) -> Any | None:
    """One labelled file, or None where it is absent."""
    folder = shared()
    path = folder / "gold" / name if folder else None
    return json.loads(path.read_text("utf-8")) if path and path.is_file() else None


def stories() -> tuple[GoldStory, ...]:
    """All labelled stories; empty when there are none on this machine."""
    found: list[GoldStory] = []
    if seeds := read("seeds_alignment.json"):
        found.append(_story("seeds", seeds))
    if news := read("news_alignment.json"):
        found.extend(_story(key[:8], story) for key, story in news["stories"].items())
    return tuple(found)


def _story(name: str, data: Mapping[str, Any]) -> GoldStory:
    articles: list[Article] = []
    ids: dict[str, str] = {}
    for letter, article in data["articles"].items():
        made, keys = _article(name, letter, article["sentences"])
        articles.append(made)
        ids.update(keys)
    levels: dict[tuple[str, str], int] = {}
    for pair in data["pairs"]:
        a, b = ids[pair["a"]], ids[pair["b"]]
        levels[a, b] = levels[b, a] = pair["level"]
    unique = data.get("unique")
    alone = None if unique is None else frozenset(ids[key] for keys in unique.values() for key in keys)
    return GoldStory(name, tuple(articles), ids, levels, alone)


def _article(
    story: str, letter: str, sentences: Sequence[Mapping[str, Any]]
) -> tuple[Article, dict[str, str]]:
    blocks: list[Block] = []
    keys: list[str] = []
    rows = [row for row in sentences if row.get("role", "body") in _ROLES]
    for (_, role), group in groupby(rows, key=lambda row: (row["par"], row.get("role", "body"))):
        text, spans = "", []
        for row in group:
            start = len(text) + bool(text)
            text = f"{text} {row['text']}".strip()
            spans.append((start, len(text)))
            keys.append(row["id"])
        blocks.append(Block(_ROLES[role], text, tuple(spans)))
    title = next((block.text for block in blocks if block.role is Role.TITLE), None)
    article = Article(
        source=Source(SourceKind.FILE, f"{story}/{letter}"),
        digest="",
        blocks=tuple(blocks),
        outlet=f"{story} {letter}",
        title=title,
        language="en",
        id=f"{story}-{letter}",
        revision=1,
        revisions=1,
        added=datetime(2023, 5, 5, tzinfo=UTC),
    )
    return article, {key: passage.id for key, passage in zip(keys, article.passages, strict=True)}
