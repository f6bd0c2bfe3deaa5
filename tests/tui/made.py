"""Stories made of few words, for the tests of the views."""

from __future__ import annotations

from datetime import UTC, datetime

from index.compared import Comparison, Figure, FigureValue, Link, LinkKind
from index.model import Article, Precision, Published, Role, Source, SourceKind
from tests.builders import block


def article(name: str, *paragraphs: str, title: str | None = None, day: str | None = "2023-05-05") -> Article:
    """An article whose id is `name` and whose outlet is `Name`; sentences end at full stops."""
    blocks = [block(paragraph) for paragraph in paragraphs]
    if title:
        blocks.insert(0, block(title, Role.TITLE))
    return Article(
        id=name,
        revision=1,
        revisions=1,
        added=datetime(2023, 5, 6, tzinfo=UTC),
        source=Source(SourceKind.FILE, f"/{name}.txt"),
        digest=name,
        blocks=tuple(blocks),
        outlet=name.capitalize(),
        title=title,
        published=Published(datetime.fromisoformat(day), Precision.DAY) if day else None,
    )


def comparison(
    *pairs: tuple[str, str] | tuple[str, str, float],
    only: tuple[str, ...] = (),
    differing: tuple[str, ...] = (),
) -> Comparison:
    """A comparison from pairs of passage ids."""
    values = tuple(FigureValue(p, "", "some", "1", "people") for p in differing)
    return Comparison(
        "s1",
        links=tuple(Link(p[0], p[1], p[2] if len(p) > 2 else 0.8, LinkKind.SAME) for p in pairs),  # type: ignore[misc]
        only=only,
        figures=(Figure("people", "clash", values),) if values else (),
    )
