"""`python -m tests.bench.timings`: what the comparison of labelled stories takes, as a table.

In a process of its own, as the reader has: one that has read a hundred stories before is slower.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from time import process_time

from index.compare import align, chunks, mentions, speakers, statements, wording
from index.compare.compare import compare
from index.model import Article, Story, StoryCard
from tests.bench import gold, labelled

_MANY = 20
# What is kept of sentences that were read, so that a comparison with new ones can be timed.
_KEPT = (
    chunks.cut,
    statements._read,
    mentions._found,
    wording._marks,
    speakers._person,
    speakers.called,
    speakers.people_in,
    speakers.speaker_of,
)


def main() -> int:
    """Print the table; nothing where there are no labelled stories."""
    print(report())
    return 0


def report() -> str:
    """CPU time of whole comparisons: sentences read before, as when an article joins a story, and new."""
    stories = gold.stories()
    if not stories:
        return ""
    lines = ["Milliseconds of CPU (median of 9)      whole, read before   whole, new   links, new"]
    lines.append(_line("five seeds", stories[0].articles))
    lines.append(_line("three short articles", stories[1].articles))
    # The others come last, since to find them the whole stream is read.
    every = tuple(article for story in (*stories, *labelled.stories()) for article in story.articles)
    if len(every) >= _MANY:
        lines.append(_line(f"{_MANY} articles of several stories", every[:_MANY]))
    return "\n".join(lines)


def _line(name: str, articles: tuple[Article, ...]) -> str:
    whole = Story(StoryCard("timed", name, None, None, ()), articles)
    known = _milliseconds(partial(compare, whole))
    new = _milliseconds(partial(compare, whole), forget=True)
    links = _milliseconds(partial(align.links, articles), forget=True)
    return f"  {name:<36}{known:>19.0f}{new:>13.0f}{links:>13.0f}"


def _milliseconds(work: Callable[[], object], *, forget: bool = False) -> float:
    work()
    # As in the reader, what was there before is not looked at for garbage in every comparison.
    gc.collect()
    gc.freeze()
    taken: list[float] = []
    for _ in range(9):
        for kept in _KEPT if forget else ():
            kept.cache_clear()
        start = process_time()
        work()
        taken.append((process_time() - start) * 1000)
    return sorted(taken)[4]


if __name__ == "__main__":
    sys.exit(main())
