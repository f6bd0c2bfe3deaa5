"""Captions and the standfirst of a page: they stand beside the body that trafilatura finds, not in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.ingest import furniture
from index.ingest.html.source import Tree
from index.ingest.lines import Para
from index.model import Role

MAX_CAPTION = 700
"""The longest text taken for a caption, in characters."""

Clean = Callable[[str], str]

_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|figcaption|(?:image|photo|img|media|picture|gallery)[_-]+caption"
    r"|caption(?:[_-]text)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DECK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?title|sub-?head(?:line)?|untertitel|sottotitolo|catenaccio"
    r"|bajada|chapo|article-?(?:summary|subtitle|dek|deck|standfirst))(?:$|[\s_-])",
    re.IGNORECASE,
)
# Each class of the two expressions above holds one of these; most pages hold few of them anywhere.
_WORD_LIST = (
    "aption tandfirst dek deck Dek Deck ubt ub- ubh Sub ntertitel ottotitolo atenaccio ajada hapo ummary"
)
_WORDS = tuple(_WORD_LIST.split())
_TEXTS = "self::p or self::h1 or self::h2 or self::h3 or self::h4 or self::li or self::blockquote"
_LOOSE = (
    "self::dd or self::div[not(div or p or section or article or ul or ol or table)]"
    " or self::td[not(p or div or table)]"
)
_OTHER = re.compile(r"[\W_]+")
_PREFIX = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """A caption or standfirst of the page, and the paragraph it stands after (None: before all of them)."""

    role: Role
    text: str
    after: str | None


def beside(tree: Tree, classes: str, found: Sequence[Para], title: str | None, clean: Clean) -> list[Beside]:
    """The captions and the standfirst that stand among the article's paragraphs, in reading order.

    `classes` are the classes of the page in one string: most pages hold few of the words looked for.
    """
    words = [word for word in _WORDS if word in classes]
    marked = _marked(words)
    candidates = tree.xpath(f"descendant::*[{marked}]") if words else tree.iter("figcaption")
    roles = {each: role for each in candidates if (role := _role(each)) is not None}
    if not roles or not found:
        return []
    for texts in (_TEXTS, f"{_TEXTS} or {_LOOSE}"):
        walk = _Walk(found, title, clean, roles)
        made = walk.through(tree.xpath(f"descendant::*[{texts} or {marked}]"))
        if walk.reached:
            return made
    return []


def _marked(words: Sequence[str]) -> str:
    """The test for all that may be a caption or standfirst on a page with these words in its classes."""
    return " or ".join(("self::figcaption", *(f"contains(@class, '{word}')" for word in words)))


def key(text: str) -> str:
    """The letters and digits of a text in one case: what stays the same however it is set."""
    return _OTHER.sub("", text[:4000].casefold())


def same(text: str, title: str | None) -> bool:
    """Whether a text is the title again."""
    if not title or len(text) >= 400:
        return False
    wanted = _title_key(title)
    first = text[:1].casefold()
    return (not first.isalnum() or wanted.startswith(first)) and key(text) == wanted


@lru_cache(maxsize=4)
def _title_key(title: str) -> str:
    return key(title)


class _Walk:
    """One way through a page in its order, from paragraph to paragraph of the article."""

    def __init__(
        self, found: Sequence[Para], title: str | None, clean: Clean, roles: dict[Tree, Role]
    ) -> None:
        self._title = title
        self._clean = clean
        self._roles = roles
        self._texts = [para.text for para in found]
        self._keys = [key(text) for text in self._texts]
        self._known: dict[str, list[int]] = {}
        for index, each in enumerate(self._keys):
            self._known.setdefault(each[:_PREFIX], []).append(index)
        self._waiting: list[tuple[Role, str, Tree]] = []
        self._taken: set[str] = set()
        self._titled = False
        self._last: str | None = None
        self._at: Tree = None
        self._made: list[Beside] = []

    @property
    def reached(self) -> bool:
        """Whether any paragraph of the article was met."""
        return self._at is not None

    def through(self, elements: Iterable[Tree]) -> list[Beside]:
        """What stands beside the article among these elements."""
        for element in elements:
            role = self._roles.get(element)
            if role is not None:
                self._wait(role, element)
            elif element.tag == "h1":
                self._headline(element)
            else:
                self._paragraph(element)
        if self._at is not None:
            self._made += [
                Beside(role, text, self._last)
                for role, text, place in self._waiting
                if role is Role.CAPTION and _near(place, self._at)
            ]
        return self._made

    def _text(self, element: Tree) -> str:
        return self._clean("".join(element.itertext()))

    def _wait(self, role: Role, element: Tree) -> None:
        text = self._text(element)
        mark = key(text)
        if not 3 < len(text) <= MAX_CAPTION or mark in self._taken:
            return
        if not same(text, self._title) and not furniture.is_control(text):
            self._taken.add(mark)
            self._waiting.append((role, text, element))

    def _headline(self, element: Tree) -> None:
        self._titled = self._titled or same(self._text(element), self._title)
        if self._titled and self._last is None:
            self._waiting = [each for each in self._waiting if _near(each[2], element)]

    def _paragraph(self, element: Tree) -> None:
        place = self._place(element)
        if place is None:
            return
        for role, text, at in self._waiting:
            if self._last is not None or self._titled or _near(at, element):
                if role is Role.CAPTION:
                    self._made.append(Beside(role, text, self._last))
                elif self._last is None:
                    self._made.append(Beside(role, text, None))
        self._waiting = []
        self._at = element
        self._last = self._texts[place]

    def _place(self, element: Tree) -> int | None:
        """The last of the article's paragraphs that an element holds, or None."""
        if key(self._clean(_beginning(element)))[:_PREFIX] not in self._known:
            return None
        own = key(self._text(element))
        fitting = (
            index
            for index in self._known.get(own[:_PREFIX], ())
            if own.startswith(self._keys[index]) or self._keys[index].startswith(own)
        )
        place = next(fitting, None)
        if place is None or not own or self._inside(element):
            return None
        while place + 1 < len(self._keys) and self._keys[place + 1] and self._keys[place + 1] in own:
            place += 1
        return place

    def _inside(self, element: Tree) -> bool:
        """Whether an element is a part of the last caption met."""
        return bool(self._waiting) and any(above is self._waiting[-1][2] for above in element.iterancestors())


def _beginning(element: Tree) -> str:
    """Enough of an element's text to tell it from others."""
    begun = ""
    for part in element.itertext():
        begun += part[:200]
        if len(begun.strip()) > 3 * _PREFIX:
            break
    return begun.strip()


def _role(element: Tree) -> Role | None:
    """Caption or standfirst by tag and class; a group of several paragraphs is neither."""
    if element.tag == "figcaption":
        return Role.CAPTION
    name = element.get("class")
    if element.tag in ("h1", "li", "body", "html") or len(element.findall(".//p")) > 1:
        return None
    if _CAPTION_CLASS.search(name):
        return Role.CAPTION if _below_picture(element) else None
    return Role.DECK if _DECK_CLASS.search(name) and element.find(".//h1") is None else None


def _below_picture(element: Tree) -> bool:
    """Whether a picture stands close to what calls itself a caption, which is not all a link to elsewhere."""
    if element.find(".//img") is not None or any(above.tag == "a" for above in element.iterancestors()):
        return False
    link = element.find(".//a")
    if link is not None and len("".join(link.itertext())) > 0.8 * len("".join(element.itertext()).strip()):
        return False
    around = element.getparent()
    for _ in range(2):
        if around is None or around.tag in ("body", "article", "main"):
            return False
        if around.find(".//img") is not None or around.find(".//amp-img") is not None:
            return True
        around = around.getparent()
    return False


def _near(one: Tree, other: Tree) -> bool:
    """Whether two elements share a container smaller than the page."""
    around = {above for above in one.iterancestors() if above.tag not in ("body", "html")}
    return any(above in around for above in other.iterancestors())
