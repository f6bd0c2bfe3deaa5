"""The body of an article, paragraph by paragraph: what is text, what is a subhead, what is furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.ingest import credits, datelines, furniture, notices
from index.ingest.assemble import Line
from index.ingest.lines import Para
from index.model import Role

_PROSE_END = re.compile(r"[.!?…。！？।॥][\"'”’“‘»)\]」』）*]*\Z|[.!?…]\s?[»”]\Z")
_ASKING = re.compile(r"[?？][\"'”’»]?\Z")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CLOCK = re.compile(
    r"(?:updated?:?\s*)?\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,5}\)?)?", re.IGNORECASE
)
_LONE_DATELINE = re.compile(r"[A-ZÀ-ÞА-Я][\w ,.()’'-]+\s?(?:—|–|--)")
_CAPTION_LABEL = re.compile(r"(?:image|photo|video|media) caption\s?[,:]?", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-•*·▪■–—]|\d{1,2}[.)])\s")
_QUESTION = re.compile(
    r"(?:how|why|what|when|where|who|which|whose|is|are|can|could|will|would|should|does|do|did|was|were"
    r"|wie|warum|was|wer"
    r"|comment|pourquoi|cómo|por qué|qué|как|почему|что)\b",
    re.IGNORECASE,
)
# Verbs as headlines use them; a subhead seldom has one.
_HEADLINE_VERB = re.compile(
    r"\b(?:says?|denies|accuses|warns|vows|calls?|urges|claims|rejects|backs|hits|kills|wins|loses|faces"
    r"|seeks|plans|announces"
    r"|launches|reveals|confirms|tells|told|slams|blames|threatens|orders|signs|meets|visits|arrives"
    r"|dies|leaves|ends|begins"
    r"|starts|opens|closes|moves|sends|gets|takes|makes|gives|finds|shows|sees|wants|needs|becomes"
    r"|remains|rises|falls|drops"
    r"|jumps|cuts|raises|bans|blocks|approves|passes|votes|fails|agrees|demands|asks|offers|strikes"
    r"|attacks|bombs|shoots"
    r"|arrests|charges|jails|sues|fires|quits|resigns|joins|returns|holds|keeps|puts|sets|stands|turns"
    r"|builds|buys|sells|pays"
    r"|reports|admits|defends|condemns|praises|criticizes|criticises|mocks|apologizes|apologises"
    r"|suspends|postpones|delays"
    r"|cancels|find|say|warn|deny|call|urge|claim|face|seek|plan|win|lose|want|vote|die|fall|rise|hit"
    r"|kill|agree|demand|sides|trumps|leads|rules|pushes|pulls|draws|drives|breaks)\b",
    re.IGNORECASE,
)
SUBHEAD_WORDS = 12
HEADLINE_WORDS = (8, 18)
DIGEST_SHARE = 1 / 6
"""When more of the paragraphs than this look like headlines, they are the headings of a digest."""


@dataclass(frozen=True)
class Body:
    """The typed lines of a body, its dateline, and the agency that stood beside it."""

    lines: list[Line]
    dateline: str | None = None
    agency: str | None = None


def width(text: str) -> int:
    """The length of `text` in Latin characters: an ideograph says as much as two or three letters."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


def words(text: str) -> int:
    """How many words; two ideographs count as one."""
    return (
        len(text.split())
        if text.isascii()
        else len(_WIDE.sub("", text).split()) + len(_WIDE.findall(text)) // 2
    )


@lru_cache(maxsize=2048)
def is_prose(line: str) -> bool:
    """A paragraph of running text: a sentence that ends, or something too long to be anything else."""
    size = width(line)
    if size >= 240:
        return True
    if _PROSE_END.search(line[-12:]):
        return words(line) >= 4 and size >= 20
    return line.endswith((":", "：", ",", ";")) and words(line) >= 6


def runs_on(line: str) -> bool:
    """Prose, and no headline that asks a question."""
    return is_prose(line) and not (_ASKING.search(line[-3:]) and words(line) <= 16)


def body_lines(paragraphs: Sequence[str], title: str | None) -> tuple[list[Line], str | None]:
    """A body that comes without page furniture (JSON, feeds): only what is sure is typed or left out."""
    paras = [Para(text) for text in paragraphs]
    if paras and title and paras[0].text == title and not _PROSE_END.search(title[-12:]):
        paras = paras[1:]
    body = read(paras, title, page=False)
    return body.lines, body.dateline


def read(paras: Sequence[Para], title: str | None, *, page: bool = True) -> Body:
    """The lines of a body in order. With `page`, what a web page puts between paragraphs is left out."""
    digest = page and _is_digest(paras)
    lines: list[Line] = []
    dateline = agency = None
    skipping = begun = False
    if page:
        paras = _joined(paras)
    for place, para in enumerate(paras):
        line = para.text
        if page and skipping and not (runs_on(line) or para.level):
            continue
        skipping = False
        if page and not para.level and furniture.related_label(line):
            skipping = _links_follow(paras, place)
            continue
        # A link to another article stands between two paragraphs; the first line of all may be a summary.
        alone = page and place > 0 and is_prose(paras[place - 1].text)
        role = _role(para, paras[place + 1 : place + 2], title, page=page, digest=digest, alone=alone)
        if role is None:
            continue
        if role is Role.BODY and not begun:
            dateline, agency, line = datelines.split(line)
            begun = bool(line)
        if role is Role.CAPTION:
            line = credits.caption(line)
        elif role is Role.CREDIT:
            line = notices.without_links(line)
        elif role is Role.BODY and page:
            line = notices.without_end_mark(line)
        if line:
            lines.append((role, line))
    return Body(lines, dateline, agency)


def _joined(paras: Sequence[Para]) -> list[Para]:
    """A dateline alone on its line (`KYIV —`) joined to its paragraph, `Image caption,` to its caption."""
    made: list[Para] = []
    for para in paras:
        if (
            made
            and len(made[-1].text) <= 45
            and _LONE_DATELINE.fullmatch(made[-1].text)
            and is_prose(para.text)
        ):
            made[-1] = Para(f"{made[-1].text} {para.text}", made[-1].gap)
        elif made and _CAPTION_LABEL.fullmatch(made[-1].text):
            made[-1] = Para(f"Image caption: {para.text}", made[-1].gap)
        else:
            made.append(para)
    return made


def _links_follow(paras: Sequence[Para], place: int) -> bool:
    """Whether the lines after a `READ MORE:` are links, and no subhead of the article."""
    following = [para.text for para in paras[place + 1 : place + 7]]
    links = 0
    for line in following:
        if runs_on(line):
            break
        links += 1
    return links > 1 or (links == 1 and words(following[0]) >= HEADLINE_WORDS[0] - 2)


def _role(
    para: Para, following: Sequence[Para], title: str | None, *, page: bool, digest: bool, alone: bool
) -> Role | None:
    """What a paragraph of the body is; None when it is no part of the article."""
    line = para.text
    if len(line) > 700:
        return Role.BODY
    if para.level:
        return Role.SUBHEAD if line != title else None
    if len(line) <= 220 and (
        furniture.is_slug(line) or (furniture.is_control(line) and not _CLOCK.fullmatch(line))
    ):
        return None
    if credits.is_credit(line):
        return Role.CREDIT
    if furniture.related_line(line) and (line.startswith("(") or not is_prose(line)):
        return None
    if credits.is_caption(line) or _captioned(line, following):
        return Role.CAPTION
    if not page:
        return _heading(line, following)
    if line == title or credits.is_copyright(line) or furniture.related_line(line) or furniture.is_url(line):
        return None
    if alone and not digest and _is_headline(line) and following and is_prose(following[0].text):
        return None
    return _heading(line, following)


def _captioned(line: str, following: Sequence[Para]) -> bool:
    """A line with the picture's credit on the next one."""
    return (
        bool(following)
        and credits.is_photo_credit(following[0].text)
        and words(line) >= 3
        and not _PROSE_END.search(line[-12:])
    )


def _heading(line: str, following: Sequence[Para]) -> Role:
    """A subhead: short, no full stop, and running text below it."""
    if not following or len(line) > 100 or _BULLET.match(line):
        return Role.BODY
    if _CLOCK.fullmatch(line):
        return Role.SUBHEAD
    if _PROSE_END.search(line[-12:]) and not (_ASKING.search(line[-3:]) and words(line) <= SUBHEAD_WORDS):
        return Role.BODY
    if line.endswith((":", "：", ",", ";", "；", "，")) or words(line) > SUBHEAD_WORDS or width(line) > 100:
        return Role.BODY
    return Role.SUBHEAD if is_prose(following[0].text) else Role.BODY


def _is_headline(line: str) -> bool:
    """A whole headline in the body, with a verb: a link to another article, not a subhead."""
    count = words(line)
    if _PROSE_END.search(line[-12:]) or line.endswith((",", ";", ":")) or _BULLET.match(line):
        return False
    if line.isupper() and line.isascii():
        return 7 <= count <= HEADLINE_WORDS[1]
    if not HEADLINE_WORDS[0] <= count <= HEADLINE_WORDS[1] or len(line) > 130:
        return False
    return (
        line[:1].isupper()
        and not _QUESTION.match(line)
        and bool(_HEADLINE_VERB.search(line, len(line.split()[0])))
    )


def _is_digest(paras: Sequence[Para]) -> bool:
    """A live blog or a round-up: its headlines head its own paragraphs."""
    clocks = sum(bool(_CLOCK.fullmatch(para.text)) for para in paras)
    if clocks >= 2:
        return True
    heads = sum(_is_headline(para.text) and not furniture.is_control(para.text) for para in paras)
    return heads >= 2 and heads > DIGEST_SHARE * sum(is_prose(para.text) for para in paras)
