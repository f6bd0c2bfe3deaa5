"""Opening web pages: http and https only, never through a shell, never as an option."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.errors import BylinesError


class PageError(BylinesError):
    """An address that will not be opened, or a browser that did not start."""


def safe_address(url: str) -> str:
    """The address if it is a plain http(s) one.

    Raises PageError for other schemes, a missing host, and anything with controls or spaces in it.
    """
    parts = urlsplit(url)
    plain = url.isprintable() and not any(char.isspace() for char in url) and "\\" not in url
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname:
        raise PageError(
            "this address is not opened", where=repr(url[:80]), do="only http and https pages are"
        )
    return url


def open_page(url: str) -> None:
    """Open a page in the person's browser. Raises PageError when refused or when no browser starts."""
    address = safe_address(url)
    import webbrowser

    try:
        opened = webbrowser.open(address)
    except webbrowser.Error as error:
        raise PageError(f"no browser could be started: {error}", do="set BROWSER to one") from error
    if not opened:
        raise PageError("no browser could be started", do="set BROWSER to one")
