"""What pages say of themselves: precedence, impossible values, wrong types."""

from __future__ import annotations

import json

import pytest

from index.ingest.html.reading import read
from index.model import Precision
from tests.index.ingest.html_pages import PARAGRAPHS, page


def described(**said: object) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Drones fall on palace",
        **said,
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE = f"<article><h1>Drones fall on palace</h1>{PARAGRAPHS}</article>"
META = '<meta property="article:published_time" content="2023-05-06T08:00:00Z">'
TIME = '<time datetime="2023-05-07T09:00:00+02:00">7 May</time>'
WITH_TIME = f"<article><h1>Drones fall on palace</h1>{TIME}{PARAGRAPHS}</article>"


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (described(datePublished="2023-05-05T07:00:00+03:00") + META, WITH_TIME, "2023-05-05T07:00+03:00"),
        (META, WITH_TIME, "2023-05-06T08:00+00:00"),
        ("", WITH_TIME, "2023-05-07T09:00+02:00"),
        (described(datePublished="2999-01-01") + META, ARTICLE, "2023-05-06T08:00+00:00"),
        (described(datePublished="0000-00-00"), WITH_TIME, "2023-05-07T09:00+02:00"),
        (described(datePublished="9999-12-31T00:00:00Z"), ARTICLE, None),
        (described(datePublished="1970-01-01T00:00:00Z"), ARTICLE, None),
        (described(datePublished="2023-05-05T00:00:00Z"), ARTICLE, "2023-05-05"),
        (described(dateModified="2023-05-05"), ARTICLE, None),
        ("", ARTICLE.replace("<p>", "<div class='date'>5 May 2023, 14:30</div><p>", 1), "2023-05-05T14:30"),
        ("", ARTICLE + "<footer>© 2024 Example. <span class='date'>3 July 2024</span></footer>", None),
        (
            "",
            f"<div class='today-date'></div>{ARTICLE}<aside><time datetime='2024-01-01'>x</time></aside>",
            None,
        ),
        ("", f"{ARTICLE}<time class='updated' datetime='2024-01-01'>x</time>", None),
        ("", f"{ARTICLE}<p>It began on 24 February 2022, he said, and it has not ended since.</p>", None),
    ],
)
def test_e62_dates_by_precedence(head: str, body: str, date: str | None) -> None:
    published = page(body, head).published
    assert (str(published) if published else None) == date


def test_precision_and_zone_are_kept() -> None:
    day = page(ARTICLE, described(datePublished="2023-05-05")).published
    assert day is not None
    assert day.precision is Precision.DAY
    minute = page(ARTICLE, described(datePublished="2023-05-05T10:11:12.345-0400")).published
    assert str(minute) == "2023-05-05T10:11-04:00"


@pytest.mark.parametrize(
    "said",
    [
        {"headline": {"a": 1}, "datePublished": [1, 2], "author": [[[None]]]},
        {"headline": None, "datePublished": {"@value": 3}, "author": {"name": {"name": ["x", 3, None]}}},
        {"@type": 7, "author": 3, "publisher": [], "mainEntityOfPage": {"@id": [1]}},
        {"@type": ["NewsArticle", None, 3], "author": "", "url": {"x": []}, "publisher": "x"},
        {"author": [{"@type": "Person"}] * 1000, "isAccessibleForFree": {"a": 1}},
    ],
)
def test_e61_json_ld_of_any_type(said: dict[str, object]) -> None:
    found = page(ARTICLE, described(**said))
    assert found.blocks
    assert found.title == "Drones fall on palace"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"a":NaN,"b":' + "9" * 5000 + "}",
        "null",
        '"x"',
        "<!-- {} -->",
        '{"@graph":{"@graph":3}}',
    ],
)
def test_e61_broken_json_ld(script: str) -> None:
    assert page(ARTICLE, f'<script type="application/ld+json">{script}</script>').blocks


def test_json_ld_in_a_graph_with_comments_and_trailing_commas() -> None:
    script = (
        '<script type="application/ld+json">/*<![CDATA[*/{"@graph":[{"@type":"WebPage"},{"@type":['
        '"http://schema.org/ReportageNewsArticle"],"headline":"Drones fall on '
        'palace","datePublished":"2023-05-05",'
        '"author":[{"@type":"Person","name":"Jane '
        'Roe"},{"name":"John\nDoe"}],"publisher":{"name":"The Example"},}]}/*]]>*/'
        "</script>"
    )
    found = page(ARTICLE, script)
    assert (str(found.published), found.authors, found.outlet) == (
        "2023-05-05",
        ("Jane Roe", "John Doe"),
        "The Example",
    )


def test_the_described_article_is_the_one_of_the_headline() -> None:
    other = described(headline="Another story", datePublished="2020-01-01")
    assert str(page(ARTICLE, other + described(datePublished="2023-05-05")).published) == "2023-05-05"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<meta property='og:title' content='Drones fall | Example'>",
            "<h1>Drones fall on palace</h1>",
            "Drones fall on palace",
        ),
        (described(headline="Palace burns"), "<h1>The Example</h1>", "Palace burns"),
        (
            "<meta "
            "property='og:site_name' "
            "content='The "
            "Example'><meta "
            "property='og:title' "
            "content='Palace "
            "burns - The Example'>",
            "",
            "Palace burns",
        ),
        ("", "", "Drones fall on palace"),
    ],
)
def test_titles(head: str, body: str, title: str) -> None:
    assert page(f"{body}<article>{PARAGRAPHS}</article>", head).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (described(author="Jane Roe and John Doe"), "", ("Jane Roe", "John Doe")),
        ("<meta name=author content='By Jane Roe'>", "", ("Jane Roe",)),
        (
            "<meta property='article:author' content='https://facebook.com/jane'>",
            "<a rel=author href=/j>Jane Roe</a>",
            ("Jane Roe",),
        ),
        ("", "<div class='byline'>By Jane Roe in Kyiv</div>", ("Jane Roe",)),
        ("", "<aside class='related'><span class='author'>John Doe</span></aside>", ()),
    ],
)
def test_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert (
        page(f"<article><h1>Drones fall on palace</h1>{body}{PARAGRAPHS}</article>", head).authors == authors
    )


@pytest.mark.parametrize(
    ("head", "url", "canonical"),
    [
        ("<link rel=canonical href='/2023/a'>", "https://x.example/b?utm=1", "https://x.example/2023/a"),
        ("<link rel=canonical href='//y.example/a'>", "https://x.example/b", "https://y.example/a"),
        (
            "<link rel=canonical href='https://x.example/'>",
            "https://x.example/2023/b",
            "https://x.example/2023/b",
        ),
        ("<link rel=canonical href='https://x.example/'>", None, None),
        ("<link rel=canonical href='javascript:x'>", "https://x.example/b", "https://x.example/b"),
        (
            "<base href='javascript:alert(1)'><link rel=canonical href='c'>",
            "https://x.example/a/b",
            "https://x.example/a/c",
        ),
        ("<base href='/d/'><link rel=canonical href='c'>", "https://x.example/a/b", "https://x.example/d/c"),
        ("<meta property='og:url' content='https://x.example/og'>", None, "https://x.example/og"),
        ("<link rel=canonical href='https://u:p@x.example/a#f'>", None, "https://x.example/a"),
        ("<link rel=canonical href='http://[::1'>", "file:///a.html", None),
        ("<link rel=canonical href='a'>", None, None),
    ],
)
def test_e67_addresses(head: str, url: str | None, canonical: str | None) -> None:
    assert page(ARTICLE, head, url=url).url == canonical


def test_a_saved_page_knows_where_it_came_from() -> None:
    raw = f"<!-- saved from url=(0030)https://x.example/2023/a.html --><html><body>{ARTICLE}".encode()
    assert read(raw).url == "https://x.example/2023/a.html"


def test_languages() -> None:
    assert page(ARTICLE).language == "en"
    assert page(ARTICLE.replace("<article>", "<article lang=de>")).language == "en"
