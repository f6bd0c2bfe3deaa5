"""Reprints are compared once: what holds for a text's sentences holds for those of its copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from heapq import nsmallest
from itertools import chain, combinations, product
from operator import eq
from typing import NamedTuple

from index.compare.numerals import NUMBER_WORDS
from index.compare.stopping import watched
from index.compared import Link, LinkKind, Missing
from index.model import Article, Cancelled, Passage, Role

MOST_LINKS = 100_000
"""Up to so many links every copy has those of the others, as many as pairs of copies times what they tell;
above that a copy has only those of its first, and is linked with no other copy."""

MANY = 60
"""In a story of more articles than this a copy with reworded sentences is compared no more than one that is
word for word its first, and a sentence that several articles have is compared in the first of them."""

CROWDED = 4_000
"""In a story with more pairs of sentences that are the same but for a few words, a sentence and those
nearly the same are compared once, too, as among very many articles: the work grows with the square."""

_FEWEST = 12
_ALIKE = 0.5
_NEARLY = 0.8
_RUN = 3
_FAMILIES = 8
_SURE = 0.98
_SAID, _NEARLY_SAID = "the same words", "nearly the same words"
_MARKS = ".,;:!?…()[]\"'“”‘’«»–—-"

_TURNING = NUMBER_WORDS | {"no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without"}
"""Words that make another statement of a sentence; a changed figure does, too."""


class Once(NamedTuple):
    """The articles to compare, and for their passages those of the copies, in order.

    `reworded` are copies that are not word for word their first; `many` says that the articles lack
    what is in `copies`.
    """

    articles: tuple[Article, ...]
    copies: Mapping[str, Sequence[str]]
    reworded: frozenset[str] = frozenset()
    many: bool = False


def once(
    articles: Sequence[Article], same: Iterable[tuple[str, str]], cancelled: Cancelled | None = None
) -> Once:
    """The articles without those whose body is another's, sentence for sentence; `same` are a copy and its
    first, by id. A copy that was cut or changed stays; among more than `MANY` articles one goes that has
    at least half of the words of every sentence. CancelledError when asked to stop."""
    alike = _reworded if len(articles) > MANY else eq
    bodies = {a.id: [p for p in a.passages if p.role is Role.BODY] for a in articles}
    roots: dict[str, str] = {}
    for copy, first in watched(same, cancelled, 20):
        root = roots.get(first, first)
        if copy in bodies and root in bodies and copy != root:
            mine, its = bodies[copy], bodies[root]
            if len(mine) == len(its) and all(alike(a.text, b.text) for a, b in zip(mine, its, strict=True)):
                roots[copy] = root
    found: dict[str, list[str]] = {}
    reworded: set[str] = set()
    for copy, root in roots.items():
        for one, other in zip(bodies[copy], bodies[root], strict=True):
            found.setdefault(other.id, []).append(one.id)
            if one.text != other.text:
                reworded.add(one.id)
    kept = tuple(a for a in articles if a.id not in roots)
    if len(kept) < _FEWEST and len(articles) <= MANY:
        return Once(kept, found, frozenset(reworded))
    families = _families(kept, cancelled)
    sizes = Counter(first.id for first in families.values())
    crowded = sum(size * (size - 1) // 2 for size in sizes.values()) > CROWDED
    if len(articles) <= MANY and not crowded:
        return Once(kept, found, frozenset(reworded))
    reworded.update(key for article in kept for key in _apart(article, families))
    return Once(_parts(kept, families, found, cancelled), found, frozenset(reworded), many=True)


def _apart(article: Article, families: Mapping[str, Passage]) -> Iterator[str]:
    """The passages that are not word for word the first of their family."""
    for passage in article.passages:
        if passage.id in families and families[passage.id].text != passage.text:
            yield passage.id


def _families(articles: Sequence[Article], cancelled: Cancelled | None) -> dict[str, Passage]:
    """For each body sentence the first one that has its words, all but a few that turn nothing."""
    exact: dict[str, Passage] = {}
    runs: dict[tuple[str, ...], list[int]] = {}
    firsts: list[tuple[Passage, list[str]]] = []
    found: dict[str, Passage] = {}
    for article in watched(articles, cancelled, 1):
        for passage in article.passages:
            if passage.role is not Role.BODY:
                continue
            if passage.text not in exact:
                exact[passage.text] = _first_like(passage, runs, firsts)
            found[passage.id] = exact[passage.text]
    return found


def _first_like(
    passage: Passage, runs: dict[tuple[str, ...], list[int]], firsts: list[tuple[Passage, list[str]]]
) -> Passage:
    """The first sentence nearly the same, else this one, then put into `firsts` and `runs`."""
    # Signs stay with their figures and `n't` with its verb, unlike where words alone are compared.
    words = [word.strip(_MARKS) for word in passage.text.casefold().split()]
    mine = {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
    near = Counter(number for run in mine for number in runs.get(run, ()))
    # Of several that are as near the earlier ones, since a set comes in any order.
    for number in nsmallest(2, near, key=lambda number: (-near[number], number)):
        first, others = firsts[number]
        if _nearly(others, words):
            return first
    for run in mine:
        having = runs.setdefault(run, [])
        # A phrase that many sentences have tells none from another.
        if len(having) < _FAMILIES:
            having.append(len(firsts))
    firsts.append((passage, words))
    return passage


def _nearly(one: Sequence[str], other: Sequence[str]) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _NEARLY or matcher.ratio() < _NEARLY:
        return False
    changed = (
        word for op, a, b, c, d in matcher.get_opcodes() if op != "equal" for word in (*one[a:b], *other[c:d])
    )
    return not any(_turns(word) for word in changed)


def _turns(word: str) -> bool:
    return word in _TURNING or word.endswith(("n't", "n’t")) or any(char.isdigit() for char in word)


def _parts(
    articles: Sequence[Article],
    families: Mapping[str, Passage],
    found: dict[str, list[str]],
    cancelled: Cancelled | None,
) -> tuple[Article, ...]:
    """The articles without the body sentences whose first is in an earlier one; they go into `found`."""
    made: list[Article] = []
    for article in watched(articles, cancelled, 20):
        kept: list[Passage] = []
        for passage in article.passages:
            first = families.get(passage.id, passage)
            if first.article == passage.article:
                kept.append(passage)
            else:
                copies = (passage.id, *found.pop(passage.id, ()))
                found.setdefault(first.id, []).extend(copies)
        if len(kept) == len(article.passages):
            made.append(article)
        elif any(passage.role is Role.BODY for passage in kept):
            made.append(article.only(kept))
    return tuple(made)


def _reworded(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def links(
    found: Sequence[Link],
    copies: Mapping[str, Sequence[str]],
    cancelled: Cancelled | None = None,
    reworded: frozenset[str] = frozenset(),
) -> tuple[Link, ...]:
    """The links with those of the copies, best score first; CancelledError when asked to stop."""
    if not copies:
        return tuple(found)
    sides = {key: (key, *theirs) for key, theirs in copies.items()}
    several = [(sides.get(link.a, (link.a,)), sides.get(link.b, (link.b,)), link) for link in found]
    pairs = sum(len(keys) * (len(keys) - 1) // 2 for keys in sides.values())
    every = pairs + sum(len(a) * len(b) for a, b, _ in several) <= MOST_LINKS
    made: list[Link] = []
    for a, b, link in watched(several, cancelled, 10):
        few = chain(((one, link.b) for one in a), ((link.a, two) for two in b[1:]))
        ends = product(a, b) if every else few
        made.extend(
            Link(one, two, link.score, link.kind, link.reason) for one, two in ends if _apart_from(one, two)
        )
    for keys in watched(sides.values(), cancelled, 10):
        twins = combinations(keys, 2) if every else ((keys[0], copy) for copy in keys[1:])
        made.extend(
            Link(one, two, _SURE, LinkKind.SAME, _NEARLY_SAID if {one, two} & reworded else _SAID)
            for one, two in twins
            if _apart_from(one, two)
        )
    return tuple(sorted(made, key=lambda link: (-link.score, link.a, link.b)))


def _apart_from(one: str, two: str) -> bool:
    """Whether passages are of two articles: one may have a copy of what it says in other words, too."""
    return one.partition(".")[0] != two.partition(".")[0]


def chances(copies: Mapping[str, Sequence[str]]) -> list[tuple[str, str, float]]:
    """Each passage with its copies, and the chance that they say the same."""
    return [(key, copy, _SURE) for key, theirs in copies.items() for copy in theirs]


def passages(found: Iterable[tuple[str, str]], copies: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Pairs of passages, each also with the copies of either."""
    return list(
        chain.from_iterable(
            ((a, b), *((copy, b) for copy in copies.get(a, ())), *((a, copy) for copy in copies.get(b, ())))
            for a, b in found
        )
    )


def missing(
    found: Sequence[Missing], copies: Mapping[str, Sequence[str]], articles: Sequence[Article]
) -> tuple[Missing, ...]:
    """What outlets miss, with the passages of the copies and the outlets that print them."""
    if not copies:
        return tuple(found)
    order = {p.id: place for place, p in enumerate(chain.from_iterable(a.passages for a in articles))}
    outlets = {p.id: a.outlet_name for a in articles for p in a.passages}
    made: list[Missing] = []
    for gap in found:
        # What is missing may be told by some of the copies as well as by their first.
        keys = dict.fromkeys(key for one in gap.passages for key in (one, *copies.get(one, ())))
        every = sorted(keys, key=order.__getitem__)
        told_by = dict.fromkeys(outlets[key] for key in every)
        made.append(Missing(gap.outlet, tuple(every), tuple(told_by)))
    return tuple(made)
