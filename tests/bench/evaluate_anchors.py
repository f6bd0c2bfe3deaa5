"""How notes fare when articles are edited: random edits of real articles, part of `make eval`."""

from __future__ import annotations

import json
import lzma
import random

from index.text import clean, paragraphs
from tests.bench import gold
from tests.index.notes.edits import Tally, sentences

_ARTICLES, _EVERY, _LONGEST = 400, 7, 30_000
_EDITS, _SEED = 1000, 2023


def report() -> str:
    """Two lines, with and without the old revision at hand; empty where the articles are absent."""
    texts = _texts()
    if not texts:
        return ""
    known, unknown = tally(texts, knows_before=True), tally(texts, knows_before=False)
    return "\n".join(
        [
            f"Notes re-anchored after {_EDITS:,} random edits of {len(texts)} real articles",
            _line("in a library, which keeps the old revision", known),
            _line("without it, as with imported annotations", unknown),
        ]
    )


def tally(texts: list[str], *, knows_before: bool, edits: int = _EDITS, seed: int = _SEED) -> Tally:
    """What became of so many quotes."""
    rng = random.Random(seed)
    found = Tally(knows_before=knows_before)
    for _ in range(edits):
        found.trial(rng.choice(texts), rng.choice(texts), rng)
    return found


def _line(name: str, found: Tally) -> str:
    return (
        f"  {name}: {found.right} of {found.survived} surviving quotes right"
        f" ({100 * found.right / found.survived:.1f} %), {found.orphaned} orphaned,"
        f" {found.wrong} on wrong text; of {found.gone} deleted, {found.gone_wrong} on wrong text"
    )


def _texts() -> list[str]:
    """The texts of some articles of the stream, paragraphs as lines."""
    folder = gold.shared()
    path = folder / "data" / "news-stream.jsonl.xz" if folder else None
    if path is None or not path.is_file():
        return []
    found: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % _EVERY:
                continue
            text = "\n".join(paragraphs(clean(json.loads(line).get("text") or "")))
            if len(text) <= _LONGEST and len(sentences(text)) > 10:
                found.append(text)
                if len(found) == _ARTICLES:
                    break
    return found
