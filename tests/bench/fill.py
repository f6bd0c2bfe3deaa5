"""A news stream made longer than it is: its articles, then as many again as wanted of its own paragraphs.

Run by hand to have a file of them: python -m tests.bench.fill STREAM.jsonl.xz 100000 OUT.jsonl
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections.abc import Iterator
from pathlib import Path

SEED = 4


def filled(stream: Path, count: int) -> Iterator[bytes]:
    """The first `count` articles of the stream as JSON lines; past its end, articles mixed from all of it."""
    kept: list[bytes] = []
    with lzma.open(stream, "rb") as lines:
        for line in lines:
            if len(kept) == count:
                return
            kept.append(line)
            yield line
    yield from mixed(kept, count - len(kept))


def mixed(lines: list[bytes], count: int) -> Iterator[bytes]:
    """`count` articles as JSON lines, each with the headline, outlet, day and length of four of the stream's,
    and its paragraphs from as many others. The same lines give the same articles.
    """
    rng = random.Random(SEED)
    heads = []
    paragraphs: list[str] = []
    lengths: list[int] = []
    for line in lines:
        data = json.loads(line)
        parts = [part for part in data["text"].split("\n") if part.strip()]
        heads.append((data["title"], data["outlet"], data["published"]))
        paragraphs += parts
        lengths.append(len(parts))
    for number in range(count):
        title, outlet, published = (rng.choice(heads)[place] for place in range(3))
        article = {
            "id": f"mixed-{number}",
            "outlet": outlet,
            "title": title,
            "published": published,
            "language": "en",
            "text": "\n\n".join(rng.choices(paragraphs, k=rng.choice(lengths))),
        }
        yield json.dumps(article, ensure_ascii=False).encode() + b"\n"


def write(stream: Path, count: int, out: Path) -> None:
    """Write the articles of `filled` to a file."""
    with out.open("wb") as file:
        file.writelines(filled(stream, count))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
