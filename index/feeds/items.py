"""An item of a feed as an article's draft."""

from __future__ import annotations

import re

from index import text as texts
from index.feedmodel import FeedItem
from index.feeds import fulltext
from index.ingest import assemble, bylines, language
from index.ingest.body import body_lines
from index.ingest.html.fragment import paragraphs
from index.model import Draft, Source, SourceKind

_SAMPLE = 20  # how many paragraphs tell the language
_SURE = 200  # English of so many characters holds one of these words
_ENGLISH = re.compile(r"\b(?:the|of|and)\b", re.IGNORECASE)


def item_draft(
    item: FeedItem, *, feed_url: str, outlet: str | None = None, partial: str | None = None
) -> Draft:
    """The draft of `item`, read in the feed at `feed_url`. `partial` says why its text is only a part.

    Its blocks may be empty of body text: an item may have a title alone. What feeds put around an item's
    text ("Continue reading", "The post ... appeared first on ...") is left out. Its language is the
    declared one, else what the text is taken for.
    """
    found = digest(item)
    body = fulltext.without_furniture(paragraphs(item.html))
    tongue = _language(item.language, "\n".join(body[:_SAMPLE]))
    lines, dateline = body_lines(body, item.title)
    return Draft(
        source=Source(SourceKind.FEED, feed_url, item.guid or item.url or found),
        digest=found,
        blocks=assemble.blocks(item.title, lines, tongue),
        source_id=item.guid,
        url=item.url,
        outlet=outlet,
        title=item.title,
        authors=item.authors,
        author_kind=bylines.kind(item.authors),
        published=item.published,
        dateline=dateline,
        language=tongue,
        partial=partial,
    )


def _language(declared: str | None, text: str) -> str | None:
    """The declared language, unless it is English, as software declares unasked, and the text is not."""
    if declared is None or (declared == "en" and len(text) > _SURE and not _ENGLISH.search(text)):
        return language.detect(text) or declared
    return declared


def digest(item: FeedItem) -> str:
    """The SHA-256 (hex) of the item's own content: title, text and address, and nothing of the feed.

    Tags and their attributes are left out: counters of visits and of comments in them change on every
    fetch, and tell no edit.
    """
    text = " ".join(fulltext.plain(item.html).split())
    return texts.digest("\x1f".join((item.title or "", text, item.url or "")).encode("utf-8", "replace"))
