"""Tokens of a sentence with their offsets, as the readers of figures and quotes want them."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<word>[^\W\d_](?:\.[^\W\d_])+\.?|[^\W\d_][\w]*(?:['’.&\-‑][\w]+)*)
    |(?P<clock>\d{1,2}[:.]\d{2}(?=\s?[ap]\.?m\b)|\d{1,2}:\d{2}(?::\d{2})?)
    |(?P<num>\d{1,3}(?:,\d{3}|,[ ]000(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    |(?P<sign>[$£€¥₹%])
    |(?P<punct>\S)
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, number, clock time, currency or percent sign, or punctuation mark of a sentence."""

    kind: str
    text: str
    low: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """All tokens of `text` in order; `low` is lower case with curly apostrophes made straight."""
    curly = "’" in text
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        written = match[0]
        low = written.lower()
        if curly:
            low = low.replace("’", "'")
        # By way of the tuple: there are very many, and this takes half as long as to call the class.
        found.append(tuple.__new__(Token, (match.lastgroup, written, low, *match.span())))
    return found
