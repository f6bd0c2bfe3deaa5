"""How likely two different values are of one thing, by a logistic model of a dozen facts about them.

The facts were chosen, and their weights fitted, on pairs of values judged by hand: see
`tests.bench.train_figures`. What tells most is how many values of the kind the two articles give at all (a
poll has dozens of percentages, a fire one number of dead) and how near the two values are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from index.compare.figure_weights import WEIGHTS
from index.compare.lexicon import STOPS
from index.compare.mentions import Mention
from index.compare.verdicts import ratio, same_value
from index.model import Article
from index.words import stem

_CLOSE = 1.35
_FAR = 3.0
_BEHIND, _AGREEING = 2, 2
_LEAD = 4
_POINTS = frozenset({"point", "points"})


class Evidence(NamedTuple):
    """What is known of two different values of one unit and head. Yes is 1, no is 0.

    `kinds`: logarithm of the product of how many different values of the kind each article gives. `close`:
    the larger is at most 1.35 times the smaller; `times`: logarithm of how many times, at most 3. `lead`:
    both stand among the first four passages of their articles. `percent`, `age`, `money`, `points`: of
    which unit they are. `agreeing`: how many other values the two passages have in common, at most 2.
    `behind`: how many of the few words behind the values, at most 2. `fate`: both are of people to whom
    the same happened. `like`: how much the words around agree, 0 to 1. `linked`: the passages say the same.
    """

    kinds: float
    close: float
    times: float
    lead: float
    percent: float
    age: float
    money: float
    points: float
    agreeing: float
    behind: float
    fate: float
    like: float
    linked: float


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
        self._leads: dict[int, frozenset[str]] = {}
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
        times = ratio(x, y)
        return Evidence(
            kinds=log(self._values(a) * self._values(b)),
            close=times < _CLOSE,
            times=min(log(times), _FAR),
            lead=self._leading(a) and self._leading(b),
            percent=x.unit == "percent",
            age=x.unit == "age",
            money=x.unit.startswith("money"),
            points=not _POINTS.isdisjoint((x.unit, x.head)),
            agreeing=self._agreeing(a, b),
            behind=min(len(_told_behind(a) & _told_behind(b)), _BEHIND),
            fate=bool(a.fate) and a.fate == b.fate,
            like=like,
            linked=linked,
        )

    def _leading(self, mention: Mention) -> bool:
        number = mention.article
        if number not in self._leads:
            self._leads[number] = frozenset(p.id for p in self._articles[number].passages[:_LEAD])
        return mention.passage in self._leads[number]

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


def _told_behind(mention: Mention) -> set[str]:
    """The stems of the words behind a number, as far as they tell anything."""
    return {stem(word) for word in mention.behind if word[0].isalpha() and word not in STOPS}


def _equal(a: Mention, b: Mention) -> bool:
    x, y = a.quantity, b.quantity
    return x is not None and y is not None and same_value(x, y)
