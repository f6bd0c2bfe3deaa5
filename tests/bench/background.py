"""Counts how many articles of the news stream hold each term, for index/stories/background.txt.

Run by hand: python -m tests.bench.background STREAM.jsonl.xz
"""

from __future__ import annotations

import collections
import math
import sys
from pathlib import Path

from index.ingest.jsonl import read_file
from index.model import Draft
from index.stories import profile

LEAST = 20
"""Terms of fewer articles are left out: all of them count as rare."""

OUT = Path(profile.__file__).with_name("background.txt")


def main(stream: str) -> None:
    """Count and write the table."""
    counts: collections.Counter[str] = collections.Counter()
    articles = 0
    for draft in read_file(Path(stream)):
        if isinstance(draft, Draft):
            title, sentences = profile.telling_text(draft)
            terms: set[str] = set()
            for text in (title, *sentences):
                terms.update(map(profile.stemmed, [*profile.words_of(text), *profile.names_of(text)]))
            counts.update(terms)
            articles += 1
    steps: dict[int, list[str]] = collections.defaultdict(list)
    for term, count in counts.items():
        if count >= LEAST:
            steps[round(math.exp(round(math.log(count), 1)))].append(term)
    lines = [f"{articles} {LEAST}"]
    lines += [f"{count} {' '.join(sorted(terms))}" for count, terms in sorted(steps.items(), reverse=True)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(OUT, articles, "articles", sum(map(len, steps.values())), "terms")


if __name__ == "__main__":
    main(sys.argv[1])
