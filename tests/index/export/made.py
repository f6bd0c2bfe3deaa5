"""Dossiers of few words, with one text in every place where outside text may stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.compared import (
    Comparison,
    Figure,
    FigureValue,
    Link,
    LinkKind,
    Missing,
    Quote,
    QuoteVariant,
    SharedWording,
    Spelling,
    SpellingUse,
)
from index.dossier import Dossier, dossier
from index.model import (
    Article,
    ArticleCard,
    Block,
    Precision,
    Published,
    Role,
    Source,
    SourceKind,
    Story,
    StoryCard,
)
from index.notemodel import Anchor, Note

PUBLISHED = Published(datetime(2023, 5, 6, 9, 39), Precision.MINUTE)
BODY = "Two drones fell on the square. Nobody was hurt. Officials spoke of 21 people."


def article(name: str, text: str, *, outlet: str, url: str | None = None, language: str = "en") -> Article:
    """A title, a caption, a subhead and a body; each is `text`, and the body goes on with `BODY`."""
    body = f"{text} {BODY}"
    ends = [len(text), *(len(text) + 1 + end for end in (30, 47, len(BODY)))]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return Article(
        id=name,
        revision=1,
        revisions=1,
        added=datetime(2023, 5, 7, tzinfo=UTC),
        source=Source(SourceKind.FILE, f"/home/somebody/secret/{name}.txt"),
        digest=name,
        blocks=(
            Block(Role.TITLE, text, ((0, len(text)),)),
            Block(Role.CAPTION, text, ((0, len(text)),)),
            Block(Role.SUBHEAD, text, ((0, len(text)),)),
            Block(Role.BODY, body, tuple(zip(starts, ends, strict=True))),
        ),
        outlet=outlet,
        title=text,
        authors=(text,),
        published=PUBLISHED,
        language=language,
        url=url,
        syndicated_from=text,
        partial=text,
    )


def note(text: str, words: str, *passages: str) -> Note:
    """A note whose title, tag and quote are `text`, and which says `words`."""
    mark = Anchor("a1", 1, text, "", "", 0, 1, outlet=text, title=text, url="https://u:p@a.example/?token=s")
    return Note(
        id="n1",
        path=Path("/home/somebody/notes/n1.md"),
        story="s1",
        anchors=(mark,),
        passages=passages,
        status="anchored" if passages else "orphan",
        title=text,
        tags=(text,),
        created="2023-05-07T08:15:00Z",
        updated="2023-05-08T08:15:00Z",
        text=words,
    )


def everywhere(text: str, *, note_text: str = "my words", url: str | None = None) -> Dossier:
    """Two outlets and a copy, with `text` in every field that comes from outside, and two notes."""
    first, second = f"One {text}", f"Two {text}"
    articles = (
        article("a1", text, outlet=first, url=url),
        article("a2", text, outlet=second, language=text),
        article("a3", text, outlet=f"Three {text}"),
    )
    a, b = (tuple(p.id for p in one.passages) for one in articles[:2])
    values = (FigureValue(a[3], first, text, "21", text), FigureValue(b[3], second, text, "23", text))
    variants = tuple(
        QuoteVariant(p, o, text, kind) for p, o, kind in ((a[3], first, "identical"), (b[3], second, "cut"))
    )
    uses = (SpellingUse(text, first, a[3]), SpellingUse(f"{text}y", second, b[3]))
    compared = Comparison(
        "s1",
        links=(Link(a[3], b[3], 0.9, LinkKind.SAME, text), Link(a[6], b[6], 0.7, LinkKind.PARTLY, text)),
        figures=(Figure(text, "clash", values), Figure(text, "equal", values)),
        quotes=(Quote(text, variants), Quote(None, variants)),
        only=(a[4], b[5]),
        missing=(Missing(second, (a[4],), (first, text)),),
        wording=(SharedWording("a1", "a2", 0.5, ((a[3], 0, len(text)),)),),
        copies=(("a3", "a1"),),
        spellings=(Spelling((text, f"{text}y"), uses),),
    )
    cards = tuple(
        ArticleCard(one.id, 1, None, one.outlet_name, text, PUBLISHED, one.url, text, True)
        for one in articles
    )
    card = StoryCard("s1", text, PUBLISHED, PUBLISHED, cards, notes=2, tags=(text,))
    notes = (note(text, note_text, a[3], b[3]), replace(note(text, note_text), id="n2"))
    return dossier(Story(card, articles), compared, notes, made=text)
