"""Quoted spans of running text: straight, curly and single quotes, guillemets, quotes over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

# A single mark between two letters is an apostrophe.
_MARKS = re.compile('["“”„«»‹›\'’‘`](?:(?![^\\W_])|(?<![^\\W_].)|(?<=["“”„«»‹›]))', re.DOTALL)
_DOUBLE_CLOSERS = {"“": '”"', "„": "“”", "«": "»", "»": "«", '"': '"”', "”": "”"}
_SINGLE_CLOSERS = {"'": ("'", "’"), "‘": ("'", "’"), "`": ("'", "''"), "‹": ("›",)}
_CLOSERS = {**{mark: tuple(closers) for mark, closers in _DOUBLE_CLOSERS.items()}, **_SINGLE_CLOSERS}
_SINGLES = frozenset("'’‘`")
_OPENING_CONTEXT = frozenset(" \t\n\u00a0([{—–-/\"“„«:…'‘")
_ELISIONS = re.compile(r"(?:em|til|tis|twas|cause|bout|round|n|neath|\d0s|\d\ds?)\b", re.IGNORECASE)
_STRAIGHT = re.compile('"')
_LETTER = re.compile(r"[^\W_]")
_LONGEST_SINGLE = 400


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted text in one paragraph: `start`, `end` are offsets of the words between the marks.

    `mark` is the opening mark. `runs_on` is True where the quote goes on in the next paragraph,
    `continues` where it goes on from the one before. `outer` is the place, among the paragraph's
    spans, of the one it is nested in, or -1.
    """

    start: int
    end: int
    mark: str
    runs_on: bool = False
    continues: bool = False
    outer: int = -1


_Open = tuple[str, int]
"""A mark that has not been closed yet, and the offset behind it."""


def paragraph_spans(texts: Sequence[str]) -> list[list[Span]]:
    """The quoted spans of each paragraph, in order of their start, over the paragraphs of an article.

    A quote left open at a paragraph's end runs on when the next paragraph opens with a mark of its
    kind; any other mark that never closes quotes nothing.
    """
    found: list[list[Span]] = []
    carried = ""
    for place, text in enumerate(texts):
        following = texts[place + 1] if place + 1 < len(texts) else ""
        spans = _spans(text, following.lstrip()[:1], carried)
        carried = _runs_on(spans)
        found.append(spans)
    return found


def outer_spans(text: str, following: str, carried: str) -> tuple[list[tuple[int, int]], str]:
    """The spans of one paragraph that are in no other, and the mark of the one that runs on, or nothing.

    `following` is the next paragraph; `carried` the mark of the one that runs on into this one.
    """
    spans = _spans(text, following.lstrip()[:1], carried)
    return [(span.start, span.end) for span in spans if span.outer < 0], _runs_on(spans)


def _runs_on(spans: Sequence[Span]) -> str:
    return next((span.mark for span in spans if span.runs_on), "")


def _spans(text: str, following: str, carried: str) -> list[Span]:
    """The spans of one paragraph; `following` is the next one's first character."""
    matches = list(_MARKS.finditer(text))
    if not matches:
        return []
    if not carried and (plain := _plain(text, matches)) is not None:
        return plain
    stack: list[_Open] = []
    found: list[Span] = []
    for match in matches:
        at, mark = match.start(), match[0]
        if mark in _SINGLES and not _single_is_quote(text, at, mark, stack):
            continue
        if _nests(text, at, mark, stack):
            stack.append((mark, match.end()))
            continue
        if _reopens(text, at, mark, stack):
            stack.clear()
        closes = _closes(mark, stack) if stack and not _is_inner(text, at, mark, stack) else None
        if closes is not None:
            opened, start = stack[closes]
            found.append(Span(start, at, opened))
            del stack[closes:]
        elif _opens(text, at, mark):
            stack.append((mark, match.end()))
    if stack and stack[0][0] == following and following in _DOUBLE_CLOSERS:
        found.append(Span(stack[0][1], len(text), following, runs_on=True))
    return _nested(text, found, carried) if found else []


def _plain(text: str, matches: Sequence[re.Match[str]]) -> list[Span] | None:
    """The spans of a paragraph that has pairs of double marks alone, as most have; None for any other."""
    if len(matches) % 2:
        return None
    found = []
    for one, other in zip(matches[::2], matches[1::2], strict=True):
        opening, start, end = one[0], one.end(), other.start()
        if opening == "“":
            paired = other[0] == "”"
        else:
            paired = opening == other[0] == '"' and _opens(text, one.start(), opening)
            paired = paired and not (text[end - 1].isspace() and text[end + 1 : end + 2].isalnum())
        if not paired:
            return None
        if text[start].isalnum() or _LETTER.search(text, start, end):
            found.append(Span(start, end, opening))
    return found


def _is_inner(text: str, at: int, mark: str, stack: Sequence[_Open]) -> bool:
    """Whether a straight mark opens a quote inside one of another kind."""
    return mark == '"' and text[at - 1 : at].isspace() and any(opened != '"' for opened, _ in stack)


def _nested(text: str, found: Sequence[Span], carried: str) -> list[Span]:
    """The spans that hold a word, in order, each with the one around it and its continuation marked."""
    spans: list[Span] = []
    around: list[int] = []
    if len(found) > 1:
        found = sorted(found, key=lambda span: (span.start, -span.end))
    for span in found:
        if not text[span.start].isalnum() and not _LETTER.search(text, span.start, span.end):
            continue
        while around and spans[around[-1]].end <= span.start:
            around.pop()
        continues = carried == span.mark and not text[: span.start - len(span.mark)].strip()
        outer = around[-1] if around else -1
        alone = not continues and outer < 0
        spans.append(span if alone else replace(span, continues=continues, outer=outer))
        around.append(len(spans) - 1)
    return spans


def _closes(mark: str, stack: Sequence[_Open]) -> int | None:
    """The place in the stack of the mark that this one closes, or None."""
    for place in range(len(stack) - 1, -1, -1):
        if mark in _CLOSERS[stack[place][0]]:
            return place
    return None


def _reopens(text: str, at: int, mark: str, stack: Sequence[_Open]) -> bool:
    """Whether the mark opens a quote although one of its kind is open: then that one never closes."""
    if not stack or stack[-1][0] != mark or mark not in '"“«':
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return mark != '"' or (before.isspace() and after.isalnum())


def _nests(text: str, at: int, mark: str, stack: Sequence[_Open]) -> bool:
    """Whether a straight mark opens a quote inside one of its own kind: then all of them close later on."""
    if mark != '"' or len(stack) != 1 or stack[0][0] != '"' or not _opens(text, at, mark):
        return False
    open_quotes = 2
    for later in _STRAIGHT.finditer(text, at + 1):
        open_quotes += 1 if _opens(text, later.start(), mark) else -1
        if not open_quotes:
            return True
    return False


def _opens(text: str, at: int, mark: str) -> bool:
    """Whether a mark stands where a quote may begin."""
    before = text[at - 1 : at] or " "
    after = text[at + len(mark) : at + len(mark) + 1]
    if not after:
        return False
    if mark in "“„«»‘‹":
        return mark != "»" or before in _OPENING_CONTEXT
    return before in _OPENING_CONTEXT and not after.isspace() and mark not in ("›", "''")


def _single_is_quote(text: str, at: int, mark: str, stack: Sequence[_Open]) -> bool:
    """Whether a single mark quotes, and is no apostrophe."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isalnum() and after.isalnum():
        return False
    is_open = any(opened in _SINGLE_CLOSERS for opened, _ in stack)
    if is_open and mark != "‘" and before not in _OPENING_CONTEXT:
        # In `the workers' pay` it is an apostrophe if another mark can still close the quote.
        return not (before == "s" and after == " " and _closer_follows(text, at))
    if mark == "’":
        return False
    starts = mark == "‘" or (before in _OPENING_CONTEXT and (after.isalnum() or after in "…[(."))
    return starts and not _ELISIONS.match(text, at + 1) and _closer_follows(text, at)


def _closer_follows(text: str, at: int) -> bool:
    """Whether a mark that can close a single quote comes within its longest reach."""
    last = min(len(text), at + 1 + _LONGEST_SINGLE)
    for mark in "'’":
        place = text.find(mark, at + 2, last)
        while place >= 0:
            # What is behind the reach is not looked at.
            after = text[place + 1] if place + 1 < last else " "
            if not text[place - 1].isspace() and not (after.isalnum() or after == "_"):
                return True
            place = text.find(mark, place + 1, last)
    return False
