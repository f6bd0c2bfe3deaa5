"""Invented articles for the tests of the comparison: outlets by letter, one block a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from index.compared import Link, LinkKind
from index.model import Article, Block, Draft, Precision, Published, Role, Source, SourceKind

Paragraph = str | Sequence[str]
"""A paragraph as its sentences; a plain string is a paragraph of one sentence."""


def article(outlet: str, *paragraphs: Paragraph, day: str | None = None) -> Article:
    """An article of body paragraphs; `day` is its ISO date. Its id is the outlet's name in lower case."""
    blocks = []
    for paragraph in paragraphs:
        sentences = [paragraph] if isinstance(paragraph, str) else list(paragraph)
        text, spans = "", []
        for sentence in sentences:
            start = len(text) + bool(text)
            text = f"{text} {sentence}".strip()
            spans.append((start, len(text)))
        blocks.append(Block(Role.BODY, text, tuple(spans)))
    published = None if day is None else Published(datetime.fromisoformat(day), Precision.DAY)
    return Article(
        source=Source(SourceKind.FILE, outlet),
        digest="",
        blocks=tuple(blocks),
        outlet=outlet,
        published=published,
        language="en",
        id=outlet.lower(),
        revision=1,
        revisions=1,
        added=datetime(2024, 2, 1, tzinfo=UTC),
    )


def link(a: Article, x: int, b: Article, y: int, kind: LinkKind = LinkKind.SAME) -> Link:
    """A link between the sentences number x of `a` and number y of `b`."""
    return Link(a.passages[x].id, b.passages[y].id, 0.8, kind)


def stored(draft: Draft) -> Article:
    """A draft as a stored article whose id is its outlet."""
    fields = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    added = datetime(2024, 2, 1, tzinfo=UTC)
    return Article(**fields, id=str(draft.outlet), revision=1, revisions=1, added=added)
