"""The lines of a plain-text or Markdown file as paragraphs: hard wrapping undone, markup taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import text as texts

MAX_WRAP = 100
"""The widest column at which a file may be hard-wrapped, in characters."""

_SENTENCE_ENDS = (".", "!", "?", '"', "”", "»")
_RULE = re.compile(r"[\s=_*~#•·.–—-]{3,}")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*\Z")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))+(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
_FENCE = re.compile(r"(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph: its text, whether an empty line stood before it, and its heading level (0: none)."""

    text: str
    gap: bool = False
    level: int = 0


def paragraphs(text: str, *, markdown: bool = False) -> list[Para]:
    """The paragraphs of a cleaned `text`, in order; never empty ones."""
    raw = text.split("\n")
    found: list[Para] = []
    gap = True
    for row in _unwrapped(raw):
        line = texts.clean_line(row)
        if not line or _RULE.fullmatch(line):
            if found and not gap and line[:3] in {"===", "---"}:
                found[-1] = Para(found[-1].text, found[-1].gap, 1 if line[0] == "=" else 2)
            gap = True
            continue
        para = _markdown(line, gap) if markdown else Para(line, gap)
        if para is not None:
            found.append(para)
            gap = False
    return found


def _markdown(line: str, gap: bool) -> Para | None:
    if _FENCE.match(line):
        return None
    level = 0
    heading = _HEADING.match(line)
    if heading:
        level, line = len(heading[1]), heading[2]
    line = re.sub(r"^(?:>\s?)+", "", line)
    line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    line = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", line)).strip()
    return Para(line, gap, level) if line else None


def _unwrapped(raw: Sequence[str]) -> list[str]:
    """The rows with hard wrapping undone, where the file is hard-wrapped; else as they are."""
    lengths = [len(row.rstrip()) for row in raw if row.strip()]
    if len(lengths) < 4 or max(lengths) > MAX_WRAP:
        return list(raw)
    width = max(lengths)
    pairs = [(one.rstrip(), two) for one, two in pairwise(raw) if one.strip() and two.strip()]
    full = sum(_full(one, two, width) for one, two in pairs)
    whole = sum(_full(one, two, width) and one.endswith(_SENTENCE_ENDS) for one, two in pairs)
    # Lines that all end with a full stop are paragraphs of one length, not one paragraph.
    if width < 40 or full < 3 or full < 0.5 * len(pairs) or whole > 0.5 * full:
        return list(raw)
    return list(_joined(raw, width))


def _full(row: str, following: str, width: int) -> bool:
    """Whether `row` ends where it does because the next word did not fit."""
    first = following.split(maxsplit=1)[0]
    return len(row) + 1 + len(first) > width - 1 and not _indented(row, following)


def _indented(row: str, following: str) -> bool:
    """Whether the following row begins a paragraph by its indent."""
    return len(following) - len(following.lstrip()) >= len(row) - len(row.lstrip()) + 2


def _joined(raw: Sequence[str], width: int) -> Iterator[str]:
    current = last = ""
    for row in raw:
        row = row.rstrip()  # noqa: PLW2901
        if current and row.strip() and _full(last, row, width):
            current += ("" if re.search(r"\w-$", last) else " ") + row.strip()
        else:
            if current:
                yield current
            if not row.strip():
                yield ""
            current = row if row.strip() else ""
        last = row
    if current:
        yield current
