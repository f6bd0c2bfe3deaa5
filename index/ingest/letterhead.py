"""What a mail's header says of the article in it: title, outlet or author, time, address."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from index import dates
from index import text as texts
from index.ingest import bylines, credits
from index.model import Published

MAX_TITLE = 300
"""The longest title, in characters."""

_EARLIEST_YEAR = 1990
_MAX_VALUE = 4_000
_REPLY = re.compile(
    r"\s*(?:fwd?|re|aw|wg|tr|rv|sv|vs|vb|antw|doorst|odp|pd|пересл|转发|回复|轉寄)\s?(?:\[\d{1,3}\])?\s?[:：]\s*",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")
_COMMENT = re.compile(r"\s*\([^()]{0,60}\)\s*\Z")
_FROM_OUTLET = re.compile(r"\s+(?:from|at|via|@|von|de|bei|chez)\s+|\s*[|·•/]\s*|\s+[–—-]\s+", re.IGNORECASE)
_MARKER = re.compile(
    r"[-_\s>]*(?:(?:begin )?forwarded message|original message|weitergeleitete (?:nachricht|mail)"
    r"|ursprüngliche nachricht|message (?:transféré|d.origine|original)|début du message réexpédié"
    r"|mensaje (?:reenviado|original)|messaggio inoltrato|mensagem (?:encaminhada|original)"
    r"|doorgestuurd bericht|пересылаемое сообщение|переслане повідомлення)\s*[:：]?[-_\s]*",
    re.IGNORECASE,
)
_INNER = re.compile(r"[>\s*]*([^\W\d_]{2,12})\s?[:：]\*?\s*(.*)")
_INNER_NAMES = {
    "title": "subject betreff objet asunto oggetto assunto onderwerp temat тема",
    "sender": "from von de da od van от від",
    "date": "date sent gesendet datum envoyé fecha enviado data inviato verzonden дата отправлено",
    "other": "to an à para a cc kopie reply aan кому",
}
_INNER_FIELD = {name: key for key, names in _INNER_NAMES.items() for name in names.split()}
_COMMENTS_KEPT = 300


@dataclass(frozen=True, slots=True)
class Head:
    """What is known from the header; `page` is the address of a page saved as MHTML."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    message_id: str | None = None
    url: str | None = None
    page: str | None = None


def read(message: Message) -> Head:
    """The head of a mail. Fields that make no sense are None."""
    listed = message.get("List-Id") is not None or message.get("List-Unsubscribe") is not None
    outlet, authors = _sender(_value(message, "From"))
    return Head(
        title=title(_value(message, "Subject"), listed=listed),
        outlet=outlet,
        authors=authors,
        published=_date(_value(message, "Date")),
        message_id=_value(message, "Message-ID").strip("<> ")[:200] or None,
        url=_address(_value(message, "Archived-At")),
        page=_address(_value(message, "Snapshot-Content-Location")),
    )


def is_attachment(part: Message) -> bool:
    """Whether a part is a file of its own and no text of the mail."""
    placed = str(part.get("content-disposition", "")).strip().lower()
    return placed.startswith("attachment") or (placed.startswith("inline") and "filename" in placed)


def title(subject: str, *, listed: bool = False) -> str | None:
    """A subject without `Fwd:` and, on a mailing list, without the list's name in brackets."""
    while True:
        marked = _REPLY.match(subject)
        rest = subject[marked.end() :] if marked else subject
        tagged = _TAG.match(rest) if listed or marked else None
        shorter = rest[tagged.end() :] if tagged else rest
        if shorter == subject or not shorter:
            break
        subject = shorter
    subject = subject.strip()
    if not subject:
        return None
    return subject if len(subject) <= MAX_TITLE else f"{subject[:MAX_TITLE].rsplit(' ', 1)[0]} …"


def forwarded(head: Head, lines: Sequence[str]) -> tuple[Head, list[str]]:
    """A mail that forwards another in its text counts as that one; else as it is.

    What the sender wrote above is left out when it is short.
    """
    for place, line in enumerate(lines):
        if len(line) < 80 and _MARKER.fullmatch(line):
            above = sum(map(len, lines[:place]))
            found, start = _inner(lines, place + 1)
            if above > _COMMENTS_KEPT or not found:
                return head, list(lines)
            return _of_inner(head, found), list(lines[start:])
    return head, list(lines)


def _inner(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """The header in a text below the mark of a forwarded mail, and where it ends."""
    found: dict[str, str] = {}
    for place, line in enumerate(lines[start : start + 8], start):
        pair = _INNER.fullmatch(line) if len(line) < 600 else None
        key = _INNER_FIELD.get(pair[1].lower()) if pair else None
        if pair is None or key is None:
            return found, place
        found.setdefault(key, pair[2])
    return found, min(len(lines), start + 8)


def _of_inner(head: Head, found: dict[str, str]) -> Head:
    outlet, authors = _sender(found.get("sender", ""))
    return replace(
        head,
        title=title(texts.clean_line(found.get("title", ""))) or head.title,
        outlet=outlet,
        authors=authors,
        published=_date(found.get("date", "")) or head.published,
        url=None,
    )


def _value(message: Message, name: str) -> str:
    """A field decoded and cleaned, on one line; empty when it is missing."""
    raw = message.get(name)
    if raw is None:
        return ""
    raw = str(raw)[:_MAX_VALUE]
    try:
        parts = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        return texts.clean_line(_plain(raw))
    return texts.clean_line("".join(_decoded(part, charset) for part, charset in parts))


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return _plain(part)
    return texts.decode(part, charset)


def _plain(raw: str) -> str:
    """A header's characters; bytes that a mail should not have there are read as what they look like."""
    if raw.isascii():
        return raw
    return texts.decode(raw.encode("utf-8", "surrogateescape"))


def _sender(value: str) -> tuple[str | None, tuple[str, ...]]:
    """(outlet, authors) of a sender: a person's name is an author's, any other name the outlet's."""
    name = texts.clean_line(parseaddr(value[:500])[0] or ("" if "@" in value else value)).strip(" \"'")
    if "@" in name or not any(map(str.isalpha, name)):
        return None, ()
    pieces = [piece for piece in _FROM_OUTLET.split(name, maxsplit=1) if piece]
    if len(pieces) == 2 and bylines.looks_like_name(pieces[0]) and not credits.is_outlet(pieces[0]):
        return pieces[1].strip(), (pieces[0].strip(),)
    employer = bylines.employer(name)
    if employer:
        return employer, bylines.names(name.rsplit(",", 1)[0])
    if bylines.looks_like_name(name) and not credits.is_outlet(name) and not bylines.is_desk(name):
        return None, (name,)
    return name, ()


def _date(value: str) -> Published | None:
    """The time of a `Date` field: a whole year in four digits, none before mail was used for news."""
    found = dates.value(_COMMENT.sub("", value.strip())[:100])
    return found if found is not None and found.when.year >= _EARLIEST_YEAR else None


def _address(value: str) -> str | None:
    value = value.strip("<> ")
    return value if value.lower().startswith(("http://", "https://")) and " " not in value else None
