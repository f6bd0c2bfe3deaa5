"""Passages of an article as a Markdown quote that stays a quote, whatever the article says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from index.addresses import without_secrets
from index.errors import NotFoundError
from index.model import Article
from index.notemodel import Anchor

_INLINE = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|#(?=\w)|&(?=#?\w+;)|\$(?=\S)")
_LINE_START = re.compile(r"^(?:[-+=>#:]|[0-9]{1,9}(?=[.)]))")
_SPACE = re.compile(r"\s+")


def quote_block(article: Article, passages: Iterable[str]) -> str:
    """The passages as a Markdown blockquote, paragraphs apart, with outlet, date and address below.

    Every line begins with `>`, and what Markdown would read as markup is escaped: outside text becomes
    no heading, list, link, tag or front matter of the note. Ends with a line feed. Raises
    NotFoundError for a passage that is not of this article's revision.
    """
    wanted = set(passages)
    paragraphs: dict[int, list[str]] = {}
    for passage in article.passages:
        if passage.id in wanted:
            paragraphs.setdefault(passage.paragraph, []).append(passage.text)
            wanted.discard(passage.id)
    if wanted or not paragraphs:
        unknown = ", ".join(sorted(wanted)) or article.id
        raise NotFoundError("no such passage", where=unknown, do="reload the story")
    lines = [f"> {escape(' '.join(sentences))}\n>\n" for sentences in paragraphs.values()]
    return "".join(lines) + f"> — {_credit(article)}\n"


def quote_of(mark: Anchor) -> str:
    """An anchor's passage as `quote_block` gives it, from what the note itself keeps of the article."""
    lines = [f"> {escape(part)}\n>\n" for part in mark.exact.split("\n") if part.strip()]
    return "".join(lines) + f"> — {_credited(mark.outlet or 'unknown outlet', mark.published, mark.url)}\n"


def escape(text: str) -> str:
    """One line of outside text in which Markdown finds nothing to do."""
    from index.text import scrub

    flat = _SPACE.sub(" ", scrub(text)).strip()
    escaped = _INLINE.sub(lambda match: "\\" + match.group(), flat)
    first = _LINE_START.match(escaped)
    if not first:
        return escaped
    start = first.group()
    # In a numbered list's marker the dot is what has to be escaped.
    return f"{start}\\{escaped[len(start) :]}" if start.isdigit() else f"\\{escaped}"


def web_address(url: str | None) -> str | None:
    """The address if it is http(s), without user name, password and tokens; None otherwise."""
    if not url or re.search(r"[\s<>\x00-\x20]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return without_secrets(urlunsplit(parts))


def _credit(article: Article) -> str:
    published = str(article.published) if article.published else None
    return _credited(article.outlet_name, published, article.url)


def _credited(outlet: str, published: str | None, url: str | None) -> str:
    parts = [escape(outlet)]
    if published:
        parts.append(escape(published.replace("T", " ")))
    address = web_address(url)
    if address:
        parts.append(f"<{address}>")
    return ", ".join(parts)
