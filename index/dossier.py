"""A story as it leaves the library: what every form of export is made from. Frozen, as in `index.model`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from index.compared import Comparison
from index.model import Article, ArticleCard, Passage, Role, SourceKind, Story, StoryCard
from index.notemodel import Note
from index.notes.quoting import web_address
from index.phrases import DIFFERING, column_names
from index.table import Row, table


@dataclass(frozen=True)
class Dossier:
    """The articles asked for, what they have in common, and the person's notes on them.

    `columns` are those of the articles that have one in the rows: a copy of another is told with that
    one. `comparison` is of the whole story, with what concerns only other articles left out: what is
    only here is in no other article of the story, also none that was not asked for. `others` are the
    outlets that were not. `made` is the day to date the export with; empty for none.
    """

    card: StoryCard
    articles: tuple[Article, ...]
    columns: tuple[Article, ...]
    rows: tuple[Row, ...]
    comparison: Comparison
    notes: tuple[Note, ...] = ()
    others: tuple[str, ...] = ()
    made: str = ""

    @cached_property
    def names(self) -> dict[str, str]:
        """For each article's id what it is called here: its outlet, told apart where there are several."""
        names = column_names(self.articles)
        repeated = Counter(names)
        return {
            article.id: f"{name} [{number}]" if repeated[name] > 1 else name
            for number, (article, name) in enumerate(zip(self.articles, names, strict=True), start=1)
        }

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """All passages by their ids."""
        return {passage.id: passage for article in self.articles for passage in article.passages}

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The number of the row, from 1, of each passage that is in one."""
        return {
            article.passages[index].id: number
            for number, row in enumerate(self.rows, start=1)
            for article, cell in zip(self.columns, row.cells, strict=True)
            for index in cell
        }

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have a column, each once."""
        return tuple(dict.fromkeys(article.outlet_name for article in self.columns))

    @cached_property
    def only(self) -> frozenset[str]:
        """The ids of the passages that one outlet alone has."""
        return frozenset(self.comparison.only)

    @cached_property
    def differing(self) -> frozenset[str]:
        """The ids of the passages with a figure that another outlet gives differently."""
        return frozenset(
            value.passage
            for figure in self.comparison.figures
            if figure.verdict in DIFFERING
            for value in figure.values
        )

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The ids of the passages with a quote that another outlet has, too."""
        return frozenset(one.passage for quote in self.comparison.quotes for one in quote.variants)

    @cached_property
    def notes_on(self) -> dict[str, tuple[int, ...]]:
        """The numbers, from 1, of the notes on each passage that has any."""
        found: dict[str, tuple[int, ...]] = {}
        for number, note in enumerate(self.notes, start=1):
            for passage in note.passages:
                found[passage] = (*found.get(passage, ()), number)
        return found

    @cached_property
    def copies(self) -> dict[str, str]:
        """For each copy the article it is a copy of, by their ids."""
        return dict(self.comparison.copies)

    def told_by(self, row: Row) -> tuple[str, ...]:
        """The outlets with something in a row, each once."""
        telling = (a.outlet_name for a, cell in zip(self.columns, row.cells, strict=True) if cell)
        return tuple(dict.fromkeys(telling))

    def standing(self, row: Row) -> str:
        """How many outlets tell a row, in words."""
        passages = self.in_row(row)
        if all(passage.role is Role.TITLE for passage in passages):
            return "headlines"
        told, everyone = len(self.told_by(row)), len(self.outlets)
        if told > 1:
            return f"told by all {everyone}" if told == everyone else f"told by {told} of {everyone}"
        if any(passage.id in self.only for passage in passages):
            return "only here"
        matched = any(passage.id in self.comparison.partners for passage in passages)
        return "match in another row" if matched else "no clear match"

    def in_row(self, row: Row) -> tuple[Passage, ...]:
        """The passages of a row, column by column."""
        return tuple(a.passages[i] for a, cell in zip(self.columns, row.cells, strict=True) for i in cell)


def dossier(
    story: Story,
    comparison: Comparison,
    notes: Sequence[Note] = (),
    *,
    articles: Sequence[Article] | None = None,
    made: str = "",
) -> Dossier:
    """What leaves the library of a story: all of it, or the `articles` given, in their order.

    Articles asked for each get a column; of all, copies have none of their own. Notes come oldest first.
    Folders of the person's own and secrets in addresses stay behind.
    """
    chosen = tuple(_for_others(one) for one in (story.articles if articles is None else articles))
    found = _of(comparison, chosen)
    folded = {} if articles is not None else dict(found.copies)
    columns = tuple(article for article in chosen if article.id not in folded)
    shown = {article.outlet_name for article in chosen}
    return Dossier(
        card=replace(
            story.card,
            articles=tuple(_card_for_others(one) for one in story.card.articles),
            # As the comparison has it: the store knows it only while nothing about the story has changed.
            disagreements=sum(figure.verdict == "clash" for figure in comparison.figures),
        ),
        articles=chosen,
        columns=columns,
        rows=table(columns, found),
        comparison=found,
        notes=tuple(_on(chosen, story, sorted(notes, key=lambda note: (note.created, note.id)))),
        others=tuple(name for name in story.card.outlets if name not in shown),
        made=made,
    )


def _for_others(article: Article) -> Article:
    """The article without what is only the person's: folders of theirs, passwords and tokens in addresses."""
    kind, place = article.source.kind, article.source.location
    online = kind in (SourceKind.URL, SourceKind.FEED) or "://" in place
    location = web_address(place) or "" if online else PurePath(place).name
    source = replace(article.source, location=location)
    return replace(article, outlet=article.outlet_name, url=web_address(article.url), source=source)


def _card_for_others(card: ArticleCard) -> ArticleCard:
    return replace(card, url=web_address(card.url))


def _note_for_others(note: Note, shown: Collection[str]) -> Note:
    return replace(
        note,
        path=Path(note.path.name),
        passages=tuple(passage for passage in note.passages if passage in shown),
        anchors=tuple(replace(mark, url=web_address(mark.url)) for mark in note.anchors),
    )


def _on(articles: Sequence[Article], story: Story, notes: Sequence[Note]) -> Iterator[Note]:
    """The notes on the story and on passages of the articles, those of passages that are lost among them."""
    shown = {passage.id for article in articles for passage in article.passages}
    others = {article.id for article in story.articles} - {article.id for article in articles}
    for note in notes:
        found = _note_for_others(note, shown)
        elsewhere = bool(note.anchors) and all(mark.article in others for mark in note.anchors)
        if found.passages or not (note.passages or elsewhere):
            yield found


def _of(found: Comparison, articles: Sequence[Article]) -> Comparison:
    """What of a comparison concerns some of its articles."""
    ids = {article.id for article in articles}
    passages = {passage.id for article in articles for passage in article.passages}
    outlets = {article.outlet_name for article in articles}

    def shown(passage: str) -> bool:
        return passage in passages

    figures = (replace(f, values=tuple(v for v in f.values if shown(v.passage))) for f in found.figures)
    quotes = (replace(q, variants=tuple(v for v in q.variants if shown(v.passage))) for q in found.quotes)
    gaps = (
        replace(one, passages=tuple(filter(shown, one.passages)))
        for one in found.missing
        if one.outlet in outlets
    )
    spellings = (replace(s, uses=tuple(u for u in s.uses if shown(u.passage))) for s in found.spellings)
    return replace(
        found,
        links=tuple(link for link in found.links if shown(link.a) and shown(link.b)),
        figures=tuple(one for one in figures if len({value.outlet for value in one.values}) > 1),
        quotes=tuple(one for one in quotes if len({variant.outlet for variant in one.variants}) > 1),
        only=tuple(filter(shown, found.only)),
        missing=tuple(one for one in gaps if one.passages),
        wording=tuple(
            replace(one, spans=tuple(span for span in one.spans if shown(span[0])))
            for one in found.wording
            if one.a in ids and one.b in ids
        ),
        copies=tuple(pair for pair in found.copies if pair[0] in ids and pair[1] in ids),
        spellings=tuple(one for one in spellings if len({use.form for use in one.uses}) > 1),
    )
