"""Why a fetch failed."""

from __future__ import annotations

from typing import Literal

from index.errors import LibraryError

Kind = Literal["refused", "status", "timeout", "too large", "redirects", "tls", "network", "cancelled"]


class FetchError(LibraryError):
    """An address that was not fetched; `where` is the address with its secrets masked.

    `kind` is one of: "refused" (an address or answer that is not taken), "status" (the server said no),
    "timeout", "too large", "redirects", "tls", "network" (no connection, or a broken answer), "cancelled".
    `retry_after` is the time in seconds that the server asked to wait, within `manners.LEAST_WAIT` and
    `manners.LONGEST_WAIT`; None when it named none. `gone` says that the server will not have it again.
    """

    def __init__(
        self,
        what: str,
        *,
        kind: Kind,
        where: str = "",
        do: str = "",
        retry_after: float | None = None,
        gone: bool = False,
    ) -> None:
        self.kind: Kind = kind
        self.retry_after = retry_after
        self.gone = gone
        super().__init__(what, where=where, do=do)
