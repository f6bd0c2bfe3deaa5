"""Where quotations are in many texts at once: the outer spans of `compare.quotespans`, found in the bytes.

Most paragraphs have no marks, or pairs of double marks alone and apostrophes inside of words. These are found
by tables and comparisons for all texts together; what tables cannot be sure of is left to `quotespans`, so
that the spans are always its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from index.compare.quotespans import outer_spans
from index.search.cutting import PADDING, Cut, TextsOf
from index.search.marks import (
    ALNUM,
    BEFORE_CLOSING,
    CLOSE,
    CLOSE_SINGLE,
    CURLY,
    GUILLEMETS,
    OPEN,
    OPEN_SINGLE,
    PAIRED,
    SINGLE,
    SOLID,
    SPACE,
    SPACE_OR_END,
    STRAIGHT,
    WIDTH,
    Bytes,
    Places,
    Quoted,
    Which,
    follow_curly,
    opens_straight,
)
from index.search.singlequotes import single_quotes


def quoted(texts: TextsOf, pieces: Cut, titles: Places) -> Quoted:
    """The quotations of texts that were cut, in no order; `titles` are the texts that articles begin with.

    Some have no word in them.
    """
    data = np.frombuffer(pieces.data, np.uint8)
    at, own, single = _marks(data, pieces)
    singles, of_singles = at[single], own[single]
    at, own = at[~single], own[~single]
    doubles = at
    firsts = data[at]
    lasts = np.where(firsts == 0xE2, data[at + 2], firsts)
    lasts[firsts == 0xC2] = 0
    counts = np.bincount(own, minlength=len(texts))
    hard = np.zeros(len(texts), np.bool_)
    hard[own[~PAIRED[lasts]]] = True
    # The last one of an odd number stands alone.
    odd = np.flatnonzero((counts % 2 == 1) & ~hard)
    alone = np.cumsum(counts)[odd] - 1
    running = _run_on(data, pieces, titles, odd, at[alone], lasts[alone], hard)
    easy = ~hard[own]
    easy[alone] = False
    alone_at = np.full(len(texts), len(data))
    alone_at[odd] = at[alone]
    at, own, lasts = at[easy], own[easy], lasts[easy]
    opens, closes, own = at[0::2], at[1::2], own[0::2]
    kinds, others = lasts[0::2], lasts[1::2]
    straight = (kinds == STRAIGHT) & (others == STRAIGHT)
    pairs = (kinds == OPEN) & (others == CLOSE)
    pairs[straight] = _is_straight_pair(data, opens[straight], closes[straight], pieces.texts[own[straight]])
    hard[own[~pairs]] = True
    # Between double marks single ones change nothing: these close whatever was opened within.
    within = closes.searchsorted(singles)
    outside = within == len(closes)
    outside[~outside] = opens[within[~outside]] > singles[~outside]
    hard[of_singles[singles > alone_at[of_singles]]] = True
    outside &= ~hard[of_singles]
    by_single = single_quotes(data, pieces, doubles, singles[outside], of_singles[outside], hard)
    starts = opens + np.where(straight, 1, WIDTH)
    done, found = _one_by_one(texts, np.flatnonzero(hard).tolist(), set(titles.tolist()), pieces.texts)
    hard[done] = True
    each = [Quoted(own, starts, closes), running, by_single]
    each = [Quoted(*(some[~hard[one.texts]] for some in (one.texts, one.starts, one.ends))) for one in each]
    each.append(Quoted(*(np.array(some, np.int64) for some in found)))
    return Quoted(
        *map(np.concatenate, zip(*((one.texts, one.starts, one.ends) for one in each), strict=True))
    )


def _run_on(
    data: Bytes, pieces: Cut, titles: Places, odd: Places, at: Places, kinds: Bytes, hard: Which
) -> Quoted:
    """The quotations that run on to the end of texts, where the last mark opens one, and none closes it.

    `odd` are such texts, `at` the mark. Those that it is not certain of are noted in `hard`.
    """
    curly = kinds == OPEN
    opening = curly & (data[at + WIDTH] != 0)
    opening |= (kinds == STRAIGHT) & opens_straight(data, at, pieces.texts[odd])
    following = np.append(pieces.texts, len(data) - PADDING + 1)[odd + 1]
    is_last = np.append(np.bincount(titles, minlength=len(pieces.texts)) > 0, True)[odd + 1]
    first = data[following]
    three = (first == 0xE2) & (data[following + 1] == 0x80)
    same = np.where(curly, three & (data[following + 2] == OPEN), first == STRAIGHT)
    known = is_last | (first < 0x80) & ~SPACE[first] | three & CURLY[data[following + 2]]
    hard[odd[~(opening & known)]] = True
    goes_on = opening & same & ~is_last
    width = np.where(curly, WIDTH, 1)
    return Quoted(odd[goes_on], (at + width)[goes_on], following[goes_on] - 1)


def _marks(data: Bytes, pieces: Cut) -> tuple[Places, Places, Which]:
    """All quotation marks but apostrophes; which text each is in; which are single.

    A single mark between two letters or behind one quotes nothing where none has opened a quotation; a curly
    one that closes never opens one.
    """
    at = pieces.marks
    firsts, seconds, thirds = data[at], data[at + 1], data[at + 2]
    curly = firsts == 0xE2
    curly &= (seconds == 0x80) & CURLY[thirds]
    kept = firsts < 0x80
    kept |= curly
    kept |= (firsts == 0xC2) & GUILLEMETS[seconds]
    opening = curly & (thirds == OPEN_SINGLE)
    single = SINGLE[firsts] | opening
    closing = curly & (thirds == CLOSE_SINGLE)
    behind = single & ALNUM[data[at - 1]]
    behind &= ~opening | ALNUM[data[at + WIDTH]]
    kept &= ~(behind | closing)
    at = at[kept]
    return at, pieces.texts.searchsorted(at, "right") - 1, single[kept]


def _is_straight_pair(data: Bytes, opens: Places, closes: Places, begins: Places) -> Which:
    """Which straight marks are pairs for certain; `begins` is where their texts begin."""
    found = opens_straight(data, opens, begins)
    before = data[closes - 1]
    # What is followed by a space never opens a quotation, and closes one if it does not follow a space, too.
    last = SPACE_OR_END[data[closes + 1]] & (SOLID[before] | follow_curly(data, closes, CURLY))
    found &= BEFORE_CLOSING[before] | last
    return found


def _one_by_one(
    texts: TextsOf, hard: Sequence[int], titles: set[int], begins: Places
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
