"""What an article is called by where nothing names its outlet."""

from __future__ import annotations

UNKNOWN = "unknown outlet"


def outlet_label(outlet: str | None, url: str | None, location: str, item: str | None = None) -> str:
    """The outlet for showing and for counting; never empty.

    Without one it is the host of the address, less `www.`; else the stem of the source file, with the
    item's name where the file holds many articles; else "unknown outlet". So articles without an
    outlet are told apart and not taken for one outlet's.
    """
    return outlet or _host(url) or _host(location) or _stem(location, item) or UNKNOWN


def _host(url: str | None) -> str:
    """The host of a web address, less `www.`; empty for anything else."""
    if not url or "://" not in url:
        return ""
    from urllib.parse import urlsplit

    from index.text import clean_line

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return clean_line(host.removeprefix("www."))


def _stem(location: str, item: str | None) -> str:
    """The name of a file less its ending; empty for standard input."""
    from pathlib import PurePath

    from index.text import clean_line

    if location == "-":
        return ""
    stem = PurePath(location).stem
    return clean_line(f"{stem} {item}" if stem and item else stem)
