"""The text of a mail: its paragraphs, without what newsletters put around them."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable

from index import text as texts
from index.ingest import furniture, lines
from index.ingest.body import is_prose

_FURNITURE = (
    # The same letter as a page.
    r"(?:click here to )?(?:view|read|open|see) (?:this|the|it|in|online|web)\b.{0,60}"
    r"(?:browser|online|web)\b.{0,40}",
    r"(?:trouble|problems|having trouble|can.t|cannot|unable) .{0,20}"
    r"(?:viewing|reading|seeing|see|view|read)\b.{0,120}",
    r"(?:web|online) ?version",
    r"(?:im|in) browser (?:ansehen|anzeigen|öffnen|lesen).{0,60}",
    r"(?:voir|afficher|lire|consulter)\b.{0,60}\b(?:navigateur|en ligne)\b.{0,60}",
    r"ver (?:este |en )?.{0,30}\bnavegador\b.{0,60}",
    r"(?:visualizza|leggi|bekijk)\b.{0,40}\bbrowser\b.{0,60}",
    # How to get no more of them.
    r".{0,60}\bunsubscribe\b.{0,160}",
    r".{0,60}\b(?:update|manage|change|edit) (?:your |my )?(?:e?mail |subscription |newsletter )?"
    r"(?:preferences|settings|profile|subscriptions?)\b.{0,120}",
    r"(?:to )?(?:stop|opt.out of) receiving\b.{0,160}",
    r".{0,60}\b(?:abbestellen|abmelden|austragen|désabonner|uitschrijven|afmelden|disiscriviti)\b.{0,120}",
    r".{0,60}\b(?:darse de baja|cancelar (?:la )?suscripción|cancelar inscrição)\b.{0,120}",
    r".{0,60}\b(?:отписаться|відписатися)\b.{0,120}",
    # Why it came, and to whom.
    r"you(?:.re| are)? (?:receiv(?:ing|ed)|getting|got) (?:this|our)\b.{0,300}",
    r"this (?:e-?mail|message|newsletter) (?:was|is) (?:sent|intended|being sent)\b.{0,300}",
    r"wenn (?:sie|du) (?:diesen|keinen?) .{0,40}newsletter\b.{0,200}",
    r"(?:was this|did someone) .{0,20}forward(?:ed)?\b.{0,200}",
    r"(?:forward|send) (?:this|it)?\s?(?:email |newsletter )?to a friend.{0,60}",
    r"(?:our|my) (?:mailing|postal) address\b.{0,200}",
    r"add us to your address book.{0,60}",
    r"privacy (?:policy|statement|notice)(?:\s?[|·•-].{0,80})?",
    r"sent from my .{2,60}",
)
_IS_FURNITURE = re.compile("|".join(f"(?:{pattern})" for pattern in _FURNITURE), re.IGNORECASE)
_ABOVE, _BELOW = 6, 16
_LONGEST_FURNITURE = 400
_SIGNATURE = re.compile(r"(?m)^-- ?$")
_TRACKED = re.compile(r"\s?[(<\[]\s?https?://[^\s)>\]]{1,2000}\s?[)>\]]")
_QUOTED = re.compile(r"(?m)^(?:> ?)+")
_BLANK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"[-*•·>]\s|\d{1,2}[.)]\s")
_SHORTEST_ROW, _LONGEST_ROW = 45, 80
_RULES = re.compile(r"[\s*=_~#-]+")
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,1000}?\bhref\s{0,5}=\s{0,5}[\"']?(https?://[^\"'\s<>]{4,2000})[^<>]{0,1000}>(.{0,300}?)</a\s{0,5}>",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"<[^<>]{0,1000}>")
_BROWSER = re.compile(
    r"\b(?:(?:view|read|open|see|trouble|ansehen|anzeigen|voir|afficher|lire|ver|visualizza|leggi|bekijk)\b"
    r".{0,80}\b(?:browser|online|web|navigateur|navegador|en ligne)|i[mn] browser|(?:web|online) ?version)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"()\[\]]{4,2000}")
_SEARCHED = 300_000


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text part: wrapping and quoting undone, tracking links and signature dropped."""
    text = _SIGNATURE.split(texts.clean(text), maxsplit=1)[0] or text
    if len(_QUOTED.findall(text)) > 0.5 * text.count("\n"):
        text = _QUOTED.sub("", text)
    text = "\n\n".join(map(_unwrapped, _BLANK.split(_TRACKED.sub("", text))))
    return without_furniture(para.text for para in lines.paragraphs(text))


def _unwrapped(block: str) -> str:
    """The rows between two empty ones as one, when all but the last are as long as a mail's rows are."""
    rows = [row.strip() for row in block.split("\n") if row.strip()]
    wrapped = len(rows) > 1 and all(_SHORTEST_ROW <= len(row) <= _LONGEST_ROW for row in rows[:-1])
    if not wrapped or any(_ITEM.match(row) for row in rows) or len(rows[-1]) > _LONGEST_ROW:
        return "\n".join(rows)
    return " ".join(rows)


def without_furniture(paragraphs: Iterable[str]) -> list[str]:
    """Cleaned paragraphs without addresses alone, rules and buttons; above and below, without notices.

    Only the first and the last paragraphs are asked whether they tell how to unsubscribe: further in, such
    words are the article's own.
    """
    kept = [line for line in paragraphs if not _is_mark(line)]
    outer = range(_ABOVE, len(kept) - _BELOW)
    return [line for place, line in enumerate(kept) if place in outer or not _is_notice(line)]


def _is_mark(line: str) -> bool:
    if _RULES.fullmatch(line) or furniture.is_control(line):
        return True
    return all(part.lstrip("<([").startswith(("http://", "https://")) for part in line.split())


def _is_notice(line: str) -> bool:
    return len(line) <= _LONGEST_FURNITURE and bool(_IS_FURNITURE.fullmatch(line))


def running_text(paragraphs: Iterable[str]) -> int:
    """How many characters of sentences there are."""
    return sum(len(line) for line in paragraphs if is_prose(line))


def browser_link(html: str) -> str | None:
    """The address behind `View this email in your browser`."""
    for found in _ANCHOR.finditer(html[:_SEARCHED]):
        if _BROWSER.search(texts.clean_line(entities.unescape(_MARKUP.sub(" ", found[2])))):
            return texts.clean_line(entities.unescape(found[1])) or None
    return None


def plain_link(text: str) -> str | None:
    """The address in or below a line that offers the mail in the browser."""
    rows = text[:_SEARCHED].splitlines()
    for place, row in enumerate(rows[:400]):
        if len(row) < 2000 and _BROWSER.search(row):
            found = _ADDRESS.search(" ".join(rows[place : place + 3])[:4000])
            if found:
                return texts.clean_line(found[0])
    return None
