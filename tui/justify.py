"""Lines as wide as their column: spaces are widened, nothing else. Pure.

The segments are stretched after they were painted, so that every highlight stays on its words.
"""

from __future__ import annotations

from rich.segment import Segment

from tui.wrap import width_of

MOST = 3
"""The most cells that a space may come to on average; a line that needs more stays ragged."""


def spaces(text: str) -> list[int]:
    """The places of the spaces that may be widened: those between letters that are one cell wide.

    Ideographs have no spaces between words; one beside them is not a word's end, and stays as it is.
    """
    return [
        place
        for place, char in enumerate(text)
        if char == " " and 0 < place < len(text) - 1 and width_of(text[place - 1] + text[place + 1]) == 2
    ]


def stretch(text: str, width: int) -> dict[int, int]:
    """How many cells more each widened space gets, by its place; none where the line would be torn apart."""
    missing = width - width_of(text)
    places = spaces(text)
    if missing <= 0 or not places or missing > (MOST - 1) * len(places):
        return {}
    count = len(places)
    return {
        place: (number + 1) * missing // count - number * missing // count
        for number, place in enumerate(places)
    }


def justified(segments: list[Segment], width: int) -> list[Segment]:
    """The segments of one line widened to `width` cells; as they are where that would tear them apart."""
    more = stretch("".join(segment.text for segment in segments), width)
    if not more:
        return segments
    stretched = []
    at = 0
    for segment in segments:
        letters = (char + " " * more.get(at + place, 0) for place, char in enumerate(segment.text))
        stretched.append(Segment("".join(letters), segment.style, segment.control))
        at += len(segment.text)
    return stretched
