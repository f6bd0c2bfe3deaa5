"""Passages as Markdown for the clipboard: a quote, or a table of quotes for an aligned row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import quote

from index.model import Article, Passage
from tui.browser import PageError, safe_address
from tui.wording import day

_ESCAPES = str.maketrans({char: "\\" + char for char in "\\`*_[]<>|#"})


def _source(article: Article) -> str:
    name = _plain(article.outlet_name)
    address = _address(article.url)
    return f"{f'[{name}](<{address}>)' if address else name}, {day(article.published)}"


def _address(url: str | None) -> str:
    """The address as it may stand in a link; empty when it is none that would be opened."""
    with suppress(PageError):
        return quote(safe_address(url or ""), safe=":/?#[]@!$&'()*+,;=%~")
    return ""


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return " ".join(text.split()).translate(_ESCAPES)


def _begun(line: str) -> str:
    """A line that does not begin a list, a rule or a quote."""
    numbered = re.match(r"[0-9]{1,9}(?=[.)])", line)
    if numbered:
        return f"{numbered.group()}\\{line[numbered.end() :]}"
    return f"\\{line}" if line[:1] in "-+=" else line


def markdown_quotes(quotes: Sequence[tuple[Article, Passage]]) -> str:
    """One passage as a block quote with its source; several as a table, one line an outlet."""
    if len(quotes) == 1:
        article, passage = quotes[0]
        return f"> {_begun(_plain(passage.text))}\n>\n> — {_source(article)}\n"
    lines = ["| outlet | passage |", "| --- | --- |"]
    lines += [f"| {_source(article)} | {_plain(passage.text)} |" for article, passage in quotes]
    return "\n".join(lines) + "\n"
