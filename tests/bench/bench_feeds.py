"""Reading feed items held against feedparser alone on the same bytes; see `report`."""

from __future__ import annotations

import html
import random
import statistics
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import resources
from time import perf_counter

ITEMS = 1_000
ROUNDS = 5
URL = "https://feeds.example.org/news.xml"
_LINK = '<a href="https://news.example.org/topic/{0}?utm_source=rss">{1}</a>'


def report() -> str:
    """Times of both, interleaved, medians; for items with whole texts and for teasers."""
    lines = [f"Reading {ITEMS:,} items of a feed: parsed, and made into drafts; medians of {ROUNDS} rounds"]
    for name, raw in (("whole texts", feed(ITEMS)), ("teasers", feed(ITEMS, teasers=True))):
        ours, parsing, theirs = _measured(raw)
        lines.append(
            f"  {name} ({len(raw) / 2**20:.1f} MiB): feedparser {theirs:.2f} s, bylines {ours:.2f} s"
            f" (parsing {parsing:.2f} s): {ours / theirs:.2f} of feedparser, {ITEMS / ours:,.0f} items/s"
        )
    return "\n".join(lines)


def _measured(raw: bytes) -> tuple[float, float, float]:
    """Median seconds of ours (whole, parsing alone) and of feedparser alone as it comes."""
    import feedparser

    from index.feeds.items import item_draft
    from index.feeds.parse import parse_feed

    def drafts() -> None:
        for item in parse_feed(raw, url=URL).items:
            item_draft(item, feed_url=URL, outlet="Example Herald")

    headers = {"content-location": URL, "content-type": "application/rss+xml; charset=utf-8"}
    works: tuple[Callable[[], object], ...] = (
        drafts,
        lambda: parse_feed(raw, url=URL),
        lambda: feedparser.parse(raw, response_headers=headers),
    )
    times: list[list[float]] = [[], [], []]
    for _ in range(ROUNDS):
        for work, found in zip(works, times, strict=True):
            began = perf_counter()
            work()
            found.append(perf_counter() - began)
    ours, parsing, theirs = map(statistics.median, times)
    return ours, parsing, theirs


def feed(items: int, *, teasers: bool = False) -> bytes:
    """An RSS 2.0 document as weblog software writes it, its texts drawn from the seeds' paragraphs."""
    draw = random.Random(11)
    paragraphs = _paragraphs()
    now = datetime(2023, 5, 5, 12, tzinfo=UTC)
    made = []
    for number in range(items):
        body = draw.sample(paragraphs, min(len(paragraphs), draw.randint(6, 14)))
        when = format_datetime(now - timedelta(minutes=17 * number))
        title = html.escape(" ".join(draw.choice(body).split()[:9]), quote=False)
        text = "".join(f"<p>{_linked(html.escape(part, quote=False), draw)}</p>\n" for part in body)
        teaser = f"<p>{html.escape(body[0][:300], quote=False)} [&#8230;]</p>"
        content = "" if teasers else f"<content:encoded><![CDATA[{text}]]></content:encoded>"
        made.append(
            f"<item><title>{title}</title><link>https://news.example.org/{number}/</link>"
            f"<dc:creator><![CDATA[Jane Roe]]></dc:creator><pubDate>{when}</pubDate>"
            f"<category>World</category>"
            f'<guid isPermaLink="false">https://news.example.org/?p={number}</guid>'
            f"<description><![CDATA[{teaser}]]></description>{content}</item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>Example Herald</title><link>https://news.example.org</link><language>en-US</language>"
        f"{''.join(made)}</channel></rss>"
    ).encode()


def _linked(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    place = draw.randrange(len(words))
    words[place] = _LINK.format(draw.randrange(1000), words[place])
    return " ".join(words)


def _paragraphs() -> list[str]:
    texts = [path for path in resources.files("seeds").iterdir() if path.name.endswith(".txt")]
    lines = [line.strip() for path in sorted(texts, key=lambda path: path.name) for line in _read(path)]
    return list(dict.fromkeys(line for line in lines if len(line) > 80))


def _read(path: resources.abc.Traversable) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
