"""Why articles are together, in words a person can check: the names and words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from index.stories.blocks import decode
from index.stories.linkage import confidences
from index.stories.profile import Profile
from index.stories.vectors import Vectors

_TERMS = 8
_NEAREST = 5


def reasons(
    profiles: Sequence[Profile], tightness: float
) -> tuple[tuple[str, ...], list[tuple[float, tuple[str, ...]]]]:
    """What most of the articles share, and for each its confidence (0 to 1) and what it shares.

    Terms are weightiest first; names of several words hold a space. The confidence is that of
    `linkage.confidence`; `tightness` is what the grouper asks amid many articles.
    """
    vectors = Vectors()
    numbers = [vectors.add(profile.vector, profile.day) for profile in profiles]
    likeness = vectors.similarities(numbers)
    common: Counter[str] = Counter()
    found: list[tuple[float, tuple[str, ...]]] = []
    for number, confidence in zip(numbers, confidences(numbers, likeness, tightness), strict=True):
        near = {other: likeness.get((min(number, other), max(number, other)), 0.0) for other in numbers}
        del near[number]
        nearest = sorted(near, key=lambda other: -near[other])[:_NEAREST]
        shared = _shared_terms(profiles[number], [profiles[other] for other in nearest])
        # A term counts by its rank as well, so that what weighs most everywhere comes first.
        common.update({term: _TERMS - rank for rank, term in enumerate(shared)})
        found.append((confidence, shared))
    most = [term for term, _ in sorted(common.items(), key=lambda item: (-item[1], item[0]))]
    return tuple(most), found


def _shared_terms(one: Profile, others: Iterable[Profile]) -> tuple[str, ...]:
    """The terms that make an article like others, weightiest first, as a person can read them."""
    mine = _weights(one)
    together: dict[int, float] = {}
    for other in others:
        theirs = _weights(other)
        for term in mine.keys() & theirs.keys():
            together[term] = together.get(term, 0.0) + theirs[term] * mine[term]
    ranked = sorted(together, key=lambda term: (-together[term], term))[: _TERMS * 3]
    words = one.words(ranked)
    return _without_parts([words[term].replace("_", " ") for term in ranked if term in words])[:_TERMS]


def _weights(one: Profile) -> dict[int, float]:
    terms, weights = decode(one.vector)
    return dict(zip(terms.tolist(), weights.tolist(), strict=True))


def _without_parts(terms: list[str]) -> tuple[str, ...]:
    """Without single words that a name in the list has already."""
    named = {word for term in terms if " " in term for word in term.split()}
    return tuple(term for term in terms if " " in term or term not in named)
