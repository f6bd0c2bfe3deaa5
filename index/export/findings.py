"""What differs: figures to compare, quotes, what one outlet alone tells or leaves out, shared wording."""

from __future__ import annotations

from collections.abc import Sequence

from index.compared import Figure, Quote, QuoteVariant, SharedWording
from index.export import sentences
from index.export.markup import Child, Html, group, tag
from index.export.parts import DIFFERS, GAP, Page, section, unseen
from index.model import Article
from index.phrases import DIFFERING, KINDS, VERDICTS, count
from index.worddiff import ADDED, CUT, pieces, spaced

_HEAT = 5


def figures_section(page: Page) -> Html | None:
    """Figures to compare: those that differ in full, those that agree in a line each."""
    figures = page.dossier.comparison.figures
    if not figures:
        return None
    differing = [one for one in figures if one.verdict in DIFFERING]
    agreeing = [one for one in figures if one.verdict not in DIFFERING]
    heads = ("Outlet", "As written", "In the sentence")
    return section(
        "figures",
        "Figures to compare",
        sentences.FIGURES,
        _table("Figures that differ", heads, [_figure(page, one) for one in differing])
        if differing
        else None,
        tag("h3", "On these they agree") if agreeing else None,
        tag("ul", [_agreed(page, one) for one in agreeing], class_="agreed") if agreeing else None,
    )


def _figure(page: Page, figure: Figure) -> Html:
    verdict = tag("span", f"{DIFFERS} {VERDICTS.get(figure.verdict, figure.verdict)}", class_="mark")
    rows = [
        tag(
            "tr",
            _outlet(page, value.passage, value.outlet),
            tag("td", tag("bdi", value.text), class_="strong", role="cell"),
            tag("td", page.said(value.passage, value.text), role="cell"),
            role="row",
        )
        for value in figure.values
    ]
    return _body(group(tag("bdi", figure.what), " ", verdict), rows)


def _agreed(page: Page, figure: Figure) -> Html:
    values = [
        group(
            ", " if number else "",
            tag("a", tag("bdi", value.outlet), href=page.in_rows(value.passage)),
            " “",
            tag("bdi", value.text),
            "”",
        )
        for number, value in enumerate(figure.values)
    ]
    return tag("li", tag("bdi", figure.what, class_="strong"), ": ", values)


def quotes_section(page: Page) -> Html | None:
    """The same words as each outlet gives them, held against the form that most of them print."""
    quotes = page.dossier.comparison.quotes
    if not quotes:
        return None
    return section(
        "quotes",
        "Quotes",
        group(
            sentences.QUOTES,
            " ",
            tag("del", "left out here"),
            ", ",
            tag("ins", "only here"),
            ".",
        ),
        _table("Quotes and their forms", ("Outlet", "Form", "Words"), [_quote(page, one) for one in quotes]),
    )


def _quote(page: Page, quote: Quote) -> Html:
    rows = []
    for one in quote.variants:
        article = page.article_of(one.passage)
        words = tag(
            "td",
            tag("div", _form(quote.fullest, one), **page.writing(article)),
            role="cell",
        )
        kind = tag("td", KINDS.get(one.kind, one.kind), class_="quiet", role="cell")
        rows.append(tag("tr", _outlet(page, one.passage, one.outlet), kind, words, role="row"))
    return _body(tag("bdi", quote.speaker or "speaker not named"), rows)


def _form(fullest: str, variant: QuoteVariant) -> Child:
    if variant.kind not in ("cut", "altered") or variant.text == fullest:
        return variant.text
    made: list[Child] = []
    before = ""
    for words, kind in pieces(fullest, variant.text):
        if spaced(before, words):
            made.append(" ")
        before = words
        if kind == CUT:
            made.append(tag("del", unseen("[left out: "), words, unseen("]")))
        elif kind == ADDED:
            made.append(tag("ins", unseen("[only here: "), words, unseen("]")))
        else:
            made.append(words)
    return made


def only_section(page: Page) -> Html | None:
    """What one outlet alone tells, by outlet."""
    found = page.dossier
    if not found.only:
        return None
    parts = []
    for article in found.articles:
        mine = [passage for passage in article.passages if passage.id in found.only]
        if mine:
            summary = tag("summary", tag("h3", page.name(article.id)), " ", count(len(mine), "passage"))
            listed = tag("ul", [tag("li", page.said(passage.id)) for passage in mine])
            parts.append(tag("details", summary, listed, open=True, class_="outlet-list"))
    return section("only", "Only here", sentences.ONLY, *parts)


def missing_section(page: Page) -> Html | None:
    """What most of the other outlets tell and one does not, by the one that does not."""
    gaps: dict[str, list[Html]] = {}
    for gap in page.dossier.comparison.missing:
        told = tag("span", f" told by {', '.join(gap.told_by)}", class_="quiet")
        gaps.setdefault(gap.outlet, []).append(tag("li", page.said(gap.passages[0]), told))
    if not gaps:
        return None
    parts = []
    for outlet, items in gaps.items():
        summary = tag("summary", tag("h3", "Not in ", tag("bdi", outlet)), " ", count(len(items), "thing"))
        parts.append(tag("details", summary, tag("ul", items), open=True, class_="outlet-list"))
    return section("missing", "Left out", sentences.MISSING, *parts)


def wording_section(page: Page) -> Html | None:
    """How much of each article stands word for word in another, as a matrix, and the longest runs."""
    shared = [one for one in page.dossier.comparison.wording if one.spans]
    if not shared:
        return None
    shares = {(one.a, one.b): one.share for one in shared}
    articles = page.dossier.articles
    heads = [
        tag("th", tag("abbr", number, title=page.dossier.names[one.id]), scope="col", role="columnheader")
        for number, one in enumerate(articles, start=1)
    ]
    rows = [
        tag(
            "tr",
            tag("th", f"{number} ", page.name(one.id), scope="row", role="rowheader"),
            [_share(one, other, shares) for other in articles],
            role="row",
        )
        for number, one in enumerate(articles, start=1)
    ]
    matrix = tag(
        "table",
        tag("caption", sentences.MATRIX),
        tag("thead", tag("tr", tag("td", role="cell"), *heads, role="row"), role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        class_="matrix",
        role="table",
    )
    return section(
        "wording",
        "Shared wording",
        sentences.WORDING,
        tag(
            "div",
            matrix,
            class_="scroll",
            role="region",
            tabindex="0",
            aria_label="Shared wording; scrolls sideways",
        ),
        tag("ul", _runs(page, shared), class_="runs"),
    )


def _share(row: Article, column: Article, shares: dict[tuple[str, str], float]) -> Html:
    if row.id == column.id:
        return tag("td", "·", class_="same", role="cell")
    share = shares.get((row.id, column.id))
    if share is None:
        return tag("td", GAP, class_="none", role="cell")
    return tag("td", f"{share:.0%}", class_=f"heat-{min(_HEAT, 1 + int(share * _HEAT))}", role="cell")


def _runs(page: Page, shared: Sequence[SharedWording]) -> list[Html]:
    """The longest run of each pair, once for both directions; the longest first."""
    longest: dict[frozenset[str], tuple[str, str, SharedWording]] = {}
    for one in shared:
        for passage, start, end in one.spans:
            pair = frozenset((one.a, one.b))
            words = page.dossier.passages[passage].text[start:end]
            if len(words) > len(longest.get(pair, ("",))[0]):
                longest[pair] = words, passage, one
    items = []
    for words, passage, one in sorted(longest.values(), key=lambda found: -len(found[0])):
        article = page.article_of(passage)
        quoted = tag("a", f"“{words}”", href=page.in_text(passage), **page.writing(article))
        items.append(tag("li", page.name(one.a), " and ", page.name(one.b), ": ", quoted))
    return items


def spellings_section(page: Page) -> Html | None:
    """Names that the outlets write in more than one way."""
    found = page.dossier.comparison.spellings
    if not found:
        return None
    items = []
    for one in found:
        forms = []
        for form in one.forms:
            outlets = dict.fromkeys(use.outlet for use in one.uses if use.form == form)
            if outlets:
                forms.append(
                    tag("dd", tag("bdi", form, class_="strong"), ": ", tag("bdi", ", ".join(outlets)))
                )
        items.append(tag("div", tag("dt", tag("bdi", " / ".join(one.forms))), forms))
    return section(
        "spellings",
        "Names in several spellings",
        "And who writes which.",
        tag("dl", items, class_="spellings"),
    )


def _table(caption: str, heads: tuple[str, ...], bodies: list[Html]) -> Html:
    return tag(
        "table",
        tag("caption", caption),
        tag(
            "thead",
            tag("tr", [tag("th", head, scope="col", role="columnheader") for head in heads], role="row"),
            role="rowgroup",
        ),
        *bodies,
        class_="findings",
        role="table",
    )


def _body(head: Child, rows: list[Html]) -> Html:
    """A group of lines below a heading of their own."""
    title = tag("th", head, colspan=3, scope="rowgroup", role="rowheader")
    return tag("tbody", tag("tr", title, class_="head", role="row"), *rows, role="rowgroup")


def _outlet(page: Page, passage: str, outlet: str) -> Html:
    """The outlet's cell, as a link to the passage in its text."""
    return tag(
        "th",
        tag("a", tag("bdi", outlet), href=page.in_text(passage)),
        scope="row",
        role="rowheader",
        class_="who-head",
    )
