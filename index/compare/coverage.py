"""What one outlet alone says, and what most others say and one does not.

Both are by outlet: two articles of one outlet count together. `voice` says for an article's id whose
voice it is, where that is not its outlet's own: a reprint says what its source says, and counts with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from index.compare.stopping import ask, watched
from index.compared import Link, Missing
from index.model import Article, Cancelled, Role

_LEAST_TELLERS = 2


def only(
    articles: Sequence[Article],
    links: Sequence[Link],
    echoes: Iterable[tuple[str, str]] = (),
    cancelled: Cancelled | None = None,
    *,
    voice: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Ids of body passages that one outlet alone has, in reading order.

    A passage is told elsewhere when it is linked to a passage of another outlet, or when `echoes`
    (pairs that are alike and no link, from `align.echoes`) has it with one. Nothing is "only here"
    in a story of a single voice. CancelledError when asked to stop.
    """
    voices = _voices(articles, voice)
    if len({_voice(article, voice) for article in articles}) < 2:
        return ()
    every = chain(((link.a, link.b) for link in links), echoes)
    pairs = _known(watched(every, cancelled), voices)
    told = {key for pair in pairs if voices[pair[0]] != voices[pair[1]] for key in pair}
    return tuple(key for key in voices if key not in told)


def missing(
    articles: Sequence[Article],
    links: Sequence[Link],
    cancelled: Cancelled | None = None,
    *,
    voice: Mapping[str, str] | None = None,
) -> tuple[Missing, ...]:
    """What at least half of the other outlets tell, and two at the least, and one outlet does not.

    Each entry holds a group of linked passages, in reading order, and the outlets that tell it; no
    passage of the group has any link to the outlet that misses it. Groups are joined by links that
    are the best of both their ends, since one weak link would join two facts into one. Halves are
    counted by voices. Entries follow the order of the outlets, then of the passages. CancelledError
    when asked to stop.
    """
    voices = _voices(articles, voice)
    outlets = _voices(articles, None)
    own: dict[str, set[str]] = {}
    for article in articles:
        own.setdefault(article.outlet_name, set()).add(_voice(article, voice))
    everyone = {one for several in own.values() for one in several}
    order = {key: place for place, key in enumerate(voices)}
    groups = [
        sorted(group, key=order.__getitem__) for group in _groups(_mutual(watched(links, cancelled), voices))
    ]
    groups.sort(key=lambda group: order[group[0]])
    ask(cancelled)
    reach = _reach(watched(links, cancelled), voices)
    found: list[Missing] = []
    for name, mine in own.items():
        for group in watched(groups, cancelled):
            told_by = {voices[key] for key in group}
            needed = max(_LEAST_TELLERS, len(everyone - mine) / 2)
            if len(told_by) >= needed and not any(mine & reach[key] for key in group):
                tellers = {outlets[key] for key in group}
                found.append(Missing(name, tuple(group), tuple(n for n in own if n in tellers)))
    return tuple(found)


def _reach(links: Iterable[Link], outlets: dict[str, str]) -> dict[str, set[str]]:
    """The outlets in which each passage is told, its own among them."""
    found = {key: {name} for key, name in outlets.items()}
    for a, b in _known(((link.a, link.b) for link in links), outlets):
        found[a].add(outlets[b])
        found[b].add(outlets[a])
    return found


def _mutual(links: Iterable[Link], outlets: dict[str, str]) -> list[tuple[str, str]]:
    """The pairs of which each is the other's best in that other's outlet."""
    best: dict[tuple[str, str], float] = {}
    sides: list[tuple[Link, tuple[tuple[str, str], tuple[str, str]]]] = []
    for link in links:
        if link.a in outlets and link.b in outlets:
            both = ((link.a, outlets[link.b]), (link.b, outlets[link.a]))
            sides.append((link, both))
            for side in both:
                best[side] = max(link.score, best.get(side, 0.0))
    return [(link.a, link.b) for link, both in sides if all(best[side] == link.score for side in both)]


def _voice(article: Article, voice: Mapping[str, str] | None) -> str:
    return article.outlet_name if voice is None else voice.get(article.id, article.outlet_name)


def _voices(articles: Sequence[Article], voice: Mapping[str, str] | None) -> dict[str, str]:
    """The voice of each body passage, in reading order."""
    return {p.id: _voice(a, voice) for a in articles for p in a.passages if p.role is Role.BODY}


def _known(pairs: Iterable[tuple[str, str]], outlets: dict[str, str]) -> list[tuple[str, str]]:
    """The pairs of body passages of these articles."""
    return [(a, b) for a, b in pairs if a in outlets and b in outlets]


def _groups(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The connected groups of paired passages."""
    near: dict[str, list[str]] = {}
    for a, b in pairs:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    seen: set[str] = set()
    groups: list[list[str]] = []
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for key in group:
            fresh = list(dict.fromkeys(other for other in near[key] if other not in seen))
            seen.update(fresh)
            group.extend(fresh)
        groups.append(group)
    return groups
