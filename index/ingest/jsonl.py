"""JSON Lines: one article a line, plain or compressed, read as a stream and never whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, Protocol

from index import dates
from index import text as texts
from index.ingest import assemble, bylines, guard, language, packing
from index.ingest.body import body_lines
from index.model import Cancelled, Draft, Published, Skipped, Source, SourceKind

MAX_LINE = 20_000_000
"""The longest line read, in bytes; a longer one is skipped by number."""


class Stream(Protocol):
    """Bytes that can be read line by line."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, at most `size` bytes of it; empty at the end."""
        ...


class _BadLineError(ValueError):
    """Why a line is not an article, in words for the person."""


def read_file(
    path: Path, *, outlet: str | None = None, cancelled: Cancelled | None = None
) -> Iterator[Draft | Skipped]:
    """The articles of a file, compressed by its suffix. Raises OSError when it cannot be opened."""
    with path.open("rb") as raw:
        stream = packing.opened(raw, packing.by_name(path.name))
        yield from read(stream, str(path), outlet=outlet, cancelled=cancelled)


def read(
    stream: Stream,
    location: str,
    *,
    outlet: str | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[Draft | Skipped]:
    """The articles of a stream, one a line; `outlet` wins over the lines' own.

    Blank lines are passed over; broken ones are reported as `location:line` and do not stop the rest.
    A stream damaged in the middle gives what came before the damage, and says where it was.
    """
    number = 0
    try:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if cancelled is not None and cancelled():
                return
            if len(line) > MAX_LINE:
                _skip_rest(stream, line)
                yield Skipped(f"{location}:{number}", f"line longer than {MAX_LINE // 1_000_000} MB")
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            line = line.strip()
            if line:
                yield _article(line, location, number, outlet)
    except packing.DAMAGED as error:
        yield Skipped(location, f"damaged after line {number}: {error}; what came before was read")


def _skip_rest(stream: Stream, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)


def _article(line: bytes, location: str, number: int, outlet: str | None) -> Draft | Skipped:
    place = f"{location}:{number}"
    try:
        return _draft(_object(line), line, location, number, outlet)
    except _BadLineError as error:
        return Skipped(place, str(error))
    except Exception as error:  # noqa: BLE001  (whatever it is, the other lines are read)
        return guard.failed(place, error)


def _object(line: bytes) -> dict[str, Any]:
    """The object of a line. Raises _BadLineError."""
    try:
        data = json.loads(
            line if line.isascii() else texts.decode(line), parse_constant=_refused, object_pairs_hook=_unique
        )
    except _BadLineError:
        raise
    except RecursionError as error:
        raise _BadLineError("nested too deeply") from error
    except ValueError as error:
        raise _BadLineError(f"broken JSON: {texts.clean_line(str(error))[:200]}") from error
    if not isinstance(data, dict):
        raise _BadLineError("is not a JSON object")
    return data


def _refused(constant: str) -> NoReturn:
    raise _BadLineError(f"broken JSON: {constant} is not a JSON value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _BadLineError(f"the key `{texts.clean_line(twice)[:60]}` is there twice")
    return data


def _draft(data: dict[str, Any], line: bytes, location: str, number: int, outlet: str | None) -> Draft:
    text = data.get("text")
    if not isinstance(text, str) or not text.strip():
        if data.get("html"):
            raise _BadLineError("has only html, which is not read yet; give `text`")
        raise _BadLineError("has no text")
    title = _line(data, "title")
    paragraphs = texts.paragraphs(text)
    if not paragraphs:
        raise _BadLineError("has no text")
    tongue = _line(data, "language") or language.detect("\n".join(paragraphs[:20]))
    lines, dateline = body_lines(paragraphs, title)
    source_id = _identifier(data.get("id"))
    authors = _authors(data.get("authors", data.get("author")))
    return Draft(
        source=Source(SourceKind.JSONL, location, source_id or str(number)),
        digest=texts.digest(line),
        blocks=assemble.blocks(title, lines, tongue),
        source_id=source_id,
        url=_url(data.get("url")),
        outlet=outlet or _line(data, "outlet"),
        title=title,
        authors=authors,
        author_kind=bylines.kind(authors),
        published=_published(data, tongue),
        dateline=dateline,
        language=tongue,
    )


def _line(data: dict[str, Any], key: str) -> str | None:
    raw = data.get(key)
    return (texts.clean_line(raw) or None) if isinstance(raw, str) else None


def _identifier(raw: Any) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        return None
    return texts.clean_line(str(raw)) or None


def _url(raw: Any) -> str | None:
    if not isinstance(raw, str):
        return None
    url = texts.clean_line(raw)
    return url if url.lower().startswith(("http://", "https://")) else None


def _authors(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        return bylines.names(texts.clean_line(raw))
    if not isinstance(raw, list):
        return ()
    names = (texts.clean_line(item) for item in raw if isinstance(item, str))
    return tuple(dict.fromkeys(name for name in names if name))


def _published(data: dict[str, Any], tongue: str | None) -> Published | None:
    for key in ("published", "date"):
        found = dates.value(data.get(key), tongue)
        if found is not None:
            return found
    return None
