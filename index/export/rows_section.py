"""The aligned rows: a table with a column for each outlet; on a narrow page a card for each row."""

from __future__ import annotations

from collections.abc import Sequence

from index.export import sentences
from index.export.markup import Html, group, inside, tag
from index.export.parts import DIFFERS, GAP, Page, section, unseen
from index.model import Article
from index.phrases import count, day
from index.table import Row

FITTING = 6
"""Columns that fit on a sheet of paper, and on a wide screen without scrolling."""
MOST_COLUMNS = 12
"""With more, nearly every cell would be a gap: then a row names only the outlets that tell it."""

_SHOWN = (
    ("all", "all"),
    ("shared", "told by several"),
    ("differs", "figures differ"),
    ("quoted", "quoted"),
    ("only", "only here"),
)


def rows_section(page: Page) -> Html:
    """All headlines and sentences, each once, those that say the same on one row."""
    found = page.dossier
    kinds = [_kinds(page, row) for row in found.rows]
    crowded = len(found.columns) > MOST_COLUMNS
    heads = [tag("th", "Row", scope="col", role="columnheader")]
    if crowded:
        heads.append(tag("th", "What the outlets say", scope="col", role="columnheader"))
    else:
        heads += [_head(page, one) for one in found.columns]
    table = tag(
        "table",
        tag("caption", f"{count(len(found.rows), 'row')}, in the order of ", page.name(found.columns[0].id))
        if found.columns
        else None,
        tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
        tag(
            "tbody",
            [
                _row(page, number, row, kind)
                for number, (row, kind) in enumerate(zip(found.rows, kinds, strict=True), start=1)
            ],
            role="rowgroup",
        ),
        class_="rows" if crowded else "rows grid many" if len(found.columns) > FITTING else "rows grid",
        role="table",
    )
    return section(
        "rows",
        "Row by row",
        sentences.ROWS,
        _chooser(kinds),
        tag("div", table, class_="scroll", role="region", tabindex="0", aria_label="Rows; scrolls sideways"),
        class_="broad",
    )


def _kinds(page: Page, row: Row) -> frozenset[str]:
    found = page.dossier
    passages = found.in_row(row)
    kinds = {"shared"} if len(found.told_by(row)) > 1 else {"single"}
    if any(passage.id in found.only for passage in passages):
        kinds.add("only")
    if any(passage.id in found.differing for passage in passages):
        kinds.add("differs")
    if any(passage.id in found.quoted for passage in passages):
        kinds.add("quoted")
    return frozenset(kinds)


def _chooser(kinds: list[frozenset[str]]) -> Html:
    """Radio buttons that a style sheet listens to: which rows to show."""
    choices = []
    for kind, words in _SHOWN:
        number = len(kinds) if kind == "all" else sum(kind in one for one in kinds)
        button = tag("input", type="radio", name="show", id=f"show-{kind}", checked=kind == "all")
        choices.append(group(button, tag("label", f"{words} {number}", for_=f"show-{kind}")))
    return tag("fieldset", tag("legend", "Show rows"), *choices, class_="chooser")


def _head(page: Page, article: Article) -> Html:
    return tag(
        "th",
        tag("a", page.name(article.id), href=inside(page.article_id(article.id))),
        tag("span", day(article.published), class_="date"),
        scope="col",
        role="columnheader",
    )


def _row(page: Page, number: int, row: Row, kinds: frozenset[str]) -> Html:
    passages = page.dossier.in_row(row)
    facts = [tag("span", page.dossier.standing(row), class_="standing")]
    facts += [
        tag(
            "span",
            tag("span", sign, class_="sign", aria_hidden="true"),
            f" {words}",
            class_="mark" if sign == DIFFERS else "quiet",
        )
        for sign, words in page.marks(passages)
    ]
    pairs = list(zip(page.dossier.columns, row.cells, strict=True))
    if len(pairs) > MOST_COLUMNS:
        cells = [_telling(page, [(article, cell) for article, cell in pairs if cell])]
    else:
        cells = [_cell(page, article, cell) for article, cell in pairs]
    return tag(
        "tr",
        tag(
            "th",
            tag("a", unseen("row "), number, href=inside(f"r{number}"), class_="number"),
            *facts,
            *page.note_links(passages),
            scope="row",
            role="rowheader",
        ),
        *cells,
        id=f"r{number}",
        class_=" ".join(sorted(kinds)),
        role="row",
    )


def _cell(page: Page, article: Article, cell: tuple[int, ...]) -> Html:
    who = tag("span", page.name(article.id), class_="who")
    if not cell:
        gap = group(tag("span", GAP, aria_hidden="true"), unseen("nothing like it here"))
        return tag("td", who, tag("span", gap, class_="dash"), class_="gap", role="cell")
    return tag("td", who, _said(page, article, cell), role="cell")


def _telling(page: Page, pairs: Sequence[tuple[Article, tuple[int, ...]]]) -> Html:
    """One cell with all outlets that tell a row, for a story of very many."""
    told = [
        tag("div", tag("span", page.name(article.id), class_="who"), _said(page, article, cell))
        for article, cell in pairs
    ]
    silent = len(page.dossier.columns) - len(pairs)
    rest = tag("p", f"{GAP} nothing like it in the other {silent}", class_="quiet") if silent else None
    return tag("td", *told, rest, role="cell")


def _said(page: Page, article: Article, cell: tuple[int, ...]) -> Html:
    """What an article says in a row, each sentence with a link to its place in the text."""
    said = []
    for index in cell:
        passage = article.passages[index]
        place = page.in_text(passage.id)
        label = f"in the text of {page.dossier.names[article.id]}"
        said.append(tag("p", passage.text, " ", tag("a", "¶", href=place, class_="to", aria_label=label)))
    return tag("div", *said, class_="said", **page.writing(article))
