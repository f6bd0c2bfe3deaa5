"""Each outlet's whole text; every sentence leads to its row, and every row back to it."""

from __future__ import annotations

from index.export.markup import Html, inside, tag, web
from index.export.parts import ONLY, Page, section, when
from index.model import Article, Block, Passage, Role

_LABELS = {Role.CAPTION: "Picture caption", Role.CREDIT: "Credit"}


def texts_section(page: Page) -> Html:
    """All articles, one after the other."""
    return section(
        "texts",
        "The texts",
        "The articles as they were read. The number after a sentence leads to its row; ○ marks what was found"
        " in no other outlet, ≠ a figure that differs, “ a quote that others have, too.",
        [_article(page, article) for article in page.dossier.articles],
    )


def credit(article: Article) -> list[Html]:
    """Who wrote it, when it was published, where it stands."""
    found = [tag("span", when(article.published))]
    if article.authors:
        found.insert(0, tag("span", "By ", tag("bdi", ", ".join(article.authors))))
    if article.syndicated_from:
        found.append(tag("span", "first published by ", tag("bdi", article.syndicated_from)))
    target = web(article.url)
    if target is not None:
        found.append(tag("a", "source", href=target, rel="noreferrer noopener external", class_="source"))
    else:
        found.append(tag("span", "no web address"))
    if article.partial:
        found.append(tag("span", f"only a part: {article.partial}", class_="partial"))
    return found


def _article(page: Page, article: Article) -> Html:
    blocks = [block for block in article.blocks if block.role is not Role.TITLE]
    titles = [passage for passage in article.passages if passage.role is Role.TITLE]
    start = len(titles)
    parts: list[Html] = []
    for block in blocks:
        end = start + len(block.sentences)
        parts.append(_block(page, block, article.passages[start:end]))
        start = end
    of = page.dossier.copies.get(article.id)
    same = (
        tag("p", "The same text as ", tag("a", page.name(of), href=inside(page.article_id(of))))
        if of
        else None
    )
    return tag(
        "article",
        tag(
            "header",
            tag("p", page.name(article.id), class_="outlet"),
            tag(
                "h3",
                [_sentence(page, passage) for passage in titles] or "Without a headline",
                id=f"{page.article_id(article.id)}-head",
                **page.writing(article),
            ),
            tag("p", credit(article), class_="credit"),
            same,
        ),
        tag("div", *parts, class_="text", **page.writing(article)),
        id=page.article_id(article.id),
        class_="article",
        aria_labelledby=f"{page.article_id(article.id)}-head",
    )


def _block(page: Page, block: Block, passages: tuple[Passage, ...]) -> Html:
    """A paragraph; the white space between its sentences is the article's own."""
    inner: list[Html | str] = []
    end = 0
    for passage in passages:
        inner += [block.text[end : passage.start], _sentence(page, passage)]
        end = passage.end
    if block.role is Role.SUBHEAD:
        return tag("h4", *inner)
    label = _LABELS.get(block.role)
    before = tag("span", f"{label}: ", class_="label", lang="en", dir="ltr") if label else None
    return tag("p", before, *inner, class_=None if block.role is Role.BODY else block.role.value)


def _sentence(page: Page, passage: Passage) -> Html:
    """A sentence, the number of its row, and links to its notes."""
    found = page.dossier
    noted = page.note_links((passage,))
    row = found.row_of.get(passage.id)
    back = None
    if row is not None:
        marks = page.marks((passage,))
        if passage.id in found.only:
            marks.insert(0, (ONLY, "only here"))
        words = ", ".join([f"row {row}", *(words for _, words in marks)])
        signs = "".join(sign for sign, _ in marks)
        back = tag("sup", tag("a", f"{row}{signs}", href=inside(f"r{row}"), aria_label=words), class_="row")
    return tag(
        "span",
        tag("span", page.worded(passage), class_="only" if passage.id in found.only else None),
        back,
        *noted,
        id=page.passage_id(passage.id),
        class_="sentence",
    )
