"""Blocking calls beside an event loop, in threads that nobody has to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """What `function` gives or raises, called in a daemon thread of its own.

    Cancelling abandons the call. The loop's own executor would be joined at the loop's end, and a name
    server that does not answer would hold up the exit of the program.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(outcome: Callable[[], None]) -> None:
        if not future.done():
            outcome()

    def call() -> None:
        outcome: Callable[[], None]
        try:
            outcome = partial(future.set_result, function(*arguments))
        except Exception as exc:  # noqa: BLE001 - handed to the one who waits
            outcome = partial(future.set_exception, exc)
        # A closed loop: nobody waits any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, outcome)

    Thread(target=call, name="bylines-call", daemon=True).start()
    return await future
