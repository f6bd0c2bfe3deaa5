"""Where the text of each article stands word for word in another one that is shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from index.compared import Comparison
from index.model import Article
from tui.wrap import Span


def shared_runs(articles: Sequence[Article], comparison: Comparison) -> dict[str, tuple[Span, ...]]:
    """For each passage the spans that another of these articles has, too; they do not overlap."""
    shown = {article.id for article in articles}
    found: dict[str, list[Span]] = {}
    for one in comparison.wording:
        if one.a in shown and one.b in shown:
            for passage, start, end in one.spans:
                found.setdefault(passage, []).append((start, end))
    return {passage: _joined(spans) for passage, spans in found.items()}


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
