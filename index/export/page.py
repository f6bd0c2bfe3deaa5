"""A story as one HTML page that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from config.version import VERSION
from index.dossier import Dossier
from index.export import sentences
from index.export.findings import (
    figures_section,
    missing_section,
    only_section,
    quotes_section,
    spellings_section,
    wording_section,
)
from index.export.markup import Html, document, group, inside, stylesheet, tag, web
from index.export.note_markup import note_markup
from index.export.parts import NOTED, Page, section
from index.export.rows_section import rows_section
from index.export.texts_section import credit, texts_section
from index.model import Article
from index.notemodel import Anchor, Note
from index.phrases import DIFFERING, count, counted, days


def page(found: Dossier) -> str:
    """The page, in UTF-8 once it is encoded; the same dossier always gives the same text."""
    made = Page(found)
    sections = [
        sources_section(made),
        notes_section(made),
        figures_section(made),
        quotes_section(made),
        rows_section(made),
        only_section(made),
        missing_section(made),
        spellings_section(made),
        wording_section(made),
        texts_section(made),
    ]
    body = tag(
        "body",
        tag("a", "Skip to the story", href=inside("story"), class_="skip"),
        _header(made),
        tag("main", *sections, id="story", tabindex="-1"),
        _footer(),
    )
    return document(tag("html", _head(found.card.title), body, lang="en"))


def _head(title: str) -> Html:
    css = _css()
    # The policy lets a page use one thing only: the style sheet with this hash.
    policy = f"default-src 'none'; style-src 'sha256-{_hash(css)}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"bylines {VERSION}"),
        tag("title", title),
        stylesheet(css),
    )


@cache
def _css() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _hash(css: str) -> str:
    return b64encode(sha256(css.encode()).digest()).decode()


def _header(made: Page) -> Html:
    found = made.dossier
    facts = [count(len({one.outlet_name for one in found.articles}), "outlet")]
    dated = [one.published for one in found.articles if one.published is not None]
    # The articles come in the order of publication, unless the person chose another.
    dated.sort(key=lambda published: published.when.replace(tzinfo=None))
    facts.append(days(dated[0], dated[-1]) if dated else days(None, None))
    facts += [f"#{name}" for name in found.card.tags]
    if found.others:
        facts.append(f"without {', '.join(found.others)}")
    if found.made:
        facts.append(f"exported {found.made}")
    return tag(
        "header",
        tag("p", "One event, ", count(len(found.articles), "telling"), class_="kicker"),
        tag("h1", found.card.title, dir="auto"),
        tag("p", [tag("span", fact) for fact in facts], class_="facts"),
        tag(
            "nav",
            tag("ul", [_tile(*tile) for tile in _contents(found) if tile[1]]),
            aria_label="On this page",
        ),
        class_="top",
    )


def _contents(found: Dossier) -> list[tuple[str, int, str]]:
    """Every section with how much is in it, and what that is."""
    compared = found.comparison
    differing = sum(figure.verdict in DIFFERING for figure in compared.figures)
    figures, verb = (differing, "differ") if differing else (len(compared.figures), "agree")
    shared = sum(len(found.told_by(row)) > 1 for row in found.rows)
    pairs = len({frozenset((one.a, one.b)) for one in compared.wording if one.spans})
    return [
        ("sources", len(found.articles), counted(len(found.articles), "source")),
        ("notes", len(found.notes), counted(len(found.notes), "note")),
        ("figures", figures, counted(figures, f"figure {verb}s", f"figures {verb}")),
        ("quotes", len(compared.quotes), counted(len(compared.quotes), "shared quote")),
        ("rows", len(found.rows), f"{counted(len(found.rows), 'row')}, {shared} shared"),
        ("only", len(found.only), "only in one outlet"),
        ("missing", len(compared.missing), "left out"),
        ("wording", pairs, counted(pairs, "pair shares wording", "pairs share wording")),
        ("texts", len(found.articles), counted(len(found.articles), "full text")),
    ]


def _tile(place: str, number: int, words: str) -> Html:
    return tag("li", tag("a", tag("strong", number), " ", words, href=inside(place)))


def sources_section(made: Page) -> Html:
    """Who tells it: outlet, headline, byline, time, address."""
    return section(
        "sources",
        "Sources",
        "Who tells it, when, and where it can be read.",
        tag("ol", [_source(made, article) for article in made.dossier.articles], class_="sources"),
    )


def _source(made: Page, article: Article) -> Html:
    headline = tag("a", article.headline, href=inside(made.article_id(article.id)), **made.writing(article))
    of = made.dossier.copies.get(article.id)
    target = web(article.url)
    return tag(
        "li",
        tag("p", made.name(article.id), class_="outlet"),
        tag("p", headline, class_="headline"),
        tag("p", credit(article), class_="credit"),
        tag("p", target.address, class_="address") if target else None,
        tag("p", "The same text as ", made.name(of), class_="quiet") if of else None,
    )


def notes_section(made: Page) -> Html | None:
    """The person's notes, oldest first, with the passages they stand on."""
    notes = made.dossier.notes
    if not notes:
        return None
    return section(
        "notes",
        "Notes",
        sentences.NOTES,
        [_note(made, number, note) for number, note in enumerate(notes, start=1)],
    )


def _note(made: Page, number: int, note: Note) -> Html:
    facts = [tag("span", f"{NOTED} note {number}")]
    if note.tags:
        facts.append(tag("span", " ".join(f"#{name}" for name in note.tags), class_="tags"))
    facts.append(tag("span", "written ", _moment(note.created)))
    if note.updated and note.updated != note.created:
        facts.append(tag("span", "changed ", _moment(note.updated)))
    quotes = [_place(made, passage) for passage in note.passages if made.article_of(passage)]
    if not quotes and note.anchors:
        quotes = [_lost(mark) for mark in note.anchors]
    return tag(
        "article",
        tag("h3", note.title or f"Note {number}", dir="auto", id=f"n{number}-head"),
        tag("p", facts, class_="credit"),
        *quotes,
        tag("div", note_markup(note.text), class_="note-text", dir="auto") if note.text.strip() else None,
        id=f"n{number}",
        class_="note",
        aria_labelledby=f"n{number}-head",
    )


def _moment(moment: str) -> Html:
    """A note's time, `2023-05-07T08:15:00Z`, to the minute."""
    return group(moment.replace("T", " ").removesuffix("Z")[:16])


def _place(made: Page, passage: str) -> Html:
    article = made.article_of(passage)
    who = made.name(article.id) if article else ""
    return tag("blockquote", tag("p", made.said(passage)), tag("p", "— ", who, class_="quiet"))


def _lost(mark: Anchor) -> Html:
    """A passage that is not in the article any more, from what the note keeps of it."""
    where = tag("p", "— ", tag("bdi", mark.outlet), ", no longer in the text", class_="quiet")
    return tag("blockquote", tag("p", mark.exact, dir="auto"), where)


def _footer() -> Html:
    return tag(
        "footer",
        tag(
            "p",
            sentences.MADE,
        ),
        tag("p", tag("a", "To the top", href=inside("story"))),
    )
