"""Where quotations are in many texts at once: the outer spans of `compare.quotespans`, found in the bytes.

Most paragraphs have no marks, or pairs of double marks alone and apostrophes inside of words. These are found
by tables and comparisons for all texts together; what tables cannot be sure of is left to `quotespans`, so
that the spans are always its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.compare.quotespans import outer_spans
from index.search.cutting import Cut, TextsOf

_Bytes = NDArray[np.uint8]
_Places = NDArray[np.int64]
_Which = NDArray[np.bool_]


def _table(wanted: Iterable[int]) -> _Which:
    found = np.zeros(256, np.bool_)
    found[list(wanted)] = True
    return found


def _ascii(characters: str) -> _Which:
    return _table(map(ord, characters))


_ALNUM = _table(byte for byte in range(128) if chr(byte).isalnum())
_SOLID = _table(byte for byte in range(1, 128) if not chr(byte).isspace())
_STRAIGHT = ord('"')
_SINGLE = _ascii("'`")
_BEFORE_OPENING = _ascii(" \t\n([{-/\":'")
"""What a straight mark opens a quotation after, of ASCII,"""
_CURLY_BEFORE = _table("–—“„…‘".encode()[2::3])
"""and by their last byte of those of three bytes that begin as `“` does."""
_BEFORE_CLOSING = _SOLID & ~_BEFORE_OPENING
"""What it closes one after for certain, even where one of its kind is open."""
_CURLY = _table("“”„‘’‹›".encode()[2::3])
_SPACE_OR_END = _table(byte for byte in range(128) if chr(byte).isspace() or not byte)
_GUILLEMETS = _table("«»".encode()[1::2])
_LEADS = b"\"'`\xc2\xe2"
_MARKING = bytes(byte in _LEADS for byte in range(256))
_OPEN, _CLOSE, _OPEN_SINGLE, _CLOSE_SINGLE = "“”‘’".encode()[2::3]
_PAIRED = _table((_STRAIGHT, _OPEN, _CLOSE))
_WIDTH = 3


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotations: the number of the text each is in, and its first byte and the one after its last."""

    texts: _Places
    starts: _Places
    ends: _Places


def quoted(texts: TextsOf, pieces: Cut, titles: _Places) -> Quoted:
    """The quotations of texts that were cut, in no order; `titles` are the texts that articles begin with.

    Some have no word in them.
    """
    data = np.frombuffer(pieces.data, np.uint8)
    at, own, single = _marks(data, pieces)
    singles, of_singles = at[single], own[single]
    at, own = at[~single], own[~single]
    firsts = data[at]
    lasts = np.where(firsts == 0xE2, data[at + 2], firsts)
    lasts[firsts == 0xC2] = 0
    counts = np.bincount(own, minlength=len(texts))
    hard = counts % 2 == 1
    hard[own[~_PAIRED[lasts]]] = True
    easy = ~hard[own]
    at, own, lasts = at[easy], own[easy], lasts[easy]
    opens, closes, own = at[0::2], at[1::2], own[0::2]
    kinds, others = lasts[0::2], lasts[1::2]
    straight = (kinds == _STRAIGHT) & (others == _STRAIGHT)
    pairs = (kinds == _OPEN) & (others == _CLOSE)
    pairs[straight] = _is_straight_pair(data, opens[straight], closes[straight], pieces.texts[own[straight]])
    hard[own[~pairs]] = True
    # Between double marks single ones change nothing: these close whatever was opened within.
    within = closes.searchsorted(singles)
    outside = within == len(closes)
    outside[~outside] = opens[within[~outside]] > singles[~outside]
    hard[of_singles[outside]] = True
    done, found = _one_by_one(texts, np.flatnonzero(hard).tolist(), set(titles.tolist()), pieces.texts)
    hard[done] = True
    easy = ~hard[own]
    starts = opens + np.where(straight, 1, _WIDTH)
    whole = zip((own[easy], starts[easy], closes[easy]), found, strict=True)
    return Quoted(*(np.append(some, np.array(others, np.int64)) for some, others in whole))


def _marks(data: _Bytes, pieces: Cut) -> tuple[_Places, _Places, _Which]:
    """All quotation marks but apostrophes; which text each is in; which are single.

    A single mark between two letters or behind one quotes nothing where none has opened a quotation; a curly
    one that closes never opens one.
    """
    at = np.flatnonzero(np.frombuffer(pieces.data.translate(_MARKING), np.bool_))
    firsts, seconds, thirds = data[at], data[at + 1], data[at + 2]
    curly = firsts == 0xE2
    curly &= (seconds == 0x80) & _CURLY[thirds]
    kept = firsts < 0x80
    kept |= curly
    kept |= (firsts == 0xC2) & _GUILLEMETS[seconds]
    opening = curly & (thirds == _OPEN_SINGLE)
    single = _SINGLE[firsts] | opening
    closing = curly & (thirds == _CLOSE_SINGLE)
    behind = single & _ALNUM[data[at - 1]]
    behind &= ~opening | _ALNUM[data[at + _WIDTH]]
    kept &= ~(behind | closing)
    at = at[kept]
    return at, pieces.texts.searchsorted(at, "right") - 1, single[kept]


def _is_straight_pair(data: _Bytes, opens: _Places, closes: _Places, begins: _Places) -> _Which:
    """Which straight marks are pairs for certain; `begins` is where their texts begin."""
    before, after = data[opens - 1], data[opens + 1]
    found: _Which = _BEFORE_OPENING[before] | (opens == begins) | _follow_curly(data, opens, _CURLY_BEFORE)
    found &= _SOLID[after] | ((after == 0xE2) & (data[opens + 2] == 0x80) & _CURLY[data[opens + 3]])
    before = data[closes - 1]
    # What is followed by a space never opens a quotation, and closes one if it does not follow a space, too.
    last = _SPACE_OR_END[data[closes + 1]] & (_SOLID[before] | _follow_curly(data, closes, _CURLY))
    found &= _BEFORE_CLOSING[before] | last
    return found


def _follow_curly(data: _Bytes, at: _Places, marks: _Which) -> _Which:
    """What follows a mark of three bytes; `marks` says of which last bytes."""
    found: _Which = (data[at - 3] == 0xE2) & (data[at - 2] == 0x80) & marks[data[at - 1]]
    return found


def _one_by_one(
    texts: TextsOf, hard: Sequence[int], titles: set[int], begins: _Places
) -> tuple[list[int], tuple[list[int], list[int], list[int]]]:
    """The quotations of some texts, and of those that one of them runs on into; which texts were asked."""
    done: list[int] = []
    own: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for number, spans in _asked(texts, hard, titles):
        done.append(number)
        text, begin = texts[number], int(begins[number])
        for start, end in spans:
            own.append(number)
            starts.append(begin + _size(text[:start]))
            ends.append(begin + _size(text[:end]))
    return done, (own, starts, ends)


def _asked(
    texts: TextsOf, hard: Sequence[int], titles: set[int]
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Texts to look at one by one: which it is, and its quotations."""
    following = 0
    for first in hard:
        number, carried = first, ""
        while number >= following:
            following = number + 1
            is_last = following == len(texts) or following in titles
            spans, carried = outer_spans(texts[number], "" if is_last else texts[following], carried)
            yield number, spans
            if carried and not is_last:
                number = following


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
