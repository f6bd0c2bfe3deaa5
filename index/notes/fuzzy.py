"""Approximate search of a quote in a text: Myers' bit-parallel algorithm on Python's long integers.

After G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
programming" (JACM 46, 1999), in the form of H. Hyyrö (2003). One step a character of the text,
whatever the quote's length, because the integers are as wide as the quote.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """text[start:end] differs from the quote by `errors` insertions, deletions and substitutions."""

    start: int
    end: int
    errors: int


def distances(text: str, quote: str, *, anchored: bool = False) -> list[int]:
    """For each end position 0..len(text) the least errors of the quote ending there.

    The quote may start anywhere, or only at the text's first character if `anchored`.
    """
    size = len(quote)
    if not size:
        return [0] * (len(text) + 1)
    places: dict[str, int] = {}
    for position, char in enumerate(quote):
        places[char] = places.get(char, 0) | (1 << position)
    full = (1 << size) - 1
    last = 1 << (size - 1)
    plus, minus, score = full, 0, size
    found = [score]
    get = places.get
    carry = int(anchored)
    for char in text:
        equal = get(char, 0)
        vertical = equal | minus
        diagonal = (((equal & plus) + plus) ^ plus) | equal
        horizontal_plus = minus | (full & ~(diagonal | plus))
        horizontal_minus = plus & diagonal
        if horizontal_plus & last:
            score += 1
        elif horizontal_minus & last:
            score -= 1
        horizontal_plus = horizontal_plus << 1 | carry
        horizontal_minus <<= 1
        plus = full & (horizontal_minus | ~(vertical | horizontal_plus))
        minus = horizontal_plus & vertical & full
        found.append(score)
    return found


def search(text: str, quote: str, max_errors: int, limit: int = 8) -> list[Match]:
    """The best places of the quote in the text: local minima of its errors, fewest first, at most `limit`.

    Of places that overlap in their ends by less than half a quote only the best is given.
    """
    if not quote or max_errors < 0:
        return []
    errors = distances(text, quote)
    ends = [end for end, count in enumerate(errors) if count <= max_errors and _is_minimum(errors, end)]
    ends.sort(key=lambda end: (errors[end], end))
    apart = max(1, len(quote) // 2)
    chosen: list[int] = []
    for end in ends:
        if all(abs(end - other) >= apart for other in chosen):
            chosen.append(end)
            if len(chosen) == limit:
                break
    return [_with_start(text, quote, end, errors[end]) for end in chosen]


def similarity(text: str, quote: str) -> float:
    """1 when the quote is in the text, down to 0 when nothing of it is; 0 for an empty one."""
    if not text or not quote:
        return 0.0
    if quote in text:
        return 1.0
    return 1 - min(distances(text, quote)) / len(quote)


def _is_minimum(errors: list[int], end: int) -> bool:
    before = errors[end - 1] if end else errors[end] + 1
    after = errors[end + 1] if end + 1 < len(errors) else errors[end] + 1
    return errors[end] <= before and errors[end] <= after


def _with_start(text: str, quote: str, end: int, errors: int) -> Match:
    """Search backwards from the end for the start; of several the one nearest to the quote's length."""
    first = max(0, end - len(quote) - errors)
    backwards = distances(text[first:end][::-1], quote[::-1], anchored=True)
    length = min(range(len(backwards)), key=lambda size: (backwards[size], abs(size - len(quote)), size))
    return Match(end - length, end, errors)
