"""How well sets are grouped that a library may be made of, and that nobody has labelled as a whole.

Stand-ins for sets that are not here, made of the events of a real stream that were judged by hand (the
clean groups of `judged_stories`, and its pairs of one event): two and more outlets an event, with the
dates they came with, and with nothing else of those days, as of a collection of chosen events. Whole, and
as headlines alone, with their dates and without. The events were found by likeness of their texts, so that
these figures flatter; what was tried is told apart by them, what comes of other sets is not foretold.
"""

from __future__ import annotations

import io
import json
import lzma
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.ingest.jsonl import read, read_file
from index.model import Draft, Role
from index.stories.grouper import Grouper
from index.stories.profile import Profile, profile, telling_text
from tests.bench.judged_stories import LABELS, PAIRS

Scores = tuple[float, float, float]
Score = Callable[[Mapping[str, str], Mapping[str, str]], Scores]


def report(stream: Path, chosen: Path, chosen_truth: Mapping[str, str], b_cubed: Score) -> str:
    """The table; `chosen` is ECB+ with the event of each article, whose headlines are scored as well."""
    truth = events()
    with lzma.open(stream, "rb") as file:
        lines = b"".join(line for line in file if json.loads(line)["id"] in truth)
    drafts = [draft for draft in read(io.BytesIO(lines), "stream") if isinstance(draft, Draft)]
    ecb = [draft for draft in read_file(chosen) if isinstance(draft, Draft)]
    rows: list[tuple[str, Sequence[Draft], Mapping[str, str]]] = [
        ("whole, dated (2 to 10 outlets an event)", drafts, truth),
        ("whole, no dates", [_undated(draft) for draft in drafts], truth),
        ("headlines only, dated", [headline(draft) for draft in drafts], truth),
        ("headlines only, no dates", [_undated(headline(draft)) for draft in drafts], truth),
        ("half of them headlines, dated", list(_mixed(drafts)), truth),
        ("headlines only of ECB+", [headline(draft) for draft in ecb], chosen_truth),
    ]
    table = [
        f"Stories: stand-ins, {len(drafts)} articles on {len(set(truth.values()))} events of the stream",
        f"  {'':<42}B-cubed F1   precision   recall",
    ]
    for name, those, right in rows:
        scores = b_cubed(_grouped(those), {f"a{key}": event for key, event in right.items()})
        table.append(f"  {name:<42}" + "        ".join(f"{score:.3f}" for score in scores))
    return "\n".join(table)


def events() -> dict[str, str]:
    """The event of each article that was judged to be of one with others; the first verdict stands."""
    groups = json.loads(LABELS.read_text(encoding="utf-8"))["groups"]
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))["pairs"]
    found: dict[str, str] = {}
    clean = [group["ids"] for group in groups if group["clean"]]
    for ids in [*clean, *(pair["ids"] for pair in pairs if pair["same"])]:
        known = {found[name] for name in ids if name in found}
        if len(known) < 2:
            event = known.pop() if known else ids[0]
            found.update(dict.fromkeys(ids, event))
    return found


def headline(draft: Draft) -> Draft:
    """An article of which nothing but its headline is known, or its first sentence in its place."""
    title = telling_text(draft)[0]
    blocks = [block for block in draft.blocks if block.role is Role.TITLE][:1]
    return replace(draft, title=title, blocks=tuple(replace(block, text=title) for block in blocks))


def _undated(draft: Draft) -> Draft:
    return replace(draft, published=None)


def _mixed(drafts: Sequence[Draft]) -> Iterator[Draft]:
    rng = random.Random(2)
    for draft in drafts:
        yield headline(draft) if rng.random() < 0.5 else draft


def _grouped(drafts: Sequence[Draft]) -> dict[str, str]:
    profiles: list[tuple[str, Profile]] = [(f"a{draft.source_id}", profile(draft)) for draft in drafts]
    return {membership.article: membership.story for membership in Grouper().place(profiles)}
