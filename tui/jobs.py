"""Slow work in threads: it calls the library, and its result comes back to the UI thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import Worker, get_current_worker

from config.errors import BylinesError
from index.errors import CancelledError
from index.model import Cancelled

T = TypeVar("T")


class Finished(Message, bubble=False):
    """A job has ended; calling it on the UI thread delivers the outcome."""

    def __init__(self, deliver: Callable[[], None]) -> None:
        self.deliver = deliver
        super().__init__()


def start(
    owner: DOMNode,
    work: Callable[[Cancelled], T],
    done: Callable[[T], None],
    failed: Callable[[BylinesError], None],
    *,
    group: str,
) -> Worker[None]:
    """Run `work` in a thread and hand its result to `done` on the UI thread.

    A newer job of the same group cancels the older one, whose result is then dropped. The project's
    own errors go to `failed`; anything else ends the reader, as a bug should.
    """

    def body() -> None:
        worker = get_current_worker()

        def cancelled() -> bool:
            return bool(worker.is_cancelled)

        def deliver(callback: Callable[[Any], None], value: object) -> None:
            if not cancelled():
                owner.post_message(Finished(lambda: None if cancelled() else callback(value)))

        try:
            result = work(cancelled)
        except CancelledError:
            return
        except BylinesError as error:
            deliver(failed, error)
        except Exception as error:  # noqa: BLE001 - carried to the UI thread, where it is raised
            _raise_on_ui(owner, error)
        else:
            deliver(done, result)

    return owner.run_worker(body, thread=True, exclusive=True, group=group, exit_on_error=False)


class Writes:
    """Changes to the library, done one after the other in the order they were asked for.

    They belong to the app: closing the screen that asked does not lose one, and leaving waits for them.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._turn = asyncio.Lock()

    def start(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[BylinesError], None],
    ) -> None:
        """Run `work` in a thread when it is its turn, then `done` or `failed` on the UI thread."""

        async def body() -> None:
            async with self._turn:
                try:
                    result = await asyncio.to_thread(work)
                except BylinesError as error:
                    failed(error)
                    return
            done(result)

        self._app.run_worker(body(), group="writes", exit_on_error=True)

    def then(self, action: Callable[[], None]) -> None:
        """Do something when everything asked for so far is written."""

        async def body() -> None:
            async with self._turn:
                action()

        self._app.run_worker(body(), group="writes", exit_on_error=True)


def _raise_on_ui(owner: MessagePump, error: Exception) -> None:
    def raise_it() -> None:
        raise error

    owner.post_message(Finished(raise_it))
