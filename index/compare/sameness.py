"""How likely two different values are of one thing, by a logistic model of some facts about them.

The facts were chosen, and their weights fitted, on pairs of values judged by hand: see
`tests.bench.train_figures`. What tells most is how many values of the kind the two articles give at all (a
poll has dozens of percentages, a fire one number of dead) and how near the two values are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from index.compare.figure_weights import WEIGHTS
from index.compare.lexicon import STOPS
from index.compare.mentions import Mention
from index.compare.numbers import CONVERTED
from index.compare.verdicts import ratio, same_value
from index.model import Article
from index.words import stem

_CLOSE = 1.35
_FAR = 3.0
_BESIDE, _AGREEING, _CROWD, _STRANGE = 2, 2, 3, 3
_APART = 2
_WAYS = frozenset({"up", "down"})
_POINTS = frozenset({"point", "points"})


class Evidence(NamedTuple):
    """What is known of two different values of one unit and head. Yes is 1, no is 0.

    `kinds`: logarithm of the product of how many different values of the kind each article gives. `crowd`:
    how many more values of the kind stand in one of the passages, at most 3. `close`: the larger is at most
    1.35 times the smaller; `times`: logarithm of how many times, at most 3. `bounded`: how many of the two
    have a bound. `percent`, `age`, `points`: of which unit they are. `agreeing`: how many other values the
    two passages have in common, at most 2. `before`, `behind`: how many of the few words before and behind
    the values, at most 2 each. `like`: how much the words around agree, 0 to 1. `linked`: the passages say
    the same. `fate`: both are of people to whom the same happened. `strange`: how many names near the one
    value are nowhere in the article of the other, at most 3 each. `polled`: one passage tells of a poll.
    `other`: in how many of them words tell of another time or event. `open`: both values are of what
    may be, or is wanted. `opposed`: the one value rose to where it is, the other fell. `apart`: two
    days or more lie between the two articles. `measured`: they are lengths, areas, masses or speeds.
    """

    kinds: float
    crowd: float
    close: float
    times: float
    bounded: float
    percent: float
    age: float
    points: float
    agreeing: float
    before: float
    behind: float
    like: float
    linked: float
    fate: float
    strange: float
    polled: float
    other: float
    open: float
    opposed: float
    apart: float
    measured: float


class Sameness:
    """Weighs pairs of mentions of a story.

    `mentions` are those of each article's body; `passages` has those of a passage by its id.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        mentions: Sequence[Sequence[Mention]],
        passages: Mapping[str, Sequence[Mention]],
    ) -> None:
        self._articles = articles
        self._mentions = mentions
        self._passages = passages
        self._having: dict[tuple[int, str, str], bool] = {}
        self._near: dict[int, frozenset[str]] = {}
        self._texts: dict[int, str] = {}
        self._different: dict[tuple[int, str], int] = {}

    def odds(self, a: Mention, b: Mention, like: float, linked: bool) -> float:
        """The logarithm of the odds that two numbers are of one thing."""
        *weights, constant = WEIGHTS
        facts = self.evidence(a, b, like, linked)
        return constant + sum(weight * fact for weight, fact in zip(weights, facts, strict=True))

    def adds_up(self, a: Mention, b: Mention) -> bool:
        """Whether one value is the other and a third beside it: `48 envoys and 12 spies`, `60 officials`."""
        return self._makes(a, b) or self._makes(b, a)

    def _makes(self, part: Mention, whole: Mention) -> bool:
        x, y = part.quantity, whole.quantity
        assert x is not None and y is not None
        rests = (m.quantity for m in self._passages[part.passage] if m is not part)
        return any(rest and rest.unit == x.unit and rest.low + x.low == y.low for rest in rests)

    def evidence(self, a: Mention, b: Mention, like: float, linked: bool) -> Evidence:
        """What is known of two numbers; `like` is how much the words around them agree (0 to 1)."""
        x, y = a.quantity, b.quantity
        assert x is not None and y is not None
        # Of `hundreds` and `thousands` the nearest values that they may stand for say nothing.
        times = max(x.low, y.low) / min(x.low, y.low) if x.vague and y.vague else ratio(x, y)
        return Evidence(
            kinds=log(self._values(a) * self._values(b)),
            crowd=max(self._crowd(a), self._crowd(b)),
            close=times < _CLOSE,
            times=min(log(times), _FAR),
            bounded=bool(x.bound) + bool(y.bound),
            percent=x.unit == "percent",
            age=x.unit == "age",
            points=not _POINTS.isdisjoint((x.unit, x.head)),
            agreeing=self._agreeing(a, b),
            before=min(len(_told(a.before) & _told(b.before)), _BESIDE),
            behind=min(len(_told(a.behind) & _told(b.behind)), _BESIDE),
            like=like,
            linked=linked,
            fate=bool(a.fate) and a.fate == b.fate,
            strange=self._strange(a, b) + self._strange(b, a),
            polled="poll" in a.cues or "poll" in b.cues,
            other=("other" in a.cues) + ("other" in b.cues),
            open="open" in a.cues and "open" in b.cues,
            opposed=_opposed(a, b),
            apart=self._apart(a, b),
            measured=x.unit in CONVERTED,
        )

    def _crowd(self, mention: Mention) -> int:
        """How many other values of its kind the passage of a mention gives."""
        others = sum(m is not mention and m.kind == mention.kind for m in self._passages[mention.passage])
        return min(others, _CROWD)

    def _strange(self, mention: Mention, other: Mention) -> int:
        """How many names near a mention are not in the article of the other."""
        names = {word.stem: word.text for word in mention.words if word.naming}
        return min(sum(not self._has(other.article, *name) for name in names.items()), _STRANGE)

    def _has(self, number: int, name: str, written: str) -> bool:
        """Whether an article has a name, near one of its mentions or anywhere as it is written."""
        key = number, name, written
        if key not in self._having:
            self._having[key] = name in self._words(number) or self._writes(number, written)
        return self._having[key]

    def _words(self, number: int) -> frozenset[str]:
        """The stems near the mentions of an article."""
        if number not in self._near:
            self._near[number] = frozenset().union(*(m.near for m in self._mentions[number]))
        return self._near[number]

    def _writes(self, number: int, name: str) -> bool:
        """Whether the text of an article has a name as a whole word: not the `Ann` of `Annual`."""
        if number not in self._texts:
            self._texts[number] = "\n".join(p.text for p in self._articles[number].passages)
        text = self._texts[number]
        return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None

    def _apart(self, a: Mention, b: Mention) -> bool:
        """Whether so many days lie between two articles that things may have changed."""
        one, other = (self._articles[m.article].published for m in (a, b))
        if one is None or other is None:
            return False
        return abs((one.when.date() - other.when.date()).days) >= _APART

    def _values(self, mention: Mention) -> int:
        """How many different values of its kind the article of a mention gives."""
        key = mention.article, mention.kind
        if key not in self._different:
            different: list[Mention] = []
            for m in self._mentions[mention.article]:
                if m.kind == mention.kind and not any(_equal(m, other) for other in different):
                    different.append(m)
            self._different[key] = len(different)
        return self._different[key]

    def _agreeing(self, a: Mention, b: Mention) -> int:
        """How many other numbers of the passage of one are in that of the other, of the same kind."""
        found = 0
        for m in self._passages[a.passage]:
            if m is not a and any(
                o is not b and o.kind == m.kind and _equal(m, o) for o in self._passages[b.passage]
            ):
                found += 1
        return min(found, _AGREEING)


def _told(words: Sequence[str]) -> set[str]:
    """The stems of words, as far as they tell anything."""
    return {stem(word) for word in words if word[0].isalpha() and word not in STOPS}


def _opposed(a: Mention, b: Mention) -> bool:
    mine, theirs = a.cues & _WAYS, b.cues & _WAYS
    return bool(mine and theirs) and mine != theirs


def _equal(a: Mention, b: Mention) -> bool:
    x, y = a.quantity, b.quantity
    return x is not None and y is not None and same_value(x, y)
