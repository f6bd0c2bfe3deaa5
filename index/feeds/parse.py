"""Feed documents: RSS, RDF and Atom by feedparser, JSON Feed by `index.feeds.jsonfeed`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index import text as texts
from index.errors import NotAFeedError
from index.feedmodel import FeedItem, ParsedFeed
from index.feeds import fields, fulltext, gate, jsonfeed
from index.feeds.plain import as_html
from index.model import Published

MAX_ITEMS = 2_000
"""How many items of one document are read; of more, the newest."""

MAX_BROKEN = 2 * 2**20
"""How much of a document is read that is not well-formed, in characters: reading it is slow."""

# Tags of extensions that hold no text of an article; where they are misplaced, feedparser fails on them.
_EXTENSIONS = re.compile(
    rb"</?(?!(?:atom|a10|content|dc|dcterms|rdf|rss|media|xhtml|feedburner):)[A-Za-z][\w.-]{0,40}:[^<>]*>"
)
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_START_OF_ITEM = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DATE = re.compile(r"<(?:pubDate|published|updated|dc:date)>([^<]{1,100})<")
_END_OF_ITEM = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>", re.IGNORECASE)
_BASE = re.compile(r"\bbase\s*=")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def parse_feed(raw: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
    """The feed in `raw`, which was read at `url`; relative addresses are resolved against that.

    Raises NotAFeedError for what is no feed, is larger than `gate.MAX_BYTES`, nested deeper than
    `gate.MAX_DEPTH`, or declares entities. At most `MAX_ITEMS` items are read. A document that is not
    well-formed is read as far as whole items go, and `damaged` says so.
    """
    if jsonfeed.looks_like_json(raw):
        return jsonfeed.parse(raw, url=url, most=MAX_ITEMS)
    charset = _CHARSET.search(content_type or "")
    document = gate.admit(raw, roots=_ROOTS, charset=charset[1] if charset else None)
    if document.root not in _ROOTS:
        raise _no_feed(document)
    text, notes = _bounded(document)
    result = _feedparser(text, url)
    entries = [entry for entry in result.get("entries", ()) if isinstance(entry, dict)][:MAX_ITEMS]
    feed = result.get("feed") or {}
    if not result.get("version") and not entries and not dict.get(feed, "title"):
        raise _no_feed(document)
    tongue = fields.language(dict.get(feed, "language"))
    return ParsedFeed(
        title=fields.title(dict.get(feed, "title")),
        home=fields.address(dict.get(feed, "link"), url),
        language=tongue,
        items=tuple(item for entry in entries if (item := _item(entry, url, tongue)) is not None),
        damaged="; ".join(notes) or None,
    )


def _no_feed(document: gate.Document) -> NotAFeedError:
    if document.root in ("html", "head", "body"):
        return NotAFeedError("not a feed: this is a web page", do="look on the site for its feed's address")
    if document.root == "opml":
        return NotAFeedError(
            "not a feed: this is a list of feeds (OPML), which can be imported", do="save it, then import it"
        )
    root = texts.clean_line(document.root)[:40]
    return NotAFeedError(f"not a feed: its outermost element is <{root}>", do=gate.CHECK["feed"])


def _bounded(document: gate.Document) -> tuple[str, list[str]]:
    """The document's text with whole items only and at most MAX_ITEMS of them, and what is to be said."""
    text, notes = document.text, []
    if document.cleaned:
        notes.append("holds control characters, which were removed")
    if document.problem:
        notes.append(document.problem)
    ends = [found.end() for found in _END_OF_ITEM.finditer(text)]
    if document.problem and not document.mended:
        closed = re.search(rf"</(?:[\w.-]+:)?{re.escape(document.root)}\s*>", text, re.IGNORECASE)
        if not closed or len(text) > MAX_BROKEN:
            ends = [end for end in ends if end <= MAX_BROKEN]
            notes.append("cut short" if not closed else f"only its first {MAX_BROKEN // 2**20} MiB were read")
            text = text[: ends[-1]] if ends else text[:MAX_BROKEN]
    if len(ends) > MAX_ITEMS:
        notes.append(f"holds {len(ends)} items, of which {MAX_ITEMS} were read")
        text = _newest(text, ends)
    return text, notes


def _newest(text: str, ends: list[int]) -> str:
    """The document with MAX_ITEMS items: its first ones, or the last where the newest stand at the end."""
    first, last = (_DATE.search(text, end) for end in (_start(text, ends[0]), _start(text, ends[-1])))
    dates = [fields.published(found[1].strip()) if found else None for found in (first, last)]
    if dates[0] and dates[1] and str(dates[0])[:10] < str(dates[1])[:10]:
        return text[: _start(text, ends[0])] + text[ends[-MAX_ITEMS - 1] :]
    return text[: ends[MAX_ITEMS - 1]]


def _start(text: str, end: int) -> int:
    """Where the item begins that ends at `end`."""
    starts = [found.start() for found in _START_OF_ITEM.finditer(text, max(0, end - 100_000), end)]
    return starts[-1] if starts else end


def _feedparser(text: str, url: str) -> dict[str, Any]:
    """What feedparser reads in `text`. Raises NotAFeedError when it fails."""
    import feedparser

    raw = b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8")
    headers = {"content-type": "application/xml; charset=utf-8"}
    if _BASE.search(text):
        # Only xml:base needs to know where the document is; feedparser joins addresses at every tag then.
        headers["content-location"] = url
    for attempt in (raw, _EXTENSIONS.sub(b"", raw)):
        try:
            # All markup is dropped later, so neither its links nor its dangers need work here.
            return dict(
                feedparser.parse(
                    attempt, response_headers=headers, resolve_relative_uris=False, sanitize_html=False
                )
            )
        except Exception as error:  # noqa: BLE001  (whatever a document does to the parser, its reader is told)
            why = texts.clean_line(f"{type(error).__name__}: {error}")[:200]
    raise NotAFeedError(f"not a feed that can be read: {why}", do=gate.CHECK["feed"])


def _item(entry: dict[str, Any], url: str, tongue: str | None) -> FeedItem | None:
    body, content = _body(entry)
    heading = fields.title(dict.get(entry, "title"))
    link = _link(entry, url)
    guid = fields.line(dict.get(entry, "id"))
    if not (heading or body or link or guid):
        return None
    return FeedItem(
        guid=guid,
        url=link,
        title=heading,
        authors=fields.authors(_authors(entry)),
        published=_published(entry),
        html=body,
        full=fulltext.is_full(body, content=content),
        language=_language(entry) or tongue,
    )


def _link(entry: dict[str, Any], url: str) -> str | None:
    named = dict.get(entry, "link")
    if dict.get(entry, "guidislink") and named == dict.get(entry, "id") and "/" not in str(named):
        # A guid that calls itself an address, as all do that say nothing of it, and is none.
        named = None
    for raw in (dict.get(entry, "feedburner_origlink"), named):
        found = fields.address(raw, url)
        if found:
            return found
    for link in dict.get(entry, "links") or ():
        if isinstance(link, dict) and dict.get(link, "rel", "alternate") == "alternate":
            found = fields.address(dict.get(link, "href"), url)
            if found:
                return found
    return None


def _authors(entry: dict[str, Any]) -> Iterator[object]:
    found = False
    for author in dict.get(entry, "authors") or ():
        if isinstance(author, dict) and dict.get(author, "name"):
            found = True
            yield dict.get(author, "name")
    if not found:
        yield dict.get(entry, "author")


def _published(entry: dict[str, Any]) -> Published | None:
    for key in ("published", "created", "updated"):
        found = fields.published(dict.get(entry, key), dict.get(entry, f"{key}_parsed"))
        if found is not None:
            return found
    return None


def _language(entry: dict[str, Any]) -> str | None:
    own = fields.language(dict.get(entry, "language"))
    if own:
        return own
    for part in (*(dict.get(entry, "content") or ()), dict.get(entry, "summary_detail")):
        if isinstance(part, dict):
            found = fields.language(dict.get(part, "language"))
            if found:
                return found
    return None


def _body(entry: dict[str, Any]) -> tuple[str, bool]:
    """The longest text of an item as HTML, and whether it is its content and not only a summary."""
    parts = [part for part in dict.get(entry, "content") or () if isinstance(part, dict)]
    contents = [_html(part, "value", dict.get(part, "type")) for part in parts]
    detail = dict.get(entry, "summary_detail")
    kind = dict.get(detail, "type") if isinstance(detail, dict) else "text/html"
    summary = _html(entry, "summary", kind)
    content = max(contents, key=len, default="")
    return (content, True) if len(content) >= len(summary) and content else (summary, False)


def _html(part: dict[str, Any], key: str, kind: object) -> str:
    raw = dict.get(part, key)
    return as_html(raw, plain=kind == "text/plain") if isinstance(raw, str) else ""
