"""What a page says of its article outside of the text: title, authors, date, site, address.

Dates, the first of these that is possible: JSON-LD `datePublished`; `<meta>` (article:published_time and
its kin); microdata `datePublished`; a `<time>` beside the headline; a date in words beside the headline.
Dates of change, of the crawl and of the copyright are none of these, and neither are dates of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from index import dates
from index.datewords import Label
from index.ingest import bylines, credits
from index.ingest.html import addresses, jsonld
from index.ingest.html.source import Source, Tree
from index.model import Precision, Published

EARLIEST_YEAR = 1990
"""No web page is older; an earlier date is a placeholder."""

_PUBLISHED_NAMES = """
    article:published_time og:article:published_time og:published_time datepublished article.published
    article:published published_time parsely-pub-date sailthru.date dc.date.issued dcterms.issued
    dcterms.created dc.date.created dc.date dcterms.date citation_publication_date
    cxenseparse:recs:publishtime cxenseparse:publishtime publishdate publish-date publish_date pubdate
    publication_date originalpublicationdate article_date_original displaydate rbpubdate ptime
    dcsext.articlefirstpublished date
"""
_AUTHOR_NAMES = """
    author article:author parsely-author sailthru.author byl dc.creator dcterms.creator og:article:author
    citation_author authors
"""
_PUBLISHED = tuple(_PUBLISHED_NAMES.split())
_AUTHOR = tuple(_AUTHOR_NAMES.split())
_TITLE = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:[.,]0+)?)?(?![:\d])")
_CHANGED = re.compile(r"modif|updat|edit|chang|expire", re.IGNORECASE)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|published|publish|pubdate|posted|timestamp|time)(?:$|[\s_-])|"
    r"(?:publish|posted|entry|post|article)-?_?(?:ed-)?date|datepublished|dateline",
    re.IGNORECASE,
)
# Each class of the expression above holds one of these.
_DATE_WORDS = ("date", "datum", "fecha", "publish", "posted", "time")
_AWAY = frozenset(("aside", "nav", "footer"))
_AWAY_CLASS = re.compile(
    r"related|comment|sidebar|recommend|most-?(?:read|popular)|trending|promo|teaser|widget"
    r"|more-?(?:news|stories|from)|latest|footer|masthead|newsletter",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:story|text|words|written|reported|posted)\s+)?(?:by|von|par|por|di|door|av|od|автор)\b[:\s]\s*"
    r"|автор[:\s]\s*|(?:author|autore?|auteur)s?\s*:\s*",
    re.IGNORECASE,
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author|authors|byl|reporter|writer)(?:$|[\s_-])|author-?_?name|byline",
    re.IGNORECASE,
)
_BYLINE_WORDS = ("byl", "author", "reporter", "writer")
# The wide expressions above look only at what these find quickly.
_MAY_BE_AUTHOR: Any = etree.XPath(
    "descendant::*[self::a or self::span or self::div or self::p or self::address or self::cite or self::li]"
    "[contains(@class, 'uthor') or contains(@class, 'yline') or contains(@class, 'riter')"
    " or contains(@class, 'eporter') or @rel='author' or contains(@itemprop, 'author')]"
)
_SAID_AUTHOR: Any = etree.XPath("descendant::*[@rel='author' or contains(@itemprop, 'author')]")
_MAY_BE_DATE: Any = etree.XPath(
    "descendant::*[self::span or self::div or self::p or self::li or self::small or self::em or self::time]"
    "[contains(@class, 'ate') or contains(@class, 'ublish') or contains(@class, 'osted')"
    " or contains(@class, 'ime') or contains(@class, 'echa')]"
)
_DATED: Any = etree.XPath("descendant::*[contains(@itemprop, 'datePublished')][not(self::meta)]")
# Where a byline goes over into a date.
_DIGITS = re.compile(
    r"[\s|,·•-]*(?:\bon\s+)?(?:\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}\b[.,]*[\s|]+){0,3}\d.*",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:story|written|posted|reported)?\s*by\W*|author\W*|about the author\W*|\W*", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s+[|–—·»«›:-]\s+|\s*[|»]\s*")
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Metadata:
    """What was found; every value is cleaned, and None or empty where the page does not say."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    kind: str | None = None
    free: bool | None = None
    article: bool = False
    scripts: bool = False


def read(tree: Tree, source: Source, classes: str, url: str | None) -> Metadata:
    """The metadata of a page with these `classes`; `url` is where it really came from, if known."""
    reader = _Reader(tree, source, classes)
    base = addresses.base(url, reader.attribute("base", "href"), source.head)
    outlet = reader.outlet()
    return Metadata(
        title=reader.title(outlet),
        authors=reader.authors(outlet),
        published=reader.published(),
        outlet=outlet,
        url=addresses.canonical(url, base, reader.addresses()),
        language=reader.language(),
        kind=(reader.meta("og:type") or "").lower() or None,
        free=reader.free(),
        article=reader.article is not None,
        scripts=next(tree.iter("script"), None) is not None,
    )


class _Reader:
    """One page: its `<meta>` values by name, its JSON-LD, its tree."""

    def __init__(self, tree: Tree, source: Source, classes: str) -> None:
        self._tree = tree
        self._classes = classes.lower()
        self._clean: Callable[[str], str] = source.restored
        self._meta: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = element.get("content")
            if content and content.strip():
                self._meta.setdefault(name.strip().lower(), []).append(content)
        scripts = [
            element.text
            for element in tree.iter("script")
            if element.text and "ld+json" in (element.get("type") or "").lower()
        ]
        self._nodes = jsonld.nodes(scripts)
        self._headings = [element for element in tree.iter("h1") if _here(element)][:5]
        self.article = self._described()

    def meta(self, *names: str) -> str | None:
        """The first value of the first of these names, cleaned."""
        return next(
            (line for name in names for line in map(self._clean, self._meta.get(name, ())) if line), None
        )

    def attribute(self, tag: str, name: str) -> str | None:
        """The attribute of the first element of this kind that has it."""
        return next((value for element in self._tree.iter(tag) if (value := element.get(name))), None)

    def _described(self) -> jsonld.Node | None:
        """The JSON-LD object of this page's article: of several, the one with the page's headline."""
        articles = [node for node in self._nodes if jsonld.is_article(node)]
        titled = [self._said(heading) for heading in self._headings] + [self.meta(*_TITLE) or ""]
        known = {_key(title) for title in titled if title}
        for node in articles:
            if _key(self._clean(jsonld.text(node, "headline", "name") or "")) in known:
                return node
        dated = [node for node in articles if node.get("datePublished")]
        return next(iter(dated or articles), None)

    def _said(self, element: Tree) -> str:
        return self._clean("".join(element.itertext()))

    def title(self, outlet: str | None) -> str | None:
        """The headline as the page shows it; else as its metadata say it, without the site's name."""
        headline = self._clean(jsonld.text(self.article or {}, "headline", "name") or "")
        og = _without_site(self.meta(*_TITLE) or "", outlet)
        element = next(self._tree.iter("title"), None)
        named = self._said(element)[:500] if element is not None else ""
        tab = _without_site(named, outlet)
        shown = [text for heading in self._headings if (text := self._said(heading)) and len(text) < 400]
        for text in shown:
            if any(_alike(text, other) for other in (headline, og, named) if other):
                return text
        said = headline or og or (shown[0] if shown else "") or tab
        return (said[:400] or None) if not shown or said != outlet else shown[0]

    def authors(self, outlet: str | None) -> tuple[str, ...]:
        """The authors by JSON-LD, `<meta>`, `rel=author`, or the line beside the headline."""
        sources: tuple[Callable[[], list[str]], ...] = (
            lambda: jsonld.names((self.article or {}).get("author", (self.article or {}).get("creator"))),
            lambda: [value for name in _AUTHOR for value in self._meta.get(name, ())],
            self._marked_authors,
        )
        for said in sources:
            found = self._people(said(), outlet)
            if found:
                return found
        return ()

    def _marked_authors(self) -> list[str]:
        marked: list[str] = []
        classed = any(word in self._classes for word in _BYLINE_WORDS)
        for element in (_MAY_BE_AUTHOR if classed else _SAID_AUTHOR)(self._tree):
            rel = (element.get("rel") or "").lower().split()
            prop = (element.get("itemprop") or "").lower().split()
            if (
                "author" in rel or "author" in prop or _BYLINE_CLASS.search(element.get("class") or "")
            ) and _here(element):
                # Names, jobs and places have elements of their own, with nothing between them but these.
                text = self._clean(" | ".join(part for part in element.itertext() if part.strip()))
                first = text.split(" | ")[0]
                if "author" in rel or "author" in prop or _BY.match(text):
                    marked += [_DIGITS.sub("", text)] if 2 < len(text) < 120 else []
                elif bylines.looks_like_name(first):
                    marked.append(first)
            if len(marked) >= 5:
                break
        return marked

    def _people(self, said: Sequence[str], outlet: str | None) -> tuple[str, ...]:
        found: list[str] = []
        for raw in said[:20]:
            line = _BY.sub("", self._clean(raw[:500]), count=1) if raw else ""
            if not line or "://" in line or "@" in line or len(line) > 200 or _NOBODY.fullmatch(line):
                continue
            parts = bylines.names(line) or (line,)
            found += [
                name for name in parts if not (outlet and len(parts) > 1 and _key(name) == _key(outlet))
            ]
        people = [name for name in dict.fromkeys(found) if len(name) < 100][:20]
        real = [name for name in people if not (outlet and _key(name) == _key(outlet))]
        return tuple(real or people)

    def published(self) -> Published | None:
        """The date of publication by the precedence of this module."""
        tongue = self.language()
        for raw in self._dates():
            found = moment(raw, tongue)
            if found is not None:
                return found
        return self._worded(tongue)

    def _dates(self) -> Iterator[str]:
        said = jsonld.text(self.article or {}, "datePublished", "dateCreated")
        if said:
            yield said
        for node in self._nodes:
            if node is not self.article and {"WebPage", "webpage"} & set(jsonld.types(node)):
                yield jsonld.text(node, "datePublished") or ""
        for name in _PUBLISHED:
            yield from self._meta.get(name, ())
        for element in _DATED(self._tree):
            if _here(element):
                yield from _values(element)
        for element in self._tree.iter("time"):
            if _here(element) and not _changed(element):
                yield from _values(element)

    def _worded(self, tongue: str | None) -> Published | None:
        """A date in words in a short line beside the headline that is marked as a date."""
        if not any(word in self._classes for word in _DATE_WORDS):
            return None
        for element in _MAY_BE_DATE(self._tree):
            mark = element.get("class")
            if not _DATE_CLASS.search(mark) or _CHANGED.search(mark) or not _here(element):
                continue
            line = self._said(element)
            if 6 <= len(line) <= 120:
                found = [item for item in dates.find(line, tongue) if item.label in (None, Label.PUBLISHED)]
                published = _possible(dates.publication(found))
                if published is not None and published.precision is not Precision.MONTH:
                    return published
        return None

    def outlet(self) -> str | None:
        """The site's name: OpenGraph, then the article's publisher."""
        name = self.meta("og:site_name")
        if not name:
            publishers = [node.get("publisher") for node in (self.article, *self._nodes) if node]
            told = (self._clean(found) for each in publishers for found in jsonld.names(each))
            name = next((line for line in told if line and "://" not in line), None)
        return name[:100] if name else None

    def addresses(self) -> list[str]:
        """What the page calls its own address, the surest first."""
        links = [
            element.get("href")
            for element in self._tree.iter("link")
            if "canonical" in (element.get("rel") or "").lower().split()
        ]
        told = jsonld.text(self.article or {}, "url", "mainEntityOfPage")
        return [line for line in (*links, *self._meta.get("og:url", ())[:1], told) if line]

    def language(self) -> str | None:
        """The two letters of the language that the page declares."""
        said = self._tree.get("lang") or self._tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        said = said or self.meta("og:locale", "content-language", "language") or ""
        code = said.strip().lower()[:2]
        return code if len(code) == 2 and code.isascii() and code.isalpha() else None

    def free(self) -> bool | None:
        """What the article says of its being free to read; None when it says nothing."""
        for node in (self.article, *self._nodes):
            said = (node or {}).get("isAccessibleForFree")
            if isinstance(said, bool):
                return said
            if isinstance(said, str) and said.lower() in ("true", "false"):
                return said.lower() == "true"
        return None


def moment(raw: str, tongue: str | None = None) -> Published | None:
    """A time given as data, when it is possible; midnight sharp is a day without a time."""
    text = raw.strip()
    midnight = _MIDNIGHT.match(text)
    return _possible(dates.value(midnight[1] if midnight else text, tongue))


def _possible(published: Published | None) -> Published | None:
    if published is None or published.when.year < EARLIEST_YEAR:
        return None
    when = published.when if published.when.tzinfo else published.when.replace(tzinfo=UTC)
    return published if when <= datetime.now(UTC) + timedelta(days=2) else None


def _values(element: Tree) -> Iterator[str]:
    for name in ("datetime", "content", "title"):
        if element.get(name):
            yield element.get(name)
    text = "".join(element.itertext()).strip()
    if text and len(text) < 100:
        yield text


def _changed(element: Tree) -> bool:
    marks = [element.get(name) or "" for name in ("class", "itemprop", "id")]
    parent = element.getparent()
    if parent is not None:
        marks += [parent.get("class") or "", (parent.text or "")[-40:]]
    before = element.getprevious()
    if before is not None:
        marks.append(((before.text or "") + (before.tail or ""))[-40:])
    return any(_CHANGED.search(mark) for mark in marks)


def _here(element: Tree) -> bool:
    """Whether an element stands with the article, and not in a list of others, a comment, the page's foot."""
    for above in (element, *element.iterancestors()):
        if above.tag in _AWAY or (
            above.tag not in ("body", "html", "main", "article")
            and _AWAY_CLASS.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        ):
            return False
    return True


def _key(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _alike(shown: str, said: str) -> bool:
    """Whether a heading is the article's: one text begins with the other, or most words are the same."""
    one, other = _key(shown), _key(said)
    if not one or not other:
        return False
    if len(one) > 8 and (one in other or other[:60] in one):
        return True
    mine, theirs = set(shown.casefold().split()), set(said.casefold().split())
    return len(mine & theirs) >= 0.5 * max(1, min(len(mine), len(theirs))) and len(mine) > 2


def _without_site(title: str, outlet: str | None) -> str:
    """`Headline | Site` without the site: its name, or a short last part behind a bar."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if outlet and _key(parts[-1]) == _key(outlet):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»«›:-")
    if outlet and _key(parts[0]) == _key(outlet):
        return title[len(parts[0]) :].lstrip(" |–—·»«›:-")
    return credits.title_and_outlet(title)[0]
