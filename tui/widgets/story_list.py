"""The list of stories, of any length: one line each, and only those looked at are ever loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.color import Color, ColorParseError
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor
from textual.message import Message
from textual.strip import Strip

from index.model import StoryCard
from index.storymodel import Outlet
from tui.marks import UNICODE, Signs
from tui.render import padded, short_names
from tui.shades import TEXT, legible
from tui.story_loading import Timelines
from tui.story_rows import StoryRows, sparkline
from tui.widgets.lines import LineList
from tui.wording import day
from tui.wrap import fit, width_of

DATE, SHORT_DATE = 13, 8
WITH_YEAR = 60
WIDE = 90
WITH_NAMES = 66
SPARK, WITH_SPARK = 8, 110
AHEAD = 60
KEPT = 2000


def names_in(outlets: Sequence[str], width: int) -> tuple[list[str], int]:
    """As many of the names as fit with commas between them, and how many more there are."""
    shown: list[str] = []
    used = 0
    others = 4 if len(outlets) > 1 else 0
    for number, name in enumerate(short_names(outlets, max(8, width - others))):
        rest = len(outlets) - number - 1
        longer = used + width_of(name) + (2 if shown else 0)
        if longer + (len(f" +{rest}") if rest else 0) > width:
            break
        shown.append(name)
        used = longer
    return shown, len(outlets) - len(shown)


@dataclass(frozen=True, slots=True)
class _Painted:
    """A row as it was drawn, and all that it depends on besides outlets and theme."""

    told: tuple[object, ...]
    strip: Strip


class StoryList(LineList):
    """Signs, date, title, marks, tags, sparkline, outlets. The screen loads the cards it `wants`."""

    SPACED: ClassVar[bool] = True

    class Wanted(Message):
        """Cards that are about to be looked at are not there yet."""

        def __init__(self, ids: tuple[str, ...]) -> None:
            self.ids = ids
            super().__init__()

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__()
        self.signs = signs
        self.rows = StoryRows()
        self._cards: dict[str, StoryCard] = {}
        self._timelines: dict[str, tuple[tuple[str, int], ...]] = {}
        self._asked: set[str] = set()
        self._outlets: dict[str, Outlet] = {}
        self._painted: dict[str, _Painted] = {}

    # -- content

    def show(
        self,
        rows: StoryRows,
        cards: Iterable[StoryCard],
        timelines: Timelines,
        *,
        top: bool = False,
        kept: bool = False,
    ) -> None:
        """List other stories; the cursor stays on its story, and that on its row, if it is still there.

        At the very top the list stays at the top, so that what is new there can be seen; it goes there
        for `top`. The cards that are there already still hold if they are `kept`.
        """
        current, above = self.current_id, self.cursor * self.stride - self.scroll_offset.y
        self.rows = rows
        if not kept:
            self._cards, self._timelines, self._asked = {}, {}, set()
        self.take(cards, timelines)
        place = 0 if top else rows.row(current)
        scrolled = not top and place is not None and place != self.cursor and self.scroll_offset.y > 0
        self.changed(self.cursor if place is None else place)
        if scrolled and place is not None:
            self.scroll_to(y=place * self.stride - above, animate=False, immediate=True, force=True)

    def take(self, cards: Iterable[StoryCard], timelines: Timelines) -> None:
        """Some of the cards that were wanted."""
        if len(self._cards) > KEPT:
            self._cards, self._timelines, self._asked = {}, {}, set()
        self._cards.update((card.id, card) for card in cards)
        self._timelines.update(timelines)
        self.refresh()

    def timeline(self, story_id: str) -> tuple[tuple[str, int], ...]:
        """The coverage of a story by day, if it is known."""
        return self._timelines.get(story_id, ())

    @property
    def known(self) -> frozenset[str]:
        """The ids of the stories whose cards are there."""
        return frozenset(self._cards)

    def name_outlets(self, outlets: Iterable[Outlet]) -> None:
        """What the person calls the outlets, and in which colour."""
        named = {outlet.name: outlet for outlet in outlets}
        if named != self._outlets:
            self._outlets = named
            self._painted.clear()
            self.refresh()

    def notify_style_update(self) -> None:
        """Another theme, or another state of the list."""
        self._painted.clear()
        super().notify_style_update()

    def around(self, row: int) -> tuple[str, ...]:
        """The ids of the stories in and near a row."""
        near = range(max(0, row - AHEAD), min(len(self.rows), row + self.size.height + AHEAD))
        return tuple(story for at in near if (story := self.rows.story(at)) is not None)

    @property
    def current_id(self) -> str | None:
        """The id of the story with the cursor."""
        return self.rows.story(self.cursor)

    @property
    def current(self) -> StoryCard | None:
        """The story with the cursor; None also while its card is on the way."""
        return self._cards.get(self.current_id or "")

    def length(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def selectable(self, index: int) -> bool:
        """Stories, not the headings of days."""
        return self.rows.story(index) is not None

    # -- drawing

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One row."""
        story_id = self.rows.story(index)
        if story_id is None:
            heading = fit(f" {self.rows.headings.get(index, '')}", width)
            return Strip([Segment(heading, base + self.style("head"))], width)
        card = self._cards.get(story_id)
        if card is None:
            self._want(index)
            return Strip([Segment(fit("    …", width), base + self.style("muted"))], width)
        return self._paint(card, width, base)

    def _paint(self, card: StoryCard, width: int, base: Style) -> Strip:
        """The row of a story; the one painted last, if it told the same."""
        told = (self.timeline(card.id), width, base, self.rows.by_day, card)
        painted = self._painted.get(card.id)
        if painted is None or painted.told != told:
            if len(self._painted) > KEPT:
                self._painted.clear()
            row = Strip(padded(self._row(card, width, base), width, base), width)
            # As wide as it will be asked for: only for the same strip is the terminal's text known already.
            painted = self._painted[card.id] = _Painted(told, row.extend_cell_length(self.size.width, base))
        return painted.strip

    def _want(self, index: int) -> None:
        missing = tuple(s for s in self.around(index) if s not in self._cards and s not in self._asked)
        if missing:
            self._asked.update(missing)
            self.post_message(self.Wanted(missing))

    def _row(self, card: StoryCard, width: int, base: Style) -> list[Segment]:
        muted, strong = base + self.style("muted"), base + self.style("strong")
        accent = base + self.style("accent")
        marks = self._marks(card)
        tags = "".join(f" #{tag}" for tag in card.tags)
        if width_of(tags) > width // 4:
            tags = fit(tags, width // 4)
        right = self._right(card, width, base)
        with_year = width >= WITH_YEAR
        # Under the heading of its day no story need name it.
        date = 0 if self.rows.by_day else DATE if with_year else SHORT_DATE
        used = 5 + date + width_of(marks) + sum(width_of(segment.text) for segment in right)
        room = width - used - width_of(tags)
        if room < 20:
            tags, room = "", width - used
        return [
            Segment(f" {self.signs.unread if card.unread else ' '}", accent),
            Segment(self.signs.marked if card.marked else " ", accent),
            Segment(f"{self.signs.pinned if card.pinned else ' '} ", accent),
            Segment(fit(day(card.last, year=with_year), date) if date else "", muted),
            Segment(fit(card.title, max(1, room)), strong if card.unread else base),
            Segment(tags, muted),
            Segment(marks, accent),
            *right,
        ]

    def _marks(self, card: StoryCard) -> str:
        """Notes and figures that differ, with their numbers."""
        notes = f" {self.signs.noted}{card.notes}" if card.notes else ""
        clashes = f" {self.signs.differs}{card.disagreements}" if card.disagreements else ""
        return clashes + notes

    def _right(self, card: StoryCard, width: int, base: Style) -> list[Segment]:
        """The timeline, the number of outlets, and their names where there is room."""
        muted = base + self.style("muted")
        parts = []
        if width >= WITH_SPARK:
            line = sparkline(self.timeline(card.id), self.signs.levels, SPARK)
            parts.append(Segment(f" {line:>{SPARK}}", base + self.style("accent")))
        parts.append(Segment(f"{len(card.outlets):>3} ", muted))
        if width < WITH_NAMES:
            return parts
        room = width // 3 - (SPARK if width >= WITH_SPARK else 0) if width >= WIDE else max(13, width // 6)
        known = [self._outlets.get(name) for name in card.outlets]
        names = [o.long if o else name for o, name in zip(known, card.outlets, strict=True)]
        if sum(width_of(name) + 2 for name in names) - 2 > room:
            names = [o.short if o else name for o, name in zip(known, names, strict=True)]
        shown, rest = names_in(names, room)
        used = 0
        for place, name in enumerate(shown):
            outlet = known[place]
            comma = ", " if place else ""
            parts.append(Segment(comma, muted))
            parts.append(Segment(name, muted + colour_of(outlet.colour if outlet else None, base.bgcolor)))
            used += width_of(comma + name)
        more = f" +{rest}" if rest else ""
        parts.append(Segment(more + " " * (room - used - len(more)), muted))
        return parts


@lru_cache(maxsize=512)
def colour_of(name: str | None, ground: Color | None = None) -> Style:
    """The colour that the person gave an outlet, made legible on a ground; none if it is no colour."""
    try:
        colour = Color.parse(name) if name else None
    except ColorParseError:
        return Style.null()
    if colour is None or ground is None or ground.is_default or ground.is_system_defined:
        return Style(color=colour)
    on = TextualColor.from_rich_color(ground)
    return Style(color=legible(TextualColor.from_rich_color(colour), (on,), TEXT).rich_color)
