"""Passages as Markdown for the clipboard: a quote, or a table of quotes for an aligned row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from urllib.parse import quote

from index.model import Article, Passage
from tui.browser import PageError, safe_address
from tui.wording import day

_ESCAPES = str.maketrans({char: "\\" + char for char in "\\`*_[]<>|#"})


def _source(article: Article, *, titled: bool = False) -> str:
    name = _plain(article.outlet_name)
    address = _address(article.url)
    title = f", “{_plain(article.title)}”" if titled and article.title else ""
    return f"{f'[{name}](<{address}>)' if address else name}{title}, {day(article.published)}"


def _address(url: str | None) -> str:
    """The address as it may stand in a link; empty when it is none that would be opened."""
    return quote(web_address(url), safe=":/?#[]@!$&'()*+,;=%~")


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
    """Passages of one article as a block quote with its source and title; of several as a table."""
    if not quotes:
        return ""
    article = quotes[0][0]
    if all((one.id, one.revision) == (article.id, article.revision) for one, _ in quotes):
        source = _source(article, titled=True)
        return "\n>\n".join([*(f"> {line}" for line in _quoted(quotes)), f"> — {source}"]) + "\n"
    lines = ["| outlet | passage |", "| --- | --- |"]
    lines += [f"| {_source(article)} | {_plain(passage.text)} |" for article, passage in quotes]
    return "\n".join(lines) + "\n"


def _quoted(quotes: Sequence[tuple[Article, Passage]]) -> list[str]:
    """The paragraphs of what is quoted: passages of one paragraph in one line."""
    groups = groupby(quotes, lambda quote: (quote[0].id, quote[1].paragraph))
    return [_begun(" ".join(_plain(passage.text) for _, passage in group)) for _, group in groups]


def plain_text(quotes: Sequence[tuple[Article, Passage]]) -> str:
    """The passages as they are, a line for each paragraph."""
    groups = groupby(quotes, lambda quote: (quote[0].id, quote[1].paragraph))
    return "\n".join(" ".join(passage.text for _, passage in group) for _, group in groups)


def article_text(article: Article) -> str:
    """A whole article for another program: outlet, date and address, then its paragraphs."""
    head = " · ".join(filter(None, (article.outlet_name, day(article.published), web_address(article.url))))
    return "\n\n".join([head, *(block.text for block in article.blocks)]) + "\n"


def web_address(url: str | None) -> str:
    """The address if it is one that would be opened, else nothing."""
    with suppress(PageError):
        return safe_address(url or "")
    return ""
