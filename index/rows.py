"""Articles as the database keeps them: rows, and what was read, packed (see `bodies`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from index import bodies
from index.model import Article, Block, Draft, Precision, Published, Role, Source, SourceKind

_LONGEST_LEDE = 500
_ROLES = {role.value: role for role in Role}


def plain(text: str) -> str:
    """The text as SQLite can hold it: a lone surrogate (a file name that is not UTF-8) is spelt out."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def maybe(text: str | None) -> str | None:
    """`plain`, or None."""
    return None if text is None else plain(text)


def lede(draft: Draft) -> str:
    """The first sentence of the body, at most 500 characters of it; empty when there is no body."""
    for block in draft.blocks:
        if block.role is Role.BODY and block.sentences:
            start, end = block.sentences[0]
            return plain(block.text[start : min(end, start + _LONGEST_LEDE)])
    return ""


def headline(title: str | None, first: str) -> str:
    """What a list shows as the title: the title, or `untitled: ` and the first sentence."""
    if title:
        return title
    return f"untitled: {first}" if first else "untitled"


def moment(published: Published | None) -> float | None:
    """A publication time as seconds for sorting; a time without a zone is taken as UTC."""
    if published is None:
        return None
    when = published.when if published.when.tzinfo else published.when.replace(tzinfo=UTC)
    try:
        return when.timestamp()
    except (OverflowError, ValueError):
        return None


def iso(published: Published | None) -> str | None:
    """A publication time in full, whatever its precision; `published_from` reads it back."""
    return None if published is None else published.when.isoformat()


def published_from(text: str | None, precision: str | None) -> Published | None:
    """The inverse of `iso`."""
    if text is None or precision is None:
        return None
    return Published(datetime.fromisoformat(text), Precision(precision))


def pack(value: Any) -> bytes:
    """A JSON value as the database keeps it; `unpack` reads it back."""
    return bodies.packed_json(value)


def unpack(raw: bytes, where: str) -> Any:
    """The inverse of `pack` and `stored`; raises StoreError, naming `where`, when the bytes are damaged."""
    try:
        return bodies.unpacked(raw)
    except bodies.DamagedBodyError as error:
        raise bodies.damaged(error, where) from error


def sound(raw: bytes) -> bool:
    """Whether packed bytes are undamaged."""
    try:
        bodies.unpacked(raw)
    except bodies.DamagedBodyError:
        return False
    return True


def content(draft: Draft) -> dict[str, Any]:
    """What was read from a draft's bytes, as a JSON object: all but its digest, source and outlet."""
    found: dict[str, Any] = {
        "blocks": [
            [block.role.value, block.text, [n for span in block.sentences for n in span]]
            for block in draft.blocks
        ],
        "source_id": draft.source_id,
        "url": draft.url,
        "title": draft.title,
        "authors": draft.authors,
        "author_kind": draft.author_kind,
        "published": iso(draft.published),
        "precision": draft.published.precision.value if draft.published else None,
        "dateline": draft.dateline,
        "language": draft.language,
        "syndicated_from": draft.syndicated_from,
    }
    if draft.partial is not None:
        # Left out when there is nothing to say, so that what was read before keeps its fingerprint.
        found["partial"] = draft.partial
    return found


def fingerprint(content: Mapping[str, Any]) -> int:
    """A number that tells two readings of the same bytes apart: 63 bits of their `content` as JSON."""
    import hashlib

    return int.from_bytes(hashlib.blake2b(bodies.as_json(content), digest_size=8).digest(), "big") >> 1


def stored(content: Mapping[str, Any]) -> bytes:
    """A draft's `content` as the database keeps it; `unpack` reads it back."""
    return bodies.packed(content)


ARTICLES = (
    "SELECT r.body, a.id, r.kind, r.location, r.item, r.digest, a.outlet, r.number, a.revision, r.added"
    " FROM article a JOIN revision r ON r.article = a.key"
)
"""What `article` needs; to be followed by a WHERE."""


def article(row: Sequence[Any]) -> Article:
    """An article at one revision, from a row of `ARTICLES`. Raises StoreError when what is stored is damaged.

    The outlet comes from the article's row, as it may be set later than the text.
    """
    body, id, kind, location, item, digest, outlet, revision, revisions, added = row
    where = f"{outlet or 'an article'} ({id}, from {location})"
    found: Mapping[str, Any] = unpack(body, where)
    try:
        return Article(
            id=id,
            revision=revision,
            revisions=revisions,
            added=datetime.fromisoformat(added),
            digest=digest,
            outlet=outlet,
            source=Source(SourceKind(kind), location, item),
            blocks=tuple(_block(role, text, flat) for role, text, flat in found["blocks"]),
            source_id=found["source_id"],
            url=found["url"],
            title=found["title"],
            authors=tuple(found["authors"]),
            author_kind=found["author_kind"],
            published=published_from(found["published"], found["precision"]),
            dateline=found["dateline"],
            language=found["language"],
            syndicated_from=found["syndicated_from"],
            partial=found.get("partial"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise bodies.damaged(error, where) from error


def _block(role: str, text: str, flat: list[int]) -> Block:
    return Block(_ROLES[role], text, tuple(zip(flat[::2], flat[1::2], strict=True)))
