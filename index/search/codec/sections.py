"""The container of every file of the codec: named arrays of numbers, with lengths and checksums.

    header    8 bytes of magic, format version (u32), 4 zero bytes
    sections  one after another, each filled up with zeros to a multiple of 8 bytes
    table     JSON: {"meta": ..., "names": "a b ...", "types": "<u4 |u1 ...", "sizes": [...], "checksums":
              "0123abcd..."}, where sizes are in bytes without the filling, and checksums (CRC-32) with it
    trailer   offset (u64) and length (u32) of the table, its CRC-32 (u32), the magic again

Numbers are little-endian. Every byte of a file is held against something: the sections must follow each
other without a gap from the header to the table, and the table must end where the trailer begins. Reading
maps the file into memory, so that opening costs the same for any size, and executes nothing.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.files import TEMP_PREFIX, TEMP_SUFFIX

FORMAT = 4
_MAGIC = b"bylines\x1a"
_HEADER = struct.Struct("<8sII")
_TRAILER = struct.Struct("<QII8s")
_ALIGNMENT = 8
_CHECKSUM = 8  # letters
_TYPES = {kind: np.dtype(kind).itemsize for kind in ("|u1", "<u2", "<u4", "<u8", "<i4")}
_IN_MEMORY = 256 << 10  # so much of a section is collected in memory, the rest in an unnamed file

Array = NDArray[Any]


class DamagedError(Exception):
    """A file is not what the codec wrote; the message names it and says why, for people."""


class Stream:
    """One section while it is collected, from pieces of any size."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = np.dtype(kind)
        self.size = 0
        """Numbers so far."""
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed by `copy`)
            max_size=_IN_MEMORY, dir=str(folder), prefix=TEMP_PREFIX, suffix=TEMP_SUFFIX
        )

    def append(self, numbers: Array) -> None:
        """Add numbers, which must fit the section's type."""
        self.size += len(numbers)
        self._file.write(np.ascontiguousarray(numbers, self.kind).data.cast("B") if len(numbers) else b"")

    def copy(self, target: IO[bytes]) -> tuple[int, int]:
        """Write everything and the filling; how many bytes without it, and the checksum with it."""
        self._file.seek(0)
        checksum = written = 0
        while data := self._file.read(1 << 20):
            checksum = zlib.crc32(data, checksum)
            written += target.write(data)
        filling = bytes(-written % _ALIGNMENT)
        target.write(filling)
        self.close()
        return written, zlib.crc32(filling, checksum)

    def close(self) -> None:
        """Forget what was collected."""
        self._file.close()


class SectionWriter:
    """Collects sections, and writes them as one durable file."""

    def __init__(self, path: Path) -> None:
        """`path` must not exist when `finish` is called."""
        self.path = path
        self._streams: dict[str, Stream] = {}

    def stream(self, name: str, kind: str) -> Stream:
        """A new section of numbers of a NumPy type, for example `<u2`."""
        if kind not in _TYPES or name in self._streams or name != "".join(name.split()):
            raise ValueError(f"no section {name} of {kind}")
        found = self._streams[name] = Stream(self.path.parent, kind)
        return found

    def put(self, name: str, numbers: Array) -> None:
        """A new section with these numbers."""
        self.stream(name, numbers.dtype.newbyteorder("<").str).append(numbers)

    def finish(self, meta: Mapping[str, Any]) -> None:
        """Write the file and have it on the disk. Raises OSError, and then there is no file."""
        try:
            with self.path.open("xb") as file:
                try:
                    self._write(file, meta)
                    file.flush()
                    os.fsync(file.fileno())
                except BaseException:
                    self.path.unlink(missing_ok=True)
                    raise
        finally:
            self.close()

    def close(self) -> None:
        """Forget what was collected."""
        for stream in self._streams.values():
            stream.close()
        self._streams.clear()

    def _write(self, file: IO[bytes], meta: Mapping[str, Any]) -> None:
        file.write(_HEADER.pack(_MAGIC, FORMAT, 0))
        kinds = [stream.kind.str for stream in self._streams.values()]
        sums = [stream.copy(file) for stream in self._streams.values()]
        sizes = [size for size, _ in sums]
        found = {
            "meta": meta,
            "names": " ".join(self._streams),
            "types": " ".join(kinds),
            "sizes": sizes,
            "checksums": "".join(f"{checksum:0{_CHECKSUM}x}" for _, checksum in sums),
        }
        table = json.dumps(found, separators=(",", ":")).encode()
        offset = _HEADER.size + sum(map(_filled, sizes))
        file.write(table)
        file.write(_TRAILER.pack(offset, len(table), zlib.crc32(table), _MAGIC))


def _filled(size: int) -> int:
    """What a section of so many bytes takes."""
    return size + -size % _ALIGNMENT


class SectionFile:
    """A file of sections, mapped into memory. It may be removed by others while it is open (POSIX)."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, and DamagedError for a file that is wrong, as far as its length and table tell."""
        self.path = path
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size < _HEADER.size + _TRAILER.size:
                raise DamagedError(f"{path.name} is too short")
            try:
                self._map: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except OSError:  # a file system that maps no files
                self._map = file.read()
        self._size = size
        try:
            self._read_table()
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error) as error:
            raise DamagedError(f"{path.name} has a broken table") from error

    def _read_table(self) -> None:
        magic, version, zeros = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or zeros:
            raise DamagedError(f"{self.path.name} is no index file of bylines")
        if version != FORMAT:
            raise DamagedError(f"{self.path.name} has format {version}, not {FORMAT}")
        end = self._size - _TRAILER.size
        offset, length, checksum, magic = _TRAILER.unpack_from(self._map, end)
        if magic != _MAGIC or offset + length != end:
            raise DamagedError(f"{self.path.name} is cut short or changed")
        table = self._map[offset:end]
        if zlib.crc32(table) != checksum:
            raise DamagedError(f"the table of {self.path.name} was changed")
        found = json.loads(table)
        self.meta: dict[str, Any] = found["meta"]
        names, kinds, sizes = found["names"].split(), found["types"].split(), found["sizes"]
        starts = list(accumulate([size + -size % _ALIGNMENT for size in sizes], initial=_HEADER.size))
        self._checksums: str = found["checksums"]
        self._sections = dict(zip(names, zip(kinds, starts, sizes, strict=False), strict=True))
        """Of each name the type, offset and size."""
        whole = len(kinds) == len(sizes) == len(self._sections) and not set(kinds).difference(_TYPES)
        if not whole or starts[-1] != offset or min(sizes, default=0) < 0:
            raise DamagedError(f"the table of {self.path.name} is not consistent")

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    @property
    def names(self) -> list[str]:
        """The sections, in order."""
        return list(self._sections)

    def array(self, name: str) -> Array:
        """The numbers of a section, read only, without copying them. Raises DamagedError if it is missing."""
        if name not in self._sections:
            raise DamagedError(f"{self.path.name} has no section {name}")
        kind, offset, size = self._sections[name]
        count, rest = divmod(size, _TYPES[kind])
        if rest:
            raise DamagedError(f"{self.path.name} has half a number in section {name}")
        return np.frombuffer(self._map, kind, count, offset)

    def let_go(self) -> None:
        """Have the system take back the memory that the mapped file takes; it is read again as needed."""
        advice = getattr(mmap, "MADV_DONTNEED", None)
        if advice is not None and not isinstance(self._map, bytes):
            self._map.madvise(advice)

    def verify(self) -> None:
        """Hold every section against its checksum. Raises DamagedError naming the first that is wrong."""
        with memoryview(self._map) as view:
            for at, (name, (_, offset, size)) in enumerate(self._sections.items()):
                checksum = f"{zlib.crc32(view[offset : offset + _filled(size)]):0{_CHECKSUM}x}"
                if checksum != self._checksums[at * _CHECKSUM : (at + 1) * _CHECKSUM]:
                    raise DamagedError(f"section {name} of {self.path.name} was changed")
                self.let_go()
