"""Whose age a number is: `John Vale, 34,`, `34-year-old John Vale`, `John Vale, a 34-year-old plumber`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.compare.lexicon import MONTHS, PAST, STOPS, TELLING_VERBS, WEEKDAYS, listed
from index.compare.numerals import low_at, small_whole
from index.compare.tokens import Token
from index.model import Article
from index.words import folded

OLDEST = 110
_ENDS = frozenset({"", ",", ".", ";", ")", "of"})
"""What may stand behind the age in `John Vale, 34, of Dover`."""

_CALLED = frozenset(listed("aged age"))
_BEING = frozenset(listed("is was"))
_DYING = frozenset(listed("died dies dead death"))
_DIED_REACH = 8
_ARTICLES = frozenset(listed("a an the"))
_BETWEEN, _APPOSED = 3, 12
"""How many words may stand between an age and a name, and how many an aside has that tells an age."""

_TITLES = frozenset(
    listed("""
    mr mrs ms miss dr sen gov rep senator governor representative president officer sgt capt lt col gen judge
    king queen prince princess pope sir lady lord prof professor rev detective deputy
""")
)
_SUFFIXES = frozenset(listed("jr sr ii iii iv"))
_PARTICLES = frozenset(listed("von van de der den la le del della di da dos du bin ibn al el ben abu"))
_NO_PERSON = frozenset(
    listed("""
    news times post police department county city university college school street avenue house senate court
    hospital church mosque temple museum bridge association inc corp party state states republic united
    kingdom new north south east west san los fort st saint mount press tv radio
""")
).union(WEEKDAYS, MONTHS)
"""Words of names that are no person's."""

_ANYBODY = frozenset(
    listed("man woman boy girl male female teenager teen suspect driver person victim resident")
)
_PLACED = frozenset(listed("in at near outside around across"))
_INITIAL = 3


class Person(NamedTuple):
    """A person by name: the `last` word and the `given` ones before it, folded, `suffix` (`jr`), and as
    written. `unsure` where an article has several people of that last name, and says only this."""

    last: str
    given: frozenset[str]
    suffix: str
    text: str
    unsure: bool = False


def is_age(tokens: Sequence[Token], place: int, after: int) -> bool:
    """Whether a bare number is an age by where it stands: `John Vale, 34,`, `aged 34`, `died at 87`."""
    if after != place + 1 or not small_whole(tokens[place], OLDEST):
        return False
    before, behind = low_at(tokens, place - 1), low_at(tokens, after)
    if before == "aged" or (before == "age" and low_at(tokens, place - 2) in (",", "at")):
        return behind not in ("-", "–", "to", "and") and (
            before == "aged" or low_at(tokens, place - 2) == "," or _dies(tokens, place)
        )
    if behind not in _ENDS or place < 2:
        return False
    if before == "of" and low_at(tokens, place - 2) == "age":
        return _dies(tokens, place)
    named = _is_capital(tokens[place - 2]) or low_at(tokens, place - 2) in (".", *_SUFFIXES)
    if before == "," and named:
        return _before(tokens, place - 2) is not None
    return before in _BEING and behind != "of" and _before(tokens, place - 2) is not None


def _dies(tokens: Sequence[Token], place: int) -> bool:
    return any(token.low in _DYING for token in tokens[max(0, place - _DIED_REACH) : place])


def person(tokens: Sequence[Token], first: int, last: int) -> Person | None:
    """The person whose age stands at these tokens, as far as the sentence names one."""
    if tokens[last - 1].kind == "num":
        return _before(tokens, _name_before(tokens, first))
    called = _behind(tokens, last)
    # `a 34-year-old Moroccan` says what somebody is.
    named = called is not None and (called.given or low_at(tokens, first - 1) not in ("a", "an"))
    return called if named else _apposed(tokens, first, last)


def _name_before(tokens: Sequence[Token], place: int) -> int:
    """The last token of the name before a bare age: of `John Vale has died at the age of`, too."""
    at = place - 1
    if low_at(tokens, at) in _CALLED:
        at -= 1
        if low_at(tokens, at) == "at":
            return _who_died(tokens, at)
        return at - (low_at(tokens, at) == ",")
    if low_at(tokens, at) == "of":
        return _who_died(tokens, at - 3)
    return at - 1


def _who_died(tokens: Sequence[Token], place: int) -> int:
    for at in range(place, max(-1, place - _DIED_REACH), -1):
        if tokens[at].low in _DYING:
            return at - 1 - (low_at(tokens, at - 1) in ("has", "had", "is"))
    return -1


def _apposed(tokens: Sequence[Token], first: int, last: int) -> Person | None:
    """`John Vale, a retired 34-year-old plumber, ...`; nobody's of `In Lund, a 34-year-old man was ...`."""
    at = first - 1
    if low_at(tokens, at) == "," and low_at(tokens, last) in _ENDS:
        return _before(tokens, at - 1)  # `John Vale, 34 years old,`
    while at > first - _BETWEEN and tokens[at].kind == "word" and tokens[at].low not in STOPS:
        at -= 1
    if low_at(tokens, at) not in _ARTICLES:
        return None
    if low_at(tokens, at - 1) in _BEING:
        return _before(tokens, at - 2)
    if low_at(tokens, at - 1) != ",":
        return None
    for place in range(last, min(len(tokens), last + _APPOSED)):
        low = tokens[place].low
        if low in _ANYBODY or low in PAST or low in _BEING:
            return None
        if low in (",", ".", ";"):
            return _before(tokens, at - 2)
    return None


def _behind(tokens: Sequence[Token], place: int) -> Person | None:
    """`34-year-old [London plumber] John Vale`: the last name before a verb, a stop word or a mark."""
    start = end = between = 0
    for at in range(place, len(tokens)):
        token = tokens[at]
        if _is_capital(token) and token.low.rstrip(".") not in WEEKDAYS:
            start, end = (start, at + 1) if end == at else (at, at + 1)
        elif end == at and (_is_point(tokens, at) or token.low in _PARTICLES):
            end = at + 1
        elif token.kind != "word" or token.low in STOPS or _is_verb(token.low):
            # What ends in a name; `34-year-old London plumber is` names nobody.
            return _named(tokens, start, end) if end == at else None
        else:
            between += 1
            if between > _BETWEEN:
                return None
    return _named(tokens, start, end) if end == len(tokens) else None


def _before(tokens: Sequence[Token], last: int) -> Person | None:
    """The person whose name ends at a token."""
    if last < 0:
        return None
    start = last
    while start >= 0 and (
        _is_capital(tokens[start]) or tokens[start].low in _PARTICLES or _is_point(tokens, start)
    ):
        start -= 1
    before = low_at(tokens, start)
    if before in _PLACED or (before == "to" and low_at(tokens, start - 1) == "according"):
        return None
    if before == "of" and (low_at(tokens, start - 1) == "," or (start and _is_capital(tokens[start - 1]))):
        return None  # `John Vale, of New Haven, 34`
    return _named(tokens, start + 1, last + 1)


def _named(tokens: Sequence[Token], start: int, end: int) -> Person | None:
    """The person of a run of tokens; None where it can be no name of one."""
    run = [token for token in tokens[start:end] if token.low.rstrip(".") not in _TITLES and token.text != "."]
    suffix = run.pop().low if run and run[-1].low in _SUFFIXES else ""
    if run and run[0].low in STOPS:
        run = run[1:]
    if not run or not _is_capital(run[-1]) or run[-1].low in STOPS:
        return None
    words = [folded(token.text) for token in run]
    if not _NO_PERSON.isdisjoint(words):
        return None
    text = " ".join(token.text for token in run)
    return Person(words[-1], frozenset(words[:-1]), suffix, re.sub(r"['’]s?$", "", text))


def _is_capital(token: Token) -> bool:
    return token.kind == "word" and token.text[0].isupper()


def _is_point(tokens: Sequence[Token], place: int) -> bool:
    """The point of `Mr.`, `F.` or `Jr.`"""
    return (
        tokens[place].text == "."
        and place > 0
        and _is_capital(tokens[place - 1])
        and len(tokens[place - 1].text) <= _INITIAL
    )


def _is_verb(low: str) -> bool:
    return low in PAST or low in TELLING_VERBS or low.endswith("ed")


class Persons:
    """Tells whether two ages are of one person, from what else their articles call people."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._known: dict[tuple[int, Person], Person] = {}

    def same(self, a: int, one: Person | None, b: int, other: Person | None) -> bool | None:
        """Whether a person of article `a` is one of article `b`; None where names alone do not say."""
        if one is None or other is None:
            return None
        one, other = self._in_full(a, one), self._in_full(b, other)
        if one.last != other.last or one.suffix != other.suffix or one.unsure or other.unsure:
            return False
        if one.given and other.given:
            return bool(one.given & other.given)
        return None

    def _in_full(self, number: int, one: Person) -> Person:
        """A person known by the last name, with the given name that the article has elsewhere."""
        if one.given:
            return one
        key = number, one
        if key not in self._known:
            given = self._given(number, one.text)
            self._known[key] = one._replace(given=frozenset(given), unsure=len(given) > 1)
        return self._known[key]

    def _given(self, number: int, last: str) -> set[str]:
        before = re.compile(rf"([^\W\d_][\w.'’-]*) (?:[A-Z]\. )?{re.escape(last)}\b")
        found: set[str] = set()
        for passage in self._articles[number].passages:
            if last in passage.text:
                for written in before.findall(passage.text):
                    word = folded(written.rstrip("."))
                    if written[0].isupper() and word not in _TITLES and word not in STOPS | _NO_PERSON:
                        found.add(word)
        return found
