"""Comparisons as the database keeps them: apart from the articles, as a list has no need of them."""

from __future__ import annotations

from index import rows
from index.compared import (
    Comparison,
    Figure,
    FigureValue,
    Link,
    LinkKind,
    Missing,
    Quote,
    QuoteVariant,
    SharedWording,
    Spelling,
    SpellingUse,
)
from index.errors import StoreError


def pack(comparison: Comparison) -> bytes:
    """A comparison for the cache."""
    return rows.pack(
        {
            "story": comparison.story,
            "links": [
                [link.a, link.b, link.score, link.kind.value, link.reason] for link in comparison.links
            ],
            "figures": [
                [figure.what, figure.verdict, [_figure_value(value) for value in figure.values]]
                for figure in comparison.figures
            ],
            "quotes": [
                [quote.speaker, [[v.passage, v.outlet, v.text, v.kind] for v in quote.variants]]
                for quote in comparison.quotes
            ],
            "only": comparison.only,
            "missing": [[gap.outlet, gap.passages, gap.told_by] for gap in comparison.missing],
            "wording": [[one.a, one.b, one.share, one.spans] for one in comparison.wording],
            "copies": comparison.copies,
            "spellings": [
                [one.forms, [[use.form, use.outlet, use.passage] for use in one.uses]]
                for one in comparison.spellings
            ],
        }
    )


def _figure_value(value: FigureValue) -> list[str]:
    return [value.passage, value.outlet, value.text, value.value, value.unit]


def unpack(body: bytes) -> Comparison | None:
    """The inverse of `pack`; None when the cached bytes cannot be used."""
    try:
        found = rows.unpack(body, "comparison")
        return Comparison(
            story=found["story"],
            links=tuple(Link(a, b, score, LinkKind(kind), why) for a, b, score, kind, why in found["links"]),
            figures=tuple(
                Figure(what, verdict, tuple(FigureValue(*value) for value in values))
                for what, verdict, values in found["figures"]
            ),
            quotes=tuple(
                Quote(speaker, tuple(QuoteVariant(*variant) for variant in variants))
                for speaker, variants in found["quotes"]
            ),
            only=tuple(found["only"]),
            missing=tuple(Missing(outlet, tuple(p), tuple(t)) for outlet, p, t in found["missing"]),
            wording=tuple(
                SharedWording(a, b, share, tuple((p, start, end) for p, start, end in spans))
                for a, b, share, spans in found["wording"]
            ),
            copies=tuple((folded, shown) for folded, shown in found["copies"]),
            spellings=tuple(
                Spelling(tuple(forms), tuple(SpellingUse(*use) for use in uses))
                for forms, uses in found["spellings"]
            ),
        )
    except (StoreError, KeyError, TypeError, ValueError):
        # A cache may be thrown away; the comparison is made again.
        return None
