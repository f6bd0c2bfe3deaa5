"""A small page for the tests of pages."""

from __future__ import annotations

from index.ingest.html.model import Page
from index.ingest.html.reading import read

FIRST = "Two drones fell on the roof of the palace on Wednesday night, officials in the capital said."
SECOND = "Nobody was hurt, the mayor told reporters, and the fire was out before the first engines came."
THIRD = "An investigation has begun, and the ministry promised to publish what it finds within a week."
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def document(body: str, head: str = "") -> bytes:
    """A page in English with a title and this body."""
    html = (
        f"<!DOCTYPE html><html lang='en'><head><title>Drones fall on palace</title>{head}</head><body>{body}"
    )
    return html.encode("utf-8", "surrogatepass")


def page(body: str, head: str = "", url: str | None = None, charset: str | None = None) -> Page:
    """What is read of it, in this process."""
    return read(document(body, head), url=url, charset=charset)
