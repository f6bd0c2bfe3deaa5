"""The seeds read from their files, aligned, and held against the labels by the text of the sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.compare import align
from index.compared import LinkKind
from index.ingest import plaintext
from index.model import Article, Draft, Role, Source, SourceKind
from tests.bench import gold
from tests.bench.measures import f1


@dataclass(frozen=True)
class EndToEnd:
    """How many labelled body sentences came out as one body passage, and the F1 of links of kind same."""

    sentences: int
    mapped: int
    extra: int
    f1: float

    def __str__(self) -> str:
        return (
            f"Seeds end to end from their files: {self.mapped} of {self.sentences} labelled body sentences"
            f" come out as one passage, {self.extra} body passages are no such sentence; links F1"
            f" {self.f1:.3f} (weights as shipped)"
        )


def measure() -> EndToEnd | None:
    """None where the labels or the seeds are absent."""
    data = gold.read("seeds_alignment.json")
    folder = gold.shared()
    if not data or folder is None or not (folder / "seeds").is_dir():
        return None
    articles = [_read(folder / "seeds" / article["file"], key) for key, article in data["articles"].items()]
    passages = {p.id: p.text for a in articles for p in a.passages if p.role is Role.BODY}
    ids = _mapping(data["articles"], articles)
    labels = {frozenset((pair["a"], pair["b"])) for pair in data["pairs"] if pair["level"] == 2}
    found = {
        frozenset((ids.get(link.a, link.a), ids.get(link.b, link.b)))
        for link in align.links(articles)
        if link.kind is LinkKind.SAME
    }
    wanted = sum(row["role"] == "body" for a in data["articles"].values() for row in a["sentences"])
    return EndToEnd(wanted, len(ids), len(passages) - len(ids), f1(found, labels))


def _read(path: Path, name: str) -> Article:
    draft = plaintext.parse(path.read_bytes(), Source(SourceKind.FILE, str(path)), outlet=name)
    told = {key: getattr(draft, key) for key in Draft.__dataclass_fields__}
    return Article(**told, id=name, revision=1, revisions=1, added=datetime(2023, 5, 6, tzinfo=UTC))


def _mapping(
    labelled: Mapping[str, Mapping[str, list[dict[str, str]]]], read: list[Article]
) -> dict[str, str]:
    """From passage ids to the labels' ids, by text without its spaces and dateline."""
    ids: dict[str, str] = {}
    for article in read:
        rows = labelled[article.id]["sentences"]
        known = {_plain(row["text"]): row["id"] for row in rows if row["role"] == "body"}
        for passage in article.passages:
            if passage.role is Role.BODY and (key := known.pop(_plain(passage.text), None)):
                ids[passage.id] = key
    return ids


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"^[A-Z]{3,}[^—]{0,30}—", "", text)).casefold()
