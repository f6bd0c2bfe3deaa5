"""The JSON of the command line: its shapes are a contract. Fields may be added, never renamed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from index.compared import Comparison
from index.feedmodel import FeedCard, FeedResult
from index.found import Hit, KwicLine, SearchResults, TermTable
from index.model import AddReport, Article, ArticleCard, Problem, Published, Story, StoryCard
from index.notemodel import Anchor, ImportReport, Note
from index.storymodel import Change, Why

Shape = dict[str, Any]


def report(found: AddReport) -> Shape:
    """`add`."""
    return {
        "added": found.added,
        "updated": found.updated,
        "unchanged": found.unchanged,
        "skipped": [{"source": one.source, "reason": one.reason} for one in found.skipped],
        "articles": list(found.articles),
        "partial": found.partial,
    }


def feed(card: FeedCard) -> Shape:
    """One feed of `feeds`."""
    return {
        "id": card.id,
        "url": card.url,
        "title": card.title,
        "outlet": card.outlet,
        "added": card.added,
        "fetched": card.fetched,
        "succeeded": card.succeeded,
        "status": card.status.value,
        "detail": card.detail,
        "due": card.due,
        "articles": card.articles,
        "unread": card.unread,
        "failures": card.failures,
    }


def feed_result(found: FeedResult) -> Shape:
    """What one feed gave, of `fetch`."""
    return {
        "id": found.feed.id,
        "url": found.feed.url,
        "title": found.feed.title,
        "status": found.feed.status.value,
        "detail": found.feed.detail,
        "added": found.added,
        "updated": found.updated,
        "unchanged": found.unchanged,
        "partial": found.partial,
    }


def import_report(found: ImportReport) -> Shape:
    """`notes import`."""
    return {
        "added": found.added,
        "unchanged": found.unchanged,
        "skipped": [{"source": one.source, "reason": one.reason} for one in found.skipped],
        "notes": list(found.notes),
    }


def story(card: StoryCard, untitled: Collection[str]) -> Shape:
    """One story of `stories`; `untitled` are the ids of articles whose card shows a stand-in."""
    return {
        "id": card.id,
        "title": card.title,
        "first": _time(card.first),
        "last": _time(card.last),
        "outlets": list(card.outlets),
        "articles": [_article_card(article, untitled) for article in card.articles],
        "unread": card.unread,
        "notes": card.notes,
        "tags": list(card.tags),
        "marked": card.marked,
        "pinned": card.pinned,
        "archived": card.archived,
        "disagreements": card.disagreements,
    }


def _article_card(article: ArticleCard, untitled: Collection[str]) -> Shape:
    return {
        "id": article.id,
        "source_id": article.source_id,
        "outlet": article.outlet,
        "title": None if article.id in untitled else article.title,
        "published": _time(article.published),
        "url": article.url,
        "headline": article.title,
        "revision": article.revision,
        "revisions": article.revision,  # a card is of the newest, and they are counted from 1
        "read": article.read,
        "partial": article.partial,
        "same_as": article.same_as,
    }


def article(found: Article) -> Shape:
    """An article with all its passages."""
    return {
        "id": found.id,
        "source_id": found.source_id,
        "outlet": found.outlet_name,
        "title": found.title,
        "passages": [
            {
                "id": passage.id,
                "paragraph": passage.paragraph,
                "sentence": passage.sentence,
                "role": passage.role.value,
                "text": passage.text,
            }
            for passage in found.passages
        ],
        "headline": found.headline,
        "authors": list(found.authors),
        "author_kind": found.author_kind,
        "published": _time(found.published),
        "published_precision": found.published.precision.value if found.published else None,
        "dateline": found.dateline,
        "language": found.language,
        "syndicated_from": found.syndicated_from,
        "url": found.url,
        "source": found.source.location,
        "revision": found.revision,
        "revisions": found.revisions,
        "partial": found.partial,
    }


def full_story(found: Story) -> Shape:
    """`show`: a story with its articles in full."""
    return {"story": _card_of(found), "articles": [article(one) for one in found.articles]}


def comparison(found: Story, compared: Comparison) -> Shape:
    """`compare`."""
    return {
        **full_story(found),
        "links": [
            {
                "a": link.a,
                "b": link.b,
                "score": round(link.score, 4),
                "kind": link.kind.value,
                "reason": link.reason,
            }
            for link in compared.links
        ],
        "figures": [
            {
                "what": figure.what,
                "verdict": figure.verdict,
                "values": [
                    {
                        "passage": value.passage,
                        "outlet": value.outlet,
                        "text": value.text,
                        "value": value.value,
                        "unit": value.unit,
                    }
                    for value in figure.values
                ],
            }
            for figure in compared.figures
        ],
        "quotes": [
            {
                "speaker": quote.speaker,
                "variants": [
                    {"passage": one.passage, "outlet": one.outlet, "text": one.text, "kind": one.kind}
                    for one in quote.variants
                ],
            }
            for quote in compared.quotes
        ],
        "only": [{"passage": passage, "outlet": _outlet(found, passage)} for passage in compared.only],
        "missing": [
            {"outlet": gap.outlet, "passages": list(gap.passages), "told_by": list(gap.told_by)}
            for gap in compared.missing
        ],
        "wording": [{"a": one.a, "b": one.b, "share": one.share} for one in compared.wording],
        "spellings": [
            {
                "forms": list(one.forms),
                "uses": [
                    {"form": use.form, "outlet": use.outlet, "passage": use.passage} for use in one.uses
                ],
            }
            for one in compared.spellings
        ],
        "copies": [{"article": folded, "of": shown} for folded, shown in compared.copies],
    }


def results(found: SearchResults) -> Shape:
    """`search`."""
    return {
        "query": found.query,
        "parsed": found.parsed,
        "total": found.total,
        "took_ms": round(found.took_ms, 3),
        "hits": [_hit(hit) for hit in found.hits],
        "stories": [
            {"story": one.story, "have": list(one.have), "lack": list(one.lack)} for one in found.stories
        ],
        "facets": [
            {"kind": one.kind, "value": one.value, "count": one.count, "narrow": one.narrow}
            for one in found.facets
        ],
        "did_you_mean": found.did_you_mean,
    }


def kwic(line: KwicLine) -> Shape:
    """One match in its context, of `search --kwic`."""
    return {
        "story": line.story,
        "article": line.article,
        "outlet": line.outlet,
        "published": _time(line.published),
        "passage": line.passage,
        "before": line.before,
        "match": line.match,
        "after": line.after,
    }


def term_table(table: TermTable) -> Shape:
    """How often each outlet of a story has each term, of `search --table`."""
    return {
        "story": table.story,
        "outlets": list(table.outlets),
        "rows": [{"term": words, "counts": list(counts)} for words, counts in table.rows],
    }


def _hit(hit: Hit) -> Shape:
    return {
        "story": hit.story,
        "article": hit.article,
        "source_id": hit.source_id,
        "outlet": hit.outlet,
        "title": hit.title,
        "published": _time(hit.published),
        "score": round(hit.score, 4),
        "passage": hit.passage,
        "snippet": hit.snippet,
        "highlights": [list(span) for span in hit.highlights],
        "note": hit.note,
    }


def note(found: Note) -> Shape:
    """One note of `notes`; `anchor` is the first of its `anchors`, or null."""
    anchors = [_anchor(mark) for mark in found.anchors]
    return {
        "id": found.id,
        "path": str(found.path),
        "story": found.story,
        "anchor": anchors[0] if anchors else None,
        "status": found.status,
        "title": found.title,
        "tags": list(found.tags),
        "created": found.created,
        "updated": found.updated,
        "text": found.text,
        "anchors": anchors,
        "passages": list(found.passages),
        "links": list(found.links),
    }


def _anchor(mark: Anchor) -> Shape:
    return {
        "article": mark.article,
        "revision": mark.revision,
        "exact": mark.exact,
        "prefix": mark.prefix,
        "suffix": mark.suffix,
        "start": mark.start,
        "end": mark.end,
        "outlet": mark.outlet,
        "title": mark.title,
        "url": mark.url,
        "published": mark.published,
    }


def change(found: Change) -> Shape:
    """One act of `story`."""
    return {"what": found.what, "story": found.story, "made": found.made, "undone": found.undone}


def why(found: Why) -> Shape:
    """`story why`."""
    return {
        "story": found.story,
        "title": found.title,
        "names": list(found.names),
        "words": list(found.words),
        "articles": [
            {
                "id": member.article,
                "outlet": member.outlet,
                "title": member.title,
                "confidence": member.confidence,
                "shared": list(member.shared),
                "by_person": member.by_person,
            }
            for member in found.members
        ],
    }


def problem(found: Problem) -> Shape:
    """One problem of `check`."""
    return {"where": found.where, "what": found.what, "fix": found.fix}


def _card_of(found: Story) -> Shape:
    return story(found.card, {one.id for one in found.articles if one.title is None})


def _time(published: Published | None) -> str | None:
    return None if published is None else str(published)


def _outlet(found: Story, passage: str) -> str:
    article_id = passage.partition(".")[0]
    return next((one.outlet_name for one in found.articles if one.id == article_id), "")
