"""Which group keeps which story's id when articles are grouped anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set


def kept(
    groups: Sequence[Sequence[int]],
    story: Mapping[int, str],
    fixed: Set[int],
    founder: Callable[[str], int | None],
) -> dict[int, str]:
    """For each group (by its place) that keeps one, the id of a story that its articles were in.

    That of which it has most articles, then that whose founder it has. A story's id goes to one group only;
    what a person has fixed keeps its story's.
    """
    claims = []
    for index, group in enumerate(groups):
        held = Counter(story[number] for number in group if number in story)
        tied = {story[number] for number in group if number in fixed}
        for story_id, count in held.items():
            founded = founder(story_id) in group
            claims.append((story_id not in tied, -count, not founded, story_id, index))
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for *_, story_id, index in sorted(claims):
        if index not in chosen and story_id not in taken:
            chosen[index] = story_id
            taken.add(story_id)
    return chosen
