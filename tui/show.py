"""Stories, comparisons and hits as plain text for a terminal or a pipe. Pure: lines in, lines out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from types import MappingProxyType

from index.compared import Comparison
from index.found import Hit, SearchResults
from index.model import Article, Passage, Role, Story, StoryCard
from index.table import table
from tui.folding import Also, also_line
from tui.marks import UNICODE, Marks, Signs, Told, mark
from tui.wording import column_names, count, day, days, story_facts

_NARROWEST = 24
_BETWEEN = 3
"""Cells between two columns: a rule with a space on either side."""
Parts = list[tuple[str, bool]]
"""A line as (text, emphasised) parts."""


def story_line(card: StoryCard, width: int | None) -> str:
    """A story in one line; cut to `width` cells, if that is given."""
    line = (
        f"{card.id}  {days(card.first, card.last):17}  {count(len(card.outlets), 'outlet'):10}  {card.title}"
    )
    if width is None:
        return line
    from tui.wrap import fit

    return fit(line, width).rstrip()


def side_by_side(
    card: StoryCard,
    articles: Sequence[Article],
    comparison: Comparison,
    width: int,
    signs: Signs = UNICODE,
    also: Also = MappingProxyType({}),
) -> Iterator[str]:
    """A story's articles in columns, passages that say the same on one row, `—` where one says nothing.

    `also` names the articles of the same text that are folded under one; it stands at the column's head.

    When the columns do not fit side by side, the outlets follow each other in bands, each beside the
    first one. One article alone is printed as text.
    """
    yield card.title
    yield story_facts(card)
    if len(articles) == 1:
        yield ""
        yield from _wrapped_also(articles[0], also, width)
        yield from one_article(articles[0], width)
        return
    marks = mark(articles, comparison)
    for band in _bands(len(articles), width):
        yield ""
        yield from _band([articles[index] for index in band], comparison, marks, width, signs, also)
    yield ""
    yield from _legend(signs, width)
    yield from _older(articles)


def _legend(signs: Signs, width: int) -> Iterator[str]:
    """What the signs mean, in lines of at most `width` cells where a meaning has room."""
    meanings = (
        f"{signs.told[Told.ALL]} said by all",
        f"{signs.told[Told.SOME]} by some",
        f"{signs.told[Told.ONLY]} only here",
        f"{signs.differs} figure differs",
        f"{signs.quoted} quoted",
        f"{signs.gap} says nothing of it",
    )
    line = ""
    for meaning in meanings:
        longer = f"{line}   {meaning}" if line else meaning
        if line and len(longer) > width:
            yield line
            longer = meaning
        line = longer
    yield line


def _bands(articles: int, width: int) -> list[list[int]]:
    """The columns of each band. Every band starts with the first article, which the others are held to."""
    fitting = max(2, (width + _BETWEEN) // (_NARROWEST + _BETWEEN))
    if articles <= fitting:
        return [list(range(articles))]
    others = list(range(1, articles))
    step = fitting - 1
    return [[0, *others[start : start + step]] for start in range(0, len(others), step)]


def _band(
    articles: Sequence[Article], comparison: Comparison, marks: Marks, width: int, signs: Signs, also: Also
) -> Iterator[str]:
    between = f" {signs.rule} "
    line = _line(signs)
    cell = (width - _BETWEEN * (len(articles) - 1)) // len(articles)
    heads = [
        [
            *_wrapped(name, cell),
            *_wrapped(day(article.published), cell),
            *_wrapped_also(article, also, cell),
        ]
        for name, article in zip(column_names(articles), articles, strict=True)
    ]
    yield from _row(heads, cell, between)
    yield (f"{line}┼{line}" if signs is UNICODE else f"{line}+{line}").join(line * cell for _ in articles)
    for number, row in enumerate(table(articles, comparison)):
        if number:
            yield between.join(" " * cell for _ in articles).rstrip()
        yield from _row(
            [
                [line for index in indices for line in _marked(article.passages[index], marks, cell, signs)]
                or [signs.gap.center(cell)]
                for article, indices in zip(articles, row.cells, strict=True)
            ],
            cell,
            between,
        )


def _wrapped_also(article: Article, also: Also, width: int) -> list[str]:
    return _wrapped(also_line(also[article.id]), width) if article.id in also else []


def _line(signs: Signs) -> str:
    return "─" if signs is UNICODE else "-"


def _row(cells: Sequence[Sequence[str]], width: int, between: str) -> Iterator[str]:
    """Cells beside each other, as tall as the tallest."""
    from tui.wrap import fit

    for lines in zip_longest(*cells, fillvalue=""):
        yield between.join(fit(line, width) for line in lines).rstrip()


def _marked(passage: Passage, marks: Marks, width: int, signs: Signs) -> list[str]:
    """A passage's lines, with its marks in a gutter of two cells before the first."""
    told = marks.told.get(passage.id)
    gutter = (signs.told[told] if told else " ") + marks.second(passage.id, signs)
    lines = _wrapped(passage.text, width - 3)
    return [f"{gutter} {lines[0]}", *(f"   {line}" for line in lines[1:])]


def _wrapped(text: str, width: int) -> list[str]:
    from tui.wrap import wrap

    return [text[start:end] for start, end in wrap(text, width)]


def one_article(article: Article, width: int) -> Iterator[str]:
    """One article, paragraph by paragraph, at whichever revision it is given."""
    yield f"{article.outlet_name} · {day(article.published)}{_revision(article)}"
    if article.partial:
        yield from _wrapped(f"only a part: {article.partial}", width)
    for block in article.blocks:
        yield ""
        note = "" if block.role in (Role.TITLE, Role.BODY) else f"[{block.role.value}] "
        yield from _wrapped(note + block.text, width)


def _revision(article: Article) -> str:
    if article.revisions == 1:
        return ""
    added = f", added {article.added:%Y-%m-%d}"
    return f" · {article.id} revision {article.revision} of {article.revisions}{added}"


def _older(articles: Sequence[Article]) -> Iterator[str]:
    """Where to find what was revised."""
    for article in articles:
        if article.revisions > 1:
            how = f"`bylines show {article.id} --revision {article.revision - 1}`"
            yield f"{article.outlet_name}: revision {article.revision}; the one before: {how}"


def comparison(story: Story, compared: Comparison, width: int, signs: Signs = UNICODE) -> Iterator[str]:
    """What the outlets share, where figures and quotes differ, what one says alone, who is silent."""
    passages = {passage.id: passage for article in story.articles for passage in article.passages}
    outlets = {article.id: article.outlet_name for article in story.articles}
    yield story.card.title
    yield story_facts(story.card)
    yield ""
    yield f"{count(len(compared.links), 'pair')} of passages say the same or partly the same"
    for link in compared.links:
        yield ""
        for passage_id in (link.a, link.b):
            yield from _said(passages, outlets, passage_id, width)
    yield from _figures(compared, width, signs)
    yield from _quotes(compared, width, signs)
    if compared.only:
        yield from _heading("said by one outlet alone", signs)
        for passage_id in compared.only:
            yield from _said(passages, outlets, passage_id, width)
    for gap in compared.missing:
        yield from _heading(f"not in {gap.outlet}, but told by {', '.join(gap.told_by)}", signs)
        for passage_id in gap.passages[:1]:
            yield from _said(passages, outlets, passage_id, width)
    yield from _shared_wording(story, compared, width, signs)


def _figures(compared: Comparison, width: int, signs: Signs) -> Iterator[str]:
    if compared.figures:
        yield from _heading("figures to compare", signs)
    for figure in compared.figures:
        yield from _wrapped(f"{figure.what} ({figure.verdict})", width)
        for value in figure.values:
            yield from _hanging(f"    {value.outlet}: ", value.text, width)


def _quotes(compared: Comparison, width: int, signs: Signs) -> Iterator[str]:
    if compared.quotes:
        yield from _heading("quotes", signs)
    for quote in compared.quotes:
        yield quote.speaker or "speaker not named"
        for one in quote.variants:
            yield from _hanging(f"    {one.outlet} ({one.kind}): ", one.text, width)


def _shared_wording(story: Story, compared: Comparison, width: int, signs: Signs) -> Iterator[str]:
    """A small matrix: the row's share of words that stand in the column's article, in per cent."""
    if not compared.wording:
        return
    yield from _heading("shared wording: per cent of the row's words that stand in the column's", signs)
    shares = {(one.a, one.b): one.share for one in compared.wording}
    names = column_names(story.articles)
    label = max(12, width - 4 - 5 * len(names))
    if 4 + label + 5 * len(names) > width:
        for one in sorted(compared.wording, key=lambda one: -one.share):
            by = {article.id: name for article, name in zip(story.articles, names, strict=True)}
            yield f"{one.share:4.0%} of {by[one.a]} in {by[one.b]}"
        return
    from tui.wrap import fit

    label = min(label, max(len(name) for name in names))
    yield " " * (4 + label) + "".join(f"{number:5}" for number, _ in enumerate(names, 1))
    for number, (article, name) in enumerate(zip(story.articles, names, strict=True), 1):
        cells = [
            signs.gap if other.id == article.id else f"{100 * shares.get((article.id, other.id), 0.0):.0f}"
            for other in story.articles
        ]
        yield f"{number:3} {fit(name, label)}" + "".join(f"{cell:>5}" for cell in cells)


def _heading(text: str, signs: Signs) -> Iterator[str]:
    yield ""
    yield text
    yield _line(signs) * len(text)


def _said(
    passages: dict[str, Passage], outlets: dict[str, str], passage_id: str, width: int
) -> Iterator[str]:
    passage = passages.get(passage_id)
    if passage is not None:
        yield from _hanging(f"{outlets[passage.article]}: ", passage.text, width)


def _hanging(label: str, text: str, width: int) -> Iterator[str]:
    """A label and a text, whose further lines are set in by four cells more than the label."""
    indent = " " * (len(label) - len(label.lstrip()) + 4)
    lines = _wrapped(label.lstrip() + text, max(20, width - len(indent)))
    yield indent[4:] + lines[0]
    for line in lines[1:]:
        yield indent + line


def hit_lines(found: SearchResults, titles: dict[str, str]) -> Iterator[Parts]:
    """Hits by story and article, matches emphasised; `titles` are those of the stories, by id."""
    story: str | None = None
    article: str | None = None
    lacking: dict[str | None, tuple[str, ...]] = {one.story: one.lack for one in found.stories if one.lack}
    for number, hit in enumerate(_grouped(found.hits)):
        if number == 0 or hit.story != story:
            story, article = hit.story, None
            if number:
                yield [("", False)]
            yield [(f"{story}  {titles.get(story, '')}" if story else "notes", True)]
            if story in lacking:
                yield [(f"  not in {', '.join(lacking[story])}", False)]
        if hit.note is not None:
            yield [(f"  note {hit.note}: {hit.title}", False)]
        elif hit.article != article:
            article = hit.article
            yield [(f"  {hit.outlet} · {day(hit.published)} · {hit.title}", False)]
        yield [("    ", False), *_emphasised(hit)]
    if found.hits:
        yield [("", False)]
        yield [(f"{count(found.total, 'article')} found in {found.took_ms:.1f} ms: {found.parsed}", False)]


def _grouped(found: Sequence[Hit]) -> list[Hit]:
    """The hits with each story's together, and in it each article's, in the order of their best."""
    stories = {key: rank for rank, key in reversed(list(enumerate(hit.story for hit in found)))}
    articles = {key: rank for rank, key in reversed(list(enumerate(hit.article for hit in found)))}
    return sorted(found, key=lambda hit: (stories[hit.story], articles[hit.article]))


def _emphasised(hit: Hit) -> Parts:
    parts: Parts = []
    end = 0
    for start, stop in hit.highlights:
        parts += [(hit.snippet[end:start], False), (hit.snippet[start:stop], True)]
        end = stop
    return [*parts, (hit.snippet[end:], False)]
