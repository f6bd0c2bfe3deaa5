"""Arrays of numbers put aside, in a file when they are many."""

from __future__ import annotations

import errno
import tempfile
import weakref
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.files import TEMP_PREFIX, TEMP_SUFFIX

_IN_MEMORY = 1 << 20  # bytes; what is less needs no file


class Overflow:
    """Arrays kept in a file without a name, which goes when it is closed, or they are of no more use."""

    def __init__(self, folder: Path) -> None:
        self._size = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (see `close`)
            max_size=_IN_MEMORY, dir=str(folder), prefix=TEMP_PREFIX, suffix=TEMP_SUFFIX
        )
        # Whoever gives up, in whatever way, lets go of the file.
        self.close = weakref.finalize(self, self._file.close)
        """Forget all arrays."""

    def put(self, numbers: NDArray[Any]) -> int:
        """Keep an array; where it begins, in bytes. Raises OSError."""
        before = self._size
        if len(numbers):
            self._file.seek(before)
            self._file.write(np.ascontiguousarray(numbers).data.cast("B"))
            self._size += numbers.nbytes
        return before

    def get_into(self, start: int, numbers: NDArray[Any]) -> None:
        """Read what was kept, from a byte on, into an array. Raises OSError."""
        self._file.seek(start)
        if self._file.readinto(numbers.data.cast("B")) != numbers.nbytes:  # type: ignore[attr-defined]
            raise OSError(errno.EIO, "a temporary file is shorter than what was written to it")

    def get(self, start: int, count: int, kind: Any) -> NDArray[Any]:
        """So many numbers of a type that were kept, from a byte on. Raises OSError."""
        self._file.seek(start)
        return np.frombuffer(self._file.read(count * np.dtype(kind).itemsize), kind)
