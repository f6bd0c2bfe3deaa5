"""A story as a table in long form: one line for each passage of each article, for counting elsewhere."""

from __future__ import annotations

import csv
import io

from index.compared import LinkKind
from index.dossier import Dossier
from index.model import Article, Passage
from index.notes.export import cell
from index.notes.quoting import web_address

COLUMNS = (
    "story", "story_title", "row", "told_by", "outlets", "article", "outlet", "headline", "authors",
    "published", "language", "url", "same_text_as", "passage", "paragraph", "sentence", "role", "kind",
    "only_here", "figure_differs", "quoted", "notes", "text",
)  # fmt: skip


def passages_csv(found: Dossier) -> str:
    """RFC 4180, every cell quoted; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for article in found.articles:
        about = _about(found, article)
        for passage in article.passages:
            line = about | _facts(found, passage)
            writer.writerow([cell(line[name]) for name in COLUMNS])
    return out.getvalue()


def _about(found: Dossier, article: Article) -> dict[str, str]:
    """What is the same in all lines of an article."""
    return {
        "story": found.card.id,
        "story_title": found.card.title,
        "outlets": str(len(found.outlets)),
        "article": article.id,
        "outlet": article.outlet_name,
        "headline": article.title or "",
        "authors": "; ".join(article.authors),
        "published": str(article.published or ""),
        "language": article.language or "",
        "url": web_address(article.url) or "",
        "same_text_as": found.copies.get(article.id, ""),
    }


def _facts(found: Dossier, passage: Passage) -> dict[str, str]:
    row = found.row_of.get(passage.id)
    kinds = {link.kind for link in found.comparison.partners.get(passage.id, ())}
    numbers = found.notes_on.get(passage.id, ())
    return {
        "row": "" if row is None else str(row),
        "told_by": "" if row is None else str(len(found.told_by(found.rows[row - 1]))),
        "passage": passage.id,
        "paragraph": str(passage.paragraph),
        "sentence": str(passage.sentence),
        "role": passage.role.value,
        "kind": LinkKind.SAME.value if LinkKind.SAME in kinds else LinkKind.PARTLY.value if kinds else "",
        "only_here": _yes(passage.id in found.only),
        "figure_differs": _yes(passage.id in found.differing),
        "quoted": _yes(passage.id in found.quoted),
        "notes": " ".join(found.notes[number - 1].id for number in numbers),
        "text": passage.text,
    }


def _yes(held: bool) -> str:
    return "yes" if held else "no"
