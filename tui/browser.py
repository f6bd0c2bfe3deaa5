"""Opening web pages: http and https only, never through a shell, never as an option."""

from __future__ import annotations

import shlex
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


def open_page(url: str, command: str = "") -> None:
    """Open a page by the person's command, or in their browser when it is empty.

    Raises PageError when the address is refused or when nothing starts. The program runs in a session of
    its own and what it prints is dropped, so that it neither writes to the screen nor ends with the reader.
    """
    address, quiet = safe_address(url), subprocess.DEVNULL
    words = browser_words(command, address) if command else [sys.executable, "-c", _OPEN, address]
    try:
        started = subprocess.Popen(  # noqa: S603 - the person's own command, as words
            words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
        status = started.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return
    except OSError as error:
        raise PageError(
            f"the browser did not start: {error.strerror}",
            where=words[0],
            do="mend `browser` in the settings",
        ) from error
    if status:
        raise PageError(
            "no browser could be started" if not command else f"{words[0]} ended with status {status}",
            do="set BROWSER to one, or `browser` in the settings",
        )


def browser_words(command: str, address: str) -> list[str]:
    """The words of the command with the address in them. Raises PageError when it cannot be split."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise PageError(f"the browser's command cannot be read: {error}", where=command) from error
    if not any("{url}" in word for word in words):
        return [*words, address]
    return [word.replace("{url}", address) for word in words]
