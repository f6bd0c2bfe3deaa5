"""What went wrong, in plain words: never an exception's own text, which may hold secrets of an address."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from index.fetch.errors import Kind
from index.fetch.manners import retry_after

FAILURES = (aiohttp.ClientError, HttpProcessingError, OSError, ValueError, zlib.error)
"""What a request may raise on its way, besides a RefusalError and the deadline."""

_CERTIFICATES = {
    9: "the server's certificate is not valid yet",
    10: "the server's certificate has expired",
    18: "the server's certificate is self-signed",
    19: "the server's certificate was signed by an authority that this computer does not trust",
    20: "the server's certificate was signed by an authority that this computer does not trust",
    21: "the server's certificate was signed by an authority that this computer does not trust",
    62: "the server's certificate is for another host name",
    64: "the server's certificate is for another host name",
}
_STATUSES = {
    401: (
        "the server asks for a name and password",
        "write them into the address: https://name:password@host/…",
    ),
    402: ("the server asks for payment", ""),
    403: ("the server refuses access", "open it in a browser to see whether it wants a login"),
    404: ("there is nothing at this address", "check the address"),
    410: ("the server says it is gone for good", "remove the feed, or look for its new address"),
    429: ("the server asks to come back later, it had too many requests", ""),
    451: ("the server may not show it for legal reasons", ""),
    503: ("the server is not available for the moment", ""),
}


class RefusalError(Exception):
    """A reason to give up on a request, before its address is named."""

    def __init__(
        self, kind: Kind, what: str, do: str = "", *, wait: float | None = None, gone: bool = False
    ) -> None:
        self.kind: Kind = kind
        self.what = what
        self.do = do
        self.wait = wait
        self.gone = gone
        super().__init__(what)


class PrivateAddressError(OSError):
    """A name that leads to private addresses only."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "private address")


def private() -> RefusalError:
    """The refusal of an address inside a private network or on this computer."""
    return RefusalError(
        "refused",
        "it leads to a private or local network address",
        "add that address yourself if you mean it",
    )


def of_status(status: int, headers: Mapping[str, str]) -> RefusalError:
    """The refusal for a status that brings no body of use."""
    wait = retry_after(headers.get("Retry-After"), datetime.now(UTC)) if status in (429, 503) else None
    if "cf-mitigated" in headers:
        return RefusalError(
            "status",
            f"the site wants to check for a human in a browser (Cloudflare challenge, {status})",
            "read it in a browser",
            wait=wait,
        )
    if status in _STATUSES:
        what, do = _STATUSES[status]
    elif 500 <= status < 600:
        what, do = "the server has a problem of its own", "try again later"
    else:
        what, do = "the server gave no article or feed", ""
    return RefusalError("status", f"{what} ({_named(status)})", do, wait=wait, gone=status == 410)


def of_exception(exc: BaseException) -> RefusalError:
    """The refusal for one of FAILURES."""
    if isinstance(exc, RefusalError):
        return exc
    cause = getattr(exc, "os_error", exc)
    if isinstance(cause, PrivateAddressError):
        return private()
    certificate = getattr(exc, "certificate_error", exc)
    if isinstance(certificate, ssl.SSLCertVerificationError | ssl.CertificateError):
        code = getattr(certificate, "verify_code", 0)
        what = _CERTIFICATES.get(code, "the server's certificate is not valid")
        return RefusalError("tls", what, "do not send it anything secret; ask the site to repair it")
    if isinstance(exc, aiohttp.ClientSSLError | ssl.SSLError):
        return RefusalError(
            "tls", "no secure connection could be agreed on with the server", "try again later"
        )
    if isinstance(cause, socket.gaierror):
        return RefusalError("network", "no such host was found", "check the address and the connection")
    if isinstance(exc, aiohttp.ClientPayloadError):
        return RefusalError("network", "the answer broke off before its end", "try again later")
    if isinstance(exc, aiohttp.ServerDisconnectedError):
        return RefusalError(
            "network", "the server closed the connection without an answer", "try again later"
        )
    if isinstance(exc, aiohttp.ClientResponseError | HttpProcessingError | ValueError | zlib.error):
        return RefusalError("network", "the answer is not proper HTTP", "try again later")
    if isinstance(exc, OSError):
        number = getattr(cause, "errno", None) or exc.errno
        reason = os.strerror(number).lower() if number and number > 0 else "the network failed"
        return RefusalError("network", f"no connection to the server ({reason})", "check the connection")
    return RefusalError("network", "the connection failed", "try again later")


def _named(status: int) -> str:
    """A status with its standard name, never the server's own words."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
