"""Opening web pages: http and https only, never through a shell, never as an option."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlsplit

from config.errors import BylinesError

PATIENCE = 20.0


class PageError(BylinesError):
    """An address that will not be opened, or a browser that did not start."""


def safe_address(url: str) -> str:
    """The address if it is a plain http(s) one.

    Raises PageError for other schemes, a missing host, and anything with controls or spaces in it.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise PageError(f"this is no address: {error}", where=repr(url[:80])) from error
    plain = url.isprintable() and not any(char.isspace() for char in url) and "\\" not in url
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname:
        raise PageError(
            "this address is not opened", where=repr(url[:80]), do="only http and https pages are"
        )
    return url


_OPEN = "import sys, webbrowser; sys.exit(0 if webbrowser.open(sys.argv[1]) else 1)"


def open_page(url: str) -> None:
    """Open a page in the person's browser. Raises PageError when refused or when no browser starts.

    The browser is started by a process of its own, so that what it prints does not reach the screen.
    """
    command = [sys.executable, "-c", _OPEN, safe_address(url)]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return
    if done.returncode:
        raise PageError("no browser could be started", do="set BROWSER to one")
