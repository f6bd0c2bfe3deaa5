"""Numbers written in a sentence: digits or words, bounds, ranges, units and what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import floor, log10

from index.compare.lexicon import (
    ABOUT,
    BOUNDS,
    CURRENCIES,
    FATE_HEADS,
    LABELS,
    LEAST,
    MONTHS,
    OVER,
    PLURALS,
    STOPS,
    UNITS,
)
from index.compare.numerals import Numeral, adjacent, begins, low_at, numeral
from index.compare.persons import is_age
from index.compare.tokens import Token, tokenize
from index.compare.votes import Tally, tally

_SINGULAR_S = ("ss", "us", "is", "'s")
_HEAD_REACH = 5
_BOUND_REACH = 4
_PARENTS = frozenset({"mother", "father", "parent", "mom", "dad", "grandmother", "grandfather"})
"""`A mother of 12` says who she is; twelve of nothing were counted."""

_COMPOUND = frozenset({"duration", "length", "mass"})
CONVERTED = frozenset({"length", "mass", "speed", "area"})
_SQUARE = frozenset({"square", "sq"})
_HOUR = frozenset({"hour", "h", "hr"})
_OFF = 0.2
"""How far off, as a share of it, a measure in brackets may be and still be the one before in other units."""

AGE, VOTES = "age", "votes"
"""The units of people's ages, and of votes of which both sides are told."""

_GAP = frozenset({"a", "an", "the", "$", "£", "€", "us", "'", "another"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence with what it counts or measures.

    `low` and `high` are equal but for ranges and vague plurals ("dozens"); `grain` is the step to
    which the number is written (1,200 has 100). `unit` is a class (count, percent, money:usd,
    duration, age, length ...) and values are in its common measure. `head` is the word counted ("" if
    the sentence leaves it out), `modifiers` the words between. `start`, `end` are the offsets in the
    sentence of the phrase with its bound and head; `first`, `last` are token places. Of a vote the values
    are the larger side, and `against` is the smaller.
    """

    start: int
    end: int
    low: float
    high: float
    grain: float
    bound: str
    unit: str
    head: str
    modifiers: tuple[str, ...]
    first: int
    last: int
    vague: bool = False
    scale: float = 1.0
    against: float = 0.0


def quantities(text: str, tokens: list[Token] | None = None) -> list[Quantity]:
    """The quantities of a sentence in order; dates, clock times, ordinals, names with numbers are not."""
    tokens = tokenize(text) if tokens is None else tokens
    found: list[Quantity] = []
    place = 0
    while place < len(tokens):
        if tokens[place].kind == "num" and (voted := tally(tokens, place)) is not None:
            found.append(_vote(tokens, place, voted))
            place = voted.after
            continue
        value = numeral(tokens, place) if begins(tokens[place]) else None
        if value is None:
            place += 1
            continue
        quantity = None if _is_name(tokens, place, value) else _quantity(tokens, place, value)
        if quantity is not None:
            if found and (whole := _together(tokens, found[-1], quantity)) is not None:
                found[-1] = whole
            else:
                found.append(quantity)
        place = value.after
    return found


def _vote(tokens: list[Token], place: int, voted: Tally) -> Quantity:
    start, end = tokens[place].start, tokens[voted.after - 1].end
    value = float(voted.won)
    return Quantity(
        start, end, value, value, 1.0, "", VOTES, VOTES, (), place, voted.after, against=float(voted.lost)
    )


def _together(tokens: list[Token], one: Quantity, rest: Quantity) -> Quantity | None:
    """One measure written in two units: `12 minutes, 31 seconds`, `20 miles (32 km)`; None for two."""
    if _converted(tokens, one, rest):
        last = rest.last + (low_at(tokens, rest.last) == ")")
        return replace(one, end=tokens[last - 1].end, last=last)
    if one.unit not in _COMPOUND or one.unit != rest.unit or rest.scale >= one.scale or rest.bound:
        return None
    between = [token.low for token in tokens[one.last : rest.first]]
    if between not in ([], [","], ["and"]):
        return None
    return replace(
        one,
        end=rest.end,
        low=one.low + rest.low,
        high=one.high + rest.high,
        grain=rest.grain,
        last=rest.last,
    )


def _converted(tokens: list[Token], one: Quantity, rest: Quantity) -> bool:
    """Whether `rest` is the measure before it in other units, in brackets."""
    if one.unit not in CONVERTED or one.unit != rest.unit or one.scale == rest.scale:
        return False
    if low_at(tokens, one.last) != "(":
        return False
    return one.last + 1 == rest.first and abs(rest.low - one.low) <= _OFF * max(one.low, rest.low)


def _is_name(tokens: list[Token], place: int, value: Numeral) -> bool:
    """Whether the number is part of a date, a time, a score, a name or an ordinal, and counts nothing."""
    before, after = low_at(tokens, place - 1).rstrip("."), low_at(tokens, value.after)
    bare = after.rstrip(".")
    dotted = not before and low_at(tokens, place - 2) in MONTHS and tokens[place - 2].text[0].isupper()
    if dotted and value.high <= 31:
        return True  # `the Aug. 21 attack`
    if before in MONTHS and tokens[place - 1].text[0].isupper():
        return True
    if bare in MONTHS and tokens[value.after].text[0].isupper() and value.high <= 31:
        return True
    if before == ":" and place > 1 and tokens[place - 2].kind == "num":
        return True  # `6: 00 minutes`
    if before == "/" or after == "/" or after in ("a.m", "a.m.", "p.m", "p.m.", "am", "pm", "o'clock"):
        return True
    if before in LABELS or before in ("#", "@"):
        return True
    if before == "of" and low_at(tokens, place - 2) in _PARENTS:
        return True
    if before in ("-", "+") and adjacent(tokens, place):
        return True
    return _is_score(tokens, place, value) or _is_year(tokens, place, value)


def _is_score(tokens: list[Token], place: int, value: Numeral) -> bool:
    """`3-2`, `52-48`: two numbers with a hyphen that are no rising range."""
    used = [token for token in tokens[place : value.after] if token.kind == "num"]
    return len(used) == 2 and value.low == value.high


def _is_year(tokens: list[Token], place: int, value: Numeral) -> bool:
    token = tokens[place]
    if token.kind != "num" or not re.fullmatch(r"(?:1[5-9]|20)\d\d", token.text):
        return False
    if (
        value.high >= 10_000
        or low_at(tokens, place - 1) in CURRENCIES
        or low_at(tokens, value.after) in ("%", "percent")
    ):
        return False
    return not _plural(low_at(tokens, value.after)) or low_at(tokens, place - 1) in (
        "in",
        "since",
        "the",
        "of",
        "'s",
    )


def _quantity(tokens: list[Token], place: int, value: Numeral) -> Quantity | None:
    bound, first = _bound(tokens, place)
    currency = next(
        (CURRENCIES[low_at(tokens, at)] for at in (place - 1,) if low_at(tokens, at) in CURRENCIES), None
    )
    low, high, grain, after = value.low, value.high, value.grain, value.after
    modifiers: tuple[str, ...] = ()
    unit, head, last, scale = "count", "", after, 1.0
    if currency:
        unit, head = f"money:{currency}", currency
    elif low_at(tokens, after) == "%" or low_at(tokens, after) in ("percent", "pct", "percentage"):
        unit, head, last = "percent", "percent", after + 1
        if low_at(tokens, last) in ("points", "point"):
            unit, head, last = "points", "points", last + 1
    elif low_at(tokens, after) == "per" and low_at(tokens, after + 1) == "cent":
        unit, head, last = "percent", "percent", after + 2
    elif is_age(tokens, place, after):
        unit, head = "age", "age"
    else:
        named = _measured(tokens, after) or _counted(tokens, place, after, low)
        if named is None:
            return None
        unit, head, modifiers, last, scale = named
    bound = _bound_after(tokens, last, bound) if bound == "" else bound
    if unit == "duration" and bound == OVER and low_at(tokens, place - 1) == "over":
        bound = ""
    return Quantity(
        start=tokens[first].start,
        end=tokens[last - 1].end,
        low=low * scale,
        high=high * scale,
        grain=grain * scale,
        bound=ABOUT if value.vague and not bound else bound,
        unit=unit,
        head=head,
        modifiers=modifiers,
        first=first,
        last=last,
        vague=value.vague,
        scale=scale,
    )


_Named = tuple[str, str, tuple[str, ...], int, float]


def _measured(tokens: list[Token], after: int) -> _Named | None:
    """The unit behind a number: `20 km`, `20-year-old`, `three-day`; None when there is none."""
    # Some sites put spaces around hyphens: `20 - year - old`.
    hyphen = low_at(tokens, after) in ("-", "‑")
    spaced = hyphen and low_at(tokens, after + 1) == "year" and low_at(tokens, after + 2) == "-"
    at = after + 1 if hyphen and (spaced or adjacent(tokens, after)) else after
    end = at + 3 if spaced else at + 1
    word = "".join(token.low for token in tokens[at:end])
    parts = word.split("-")
    if word in ("year-old", "years-old"):
        return "age", "age", (), end, 1.0
    if word in ("year", "years") and low_at(tokens, end) == "old":
        return "age", "age", (), end + 1, 1.0
    if parts[0] in _SQUARE:
        return _square(tokens, parts, end)
    if word.startswith("cubic"):
        return None
    if word in CURRENCIES:
        return f"money:{CURRENCIES[word]}", CURRENCIES[word], (), end, 1.0
    if parts[0] in UNITS:
        unit, size = UNITS[parts[0]]
        if unit == "length" and (last := end if parts[-1] == "hour" else _an_hour(tokens, end)):
            return "speed", "speed", (), last, size / 1000.0
        return unit, unit, (), end, size
    if parts[0] in ("pound", "pounds") and (end == at + 1 > after + 1 or low_at(tokens, end) == "of"):
        return "mass", "mass", (), end, UNITS["lb"][1]  # others may be money
    return None


def _square(tokens: list[Token], parts: list[str], end: int) -> _Named | None:
    """`20 square miles`, `20-square-mile`."""
    if len(parts) == 1:
        if low_at(tokens, end) == "-":
            end += 1
        parts, end = [*parts, low_at(tokens, end)], end + 1
    unit, size = UNITS.get(parts[1], ("", 0.0))
    return ("area", "area", (), end, size * size) if unit == "length" else None


def _an_hour(tokens: list[Token], at: int) -> int:
    """The token behind `per hour`, `an hour`, `/h`; 0 where there is none."""
    return at + 2 if low_at(tokens, at) in ("per", "an", "/") and low_at(tokens, at + 1) in _HOUR else 0


def _counted(tokens: list[Token], place: int, after: int, value: float) -> _Named | None:
    """What a plain number counts: the first plural behind it, or people named by their fate."""
    at = after
    modifiers: list[str] = []
    if low_at(tokens, at) == "-" and (adjacent(tokens, at) or low_at(tokens, at + 1).isalpha()):
        return None  # `a 7 - strength quake`, as some sites write it
    if low_at(tokens, at) == "out" and low_at(tokens, at + 1) == "of":
        at += 1
    if low_at(tokens, at) == "of":
        if value == 1:
            return None  # `one of the founders` counts nobody
        modifiers.append("of")
        at += 1
        while low_at(tokens, at) in ("the", "its", "their", "his", "her", "these", "those") or (
            at < len(tokens) and tokens[at].kind == "num"
        ):
            at += 1
    if at == after and low_at(tokens, at) in FATE_HEADS:
        return "count", low_at(tokens, at), (), at + 1, 1.0
    for step in range(at, min(at + _HEAD_REACH, len(tokens))):
        token = tokens[step]
        if token.kind != "word" or token.low in STOPS:
            break
        if _plural(token.low) or (value == 1 and step == at and token.low not in ("man", "day")):
            last = step
            while (
                _plural(low_at(tokens, last + 1))
                and token.low not in PLURALS
                and tokens[last + 1].kind == "word"
            ):
                last += 1
            return "count", tokens[last].low, tuple(modifiers), last + 1, 1.0
        modifiers.append(token.low)
    if value == 1 or (tokens[place].kind == "word" and value < 2):
        return None
    return "count", "", (), after, 1.0


def _plural(word: str) -> bool:
    return word in PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(_SINGULAR_S))


def _bound(tokens: list[Token], place: int) -> tuple[str, int]:
    """The bound in front of a number, and the first token of the phrase."""
    first = place
    while first > 0 and tokens[first - 1].low in _GAP and tokens[first - 1].kind in ("sign", "word"):
        first -= 1
    for length in range(_BOUND_REACH, 0, -1):
        if first - length < 0:
            continue
        words = tuple(token.low for token in tokens[first - length : first])
        if words in BOUNDS:
            return BOUNDS[words], first - length
    start = place
    while start > 0 and tokens[start - 1].kind == "sign":
        start -= 1
    return "", start


def _bound_after(tokens: list[Token], at: int, bound: str) -> str:
    """`or more`, `or so`, `+` behind the phrase."""
    following = (low_at(tokens, at), low_at(tokens, at + 1))
    if following == ("or", "more") or following[0] == "+":
        return LEAST
    if following == ("or", "so"):
        return ABOUT
    return bound


def number_text(value: float) -> str:
    """A value as people read it: whole numbers without decimals, thousands with commas."""
    if value >= 1e6:
        for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
            if value >= scale:
                return f"{value / scale:.4g} {name}"
    if value == floor(value):
        return f"{int(value):,}"
    return f"{value:.{max(1, 3 - int(log10(max(value, 1))))}f}".rstrip("0").rstrip(".")
