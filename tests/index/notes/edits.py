"""Random edits of a text that keep track of where each character came from."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from index.notemodel import Anchor
from index.notes import anchors
from index.sentences import sentence_spans

Traced = list[tuple[str, int]]
"""Characters with their offset in the original text, -1 for new ones."""

_SURVIVES = 0.7
"""A quote survives when so much of it still stands in one place."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of all sentences of a text whose paragraphs are lines."""
    found = []
    position = 0
    for line in text.split("\n"):
        found += [(position + start, position + end) for start, end in sentence_spans(line)]
        position += len(line) + 1
    return found


def edited(text: str, donor: str, rng: random.Random, times: int) -> Traced:
    """The text after so many edits; new sentences and words come from the donor."""
    chars = [(char, place) for place, char in enumerate(text)]
    for _ in range(times):
        spans = sentences("".join(char for char, _ in chars))
        if not spans:
            break
        chars = rng.choice(_EDITS)(chars, spans, donor, rng)
    return chars


def _delete(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    start, end = rng.choice(spans)
    return chars[:start] + chars[end:]


def _insert(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    start, _ = rng.choice(spans)
    return chars[:start] + _new(_sentence(donor, rng) + " ") + chars[start:]


def _replace(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    start, end = rng.choice(spans)
    return chars[:start] + _new(_sentence(donor, rng)) + chars[end:]


def _move(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    start, end = rng.choice(spans)
    rest = chars[:start] + chars[end:]
    to = rng.choice([0, *(place for place, (char, _) in enumerate(rest) if char == "\n")])
    return rest[:to] + chars[start:end] + rest[to:]


def _swap(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    (a, b), (c, d) = sorted([rng.choice(spans), rng.choice(spans)])
    return chars[:a] + chars[c:d] + chars[b:c] + chars[a:b] + chars[d:] if b <= c else chars


def _typos(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(chars))
        chars = chars[:place] + _new(rng.choice(["", "", rng.choice("abcdefg ,")])) + chars[place + 1 :]
    return chars


def _reword(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    start, end = rng.choice(spans)
    for _ in range(rng.randint(1, 8)):
        first = rng.randrange(start, max(start + 1, min(end, len(chars))))
        last = first
        while last < len(chars) and chars[last][0].isalnum():
            last += 1
        chars = chars[:first] + _new(rng.choice(donor.split())) + chars[last:]
    return chars


def _join(chars: Traced, spans: list[tuple[int, int]], donor: str, rng: random.Random) -> Traced:
    breaks = [place for place, (char, _) in enumerate(chars) if char == "\n"]
    if not breaks:
        return chars
    place = rng.choice(breaks)
    return chars[:place] + _new(" ") + chars[place + 1 :]


_EDITS: list[Callable[[Traced, list[tuple[int, int]], str, random.Random], Traced]] = [
    _delete,
    _insert,
    _replace,
    _move,
    _swap,
    _typos,
    _reword,
    _join,
]


def _new(text: str) -> Traced:
    return [(char, -1) for char in text]


def _sentence(donor: str, rng: random.Random) -> str:
    start, end = rng.choice(sentences(donor))
    return donor[start:end]


@dataclass
class Tally:
    """How quotes fared: of those that survived, re-anchored right, orphaned, or put on wrong text; of those
    that did not, orphaned (or on what is left of them), or put on wrong text. `knows_before` is whether the
    text the quotes were made on is at hand, as it is in a library, or not, as with imported notes."""

    survived: int = 0
    right: int = 0
    orphaned: int = 0
    wrong: int = 0
    gone: int = 0
    gone_wrong: int = 0
    knows_before: bool = True

    def trial(self, text: str, donor: str, rng: random.Random) -> None:
        """Anchor a random passage of the text, edit the text, find the passage again, and judge."""
        start, end = rng.choice([span for span in sentences(text) if span[1] - span[0] >= 12])
        if rng.random() < 0.15:
            end = min(end, start + rng.randint(15, 60))
        context = anchors.CONTEXT
        mark = Anchor(
            article="a",
            revision=1,
            exact=text[start:end],
            prefix=text[max(0, start - context) : start],
            suffix=text[end : end + context],
            start=start,
            end=end,
        )
        chars = edited(text, donor, rng, rng.choice([1, 2, 4, 8, 16, 30]))
        self._judge(mark, chars, text if self.knows_before else None)

    def _judge(self, mark: Anchor, chars: Traced, before: str | None) -> None:
        text = "".join(char for char, _ in chars)
        found = anchors.locate_in(mark, text, before)
        kept, (low, high) = _where(mark, chars)
        # Words that stand twice in the text: the same words elsewhere are not wrong text, nor are they
        # with other quotation marks.
        same = found is not None and _words(text[slice(*found)]) in (
            _words(mark.exact),
            _words(text[low:high]),
        )
        if kept >= _SURVIVES:
            self.survived += 1
            if found is None:
                self.orphaned += 1
            elif same or 2 * (min(high, found[1]) - max(low, found[0])) >= max(
                high - low, found[1] - found[0]
            ):
                self.right += 1
            else:
                self.wrong += 1
        else:
            self.gone += 1
            if found is not None and not same:
                origins = [origin for _, origin in chars[found[0] : found[1]]]
                ours = sum(mark.start <= origin < mark.end for origin in origins)
                self.gone_wrong += ours < 0.35 * len(origins)


def _words(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _where(mark: Anchor, chars: Traced) -> tuple[float, tuple[int, int]]:
    """The share of the quote's characters that stand near each other, and where they do."""
    places = [place for place, (_, origin) in enumerate(chars) if mark.start <= origin < mark.end]
    reach = 1.5 * len(mark.exact)
    best, where = 0, (0, 0)
    last = 0
    for first, place in enumerate(places):
        while last < len(places) and places[last] < place + reach:
            last += 1
        if last - first > best:
            best, where = last - first, (place, places[last - 1] + 1)
    return best / len(mark.exact), where
