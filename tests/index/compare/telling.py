"""Articles told in a few lines, for the tests of the aligner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from index.model import Article, Block, Role, Source, SourceKind


def article(
    name: str, *paragraphs: Sequence[str], outlet: str | None = None, title: str | None = None
) -> Article:
    """An article of paragraphs of sentences; its outlet is called like it unless said."""
    blocks = [Block(Role.TITLE, title, ((0, len(title)),))] if title else []
    for sentences in paragraphs:
        text, spans = "", []
        for sentence in sentences:
            start = len(text) + bool(text)
            text = f"{text} {sentence}" if text else sentence
            spans.append((start, len(text)))
        blocks.append(Block(Role.BODY, text, tuple(spans)))
    return Article(
        source=Source(SourceKind.FILE, name),
        digest=name,
        blocks=tuple(blocks),
        outlet=outlet or name,
        title=title,
        id=name,
        revision=1,
        revisions=1,
        added=datetime(2024, 3, 1, tzinfo=UTC),
    )


def ferry() -> tuple[Article, Article, Article]:
    """One event told by three: a ferry runs aground, the captain is questioned, a strike is called off."""
    harbour = article(
        "harbour",
        [
            "The ferry Sankt Olav ran aground off Bergen on Monday with 212 passengers aboard.",
            "Nobody was injured, the coast guard said.",
        ],
        ["Captain Ingrid Dahl was questioned by the police for three hours.", "It rained all day."],
        ["“We heard a terrible grinding noise,” said passenger Tom Berg."],
    )
    evening = article(
        "evening",
        ["Police questioned the captain, Ingrid Dahl, for three hours on Tuesday."],
        [
            "With 212 passengers aboard, the Sankt Olav ferry had run aground off Bergen.",
            "The coast guard said no one was injured.",
        ],
        ["Shares of the operator fell by nine percent in Oslo."],
        ["A strike of dock workers was called off after the accident."],
    )
    wire = article(
        "wire",
        ["BERGEN — A ferry with 212 passengers, the Sankt Olav, ran aground off Bergen on Monday."],
        ["“We heard a terrible grinding noise,” Tom Berg, a passenger, told reporters."],
        ["Dock workers called off their strike after the accident."],
    )
    return harbour, evening, wire
