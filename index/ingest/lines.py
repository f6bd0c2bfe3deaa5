"""The lines of a plain-text or Markdown file as paragraphs: hard wrapping undone, markup taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import text as texts

MAX_WRAP = 100
"""The widest column at which a file may be hard-wrapped, in characters."""

MIN_WRAP = 40
"""The narrowest row that is taken for a full one, in characters."""

# What hardly a word begins with, and endings that are no words themselves.
_NO_WORD = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxz]{4}|m[lrtdkgbp]|n[bdfgklmprstz]|l[bcdfgkmnprstv]|r[bcdfgklmnpstvz]|ck|ct|pt|tt|ss"
    r"|ll|rr|nn|mm|ff|pp|dd|gg|bb|(?:ments?|[cst]ions?|ings?|ness|ity|ities|ously|fully|ernments?|tives?)\Z)"
)
_VOWEL = re.compile("[aeiouyäöüáéíóúàèìòùâêîôûãõåæøœıαεηιουωаеёиоуыэюяіїє]", re.IGNORECASE)
_CUT = re.compile(r"(?<![\w-])([^\W\d_]+)-\Z")
_WORD = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"(?:[-•*·▪■–—+]|\d{1,2}[.)])\s")
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
    """One paragraph: its text, whether an empty line stood before it, and its heading level (0: none).

    A `picture` of a Markdown file is no paragraph of the page: its text is what describes it.
    """

    text: str
    gap: bool = False
    level: int = 0
    picture: bool = False


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
    picture = _IMAGE.fullmatch(line)
    if picture:
        return Para(picture[1].strip(), gap, picture=True) if picture[1].strip() else None
    line = _LINK.sub(r"\1", re.sub(r" {2,}", " ", _IMAGE.sub("", line)))
    line = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", line)).strip()
    return Para(line, gap, level) if line else None


def _unwrapped(raw: Sequence[str]) -> list[str]:
    """The rows with hard wrapping undone, where the file is hard-wrapped; else as they are."""
    lengths = [len(row.rstrip()) for row in raw if row.strip()]
    if len(lengths) < 4 or max(lengths) > MAX_WRAP:
        return list(raw)
    width = max(lengths)
    if _first_lines_indented(raw):
        return _by_indent(raw)
    pairs = [(one.rstrip(), two) for one, two in pairwise(raw) if one.strip() and two.strip()]
    full = sum(_full(one, two, width) for one, two in pairs)
    whole = sum(_full(one, two, width) and one.endswith(_SENTENCE_ENDS) for one, two in pairs)
    # Lines that all end with a full stop are paragraphs of one length, not one paragraph.
    if width < 40 or full < 3 or full < 0.5 * len(pairs) or whole > 0.5 * full:
        return list(raw)
    return list(_joined(raw, width))


def _first_lines_indented(raw: Sequence[str]) -> bool:
    """Whether the paragraphs are told apart by the indent of their first row, as in typescripts."""
    pairs = [(one, two) for one, two in pairwise(raw) if one.strip() and two.strip()]
    begun = sum(_is_first(one) and not two[0].isspace() and len(one) >= MIN_WRAP for one, two in pairs)
    other = sum(_is_first(one) and len(one) < MIN_WRAP and not two[0].isspace() for one, two in pairs)
    return begun >= 2 and begun > other


def _is_first(row: str) -> bool:
    indent = len(row) - len(row.lstrip())
    return 2 <= indent <= 10 and not _BULLET.match(row.lstrip())


def _by_indent(raw: Sequence[str]) -> list[str]:
    """The rows, those below the first row of an indented paragraph joined to it; so a title of two rows."""
    known = _vocabulary(raw)
    rows: list[list[str]] = []
    inside = False
    full = 0
    for row in raw:
        if not row.strip():
            inside = False
        elif row[0].isspace():
            inside = _is_first(row)
        elif inside or (full == 1 and _goes_on(rows[-1][-1], row)):
            _glue(rows[-1], row.strip(), known)
            continue
        full += bool(row.strip())
        rows.append([row.rstrip()])
    return ["".join(parts) for parts in rows]


def _goes_on(row: str, following: str) -> bool:
    """Whether the second row of a file is the rest of its title."""
    return bool(row.strip()) and following[0].islower() and not row.rstrip().endswith(_SENTENCE_ENDS)


def _vocabulary(raw: Sequence[str]) -> frozenset[str]:
    return frozenset(word for row in raw for word in _WORD.findall(row.lower()))


def _glue(parts: list[str], following: str, known: frozenset[str]) -> None:
    """One more row to the `parts` of a paragraph; a word cut at the border is whole again.

    A hyphen may belong to the word (`drone-/related`), so it goes only when the word is among the `known`
    ones of the text, or when one of its halves cannot be a word.
    """
    cut = _CUT.search(parts[-1])
    if not re.search(r"\w-\Z", parts[-1][-2:]):
        parts.append(f" {following}")
        return
    rest = _WORD.match(following)
    if cut and rest and following[0].islower():
        whole = f"{cut[1]}{rest[0]}".lower() in known
        if whole or _NO_WORD.match(rest[0]) or not _VOWEL.search(cut[1]):
            parts[-1] = parts[-1][:-1]
    parts.append(following)


def _full(row: str, following: str, width: int) -> bool:
    """Whether `row` ends where it does because the next word did not fit."""
    first = following.split(maxsplit=1)[0]
    return len(row) + 1 + len(first) > width - 1 and not _indented(row, following)


def _indented(row: str, following: str) -> bool:
    """Whether the following row begins a paragraph by its indent."""
    return len(following) - len(following.lstrip()) >= len(row) - len(row.lstrip()) + 2


def _joined(raw: Sequence[str], width: int) -> Iterator[str]:
    known = _vocabulary(raw)
    parts: list[str] = []
    last = ""
    for row in raw:
        row = row.rstrip()  # noqa: PLW2901
        if parts and row.strip() and _full(last, row, width):
            _glue(parts, row.strip(), known)
        else:
            if parts:
                yield "".join(parts)
            if not row.strip():
                yield ""
            parts = [row] if row.strip() else []
        last = row
    if parts:
        yield "".join(parts)
