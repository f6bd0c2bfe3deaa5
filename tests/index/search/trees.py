"""Random articles, notes and query trees over them, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from index.model import Article
from index.notemodel import Note
from index.search import analyzer
from index.search.conditions import Among
from index.search.quiet import query
from tests.index.search.builders import article, note

_WORDS = """
    the of said to drone drones attack attacks attacked attacking kremlin president presidents presidential
    russia russian russians putin zelenskyy kyiv full-scale fullscale well-known u.s. US eu lost losing lose
    control controls controlled controlling café façade naïve 1,000 2023 3.5 x9 covid-19 o’clock it's
    missile missiles air-defence officer officers offices official officials minister ministry mini peace
    strike strikes striking stricken smoke smoking roof senate senator war wars warned warning
"""
RAW = tuple(_WORDS.split())
"""Words as written, the most frequent ones first."""

OUTLETS = ("News International", "Vision Times", "The Post", "Euro Weekly News", "Latin Times", "Times")
AUTHORS = ("Ann Lee", "Bob O'Hara", "Chloé Martin", "Ann Martin")
_FIRST = datetime(2023, 1, 1)

Chance = random.Random


def articles(chance: Chance, count: int, first: int = 0) -> list[Article]:
    """Articles of a few sentences; common words are much more frequent than rare ones, as in news."""
    return [_article(chance, number) for number in range(first, first + count)]


def _article(chance: Chance, number: int) -> Article:
    texts = [_text(chance, chance.randint(1, 40)) for _ in range(chance.randint(1, 4))]
    day = _FIRST + timedelta(minutes=chance.randrange(60 * 24 * 400))
    return article(
        f"a{number}",
        *texts,
        title=_text(chance, chance.randint(1, 8)) if chance.random() < 0.8 else None,
        outlet=chance.choice(OUTLETS),
        authors=chance.sample(AUTHORS, chance.randint(0, 2)),
        day=day.isoformat() if chance.random() < 0.9 else None,
        language=chance.choice(["en", "en", "en", "de", None]),
    )


def notes(chance: Chance, count: int) -> list[Note]:
    """Notes of a few lines, with tags."""
    tags = ("to check", "kyiv", "follow up")
    return [
        note(f"n{number}", _text(chance, 12), _text(chance, 3), chance.sample(tags, chance.randint(0, 2)))
        for number in range(count)
    ]


def _text(chance: Chance, size: int) -> str:
    weights = [1 / (place + 1) for place in range(len(RAW))]
    words = chance.choices(RAW, weights, k=size)
    if size > 6 and chance.random() < 0.4:
        start = chance.randrange(size - 4)
        words[start] = f"“{words[start]}"
        words[start + 3] += "”"
    return " ".join(words)


class Trees:
    """Makes trees; `kinds` are the leaves and joints to use, by the names of the methods here."""

    def __init__(self, chance: Chance, ids: Sequence[str], kinds: Sequence[str]) -> None:
        self.chance = chance
        self._ids = ids
        tokens = [token for word in RAW for token in analyzer.tokens(word)]
        self._stems = [*sorted({token.term for token in tokens}), "us.", "nowhere"]
        self._surfaces = [*sorted({token.exact for token in tokens}), "nowhere"]
        self._leaves = [kind for kind in kinds if kind in _LEAVES]
        self._joints = [kind for kind in kinds if kind in _JOINTS]

    def tree(self, depth: int = 0) -> Any:
        """A random tree of at most four levels."""
        if self._joints and depth < 3 and self.chance.random() < (0.75, 0.45, 0.25)[depth]:
            return _JOINTS[self.chance.choice(self._joints)](self, depth + 1)
        return _LEAVES[self.chance.choice(self._leaves)](self)

    def _boost(self) -> float:
        return self.chance.choice([1.0, 1.0, 1.0, 0.5, 2.0, 3.25])

    def _children(self, depth: int, least: int = 1) -> list[Any]:
        return [self.tree(depth) for _ in range(self.chance.randint(least, 4))]

    # Leaves

    def _term(self) -> Any:
        return query.Term(
            self.chance.choice(["text", "text", "text", "title", "quote"]),
            self.chance.choice(self._stems),
            boost=self._boost(),
        )

    def _exact(self) -> Any:
        return query.Term(
            self.chance.choice(["exact", "exact", "quoteexact"]), self.chance.choice(self._surfaces)
        )

    def _keyword(self) -> Any:
        field, values = self.chance.choice(
            [
                ("lang", ("en", "de", "fr")),
                ("kind", ("article", "note")),
                ("tag", ("to check", "kyiv", "nothing")),
                ("outlet", ("time", "news", "post", "weekli")),
                ("author", ("ann", "martin", "chloe")),
                ("beside", ("check", "follow")),
                ("id", (*self.chance.sample(self._ids, 3), "none")),
            ]
        )
        return query.Term(field, self.chance.choice(values), boost=self._boost())

    def _phrase(self) -> Any:
        chance = self.chance
        field = chance.choice(["text", "text", "text", "title", "quote", "outlet"])
        words = ["time", "news", "euro", "weekli", "post", "the"] if field == "outlet" else self._stems[:]
        if field != "outlet" and chance.random() < 0.7:
            words = ["the", "of", "said", "to", "drone", "attack"]  # together in many documents
        found = chance.choices(words, k=chance.randint(2, 4))
        return query.Phrase(field, found, slop=chance.choice([1, 1, 1, 2, 3, 8]), boost=self._boost())

    def _prefix(self) -> Any:
        field = self.chance.choice(["exact", "exact", "title", "outlet", "quoteexact"])
        word = self.chance.choice(self._surfaces)
        return query.Prefix(field, word[: self.chance.randint(1, 5)])

    def _wildcard(self) -> Any:
        word = list(self.chance.choice(self._surfaces))
        for _ in range(self.chance.randint(1, 2)):
            word[self.chance.randrange(len(word))] = self.chance.choice("*?")
        return query.Wildcard(self.chance.choice(["exact", "text", "title"]), "".join(word))

    def _fuzzy(self) -> Any:
        word = list(self.chance.choice([word for word in self._surfaces if len(word) > 3]))
        at = self.chance.randrange(1, len(word) - 1)
        word[at], word[at + 1] = word[at + 1], word[at]
        if self.chance.random() < 0.5:
            word[at] = self.chance.choice("abcdefghij")
        return query.FuzzyTerm(
            "exact",
            "".join(word),
            maxdist=self.chance.randint(1, 2),
            prefixlength=self.chance.randint(0, 2),
        )

    def _words(self) -> Any:
        # Mostly short ranges: stock looks at each word of a long one by itself.
        words, size = sorted(self._surfaces), self.chance.choice([1, 2, 3, 5, 8, len(self._surfaces)])
        at = self.chance.randrange(len(words))
        low, high = words[at], words[min(at + size, len(words) - 1)]
        return query.TermRange(
            self.chance.choice(["exact", "title"]),
            low if at > 5 or self.chance.random() < 0.5 else None,
            high if at < len(words) - 5 or self.chance.random() < 0.5 else None,
            self.chance.random() < 0.5,
            self.chance.random() < 0.5,
        )

    def _dates(self) -> Any:
        low, high = sorted(_FIRST + timedelta(days=self.chance.randint(-50, 450)) for _ in range(2))
        return query.DateRange(
            "published",
            self.chance.choice([low, low, None]),
            self.chance.choice([high, high, None]),
            endexcl=True,
        )

    def _numbers(self) -> Any:
        start = (_FIRST - datetime(1970, 1, 1)) // timedelta(minutes=1)
        low, high = sorted(start + self.chance.randint(-90_000, 600_000) for _ in range(2))
        return query.NumericRange(
            "published",
            self.chance.choice([low, low, None]),
            self.chance.choice([high, high, None]),
            self.chance.random() < 0.5,
            self.chance.random() < 0.5,
        )

    def _among(self) -> Any:
        return Among(frozenset(self.chance.sample(self._ids, self.chance.choice([1, 5, 25]))))

    def _every(self) -> Any:
        return query.Every()

    def _null(self) -> Any:
        return query.NullQuery

    # Joints

    def _and(self, depth: int) -> Any:
        children = self._children(depth)
        if self.chance.random() < 0.3:
            children.append(query.Not(self.tree(depth)))
        return query.And(children, boost=self._boost())

    def _or(self, depth: int) -> Any:
        return query.Or(self._children(depth), boost=self._boost())

    def _best(self, depth: int) -> Any:
        return query.DisjunctionMax(self._children(depth, least=2))

    def _not(self, depth: int) -> Any:
        return query.Not(self.tree(depth))

    def _constant(self, depth: int) -> Any:
        return query.ConstantScoreQuery(self.tree(depth), score=self.chance.choice([0.5, 2.0]))

    def _and_not(self, depth: int) -> Any:
        return query.AndNot(self.tree(depth), self.tree(depth))

    def _and_maybe(self, depth: int) -> Any:
        return query.AndMaybe(self.tree(depth), self.tree(depth))

    def _require(self, depth: int) -> Any:
        return query.Require(self.tree(depth), self.tree(depth))


_LEAVES: dict[str, Callable[[Trees], Any]] = {
    "term": Trees._term,
    "exact": Trees._exact,
    "keyword": Trees._keyword,
    "phrase": Trees._phrase,
    "prefix": Trees._prefix,
    "wildcard": Trees._wildcard,
    "fuzzy": Trees._fuzzy,
    "words": Trees._words,
    "dates": Trees._dates,
    "numbers": Trees._numbers,
    "among": Trees._among,
    "every": Trees._every,
    "null": Trees._null,
}
_JOINTS: dict[str, Callable[[Trees, int], Any]] = {
    "and": Trees._and,
    "or": Trees._or,
    "best": Trees._best,
    "not": Trees._not,
    "constant": Trees._constant,
    "and not": Trees._and_not,
    "and maybe": Trees._and_maybe,
    "require": Trees._require,
}
