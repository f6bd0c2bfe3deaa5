"""Frames to and from a child process within a time, without a thread that watches over it.

Each frame begins with its length as eight bytes (worker.LENGTH).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import time
from typing import BinaryIO

from index.ingest.html.worker import LENGTH

MAX_ANSWER = 64 * 2**20
"""The longest frame taken from a child, in bytes."""

# A page goes through at once where the system has pipes that wide; elsewhere in pieces.
_WIDTH = 2**20
_PIECE = 2**18


class Pipes:
    """The two ends of a child that the parent holds; used by one thread at a time."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        """Takes both streams, which must be pipes without buffers; `close` closes them."""
        self._streams = (requests, answers)
        self._in, self._out = requests.fileno(), answers.fileno()
        os.set_blocking(self._in, False)
        for end in (self._in, self._out):
            with contextlib.suppress(AttributeError, OSError):
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _WIDTH)

    def send(self, *frames: bytes, until: float) -> bool:
        """Whether the child took the frames; TimeoutError at `until`, a time of the monotonic clock."""
        for frame in frames:
            for part in (LENGTH.pack(len(frame)), frame):
                left = memoryview(part)
                while left:
                    _wait(self._in, select.POLLOUT, until)
                    try:
                        left = left[os.write(self._in, left) :]
                    except BlockingIOError:
                        continue
                    except OSError:
                        return False
        return True

    def receive(self, *, until: float) -> bytes | None:
        """The next frame; None when the child has ended or its answer is longer than any page's.

        Raises TimeoutError at `until`, a time of the monotonic clock.
        """
        head = self._read(LENGTH.size, until)
        if head is None:
            return None
        size = LENGTH.unpack(head)[0]
        return None if size > MAX_ANSWER else self._read(size, until)

    def _read(self, size: int, until: float) -> bytes | None:
        parts: list[bytes] = []
        while size:
            _wait(self._out, select.POLLIN, until)
            try:
                part = os.read(self._out, min(size, _PIECE))
            except OSError:
                return None
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Close both ends."""
        for stream in self._streams:
            with contextlib.suppress(OSError, ValueError):
                stream.close()


def _wait(end: int, event: int, until: float) -> None:
    """Wait until a pipe can be used or has no other end any more."""
    poll = select.poll()
    poll.register(end, event)
    if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
        raise TimeoutError
