"""The body that trafilatura found, as paragraphs with their kind; captions and standfirst from the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from index.ingest import body, credits, furniture
from index.ingest.assemble import Line
from index.ingest.html.source import Tree
from index.ingest.lines import Para
from index.model import Role

Clean = Callable[[str], str]

_BLOCK_NAMES = """
    article aside blockquote body caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 head header item li list main ol p pre quote row section summary table tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADS = frozenset(("head", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("cell", "td", "th"))
_SPACES = re.compile(r"\s+")
_ENDED = re.compile(r"[.!?…:;。！？।][\"'”’“‘»)\]」』）*]*\Z")
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|figcaption|(?:image|photo|img|media|picture|gallery)[_-]+caption"
    r"|caption(?:[_-]text)?)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_DECK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?title|sub-?head(?:line)?|untertitel|sottotitolo|catenaccio"
    r"|bajada|chapo|article-?(?:summary|subtitle|dek|deck|standfirst))(?:$|[\s_-])",
    re.IGNORECASE,
)
# Asked before the walk over all elements, which takes a hundred times as long.
_MAY_STAND_BESIDE = etree.XPath(
    "boolean(//figcaption) or boolean(//*[@class[contains(., 'aption') or contains(., 'standfirst')"
    " or contains(., 'de') and contains(., 'k') or contains(., 'sub') or contains(., 'titel')"
    " or contains(., 'titolo') or contains(., 'catenaccio') or contains(., 'bajada') or contains(., 'chapo')"
    " or contains(., 'summary')]])"
)
_MARKS = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "span", "figcaption", "td", "dd")
MAX_CAPTION = 700
"""The longest text taken for a caption, in characters."""


_PREFIX = 20


@dataclass(frozen=True, slots=True)
class Beside:
    """A caption or standfirst of the page, and the paragraph it stands after (None: before all of them)."""

    role: Role
    text: str
    after: str | None


def lines(
    found: Sequence[Para], title: str | None, beside: Sequence[Beside]
) -> tuple[list[Line], str | None]:
    """The typed lines of the article in reading order, and its dateline."""
    typed = {_key(each.text): each.role for each in beside}
    paras = [para for para in found if _key(para.text) not in typed and not _same(para.text, title)]
    read = body.read(paras, title, page=False)
    made = [line for line in read.lines if not (line[0] is Role.BODY and furniture.related_label(line[1]))]
    starts: list[Line] = []
    for each in beside:
        line = credits.caption(each.text) if each.role is Role.CAPTION else each.text
        place = _place(made, each.after) if each.after else None
        if place is None:
            starts.append((each.role, line))
        else:
            made.insert(place, (each.role, line))
    starts.sort(key=lambda line: line[0] is not Role.DECK)
    return starts + made, read.dateline


def _place(made: Sequence[Line], after: str) -> int | None:
    """Where a caption goes: behind the paragraph before it and the captions there already."""
    for index, (role, text) in enumerate(made):
        if role is not Role.CAPTION and len(text) > 3 and after.endswith(text):
            end = index + 1
            while end < len(made) and made[end][0] is Role.CAPTION:
                end += 1
            return end
    return None


def paras(tree: Tree, clean: Clean) -> list[Para]:
    """The paragraphs of an extracted body in order, headings with their level, a table's rows as lines."""
    made: list[Para] = []
    parts: list[str] = []
    level = 0

    def flush() -> None:
        if not parts:
            return
        whole = "".join(parts)
        parts.clear()
        for line in _split(whole):
            text = clean(line).strip("| ") if "|" in line else clean(line)
            if text:
                made.append(Para(text, level=level))

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in _BLOCKS:
                flush()
            elif tag in _CELLS and parts:
                parts.append(" | ")
            elif tag in ("lb", "br"):
                parts.append("\n")
            if tag in _HEADS:
                level = 2
            if element.text:
                parts.append(_SPACES.sub(" ", element.text))
            continue
        if tag in _BLOCKS:
            flush()
        if tag in _HEADS:
            level = 0
        if element.tail and element is not tree:
            parts.append(_SPACES.sub(" ", element.tail))
    flush()
    return made


def _split(text: str) -> Iterator[str]:
    """A paragraph at its line breaks, where these separate what are paragraphs themselves."""
    if "\n" not in text:
        yield text
        return
    kept = ""
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            continue
        if kept and (_ENDED.search(kept[-12:]) or not bare[:1].islower()):
            yield kept
            kept = bare
        else:
            kept = f"{kept} {bare}" if kept else bare
    if kept:
        yield kept


def beside(tree: Tree, found: Sequence[Para], title: str | None, clean: Clean) -> list[Beside]:
    """The captions and the standfirst that belong to the article, by their place."""
    if not _MAY_STAND_BESIDE(tree):
        return []
    keys = [_key(para.text) for para in found]
    known: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        known.setdefault(key[:_PREFIX], []).append(index)
    made: list[Beside] = []
    waiting: list[tuple[Role, str, Tree]] = []
    last: str | None = None
    titled = False
    start: Tree = None
    taken: set[str] = set()
    for element in tree.iter(*_MARKS):
        role = _role(element)
        if role is not None:
            text = clean("".join(element.itertext()))
            key = _key(text)
            if 3 < len(text) <= MAX_CAPTION and key not in taken and not _same(text, title):
                taken.add(key)
                waiting.append((role, text, element))
            continue
        if element.tag == "h1":
            titled = titled or _same(clean("".join(element.itertext())), title)
            if titled and last is None:
                waiting = [each for each in waiting if _near(each[2], element)]
            continue
        if element.tag == "div" and any(child.tag in _BLOCKS for child in element):
            continue
        own = _key(clean("".join(element.itertext())))
        fitting = (
            index
            for index in known.get(own[:_PREFIX], ())
            if own.startswith(keys[index]) or keys[index].startswith(own)
        )
        place = next(fitting, None)
        if place is None or not own or _inside(element, waiting):
            continue
        while place + 1 < len(keys) and keys[place + 1] and keys[place + 1] in own:
            place += 1
        for kind, text, at in waiting:
            if last is not None or titled or start is None or _near(at, element):
                after = last if kind is Role.CAPTION else None
                if kind is Role.CAPTION or last is None:
                    made.append(Beside(kind, text, after))
        waiting = []
        start = element
        last = found[place].text
    made += [
        Beside(kind, text, last)
        for kind, text, at in waiting
        if kind is Role.CAPTION and last is not None and start is not None and _near(at, start)
    ]
    return made


def _role(element: Tree) -> Role | None:
    """Caption or standfirst by tag and class; a group of several paragraphs is neither."""
    if element.tag == "figcaption":
        return Role.CAPTION
    name = element.get("class")
    if not name or element.tag in ("h1", "li"):
        return None
    if _CAPTION_CLASS.search(name) and len(element.findall(".//p")) < 2 and element.find(".//img") is None:
        return Role.CAPTION
    if _DECK_CLASS.search(name) and len(element.findall(".//p")) < 2 and element.find(".//h1") is None:
        return Role.DECK
    return None


def _inside(element: Tree, waiting: Sequence[tuple[Role, str, Tree]]) -> bool:
    """Whether an element is a part of the last caption found."""
    return bool(waiting) and any(above is waiting[-1][2] for above in element.iterancestors())


def _near(one: Tree, other: Tree) -> bool:
    """Whether two elements share a container smaller than the page."""
    around = {above for above in one.iterancestors() if above.tag not in ("body", "html")}
    return any(above in around for above in other.iterancestors())


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text[:4000].casefold()))


def _same(text: str, title: str | None) -> bool:
    return bool(title) and _key(text) == _key(title or "") and len(text) < 400
