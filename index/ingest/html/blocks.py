"""The body that trafilatura found, as typed lines in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from index.ingest import body, credits, furniture
from index.ingest.assemble import Line
from index.ingest.html.captions import Beside, Clean, key, same
from index.ingest.html.source import Tree
from index.ingest.lines import Para
from index.model import Role

_BLOCK_NAMES = """
    article aside blockquote body caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 head header item li list main ol p pre quote row section summary table tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADS = frozenset(("head", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("cell", "td", "th"))
_LINE_BREAKS = frozenset(("lb", "br"))
_SPACES = re.compile(r"\s+")
_ENDED = re.compile(r"[.!?…:;。！？।][\"'”’“‘»)\]」』）*]*\Z")
_PLAIN = (Role.BODY, Role.SUBHEAD)


def lines(
    found: Sequence[Para], title: str | None, beside: Sequence[Beside]
) -> tuple[list[Line], str | None]:
    """The typed lines of the article in reading order, and its dateline."""
    typed = {key(each.text): each.role for each in beside}
    paras = [para for para in found if not (typed and key(para.text) in typed) and not same(para.text, title)]
    read = body.read(paras, title, page=False)
    made = [(role, text) for role, text in read.lines if not (role in _PLAIN and _label(text))]
    starts: list[Line] = []
    for each in beside:
        line = credits.caption(each.text) if each.role is Role.CAPTION else each.text
        place = _place(made, each.after) if each.after else None
        if place is None:
            starts.append((each.role, line))
        else:
            made.insert(place, (each.role, line))
    starts.sort(key=lambda line: line[0] is not Role.DECK)
    return starts + made, read.dateline


def _label(text: str) -> bool:
    """The heading of a box that stood in the article, or its list of topics."""
    return furniture.related_label(text) or furniture.sidebar(text)


def _place(made: Sequence[Line], after: str) -> int | None:
    """Where a caption goes: behind the paragraph before it and the captions there already."""
    for index, (role, text) in enumerate(made):
        if role is not Role.CAPTION and len(text) > 3 and after.endswith(text):
            end = index + 1
            while end < len(made) and made[end][0] is Role.CAPTION:
                end += 1
            return end
    return None


def paras(tree: Tree, clean: Clean) -> list[Para]:
    """The paragraphs of an extracted body in order, headings with their level, a table's rows as lines."""
    body = _Body(clean)
    body.opened(tree)
    for child in tree:
        if not len(child):
            # Most of a body is paragraphs of text alone, which need no walk.
            body.opened(child)
            body.closed(child)
            continue
        for event, element in etree.iterwalk(child, events=("start", "end")):
            if event == "start":
                body.opened(element)
            else:
                body.closed(element)
    body.ended()
    return body.paras


class _Body:
    """The paragraphs met on a way through a tree."""

    def __init__(self, clean: Clean) -> None:
        self.paras: list[Para] = []
        self._clean = clean
        self._parts: list[str] = []
        self._level = 0

    def opened(self, element: Tree) -> None:
        """An element begins."""
        tag = element.tag
        if tag in _BLOCKS:
            self.ended()
            if tag in _HEADS:
                self._level = 2
        elif tag in _CELLS and self._parts:
            self._parts.append(" | ")
        elif tag in _LINE_BREAKS:
            self._parts.append("\n")
        self._said(element.text)

    def closed(self, element: Tree) -> None:
        """An element ends, and the text behind it begins."""
        tag = element.tag
        if tag in _BLOCKS:
            self.ended()
            if tag in _HEADS:
                self._level = 0
        self._said(element.tail)

    def ended(self) -> None:
        """What was said until now is a paragraph."""
        if not self._parts:
            return
        whole = "".join(self._parts)
        self._parts.clear()
        for line in _split(whole):
            text = self._clean(line)
            if "|" in line:
                text = text.strip("| ")
            if text:
                self.paras.append(Para(text, level=self._level))

    def _said(self, text: str | None) -> None:
        if text:
            self._parts.append(_SPACES.sub(" ", text) if "\n" in text else text)


def _split(text: str) -> Iterator[str]:
    """A paragraph at its line breaks, where these separate what are paragraphs themselves."""
    if "\n" not in text:
        yield text
        return
    kept = ""
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            continue
        if kept and (_ENDED.search(kept[-12:]) or not bare[:1].islower()):
            yield kept
            kept = bare
        else:
            kept = f"{kept} {bare}" if kept else bare
    if kept:
        yield kept
