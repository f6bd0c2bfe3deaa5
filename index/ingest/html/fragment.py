"""Paragraphs of a piece of HTML that is all content (a feed's item, a letter): quick, in this process.

The parser is lxml's event parser: linear in time, without a tree, so that no nesting can exhaust it.
"""

from __future__ import annotations

import html as entities
import re
from typing import Any

from index import text as texts
from index.ingest.html import hidden

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary
    table tbody tfoot thead tr ul
"""
_DROPPED_NAMES = """
    script style template noscript head title iframe object embed applet svg math canvas video audio map
    select option textarea button datalist frameset noframes
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_DROPPED = frozenset(_DROPPED_NAMES.split())
_CELLS = frozenset(("td", "th"))
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")
_SURROGATES = re.compile("[\ud800-\udfff]")


def paragraphs(html: str) -> list[str]:
    """The paragraphs of a fragment or a whole document as cleaned lines; never fails.

    A block element ends a paragraph, and so do two `<br>` in a row and, inside `<pre>`, a line's end.
    Scripts, styles, forms' controls and what is hidden by its own attributes are left out. Text without
    any tag is split at its blank lines.
    """
    if "<" not in html:
        return [
            line for part in _BLANK_LINES.split(entities.unescape(html)) if (line := texts.clean_line(part))
        ]
    from lxml import etree

    target = _Paragraphs()
    callbacks: Any = target  # the stubs of lxml do not know that only text comes
    parser = etree.HTMLParser(target=callbacks, encoding="utf-8")
    try:
        parser.feed(_encoded(html))
        parser.close()
    except etree.LxmlError:
        pass  # what was read before the damage is kept
    return target.finished()


def _encoded(html: str) -> bytes:
    try:
        raw = html.encode()
    except UnicodeEncodeError:
        raw = _SURROGATES.sub("\ufffd", html).encode()
    return raw.replace(b"\0", b"")


class _Paragraphs:
    """What the parser reports, made into paragraphs."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._parts: list[str] = []
        self._skipped = 0
        self._breaks = 0
        self._pre = 0
        self._depth = 0
        # A fragment has no style sheet: what paints no background stands on white.
        self._behind: list[tuple[int, str]] = [(0, hidden.WHITE)]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._skipped:
            self._skipped += 1
            return
        if tag in _DROPPED:
            self._skipped = 1
            return
        if attributes and ("style" in attributes or "hidden" in attributes or "bgcolor" in attributes):
            if hidden.is_hidden(attributes, self._behind[-1][1]):
                self._skipped = 1
                return
            painted = hidden.background_of(attributes)
            if painted:
                self._behind.append((self._depth, painted))
        if tag == "br":
            self._breaks += 1
            if self._breaks > 1 or self._pre:
                self._flush()
            else:
                self._parts.append(" ")
        elif tag in _BLOCKS:
            self._flush()
            self._pre += tag == "pre"
        elif tag in _CELLS:
            self._parts.append(" ")

    def end(self, tag: str) -> None:
        if self._behind[-1][0] == self._depth:
            self._behind.pop()
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
        elif tag in _BLOCKS:
            self._flush()
            self._pre -= tag == "pre"

    def data(self, text: str) -> None:
        if self._skipped:
            return
        if self._pre:
            first, *rest = text.split("\n")
            self._parts.append(first)
            for line in rest:
                self._flush()
                self._parts.append(line)
            return
        if self._breaks and not text.isspace():
            self._breaks = 0
        self._parts.append(text)

    def comment(self, text: str) -> None:
        """Comments are no text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions are no text."""

    def close(self) -> None:
        self._flush()

    def finished(self) -> list[str]:
        """All paragraphs, after the end of the input or after damage to it."""
        self._flush()
        return self._done

    def _flush(self) -> None:
        self._breaks = 0
        if self._parts:
            line = texts.clean_line("".join(self._parts))
            self._parts = []
            if line:
                self._done.append(line)
