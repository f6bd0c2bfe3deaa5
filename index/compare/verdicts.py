"""How two numbers stand to each other: equal, rounding, bound or clash. Never which one is right."""

from __future__ import annotations

from math import log10

from index.compare.lexicon import ABOUT, LEAST, MOST, OVER, UNDER
from index.compare.numbers import CONVERTED, VOTES, Quantity

EQUAL, ROUNDING, BOUND, CLASH = "equal", "rounding", "bound", "clash"
SEVERITY = {EQUAL: 0, ROUNDING: 1, BOUND: 2, CLASH: 3}
_CLOSE = 1e-9
_FINEST = 5.0
_CONVERTED_OFF, _CONVERTED_LEAST = 0.1, 0.03
"""How far off, as a share of it, a converted measure may be: by the step it is written in, and by any."""


def verdict(a: Quantity, b: Quantity) -> str:
    """The verdict on two quantities of one unit.

    `equal`: the same value and bound. `rounding`: one is the other rounded to the step it is written
    in, and is told as rounded ("about") or looks so (a magnitude, trailing zeros). `bound`: the
    values differ, but both can hold ("at least 20" and 25; "10 to 15" and 12; "dozens" and 37).
    `clash`: they cannot both be exact. Measures in units of two systems are equal where one is the other
    converted and rounded.
    """
    if a.unit == VOTES:
        return EQUAL if same_value(a, b) else CLASH
    if _converts(a, b, _CONVERTED_OFF):
        return EQUAL
    if _same(a.low, b.low) and _same(a.high, b.high):
        return EQUAL if a.bound == b.bound or {a.bound, b.bound} <= {"", ABOUT} else BOUND
    if _rounds(a, b) or _rounds(b, a):
        return ROUNDING
    return BOUND if _admits(a, b) or _admits(b, a) else CLASH


def _same(x: float, y: float) -> bool:
    return abs(x - y) <= _CLOSE * max(abs(x), abs(y), 1.0)


def _rounds(rough: Quantity, exact: Quantity) -> bool:
    """Whether `rough` is `exact` rounded to the step it is written in."""
    if rough.low != rough.high or exact.low != exact.high or rough.grain <= exact.grain * (1 + _CLOSE):
        return False
    # A lone digit with zeros (1,000) says less of its step than it seems: nobody rounds 1,400 to it.
    step = min(rough.grain, rough.low / _FINEST)
    off = exact.low - rough.low
    if rough.bound == OVER:
        return 0 <= off <= step
    if rough.bound == UNDER:
        return -step <= off <= 0
    if rough.bound == ABOUT:
        return abs(off) <= step
    # Small whole numbers are counts, not roundings: 20 dead against 21 dead is to be compared.
    told = rough.low >= 100 * rough.scale or step < rough.scale or exact.grain < exact.scale
    return rough.bound == "" and told and abs(off) <= step / 2 * (1 + _CLOSE)


def same_value(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities have one value, whatever their bounds, or one rounds the other."""
    if a.unit == VOTES:
        return (a.low, a.against) == (b.low, b.against)
    return (
        _converts(a, b) or (_same(a.low, b.low) and _same(a.high, b.high)) or _rounds(a, b) or _rounds(b, a)
    )


def _converts(a: Quantity, b: Quantity, most: float = 0.0) -> bool:
    """Whether two measures are one in units of two systems: `4,000 acres` and `1,600 hectares`."""
    if a.unit not in CONVERTED or a.low != a.high or b.low != b.high:
        return False
    decimals = log10(a.scale / b.scale)
    if abs(decimals - round(decimals)) < _CLOSE:
        return False
    # Who converts rounds again, and may have begun with a value that was rounded.
    step = max(min(a.grain, a.low / _FINEST), min(b.grain, b.low / _FINEST)) / 2
    return abs(a.low - b.low) <= max(min(step, most * a.low), _CONVERTED_LEAST * a.low)


def ratio(a: Quantity, b: Quantity) -> float:
    """How many times the one value is the other, at their nearest ends; at least 1."""
    low, high = min(a.high, b.high), max(a.low, b.low)
    return max(1.0, high / low) if low > 0 else 1.0


def _admits(loose: Quantity, other: Quantity) -> bool:
    """Whether the words of `loose` leave room for the value of `other`."""
    if loose.bound in (OVER, LEAST):
        return other.high >= loose.low and not (other.bound in (UNDER, MOST) and other.high < loose.low)
    if loose.bound in (UNDER, MOST):
        return other.low <= loose.high
    if loose.low != loose.high:
        return other.low <= loose.high * (1 + _CLOSE) and other.high >= loose.low * (1 - _CLOSE)
    return False
