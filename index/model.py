"""What crosses between the rooms: frozen dataclasses, no behaviour beyond reading themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from index.outletnames import outlet_label

Cancelled = Callable[[], bool]
"""Asked often by slow work; True means stop now and keep what is finished."""


class Role(StrEnum):
    """What a block of an article is."""

    TITLE = "title"
    DECK = "deck"
    CAPTION = "caption"
    SUBHEAD = "subhead"
    BODY = "body"
    CREDIT = "credit"


class Precision(StrEnum):
    """How exactly a publication time is known."""

    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class Published:
    """A publication time; naive when the source names no zone, and only as exact as the source."""

    when: datetime
    precision: Precision

    def __str__(self) -> str:
        """ISO 8601, cut to the precision: `2023-05`, `2023-05-06`, `2023-05-06T09:39[+02:00]`."""
        if self.precision is Precision.MONTH:
            return self.when.strftime("%Y-%m")
        if self.precision is Precision.DAY:
            return self.when.date().isoformat()
        return self.when.isoformat(timespec="minutes")


class SourceKind(StrEnum):
    """Where an article came from."""

    FILE = "file"
    STDIN = "stdin"
    JSONL = "jsonl"
    URL = "url"
    FEED = "feed"
    WARC = "warc"


@dataclass(frozen=True, slots=True)
class Source:
    """The place an article was read from: `location` is a path or URL, `item` its id or line inside."""

    kind: SourceKind
    location: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, headline, caption ...; `sentences` are (start, end) offsets into `text`.

    The offsets are in order, do not overlap, hold no outer white space, and cover all other text.
    """

    role: Role
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An article as an ingest room hands it over: cleaned text, no id yet.

    `blocks` hold everything a reader may see, in reading order; a title, if there is one, is the
    first block and equals `title`. `digest` is the SHA-256 (hex) of the raw bytes of the article.
    `outlet` is None when neither the text nor a sidecar, front matter or folder names it.
    `syndicated_from` is a hint at the first publisher of a reprint, never the outlet. `partial` says why
    the text is only a part of the article (a feed's teaser); None when it is taken for the whole.
    """

    source: Source
    digest: str
    blocks: tuple[Block, ...]
    source_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    author_kind: str | None = None
    published: Published | None = None
    dateline: str | None = None
    language: str | None = None
    syndicated_from: str | None = None
    partial: str | None = None

    def texts(self, role: Role) -> tuple[str, ...]:
        """The texts of all blocks of one role, in reading order."""
        return tuple(block.text for block in self.blocks if block.role is role)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of one revision. `id` is `article.revision.index`, stable for that revision.

    `paragraph` is the index of its block in the article, `sentence` its index in that block, and
    `start`, `end` its offsets in the block's text.
    """

    id: str
    article: str
    paragraph: int
    sentence: int
    start: int
    end: int
    role: Role
    text: str


@dataclass(frozen=True, kw_only=True)
class Article(Draft):
    """A stored article at one of its revisions (1 is the first)."""

    id: str
    revision: int
    revisions: int
    added: datetime

    @cached_property
    def outlet_name(self) -> str:
        """The outlet for showing; never empty. Without one it names where the article came from."""
        return outlet_label(self.outlet, self.url, self.source.location, self.source.item)

    @property
    def headline(self) -> str:
        """The title, or `untitled: ` and the first sentence of the body."""
        if self.title:
            return self.title
        first = next((p.text for p in self.passages if p.role is Role.BODY), "")
        return f"untitled: {first}" if first else "untitled"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All sentences of all blocks, in reading order."""
        places = [
            (paragraph, sentence)
            for paragraph, block in enumerate(self.blocks)
            for sentence in range(len(block.sentences))
        ]
        return tuple(self._passage(number, *place) for number, place in enumerate(places))

    def only(self, passages: Iterable[Passage]) -> Article:
        """The article with these of its `passages` alone; its blocks stay whole."""
        part = replace(self)
        # Where the cached property keeps what it has read.
        vars(part)["passages"] = tuple(passages)
        return part

    def passage(self, paragraph: int, sentence: int) -> Passage:
        """One of `passages`, without making them all."""
        before = sum(len(block.sentences) for block in self.blocks[:paragraph])
        return self._passage(before + sentence, paragraph, sentence)

    def _passage(self, number: int, paragraph: int, sentence: int) -> Passage:
        block = self.blocks[paragraph]
        start, end = block.sentences[sentence]
        return Passage(
            id=f"{self.id}.{self.revision}.{number}",
            article=self.id,
            paragraph=paragraph,
            sentence=sentence,
            start=start,
            end=end,
            role=block.role,
            text=block.text[start:end],
        )


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What a list needs to know of an article; `lede` is the first sentence of its body.

    `partial` says why it holds only a part of the article; `same_as` is the id of the article that is
    shown in its place, as the texts are the same.
    """

    id: str
    revision: int
    source_id: str | None
    outlet: str
    title: str
    published: Published | None
    url: str | None
    lede: str
    read: bool
    partial: str | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """`share` (0 to 1) of an article's wording stands in another one, `of`; told in both directions.

    `kind` is `same` (the texts are the same but for a few words) or `shared`.
    """

    article: str
    of: str
    kind: str
    share: float


@dataclass(frozen=True, slots=True)
class StoryCard:
    """One event as a list shows it. Articles are in order of publication, undated ones last.

    `first` and `last` are the earliest and latest publication times; `notes` is a count.
    `disagreements` counts the figures that clash; None until the story was compared.
    """

    id: str
    title: str
    first: Published | None
    last: Published | None
    articles: tuple[ArticleCard, ...]
    notes: int = 0
    tags: tuple[str, ...] = ()
    marked: bool = False
    pinned: bool = False
    archived: bool = False
    disagreements: int | None = None

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets' names, each once, in the order of their articles."""
        return tuple(dict.fromkeys(article.outlet for article in self.articles))

    @property
    def unread(self) -> int:
        """How many of its articles are unread."""
        return sum(not article.read for article in self.articles)


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its articles in full, in the card's order."""

    card: StoryCard
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that was left out, by name, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport:
    """What `add` did; `articles` are the ids of all seen, in order; `partial` counts those stored in part."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    articles: tuple[str, ...] = ()
    partial: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of slow work: `done` of `total` (None when not known), and what it is at.

    `share` (0 to 1) is how much of the work that is, where only that is known: the bytes that were read.
    """

    stage: str
    done: int
    total: int | None = None
    current: str = ""
    share: float | None = None


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `check` found wrong; `fix` says what to do."""

    where: str
    what: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """One article's place in a story; `confidence` is 0 to 1."""

    article: str
    story: str
    confidence: float
