"""Groups and pairs of a real stream, judged by hand: how many are one event, and whether they still stand.

`labels/stories.json` has ids and verdicts, no text. A group is a set of ids of `news-stream.jsonl.xz`
that the grouper once put together; `clean` says that all its articles tell of one event or comment
on it, as read from headlines and first sentences. The `first` sample (72 groups of two outlets and
more, drawn with seed 20) led to an earlier treatment of days, of which the `second` (66, seed 21) was
drawn; the `third` (66, seed 23) was drawn from the grouping of the whole stream since less is asked of
articles that stand alone, and is the one to report.

`labels/story_pairs.json` has 128 pairs of articles of different outlets, each the nearest to one of the
two, 16 of each of eight ranges of likeness from .12 to .45 (seed 5), so that pairs that the grouper does
not join are judged as well; `same` says that they tell of one event or comment on it.
"""

from __future__ import annotations

import io
import json
import lzma
from datetime import date
from itertools import combinations
from pathlib import Path

from index.ingest.jsonl import read
from index.model import Draft
from index.stories.grouper import Grouper
from index.stories.profile import Profile, profile

LABELS = Path(__file__).with_name("labels") / "stories.json"
PAIRS = Path(__file__).with_name("labels") / "story_pairs.json"
_DAYS = 4  # articles further away cannot change a group: the window is three days


def report(stream: Path) -> str:
    """The verdicts, and how far the grouping of today agrees with them."""
    groups = json.loads(LABELS.read_text(encoding="utf-8"))["groups"]
    pairs = json.loads(PAIRS.read_text(encoding="utf-8"))["pairs"]
    stories = _stories(stream, {name for judged in [*groups, *pairs] for name in judged["ids"]})
    held: dict[str, set[str]] = {}
    for name, story in stories.items():
        held.setdefault(story, set()).add(name)
    lines = ["Stories: groups of a real stream of 37,554 articles, judged by hand"]
    for sample in ("third", "second", "first"):
        chosen = [group for group in groups if group["sample"] == sample]
        clean = [group for group in chosen if group["clean"]]
        other = [group for group in chosen if not group["clean"]]
        stand = [group for group in chosen if held[stories[group["ids"][0]]] == set(group["ids"])]
        stand_clean = sum(group["clean"] for group in stand)
        lines += [
            f"  {sample} sample: {len(clean)} of {len(chosen)} judged one clean event"
            f" ({len(clean) / len(chosen):.1%})",
            f"    grouped the same today: {len(stand)},"
            f" of them clean: {stand_clean / max(1, len(stand)):.1%}",
            f"    pairs together today: of clean groups {_together(clean, stories):.1%},"
            f" of the others {_together(other, stories):.1%}",
        ]
    same = [pair for pair in pairs if pair["same"]]
    other = [pair for pair in pairs if not pair["same"]]
    lines.append(
        f"  {len(pairs)} pairs of nearest articles: together of those of one event"
        f" {_together(same, stories):.1%}, of the others {_together(other, stories):.1%}"
    )
    return "\n".join(lines)


def _together(groups: list[dict[str, list[str]]], stories: dict[str, str]) -> float:
    pairs = [pair for group in groups for pair in combinations(group["ids"], 2)]
    return sum(stories[one] == stories[other] for one, other in pairs) / max(1, len(pairs))


def _stories(stream: Path, wanted: set[str]) -> dict[str, str]:
    """The story of every article published near a judged one."""
    with lzma.open(stream, "rb") as file:
        lines = [(line, *_head(line)) for line in file]
    days = {day for _, name, day in lines if name in wanted}
    near = {day + offset for day in days for offset in range(-_DAYS, _DAYS + 1)}
    text = b"".join(line for line, _, day in lines if day in near)
    found: list[tuple[str, Profile]] = [
        (f"a{draft.source_id}", profile(draft))
        for draft in read(io.BytesIO(text), "stream")
        if isinstance(draft, Draft)
    ]
    return {membership.article[1:]: membership.story for membership in Grouper().place(found)}


def _head(line: bytes) -> tuple[str, int]:
    data = json.loads(line)
    published = data.get("published")
    return data["id"], date.fromisoformat(published[:10]).toordinal() if published else 0
