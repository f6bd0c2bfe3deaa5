"""How well the text of articles is found on pages, beside trafilatura alone on the same pages.

The pages of our own making are always read. BYLINES_PAGES may name a folder in the layout of the public
article extraction benchmark: `ground-truth.json` ({name: {"articleBody": text, "url": ...}}) and
`html/NAME.html.gz`. The measure is that benchmark's: F1 of
shingles of four words, each page weighing the same.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ExtractionError
from index.ingest.html.extractor import Extractor
from index.model import Role
from tests.bench.news_pages import pages

SHINGLE = 4
TEXT_ROLES = (Role.BODY, Role.SUBHEAD, Role.DECK, Role.CREDIT)
"""What a person reads as the article's text; title and captions are not part of the gold."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Gold:
    """A page, its address, and the text of its article."""

    name: str
    raw: bytes
    text: str
    url: str | None = None


@dataclass
class Tally:
    """Shingles found, wrong and missed, as shares of each page's, summed over pages."""

    hits: float = 0.0
    wrong: float = 0.0
    missed: float = 0.0

    def count(self, gold: str, found: str) -> float:
        """Add a page; its own F1."""
        true, said = shingles(gold), shingles(found)
        hits = sum((true & said).values())
        wrong, missed = sum((said - true).values()), sum((true - said).values())
        whole = hits + wrong + missed
        if whole:
            self.hits += hits / whole
            self.wrong += wrong / whole
            self.missed += missed / whole
        return 2 * hits / (2 * hits + wrong + missed) if whole else 1.0

    def line(self) -> str:
        """Precision, recall and F1."""
        precision = self.hits / (self.hits + self.wrong or 1)
        recall = self.hits / (self.hits + self.missed or 1)
        f1 = 2 * precision * recall / (precision + recall or 1)
        return f"F1 {f1:.3f}   precision {precision:.3f}   recall {recall:.3f}"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words, or the whole of a shorter text, with how often they are there."""
    words = _WORD.findall(text)
    return Counter(
        [tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))] if words else []
    )


def public() -> Iterator[Gold]:
    """The pages of the folder that BYLINES_PAGES names, if it does."""
    folder = os.environ.get("BYLINES_PAGES")
    if not folder:
        return
    root = Path(folder)
    truth = json.loads((root / "ground-truth.json").read_text("utf-8"))
    for name, said in sorted(truth.items()):
        raw = gzip.decompress((root / "html" / f"{name}.html.gz").read_bytes())
        yield Gold(name, raw, said["articleBody"], said.get("url"))


def own() -> Iterator[Gold]:
    """The pages of our own making."""
    for page in pages():
        yield Gold(page.name, page.html.encode(), page.gold, f"https://news.example/2023/05/{page.name}")


def ours(extractor: Extractor, gold: Gold) -> tuple[str, str]:
    """Our text of a page, and the wall or error in place of it."""
    try:
        page = extractor.extract(gold.raw, url=gold.url)
    except ExtractionError as error:
        return "", error.what
    text = [text for role, text in page.blocks if role in TEXT_ROLES]
    return "\n".join([page.dateline or "", *text]), page.wall or ""


def plain(gold: Gold) -> str:
    """The text of trafilatura alone."""
    import trafilatura

    return trafilatura.extract(gold.raw, include_comments=False) or ""


def measured(title: str, golds: list[Gold]) -> str:
    """The table of one set of pages, with those on which either is below .95."""
    mine, theirs = Tally(), Tally()
    weak: list[str] = []
    with Extractor(workers=1) as extractor:
        for gold in golds:
            text, wall = ours(extractor, gold)
            own_f1, peer_f1 = mine.count(gold.text, text), theirs.count(gold.text, plain(gold))
            if min(own_f1, peer_f1) < 0.95 or wall:
                weak.append(f"    {gold.name[:40]:<40} {own_f1:.3f} {peer_f1:.3f} {wall}")
    lines = [
        f"{title}: {len(golds)} pages",
        f"  bylines      {mine.line()}",
        f"  trafilatura  {theirs.line()}",
    ]
    if weak:
        lines += ["  below .95 (bylines, trafilatura):", *weak[:40]]
    return "\n".join(lines)


def report() -> str:
    """Every set of pages that is there."""
    parts = [measured("Text of articles on pages of our own making", list(own()))]
    found = list(public())
    if found:
        parts.append(measured("Text of articles on public pages", found))
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(report())
