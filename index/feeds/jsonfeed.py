"""JSON Feed 1 and 1.1; wrong types cost a value, never the feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from index import text as texts
from index.charsets import decode
from index.errors import NotAFeedError
from index.feedmodel import FeedItem, ParsedFeed
from index.feeds import fields, fulltext
from index.feeds.gate import CHECK, MAX_BYTES, MEND
from index.feeds.plain import as_html

_SPACE = b" \t\r\n\xef\xbb\xbf\xff\xfe\0"


def looks_like_json(raw: bytes) -> bool:
    """Whether the first character that is no white space begins a JSON object or array."""
    return raw[:1024].lstrip(_SPACE)[:1] in (b"{", b"[")


def parse(raw: bytes, *, url: str, most: int) -> ParsedFeed:
    """The feed in `raw`, read at `url`; at most its first `most` items. Raises NotAFeedError."""
    if len(raw) > MAX_BYTES:
        raise NotAFeedError(f"not read: larger than {MAX_BYTES // 2**20} MiB", do=MEND)
    data = _object(raw)
    items = data.get("items")
    version = data.get("version")
    if not isinstance(items, list) or not (
        (isinstance(version, str) and "jsonfeed.org" in version) or any(_is_item(item) for item in items)
    ):
        raise NotAFeedError("not a feed: this is JSON, but no JSON Feed", do=CHECK["feed"])
    tongue = fields.language(data.get("language"))
    fallback = tuple(_authors(data))
    good = [item for item in items if isinstance(item, dict)]
    notes = []
    if len(good) < len(items):
        notes.append(f"{len(items) - len(good)} items are no objects")
    if len(good) > most:
        notes.append(f"holds {len(good)} items, of which {most} were read")
    return ParsedFeed(
        title=fields.title(data.get("title")),
        home=fields.address(data.get("home_page_url"), url),
        language=tongue,
        items=tuple(made for item in good[:most] if (made := _item(item, url, tongue, fallback)) is not None),
        damaged="; ".join(notes) or None,
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(decode(raw).lstrip("\ufeff \t\r\n\0"))
    except RecursionError as error:
        raise NotAFeedError("not a feed: JSON nested too deeply", do=MEND) from error
    except ValueError as error:
        raise NotAFeedError(
            f"not a feed: broken JSON ({texts.clean_line(str(error))[:120]})", do=CHECK["feed"]
        ) from error
    if not isinstance(data, dict):
        raise NotAFeedError("not a feed: this is JSON, but no JSON Feed", do=CHECK["feed"])
    return data


def _is_item(item: object) -> bool:
    return isinstance(item, dict) and "id" in item and ("content_html" in item or "content_text" in item)


def _item(
    data: dict[str, Any], url: str, tongue: str | None, fallback: tuple[object, ...]
) -> FeedItem | None:
    body = _text(data, "content_html")
    if not body:
        body = as_html(_text(data, "content_text"), plain=True)
    content = bool(body)
    if not body:
        body = as_html(_text(data, "summary"), plain=True)
    heading = fields.title(data.get("title"))
    link = fields.address(data.get("url"), url) or fields.address(data.get("external_url"), url)
    guid = _guid(data.get("id"))
    if not (heading or body or link or guid):
        return None
    return FeedItem(
        guid=guid,
        url=link or (fields.address(guid) if guid else None),
        title=heading,
        authors=fields.authors(tuple(_authors(data)) or fallback),
        published=fields.published(data.get("date_published")) or fields.published(data.get("date_modified")),
        html=body,
        full=fulltext.is_full(body, content=content),
        language=fields.language(data.get("language")) or tongue,
    )


def _text(data: dict[str, Any], key: str) -> str:
    raw = data.get(key)
    return raw if isinstance(raw, str) else ""


def _guid(raw: object) -> str | None:
    """Ids should be strings, and are numbers in some feeds."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    try:
        return fields.line(str(raw))
    except ValueError:  # an integer of more than 4,300 digits
        return None


def _authors(data: dict[str, Any]) -> Iterator[object]:
    """The names of `authors` (1.1) or `author` (1)."""
    listed = data.get("authors")
    for author in [*(listed if isinstance(listed, list) else ()), data.get("author")]:
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and name.strip():
            yield name
