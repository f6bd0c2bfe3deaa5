"""Connections: names are looked up here, and only addresses that were checked are connected to."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from index.fetch.addresses import IPAddress
from index.fetch.failures import PrivateAddressError
from index.fetch.threads import in_thread

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host name and port to its IP addresses; raises OSError (such as gaierror)."""

Allowed = Callable[[IPAddress], bool]
"""Whether an address is a public one."""

_IDLE = 5.0
_LONGEST_LINE = 8 * 2**10
_LONGEST_HEADER = 32 * 2**10
_MOST_HEADERS = 128


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name by the system's resolver, in its order; raises OSError."""
    try:
        found = await in_thread(_getaddrinfo, host, port)
    except RuntimeError as exc:
        # No thread could be started.
        raise OSError(errno.EAGAIN, "no thread") from exc
    return list(dict.fromkeys(found))


def _getaddrinfo(host: str, port: int) -> list[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Resolver(AbstractResolver):
    """Gives aiohttp the addresses to connect to: the public ones of a name.

    With `private`, a name that leads to private addresses only may do so, unless it led to public ones
    before: then its owner turned it inside, which is not the place that the person named.
    """

    def __init__(self, lookup: Resolve, public: Allowed, *, private: bool) -> None:
        self._lookup = lookup
        self._public = public
        self._private = private
        self._outside: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses to connect to. Raises PrivateAddressError when none is allowed."""
        found = [ip_address(one) for one in await self._lookup(host, port) if "%" not in one]
        wanted = {socket.AF_INET: 4, socket.AF_INET6: 6}.get(family)
        found = [one for one in found if wanted in (None, one.version)]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        kept = [one for one in found if self._public(one)]
        if kept:
            self._outside.add(host)
        elif self._private and host not in self._outside:
            kept = found
        else:
            raise PrivateAddressError
        return [
            ResolveResult(
                hostname=host,
                host=str(one),
                port=port,
                family=socket.AF_INET if one.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for one in kept
        ]

    async def close(self) -> None:
        """Nothing to close."""


def session(
    lookup: Resolve, public: Allowed, *, private: bool, user_agent: str, tls: ssl.SSLContext | None
) -> aiohttp.ClientSession:
    """A session that keeps no cookie, asks no proxy, and connects to public addresses only unless `private`.

    The environment's proxies are left alone: behind one, nobody could check where a name leads.
    """

    def guarded(info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        # aiohttp asks no resolver for an IP address, so that this is where each one passes.
        family, kind, protocol, _, address = info
        if not private and not public(ip_address(str(address[0]))):
            raise PrivateAddressError
        return socket.socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(
        resolver=Resolver(lookup, public, private=private),
        use_dns_cache=False,
        limit=0,
        keepalive_timeout=_IDLE,
        ssl=tls if tls is not None else True,
        socket_factory=guarded,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"},
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        auto_decompress=False,
        trust_env=False,
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_HEADER,
        max_headers=_MOST_HEADERS,
    )
