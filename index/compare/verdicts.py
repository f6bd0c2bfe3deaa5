"""How two numbers stand to each other: equal, rounding, bound or clash. Never which one is right."""

from __future__ import annotations

from index.compare.lexicon import ABOUT, LEAST, MOST, OVER, UNDER
from index.compare.numbers import Quantity

EQUAL, ROUNDING, BOUND, CLASH = "equal", "rounding", "bound", "clash"
SEVERITY = {EQUAL: 0, ROUNDING: 1, BOUND: 2, CLASH: 3}
_CLOSE = 1e-9
_FINEST = 5.0


def verdict(a: Quantity, b: Quantity) -> str:
    """The verdict on two quantities of one unit.

    `equal`: the same value and bound. `rounding`: one is the other rounded to the step it is written
    in, and is told as rounded ("about") or looks so (a magnitude, trailing zeros). `bound`: the
    values differ, but both can hold ("at least 20" and 25; "10 to 15" and 12; "dozens" and 37).
    `clash`: they cannot both be exact.
    """
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
    return (_same(a.low, b.low) and _same(a.high, b.high)) or _rounds(a, b) or _rounds(b, a)


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
