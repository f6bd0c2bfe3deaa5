"""What one outlet alone says, and what most others say and one does not.

Both are by outlet: two articles of one outlet count together. `voice` says for an article's id whose
voice it is, where that is not its outlet's own: a reprint says what its source says, and counts with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nlargest
from itertools import chain, pairwise

from index.compare.align import Judgement
from index.compare.model import logistic
from index.compare.pairs import FAINT
from index.compare.standing import NEAREST
from index.compare.stopping import watched
from index.compared import Figure, Link, Missing, Quote
from index.model import Article, Cancelled, Role

LIKELY = 0.4
"""The chance from which on something is said to be missing; between .35 and .45 F1 is the same."""

Chance = tuple[str, str, float]
"""Two passages, and the chance that they say the same."""

_LEAST_TELLERS = 2
_MANY = 30


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


def told_in_rows(figures: Iterable[Figure], quotes: Iterable[Quote]) -> list[tuple[str, str]]:
    """Pairs of passages that stand in one row of figures or are forms of one quote: each tells what the
    other does, be it differently."""
    rows = [[value.passage for value in row.values] for row in figures]
    rows += [[variant.passage for variant in quote.variants] for quote in quotes]
    return [pair for row in rows for pair in pairwise(dict.fromkeys(row))]


def chances(judgement: Judgement) -> tuple[Chance, ...]:
    """What the aligner holds of every pair that it looked at closely, those below a link among them."""
    every = ((one.pair.a.passage, one.pair.b.passage, one.verdict) for one in judgement.pairs)
    return tuple((a, b, logistic(verdict)) for a, b, verdict in every if verdict > FAINT)


def missing(
    articles: Sequence[Article],
    links: Iterable[Link],
    pairs: Iterable[Chance],
    cancelled: Cancelled | None = None,
    *,
    voice: Mapping[str, str] | None = None,
) -> tuple[Missing, ...]:
    """What at least half of the other outlets likely tell, two at the least, and one outlet does not.

    `pairs` are passages with the chance (0 to 1) that they say the same. An outlet tells a passage with
    the chance of its best pair; a partner in a third article counts for it, too, against its being
    missing. What enough tell and the outlet does not with a chance of `LIKELY` is missing, unless it is
    linked to something there. Each entry holds passages that are each other's best, in reading order, and
    the outlets that tell them; halves are counted by voices. Entries follow the order of the outlets, then
    of the passages. CancelledError when asked to stop.
    """
    tellers = _Tellers(articles, watched(links, cancelled), watched(pairs, cancelled), voice)
    own: dict[str, set[str]] = {}
    for article in articles:
        own.setdefault(article.outlet_name, set()).add(_voice(article, voice))
    found: dict[str, list[str]] = {name: [] for name in own}
    for key in watched(tellers.widely_told(max(map(len, own.values()), default=1)), cancelled):
        for name in tellers.missing_in(key, own):
            found[name].append(key)
    outlets = _voices(articles, None)
    made: list[Missing] = []
    for name, keys in watched(found.items(), cancelled):
        for group in tellers.together(keys, own[name]):
            told_by = {outlets[key] for key in group}
            made.append(Missing(name, tuple(group), tuple(n for n in own if n in told_by)))
    return tuple(made)


class _Tellers:
    """Which voices tell each passage, and how likely."""

    def __init__(
        self,
        articles: Sequence[Article],
        links: Iterable[Link],
        pairs: Iterable[Chance],
        voice: Mapping[str, str] | None,
    ) -> None:
        self._voices = _voices(articles, voice)
        self._order = {key: place for place, key in enumerate(self._voices)}
        self._everyone = {_voice(article, voice) for article in articles}
        self._best: dict[str, dict[str, tuple[float, str]]] = {}
        for a, b, chance in pairs:
            one, two = self._voices.get(a), self._voices.get(b)
            if one is None or two is None or one == two:
                continue
            self._learn(a, b, two, chance)
            self._learn(b, a, one, chance)
        self._mutuals: dict[str, list[str]] = {}
        self._linked: dict[str, set[str]] = {}
        for a, b in _known(((link.a, link.b) for link in links), self._voices):
            self._linked.setdefault(a, set()).add(self._voices[b])
            self._linked.setdefault(b, set()).add(self._voices[a])

    def _learn(self, key: str, other: str, voice: str, chance: float) -> None:
        best = self._best.setdefault(key, {})
        # Of two that are equally likely always the same, in whatever order they come.
        best[voice] = max((chance, other), best.get(voice, (0.0, "")))

    def widely_told(self, most: int) -> list[str]:
        """The passages, in reading order, that enough voices may tell for an outlet of at most `most`
        voices to miss them."""
        least = _needed(len(self._everyone) - most) - 1
        # By Markov's bound the chance that there are enough is no higher than what is expected over that.
        told = (key for key, best in self._best.items() if sum(c for c, _ in best.values()) >= LIKELY * least)
        return sorted(told, key=self._order.__getitem__)

    def missing_in(self, key: str, own: Mapping[str, set[str]]) -> list[str]:
        """The outlets (with their voices) that miss a passage."""
        told = {voice: chance for voice, (chance, _) in self._best[key].items()}
        linked = self._linked.get(key, set())
        reached: Mapping[str, float] | None = None
        every = sum(told.values())
        known: dict[tuple[int, frozenset[str]], float] = {}
        found: list[str] = []
        for name, mine in own.items():
            if self._voices[key] in mine or not mine.isdisjoint(linked):
                continue
            seen = frozenset(mine & told.keys())
            number = _needed(len(self._everyone) - len(mine)) - 1
            if number > _MANY:
                # Of very many, what is to be expected.
                enough = float(every - sum(told[voice] for voice in seen) >= number)
            elif (enough := known.get((number, seen), -1.0)) < 0:
                others = (chance for voice, chance in told.items() if voice not in seen)
                enough = known[number, seen] = _at_least(number, others)
            if enough < LIKELY:
                continue
            reached = self._reached(key) if reached is None else reached
            silent = 1.0
            for voice in mine & reached.keys():
                silent *= 1.0 - reached[voice]
            if enough * silent >= LIKELY:
                found.append(name)
        return found

    def _reached(self, key: str) -> dict[str, float]:
        """The chance that each voice tells a passage, directly or by way of a partner in a third."""
        found = {voice: chance for voice, (chance, _) in self._best[key].items()}
        for chance, partner in nlargest(NEAREST, self._best[key].values()):
            for voice, (further, _) in self._best[partner].items():
                if voice != self._voices[key] and chance * further > found.get(voice, 0.0):
                    found[voice] = chance * further
        return found

    def together(self, keys: Sequence[str], mine: Set[str]) -> list[list[str]]:
        """Passages that an outlet with these voices misses, in groups of one fact, in reading order: with
        those that are each other's best."""
        chosen = set(keys)
        pairs: list[tuple[str, str]] = []
        for key in keys:
            mutual = [other for other in self._mutual(key) if other in chosen]
            if not mutual:
                # What is nobody's best stands with its own.
                mutual = [max(told for voice, told in self._best[key].items() if voice not in mine)[1]]
            pairs += [(key, other) for other in mutual]
        ordered = [sorted(group, key=self._order.__getitem__) for group in _groups(pairs)]
        return sorted(ordered, key=lambda group: self._order[group[0]])

    def _mutual(self, key: str) -> Sequence[str]:
        """The likely partners of which a passage is the best, too."""
        if key not in self._mutuals:
            mine = self._voices[key]
            best = (other for chance, other in self._best[key].values() if chance >= LIKELY)
            self._mutuals[key] = [other for other in best if self._best[other][mine][1] == key]
        return self._mutuals[key]


def _needed(others: int) -> int:
    """How many voices must tell what is missing, of so many."""
    return max(_LEAST_TELLERS, (others + 1) // 2)


def _at_least(number: int, chances: Iterable[float]) -> float:
    """The chance that at least so many of independent events happen: the tail of the Poisson binomial
    distribution, by convolution."""
    # How likely each count is; the last is of so many or more, and nothing leaves it.
    counts = [1.0] + [0.0] * number
    for chance in chances:
        for count in range(number, -1, -1):
            stays = counts[count] if count == number else counts[count] * (1.0 - chance)
            counts[count] = stays + (counts[count - 1] * chance if count else 0.0)
    return counts[number]


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
