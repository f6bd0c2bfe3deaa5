"""Quotation marks in the bytes of texts: what each byte says of those that stand beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Which = NDArray[np.bool_]


def table(wanted: Iterable[int]) -> Which:
    """For each byte whether it is wanted."""
    found = np.zeros(256, np.bool_)
    found[list(wanted)] = True
    return found


def ascii_(characters: str) -> Which:
    """The same of characters of ASCII."""
    return table(map(ord, characters))


ALNUM = table(byte for byte in range(128) if chr(byte).isalnum())
SOLID = table(byte for byte in range(1, 128) if not chr(byte).isspace())
STRAIGHT = ord('"')
SINGLE = ascii_("'`")
BEFORE_OPENING = ascii_(" \t\n([{-/\":'")
"""What a straight mark opens a quotation after, of ASCII,"""
CURLY_BEFORE = table("–—“„…‘".encode()[2::3])
"""and by their last byte of those of three bytes that begin as `“` does."""
BEFORE_CLOSING = SOLID & ~BEFORE_OPENING
"""What it closes one after for certain, even where one of its kind is open."""
CURLY = table("“”„‘’‹›".encode()[2::3])
SPACE = table(byte for byte in range(128) if chr(byte).isspace())
SPACE_OR_END = SPACE | ascii_("\0")
GUILLEMETS = table("«»".encode()[1::2])
OPEN, CLOSE, OPEN_SINGLE, CLOSE_SINGLE = "“”‘’".encode()[2::3]
PAIRED = table((STRAIGHT, OPEN, CLOSE))
WIDTH = 3


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotations: the number of the text each is in, and its first byte and the one after its last."""

    texts: Places
    starts: Places
    ends: Places


def opens_straight(data: Bytes, at: Places, begins: Places) -> Which:
    """Which straight marks stand where a quotation may begin, for certain."""
    after = data[at + 1]
    found = follow_opening(data, at, begins)
    found &= SOLID[after] | ((after == 0xE2) & (data[at + 2] == 0x80) & CURLY[data[at + 3]])
    return found


def follow_opening(data: Bytes, at: Places, begins: Places) -> Which:
    """Which marks stand behind what quotations open after; or where their texts begin."""
    found: Which = BEFORE_OPENING[data[at - 1]] | (at == begins) | follow_curly(data, at, CURLY_BEFORE)
    return found


def follow_curly(data: Bytes, at: Places, marks: Which) -> Which:
    """What follows a mark of three bytes; `marks` says of which last bytes."""
    found: Which = (data[at - 3] == 0xE2) & (data[at - 2] == 0x80) & marks[data[at - 1]]
    return found
