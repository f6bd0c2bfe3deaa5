"""What the search screen lists, line by line; pure, tested without an app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.settings import Settings
from index.found import Hit, KwicLine, SavedSearch, SearchResults
from index.model import StoryCard
from tui.wording import count, day
from tui.wrap import Span, fit, overlap, width_of, wrap

LINES_OF_A_HIT = 3
OUTLET = 18
INDENT = 8
"""What of a line's width is not the text of a hit."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A query to be asked: a saved one (`name`), one of the history, or a better spelling."""

    query: str
    name: str | None = None


_DEFAULTS = Settings()
Target = Hit | KwicLine | Ask


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line: a heading, or part of a target's text (its first can be chosen).

    `lit` are the (start, end) offsets of matches in `text`; `label` stands before the text.
    """

    kind: str
    text: str
    target: Target | None = None
    lit: tuple[Span, ...] = ()
    first: bool = False
    label: str = ""


def hit_lines(
    results: SearchResults, cards: Mapping[str, StoryCard], width: int, settings: Settings = _DEFAULTS
) -> list[ResultLine]:
    """The lines of all hits, grouped: stories in the order of their best hit, then outlets, then hits.

    Each story names the outlets that have not got the words.
    """
    airy = settings.list_spacing == "airy"
    room = min(width, settings.text_width + INDENT) if settings.text_width else width
    lines = _better(results)
    if not results.hits:
        return lines + nothing_lines(width)
    lacking = {reach.story: reach.lack for reach in results.stories}
    for story, outlets in _grouped(results.hits).items():
        if lines:
            lines.append(ResultLine("gap", ""))
        lines += _heading(story, cards, len({outlet for _, outlet in outlets}))
        if story is not None and lacking.get(story):
            lines.append(ResultLine("muted", "not in " + ", ".join(lacking[story])))
        for number, ((_, outlet), found) in enumerate(outlets.items()):
            if airy and number:
                lines.append(ResultLine("gap", ""))
            if story is not None:
                lines.append(ResultLine("accent", f"{outlet} · {day(found[0].published)}"))
            for place, hit in enumerate(found):
                if airy and place:
                    lines.append(ResultLine("gap", ""))
                lines += _snippet_lines(hit, room)
    return lines


def _grouped(hits: Sequence[Hit]) -> dict[str | None, dict[tuple[str | None, str], list[Hit]]]:
    stories: dict[str | None, dict[tuple[str | None, str], list[Hit]]] = {}
    for hit in hits:
        key = (hit.article, hit.outlet)
        stories.setdefault(None if hit.note else hit.story, {}).setdefault(key, []).append(hit)
    return stories


def _heading(story: str | None, cards: Mapping[str, StoryCard], outlets: int) -> list[ResultLine]:
    if story is None:
        return [ResultLine("head", "Your notes")]
    card = cards.get(story)
    if card is None:
        return [ResultLine("head", count(outlets, "outlet"))]
    told = count(len(card.outlets), "outlet")
    reach = told if outlets == len(card.outlets) else f"{outlets} of {told}"
    return [ResultLine("head", card.title, label=reach)]


def _snippet_lines(hit: Hit, width: int) -> list[ResultLine]:
    spans = wrap(hit.snippet, max(10, width - INDENT))
    marked = next((i for i, span in enumerate(spans) if overlap(span, hit.highlights)), 0)
    start = max(0, min(marked - 1, len(spans) - LINES_OF_A_HIT))
    end = start + LINES_OF_A_HIT
    lines = []
    for index, (a, b) in enumerate(spans[start:end]):
        before = "…" if start and not index else ""
        after = "…" if start + index == end - 1 < len(spans) - 1 else ""
        lit = tuple((low + len(before), high + len(before)) for low, high in overlap((a, b), hit.highlights))
        text = f"{before}{hit.snippet[a:b]}{after}"
        lines.append(ResultLine("text", text, hit, lit, first=index == 0))
    return lines


def context_lines(
    results: SearchResults, context: Sequence[KwicLine], cards: Mapping[str, StoryCard], width: int
) -> list[ResultLine]:
    """One line for each match, the matches one below the other."""
    lines = _better(results)
    room = max(20, width - OUTLET - 4)
    story: str | None = ""
    for line in context:
        if line.story != story:
            story = line.story
            if lines:
                lines.append(ResultLine("gap", ""))
            outlets = len({other.outlet for other in context if other.story == story})
            lines += _heading(story, cards, outlets)
        lines.append(_keyword_line(line, room))
    return lines


def _keyword_line(line: KwicLine, room: int) -> ResultLine:
    """The match in the middle of `room` cells, cut at its sides."""
    side = max(4, (room - min(width_of(line.match), room // 2)) // 2)
    before = _last(line.before, side)
    text = " " * (side - width_of(before)) + before
    match = fit(line.match, min(width_of(line.match), room // 2))
    lit = (len(text), len(text) + len(match))
    return ResultLine(
        "text", text + match + line.after, line, (lit,), first=True, label=fit(line.outlet, OUTLET)
    )


def _last(text: str, width: int) -> str:
    """The end of a text, at most `width` cells of it."""
    start = len(text)
    room = width
    while start and (room := room - width_of(text[start - 1])) >= 0:
        start -= 1
    return text[start:]


def start_lines(saved: Sequence[SavedSearch], history: Sequence[str]) -> list[ResultLine]:
    """What stands there before anything is typed: the saved searches and the last ones."""
    lines: list[ResultLine] = []
    if saved:
        lines.append(ResultLine("head", "Saved searches"))
        for search in saved:
            ask = Ask(search.query, search.name)
            lines.append(ResultLine("text", search.query, ask, first=True, label=fit(search.name, OUTLET)))
    if history:
        lines += [ResultLine("gap", "")] if lines else []
        lines.append(ResultLine("head", "Last searches"))
        lines += [ResultLine("text", query, Ask(query), first=True) for query in history]
    return lines


NOTHING = (
    "No article and no note has this.",
    "Fewer words find more; word* finds words that begin so, word~ those that differ by a letter or two,"
    " a OR b either of two.",
    "The help shows what else can be asked.",
)


def nothing_lines(width: int) -> list[ResultLine]:
    """What to try where nothing was found."""
    room = max(10, min(width - INDENT, 72))
    return [ResultLine("muted", advice[start:end]) for advice in NOTHING for start, end in wrap(advice, room)]


def _better(results: SearchResults) -> list[ResultLine]:
    better = results.did_you_mean
    return [ResultLine("text", better, Ask(better), first=True, label="Did you mean")] if better else []
