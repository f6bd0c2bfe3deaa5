"""What is asked for and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

FEED = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.1"
)
"""`Accept` of a request for a feed; pages are taken too, as a page may name its feeds."""

PAGE = "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1"
"""`Accept` of a request for an article's page."""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET of `url`; `etag` and `modified` are the validators that an earlier `Response` gave.

    `typed` says that the person named this address, so that its own host may be a private one. A name and
    password in `url` go to its own origin only. `accept` is the header of that name.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    typed: bool = False
    accept: str = FEED


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer: `status` is 200 to 299, or 304 to a request with validators (then `body` is empty).

    `url` is where it came from after redirects, without name, password and fragment. `body` is decoded
    from gzip or deflate. `content_type` is the media type in lower case, with the charset as its only
    parameter if there is one (`text/html; charset=utf-8`), and `charset` that alone. `etag` and `modified`
    are the answer's validators, for the caller to save once the body proved good. `permanent` is the new
    address when all redirects on the way were permanent (with the request's own name and password where
    the origin is the same), None when there were none or others.
    """

    url: str
    status: int
    body: bytes
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    permanent: str | None = None
