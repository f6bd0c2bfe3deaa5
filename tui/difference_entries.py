"""What the panel of differences lists, section by section. Pure; no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.compared import Comparison, QuoteVariant
from index.model import Article, Story
from index.phrases import DIFFERING, KINDS, VERDICTS
from tui.render import short_names
from tui.word_changes import Changed, word_changes
from tui.wording import column_names, count
from tui.wrap import Span, fit

NAME = 22
LEAST_CELL = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of the panel; `passage` is where it jumps to, None for what only explains.

    `marks` are spans of the text with a style's name. `verbatim` entries are never wrapped: where they
    do not fit, `narrow` stands in their place.
    """

    text: str
    style: str = ""
    label: str = ""
    passage: str | None = None
    marks: tuple[tuple[Span, str], ...] = ()
    verbatim: bool = False
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the panel: its name and number of things in its tab, its entries."""

    name: str
    size: int
    entries: tuple[Entry, ...]


def sections(story: Story, comparison: Comparison, articles: Sequence[Article]) -> tuple[Section, ...]:
    """All parts, empty ones too; `articles` are those with a column, in order."""
    texts = {passage.id: passage.text for one in story.articles for passage in one.passages}
    heads = dict(zip((one.id for one in articles), column_names(articles), strict=True))
    # By what heads its column, as an outlet may have several.
    names = {one.id: heads.get(one.id, one.outlet_name) for one in story.articles}
    whose = {passage.id: names[one.id] for one in story.articles for passage in one.passages}
    return (
        _figures(comparison, texts, whose),
        _quotes(comparison, whose),
        _only(story, comparison, texts, names),
        _missing(comparison, texts),
        _wording(heads, comparison, texts),
        _spellings(comparison, texts, whose),
    )


def _section(name: str, size: int, about: str, nothing: str, found: Iterator[Entry]) -> Section:
    if not size:
        return Section(name, 0, (Entry(nothing, "muted"),))
    return Section(name, size, (Entry(about, "muted"), *found))


def _figures(comparison: Comparison, texts: dict[str, str], whose: dict[str, str]) -> Section:
    figures = [figure for figure in comparison.figures if figure.verdict in DIFFERING]

    def found() -> Iterator[Entry]:
        for figure in figures:
            yield Entry("")
            yield Entry(f"{figure.what}: {VERDICTS.get(figure.verdict, figure.verdict)}", "head")
            for value in figure.values:
                name = whose.get(value.passage, value.outlet)
                yield Entry(_in_context(value.text, texts.get(value.passage, "")), "", name, value.passage)

    return _section(
        "Figures",
        len(figures),
        "Figures to compare: numbers and days that outlets give differently for what seems the same thing."
        " Both may be right, at different hours.",
        "No figures were found that differ between the outlets.",
        found(),
    )


def _in_context(figure: str, text: str) -> str:
    """The figure, and the passage it stands in."""
    return f"{figure}  ·  {text}" if text else figure


def _quotes(comparison: Comparison, whose: dict[str, str]) -> Section:
    quotes = [quote for quote in comparison.quotes if len({v.outlet for v in quote.variants}) > 1]

    def found() -> Iterator[Entry]:
        for quote in quotes:
            yield Entry("")
            yield Entry(quote.speaker or "speaker not named", "head")
            fullest = quote.fullest
            for variant in quote.variants:
                changed = _against(fullest, variant)
                kind = KINDS.get(variant.kind, variant.kind)
                text = f"{changed.text}  ({kind})"
                name = whose.get(variant.passage, variant.outlet)
                yield Entry(text, "", name, variant.passage, changed.marks)

    return _section(
        "Quotes",
        len(quotes),
        "The same words as each outlet gives them, held against the form that most of them print:"
        " [-left out here-] {+only here+}.",
        "No quote was found in more than one outlet.",
        found(),
    )


def _against(fullest: str, variant: QuoteVariant) -> Changed:
    if variant.kind not in ("cut", "altered") or variant.text == fullest:
        return Changed(variant.text)
    return word_changes(fullest, variant.text)


def _only(story: Story, comparison: Comparison, texts: dict[str, str], names: dict[str, str]) -> Section:
    only = set(comparison.only)

    def found() -> Iterator[Entry]:
        for article in story.articles:
            mine = [passage for passage in article.passages if passage.id in only]
            if mine:
                yield Entry("")
                yield Entry(f"{names[article.id]}: {count(len(mine), 'passage')}", "head")
                yield from (Entry(texts[passage.id], "", "", passage.id) for passage in mine)

    return _section(
        "Only here",
        len(only),
        "What one outlet tells and nothing like it was found in any other.",
        "Nothing was found that only one outlet tells.",
        found(),
    )


def _missing(comparison: Comparison, texts: dict[str, str]) -> Section:
    def found() -> Iterator[Entry]:
        outlet = None
        for gap in comparison.missing:
            if gap.outlet != outlet:
                outlet = gap.outlet
                number = sum(one.outlet == outlet for one in comparison.missing)
                yield Entry("")
                yield Entry(f"Not in {outlet}: {count(number, 'thing')}", "head")
            passage = gap.passages[0]
            yield Entry(f"{texts.get(passage, '')}  (in {', '.join(gap.told_by)})", "", "", passage)

    return _section(
        "Left out",
        len(comparison.missing),
        "What at least half of the other outlets seem to tell, and nothing like it was found in this one;"
        " named are those that surely do. It may be there in other words.",
        "Nothing was found that half of the outlets tell and one does not.",
        found(),
    )


def _wording(names: dict[str, str], comparison: Comparison, texts: dict[str, str]) -> Section:
    shared = sorted(
        (one for one in comparison.wording if one.a in names and one.b in names and one.spans),
        key=lambda one: -one.share,
    )

    def found() -> Iterator[Entry]:
        yield Entry("")
        yield from _matrix(names, {(one.a, one.b): one.share for one in shared})
        yield Entry("")
        for one in shared:
            passage, start, end = max(one.spans, key=lambda span: span[2] - span[1])
            text = f"{_percent(one.share)} stands in {names[one.b]}: “{texts.get(passage, '')[start:end]}”"
            yield Entry(text, "", names[one.a], passage)

    return _section(
        "Shared wording",
        len(shared),
        "How much of the outlet of a row stands word for word in the outlet of a column. Who took it from"
        " whom is not known: it may be an agency's. W marks it in the text.",
        "No two outlets have seven words or more in a row in common.",
        found(),
    )


def _matrix(names: dict[str, str], shares: dict[tuple[str, str], float]) -> Iterator[Entry]:
    """The table of shares; the numbers of its rows head its columns, as names would not fit."""
    heads = "".join(str(number).rjust(LEAST_CELL) for number in range(1, len(names) + 1))
    about = "How much of each stands in the outlet of a number:"
    yield Entry(" " * NAME + heads, "muted", verbatim=True, narrow=about)
    short = short_names(list(names.values()), NAME - 4)
    for number, (row, name) in enumerate(zip(names, short, strict=True), start=1):
        cells = "".join(_share(row, column, shares).rjust(LEAST_CELL) for column in names)
        listed = (
            f"{_percent(shares[row, column])} in {place}"
            for place, column in enumerate(names, start=1)
            if (row, column) in shares
        )
        narrow = f"{number} {names[row]}: {', '.join(listed) or 'nothing'}"
        yield Entry(fit(f"{number} {name}", NAME) + cells, "muted", verbatim=True, narrow=narrow)


def _share(row: str, column: str, shares: dict[tuple[str, str], float]) -> str:
    if row == column:
        return "·"
    return _percent(shares[row, column]) if (row, column) in shares else "–"


def _percent(share: float) -> str:
    """A share that is not nothing is not said to be."""
    rounded = f"{share:.0%}"
    return rounded if rounded != "0%" else "<1%"


def _spellings(comparison: Comparison, texts: dict[str, str], whose: dict[str, str]) -> Section:
    def found() -> Iterator[Entry]:
        for one in comparison.spellings:
            yield Entry("")
            yield Entry(" / ".join(one.forms), "head")
            for use in one.uses:
                name = whose.get(use.passage, use.outlet)
                yield Entry(_in_context(use.form, texts.get(use.passage, "")), "", name, use.passage)

    return _section(
        "Names",
        len(comparison.spellings),
        "Names that stand in more than one spelling. They count as the same name when figures and quotes"
        " are compared; variants.yaml takes spellings of your own.",
        "No name was found in two spellings.",
        found(),
    )
