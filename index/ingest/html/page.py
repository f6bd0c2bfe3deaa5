"""A page's bytes to a draft, or to the reason why it is none."""

from __future__ import annotations

from index import text as texts
from index.errors import ExtractionError
from index.ingest import assemble, bylines, language
from index.ingest.html.extractor import Extractor
from index.ingest.html.model import Page
from index.model import Draft, Role, Skipped, Source


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
    Skipped with a reason that begins with `partial: `.
    """
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
        return Skipped(source.location, f"partial: {page.wall}")
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
