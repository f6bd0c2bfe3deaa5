"""Days named in a sentence: weekdays and calendar dates, with the words around them."""

from __future__ import annotations

from dataclasses import dataclass

from index.compare.lexicon import MONTHS, WEEKDAYS
from index.compare.numerals import small_whole
from index.compare.tokens import Token, tokenize

DAY_WORDS = frozenset((*WEEKDAYS, *MONTHS))
"""Words (lower case) without which a sentence names no day."""

_PARTS = frozenset({"morning", "afternoon", "evening", "night"})
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class When:
    """A day a sentence names. `weekday` is 0 (Monday) to 6; `month`, `day` a date; None when not said.

    `start`, `end` are offsets in the sentence, `first`, `last` places of tokens (end exclusive).
    """

    start: int
    end: int
    weekday: int | None
    month: int | None
    day: int | None
    first: int
    last: int


def whens(text: str, tokens: list[Token] | None = None) -> list[When]:
    """The days named in a sentence, in order. A weekday after `every` or in the plural is no day."""
    tokens = tokenize(text) if tokens is None else tokens
    found: list[When] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        possible = token.kind == "num" or token.low.rstrip(".") in DAY_WORDS
        when = _when(tokens, place) if possible else None
        if when is not None and _named(tokens, when):
            found.append(when)
        place = when.last if when is not None else place + 1
    return found


def _named(tokens: list[Token], when: When) -> bool:
    """Whether the day is told as a day of the event, not as a habit, a name or somebody's possession."""
    before = tokens[when.first - 1].low if when.first else ""
    after = tokens[when.last].low if when.last < len(tokens) else ""
    return before not in ("every", "each", "black", "super", "easter", "palm", "next", "cyber") and not (
        after == "'s" or tokens[when.last - 1].low.endswith("'s")
    )


def _when(tokens: list[Token], place: int) -> When | None:
    token = tokens[place]
    if token.low in WEEKDAYS and token.text[0].isupper():
        return _weekday(tokens, place)
    date = _date(tokens, place)
    if date is None:
        return None
    month, day, last = date
    return When(token.start, tokens[last - 1].end, None, month, day, place, last)


def _weekday(tokens: list[Token], place: int) -> When:
    """A weekday with its part of day and the date that may follow: `Wednesday evening`, `Monday, May 3`."""
    last = place + 1
    if last < len(tokens) and tokens[last].low in _PARTS:
        last += 1
    at = last + 1 if last < len(tokens) and tokens[last].low == "," else last
    date = _date(tokens, at) if at < len(tokens) else None
    month, day = None, None
    if date is not None:
        month, day, last = date
    return When(
        tokens[place].start, tokens[last - 1].end, WEEKDAYS[tokens[place].low], month, day, place, last
    )


def _date(tokens: list[Token], place: int) -> tuple[int, int, int] | None:
    """`May 3`, `3 May`, `3rd of May`: month, day and the token behind."""
    token = tokens[place]
    nxt = tokens[place + 1] if place + 1 < len(tokens) else None
    if nxt is None:
        return None
    name = token.low.rstrip(".")
    if token.kind == "word" and name in MONTHS and token.text[0].isupper():
        at = place + 2 if nxt.text == "." else place + 1
        day = _day(tokens, at)
        return (MONTHS[name], day, at + 1) if day else None
    if token.kind == "num" and nxt.low.rstrip(".") in MONTHS and nxt.text[0].isupper():
        day = _day(tokens, place)
        return (MONTHS[nxt.low.rstrip(".")], day, place + 2) if day else None
    return None


def _day(tokens: list[Token], place: int) -> int | None:
    """A day of the month, or None: not `May 2023`, not `May 3 percent`, not `March 12,000`."""
    if place >= len(tokens):
        return None
    return small_whole(tokens[place], _LONGEST_MONTH) or None
