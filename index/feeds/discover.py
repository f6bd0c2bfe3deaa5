"""The feeds that a page names, and whether bytes are a feed at all."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from index.charsets import decode
from index.feedmodel import FeedLink
from index.feeds import fields, gate, jsonfeed

HEAD = 512 * 1024
"""How much of a page is searched, in bytes."""

MAX_LINKS = 50
"""How many feeds of one page are told."""

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_JSON = "application/json"
_LOOSE_TYPES = frozenset({"application/xml", "text/xml", "application/x-rss+xml"})
_NOISE = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript)\b.*?(?:</\1\b|\Z)", re.I | re.S)
_END_OF_HEAD = re.compile(r"</head\b|<body\b", re.IGNORECASE)
_TAG = re.compile(r"<(link|base)\b((?:[^<>\"']|\"[^\"]{0,5000}\"|'[^']{0,5000}')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]{0,40})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`]+))")
_FEED_ROOT = re.compile(r"<(?:[\w.-]{1,60}:)?(?:rss|feed|rdf)[\s>:]", re.IGNORECASE)
_JSON_FEED = re.compile(rb"\"version\"\s*:\s*\"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org")


def feed_links(raw: bytes, url: str) -> tuple[FeedLink, ...]:
    """The feeds that the head of the page in `raw`, which was read at `url`, declares; each address once.

    `<link rel="alternate">` of a feed's type counts; `<base href>` is honoured when it is http(s); only
    absolute http(s) addresses come out.
    """
    text = _NOISE.sub(" ", decode(raw[:HEAD]))
    end = _END_OF_HEAD.search(text)
    links: dict[str, FeedLink] = {}
    base = url
    based = False
    for name, attributes in _tags(text[: end.start()] if end else text):
        if name == "base":
            if not based and attributes.get("href"):
                base, based = fields.address(attributes["href"], url) or url, True
            continue
        if _is_feed(attributes):
            address = fields.address(attributes.get("href"), base)
            if address and len(links) < MAX_LINKS:
                links.setdefault(address, FeedLink(address, fields.title(attributes.get("title"))))
    return tuple(links.values())


def looks_like_feed(raw: bytes, content_type: str | None) -> bool:
    """Whether bytes are a feed, by their beginning; by the type the server names where that tells nothing."""
    head = decode(raw[:8192])
    begin = gate.root(head)
    if begin is not None and _FEED_ROOT.match(head, begin):
        return True
    kind = (content_type or "").split(";")[0].strip().lower()
    if jsonfeed.looks_like_json(raw):
        return kind == "application/feed+json" or bool(_JSON_FEED.search(raw[:65536]))
    return kind in _TYPES and not (begin is not None and head.startswith("<html", begin))


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _TAG.finditer(text):
        attributes: dict[str, str] = {}
        for pair in _ATTRIBUTE.finditer(found[2]):
            value = next((part for part in pair.groups()[1:] if part is not None), "")
            attributes.setdefault(pair[1].lower(), html.unescape(value).strip())
        yield found[1].lower(), attributes


def _is_feed(attributes: dict[str, str]) -> bool:
    relations = attributes.get("rel", "").lower().split()
    kind = attributes.get("type", "").split(";")[0].strip().lower()
    if "stylesheet" in relations:
        return False
    if "alternate" in relations:
        # Sites name their API in JSON as an alternate, too; a feed has a title or says it in its address.
        api = kind == _JSON and "feed" not in attributes.get("href", "").lower()
        return (kind in _TYPES or kind in _LOOSE_TYPES or kind == _JSON) and not api
    return "feed" in relations and (not kind or kind in _TYPES or kind in _LOOSE_TYPES)
