"""Fetching from ordinary code: an event loop for the time of one piece of work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from index.errors import CancelledError
from index.fetch.client import Client
from index.model import Cancelled

T = TypeVar("T")

_log = logging.getLogger(__name__)

_POLL = 0.1
_GRACE = 0.5


def run(
    work: Callable[[Client], Awaitable[T]],
    cancelled: Cancelled | None = None,
    *,
    client: Callable[[], Client] = Client,
) -> T:
    """What `work` gives, done in an event loop of the calling thread, which may be any that has none.

    `cancelled` is asked ten times a second. Once it says True, `work` and all tasks it started are
    cancelled, and within a second this raises CancelledError, or returns what `work` made of it. Work that
    blocks the loop delays that: blocking calls belong into `threads.in_thread`. Ctrl-C in the main thread
    cancels in the same way and raises KeyboardInterrupt.
    """
    if cancelled is not None and cancelled():
        raise CancelledError
    with asyncio.Runner() as runner:
        return runner.run(_watched(work, cancelled, client))


async def _watched(
    work: Callable[[Client], Awaitable[T]], cancelled: Cancelled | None, client: Callable[[], Client]
) -> T:
    asyncio.get_running_loop().set_exception_handler(_noted)
    async with client() as opened:
        task = asyncio.ensure_future(work(opened))
        try:
            await _until_done(task, cancelled)
        finally:
            await _cancel_all()
    if task.cancelled() or not task.done():
        raise CancelledError
    return task.result()


def _noted(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What goes wrong in a connection that was given up is nobody's concern, least of all the screen's."""
    _log.debug("in a connection: %s", context.get("message"))


async def _until_done(task: asyncio.Future[T], cancelled: Cancelled | None) -> None:
    """Wait for `task` or for `cancelled`."""
    while not task.done():
        await asyncio.wait((task,), timeout=None if cancelled is None else _POLL)
        if cancelled is not None and cancelled():
            return


async def _cancel_all() -> None:
    """Cancel whatever still runs in this loop, and give it a moment to end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=_GRACE)
