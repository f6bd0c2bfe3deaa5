"""A page's bytes to a draft, or to the reason why it is none."""

from __future__ import annotations

from index import text as texts
from index.errors import ExtractionError
from index.ingest import assemble, bylines, kinds, language
from index.ingest.html.extractor import Extractor
from index.ingest.html.model import Page
from index.model import Draft, Role, Skipped, Source

MAX_PAGE = 20_000_000
"""The largest page read, in bytes."""

_WALLS = {
    "a consent page": "partial: a consent page; open it in a browser and save the page behind it",
    "a paywall": "partial: a paywall; only its first lines are on the page, a subscriber may save the whole",
    "an error page": "partial: an error page; see whether the address is right and try again later",
    "a page that asks for JavaScript": "partial: a page that asks for JavaScript; save it from a browser",
    "a check for robots": "partial: a check for robots; open it in a browser and save the page behind it",
    "a page of links": "a page of links, not an article; add its feed, or the articles it links to",
}


def read_page(
    raw: bytes,
    source: Source,
    *,
    extractor: Extractor,
    url: str | None = None,
    charset: str | None = None,
    outlet: str | None = None,
    fallback_outlet: str | None = None,
) -> Draft | Skipped:
    """The article of a page; `url` is where it was fetched from, `charset` what its HTTP header said.

    `outlet` wins over what the page says, and that over `fallback_outlet`. A wall or an error page is
    Skipped with a reason that begins with `partial: `; a page of links, or of no text, for its own reason.
    """
    refused = unreadable(raw)
    if refused is not None:
        return Skipped(source.location, refused)
    try:
        page = extractor.extract(raw, url=url, charset=charset)
    except ExtractionError as error:
        return Skipped(source.location, error.what)
    return draft(page, raw, source, outlet=outlet, fallback_outlet=fallback_outlet)


def draft(
    page: Page, raw: bytes, source: Source, *, outlet: str | None = None, fallback_outlet: str | None = None
) -> Draft | Skipped:
    """A page as read made into a draft; Skipped when it holds no article."""
    if page.wall is not None:
        return Skipped(source.location, _WALLS.get(page.wall, f"partial: {page.wall}"))
    if not any(role is Role.BODY for role, _ in page.blocks):
        return Skipped(source.location, "holds no article text")
    tongue = page.language or language.detect("\n".join(text for _, text in page.blocks[:20]))
    return Draft(
        source=source,
        digest=texts.digest(raw),
        blocks=assemble.blocks(page.title, page.blocks, tongue),
        url=page.url,
        outlet=outlet or page.outlet or fallback_outlet,
        title=page.title,
        authors=page.authors,
        author_kind=bylines.kind(page.authors),
        published=page.published,
        dateline=page.dateline,
        language=tongue,
    )


def unreadable(raw: bytes) -> str | None:
    """Why bytes are no page, or None when they may be one."""
    if not raw.strip():
        return "empty"
    if len(raw) > MAX_PAGE:
        return f"larger than {MAX_PAGE // 1_000_000} MB"
    if kinds.is_archive("", raw) or kinds.is_binary(raw) or kinds.is_garbled(raw):
        return kinds.BINARY
    return None
