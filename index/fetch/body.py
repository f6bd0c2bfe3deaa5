"""Bodies, read and decompressed in small bounded steps, so that no answer fills memory or holds the loop."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterable
from typing import Protocol

from index.fetch.failures import RefusalError

_READ = 2**14
_STEP = 2**16
_MOST_MEMBERS = 1_000
_GZIP = b"\x1f\x8b"
_RAW_DEFLATE, _ZLIB, _GZIPPED = -zlib.MAX_WBITS, zlib.MAX_WBITS, zlib.MAX_WBITS | 16


class Stream(Protocol):
    """What of `aiohttp.StreamReader` is needed."""

    async def read(self, n: int = -1) -> bytes: ...


def encoding(headers: Iterable[str]) -> str:
    """The one encoding that `Content-Encoding` headers name: "identity", "gzip" or "deflate".

    Raises RefusalError for another one and for several on top of each other, which only bombs have.
    """
    names = [name.strip().lower() for header in headers for name in header.split(",")]
    found = [name.removeprefix("x-") for name in names if name not in ("", "identity")]
    if not found:
        return "identity"
    if len(found) > 1 or found[0] not in ("gzip", "deflate"):
        raise RefusalError("refused", "the answer is compressed in a way that was not asked for")
    return found[0]


async def read(stream: Stream, encoded: str, cap: int) -> bytes:
    """The decoded body; `encoded` is as from `encoding`.

    Raises RefusalError ("too large") as soon as more than `cap` bytes came, encoded or decoded, and
    ("network") when compressed data is damaged or breaks off.
    """
    found = bytearray()
    pieces = _raw(stream, cap)
    async for piece in pieces if encoded == "identity" else _decoded(pieces, encoded):
        found += piece
        if len(found) > cap:
            raise too_large(cap)
    return bytes(found)


def too_large(cap: int) -> RefusalError:
    """The refusal of a body beyond the cap."""
    return RefusalError("too large", f"the answer is larger than {cap // 2**20} MiB")


async def _raw(stream: Stream, cap: int) -> AsyncIterator[bytes]:
    """The body as it comes; it never holds more than a piece."""
    seen = 0
    while piece := await stream.read(_READ):
        seen += len(piece)
        if seen > cap:
            raise too_large(cap)
        yield piece


async def _decoded(pieces: AsyncIterator[bytes], encoded: str) -> AsyncIterator[bytes]:
    """Pieces of at most _STEP decompressed bytes, giving way to other work after each."""
    decoder = None
    members = 0
    async for piece in pieces:
        rest = piece
        while rest:
            if decoder is None or decoder.eof:
                if members and not (encoded == "gzip" and rest.startswith(_GZIP)):
                    # Padding after the end is common, and no part of the document.
                    break
                members += 1
                if members > _MOST_MEMBERS:
                    raise _damaged()
                decoder = zlib.decompressobj(_window(encoded, rest))
            try:
                yield decoder.decompress(rest, _STEP)
            except zlib.error:
                raise _damaged() from None
            rest = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            await asyncio.sleep(0)
    if decoder is not None and not decoder.eof:
        raise RefusalError("network", "the compressed answer breaks off before its end", "try again later")


def _window(encoded: str, head: bytes) -> int:
    """What zlib must expect: servers send `deflate` with and without zlib's own header."""
    if encoded == "gzip":
        return _GZIPPED
    with_header = len(head) > 1 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _ZLIB if with_header else _RAW_DEFLATE


def _damaged() -> RefusalError:
    return RefusalError("network", "the compressed answer is damaged", "try again later")
