"""Articles and stories made of few words, for tests."""

from __future__ import annotations

import hashlib
from datetime import datetime

from index.model import Block, Draft, Precision, Published, Role, Source, SourceKind


def block(text: str, role: Role = Role.BODY) -> Block:
    """A block whose sentences end at full stops."""
    spans, start = [], 0
    for part in text.split(". "):
        spans.append((start, start + len(part)))
        start += len(part) + 2
    return Block(role, text, tuple(spans))


def draft(
    text: str = "Two drones fell. Nobody was hurt.",
    *,
    path: str = "/news/a.txt",
    outlet: str | None = "Example Herald",
    title: str | None = "Drones fall",
    day: str | None = "2023-05-05",
    kind: SourceKind = SourceKind.FILE,
    source_id: str | None = None,
    url: str | None = None,
    raw: bytes | None = None,
) -> Draft:
    """A draft; its digest is that of `raw`, or else of its title and text."""
    blocks = [block(paragraph) for paragraph in text.split("\n")]
    if title:
        blocks.insert(0, Block(Role.TITLE, title, ((0, len(title)),)))
    content = raw if raw is not None else f"{title}\n{text}".encode("utf-8", "replace")
    return Draft(
        source=Source(kind, path, source_id),
        digest=hashlib.sha256(content).hexdigest(),
        blocks=tuple(blocks),
        source_id=source_id,
        url=url,
        outlet=outlet,
        title=title,
        published=Published(datetime.fromisoformat(day), Precision.DAY) if day else None,
    )
