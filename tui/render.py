"""From text and offsets to styled segments and strips. Pure; no widget, no app."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.wrap import Span, fit, width_of

Layer = tuple[Span, Style]


# What `column_names` puts behind the name of an outlet that has several columns.
_VERSION = re.compile(r", version (\d+)$")
_DAY = re.compile(r" (\([^()]*\))$")


def paint(text: str, base: Style, layers: Iterable[Layer] = ()) -> list[Segment]:
    """The text in `base`, with each layer's style laid over its span; later layers lie on top."""
    kept = [(span, style) for span, style in layers if span[0] < span[1]]
    if not kept:
        return [Segment(text, base)] if text else []
    cuts = sorted({0, len(text), *(edge for span, _ in kept for edge in span if 0 < edge < len(text))})
    segments = []
    for start, end in pairwise(cuts):
        style = base
        for (low, high), layer in kept:
            if low <= start and end <= high:
                style += layer
        segments.append(Segment(text[start:end], style))
    return segments


def padded(segments: list[Segment], width: int, style: Style) -> list[Segment]:
    """The segments filled with spaces, or cut, to `width` cells exactly."""
    used = sum(width_of(segment.text) for segment in segments)
    if used < width:
        return [*segments, Segment(" " * (width - used), style)]
    if used > width:
        return list(Strip(segments).crop(0, width))
    return segments


def bar(
    parts: Sequence[tuple[str, Style]], right: Sequence[tuple[str, Style]], width: int, base: Style
) -> Strip:
    """One line with parts at the left and the right; the left gives way when both do not fit."""
    tail = [Segment(text, style) for text, style in right]
    tail_width = min(width, sum(width_of(text) for text, _ in right))
    room = max(0, width - tail_width)
    head: list[Segment] = []
    for text, style in parts:
        left = room - sum(width_of(segment.text) for segment in head)
        if left <= 0:
            break
        head.append(Segment(text if width_of(text) <= left else fit(text, left), style))
    return Strip([*padded(head, room, base), *padded(tail, tail_width, base)], width)


def short_names(names: Sequence[str], width: int) -> list[str]:
    """The names cut to `width` cells each, without a leading article.

    A version's number stays, and of names that would be alike then, the day at their end.
    """
    bare = [name.removeprefix("The ").removeprefix("the ") for name in names]
    cut = [short_name(name, width) for name in bare]
    times = Counter(cut)
    return [
        short_name(name, width, day=True) if times[one] > 1 else one
        for name, one in zip(bare, cut, strict=True)
    ]


def short_name(name: str, width: int, *, day: bool = False) -> str:
    """A name cut to `width` cells, before the number of a version, and on demand before a day."""
    if width_of(name) <= width:
        return name
    version = _VERSION.search(name)
    found = version or (_DAY.search(name) if day else None)
    end = f" v{found[1]}" if version and found else f" {found[1]}" if found else ""
    room = width - width_of(end)
    if found is None or room < 2:
        return fit(name, width).rstrip()
    return short_name(name[: found.start()], room) + end
