"""The HTTP client: one GET at a time, checked on every hop, within a deadline and a size."""

from __future__ import annotations

import asyncio
import re
import ssl
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
import yarl

from config.version import VERSION
from index.fetch import body, failures
from index.fetch.addresses import URL, checked, is_public, joined
from index.fetch.connecting import Allowed, Resolve, resolve, session
from index.fetch.errors import FetchError
from index.fetch.failures import RefusalError
from index.fetch.limits import Held, Places, host_of
from index.fetch.manners import masked
from index.fetch.model import Request, Response

MOST_REDIRECTS = 5
USER_AGENT = f"bylines/{VERSION} (a news reader for the terminal, fetching for one person)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)


@dataclass
class _Trip:
    """One request on its way: the hop it is at, how its redirects were, and the seconds left for it."""

    request: Request
    first: URL
    url: URL
    left: float
    hops: int = 0
    permanent: bool = True

    @property
    def may_be_private(self) -> bool:
        """Whether the person named the host of this hop."""
        return self.request.typed and self.url.host == self.first.host

    def error(self, refusal: RefusalError) -> FetchError:
        """The error to raise, which names the address that was asked for and where it led."""
        led = f"redirected to {masked(self.url.text())}: " if self.hops else ""
        return FetchError(
            led + refusal.what,
            kind=refusal.kind,
            where=masked(self.request.url),
            do=refusal.do,
            retry_after=refusal.wait,
            gone=refusal.gone,
        )


class Client:
    """Fetches for one event loop; use as an async context manager.

    `per_host` and `at_once` limit the requests under way; waiting for a place takes nothing of the
    `deadline`, which is in seconds for a request with its look-ups, redirects and body. `cap` is the
    largest body in bytes, decoded. `resolve` looks names up, `public` says which addresses are public,
    and `tls` is the context for https (None: the system's authorities).
    """

    def __init__(
        self,
        *,
        per_host: int = 2,
        at_once: int = 16,
        deadline: float = 20.0,
        cap: int = 15 * 2**20,
        user_agent: str = USER_AGENT,
        resolve: Resolve = resolve,
        public: Allowed = is_public,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = (per_host, at_once)
        self._deadline = deadline
        self._cap = cap
        self._user_agent = user_agent
        self._resolve = resolve
        self._is_public = public
        self._tls = tls
        self._opened = AsyncExitStack()

    async def __aenter__(self) -> Self:
        # Two sessions, so that no connection to a typed private host is ever used for another request.
        self._public = await self._opened.enter_async_context(self._session(private=False))
        self._private = await self._opened.enter_async_context(self._session(private=True))
        self._places = Places(*self._limits)
        self._held = Held()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._opened.aclose()
        # Transports say goodbye in the loop's next rounds; TLS ones take two.
        for _ in range(3):
            await asyncio.sleep(0)

    def _session(self, *, private: bool) -> aiohttp.ClientSession:
        return session(
            self._resolve, self._is_public, private=private, user_agent=self._user_agent, tls=self._tls
        )

    async def get(self, request: Request) -> Response:
        """The answer to a GET, after at most MOST_REDIRECTS redirects. Raises FetchError for all else."""
        first = checked(request.url)
        trip = _Trip(request, first, first, self._deadline)
        while True:
            answer = await self._hop(trip)
            if isinstance(answer, Response):
                return answer
            trip.url, trip.hops = answer, trip.hops + 1

    async def _hop(self, trip: _Trip) -> Response | URL:
        """The answer at the trip's address, or the address it redirects to. Raises FetchError."""
        host = host_of(trip.url)
        async with self._places.at(host):
            clock = asyncio.get_running_loop().time
            began = clock()
            try:
                self._held.check(host)
                async with asyncio.timeout(trip.left):
                    return await self._exchange(trip)
            except TimeoutError:
                refusal = RefusalError(
                    "timeout", f"no whole answer within {self._deadline:g} seconds", "try again later"
                )
            except (RefusalError, *failures.FAILURES) as exc:
                refusal = failures.of_exception(exc)
            finally:
                trip.left -= clock() - began
        # Outside of the handler: what was caught may name the address with its secrets.
        raise trip.error(refusal)

    async def _exchange(self, trip: _Trip) -> Response | URL:
        """One request and its answer. Raises RefusalError and what `failures.FAILURES` lists."""
        url = trip.url
        literal = url.literal
        if not trip.may_be_private and literal is not None and not self._is_public(literal):
            raise failures.private()
        opened = self._private if trip.may_be_private else self._public
        target = yarl.URL.build(
            scheme=url.scheme,
            host=url.host,
            port=url.port,
            path=url.path,
            query_string=url.query or "",
            encoded=True,
        )
        async with opened.get(target, headers=_headers(trip), allow_redirects=False) as answer:
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                return _redirected(trip, answer)
            if answer.status == 304 and _conditional(trip.request):
                return _response(trip, answer, b"")
            if not 200 <= answer.status < 300 or answer.status == 206:
                refusal = failures.of_status(answer.status, answer.headers)
                if answer.status == 429 or refusal.wait is not None:
                    self._held.hold(host_of(url), refusal)
                raise refusal
            encoded = body.encoding(answer.headers.getall("Content-Encoding", []))
            if answer.content_length is not None and answer.content_length > self._cap:
                raise body.too_large(self._cap)
            return _response(trip, answer, await body.read(answer.content, encoded, self._cap))


def _headers(trip: _Trip) -> dict[str, str]:
    """The request's headers; credentials go to the origin they were given for, and to no other."""
    request = trip.request
    headers = {"Accept": request.accept}
    if request.etag is not None and _VALIDATOR.fullmatch(request.etag):
        headers["If-None-Match"] = request.etag
    if request.modified is not None and _VALIDATOR.fullmatch(request.modified):
        headers["If-Modified-Since"] = request.modified
    authorization = trip.first.authorization
    if authorization is not None and trip.url.origin == trip.first.origin:
        headers["Authorization"] = authorization
    return headers


def _conditional(request: Request) -> bool:
    return request.etag is not None or request.modified is not None


def _redirected(trip: _Trip, answer: aiohttp.ClientResponse) -> URL:
    """Where a redirect leads. Raises RefusalError."""
    if trip.hops >= MOST_REDIRECTS:
        raise RefusalError("redirects", f"more than {MOST_REDIRECTS} redirects", "look for its right address")
    try:
        target = joined(trip.url, answer.headers["Location"])
    except FetchError as exc:
        raise RefusalError(exc.kind, f"redirected to {exc.where}: {exc.what}") from None
    if trip.url.scheme == "https" and target.scheme == "http":
        raise RefusalError(
            "refused", f"redirected to {masked(target.text())}: from a secure address to an insecure one"
        )
    trip.permanent = trip.permanent and answer.status in _PERMANENT
    return target


def _response(trip: _Trip, answer: aiohttp.ClientResponse, found: bytes) -> Response:
    """What the caller gets: headers that do not make sense are as if they were not there."""
    url, headers = trip.url, answer.headers
    moved = None
    if trip.hops and trip.permanent:
        same = url.origin == trip.first.origin
        moved = url.with_userinfo(trip.first.userinfo if same else None).text(secret=True)
    content_type, charset = _content_type(headers.get("Content-Type", ""))
    return Response(
        url=url.text(),
        status=answer.status,
        body=found,
        content_type=content_type,
        charset=charset,
        etag=_validator(headers.get("ETag")),
        modified=_validator(headers.get("Last-Modified")),
        permanent=moved,
    )


def _content_type(header: str) -> tuple[str | None, str | None]:
    """The media type with its charset, and the charset; None for what is not there or malformed."""
    media_type = header.partition(";")[0].strip().lower()
    found = _CHARSET.search(header[:1000])
    charset = found[1].lower() if found else None
    if not _MEDIA_TYPE.fullmatch(media_type):
        return None, charset
    return (f"{media_type}; charset={charset}" if charset else media_type), charset


def _validator(header: str | None) -> str | None:
    return header if header and _VALIDATOR.fullmatch(header) else None
