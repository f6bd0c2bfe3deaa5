"""Articles, notes and engines for the tests of search, in a line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index import bodies
from index.found import SearchResults
from index.indexed import Indexed
from index.model import Article, Block, Precision, Published, Role, Source, SourceKind
from index.notemodel import Anchor, Note
from index.search.conditions import Among, resolve
from index.search.engine import SearchEngine
from index.search.passages import Sources
from index.search.query import parse

SEEDS = Path(__file__).parents[3] / "seeds"


def block(text: str, role: Role = Role.BODY) -> Block:
    """A block whose sentences end at `. `, `! ` or `? `."""
    ends = [match.end() for match in re.finditer(r"[.!?][\"'”’]*(?=\s)", text)] + [len(text)]
    spans, start = [], 0
    for end in ends:
        while start < end and text[start].isspace():
            start += 1
        if end > start:
            spans.append((start, end))
        start = end
    return Block(role, text, tuple(spans))


def article(
    name: str,
    *paragraphs: str,
    title: str | None = None,
    outlet: str | None = None,
    day: str | None = None,
    authors: Sequence[str] = (),
    language: str | None = "en",
) -> Article:
    blocks = [block(text) for text in paragraphs]
    if title is not None:
        blocks.insert(0, Block(Role.TITLE, title, ((0, len(title)),)))
    return Article(
        source=Source(SourceKind.FILE, f"{name}.txt"),
        digest="0" * 64,
        blocks=tuple(blocks),
        outlet=outlet,
        title=title,
        authors=tuple(authors),
        published=Published(datetime.fromisoformat(day), Precision.DAY) if day else None,
        language=language,
        id=name,
        revision=1,
        revisions=1,
        added=datetime(2026, 1, 1, tzinfo=UTC),
    )


def indexed(article: Article) -> Indexed:
    """What the index is given of an article, as the store would tell it."""
    return Indexed(
        article.id,
        article.outlet_name,
        article.authors,
        None if article.published is None else article.published.when,
        article.language,
        bodies.joined(
            (
                article.title or "",
                *(block.text for block in article.blocks if block.role is not Role.TITLE),
            )
        ),
    )


def note(name: str, text: str, title: str = "", tags: Sequence[str] = (), story: str | None = "s1") -> Note:
    anchor = Anchor(article="a1", revision=1, exact="", prefix="", suffix="", start=0, end=0)
    return Note(
        id=name,
        path=Path(f"{name}.md"),
        story=story,
        anchors=(anchor,),
        passages=("a1.1.0",),
        status="anchored",
        title=title,
        tags=tuple(tags),
        created="",
        updated="",
        text=text,
    )


def seeds() -> list[Article]:
    """The five seed articles, every line a paragraph, the first line of some taken as body."""
    outlets = dict(re.findall(r"^  (\S+\.txt): (.+)$", (SEEDS / "outlets.yaml").read_text(), re.MULTILINE))
    found = []
    for number, (name, outlet) in enumerate(sorted(outlets.items())):
        lines = [line.strip() for line in (SEEDS / name).read_text("utf-8").splitlines()]
        found.append(article(f"a{number}", *filter(None, lines), outlet=outlet))
    return found


class Shelf:
    """An engine with the articles and notes it was given, as a library would hold them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "library" / "index"
        self.key = folder / "state" / "index.key"
        self.engine = self.open()
        self.articles: dict[str, Article] = {}
        self.notes: dict[str, Note] = {}
        self.upto = 0

    def open(self, **options: float | str) -> SearchEngine:
        """Another engine on the same index."""
        return SearchEngine(self.index, self.key, **options)  # type: ignore[arg-type]

    def put(self, *articles: Article, notes: Iterable[Note] = (), remove: Iterable[str] = ()) -> None:
        self.upto += 1
        notes, remove = list(notes), list(remove)
        self.articles.update((one.id, one) for one in articles)
        self.notes.update((one.id, one) for one in notes)
        for name in remove:
            self.articles.pop(name, None)
            self.notes.pop(name, None)
        self.engine.apply(map(indexed, articles), remove, notes, (), self.upto)

    def ids(self, query: str, engine: SearchEngine | None = None, **options: bool) -> list[str]:
        """The ids that a query finds, best first."""
        parsed = parse(query)  # without a library no story is tagged, read or covered
        parsed = replace(parsed, query=resolve(parsed.query, lambda condition: Among(()), lambda node: node))
        found = (engine or self.engine).search(parsed, limit=1000, **options)
        return [name for name, _ in found.hits]

    def answer(self, query: str, limit: int = 50) -> SearchResults:
        def fetch(ids: Sequence[str]) -> Mapping[str, Article]:
            return {name: self.articles[name] for name in ids if name in self.articles}

        def fetch_notes(ids: Sequence[str]) -> Mapping[str, Note]:
            return {name: self.notes[name] for name in ids if name in self.notes}

        return self.engine.answer(
            parse(query), Sources(fetch, fetch_notes, lambda name: f"s{name[1:]}"), limit
        )
