"""Mails: newsletters and forwarded articles, one article a mail; saved pages in one file (MHTML).

Attachments are passed over and never written; nothing a mail points at is fetched. The standard library
takes a mail apart, with its structured reading of headers left out (it takes quadratic memory): what it is
given is cut to size before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from index import text as texts
from index.errors import SourceError
from index.ingest import bylines, guard, letterbody, letterhead, plaintext
from index.ingest.letterhead import Head
from index.ingest.run import Item, Run
from index.model import Block, Draft, Role, Skipped, Source

MAX_NESTED = 100
"""How many parts that hold parts a mail may have."""

MAX_PARTS = 5_000
MAX_FIELD = 8_000
"""The longest header field that is read, in bytes; the rest of a longer one is cut off."""

MAX_HEADER = 1 << 20

_LINE_END = re.compile(rb"\r\n?")
_NESTED = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_PART_FIELD = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_ENOUGH = 200
_ENOUGH_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The text and the HTML of a mail, decoded and not cleaned; None where it has none."""

    plain: str | None = None
    html: str | None = None
    page: bytes | None = None


def read(
    raw: bytes, source: Source, run: Run, *, outlet: str | None = None, fallback_outlet: str | None = None
) -> Item:
    """The article of a mail. `outlet` wins over the sender, and the sender over `fallback_outlet`.

    The subject is the title, the sender the outlet (or the author, when it is a person's name), `Date` the
    time of publication, `Message-ID` the `source_id`. A forwarded mail counts as the one inside it.
    """
    try:
        message = _parsed(raw)
        head = letterhead.read(message)
        if head == Head():
            return Skipped(source.location, "not a mail: it has no sender, subject or date")
        bodies = _bodies(message)
    except SourceError as error:
        return Skipped(source.location, error.what)
    except RecursionError:
        return Skipped(source.location, "its parts are nested too deeply")
    except Exception as error:  # noqa: BLE001  (the standard library raises many kinds on damaged mails)
        return guard.failed(source.location, error)
    if head.page is not None and bodies.page is not None:
        return _saved_page(bodies.page, head, source, run, outlet, fallback_outlet)
    lines = _chosen(bodies)
    head, lines = letterhead.forwarded(head, lines)
    found = _draft(head, lines, source)
    if not found.texts(Role.BODY):
        return Skipped(source.location, "a mail without an article's text")
    link = head.url or (letterbody.browser_link(bodies.html) if bodies.html else None)
    return replace(
        found,
        digest=texts.digest(raw),
        source_id=head.message_id,
        url=link or letterbody.plain_link(bodies.plain or "") or found.url,
        outlet=outlet or head.outlet or found.outlet or fallback_outlet,
        authors=head.authors or found.authors,
        author_kind=bylines.kind(head.authors or found.authors),
        published=head.published or found.published,
    )


def _parsed(raw: bytes) -> Message:
    """The mail taken apart, after its header fields were cut to size. Raises SourceError."""
    raw = _LINE_END.sub(b"\n", raw)
    if sum(1 for _ in _NESTED.finditer(raw)) > MAX_NESTED:
        raise SourceError(f"more than {MAX_NESTED} parts that hold parts")
    if raw.count(b"\n--") > MAX_PARTS:
        raise SourceError(f"more than {MAX_PARTS:,} parts")
    if any(len(found[0]) > MAX_FIELD for found in _PART_FIELD.finditer(raw)):
        raise SourceError(f"a part's header is longer than {MAX_FIELD:,} bytes")
    head, blank, body = raw.partition(b"\n\n")
    return BytesParser(policy=compat32).parsebytes(_cut(head) + blank + body)


def _cut(head: bytes) -> bytes:
    """A header block with each field, and all of them, at a length that is read quickly."""
    kept: list[bytes] = []
    room = MAX_FIELD
    for line in head[:MAX_HEADER].split(b"\n"):
        if line[:1] not in (b" ", b"\t"):
            room = MAX_FIELD
        if room > 0:
            kept.append(line[:room])
        room -= len(line)
    return b"\n".join(kept)


def _parts(message: Message) -> Iterator[Message]:
    """All parts that hold no parts, in order, less attachments; a mail inside counts when it stands first."""
    pending = [message]
    while pending:
        part = pending.pop()
        inside = part.get_payload()
        if isinstance(inside, list):
            pending += [inner for inner in reversed(inside) if isinstance(inner, Message)]
        elif not letterhead.is_attachment(part):
            yield part


def _bodies(message: Message) -> _Bodies:
    """The first text and the first HTML of a mail."""
    plain = html = None
    page = None
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "text/plain" and plain is None and (text := _text(part)).strip():
            plain = _flowed(text, part) if "format" in str(part.get("content-type", "")).lower() else text
        elif kind in ("text/html", "application/xhtml+xml") and html is None:
            html = _text(part)
            page = _content(part)
    return _Bodies(plain, html, page)


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    """The text of a part; a character set nobody knows falls back to what the bytes look like."""
    charset = part.get_param("charset")
    return texts.decode(_content(part), charset if isinstance(charset, str) else None)


def _flowed(text: str, part: Message) -> str:
    """Text whose rows end with a space where the paragraph goes on (RFC 3676), as paragraphs."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    glue = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    made: list[str] = []
    open_row = False
    for row in text.replace("\r\n", "\n").split("\n"):
        if open_row and row.strip():
            made[-1] += row.strip() if not glue else row.rstrip()
        else:
            made.append(row.rstrip())
        open_row = row.endswith(" ") and row != "-- "
        if open_row:
            made[-1] += glue
    return "\n\n".join(made)


def _chosen(bodies: _Bodies) -> list[str]:
    """The paragraphs of the text part, or those of the HTML part when that one says clearly more."""
    plain = letterbody.plain_paragraphs(bodies.plain) if bodies.plain else []
    if not bodies.html:
        return plain
    from index.ingest.html import fragment

    html = letterbody.without_furniture(fragment.paragraphs(bodies.html))
    told = letterbody.running_text(plain)
    if told >= _ENOUGH and told >= _ENOUGH_SHARE * letterbody.running_text(html):
        return plain
    return html or plain


def _draft(head: Head, lines: list[str], source: Source) -> Draft:
    """The paragraphs read as an article's page whose title is known."""
    title = head.title
    field = f"Title: {title}" if title else ""
    found = plaintext.parse("\n\n".join((field, *lines)).encode("utf-8", "replace"), source)
    if title and found.title != title:
        # A field too long to be known for one is a line like the others.
        known = (field, found.title)
        blocks = tuple(block for block in found.blocks if block.text not in known)
        found = replace(found, title=title, blocks=(Block(Role.TITLE, title, ((0, len(title)),)), *blocks))
    return found


def _saved_page(
    raw: bytes, head: Head, source: Source, run: Run, outlet: str | None, fallback: str | None
) -> Item:
    from index.ingest.html.page import read_page

    return read_page(
        raw, source, extractor=run.extractor(), url=head.page, outlet=outlet, fallback_outlet=fallback
    )
