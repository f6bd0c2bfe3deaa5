"""What the words beside a number tell of it: a part or all, since when, from where, how often.

Two numbers of one unit and one noun may still be of two things: `the first 17 passes` and `28 passes`,
`five years ago` and `for five years`, `13 miles from Saltby` and `four miles from Lund`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.compare.lexicon import (
    CUES,
    FURTHER,
    GATHERING,
    ORDINALS,
    PEOPLE,
    RATES,
    SAME_PEOPLE,
    SPANS,
    STOPS,
    TELLERS,
    TIMES_OF,
    UNITS,
    WAYS,
    listed,
)
from index.compare.numbers import AGE, VOTES, Quantity
from index.compare.numerals import low_at
from index.compare.tokens import Token
from index.compare.votes import body, may_be_one
from index.words import stem

_SPAN = "span"
_FROM = frozenset(listed("of from off outside between"))
_REFERENCE_REACH, _SHARE_REACH, _ORDER_REACH = 5, 5, 8
_BEFORE = {"for": "for", "in": "within", "within": "within", "every": "every", "each": "every"}
_CUE_REACH, _THEN_REACH = 10, 2
_THEN = frozenset(("then", "when"))
_WIDE = frozenset({"poll", "other"})
"""Cues that tell of all numbers of their sentence."""

_COMPARED = frozenset(listed("more less fewer higher lower"))
_FORESEEING = frozenset(
    listed(
        "predict predicts predicted predicting prediction forecast forecasts projected projects projection"
    )
)
_CLAUSE_ENDS = frozenset((",", ";", "—", "–", ":"))
"""What stands before these is another clause: an `if` there tells nothing of a number behind them."""

_POINTS = frozenset({"before", "after"})
"""Times that lie so far off; the others last so long."""

_BROAD, _VAGUE = frozenset({"", "men", "women"}), frozenset({"", "men", "women", "protesters"})
"""Groups that may be told as anybody: in an exact number, and in one that leaves room for another."""

_ARTICLES = frozenset(listed("a an each every"))


class Aspect(NamedTuple):
    """What tells a number from another of the same unit and noun; empty where the words do not say.

    `part`: one of several counts of a whole (`two other men`, `the first 17 passes`, `three of the four
    soldiers`), or a difference (`12,000 fewer jobs`, `$14 million more than`). `time`: how a duration lies
    (`before`, `after`, `for`, `within`, `every`). `places`: stems of the names that a length is measured
    from. `shared`: stems of what a percentage is of. `rate`: whether it is so many in a year, or a person,
    or a barrel. `foreseen`: whether somebody predicts it. `group`: which people are counted. `order`: the
    ordinals near it (`in the third quarter`). `way`: along which way a length is measured (`long`, `high`).
    `body`: who voted, and `voted`: both sides of a vote. `teller`: who counted people that came together, the
    police or those who called them.
    """

    part: str = ""
    time: str = ""
    places: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    rate: bool = False
    foreseen: bool = False
    group: str = ""
    order: frozenset[str] = frozenset()
    way: str = ""
    body: str = ""
    voted: tuple[float, float] | None = None
    teller: str = ""


PLAIN = Aspect()
"""Of a number of which the words beside it tell nothing."""


def aspect(tokens: Sequence[Token], number: Quantity) -> Aspect:
    """The aspect of a number in its sentence."""
    return Aspect(
        _part(tokens, number),
        _time(tokens, number) if number.unit == "duration" else "",
        _places(tokens, number) if number.unit == "length" else frozenset(),
        _shared(tokens, number) if number.unit == "percent" else frozenset(),
        _rate(tokens, number),
        _foreseen(tokens, number),
        SAME_PEOPLE.get(number.head, number.head) if number.head in PEOPLE else "",
        _order(tokens, number),
        _way(tokens, number) if number.unit == "length" else "",
        body(tokens, number.first, number.last) if number.unit == VOTES else "",
        (number.low, number.against) if number.unit == VOTES else None,
        _teller(tokens, number) if not number.head or number.head in PEOPLE else "",
    )


def may_differ(a: Aspect, b: Aspect, vaguely: bool = False) -> bool:
    """Whether two different values may be of one thing; `vaguely` where one leaves room for the other."""
    if a.part != b.part or a.rate != b.rate or a.part == _SPAN or a.foreseen != b.foreseen:
        return False
    if a.time != b.time and ((a.time and b.time) or {a.time, b.time} & _POINTS):
        return False
    if a.places and b.places and not a.places & b.places:
        return False
    if (a.way and b.way and a.way != b.way) or (a.body and b.body and a.body != b.body):
        return False
    if a.voted and b.voted and not may_be_one(a.voted, b.voted):
        return False
    if a.order and b.order and not a.order & b.order:
        return False
    if a.shared and b.shared and not a.shared & b.shared:
        return False
    return a.group == b.group or {a.group, b.group} <= (_VAGUE if vaguely else _BROAD)


def _part(tokens: Sequence[Token], number: Quantity) -> str:
    before = low_at(tokens, number.first - 1)
    if before in SPANS:
        return _SPAN
    if number.unit == AGE and _is_of_then(tokens, number):
        return "then"
    compared = low_at(tokens, number.last) in _COMPARED and low_at(tokens, number.last + 1) == "than"
    if compared or "fewer" in number.modifiers:
        return "difference"
    if before in FURTHER or not FURTHER.isdisjoint(number.modifiers):
        return "rest"
    of_them = "of" in number.modifiers or (not number.head and low_at(tokens, number.last) == "of")
    return "of" if of_them and not number.vague else ""


def _is_of_then(tokens: Sequence[Token], number: Quantity) -> bool:
    """`Vale, then 34,`, `who was 34 when it burned`, `34 at the time`."""
    before = (token.low for token in tokens[max(0, number.first - _THEN_REACH) : number.first])
    # Not farther behind: `Vale, 34, died when it burned` is of now.
    if not _THEN.isdisjoint(before) or low_at(tokens, number.last) == "when":
        return True
    at = number.last + (low_at(tokens, number.last) == ",")
    return low_at(tokens, at) == "at" and low_at(tokens, at + 2) == "time"


def _time(tokens: Sequence[Token], number: Quantity) -> str:
    before = _BEFORE.get(low_at(tokens, number.first - 1), "")
    behind = low_at(tokens, number.last)
    if before == "for" or behind == "of":
        return "for"  # `for five years before the war`, `five days of rioting`
    return TIMES_OF.get(behind, before)


def _teller(tokens: Sequence[Token], number: Quantity) -> str:
    """`Police said that 20,000 people marched`; nobody where the sentence names both."""
    tellers = {TELLERS[token.low] for token in tokens if token.low in TELLERS}
    if len(tellers) != 1:
        return ""
    near = tokens[max(0, number.first - _ORDER_REACH) : number.last + _ORDER_REACH]
    return "" if GATHERING.isdisjoint(token.low for token in near) else tellers.pop()


def _way(tokens: Sequence[Token], number: Quantity) -> str:
    """`300 meters long`, `40 feet in length`, `20 miles away`."""
    behind = low_at(tokens, number.last)
    if behind in ("in", "-"):
        behind = low_at(tokens, number.last + 1)
    return WAYS.get(behind, "")


def _order(tokens: Sequence[Token], number: Quantity) -> frozenset[str]:
    first, last = max(0, number.first - _ORDER_REACH), number.last + _ORDER_REACH
    near = (*tokens[first : number.first], *tokens[number.last : last])
    return frozenset(token.low for token in near if token.low in ORDINALS)


def _places(tokens: Sequence[Token], number: Quantity) -> frozenset[str]:
    """The first run of names behind `of` or `from`: `58 km south-west of Bandar Abbas`."""
    found: set[str] = set()
    measured = False
    for place in range(number.last, min(len(tokens), number.last + _REFERENCE_REACH)):
        token = tokens[place]
        if token.low in _FROM:
            measured = True
        elif measured and token.kind == "word" and token.text[0].isupper():
            found.add(stem(token.low))
        elif found or token.kind == "punct":
            break
    return frozenset(found)


def _shared(tokens: Sequence[Token], number: Quantity) -> frozenset[str]:
    """The words behind `of`, as far as they tell anything: `65 percent of the traffic to India`."""
    if low_at(tokens, number.last) != "of":
        return frozenset()
    found: set[str] = set()
    for place in range(number.last + 1, min(len(tokens), number.last + 1 + _SHARE_REACH)):
        token = tokens[place]
        telling = token.kind == "word" and token.low not in STOPS
        if telling:
            found.add(stem(token.low))
        elif found:
            break
    return frozenset(found)


def _foreseen(tokens: Sequence[Token], number: Quantity) -> bool:
    """`A model predicts nearly 135,000 deaths`, `if it takes 20 seats`."""
    clause = True
    for token in reversed(tokens[max(0, number.first - _ORDER_REACH) : number.first]):
        clause = clause and token.low not in _CLAUSE_ENDS
        if token.low in _FORESEEING or (clause and token.low == "if"):
            return True
    return False


def _rate(tokens: Sequence[Token], number: Quantity) -> bool:
    """`$20 million a year`, `$60 per barrel`, `$5,000 monthly`."""
    word, nxt = low_at(tokens, number.last), low_at(tokens, number.last + 1)
    if word in RATES or not RATES.isdisjoint(number.modifiers) or low_at(tokens, number.first - 1) in RATES:
        return True
    return word in _ARTICLES and (nxt in RATES or (nxt in UNITS and UNITS[nxt][0] == "duration"))


def cues(tokens: Sequence[Token], number: Quantity, places: Sequence[int]) -> frozenset[str]:
    """What words at these places of a sentence tell of one of its numbers, as `lexicon.CUES` has it."""
    near = range(number.first - _CUE_REACH, number.last + _CUE_REACH)
    told = ((place, CUES[tokens[place].low]) for place in places)
    return frozenset(cue for place, cue in told if cue in _WIDE or place in near)
