"""From a matching article or note to its hits: which passages, what text around, what to light up."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.compare.quotespans import Span, paragraph_spans
from index.errors import CancelledError
from index.found import Hit
from index.model import Article, Cancelled, Role
from index.notemodel import Note
from index.search.highlights import Finder, Mark
from index.search.schema import language_code

PER_ARTICLE = 3
SNIPPET = 240
"""The longest snippet, in characters, without the ellipses."""

_LEAD = 70
_BLANKS = dict.fromkeys(map(ord, "\r\n\t\u2028\u2029\x85"), " ")
_ELLIPSIS = "…"


Fetch = Callable[[Sequence[str]], Mapping[str, Article]]
FetchNotes = Callable[[Sequence[str]], Mapping[str, Note]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the texts come from; `fetch` and `fetch_notes` give what they have of the ids asked for."""

    fetch: Fetch
    fetch_notes: FetchNotes
    story_of: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Found:
    paragraph: int
    sentence: int
    role: Role
    marks: tuple[Mark, ...]
    worth: float


def hits(
    found: Sequence[tuple[str, float]],
    notes: Container[str],
    finder: Finder,
    sources: Sources,
    limit: int,
    cancelled: Cancelled | None,
) -> list[Hit]:
    """At most `limit` hits in articles and notes, given by id and score in their order.

    No more texts are fetched than the hits need. Raises CancelledError.
    """
    told: list[Hit] = []
    waiting = list(found)
    while waiting and len(told) < limit:
        if cancelled is not None and cancelled():
            raise CancelledError
        size = max(4, (limit - len(told)) // PER_ARTICLE + 1)
        some, waiting = waiting[:size], waiting[size:]
        articles = sources.fetch([name for name, _ in some if name not in notes])
        own_notes = sources.fetch_notes([name for name, _ in some if name in notes])
        for name, score in some:
            if len(told) >= limit:
                break
            if name in articles:
                told += article_hits(articles[name], finder, sources.story_of(name), score)
            elif name in own_notes:
                told.append(note_hit(own_notes[name], finder, own_notes[name].story, score))
    return told[:limit]


def article_hits(article: Article, finder: Finder, story: str | None, score: float) -> list[Hit]:
    """The best passages of an article, at most `PER_ARTICLE`: most of the query's words first.

    An article that matches by its outlet, author or date alone is shown by its first body passage.
    """
    found = _ranked(article, finder)
    if not found:
        found = _opening(article)
    return [_article_hit(article, one, story, score) for one in found]


def note_hit(note: Note, finder: Finder, story: str | None, score: float) -> Hit:
    """A note, shown by the line that holds most of the query's words."""
    lines = [line for line in note.text.splitlines() if line.strip()] or [note.title]
    marked = [(line, finder.marks(line)) for line in lines]
    line, marks = max(marked, key=lambda pair: _worth(pair[1], finder))
    text, highlights = snippet(line, [(mark.start, mark.end) for mark in marks])
    return Hit(
        story=story,
        article=note.anchors[0].article if note.anchors else None,
        source_id=None,
        outlet="",
        title=note.title,
        published=None,
        score=score,
        passage=note.passages[0] if note.passages else None,
        snippet=text,
        highlights=highlights,
        note=note.id,
    )


def snippet(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text cut to about `SNIPPET` characters around its first matches, with offsets into the cut."""
    spans = _merged(spans)
    start, end = _window(text, spans)
    left = _ELLIPSIS if start else ""
    right = _ELLIPSIS if end < len(text) else ""
    shift = len(left) - start
    kept = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start)
    cut = text[start:end]
    if not cut.isprintable():
        cut = cut.translate(_BLANKS)
    return f"{left}{cut}{right}", kept


def marks_of(article: Article, finder: Finder) -> dict[int, list[Mark]]:
    """The matches in each block that has any, by the block's number."""
    return dict(_marks(article, finder))


def _marks(article: Article, finder: Finder) -> Iterator[tuple[int, list[Mark]]]:
    language = language_code(article.language)
    quoted: list[list[Span]] | None = None
    if finder.wants_quotes:
        quoted = paragraph_spans([block.text for block in article.blocks])
    for number, block in enumerate(article.blocks):
        spans = [(span.start, span.end) for span in quoted[number]] if quoted else []
        title = block.role is Role.TITLE
        marks = finder.marks(block.text, title=title, language=language, quoted=spans)
        if marks:
            yield number, marks


def _ranked(article: Article, finder: Finder) -> list[_Found]:
    if not finder:
        return []
    found: list[_Found] = []
    perfect = 0
    for number, marks in _marks(article, finder):
        block = article.blocks[number]
        for sentence, (start, end) in enumerate(block.sentences):
            own = tuple(
                Mark(mark.start - start, min(mark.end, end) - start, mark.needle)
                for mark in marks
                if start <= mark.start < end
            )
            if own:
                found.append(_Found(number, sentence, block.role, own, _worth(own, finder)))
                perfect += found[-1].worth >= finder.most and block.role is not Role.CREDIT
        if perfect >= PER_ARTICLE:
            break  # the first of the best are found, and the rest of a long text need not be read
    if not found:
        return []
    # A passage with few of the words is noise beside one that has most of them.
    enough = max(one.worth for one in found) / 2
    found = [one for one in found if one.worth >= enough]
    found.sort(key=lambda one: (-one.worth, one.role is Role.CREDIT))
    return found[:PER_ARTICLE]


def _worth(marks: Sequence[Mark], finder: Finder) -> float:
    return sum([finder.worths[needle] for needle in {mark.needle for mark in marks}])


def _opening(article: Article) -> list[_Found]:
    """The first sentence of the body, or of all; none for an article without a sentence."""
    opening = [
        _Found(number, 0, block.role, (), 0.0)
        for number, block in enumerate(article.blocks)
        if block.sentences
    ]
    return [one for one in opening if one.role is Role.BODY][:1] or opening[:1]


def _article_hit(article: Article, found: _Found, story: str | None, score: float) -> Hit:
    passage = article.passage(found.paragraph, found.sentence)
    text, highlights = snippet(passage.text, [(mark.start, mark.end) for mark in found.marks])
    return Hit(
        story=story,
        article=article.id,
        source_id=article.source_id,
        outlet=article.outlet_name,
        title=article.headline,
        published=article.published,
        score=score,
        passage=passage.id,
        snippet=text,
        highlights=highlights,
    )


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of the text to show, cut at spaces where there are any near."""
    if len(text) <= SNIPPET:
        return 0, len(text)
    start = max(0, spans[0][0] - _LEAD) if spans else 0
    start = min(start, len(text) - SNIPPET)
    end = start + SNIPPET
    if start:
        space = text.find(" ", start, start + _LEAD // 2)
        start = space + 1 if space >= 0 and (not spans or space < spans[0][0]) else start
    if end < len(text):
        space = text.rfind(" ", end - _LEAD // 2, end)
        end = space if space > start and (not spans or space >= min(spans[0][1], end)) else end
    return start, end
