"""Where the body of an article begins on its page: below the last line that belongs to its head."""

from __future__ import annotations

from collections.abc import Sequence

from index.ingest import bylines, credits, fields, furniture, metaline, tail
from index.ingest.body import is_prose, width, words
from index.ingest.lines import Para
from index.ingest.metaline import Meta

MAX_HEAD = 40
"""How many lines may stand above a body."""

DECK_WORDS = 4
"""A deck or title has at least so many words; a shorter line may be the name of a section."""


def find(paras: Sequence[Para], metas: dict[int, Meta]) -> int:
    """Where the body begins: after the last byline or date line that only head lines stand before."""
    start = prose = 0
    authors: tuple[str, ...] = ()
    for place, para in enumerate(paras[:MAX_HEAD]):
        line = para.text
        if place in metas:
            start = place + 1
            authors += metas[place].authors
        elif start == place and (
            fields.continues_head(line)
            or metaline.is_timestamp(line)
            or (metas.get(place - 1) and metas[place - 1].authors and _employer(line))
            or (place and tail.is_bio(line, authors or _names_above(paras, place)))
        ):
            start = place + 1
        elif not is_prose(line) or credits.is_caption(line) or furniture.is_control(line) or para.level == 1:
            if start == place and (
                furniture.is_control(line) or furniture.is_breadcrumb(line) or credits.AGENCY.match(line)
            ):
                start = place + 1
        elif not credits.is_credit(line) and not tail.is_bio(
            line, authors or tuple(bylines.name_line(paras[place - 1].text) if place else ())
        ):
            # A deck may stand above the byline; below the byline running text is the body.
            prose += 1
            if (
                prose > 2
                or len(line) > 420
                or (place and any(meta < place for meta in metas if _dated(metas[meta])))
            ):
                break
    first = start
    titled = any(_may_title(para.text) for place, para in enumerate(paras[:first]) if place not in metas)
    while start < len(paras) and start < MAX_HEAD and _still_head(paras, start, first, titled=titled):
        start += 1
    return start


def _employer(line: str) -> bool:
    """The outlet alone on the line below its reporters."""
    return words(line) < DECK_WORDS and credits.is_outlet(line)


def _names_above(paras: Sequence[Para], place: int) -> tuple[str, ...]:
    """The names in the few lines above one, where they stand on a line of their own."""
    near = (bylines.name_line(para.text) for para in paras[max(0, place - 4) : place])
    return tuple(name for names in near for name in names)


def _dated(meta: Meta) -> bool:
    """Whether a line belongs to the article and not to its page: it has an author or a labelled date."""
    return bool(meta.authors) or any(item.label is not None for item in meta.found)


def _still_head(paras: Sequence[Para], place: int, first: int, *, titled: bool) -> bool:
    """A caption, slug, title or deck between the last metadata line and the first paragraph."""
    line = paras[place].text
    if credits.is_caption(line) or furniture.is_slug(line) or furniture.is_control(line):
        return True
    if place + 1 >= len(paras):
        return False
    if paras[place].level == 1 or furniture.is_breadcrumb(line) or furniture.is_section(line):
        return True
    if is_prose(line):
        return place == 0 and _lone_title(paras)
    if titled:
        twin = line in (paras[place - 1].text, paras[place + 1].text)
        return twin or (words(line) >= DECK_WORDS and is_prose(paras[place + 1].text) and place == first)
    return not _is_list(paras, place)


def _may_title(line: str) -> bool:
    return (
        words(line) >= 3
        and not line.endswith((".", ","))
        and not (
            furniture.is_control(line)
            or metaline.is_timestamp(line)
            or fields.read(line)
            or furniture.is_breadcrumb(line)
            or credits.is_caption(line)
            or credits.AGENCY.match(line)
        )
    )


def _lone_title(paras: Sequence[Para]) -> bool:
    """A first line that ends like a sentence and is still a title: a short question above a paragraph."""
    line = paras[0].text
    return line.endswith(("?", "？", "?”", "!")) and width(line) <= 120 and len(paras) > 2 and paras[1].gap


def _is_list(paras: Sequence[Para], place: int) -> bool:
    """Four or more lines without full stops in a row are no head, but a list or a poem."""
    run = 0
    for para in paras[place : place + 5]:
        if is_prose(para.text) or credits.is_caption(para.text):
            break
        run += 1
    return run > 4
