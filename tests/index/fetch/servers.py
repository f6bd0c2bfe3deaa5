"""A loopback web server whose every byte a test decides.

    with Site() as site:
        site.route("/feed", answer(b"<rss/>", headers={"ETag": '"1"'}), answer(status=304))
        ...  # Request(site.at("/feed"), typed=True)
        assert [asked.path for asked in site.asked] == ["/feed"]

It runs in a thread of its own, so that synchronous and asynchronous tests can use it.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

CERTIFICATES = Path(__file__).parent / "certificates"
"""Certificates with their keys, for tests only: `local` (localhost), `expired`, `elsewhere` (other name)."""


@dataclass(frozen=True)
class Asked:
    """A request as it came: `target` with its query, `path` without; header names in lower case."""

    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


Script = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
"""Writes an answer; the connection stays open after it unless the script closes it."""


def answer(
    body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None, *, length: bool = True
) -> bytes:
    """The bytes of an answer; `length` adds a true Content-Length unless `headers` hold one."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Odd"
    found = dict(headers or {})
    if length and status != 304 and "content-length" not in {name.lower() for name in found}:
        found["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in found.items())]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def redirect(location: str, status: int = 302, headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a redirect."""
    return answer(status=status, headers={"Location": location, **(headers or {})})


async def hang(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.sleep(3600)


def closing(raw: bytes) -> Script:
    """Send bytes, then close the connection."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        writer.close()

    return script


def drip(raw: bytes, every: float) -> Script:
    """Send bytes one by one, `every` so many seconds."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        for byte in raw:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(every)

    return script


def endless(head: bytes, piece: bytes | Callable[[], bytes]) -> Script:
    """Send `head`, then pieces until the client goes away."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece if isinstance(piece, bytes) else piece())
            await writer.drain()
            await asyncio.sleep(0)

    return script


def slow(raw: bytes, seconds: float) -> Script:
    """Send bytes after a while."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(raw)

    return script


def server_tls(name: str = "local") -> ssl.SSLContext:
    """A server's context with one of CERTIFICATES."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


def trusting(name: str = "local") -> ssl.SSLContext:
    """A client's context that trusts one of CERTIFICATES and no other authority."""
    return ssl.create_default_context(cafile=str(CERTIFICATES / f"{name}.pem"))


class Site:
    """A server at `host` on a free port. `asked` lists its requests; `most` is how many it had at once."""

    def __init__(self, host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> None:
        self.host = host
        self.port = 0
        self.asked: list[Asked] = []
        self.most = 0
        self.connections = 0
        self._busy = 0
        self._tls = tls
        self._routes: dict[str, list[bytes | Script]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="test-site", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    @property
    def origin(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}"

    def at(self, path: str = "/", *, host: str | None = None) -> str:
        """The address of a path, under another name of the host if wanted."""
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def route(self, path: str, *answers: bytes | Script) -> str:
        """Answer requests for `path` one after the other, then always with the last; gives the address."""
        self._routes[path] = list(answers)
        return self.at(path)

    def headers(self, name: str) -> Sequence[str | None]:
        """A header (lower case) of all requests so far."""
        return [asked.headers.get(name) for asked in self.asked]

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        # A client that goes away in its handshake is what some tests want, and no news.
        self._loop.set_exception_handler(lambda _loop, _context: None)
        server = await asyncio.start_server(self._accept, self.host, 0, ssl=self._tls, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # What never got to a request (a client that hangs in its handshake) ends with the loop's tasks.
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.01)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = self._loop.create_task(self._connection(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
                while not writer.is_closing():
                    await self._request(await reader.readuntil(b"\r\n\r\n"), writer)
        finally:
            writer.transport.abort()

    async def _request(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)
        }
        asked = Asked(first.split(" ")[1], headers)
        self.asked.append(asked)
        self._busy += 1
        self.most = max(self.most, self._busy)
        try:
            await self._answer(asked, writer)
        finally:
            self._busy -= 1

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        scripts = self._routes.get(asked.path) or [answer(b"not here", 404)]
        script = scripts[0] if len(scripts) == 1 else scripts.pop(0)
        if isinstance(script, bytes):
            writer.write(script)
            await writer.drain()
        else:
            await script(asked, writer)
