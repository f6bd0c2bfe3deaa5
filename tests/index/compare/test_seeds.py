"""Figures and quotes of the five seed articles as the library reads and aligns them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from index.compare.align import links
from index.compare.figures import figures
from index.compare.quotes import quotes
from index.compared import Link
from index.ingest.plaintext import parse
from index.model import Article, Source, SourceKind
from tests.index.compare.invented import stored

_SEEDS = Path(__file__).resolve().parents[3] / "seeds"


@cache
def _story() -> tuple[tuple[Article, ...], tuple[Link, ...]]:
    articles = tuple(
        stored(parse(path.read_bytes(), Source(SourceKind.FILE, str(path)), outlet=path.stem))
        for path in sorted(_SEEDS.glob("*.txt"))
    )
    return articles, links(articles)


def test_the_dead_of_kherson_and_the_day_of_the_drone_over_kyiv_are_the_figures_that_differ() -> None:
    shown = [figure for figure in figures(*_story()) if figure.verdict != "equal"]
    values = [[(value.outlet, value.value) for value in figure.values] for figure in shown]
    assert values == [
        [("latin-times", "21"), ("the-news-international", "21"), ("washington-post-reprint", "23")],
        [
            ("latin-times", "Sunday"),
            ("the-news-international", "Sunday"),
            ("washington-post-reprint", "Thursday"),
        ],
    ]
    assert {figure.verdict for figure in shown} == {"clash"}


@pytest.mark.parametrize(
    ("words", "speaker", "outlets"),
    [
        ("lying there, pure and simple", "John Kirby", 3),
        ("nothing to do with it", "John Kirby", 2),
        ("sentenced for criminal actions", "Volodymyr Zelensky", 4),
        ("lost control", None, 2),
        ("ludicrous", "John Kirby", 3),
        ("millions", "Volodymyr Zelensky", 2),
        ("not in Kyiv, but in Washington", "Dmitry Peskov", 3),
    ],
)
def test_quotes_that_several_outlets_carry(words: str, speaker: str | None, outlets: int) -> None:
    held = [quote for quote in quotes(*_story()) if any(words in variant.text for variant in quote.variants)]
    assert len(held) == 1
    assert len({variant.outlet for variant in held[0].variants}) >= outlets
    if speaker is not None:
        assert held[0].speaker == speaker


def test_every_variant_points_at_a_passage_that_holds_it() -> None:
    articles, found = _story()
    texts = {passage.id: passage.text for article in articles for passage in article.passages}
    for quote in quotes(articles, found):
        assert len({variant.outlet for variant in quote.variants}) > 1
        for variant in quote.variants:
            assert variant.text in texts[variant.passage]
