"""Blocks from typed lines: what every ingest room does last."""

from __future__ import annotations

from collections.abc import Iterable

from index.model import Block, Role
from index.sentences import sentence_spans

Line = tuple[Role, str]
"""A cleaned line of text and what it is."""


def blocks(title: str | None, lines: Iterable[Line], language: str | None) -> tuple[Block, ...]:
    """The title, then `lines` in their order; a caption or credit that is there twice is kept once."""
    made: list[Block] = []
    if title:
        made.append(Block(Role.TITLE, title, ((0, len(title)),)))
    once: set[Line] = set()
    for role, text in lines:
        if role in (Role.CAPTION, Role.CREDIT, Role.DECK):
            if (role, text) in once:
                continue
            once.add((role, text))
        made.append(Block(role, text, sentence_spans(text, language)))
    return tuple(made)
