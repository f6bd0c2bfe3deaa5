"""Selecting the text of one column with the mouse: which letter is under the pointer, what lies between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import split_graphemes

from index.model import Passage
from tui.justify import stretch
from tui.wrap import Span

Place = tuple[int, int]
"""A passage's index in its article, and an offset into its text."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter under the pointer: `start` to `end` in the text of a passage."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dragged:
    """What lies between the letter where the button went down and the one where it is now."""

    column: int
    first: Letter
    last: Letter

    @property
    def bounds(self) -> tuple[Place, Place]:
        """The first place and that behind the last, in reading order."""
        ends = (self.first, self.last)
        return (
            min((one.passage, one.start) for one in ends),
            max((one.passage, one.end) for one in ends),
        )

    def span(self, passage: int, size: int) -> Span | None:
        """The part of a passage of `size` letters that is selected."""
        (first, start), (last, end) = self.bounds
        if not first <= passage <= last:
            return None
        return (start if passage == first else 0, end if passage == last else size)

    def text(self, passages: Sequence[Passage]) -> str:
        """The selected text; a new line for each paragraph."""
        (first, _), (last, _) = self.bounds
        parts: list[str] = []
        for number in range(first, last + 1):
            passage = passages[number]
            low, high = self.span(number, len(passage.text)) or (0, 0)
            if parts:
                parts.append(" " if passages[number - 1].paragraph == passage.paragraph else "\n")
            parts.append(passage.text[low:high])
        return "".join(parts)


def letter_span(text: str, cell: int, width: int) -> Span:
    """The letter of a line at a cell, where spaces are stretched to `width` cells (0: they are not).

    Before the line it is its first letter, behind it the last.
    """
    graphemes, _ = split_graphemes(text)
    more = stretch(text, width) if width else {}
    used, last = 0, (0, 0)
    for start, end, cells in graphemes:
        last = (start, end)
        used += cells + more.get(start, 0)
        if cell < used:
            break
    return last
