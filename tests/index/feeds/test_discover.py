"""The feeds a page declares, and what is a feed itself."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.feedmodel import FeedLink
from index.feeds.discover import feed_links, looks_like_feed

URL = "https://herald.example/news/a.html"
RSS = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'


def links(html: str, url: str = URL) -> tuple[FeedLink, ...]:
    return feed_links(html.encode(), url)


def test_links_of_all_kinds_each_once():
    html = (
        "<!doctype html><html><head><title>x</title>"
        + RSS.format("News &amp; more", "/feed")
        + RSS.format("again", "https://herald.example/feed")
        + "<LINK HREF=atom.xml TYPE='application/atom+xml' REL='ALTERNATE home' />"
        + '<link rel="alternate" type="application/feed+json" href="feed.json">'
        + '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">'
        + '<link rel="alternate" hreflang="de" href="/de/">'
        + '<link rel="stylesheet" type="text/css" href="/x.css">'
        + "</head><body>"
        + RSS.format("in the body", "/body")
        + "</body></html>"
    )
    assert links(html) == (
        FeedLink("https://herald.example/feed", "News & more"),
        FeedLink("https://herald.example/news/atom.xml", None),
        FeedLink("https://herald.example/news/feed.json", None),
    )


def test_comments_and_scripts_hold_no_links():
    hidden = RSS.format("x", "/hidden")
    assert links(f"<head><!-- {hidden} --><script>'{hidden}'</script><template>{hidden}</template>") == ()


@pytest.mark.parametrize(
    ("base", "wanted"),
    [
        ("https://other.example/x/", "https://other.example/x/feed"),
        ("/sub/", "https://herald.example/sub/feed"),
        ("javascript:x", "https://herald.example/news/feed"),
        ("file:///etc/", "https://herald.example/news/feed"),
        ("//cdn.example/", "https://cdn.example/feed"),
    ],
)
def test_e67_the_base_counts_when_it_is_a_web_address(base, wanted):
    assert [link.url for link in links(f'<head><base href="{base}">' + RSS.format("x", "feed"))] == [wanted]


@pytest.mark.parametrize(
    "href", ["javascript:x", "file:///etc/passwd", "data:x", "", "http://[", "feed:http:"]
)
def test_other_schemes_are_dropped(href):
    assert all(link.url.startswith("https://herald.example/") for link in links(RSS.format("x", href)))
    assert "file:" not in str(links(RSS.format("x", href)))


def test_only_the_head_of_a_long_page_is_searched_and_nothing_is_slow():
    assert links(" " * 600_000 + RSS.format("x", "/late")) == ()
    began = process_time()
    for piece in ("<link ", '<link rel="', "<!--", "<script>", "<base href='\"", "<link a=", "<style><", RSS):
        links(piece * 60_000)
    for piece in ("<?", "<!--", "<!---->", "<!DOCTYPE ", "<!DOCTYPE x [] >", " ", "<?>"):
        looks_like_feed(piece.encode() * 60_000, None)
    assert process_time() - began < 30


def test_a20_controls_in_a_links_title():
    ((link),) = links(RSS.format("e&#27;[31mred\x1b]0;t\x07\u202e", "/f"))
    assert link.title is not None
    assert not set(link.title) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("raw", "content_type", "is_feed"),
    [
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0">', "text/html", True),
        (b"\xef\xbb\xbf <feed xmlns='http://www.w3.org/2005/Atom'>", None, True),
        ("<?xml version='1.0' encoding='utf-16'?><rss version='2.0'>".encode("utf-16"), None, True),
        (b"<rdf:RDF xmlns:rdf='x'>", None, True),
        (b"<!DOCTYPE rss [<!ELEMENT a ANY>]><rss>", None, True),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json", True),
        (b'{"items": []}', "application/feed+json; charset=utf-8", True),
        (b'{"items": []}', "application/json", False),
        (b"<!doctype html><html><body>&lt;rss>", "text/html", False),
        (b"<html>", "application/rss+xml", False),
        (b"<br>warning<rss>", "application/rss+xml", True),
        (b"<opml version='2.0'>", "text/xml", False),
        (b"", None, False),
        (b"words", "text/plain", False),
    ],
)
def test_looks_like_feed(raw, content_type, is_feed):
    assert looks_like_feed(raw, content_type) is is_feed


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text("<>/ linkbasehref=\"'&#;:!-rel", max_size=200).map(str.encode)
    ),
    st.one_of(st.none(), st.text(max_size=20)),
)
def test_any_bytes_have_links_or_none(raw, content_type):
    for page in (raw, b'<link rel=alternate type="application/rss+xml" href="' + raw):
        for link in feed_links(page, URL):
            assert link.url.startswith(("http://", "https://"))
        looks_like_feed(page, content_type)
