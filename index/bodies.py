"""How what was read of an article is stored: its texts apart from all else, packed by zstd.

A packed body holds, with NUL between, a JSON object of all that is short, the texts of the blocks in order,
and a JSON list of the offsets of each block's sentences. So the search index has the texts without parsing
them, and zstd (RFC 8878) gives them back in a third of the time that zlib takes. An article with a text that
holds a NUL, as no cleaned one does, is stored as JSON. Libraries of older versions hold JSON packed by zlib;
all of it is read.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from index.errors import DamagedTextError

NUL = "\0"
"""What stands between the parts."""

_BETWEEN = NUL.encode()
_ZSTD = b"\x28\xb5\x2f\xfd"  # what zlib packs begins otherwise
_LEVEL = 3
_LETTERS = {
    "title": "t",
    "deck": "d",
    "caption": "p",
    "subhead": "s",
    "body": "b",
    "credit": "c",
}
"""What stands for each `Role`, which is not imported as indexing needs nothing else of its room."""
_ROLES = {letter: role for role, letter in _LETTERS.items()}
_TITLE = _LETTERS["title"]


class DamagedBodyError(ValueError):
    """Packed bytes that are not as they were packed."""


_DAMAGE = (ValueError, RecursionError, KeyError, TypeError, AttributeError)
"""What is raised where something else was packed."""


def damaged(error: Exception, where: str) -> DamagedTextError:
    """The error that tells a person of it; `where` is the article."""
    return DamagedTextError(f"stored data is damaged: {error}", where=where, do="add its source again")


def as_json(value: Any) -> bytes:
    """JSON in UTF-8; a lone surrogate, which no cleaned text holds, becomes a question mark."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def packed_json(value: Any) -> bytes:
    """Any JSON value packed; `unpacked` reads it back."""
    return _packing()(as_json(value))


def packed(content: Mapping[str, Any]) -> bytes:
    """What `rows.content` gives, packed; `unpacked` reads it back."""
    blocks = content["blocks"]
    texts = [text.encode("utf-8", "replace") for _, text, _ in blocks]
    if any(_BETWEEN in text for text in texts):
        return packed_json(content)
    short = {name: value for name, value in content.items() if name != "blocks"}
    short["roles"] = "".join([_LETTERS[role] for role, _, _ in blocks])
    offsets = [flat for _, _, flat in blocks]
    return _packing()(_BETWEEN.join((as_json(short), *texts, as_json(offsets))))


def unpacked(raw: bytes) -> Any:
    """The inverse of `packed` and of `packed_json`. Raises DamagedBodyError."""
    found = _unpack(raw)
    try:
        if _BETWEEN not in found:
            return json.loads(found)
        first, *texts, last = found.decode().split(NUL)
        content = json.loads(first)
        roles = [_ROLES[letter] for letter in content.pop("roles")]
        content["blocks"] = list(map(list, zip(roles, texts, json.loads(last), strict=True)))
    except _DAMAGE as error:
        raise DamagedBodyError(str(error)) from error
    return content


def running(raw: bytes) -> tuple[Mapping[str, Any], bytes]:
    """What is short in a packed body, and its running text as `joined` gives it.

    That is the title, empty if there is none, and the blocks that are not titles, in order. Raises
    DamagedBodyError.
    """
    found = _unpack(raw)
    try:
        first = found.find(_BETWEEN)
        if first < 0:
            return _of_json(json.loads(found))
        if not found.isascii():
            found.decode()  # else it would fail among the texts of others, and nobody knew whose it is
        last = found.rindex(_BETWEEN)
        short = json.loads(found[:first])
        title, roles = joined([short["title"] or ""]), short["roles"]
        titles = roles.count(_TITLE)
        if not titles:
            return short, title + found[first:last]
        if titles == 1 and roles.startswith(_TITLE):
            # As nearly all articles are.
            return short, title + found[found.index(_BETWEEN, first + 1) : last]
        texts = zip(roles, found[first + 1 : last].split(_BETWEEN), strict=True)
        return short, _BETWEEN.join([title, *(text for role, text in texts if role != _TITLE)])
    except _DAMAGE as error:
        raise DamagedBodyError(str(error)) from error


def _of_json(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], bytes]:
    texts = [text for role, text, _ in content["blocks"] if role != "title"]
    return content, joined((content["title"] or "", *texts))


def joined(texts: Iterable[str]) -> bytes:
    """Texts in UTF-8 with NUL between; one that is in a text becomes a space."""
    found = list(texts)
    together = NUL.join(found)
    if together.count(NUL) >= len(found):
        together = NUL.join([text.replace(NUL, " ") for text in found])
    return together.encode("utf-8", "replace")


_of_thread = threading.local()
"""Each thread's packer and unpacker, which are not to be shared; making one takes longer than using it."""


def _packing() -> Callable[[bytes], bytes]:
    try:
        packer: Callable[[bytes], bytes] = _of_thread.packer
    except AttributeError:
        import zstandard

        # The checksum finds damage that could be unpacked all the same.
        packer = _of_thread.packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress
    return packer


def _unpack(raw: bytes) -> bytes:
    """What was packed. Raises DamagedBodyError."""
    if not raw.startswith(_ZSTD):
        try:
            return zlib.decompress(raw)
        except zlib.error as error:
            raise DamagedBodyError(str(error)) from error
    unpack, failure = _unpacking()
    try:
        return unpack(raw)
    except (failure, MemoryError) as error:  # a damaged size asks for any amount of memory
        raise DamagedBodyError(str(error)) from error


def _unpacking() -> tuple[Callable[[bytes], bytes], type[Exception]]:
    """What unpacks, and what it raises."""
    try:
        found: tuple[Callable[[bytes], bytes], type[Exception]] = _of_thread.unpacking
    except AttributeError:
        import zstandard

        unpack = partial(zstandard.ZstdDecompressor().decompress, allow_extra_data=False)
        found = _of_thread.unpacking = unpack, zstandard.ZstdError
    return found
