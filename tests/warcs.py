"""Web archives made of few words, for tests."""

from __future__ import annotations

PAGE_TYPE = "Content-Type: text/html; charset=utf-8\r\n"


def record(
    kind: str,
    address: str | None,
    block: bytes,
    *,
    type: str = "application/http; msgtype=response",
    date: str = "2024-01-01T00:00:00Z",
) -> bytes:
    """One record."""
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-01>\r\n"
        f"WARC-Date: {date}\r\n{target}Content-Type: {type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, status: str = "200 OK", head: str = PAGE_TYPE) -> bytes:
    """What a server said."""
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def page(title: str, *sentences: str) -> bytes:
    """A page with an article."""
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    head = f'<title>{title}</title><meta property="og:site_name" content="Kinds Gazette">'
    body = f"<article><h1>{title}</h1>{text}</article>"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
