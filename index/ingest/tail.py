"""Where an article ends on its page, and what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.ingest import bylines, credits, furniture
from index.ingest.body import is_prose, runs_on
from index.ingest.lines import Para

CUT_SHARE = 0.35
"""More of the running text than this is never cut off as page furniture."""

_JOB = (
    r"(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|contributing|freelance"
    r"|staff|author|professor"
    r"|fellow|producer|analyst|bureau chief|redakteur\w*|journaliste|periodista|korrespondent\w*|blogger"
    r"|photographer)"
)
_BIO_VERB = re.compile(
    rf"\b(?:is|was|are) (?:an? |the |our )?(?:[\w'’&.-]+ ){{0,6}}{_JOB}\b|\b(?:covers|writes (?:about"
    rf"|for|on)|reports (?:on|for|from)"
    r"|has (?:covered|written|worked|reported)|joined|resides|lives|works|is based|est journaliste"
    r"|ist redakteur|es periodista)\b",
    re.IGNORECASE,
)
_BIO_ANY = re.compile(
    rf"(?:[A-ZÀ-Þ][\w.’'-]+\s){{1,4}}(?:is|are) (?:an? |the "
    rf"|our )?(?:[\w'’&.-]+ ){{0,5}}{_JOB}\b.{{0,60}}\b(?:for|at|with|of|based in"
    r"|covering|who covers)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:(?:follow|contact|email|e-mail|write to|reach|get in touch with|you can (?:follow|reach"
    r"|email)) .{0,120}(?:@|twitter|mastodon|e-?mail|linkedin).{0,80}"
    r"|[\w.+-]+@[\w-]+\.[\w.]+|@\w{2,30}|follow .{0,60} on (?:twitter|x|facebook|instagram|telegram"
    r"|google news).{0,60}"
    r"|for more (?:news|stories|updates|information)\b.{0,120}|stay (?:informed|up to date|tuned"
    r"|updated)\b.{0,120})",
    re.IGNORECASE,
)


def is_bio(line: str, authors: Sequence[str]) -> bool:
    """A line about an author: it begins with the name, or with part of it, and says what they do."""
    if len(line) > 420:
        return False
    lower = line.lower()
    for author in authors:
        author = author.lower()  # noqa: PLW2901  (bylines are often all capitals)
        for name in (author, author.split()[0], author.split()[-1]):
            if lower.startswith((f"{name} ", f"{name}, ")) and _BIO_VERB.search(line):
                return True
    return False


def split(paras: Sequence[Para], authors: Sequence[str]) -> tuple[list[Para], list[Para]]:
    """(article, furniture below it). Corrections and credit lines below the end stay with the article."""
    total = _prose(paras) or 1
    end = len(paras)
    since = since_end = 0  # running text from here, and from the end found so far, to the end of the page
    for place in range(len(paras) - 1, 0, -1):
        line = paras[place].text
        since += len(line) if runs_on(line) else 0
        if since > CUT_SHARE * total or since == total:
            break
        box = furniture.related_label(line) and since == since_end
        if box or _ends_before(line) or credits.ends_article(paras[place - 1].text):
            end, since_end = place, since
    below = paras[end:]
    kept = list(
        _kept(below, after_credit=bool(end and credits.ends_article(paras[end - 1].text)), authors=authors)
    )
    article = _without_bios(list(paras[:end]), authors)
    known = set(kept)
    return article + kept, [para for para in below if para not in known]


def _kept(below: Sequence[Para], *, after_credit: bool, authors: Sequence[str]) -> Iterator[Para]:
    """Corrections with their text, credits, and a single paragraph right under a credit line."""
    if below and after_credit and is_prose(below[0].text) and sum(is_prose(para.text) for para in below) == 1:
        line = below[0].text
        if not (
            is_bio(line, authors) or _BIO_ANY.match(line) or _CONTACT.fullmatch(line) or _ends_before(line)
        ):
            yield below[0]
            below = below[1:]
    for place, para in enumerate(below):
        before = below[place - 1].text if place else ""
        if (
            credits.is_note(para.text)
            or credits.is_credit(para.text)
            or (credits.is_note(before) and not is_prose(before) and is_prose(para.text))
        ):
            yield para


def _prose(paras: Sequence[Para]) -> int:
    return sum(len(para.text) for para in paras if runs_on(para.text))


def _ends_before(line: str) -> bool:
    return furniture.sidebar(line) or credits.is_copyright(line)


def _without_bios(paras: list[Para], authors: Sequence[str]) -> list[Para]:
    """The last lines without author bios, contact lines and buttons; never the only paragraph."""
    kept = [para for para in paras if not (len(para.text) < 160 and credits.published_in(para.text))] or paras
    for para in paras[-6:][::-1]:
        line = para.text
        bio = is_bio(line, authors) or (len(line) < 300 and _BIO_ANY.match(line)) or _CONTACT.fullmatch(line)
        named = tuple(name for name in bylines.name_line(line) if "(" in line or "," in line)
        if (bio or (named and set(named) <= set(authors))) and len(kept) > 2:
            kept.remove(para)
        elif is_prose(line) and not (credits.is_credit(line) or credits.is_note(line)):
            break
    return kept
