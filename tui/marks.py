"""What the gutter says of each passage; never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from index.editions import Edit
from index.feedstatus import FeedStatus
from index.model import Article, Role
from index.phrases import DIFFERING

if TYPE_CHECKING:
    from index.compared import Comparison
    from index.notemodel import Note


class Told(Enum):
    """How many of the outlets tell a passage."""

    ALL = "all"
    SOME = "some"
    ONLY = "only"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters drawn for marks, rules and bars; one cell each. `levels` are those of a sparkline.

    `here` and `elsewhere` stand before what has the cursor, in the list that takes the keys and in others;
    `same` and `alike` before what says the same as the focused passage, or a part of it.
    """

    told: Mapping[Told, str]
    differs: str
    quoted: str
    noted: str
    news: str
    rule: str
    thumb: str
    partner: str
    gap: str
    shared: str
    locked: str
    order: str
    edits: Mapping[Edit, str]
    unread: str
    marked: str
    pinned: str
    levels: str
    feeds: Mapping[FeedStatus, str]
    busy: str
    bar: str
    bar_rest: str
    line: str
    heavy: str
    pointer: str
    here: str
    elsewhere: str
    same: str
    alike: str
    back: str


UNICODE = Signs(
    told={Told.ALL: "●", Told.SOME: "◐", Told.ONLY: "○", Told.UNCLEAR: " "},
    differs="≠", quoted="“", noted="✎", news="✦", rule="│", thumb="┃", partner="◆", gap="—", shared="=",
    locked="⇄", order="↓",
    edits={Edit.REWORDED: "~", Edit.ONLY: "±"},
    unread="●",
    marked="★", pinned="▲", levels=" ▁▂▃▄▅▆▇█",
    feeds={
        FeedStatus.NEW: "·", FeedStatus.OK: "✓", FeedStatus.UNCHANGED: "=", FeedStatus.DAMAGED: "!",
        FeedStatus.FAILED: "✗", FeedStatus.WAITING: "…", FeedStatus.GONE: "∅",
    },
    busy="↓", bar="━", bar_rest="─", line="─", heavy="━", pointer="▸",
    here="▌", elsewhere="▏", same="▎", alike="┆", back="‹",
)  # fmt: skip
ASCII = Signs(
    told={Told.ALL: "*", Told.SOME: "+", Told.ONLY: "o", Told.UNCLEAR: " "},
    differs="!", quoted='"', noted="n", news="^", rule="|", thumb="#", partner=">", gap="-", shared="=",
    locked="&", order="v",
    edits={Edit.REWORDED: "~", Edit.ONLY: "+-"},
    unread="*",
    marked="!", pinned="^", levels=" .:-=+*#@",
    feeds={
        FeedStatus.NEW: ".", FeedStatus.OK: "+", FeedStatus.UNCHANGED: "=", FeedStatus.DAMAGED: "!",
        FeedStatus.FAILED: "x", FeedStatus.WAITING: "~", FeedStatus.GONE: "0",
    },
    busy=">", bar="#", bar_rest="-", line="-", heavy="=", pointer="=",
    here=">", elsewhere=":", same="|", alike=":", back="<",
)  # fmt: skip


def is_utf8(env: Mapping[str, str]) -> bool:
    """Whether the locale is UTF-8: the first set of LC_ALL, LC_CTYPE and LANG decides, none means yes."""
    locale = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or "UTF-8"
    return "utf8" in locale.lower().replace("-", "").replace("_", "")


def signs_for(env: Mapping[str, str], wanted: str = "auto") -> Signs:
    """The signs that a terminal can show; `wanted` is what the person says of it: auto, yes or no.

    The fonts of the Linux console hold 512 characters at most: letters, and none of these.
    """
    if wanted == "auto":
        return UNICODE if is_utf8(env) and env.get("TERM") != "linux" else ASCII
    return UNICODE if wanted == "yes" else ASCII


@dataclass(frozen=True)
class Marks:
    """Per passage id: how widely told, whether a figure differs, whether quoted, noted or new.

    `differing` is in the order of the articles, for stepping through the differences.
    """

    told: Mapping[str, Told]
    differing: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()
    news: frozenset[str] = frozenset()

    def second(self, passage: str, signs: Signs) -> str:
        """The second gutter cell: what matters most of difference, note and quote."""
        if passage in self.differing:
            return signs.differs
        if passage in self.noted:
            return signs.noted
        if passage in self.news:
            return signs.news
        if passage in self.quoted:
            return signs.quoted
        return " "


NO_MARKS = Marks(told={})


def mark(articles: Iterable[Article], comparison: Comparison, notes: Iterable[Note] = ()) -> Marks:
    """The marks of a story. "All" counts outlets, not articles: an outlet may have several.

    An article that is another's copy counts as one with it.
    """
    everyone = list(articles)
    voices = _voices(everyone, comparison)
    outlet_of = {passage.id: voices[a.id] for a in everyone for passage in a.passages}
    outlets = set(outlet_of.values())
    only = set(comparison.only)
    told: dict[str, Told] = {}
    for article in everyone:
        for passage in article.passages:
            if passage.role is not Role.BODY:
                continue
            links = comparison.partners.get(passage.id, ())
            others = {outlet_of.get(link.b if link.a == passage.id else link.a) for link in links}
            covered = (others | {voices[article.id]}) & outlets
            if len(covered) > 1:
                told[passage.id] = Told.ALL if covered == outlets else Told.SOME
            else:
                told[passage.id] = Told.ONLY if passage.id in only else Told.UNCLEAR
    return Marks(
        told=told,
        differing=frozenset(
            value.passage
            for figure in comparison.figures
            if figure.verdict in DIFFERING
            for value in figure.values
        ),
        quoted=frozenset(v.passage for quote in comparison.quotes for v in quote.variants),
        noted=frozenset(passage for note in notes for passage in note.passages),
    )


def _voices(articles: Iterable[Article], comparison: Comparison) -> dict[str, str]:
    """The outlet whose words each article says: its own, or that of the article it is a copy of."""
    names = {article.id: article.outlet_name for article in articles}
    shown = dict(comparison.copies)
    return {name: names.get(shown.get(name, name), outlet) for name, outlet in names.items()}
