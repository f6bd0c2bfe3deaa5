"""A page's bytes to a Page: parse once, drop what is hidden, let trafilatura find the body, type its parts.

Runs in the worker process; nothing here may be imported by the reader itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import copy
from functools import cache
from typing import Any

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import Extractor as Options

from index.ingest import language
from index.ingest.html import addresses, blocks, captions, hidden, metadata, walls
from index.ingest.html.model import Page
from index.ingest.html.source import Source, Tree

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_CLASSES: Any = etree.XPath("descendant::*/@class", smart_strings=False)
_MAY_BE_HIDDEN: Any = etree.XPath("descendant::*[@style or @hidden]")
_SHOWN = 60_000
_SAMPLE = 2000


def read(raw: bytes, *, url: str | None = None, charset: str | None = None) -> Page:
    """The article of a page, or a page with its `wall`; never raises for what a page may hold."""
    source = Source(raw, charset)
    tree = source.tree()
    if tree is None:
        return Page()
    classes = " ".join(set(_CLASSES(tree)))
    said = metadata.read(tree, source, classes, url)
    drop_hidden(tree)
    paid = said.free is False
    for element in list(tree.iter("script", "style", "template")):
        # What JSON-LD calls the article's body is used where the page has nothing else, and never behind
        # a paywall, where it is no text of the page.
        if element.tag != "script" or paid or "ld+json" not in (element.get("type") or ""):
            element.drop_tree()
    extracted = _extracted(tree, said.url)
    found = blocks.paras(extracted, source.restored) if extracted is not None else []
    seen = _seen(tree, source, said, [para.text for para in found], url)
    wall = walls.wall(seen)
    if wall is not None:
        return Page(title=said.title, outlet=said.outlet, url=said.url, wall=wall)
    beside = captions.beside(tree, classes, found, said.title, source.restored)
    typed, dateline = blocks.lines(found, said.title, beside)
    tongue = language.detect("\n".join(para.text for para in found)[:_SAMPLE]) or said.language
    return Page(
        blocks=tuple(typed),
        title=said.title,
        authors=said.authors,
        published=said.published,
        outlet=said.outlet,
        url=said.url,
        language=tongue,
        dateline=dateline,
    )


def _extracted(tree: Tree, url: str | None) -> Any:
    """trafilatura's tree of the body, or None. Metadata is read here, and dates are never guessed by it."""
    options = copy(_options())
    options.url = url
    document: Any = bare_extraction(tree, options=options)
    return None if document is None else document.body


@cache
def _options() -> Any:
    """trafilatura's settings; made once, as that takes a tenth of a page's time."""
    return Options(comments=False, tables=True, dedup=False, with_metadata=False)


def drop_hidden(tree: Tree) -> None:
    """Take out the elements that a person does not see, as far as their own attributes tell."""
    styled = any(True for _ in _style_sheets(tree))
    paragraphs = None
    for element in _MAY_BE_HIDDEN(tree):
        if element.tag in ("html", "body") or element.getparent() is None:
            continue
        behind = _behind(element, styled) if "color" in (element.get("style") or "").lower() else None
        if not hidden.is_hidden(element.attrib, behind):
            continue
        if not hidden.is_gone(element.attrib):
            # What holds most of the page's paragraphs is the page: a script fades it in.
            paragraphs = paragraphs or _count(tree, "p")
            if _count(element, "p") > max(2, paragraphs / 2):
                continue
        element.drop_tree()


def _count(tree: Tree, tag: str) -> int:
    return sum(1 for _ in tree.iter(tag))


def _style_sheets(tree: Tree) -> Iterator[Tree]:
    yield from tree.iter("style")
    yield from (link for link in tree.iter("link") if "stylesheet" in (link.get("rel") or "").lower())


def _behind(element: Tree, styled: bool) -> str | None:
    """The colour behind an element: an ancestor's; else white, unless a style sheet may say otherwise."""
    for above in element.iterancestors():
        painted = hidden.background_of(above.attrib)
        if painted:
            return painted
    return None if styled else hidden.WHITE


def _seen(
    tree: Tree, source: Source, said: metadata.Metadata, found: list[str], url: str | None
) -> walls.Seen:
    tab = next((element.text or "" for element in tree.iter("title")), "")
    real = addresses.checked(url) or said.url
    return walls.Seen(
        paragraphs=found,
        show=lambda: _shown(tree),
        title=said.title or "",
        tab=source.restored(tab[:500]),
        free=said.free,
        article=said.article or said.kind == "article",
        front=bool(real) and addresses.is_front(real or ""),
        headings=walls.linked_headings(tree),
        teasers=lambda: walls.teasers(tree, source.restored),
        scripts=said.scripts,
    )


def _shown(tree: Tree) -> str:
    """The text of the page's body, notices for those without scripts included; at most 60,000 characters."""
    parts: list[str] = []
    size = 0
    body = tree.find("body")
    for text in (body if body is not None else tree).itertext():
        bare = text.strip()
        if bare:
            parts.append(bare)
            size += len(bare)
            if size > _SHOWN:
                break
    return " ".join(" ".join(parts).split())
