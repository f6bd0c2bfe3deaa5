"""Numerals of a sentence as values: digits, number words, magnitudes, ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.compare.lexicon import CURRENCIES, MAGNITUDES, ONES, SUFFIXES, TENS, UNITS, VAGUE
from index.compare.tokens import Token

NUMBER_WORDS = frozenset((*ONES, *TENS, *MAGNITUDES, *VAGUE)) - {"zero"}
"""Words without which, and without digits, a sentence holds no number."""

_STARTERS = frozenset((*ONES, *TENS, *VAGUE, "a", "an", "half")) - {"zero"}
_AFTER_ARTICLE = frozenset((*MAGNITUDES, "a")) - {"lakh", "crore"}

_MOST_DIGITS = 30
"""Digits and point of a numeral at the most: longer ones count nothing, and may be too large for a float."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as read: its lowest and highest value, the step it is written in, and the token behind.

    `vague` tells of plurals that name no value: `dozens`.
    """

    low: float
    high: float
    grain: float
    after: int
    vague: bool = False


def begins(token: Token) -> bool:
    """Whether a numeral may begin with a token; of most it is clear that none does."""
    return token.kind == "num" or token.low in _STARTERS or "-" in token.low


def numeral(tokens: Sequence[Token], place: int) -> Numeral | None:
    """The numeral that begins at `place`, with its range; None when none does."""
    value = _value(tokens, place)
    return None if value is None else _ranged(tokens, place, value)


def low_at(tokens: Sequence[Token], place: int) -> str:
    """The token at `place` in lower case; "" outside of the sentence."""
    return tokens[place].low if 0 <= place < len(tokens) else ""


def small_whole(token: Token, most: int) -> int | None:
    """A number in digits alone, from 0 to `most`; None for any other token, and for digits without end."""
    if token.kind != "num" or len(token.text) > _MOST_DIGITS or not token.text.isdigit():
        return None
    value = int(token.text)
    return value if value <= most else None


def adjacent(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token at `place` touches the one before it."""
    return 0 < place < len(tokens) and tokens[place - 1].end == tokens[place].start


def _value(tokens: Sequence[Token], place: int) -> Numeral | None:
    token = tokens[place]
    if token.kind == "num":
        return _digits(tokens, place)
    if token.kind == "word":
        return _words(tokens, place)
    return None


def _digits(tokens: Sequence[Token], place: int) -> Numeral | None:
    text = tokens[place].text.replace(",", "").replace(" ", "")
    if len(text) > _MOST_DIGITS:
        return None
    value = float(text)
    decimals = len(text.partition(".")[2])
    grain = 10.0**-decimals if decimals else _grain(value)
    after = place + 1
    if adjacent(tokens, after) and tokens[after].kind == "word":
        suffix = low_at(tokens, after)
        if suffix in SUFFIXES:
            scale = SUFFIXES[suffix]
            return Numeral(value * scale, value * scale, grain * scale, after + 1)
        if suffix not in UNITS:
            return None
    return _scaled(tokens, value, grain, after)


def _grain(value: float) -> float:
    """The step to which a whole number is written: 10 for 120, 1 for 21, 1,000 for 45,000."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _scaled(tokens: Sequence[Token], value: float, grain: float, after: int) -> Numeral:
    """A number with the magnitude words behind it: `1.2 million`, `two hundred thousand`."""
    while True:
        skip = after + 1 if low_at(tokens, after) == "-" and adjacent(tokens, after) else after
        word = low_at(tokens, skip).partition("-")[0]
        scale = None if word in VAGUE else MAGNITUDES.get(word)
        if scale is None:
            return Numeral(value, value, grain, after)
        value, grain, after = value * scale, grain * scale, skip + 1


def _words(tokens: Sequence[Token], place: int) -> Numeral | None:
    low = tokens[place].low
    if low not in _STARTERS and low.partition("-")[0] not in TENS:
        return None
    if low in VAGUE:
        return _vague(tokens, place)
    if low in ("a", "an", "half") and low_at(tokens, place + 1) in (
        "a",
        "million",
        "billion",
        "dozen",
        "hundred",
        "thousand",
    ):
        return _article(tokens, place)
    whole, after = _spelled(tokens, place)
    if whole is None:
        return None
    return _scaled(tokens, whole, _grain(whole) if whole >= 20 else 1.0, after)


def _vague(tokens: Sequence[Token], place: int) -> Numeral | None:
    """`dozens`, `tens of thousands`."""
    low, high = VAGUE[tokens[place].low]
    after = place + 1
    if low_at(tokens, after) == "of" and low_at(tokens, after + 1) in VAGUE:
        times = VAGUE[low_at(tokens, after + 1)][0] / 2
        low, high, after = low * times, high * times, after + 2
    return Numeral(low, high, low, after, vague=True)


def _article(tokens: Sequence[Token], place: int) -> Numeral | None:
    """`a dozen`, `a million`, `half a million`."""
    factor = 0.5 if tokens[place].low == "half" else 1.0
    at = place + 2 if factor == 0.5 and low_at(tokens, place + 1) == "a" else place + 1
    scale = MAGNITUDES.get(low_at(tokens, at))
    if scale is None:
        return None
    return _scaled(tokens, factor * scale, factor * scale, at + 1)


def _spelled(tokens: Sequence[Token], place: int) -> tuple[float | None, int]:
    """A number below a hundred in words, with `two hundred and fifty` read to its end."""
    value = _below_hundred(low_at(tokens, place))
    if value is None:
        return None, place
    after = place + 1
    if value >= 20 and value % 10 == 0 and low_at(tokens, after) in ONES and ONES[low_at(tokens, after)]:
        value, after = value + ONES[low_at(tokens, after)], after + 1
    if low_at(tokens, after) == "hundred":
        value, after = value * 100, after + 1
        at = after + 1 if low_at(tokens, after) == "and" else after
        rest = _below_hundred(low_at(tokens, at))
        if rest is not None:
            value, after = value + rest, at + 1
    return value, after


def _below_hundred(word: str) -> float | None:
    if word in ONES:
        return float(ONES[word])
    if word in TENS:
        return float(TENS[word])
    tens, _, ones = word.partition("-")
    if tens in TENS and ones in ONES:
        return float(TENS[tens] + ONES[ones])
    return None


def _ranged(tokens: Sequence[Token], place: int, value: Numeral) -> Numeral:
    """`10 to 15`, `10-15`, `between 10 and 15`: one value from low to high."""
    after, joint = value.after, low_at(tokens, value.after)
    lead = place - 1
    while low_at(tokens, lead) in CURRENCIES:
        lead -= 1
    between = low_at(tokens, lead) == "between" and joint == "and"
    spread = joint in ("-", "–") or (joint in ("to", "or") and low_at(tokens, lead) != "from")
    if not (between or spread):
        return value
    at = after + 1
    while low_at(tokens, at) in CURRENCIES:
        at += 1
    other = _value(tokens, at) if at < len(tokens) else None
    if other is None:
        return value
    low, high = value.low, other.high
    if (
        low < other.grain <= high
        and value.grain < other.grain
        and low_at(tokens, after - 1) not in MAGNITUDES
    ):
        low *= max(step for step in MAGNITUDES.values() if step <= max(other.grain, 100.0))
    if low >= high:
        return Numeral(value.low, value.high, value.grain, other.after) if joint in ("-", "–") else value
    return Numeral(low, high, other.grain, other.after)
