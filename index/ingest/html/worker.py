"""The child process: reads pages that come through its standard input, within limits, without a network.

Started with `run(limit)`; each request is a frame of JSON and a frame of bytes, each answer a frame of JSON,
and every frame begins with its length as eight bytes. It ends when its input ends, so with its parent.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import socket
import struct
import sys
import time
from typing import Any, BinaryIO, NoReturn

LENGTH = struct.Struct(">Q")
READY = b"ready"
MAX_PAGES = 500
"""After so many pages a worker asks to be replaced: the caches of the libraries it uses only grow."""


class NoNetworkError(OSError):
    """Something in this process wanted to open a connection."""


def run(memory: int) -> None:
    """Serve pages until the input ends; `memory` is the limit of the address space in bytes."""
    source = sys.stdin.buffer
    # Whatever prints must not print into the answers.
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    block_network()
    limit_memory(memory)

    from index.ingest.html import reading

    # What is imported stays; looking for garbage in it again and again takes time from every page.
    gc.collect()
    gc.freeze()
    _write(answers, READY)
    pages = 0
    while (asked := _frame(source)) is not None:
        raw = _frame(source)
        if raw is None:
            return
        request = json.loads(asked)
        limit_time(request["seconds"])
        pages += 1
        answer: dict[str, Any]
        try:
            answer = {
                "page": reading.read(raw, url=request["url"], charset=request["charset"]).to_json(),
                "last": pages >= MAX_PAGES,
            }
        except MemoryError:
            answer = {"error": "memory", "last": True}
        except Exception as error:  # noqa: BLE001  (whatever it is, the next page is read)
            answer = {
                "error": f"{type(error).__name__}: {error}"[:300],
                "last": isinstance(error, RecursionError),
            }
        _write(answers, json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
        if answer["last"]:
            return


def limit_memory(memory: int) -> None:
    """Bound the address space, in bytes, where the system knows such a limit."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: float) -> None:
    """Bound the processor's time of the next page; the system ends the process that takes more."""
    used = int(time.process_time())
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (used + int(seconds) + 2, hard))


def block_network() -> None:
    """Make every way to a connection raise NoNetworkError, for the libraries imported after this."""

    def refused(*_args: object, **_kwargs: object) -> NoReturn:
        raise NoNetworkError("pages are read without a network")

    class NoSocket(socket.socket):
        """In place of the class, so that what derives from it still can."""

        def __init__(self, *_args: object, **_kwargs: object) -> None:
            refused()

    replaced: Any = socket
    replaced.socket = replaced.SocketType = NoSocket
    for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "gethostbyname_ex",
                 "gethostbyaddr", "getnameinfo", "socketpair", "fromfd"):  # fmt: skip
        setattr(replaced, name, refused)


def _frame(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    body = stream.read(size)
    return body if len(body) == size else None


def _write(stream: BinaryIO, body: bytes) -> None:
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()
