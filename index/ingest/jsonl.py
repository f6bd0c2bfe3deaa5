"""JSON Lines: one article a line, plain or compressed, read as a stream and never whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from index import dates
from index import text as texts
from index.errors import ExtractionError
from index.ingest import assemble, bylines, guard, language, packing
from index.ingest.body import body_lines
from index.ingest.html import ahead
from index.ingest.html.ahead import PageJob
from index.model import Cancelled, Draft, Published, Skipped, Source, SourceKind

if TYPE_CHECKING:
    from index.ingest.html.extractor import Extractor

MAX_LINE = 20_000_000
"""The longest line read, in bytes; a longer one is skipped by number."""

_HOLE = bytes(4096)


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
    extractor: Extractor | None = None,
) -> Iterator[Draft | Skipped]:
    """The articles of a stream, one a line; `outlet` wins over the lines' own.

    Blank lines are passed over; broken ones are reported as `location:line` and do not stop the rest.
    A stream damaged in the middle gives what came before the damage, and says where it was. Lines with
    `html` in place of `text` are read by `extractor`, or by one of their own.
    """
    yield from ahead.in_order(items(stream, location, outlet=outlet, cancelled=cancelled), extractor)


def items(
    stream: Stream, location: str, *, outlet: str | None = None, cancelled: Cancelled | None = None
) -> Iterator[Draft | Skipped | PageJob]:
    """As `read`, with the lines that hold a page still to be read."""
    number = 0
    try:
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            if cancelled is not None and cancelled():
                return
            if len(line) > MAX_LINE:
                if _HOLE in line:
                    # A hole in a file may be far larger than what was ever written to it.
                    yield Skipped(
                        f"{location}:{number}",
                        "a binary file, or damaged from here on; what came before was read",
                    )
                    return
                _skip_rest(stream, line, cancelled)
                yield Skipped(
                    f"{location}:{number}",
                    f"line longer than {MAX_LINE // 1_000_000} MB; make it shorter, and add it again",
                )
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            line = line.strip()
            if line:
                yield _article(line, location, number, outlet)
    except packing.DAMAGED as error:
        where, read = (f" after line {number}", "; what came before was read") if number else ("", "")
        yield Skipped(location, f"damaged{where}: {texts.clean_line(str(error))}{read}")


def _skip_rest(stream: Stream, line: bytes, cancelled: Cancelled | None) -> None:
    while line and not line.endswith(b"\n") and not (cancelled is not None and cancelled()):
        line = stream.readline(1 << 20)


def _article(line: bytes, location: str, number: int, outlet: str | None) -> Draft | Skipped | PageJob:
    place = f"{location}:{number}"
    try:
        data = _object(line)
        html = _html(data)
        if html is not None:
            return PageJob(
                lambda extractor: _from_page(extractor, html, data, line, location, number, outlet)
            )
        return _draft(data, line, location, number, outlet)
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
        raise _BadLineError(f"broken JSON: {_said(error)}") from error
    if not isinstance(data, dict):
        raise _BadLineError("is not a JSON object")
    return data


def _said(error: ValueError) -> str:
    """What is wrong with a line's JSON, and where in the line."""
    if isinstance(error, json.JSONDecodeError):
        what = error.msg.rstrip(": ").removesuffix(" at")
        return f"{what[:1].lower()}{what[1:]} at character {error.pos + 1}"
    return texts.clean_line(str(error))[:200]


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
    title = _line(data, "title")
    paragraphs = texts.paragraphs(text) if isinstance(text, str) else []
    if not paragraphs and title is None:
        raise _BadLineError("has no text")
    tongue = _line(data, "language") or language.detect("\n".join(paragraphs[:20] or [title or ""]))
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
        partial=None if paragraphs else "the headline alone",
    )


def _html(data: dict[str, Any]) -> str | None:
    """The page of a line that has no text."""
    text, html = data.get("text"), data.get("html")
    if isinstance(text, str) and text.strip():
        return None
    return html if isinstance(html, str) and html.strip() else None


def _from_page(
    extractor: Extractor,
    html: str,
    data: dict[str, Any],
    line: bytes,
    location: str,
    number: int,
    outlet: str | None,
) -> Draft | Skipped:
    """The article of a page; what the line says beside it wins over what the page says. Raises nothing."""
    from index.ingest.html import page as pages

    place = f"{location}:{number}"
    url = _url(data.get("url"))
    source_id = _identifier(data.get("id"))
    authors = _authors(data.get("authors", data.get("author")))
    try:
        page = extractor.extract(html.encode("utf-8", "replace"), url=url, charset="utf-8")
        tongue = _line(data, "language") or page.language
        said = replace(
            page,
            title=_line(data, "title") or page.title,
            authors=authors or page.authors,
            published=_published(data, tongue) or page.published,
            url=url or page.url,
            language=tongue,
        )
        source = Source(SourceKind.JSONL, location, source_id or str(number))
        found = pages.draft(said, line, source, outlet=outlet or _line(data, "outlet"))
    except ExtractionError as error:
        return Skipped(place, str(error))
    except Exception as error:  # noqa: BLE001  (whatever it is, the other lines are read)
        return guard.failed(place, error)
    return Skipped(place, found.reason) if isinstance(found, Skipped) else replace(found, source_id=source_id)


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
