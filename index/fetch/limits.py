"""How many requests run at once, and which hosts asked to be left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from index.fetch.addresses import URL
from index.fetch.failures import RefusalError


def host_of(url: URL) -> str:
    """What counts as one host: its usual ports together, every other port by itself."""
    return url.host if url.port in (80, 443) else url.authority


class Places:
    """A limited number of places at each host and altogether; waiting for one takes nobody else's."""

    def __init__(self, per_host: int, at_once: int) -> None:
        self._per_host = per_host
        self._all = asyncio.Semaphore(at_once)
        self._hosts: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Hold a place at a host. The host's comes first, so that a slow host blocks no other."""
        places = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with places, self._all:
            yield


class Held:
    """The hosts that asked for a pause; for the rest of it nothing is asked of them."""

    def __init__(self) -> None:
        self._hosts: dict[str, tuple[float | None, RefusalError]] = {}

    def hold(self, host: str, refusal: RefusalError) -> None:
        """Leave `host` alone, for `refusal.wait` seconds or, when it named no time, to the end."""
        until = None if refusal.wait is None else time.monotonic() + refusal.wait
        self._hosts[host] = (until, refusal)

    def check(self, host: str) -> None:
        """Raise the RefusalError that `host` gave, with what is left of its time."""
        if host not in self._hosts:
            return
        until, refusal = self._hosts[host]
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            del self._hosts[host]
            return
        raise RefusalError(refusal.kind, f"not asked: {refusal.what}", refusal.do, wait=left)
