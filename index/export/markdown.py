"""A story as one Markdown document, readable as it is and rendered. No text in it becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.compared import Quote, QuoteVariant
from index.dossier import Dossier
from index.export import sentences
from index.model import Article
from index.notemodel import Note
from index.notes.quoting import escape, web_address
from index.phrases import DIFFERING, KINDS, VERDICTS, clock, count, days
from index.table import Row
from index.text import scrub
from index.worddiff import ADDED, CUT, pieces, spaced

GAP = "—"
MOST_NAMED = 12
"""So many outlets without a row are named; more are counted."""
# Renderers that make links of bare addresses see none where a backslash stands inside.
_ADDRESS = re.compile(r"(?<=[a-z]):(?=//)|(?<=\w)[.@](?=\w\w)|\b(?<=mailto):", re.IGNORECASE)
_BREAKS = re.compile(r"\r\n?|\n")


def markdown(found: Dossier) -> str:
    """The document: sources, notes, figures, quotes, rows, only here, left out, wording."""
    parts = [
        _head(found),
        _sources(found),
        _notes(found),
        _figures(found),
        _quotes(found),
        _rows(found),
        _only(found),
        _missing(found),
        _spellings(found),
        _wording(found),
        [sentences.MADE],
    ]
    return "\n\n".join(block for part in parts for block in part) + "\n"


def plain(text: str) -> str:
    """One line of outside text in which Markdown, also with bare links, finds nothing to do."""
    return _ADDRESS.sub(lambda match: "\\" + match.group(), escape(text))


def _head(found: Dossier) -> Iterator[str]:
    yield f"# {plain(found.card.title)}"
    outlets = len({article.outlet_name for article in found.articles})
    facts = [count(outlets, "outlet"), days(found.card.first, found.card.last)]
    facts += [plain(f"#{tag}") for tag in found.card.tags]
    if found.others:
        facts.append(f"without {', '.join(map(plain, found.others))}")
    if found.made:
        facts.append(f"exported {plain(found.made)}")
    yield " · ".join(facts)


def _sources(found: Dossier) -> Iterator[str]:
    yield "## Sources"
    yield "\n".join(f"{number}. {_source(found, one)}" for number, one in enumerate(found.articles, start=1))


def _source(found: Dossier, article: Article) -> str:
    facts = [f"**{_name(found, article.id)}**", plain(article.headline)]
    if article.authors:
        facts.append(f"by {plain(', '.join(article.authors))}")
    facts.append(clock(article.published))
    address = web_address(article.url)
    facts.append(f"<{address}>" if address else "no web address")
    if article.partial:
        facts.append(f"only a part: {plain(article.partial)}")
    of = found.copies.get(article.id)
    if of:
        facts.append(f"the same text as {_name(found, of)}")
    return " · ".join(facts)


def _name(found: Dossier, article: str) -> str:
    return plain(found.names[article])


def _notes(found: Dossier) -> Iterator[str]:
    if found.notes:
        yield "## Notes"
        yield sentences.NOTES
    for number, note in enumerate(found.notes, start=1):
        yield f"### Note {number}: {plain(note.title) or 'untitled'}"
        yield from _note(found, note)


def _note(found: Dossier, note: Note) -> Iterator[str]:
    facts = [
        plain(note.created.replace("T", " ").removesuffix("Z")[:16]),
        *(plain(f"#{tag}") for tag in note.tags),
    ]
    rows = sorted({found.row_of[passage] for passage in note.passages if passage in found.row_of})
    if rows:
        facts.append(f"on {'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows))}")
    yield " · ".join(facts)
    said = [found.passages[passage] for passage in note.passages]
    quoted = [f"- {_name(found, one.article)}: {plain(one.text)}" for one in said]
    lost = [f"- {plain(mark.outlet)}, no longer in the text: {plain(mark.exact)}" for mark in note.anchors]
    if quoted or lost:
        yield "\n".join(quoted or lost)
    text = note.text.strip("\n")
    if text.strip():
        # The person's own Markdown; a quotation ends whatever it may have left open.
        yield "\n".join(f"> {scrub(line)}".rstrip() for line in _BREAKS.split(text))


def _figures(found: Dossier) -> Iterator[str]:
    figures = sorted(found.comparison.figures, key=lambda one: one.verdict not in DIFFERING)
    if not figures:
        return
    yield "## Figures to compare"
    yield sentences.FIGURES
    lines = [
        (
            figure.what,
            VERDICTS.get(figure.verdict, figure.verdict),
            value.outlet,
            value.text,
            _row(found, value.passage),
        )
        for figure in figures
        for value in figure.values
    ]
    yield _table(("What", "Together", "Outlet", "As written", "Row"), lines)


def _quotes(found: Dossier) -> Iterator[str]:
    if not found.comparison.quotes:
        return
    yield "## Quotes"
    yield rf"{sentences.QUOTES} \[-left out here-\] {{+only here+}}."
    for number, quote in enumerate(found.comparison.quotes, start=1):
        yield f"### Quote {number}: {plain(quote.speaker or '') or 'speaker not named'}"
        yield _table(
            ("Outlet", "Form", "Words", "Row"),
            [
                (one.outlet, KINDS.get(one.kind, one.kind), _form(quote, one), _row(found, one.passage))
                for one in quote.variants
            ],
        )


def _form(quote: Quote, variant: QuoteVariant) -> str:
    fullest = quote.fullest
    if variant.kind not in ("cut", "altered") or variant.text == fullest:
        return variant.text
    text = ""
    for words, kind in pieces(fullest, variant.text):
        piece = f"[-{words}-]" if kind == CUT else f"{{+{words}+}}" if kind == ADDED else words
        text += f" {piece}" if spaced(text, piece) else piece
    return text


def _row(found: Dossier, passage: str) -> str:
    return str(found.row_of.get(passage, ""))


def _rows(found: Dossier) -> Iterator[str]:
    yield "## Row by row"
    yield f"{sentences.ROWS} “Not in” names these outlets."
    for number, row in enumerate(found.rows, start=1):
        yield f"### Row {number}: {_standing(found, row)}"
        yield "\n".join(_told(found, row))


def _standing(found: Dossier, row: Row) -> str:
    passages = found.in_row(row)
    facts = [found.standing(row)]
    if any(one.id in found.differing for one in passages):
        facts.append("figure differs")
    if any(one.id in found.quoted for one in passages):
        facts.append("quoted")
    return ", ".join(facts)


def _told(found: Dossier, row: Row) -> Iterator[str]:
    silent = []
    for article, cell in zip(found.columns, row.cells, strict=True):
        if not cell:
            silent.append(article.id)
            continue
        for index in cell:
            passage = article.passages[index]
            noted = "".join(f" *(note {number})*" for number in found.notes_on.get(passage.id, ()))
            yield f"- **{_name(found, article.id)}:** {plain(passage.text)}{noted}"
    if len(silent) > MOST_NAMED:
        yield f"- {GAP} Not in the other {len(silent)}"
    elif silent:
        yield f"- {GAP} Not in: {', '.join(_name(found, one) for one in silent)}"


def _only(found: Dossier) -> Iterator[str]:
    if not found.only:
        return
    yield "## Only here"
    yield sentences.ONLY
    for article in found.articles:
        mine = [passage for passage in article.passages if passage.id in found.only]
        if mine:
            yield f"### {_name(found, article.id)}"
            yield "\n".join(f"- {plain(passage.text)}{_in_row(found, passage.id)}" for passage in mine)


def _in_row(found: Dossier, passage: str) -> str:
    row = found.row_of.get(passage)
    return "" if row is None else f" (row {row})"


def _missing(found: Dossier) -> Iterator[str]:
    if not found.comparison.missing:
        return
    yield "## Left out"
    yield sentences.MISSING
    outlet = None
    items: list[str] = []
    for gap in found.comparison.missing:
        if gap.outlet != outlet:
            if items:
                yield "\n".join(items)
            outlet, items = gap.outlet, []
            yield f"### Not in {plain(gap.outlet)}"
        passage = gap.passages[0]
        told_by = ", ".join(map(plain, gap.told_by))
        items.append(f"- {plain(found.passages[passage].text)} (told by {told_by}){_in_row(found, passage)}")
    yield "\n".join(items)


def _spellings(found: Dossier) -> Iterator[str]:
    lines = [
        (form, ", ".join(dict.fromkeys(use.outlet for use in one.uses if use.form == form)))
        for one in found.comparison.spellings
        for form in one.forms
        if any(use.form == form for use in one.uses)
    ]
    if lines:
        yield "## Names in several spellings"
        yield _table(("Spelling", "Outlets"), lines)


def _wording(found: Dossier) -> Iterator[str]:
    shares = {(one.a, one.b): one.share for one in found.comparison.wording if one.spans}
    if not shares:
        return
    yield "## Shared wording"
    yield sentences.WORDING
    yield f"{sentences.MATRIX}:"
    heads = ("", *(str(number) for number in range(1, len(found.articles) + 1)))
    yield _table(
        heads,
        [
            (
                f"{number} {found.names[row.id]}",
                *(
                    "·"
                    if row.id == other.id
                    else f"{shares[row.id, other.id]:.0%}"
                    if (row.id, other.id) in shares
                    else GAP
                    for other in found.articles
                ),
            )
            for number, row in enumerate(found.articles, start=1)
        ],
    )


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table whose cells are outside text; its bars are escaped with all else."""
    rows = [heads, *lines]
    made = ["| " + " | ".join(plain(cell) or " " for cell in row) + " |" for row in rows]
    made.insert(1, "|" + " --- |" * len(heads))
    return "\n".join(made)
