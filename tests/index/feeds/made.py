"""Feeds and pages made of few words, for tests."""

from __future__ import annotations

from html import escape

from tests.index.fetch.servers import answer

TEASER = "The council met on Friday …"


def text(about: str, paragraphs: int = 8) -> str:
    """A whole article's text as HTML."""
    return "".join(
        f"<p>The council of {about} met on Friday for the {number}. time and voted on the bridge over the"
        f" river, which was built {number + 40} years ago and has been closed to all traffic since March.</p>"
        for number in range(1, paragraphs + 1)
    )


def item(
    title: str | None, *, link: str | None = None, guid: str | None = None, body: str | None = None
) -> str:
    """An RSS item; its text is a whole article unless `body` is given."""
    parts = [
        f"<title>{escape(title)}</title>" if title else "",
        f"<link>{escape(link)}</link>" if link else "",
        f'<guid isPermaLink="false">{escape(guid)}</guid>' if guid else "",
        f"<description>{escape(text(title or 'a town') if body is None else body)}</description>",
        "<pubDate>Fri, 05 May 2023 10:00:00 GMT</pubDate>",
    ]
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, title: str = "Example Herald", link: str = "") -> bytes:
    """An RSS document."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{escape(link)}</link>{''.join(items)}</channel></rss>"
    ).encode()


def feed(*items: str, title: str = "Example Herald", **headers: str) -> bytes:
    """An answer that holds a feed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(rss(*items, title=title), headers={"Content-Type": "application/rss+xml", **named})


def page(title: str, body: str | None = None, *, head: str = "") -> bytes:
    """An answer that holds an article's page."""
    html = (
        f"<!doctype html><html lang=en><head><title>{escape(title)}</title>{head}</head>"
        f"<body><main><article><h1>{escape(title)}</h1>{text(title) if body is None else body}</article>"
        "</main></body></html>"
    )
    return answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
