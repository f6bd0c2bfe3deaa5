"""Where a note holds on to an article, and finding the place again after the article was changed.

A text quote with context and a position, after the W3C Web Annotation model; re-anchored as the
Hypothes.is client does it (`match-quote.ts`): the position if the quote still stands there, the exact
quote, then the quote with errors, the candidates weighed by quote, context and position. Unlike the
client there is a cut-off, so that a note whose passage is gone is an orphan and not on wrong text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index.errors import NotFoundError
from index.model import Article, Passage
from index.notemodel import Anchor
from index.notes import fuzzy
from index.notes.quoting import web_address

CONTEXT = 32
"""Characters kept before and after the quote, as Hypothes.is does."""

# Hypothes.is: quote 50, prefix 20, suffix 20, position 2.
_QUOTE, _BEFORE, _AFTER, _PLACE = 50, 20, 20, 2
_MAX_ERRORS = 256
# The cut-off, set on random edits of real articles: least weighed score (0 to 1), least share of the
# quote that must be right (half of it right is what any two English sentences reach), and least lead
# over the next best place.
_LEAST_SCORE = 0.60
_LEAST_QUOTE = 0.64
_LEAST_LEAD = 0.02
_SURE_SCORE = 0.90
# A quote of fewer characters, if it is not found as it was, needs context that is much the same.
_SHORT = 40
_LEAST_CONTEXT = 0.55
_SOME_CONTEXT = 12
_SLACK = 8
# Without the text from before: what the context must be when figures changed; how long a quote is, or how
# much of it is right, for which the context on one side is enough (a neighbour takes over one side of a
# sentence that went); and the same for a quote that needs none.
_SURE_CONTEXT = 0.85
_LONGER, _NEARLY = 70, 0.95
_LONG, _MOSTLY = 100, 0.9
# With it: how much of the quote another passage must have had to be a rival, and how many are looked at.
_LEAST_RIVAL = 0.5
_RIVALS = 12
_FIGURE = re.compile(r"\d+")


def plain_text(article: Article) -> str:
    """The text that offsets of anchors count in: the blocks' texts, joined by a line feed."""
    return "\n".join(block.text for block in article.blocks)


def anchor(article: Article, passage_ids: Iterable[str]) -> Anchor:
    """An anchor from the first to the last of these passages of one article.

    Raises NotFoundError when a passage is not of this article's revision, or none is given.
    """
    wanted = list(passage_ids)
    spans = dict(_spans(article))
    missing = [passage for passage in wanted if passage not in spans]
    if missing or not wanted:
        raise NotFoundError("no such passage", where=", ".join(missing) or article.id, do="reload the story")
    start = min(spans[passage][0] for passage in wanted)
    end = max(spans[passage][1] for passage in wanted)
    return on_span(article, start, end)


def on_span(article: Article, start: int, end: int) -> Anchor:
    """An anchor on these offsets of `plain_text(article)`."""
    text = plain_text(article)
    return Anchor(
        article=article.id,
        revision=article.revision,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
        end=end,
        outlet=article.outlet_name,
        title=article.title or "",
        url=web_address(article.url),
        published=str(article.published) if article.published else None,
    )


def anchors(articles: Sequence[Article], passage_ids: Iterable[str]) -> tuple[Anchor, ...]:
    """Anchors for passages of several articles (an aligned row): one for each unbroken run of an article."""
    wanted = set(passage_ids)
    found: list[Anchor] = []
    for article in articles:
        run: list[str] = []
        for passage in article.passages:
            if passage.id in wanted:
                run.append(passage.id)
                wanted.discard(passage.id)
            elif run:
                found.append(anchor(article, run))
                run = []
        if run:
            found.append(anchor(article, run))
    if wanted:
        raise NotFoundError("no such passage", where=", ".join(sorted(wanted)), do="reload the story")
    return tuple(found)


def locate(mark: Anchor, article: Article, old: Article | None = None) -> tuple[int, int] | None:
    """Offsets of the anchored passage in `plain_text(article)`; None when it is not there any more.

    `old` is the article at the revision the anchor was made on, where there is one: what resembled the
    passage there already is then not taken for it.
    """
    return locate_in(mark, plain_text(article), plain_text(old) if old else None)


def locate_in(mark: Anchor, text: str, before: str | None = None) -> tuple[int, int] | None:
    """As `locate`, in a text; `before` is the text the anchor was made on, if known."""
    if not mark.exact or not text:
        return None
    if text[mark.start : mark.start + len(mark.exact)] == mark.exact:
        return mark.start, mark.start + len(mark.exact)
    exact = _exact_matches(text, mark.exact)
    if len(exact) == 1 and len(mark.exact) >= _SHORT:
        # So many words stand together by chance nowhere else, whatever surrounds them now.
        return exact[0].start, exact[0].end
    scored = _scored(exact, mark, text)
    if not scored or scored[0][0] < _SURE_SCORE:
        scored = _altered(mark, text, before)
    if not scored or scored[0][0] < _LEAST_SCORE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _LEAST_LEAD:
        return None
    best = scored[0][1]
    return best.start, best.end


def _altered(mark: Anchor, text: str, before: str | None) -> list[tuple[float, fuzzy.Match]]:
    """The places of the quote with errors that may be meant, with their scores, best first.

    Boilerplate stands in several places: the altered one in the right context may be the one meant.
    And what resembles the quote may be another passage that always did (the same tweet quoted twice,
    the next line of a list): with the text from before it is recognised, without it the context and
    the figures must vouch for the place.
    """
    found = _scored(fuzzy.search(text, mark.exact, _most_errors(mark.exact)), mark, text)
    if not any(match.errors for _, match in found):
        return found
    if before is not None and before[mark.start : mark.start + len(mark.exact)] == mark.exact:
        rivals = _rivals(mark, before)
        return [
            pair
            for pair in found
            if not pair[1].errors or not any(_fits(rival, pair[1], text) >= pair[0] for rival in rivals)
        ]
    if found[0][1].errors > min(match.errors for _, match in found):
        # The quote stands better elsewhere, in other surroundings: it was moved, or this is its like.
        return []
    return [pair for pair in found if not pair[1].errors or _vouched(mark, pair[1], text)]


def _rivals(mark: Anchor, before: str) -> list[Anchor]:
    """Anchors of the other passages that resembled the quote when it was marked."""
    size = len(mark.exact)
    matches = fuzzy.search(before, mark.exact, min(size, int(size * (1 - _LEAST_RIVAL))), limit=_RIVALS)
    return [
        replace(
            mark,
            exact=before[match.start : match.end],
            prefix=before[max(0, match.start - CONTEXT) : match.start],
            suffix=before[match.end : match.end + CONTEXT],
            start=match.start,
            end=match.end,
        )
        for match in matches
        if match.end > match.start and 2 * (min(match.end, mark.end) - max(match.start, mark.start)) < size
    ]


def _fits(rival: Anchor, match: fuzzy.Match, text: str) -> float:
    """How well the place fits an anchor on the rival, as `_score` does it."""
    errors = fuzzy.distances(text[match.start : match.end], rival.exact, anchored=True)[-1]
    return _score(fuzzy.Match(match.start, match.end, min(errors, len(rival.exact))), rival, text)


def _vouched(mark: Anchor, match: fuzzy.Match, text: str) -> bool:
    """Whether context or length tell that the altered passage is the one meant."""
    prefix, suffix = _context(mark, match, text)
    prefix = max(prefix, _beside(mark, match, text, after=False))
    suffix = max(suffix, _beside(mark, match, text, after=True))
    if Counter(_FIGURE.findall(mark.exact)) != Counter(_FIGURE.findall(text[match.start : match.end])):
        return min(prefix, suffix) >= _SURE_CONTEXT
    size, share = len(mark.exact), 1 - match.errors / len(mark.exact)
    if max(prefix, suffix) < _LEAST_CONTEXT:
        return size >= _LONG and share >= _MOSTLY
    return min(prefix, suffix) >= _LEAST_CONTEXT or size >= _LONGER or share >= _NEARLY


def _context(mark: Anchor, match: fuzzy.Match, text: str) -> tuple[float, float]:
    """0 to 1 each: how much of what stood before and after stands there now; 1 where nothing stood."""
    before = text[max(0, match.start - len(mark.prefix)) : match.start]
    after = text[match.end : match.end + len(mark.suffix)]
    prefix = fuzzy.similarity(before, mark.prefix) if mark.prefix else 1.0
    suffix = fuzzy.similarity(after, mark.suffix) if mark.suffix else 1.0
    return prefix, suffix


def _beside(mark: Anchor, match: fuzzy.Match, text: str, *, after: bool) -> float:
    """0 to 1: how much of the context in the quote's own paragraph stands there now; 0 if that is little.

    A paragraph that was moved has other paragraphs about it, and where words came in at the quote's end it
    is found too short or too long.
    """
    part = mark.suffix.partition("\n")[0] if after else mark.prefix.rpartition("\n")[2]
    reach = len(part) + match.errors + _SLACK
    now = text[match.end : match.end + reach] if after else text[max(0, match.start - reach) : match.start]
    return fuzzy.similarity(now, part) if len(part) >= _SOME_CONTEXT else 0.0


def _most_errors(quote: str) -> int:
    return min(_MAX_ERRORS, len(quote) // 2)


def passages_in(article: Article, start: int, end: int) -> tuple[str, ...]:
    """Ids of the passages that lie in text[start:end] with at least half of their length or of the span's."""
    found = []
    for passage, (first, last) in _spans(article):
        shared = min(end, last) - max(start, first)
        if shared > 0 and shared * 2 >= min(last - first, end - start):
            found.append(passage)
    return tuple(found)


def _spans(article: Article) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each passage's id and its offsets in the plain text."""
    starts = []
    position = 0
    for block in article.blocks:
        starts.append(position)
        position += len(block.text) + 1
    for passage in article.passages:
        yield passage.id, _offsets(passage, starts)


def _offsets(passage: Passage, starts: Sequence[int]) -> tuple[int, int]:
    start = starts[passage.paragraph]
    return start + passage.start, start + passage.end


def _scored(matches: Iterable[fuzzy.Match], mark: Anchor, text: str) -> list[tuple[float, fuzzy.Match]]:
    """The matches that have enough of the quote, with their scores, best first."""
    like = [match for match in matches if 1 - match.errors / len(mark.exact) >= _LEAST_QUOTE]
    return sorted(((_score(match, mark, text), match) for match in like), key=lambda pair: -pair[0])


def _exact_matches(text: str, quote: str) -> list[fuzzy.Match]:
    found = []
    at = text.find(quote)
    while at >= 0:
        found.append(fuzzy.Match(at, at + len(quote), 0))
        at = text.find(quote, at + 1)
    return found


def _score(match: fuzzy.Match, mark: Anchor, text: str) -> float:
    """0 to 1: how well quote, context and position fit; context that was never there counts as fitting."""
    quote = 1 - match.errors / len(mark.exact)
    prefix, suffix = _context(mark, match, text)
    if match.errors and len(mark.exact) < _SHORT and max(prefix, suffix) < _LEAST_CONTEXT:
        # A short quote has its like in many places; neither its words nor its surroundings are the same.
        return 0.0
    place = 1 - min(1.0, abs(match.start - mark.start) / len(text))
    weighed = _QUOTE * quote + _BEFORE * prefix + _AFTER * suffix + _PLACE * place
    return weighed / (_QUOTE + _BEFORE + _AFTER + _PLACE)
