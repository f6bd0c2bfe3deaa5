"""What an event loop in a thread of its own hands over, to be worked through in the thread that asks."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from index.errors import CancelledError
from index.model import Cancelled

if TYPE_CHECKING:
    from index.fetch.client import Client

T = TypeVar("T")

_LARGEST_BATCH = 200


def streamed(
    work: Callable[[Client, Callable[[T], None]], Awaitable[None]], cancelled: Cancelled | None
) -> Iterator[list[T]]:
    """Everything `work(client, hand)` hands over, in order: as much as has come, each time it is asked for.

    `work` begins with the first step. Once `cancelled` says so, or nobody asks any more, it is cancelled;
    what it had handed over by then still comes. Raises what `work` raises.
    """
    queue: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()
    abandoned = threading.Event()

    def stop() -> bool:
        return abandoned.is_set() or (cancelled is not None and cancelled())

    def network() -> None:
        from index.fetch.run import run

        try:
            run(lambda client: work(client, lambda value: queue.put((value,))), stop)
        except CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001  (raised again by who reads the queue)
            queue.put(error)
        queue.put(None)

    threading.Thread(target=network, name="bylines-network", daemon=True).start()
    try:
        yield from _batches(queue)
    finally:
        abandoned.set()


def _batches(queue: SimpleQueue[tuple[T] | BaseException | None]) -> Iterator[list[T]]:
    ended = False
    while not ended:
        batch: list[T] = []
        failure: BaseException | None = None
        with suppress(Empty):
            while len(batch) < _LARGEST_BATCH:
                message = queue.get(block=not batch)
                if not isinstance(message, tuple):
                    ended, failure = True, message
                    break
                batch.append(message[0])
        if batch:
            yield batch
        if failure is not None:
            raise failure
