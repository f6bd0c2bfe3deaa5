"""OPML in and out: the list of feeds a person brings along or takes away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from index import text as texts
from index.errors import NotAFeedError
from index.feedmodel import FeedCard, FeedLink
from index.feeds import fields, gate
from index.model import Skipped

MAX_OUTLINES = 10_000
"""How many entries of one list are read."""

_ROOTS = frozenset({"opml", "outline", "body"})
_OUTLINE = re.compile(r"<outline\b(?:[^<>\"']|\"[^\"]{0,20000}\"|'[^']{0,20000}')*+>", re.IGNORECASE)
_CLOSES = re.compile(r"\s*</outline\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:xmlUrl|url|htmlUrl)\s*=", re.IGNORECASE)
_PAGE = re.compile(r"\bhtmlUrl\s*=", re.IGNORECASE)
_ONLY_PAGE = "names a page and no feed; add the page's address to have it searched for feeds"
_COMMAND = re.compile(r"\s(?:filtercmd|exec|command)\s*=", re.IGNORECASE)


def read_opml(raw: bytes) -> tuple[tuple[FeedLink, ...], tuple[Skipped, ...]]:
    """The feeds of an OPML file in its order, each address once, and what was left out with the reason.

    Only http(s) addresses are feeds: commands (`|...`, `filtercmd`), local paths and other schemes are left
    out. Folders are not kept. Raises NotAFeedError for what is no OPML or is refused by `index.feeds.gate`.
    """
    document = gate.admit(raw, roots=_ROOTS, what="list of feeds", depth=None)
    if document.root not in _ROOTS:
        raise NotAFeedError("not a list of feeds: the file holds no OPML", do="export one from your reader")
    links: dict[str, FeedLink] = {}
    skipped: list[Skipped] = []
    number = 0
    for found in _OUTLINE.finditer(document.text):
        leaf = found[0].endswith("/>") or bool(_CLOSES.match(document.text, found.end()))
        if not leaf and not _ADDRESS.search(found[0]):
            continue  # a folder
        number += 1
        if number > MAX_OUTLINES:
            why = f"holds more than {MAX_OUTLINES:,} entries; import the rest apart"
            skipped.append(Skipped("the list", why))
            break
        read = _read(found[0])
        if isinstance(read, FeedLink) and read.url in links:
            read = Skipped(read.title or read.url, "is in the list twice; it was taken once")
        if isinstance(read, FeedLink):
            links[read.url] = read
        else:
            skipped.append(read)
    return tuple(links.values()), tuple(skipped)


def _read(tag: str) -> FeedLink | Skipped:
    """The feed of one outline, or why there is none.

    listparser is given each outline alone: a list nested ever so deeply stays flat for it, and an entry it
    cannot read costs no other.
    """
    kind, entry = _listparser(tag)
    title = texts.clean_line(str(entry.get("title") or ""))[:300] or None
    url = str(entry.get("url") or "")
    shown = title or texts.clean_line(url)[:300] or "an entry without a name"
    if kind == "none":
        page = _PAGE.search(tag)
        return Skipped(_name(tag), _ONLY_PAGE if page else "has no feed's address (`xmlUrl`)")
    if _COMMAND.search(tag):
        return Skipped(shown, "runs a command of its own, which is never done")
    if kind == "lists":
        return Skipped(shown, "is another list of feeds; import that one itself")
    if kind == "opportunities":
        return Skipped(shown, _ONLY_PAGE)
    address = fields.address(url)
    return FeedLink(address, title) if address else Skipped(shown, _why_not(url))


def _listparser(tag: str) -> tuple[str, dict[str, Any]]:
    """What listparser takes an outline for (feeds, lists, opportunities, none), and what it read in it."""
    import listparser

    closed = tag if tag.endswith("/>") else f"{tag[:-1]}/>"
    raw = f'<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><body>{closed}</body></opml>'
    try:
        harvest = listparser.parse(raw.encode("utf-8"))
    except Exception:  # noqa: BLE001  (one entry that cannot be read costs no other)
        return "none", {}
    for kind in ("feeds", "lists", "opportunities"):
        if harvest.get(kind):
            return kind, dict(harvest[kind][0])
    return "none", {}


def _name(tag: str) -> str:
    found = re.search(r"\b(?:text|title)\s*=\s*(?:\"([^\"]{1,300})|'([^']{1,300}))", tag, re.IGNORECASE)
    name = fields.title(found[1] or found[2]) if found else None
    return name or "an entry without a name"


def _why_not(url: str) -> str:
    text = url.strip().lower()
    if text.startswith("|"):
        return "its address is a command, which is never run"
    if text.startswith(("file:", "/", "~", ".")):
        return "its address is a local path, which is not read; only http and https are"
    return "its address is no web address (http or https)"


def write_opml(feeds: Sequence[FeedCard]) -> str:
    """An OPML 2.0 document of `feeds`, as other readers take it."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Feeds of bylines"
    body = ElementTree.SubElement(root, "body")
    for feed in feeds:
        title = texts.clean_line(feed.title) or texts.clean_line(feed.url)
        url = texts.clean_line(feed.url)
        ElementTree.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=url)
    ElementTree.indent(root)
    made = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{made}\n'
