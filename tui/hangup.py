"""A terminal that goes away without a word: no signal comes, input has ended, and no output goes anywhere.

It happens when the other end of a pseudo-terminal dies which is not this process's controlling one, as some
multiplexers, containers and remote shells leave it. Reading then gives nothing, at once, again and again.
"""

from __future__ import annotations

import asyncio
import os
import select
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver

STATUS = 129
"""The exit status of what a hang-up ends, as shells have it (128 and SIGHUP)."""

_LOOK_EVERY = 2.0


def watch(terminal: int, gone: Callable[[], None]) -> None:
    """Have `gone` called once when the terminal of a file descriptor hangs up.

    To be called in the event loop. Nothing is asked of the descriptor but what is always told: errors and
    hang-ups.
    """
    loop = asyncio.get_running_loop()
    if not hasattr(select, "epoll"):
        _look(loop, terminal, gone)
        return
    waiting = select.epoll()
    try:
        waiting.register(terminal, 0)
    except OSError:  # no terminal, but a file
        waiting.close()
        return

    def told() -> None:
        loop.remove_reader(waiting.fileno())
        waiting.close()
        gone()

    loop.add_reader(waiting.fileno(), told)


def _look(loop: asyncio.AbstractEventLoop, terminal: int, gone: Callable[[], None]) -> None:
    """The same where nobody tells: look from time to time."""
    poll = select.poll()
    poll.register(terminal, 0)
    if any(mask & (select.POLLHUP | select.POLLERR) for _, mask in poll.poll(0)):
        gone()
    else:
        loop.call_later(_LOOK_EVERY, _look, loop, terminal, gone)


class Enduring:
    """A terminal's output that fails no writer: else Textual's thread ends, and its queue stays full."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write as far as there is a terminal."""
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        """The same."""
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def enduring(plain: type[Driver]) -> type[Driver]:
    """A driver of Textual's, writing to an `Enduring` output."""

    def begin(self: Any, *arguments: Any, **options: Any) -> None:
        plain.__init__(self, *arguments, **options)
        if getattr(self, "_file", None) is not None:
            self._file = Enduring(self._file)

    return type(plain.__name__, (plain,), {"__init__": begin})


def detach(*descriptors: int) -> None:
    """Put nothing in the place of a terminal that is gone: what is still written is lost without an error."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in descriptors:
            os.dup2(nowhere, descriptor)
        os.close(nowhere)
