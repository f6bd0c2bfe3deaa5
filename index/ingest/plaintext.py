"""Plain-text and Markdown articles, copied from pages, wires and mails, with all that came along.

The rules keep text when in doubt: a line is left out only when it is known for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import dates
from index import text as texts
from index.datewords import Label
from index.ingest import assemble, body, bylines, credits, frontmatter, furniture, head, language, lines, tail
from index.ingest.lines import Para
from index.model import Draft, Published, Role, Source


def parse(
    raw: bytes, source: Source, *, outlet: str | None = None, fallback_outlet: str | None = None
) -> Draft:
    """The article in `raw`. `outlet` wins over what the text says, `fallback_outlet` fills its silence.

    What cannot be understood comes out as body. A text with nothing in it has no blocks. An agency says
    where a text comes from and not who printed it: wire copy that names no paper has the agency as
    `syndicated_from` and no outlet.
    """
    text = texts.clean(texts.decode(raw))
    matter, rest = frontmatter.split(text)
    paras = lines.paragraphs(rest, markdown=_is_markdown(source, rest, has_matter=rest is not text))
    pictures = [para.text for para in paras if para.picture and not furniture.is_control(para.text)]
    paras = [para for para in paras if not para.picture]
    tongue = matter.language or language.detect(_sample(paras))
    found = head.read(paras, tongue)
    below_head = paras[found.start :]
    authors = matter.authors or found.authors
    article, below = tail.split(below_head, authors)
    title = matter.title or found.title
    read = body.read(article, title)
    signed = _signature(read.lines)
    authors = authors or signed
    typed = [
        *_head_lines(found, matter.deck),
        *_described(pictures, paras),
        *(line for line in read.lines if line[1] not in ("",)),
    ]
    prose = [line for role, line in read.lines if role in (Role.BODY, Role.CREDIT)]
    everything = [para.text for para in paras]
    rights = [line for line in everything if credits.is_copyright(line)]
    return Draft(
        source=source,
        digest=texts.digest(raw),
        blocks=assemble.blocks(title, typed, tongue),
        url=matter.url or found.url,
        outlet=outlet or matter.outlet or found.outlet or _outlet(everything, rights) or fallback_outlet,
        title=title,
        authors=authors,
        author_kind=bylines.kind(authors),
        published=matter.published or found.published or _dated_below(article, below, tongue),
        dateline=read.dateline,
        language=tongue,
        syndicated_from=credits.syndicated_from(prose) or _agency(read, found.agency, rights),
    )


def _sample(paras: Sequence[Para]) -> str:
    """As much running text as the language is told by."""
    parts: list[str] = []
    length = 0
    for para in paras:
        if body.is_prose(para.text):
            parts.append(para.text)
            length += len(para.text) + 1
            if length > language.SAMPLE:
                break
    return "\n".join(parts)


def _is_markdown(source: Source, text: str, *, has_matter: bool) -> bool:
    if source.location.lower().endswith((".md", ".markdown")):
        return True
    return has_matter or bool(re.match(r"\s*#\s+\S", text))


def _head_lines(found: head.Head, deck: str | None) -> list[assemble.Line]:
    made: list[assemble.Line] = []
    if deck or found.deck:
        made.append((Role.DECK, deck or found.deck or ""))
    made += [(Role.CAPTION, caption) for caption in found.captions]
    made += [(Role.CREDIT, line) for line in found.credits]
    made += [(Role.BODY if body.is_prose(line) else Role.DECK, line) for line in found.extra]
    return made


def _described(pictures: Sequence[str], paras: Sequence[Para]) -> list[assemble.Line]:
    """What a Markdown file says of its pictures, unless the page says it again or it is a file's name."""
    said = {para.text for para in paras}
    return [(Role.CAPTION, text) for text in pictures if text not in said and not furniture.is_slug(text)]


def _signature(typed: list[assemble.Line]) -> tuple[str, ...]:
    """The author of a text signed below: `— Jane Roe`; the line is taken out."""
    for place in range(len(typed) - 1, max(-1, len(typed) - 4), -1):
        name = credits.dash_line(typed[place][1])
        if name and bylines.looks_like_name(name) and not credits.is_outlet(name):
            del typed[place]
            return (name,)
    return ()


def _outlet(everything: Sequence[str], rights: Sequence[str]) -> str | None:
    """The outlet a line of the page names: `Published in X`, a copyright line, `— X`."""
    for line in everything:
        paper = credits.published_in(line) if len(line) < 200 else None
        if paper:
            return paper
    for line in rights:
        holder = credits.copyright_holder(line)
        if holder and not credits.AGENCY.match(holder):
            return holder
    for line in (*everything[:6], *everything[-6:]):
        name = credits.dash_line(line)
        if name and credits.is_outlet(name) and not credits.AGENCY.match(name):
            return name
    return None


def _agency(read: body.Body, agency: str | None, rights: Sequence[str]) -> str | None:
    """A wire service beside the dateline, under the text, or in the copyright line."""
    if read.agency or agency:
        return read.agency or agency
    for role, line in read.lines[-3:]:
        bare = line.strip(" ()[]—–-.")
        if role is Role.CREDIT and credits.AGENCY.match(bare):
            return bare
    for line in rights:
        holder = credits.copyright_holder(line)
        if holder and credits.AGENCY.match(holder):
            return holder
    return None


def _dated_below(article: Sequence[Para], below: Sequence[Para], tongue: str | None) -> Published | None:
    """A publication date that a line under the text states by name."""
    for para in (*article[-4:], *below):
        if len(para.text) > 160:
            continue
        found = [item for item in dates.find(para.text, tongue) if item.label is Label.PUBLISHED]
        paper = credits.published_in(para.text)
        if (found and not body.is_prose(para.text)) or paper:
            published = dates.publication(found or dates.find(para.text, tongue))
            if published is not None:
                return published
    return None
