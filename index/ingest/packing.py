"""Compressed files read as streams, a bounded piece at a time."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from typing import IO, Any, cast

DAMAGED = (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile)
"""What reading a damaged stream raises."""

_MAGIC = ((b"\x1f\x8b", "gz"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zst"))
_LARGEST_WINDOW = 1 << 27  # what the zstd program itself unpacks without being told
# A compressed byte can stand for 32 KB: what comes out of one piece stays below 16 MB.
_PIECE = 512


def by_name(name: str) -> str | None:
    """`gz`, `xz` or `zst` as a file's name says, else None."""
    suffix = name.lower().rpartition(".")[2]
    return suffix if suffix in {"gz", "xz", "zst"} else None


def by_content(head: bytes) -> str | None:
    """`gz`, `xz` or `zst` as the first bytes say, else None."""
    return next((packing for magic, packing in _MAGIC if head.startswith(magic)), None)


def opened(raw: IO[bytes], packing: str | None) -> IO[bytes]:
    """A stream of what is packed in `raw`; reading it raises one of DAMAGED when it is damaged or cut."""
    if packing == "gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if packing == "xz":
        return lzma.LZMAFile(raw)
    if packing == "zst":
        return io.BufferedReader(_Zstandard(raw), 1 << 17)
    return raw


class Joined(io.RawIOBase):
    """What was read of a stream to look at it, then its rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`; how many bytes, 0 at the end."""
        if self._head:
            part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            part = self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class _Zstandard(io.RawIOBase):
    """Frames of Zstandard, one after the other; a frame that is cut raises EOFError, as gzip does."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._packed = b""
        self._at = 0
        self._unpacked = memoryview(b"")
        self._frame: Any = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer`; how many bytes, 0 at the end. Raises EOFError."""
        while not self._unpacked:
            if self._at >= len(self._packed):
                self._packed, self._at = self._raw.read(1 << 16), 0
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                return 0
            piece = self._packed[self._at : self._at + _PIECE]
            self._at += len(piece)
            self._unpacked = memoryview(self._unpack(piece))
        count = min(len(buffer), len(self._unpacked))
        buffer[:count] = self._unpacked[:count]
        self._unpacked = self._unpacked[count:]
        return count

    def _unpack(self, piece: bytes) -> bytes:
        import zstandard

        if self._frame is None:
            self._frame = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj()
        try:
            data: bytes = self._frame.decompress(piece)
        except zstandard.ZstdError as error:
            raise EOFError(str(error)) from error
        if self._frame.eof:
            self._at -= len(self._frame.unused_data)
            self._frame = None
        return data
